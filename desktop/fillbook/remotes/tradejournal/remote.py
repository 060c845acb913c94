"""TradeJournal as the sync engine sees it."""

from datetime import date, timedelta

from fillbook.domain.remote_trade import Facts, Fields, RemoteRow, RemoteTrade
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.errors import Refusal, RefusedThere, Unreadable
from fillbook.remotes.narrow import WithoutChanges
from fillbook.remotes.pasted import pasted_key
from fillbook.remotes.probing import Findings
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.remote import Capability, Identity, Limits, Page, Settings, Window
from fillbook.remotes.secret import Secret
from fillbook.remotes.totals import Totals
from fillbook.remotes.tradejournal import answers, creation, mapping, pages, probe
from fillbook.remotes.tradejournal.client import BASE_URL, PER_PAGE, Client, Listed
from fillbook.remotes.tradejournal.pages import Place

__all__ = ["BASE_URL", "TradeJournal"]

_DAY = timedelta(days=1)
_DEFAULT_PER_PAGE = 25


class TradeJournal(WithoutChanges):
    """One journal of TradeJournal, through one token."""

    kind = "tradejournal"
    title = answers.TITLE
    capabilities = frozenset({Capability.CREATE, Capability.ROW_IDS})
    limits = Limits(per_minute=30, page=PER_PAGE)
    holds = mapping.HELD
    write_only = mapping.WRITE_ONLY

    def __init__(self, settings: Settings, secret: Secret) -> None:
        self._options = settings.options
        self._client = Client(pasted_key(secret.reveal()))

    def identify(self) -> Operation[Identity]:
        """That the token can read. It does not say whose it is."""
        yield from self._client.trades(1, 1)
        return Identity(pin=None, words="a user")

    def listing(self, cursor: str | None, window: Window | None = None) -> Operation[Page]:
        place = Place.parsed(cursor)
        first = window.first - _DAY if window else None
        last = window.last + _DAY if window else None
        try:
            listed = yield from self._client.trades(place.page, place.per_page, first, last)
        except RefusedThere as refused:
            if refused.refusal is not Refusal.INVALID or place.per_page <= _DEFAULT_PER_PAGE:
                raise
            place = Place(place.page, _DEFAULT_PER_PAGE)  # it refuses pages as large as ours
            listed = yield from self._client.trades(place.page, place.per_page, first, last)
        rows, bad = _readable(listed)
        following = pages.after(place, listed)
        return Page(
            rows=rows,
            cursor=following.cursor,
            bad_rows=bad,
            incomplete=following.incomplete,
            total=listed.total,
        )

    def whole(self, row: RemoteRow) -> RemoteTrade | None:
        return mapping.trade(row)

    def translate(self, trade: TradeDetail) -> Fields:
        return mapping.translate(trade)

    def edits(self, fields: Fields, trade: TradeDetail | None) -> dict[str, object]:
        return mapping.edits(fields, trade)

    def facts(self, trade: TradeDetail) -> Facts:
        return creation.facts(trade)

    def lacking(self, trade: TradeDetail) -> tuple[str, ...]:
        return creation.lacking(trade)

    def window(self, trade: TradeDetail) -> Window:
        """Entry and exit: which of them its dates compare is not known."""
        first, last = _days(trade)
        return Window(first=first - _DAY, last=last + _DAY)

    def creation(self, trade: TradeDetail, marker: str | None) -> Operation[Request]:
        yield from ()
        mark = marker if self._options.get("marker") == "on" else None
        return self._client.create_request(creation.body(trade, mark))

    def created(self, answer: Answer) -> RemoteTrade | str | None:
        try:
            return Record.of(answers.value(answer), "The answer").id("id")
        except Unreadable:
            return None

    def authorised(self, request: Request) -> Request:
        return self._client.authorised(request)

    def checked(self, request: Request, answer: Answer) -> Answer:
        return answers.checked(answer)

    def totals(self) -> Operation[Totals]:
        stats = yield from self._client.stats()
        trades, net_pnl = stats.whole("total_trades"), stats.number("net_pnl")
        if trades is None or net_pnl is None:
            raise BadRecord("Its figures do not say how many trades there are.")
        return Totals(trades, net_pnl)

    def findings(self) -> Operation[Findings]:
        return (yield from probe.findings(self._client))


def _readable(listed: Listed) -> tuple[tuple[RemoteRow, ...], tuple[str, ...]]:
    """Rows that can be read, and why others cannot."""
    rows, bad = [], []
    for entry in listed.rows:
        try:
            rows.append(mapping.row(Record.of(entry, "A row")))
        except BadRecord as error:
            number = entry.get("id") if isinstance(entry, dict) else None
            bad.append(f"Trade {number}: {error.title}" if number else error.title)
    return tuple(rows), tuple(bad)


def _days(trade: TradeDetail) -> tuple[date, date]:
    row = trade.trade
    assert row.opened_at is not None, "a trade without a time of entry is not created"
    return row.opened_at.date(), (row.closed_at or row.opened_at).date()
