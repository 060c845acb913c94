"""How far back a broker's price bars are fetched, how far that is, and what is kept of them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.domain.connection import Connection
from fillbook.domain.contents import StoredSeries
from fillbook.domain.instrument import symbol_key
from fillbook.gui import format
from fillbook.gui.session import Session
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.line_field import ChoiceField
from fillbook.gui.widgets.progress_bar import ProgressBar
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Prose
from fillbook.remotes.catalogue import remote_spec
from fillbook.remotes.options import MOST_BARS_DAYS
from fillbook.storage.library import Library
from fillbook.sync.candles import bars_days, lacking_bars

_HEADERS = ("Symbol", "Bars of", "From", "To", "Days", "Bars", "Size")
_WIDTHS = (0, 80, 160, 160, 64, 84, 84)
_RIGHT = frozenset({4, 5, 6})
_CHOICES = (
    ("0", "No bars"),
    ("30", "30 days"),
    ("90", "90 days"),
    ("365", "A year"),
    ("1095", "Three years"),
    (str(MOST_BARS_DAYS), "All that there is"),
)
_A_DAY_S = 86_400
_MOST_OF_IT = 100  # words take what they can use of a row


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card says of a connection."""

    rows: tuple[tuple[str, ...], ...]
    note: str
    told: str


def shown(library: Library, connection: Connection, zone: str, moment: datetime) -> Shown:
    """What is kept of the symbols that were traded, and what is still to be fetched."""
    traded = library.look(
        lambda store: {
            symbol_key(symbol)
            for account in connection.accounts
            for symbol, _, _ in store.traded(account)
        }
    )
    series = [one for one in library.bar_series() if symbol_key(one.symbol) in traded]
    lacking = library.look(lambda store: lacking_bars(store, connection, moment))
    size = sum(one.size_bytes for one in series)
    count = format.plural(sum(one.count for one in series), "bar", "bars")
    return Shown(
        rows=tuple(_row(one, zone) for one in series),
        note=f"{count} kept, about {format.size(size)}" if series else "none kept yet",
        told=_told(bars_days(connection), lacking),
    )


def keep_days(library: Library, connection: Connection, days: str) -> None:
    """Fetch bars so far back from now on; what is kept stays."""
    options = {**connection.options, "bars_days": days}
    changed = replace(connection, options=options)
    library.sync(lambda store: store.put_connection(changed))


class CandlesCard(Card):
    """The choice, the progress of what runs with a way to stop it, and what is kept."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Price bars around trades", flush=True, parent=parent)
        self._session, self._syncing = session, session.syncing
        self._connection: Connection | None = None
        self.days = ChoiceField("How far back", _CHOICES)
        self.told = Prose("", "small", "text3")
        self.progress = ProgressBar()
        self.progress.hide()
        self.table = WordTable("Price bars", _HEADERS, _WIDTHS, right=_RIGHT, most=6)
        choice = QHBoxLayout()
        choice.setSpacing(16)
        choice.addWidget(self.days)
        choice.addWidget(self.told, _MOST_OF_IT)
        choice.addStretch(1)
        above = QVBoxLayout()
        above.setContentsMargins(15, 4, 15, 10)
        above.setSpacing(6)
        above.addLayout(choice)
        above.addWidget(self.progress)
        self.body.addLayout(above)
        self.body.addWidget(self.table)
        self.hide()
        self.days.chosen.connect(self._chosen)
        self.progress.cancel_wanted.connect(self._cancel)
        self._syncing.advanced.connect(self._advanced)
        self._syncing.stood.connect(self._stood)

    def show_connection(self, connection: Connection | None) -> None:
        """Read what is kept for this connection; None shows nothing."""
        self._connection = connection
        self._stood()
        if connection is None or not remote_spec(connection.kind).is_broker:
            self.hide()
            return
        self._offer(bars_days(connection))
        zone = self._session.zone or format.system_zone()
        read = partial(shown, self._session.library, connection, zone, datetime.now(UTC))
        self._session.tasks.run(read, partial(self._show, connection))

    def _show(self, connection: Connection, found: Shown) -> None:
        if connection is not self._connection:
            return
        self.set_note(found.note)
        self.told.setText(found.told)
        self.table.show_rows(found.rows)
        self.table.setVisible(bool(found.rows))
        self.show()

    def _offer(self, days: int) -> None:
        """The choices, and what was chosen otherwise where it is none of them."""
        own = str(days)
        extra = () if own in dict(_CHOICES) else ((own, format.plural(days, "day", "days")),)
        self.days.show_choices((*_CHOICES, *extra), own)

    def _chosen(self, days: str) -> None:
        connection = self._connection
        if connection is None or days == str(bars_days(connection)):
            return
        work = partial(keep_days, self._session.library, connection, days)
        self._session.tasks.write(work, partial(self._was_chosen, connection.id, days))

    def _was_chosen(self, connection_id: str, days: str, _nothing: object) -> None:
        if days != "0":
            self._syncing.sync((connection_id,))
        self._syncing.stood.emit()

    def _cancel(self) -> None:
        if self._connection is not None:
            self._syncing.stop_runs((self._connection.id,))

    def _advanced(self, connection_id: str, words: str, done: int, total: int) -> None:
        if self._connection is None or connection_id != self._connection.id:
            return
        self.progress.setVisible(words.startswith(_FETCHING))
        self.progress.show_progress(words.capitalize(), done, total)

    def _stood(self) -> None:
        """A run that ended fetches nothing any more."""
        if self._connection is None or self._connection.id not in self._syncing.running:
            self.progress.hide()


_FETCHING = "fetching prices"


def _row(series: StoredSeries, zone: str) -> tuple[str, ...]:
    days = (series.last - series.first).total_seconds() / _A_DAY_S
    return (
        series.symbol,
        format.duration(series.resolution_s),
        format.moment(series.first, zone, year=True),
        format.moment(series.last, zone, year=True),
        format.number(days, 1),
        format.count(series.count),
        format.size(series.size_bytes),
    )


def _told(days: int, lacking: int) -> str:
    if not days:
        return "Charts, excursions and replay need bars. What is kept already stays."
    if not lacking:
        return "All that is wanted is here. New trades bring theirs with the next sync."
    requests = format.plural(lacking, "request", "requests")
    return f"{requests} to go, at the broker's own pace; each sync fetches a part, newest first."
