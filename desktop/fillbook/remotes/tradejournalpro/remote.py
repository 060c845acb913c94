"""TradeJournalPro as the sync engine sees it."""

from collections.abc import Mapping
from datetime import timedelta

from fillbook.domain.remote_trade import Facts, Fields, RemoteRow, RemoteTrade
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.errors import Refusal, RefusedThere, Unreadable
from fillbook.remotes.narrow import WithoutChanges
from fillbook.remotes.pasted import pasted_key
from fillbook.remotes.probing import Findings
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.remote import (
    Capability,
    Identity,
    Limits,
    Page,
    Settings,
    Window,
)
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradejournalpro import answers, creation, mapping, probe, windows
from fillbook.remotes.tradejournalpro.client import BASE_URL, MAX_LIMIT, Client
from fillbook.remotes.tradejournalpro.windows import Asking, Plan

__all__ = ["BASE_URL", "TradeJournalPro"]

_DAY = timedelta(days=1)


class TradeJournalPro(WithoutChanges):
    """One journal of TradeJournalPro, through one key."""

    kind = "tradejournalpro"
    title = answers.TITLE
    capabilities = frozenset({Capability.CREATE, Capability.IDENTITY})
    limits = Limits(per_minute=48, page=MAX_LIMIT)
    holds = mapping.HELD
    write_only: frozenset[str] = frozenset()

    def __init__(self, settings: Settings, secret: Secret) -> None:
        self._options: Mapping[str, str] = settings.options
        self._zones = settings.zones
        self._client = Client(pasted_key(secret.reveal()))

    def identify(self) -> Operation[Identity]:
        """Whose key it is; where it may not say, that the key can read at all."""
        try:
            user = yield from self._client.me()
        except RefusedThere as refused:
            if refused.refusal not in (Refusal.FORBIDDEN, Refusal.PAYMENT):
                raise
            yield from self._client.trades()
            return Identity(pin=None, words="a user")
        plan, ends = user.text("plan"), user.instant("plan_expires_at")
        name = user.text("email") or user.id("id") or "a user"
        if plan is not None and ends is not None:
            plan = f"{plan} until {ends.date()}"
        return Identity(
            pin=user.id("id") or user.text("email"),
            words=f"{name}, {plan}" if plan else name,
            plan=plan,
            plan_ends=ends,
        )

    def listing(self, cursor: str | None, window: Window | None = None) -> Operation[Page]:
        if window is not None:
            return (yield from self._census(window))
        plan = Plan.parsed(cursor) if cursor else Plan.begin()
        rows, bad, full = yield from self._rows(plan.asking())
        read = windows.take(plan, rows, full=full)
        return Page(
            rows=mapping.named(read.rows),
            cursor=read.plan.text(),
            bad_rows=bad,
            incomplete=read.incomplete,
        )

    def whole(self, row: RemoteRow) -> RemoteTrade | None:
        return mapping.trade(row)

    def translate(self, trade: TradeDetail) -> Fields:
        return mapping.translate(trade)

    def edits(self, fields: Fields, trade: TradeDetail | None) -> dict[str, object]:
        return mapping.edits(fields, trade)

    def facts(self, trade: TradeDetail) -> Facts:
        return creation.facts(trade, self._options, self._zone(trade))

    def lacking(self, trade: TradeDetail) -> tuple[str, ...]:
        return creation.lacking(trade, self._options, self._zone(trade))

    def window(self, trade: TradeDetail) -> Window:
        known = self.facts(trade)
        assert known.trading_day is not None, "a trade without a day is not created"
        return Window(
            first=known.trading_day - _DAY, last=known.trading_day + _DAY, symbol=known.symbol
        )

    def creation(self, trade: TradeDetail, marker: str | None) -> Operation[Request]:
        yield from ()
        mark = marker if self._options.get("marker") == "on" else None
        body = creation.body(trade, self._options, self._zone(trade), mark)
        return self._client.create_request(body)

    def created(self, answer: Answer) -> RemoteTrade | str | None:
        try:
            made = answers.payload(answer, "trade")
            record = Record.of(made, "The answer")
            number = record.id("id")
            if number is None:
                return None
            return mapping.trade(mapping.row(record, self._options)) if "pair" in record else number
        except Unreadable:
            return None

    def authorised(self, request: Request) -> Request:
        return self._client.authorised(request)

    def checked(self, request: Request, answer: Answer) -> Answer:
        return answers.checked(answer)

    def findings(self) -> Operation[Findings]:
        return (yield from probe.findings(self._client))

    def _zone(self, trade: TradeDetail) -> str:
        account = self._zones.get(trade.trade.account_id, "UTC")
        return self._options.get("day_zone", account)

    def _census(self, window: Window) -> Operation[Page]:
        """The rows of some days, and the newest ones, whatever the dates compare there."""
        newest, bad, full = yield from self._rows(Asking(None, None, None))
        incomplete = None
        rows: tuple[RemoteRow, ...] = newest
        if full:
            first, last = window.first - _DAY, window.last + _DAY
            found, bad, full = yield from self._rows(Asking(first, last, None))
            if full:
                found, bad, full = yield from self._rows(Asking(first, last, window.symbol))
            if full:
                incomplete = f"too many trades in {window.symbol} around {window.first}"
            rows = windows.union(found, newest)
        near = [row for row in rows if window.first <= mapping.day_of(row) <= window.last]
        return Page(rows=mapping.named(near), bad_rows=bad, incomplete=incomplete)

    def _rows(
        self, asking: Asking
    ) -> Operation[tuple[tuple[RemoteRow, ...], tuple[str, ...], bool]]:
        """Rows that are readable, why others are not, and whether the answer was full."""
        listed = yield from self._client.trades(asking.first, asking.last, asking.pair)
        rows, bad = [], []
        for entry in listed:
            try:
                rows.append(mapping.row(Record.of(entry, "A row"), self._options))
            except BadRecord as error:
                bad.append(error.title)
        return tuple(rows), tuple(bad), len(listed) >= MAX_LIMIT
