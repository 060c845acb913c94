"""Reading a library, from any thread and beside its writer."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fillbook.domain.account import Account
from fillbook.domain.account_state import AccountState
from fillbook.domain.backup import Backup, Exported
from fillbook.domain.balance_control import BalanceControl
from fillbook.domain.bar import BarSeries
from fillbook.domain.cash import CashEvent
from fillbook.domain.change import Change
from fillbook.domain.connection import Connection
from fillbook.domain.contents import Counts, StoredSeries, Vocabulary
from fillbook.domain.day_note import DayNote
from fillbook.domain.errors import NotFound
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.importing import ImportBatch
from fillbook.domain.instrument import Instrument
from fillbook.domain.link import Conflict
from fillbook.domain.trade import Trade, TradeDetail
from fillbook.domain.trade_columns import TradeColumns
from fillbook.storage import (
    account_states,
    accounts,
    balance_control,
    batches,
    cash,
    day_notes,
    detail,
    integrity,
    meta,
    playbook,
    rates,
    search,
    settings,
    trades,
    undo,
)
from fillbook.storage.copies import backup
from fillbook.storage.database import Connection as Database
from fillbook.storage.database import copied_to_memory, open_reader, snapshot, translated
from fillbook.storage.first_page import TradeRow, newest
from fillbook.storage.folder import LibraryFolder
from fillbook.storage.values import FIRST_MOMENT, LAST_MOMENT

if TYPE_CHECKING:
    from fillbook.storage.sync.reading import SyncReader
    from fillbook.storage.sync.trial import Trial

T = TypeVar("T")


class LibraryReader:
    """What can be asked of a library. Each question sees one moment of it."""

    def __init__(self, folder: LibraryFolder) -> None:
        self._folder = folder
        self._idle: list[Database] = []
        self._idle_lock = threading.Lock()
        self._closed = False
        self._columns: TradeColumns | None = None

    @property
    def folder(self) -> Path:
        return self._folder.path

    def revision(self) -> int:
        """A number that rises with every writing transaction."""
        with self._reading() as connection:
            return meta.read_revision(connection)

    def newest(self, limit: int = 200) -> tuple[TradeRow, ...]:
        """The trades opened last, newest first."""
        with self._reading() as connection:
            return newest(connection, limit)

    def counts(self) -> Counts:
        with self._reading() as connection:
            return trades.counts(connection)

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name."""
        with self._reading() as connection:
            return accounts.read_all(connection)

    def account(self, name: str) -> Account:
        """The account of this name, in any case, or of this id; else NotFound."""
        with self._reading() as connection:
            return accounts.find(connection, name)

    def search(self, text: str) -> frozenset[str]:
        """Ids of trades in which every word occurs, as a prefix, accents ignored."""
        with self._reading() as connection:
            return search.search(connection, text)

    def trades(self, ids: Sequence[str]) -> tuple[Trade, ...]:
        """The trades of these ids, in their order."""
        with self._reading() as connection:
            return trades.read(connection, ids)

    def trade(self, reference: str) -> TradeDetail:
        """The trade of this number or id with everything on it; else NotFound."""
        with self._reading() as connection:
            return detail.read(connection, trades.find(connection, reference))

    def columns(self) -> TradeColumns:
        """All trades as columns, kept until the library changes."""
        from fillbook.storage import trade_columns

        with self._reading() as connection:
            kept = self._columns
            if kept is None or kept.revision != meta.read_revision(connection):
                kept = self._columns = trade_columns.read(connection)
            return kept

    def bars(self, symbol: str, start: datetime, end: datetime) -> tuple[BarSeries, ...]:
        """Each resolution with bars of a symbol in [start, end), the finest first."""
        from fillbook.storage import bars

        with self._reading() as connection:
            return bars.read(connection, symbol, start, end)

    def bar_series(self) -> tuple[StoredSeries, ...]:
        """Of which symbols and resolutions there are bars."""
        from fillbook.storage import bars

        with self._reading() as connection:
            return bars.stored(connection)

    def instruments(self) -> tuple[Instrument, ...]:
        """All instruments by symbol, with what a point of each is worth."""
        from fillbook.storage import instruments

        with self._reading() as connection:
            return instruments.read_all(connection)

    def cash_events(self) -> tuple[tuple[str, CashEvent], ...]:
        """All cash events, each after its account's id, oldest first."""
        with self._reading() as connection:
            return cash.read_all(connection)

    def imports(self) -> tuple[ImportBatch, ...]:
        """All imports, newest first."""
        with self._reading() as connection:
            return batches.read_all(connection)

    def vocabulary(self) -> Vocabulary:
        """Words in use, the most used first."""
        with self._reading() as connection:
            return playbook.vocabulary(connection)

    def screenshot_file(self, sha256: str) -> Path:
        return self._folder.screenshots / sha256

    def file_zone(self, account_id: str, format_id: str) -> str | None:
        """The zone in which files of this account and format were read last."""
        with self._reading() as connection:
            return settings.file_zone(connection, account_id, format_id)

    def profiles(self) -> tuple[str, ...]:
        """Names of the mapping profiles."""
        with self._reading() as connection:
            return settings.profiles(connection)

    def day_notes(self, first: date = date.min, last: date = date.max) -> tuple[DayNote, ...]:
        """The notes of these days, both ends included, oldest first."""
        with self._reading() as connection:
            return day_notes.read(connection, first, last)

    def account_states(
        self, account_id: str, first: datetime = FIRST_MOMENT, last: datetime = LAST_MOMENT
    ) -> tuple[AccountState, ...]:
        """What its broker said of an account between two moments, oldest first."""
        with self._reading() as connection:
            return account_states.read(connection, account_id, first, last)

    def balance_control(
        self, account_id: str, day: date | None = None, answered: datetime | None = None
    ) -> BalanceControl | None:
        """What a broker's balance did on a day, beside what is booked here.

        Args:
            day: None is the newest that it spoke on.
            answered: When it spoke last, be it without news.
        """
        with self._reading() as connection:
            account = accounts.find(connection, account_id)
            return balance_control.of_day(connection, account, day, answered)

    def rates(self) -> tuple[ExchangeRate, ...]:
        """All exchange rates, by currencies and day."""
        with self._reading() as connection:
            return rates.read(connection)

    def profile(self, name: str) -> str:
        """A mapping profile as JSON; else NotFound."""
        with self._reading() as connection:
            return settings.profile(connection, name)

    def profile_for_header(self, header_hash: str) -> str | None:
        """The profile that read a file with this header before, as JSON."""
        with self._reading() as connection:
            return settings.profile_for_header(connection, header_hash)

    def changes(self, limit: int = 50) -> tuple[Change, ...]:
        """What can be taken back or was, newest first."""
        with self._reading() as connection:
            return undo.changes(connection, limit)

    def look(self, work: Callable[["SyncReader"], T]) -> T:
        """What a question about both sides' records gives back, of one moment."""
        from fillbook.storage.sync.reading import SyncReader

        with self._reading() as connection:
            return work(SyncReader(connection, self._folder.screenshots))

    @contextmanager
    def trial(self) -> Iterator["Trial"]:
        """A copy in memory on which a sync can be tried."""
        from fillbook.storage.sync.trial import Trial

        with self._reading() as connection, copied_to_memory(connection) as copy:
            yield Trial(copy, self._folder.screenshots)

    def connections(self) -> tuple[Connection, ...]:
        """All connections to other journals and brokers, by name."""
        return self.look(lambda store: store.connections())

    def connection(self, name: str) -> Connection:
        """The connection of this name, in any case, or of this id; else NotFound."""
        wanted = name.strip().casefold()
        for connection in self.connections():
            if wanted in (connection.name.casefold(), connection.id):
                return connection
        raise NotFound(f'There is no connection "{name}".', "List them: fillbook connections.")

    def conflicts(self) -> tuple[Conflict, ...]:
        """Everything that waits for the user, oldest first."""
        return self.look(lambda store: store.conflicts())

    def backups(self) -> tuple[Backup, ...]:
        """The backups in the library's folder, newest first."""
        return backup.listed(self._folder)

    def backup(self, file: Path) -> Backup:
        """The whole library with its screenshots in one verified file."""
        from fillbook.storage.copies.saving import save_backup

        with self._reading() as connection:
            return save_backup(connection, self._folder, file)

    def export(self, file: Path) -> Exported:
        """Everything as .json or .zip, or the trades as .csv, by the file's ending."""
        from fillbook.storage.copies.saving import save_export

        with self._reading() as connection:
            return save_export(connection, self._folder, file)

    def check(
        self, progress: Callable[[int, int], None] = lambda done, total: None
    ) -> tuple[str, ...]:
        """What does not hold, in words; nothing is well."""
        with self._reading() as connection:
            return integrity.problems(connection, self._folder, progress)

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with translated():
            with self._idle_lock:
                connection = self._idle.pop() if self._idle else None
            connection = connection or open_reader(self._folder.database)
            try:
                with snapshot(connection):
                    yield connection
            finally:
                self._put_back(connection)

    def _put_back(self, connection: Database) -> None:
        with self._idle_lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def _close_readers(self) -> None:
        with self._idle_lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()
