"""Tradervue as the sync engine sees it."""

from datetime import date, timedelta

from fillbook import __version__
from fillbook.domain.errors import Refused
from fillbook.domain.remote_trade import Facts, Fields, RemoteRow, RemoteTrade
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.narrow import WithoutPictures
from fillbook.remotes.pasted import typed_password
from fillbook.remotes.probing import Findings
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.remote import (
    Capability,
    Identity,
    ImportOutcome,
    Limits,
    Page,
    Settings,
    Step,
    Window,
)
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradervue import answers, creation, fills, imports, mapping, probe
from fillbook.remotes.tradervue.client import BASE_URL, PAGE, Client, Login
from fillbook.remotes.tradervue.diary import WithDiary
from fillbook.remotes.tradervue.writing import changes

__all__ = ["BASE_URL", "Tradervue"]

_DAY = timedelta(days=1)


class Tradervue(WithDiary, WithoutPictures):
    """One Tradervue journal, through one login."""

    kind = "tradervue"
    title = answers.TITLE
    capabilities = frozenset(
        {
            Capability.CREATE,
            Capability.IMPORT,
            Capability.UPDATE,
            Capability.DELETE,
            Capability.DETAIL,
            Capability.ROW_IDS,
            Capability.IDENTITY,
            Capability.DIARY,
        }
    )
    limits = Limits(per_minute=60, page=PAGE)
    holds = mapping.HELD
    write_only: frozenset[str] = frozenset()

    def __init__(self, settings: Settings, secret: Secret) -> None:
        self._settings = settings
        self._login = _login(settings, secret)
        self._client = Client(self._login)

    def identify(self) -> Operation[Identity]:
        """That the login works. It does not say whose it is, so the login itself is the pin."""
        yield from self._client.trades(1, count=1)
        parts = (self._settings.base_url, self._login.username, self._login.user_id or "")
        acting = f" for user {self._login.user_id}" if self._login.user_id else ""
        return Identity(pin="|".join(parts), words=f"{self._login.username}{acting}")

    def listing(self, cursor: str | None, window: Window | None = None) -> Operation[Page]:
        page = int(cursor or 1)
        if window is None:
            listed = yield from self._client.trades(page)
        elif window.first == date.min:
            listed = yield from self._client.trades(page, symbol=window.symbol)
        else:
            # Its dates are those of the user's zone, which nothing tells.
            first, last = window.first - _DAY, window.last + _DAY
            listed = yield from self._client.trades(
                page, symbol=window.symbol, first=first, last=last
            )
        rows, bad = _readable(listed)
        following = str(page + 1) if len(listed) >= PAGE else None
        return Page(rows=rows, cursor=following, bad_rows=bad)

    def read(self, remote_id: str) -> Operation[RemoteTrade]:
        record = yield from self._client.trade(remote_id)
        return (yield from self._with_parts(record, mapping.Parts()))

    def whole(self, row: RemoteRow) -> RemoteTrade | None:
        return None

    def translate(self, trade: TradeDetail) -> Fields:
        return mapping.translate(trade)

    def edits(self, fields: Fields, trade: TradeDetail | None) -> dict[str, object]:
        return mapping.edits(fields, trade)

    def facts(self, trade: TradeDetail) -> Facts:
        return creation.facts(trade)

    def lacking(self, trade: TradeDetail) -> tuple[str, ...]:
        return creation.lacking(trade)

    def unsendable(self, fields: Fields) -> dict[str, str]:
        return {}

    def window(self, trade: TradeDetail) -> Window:
        known = creation.facts(trade)
        if known.opened_at is None:
            return Window(first=date.min, last=date.max, symbol=known.symbol)
        day = known.opened_at.date()
        return Window(first=day - _DAY, last=day + _DAY, symbol=known.symbol)

    def creation(self, trade: TradeDetail, marker: str | None) -> Operation[Request]:
        yield from ()
        parts = mapping.parts(trade)
        if parts is None:
            return self._client.create_request(creation.shell_body(trade, marker))
        account = self._settings.accounts.get(trade.trade.account_id)
        return self._client.import_request(creation.import_body(trade, parts, marker, account))

    def created(self, answer: Answer) -> RemoteTrade | str | None:
        return answers.new_id(answer)

    def is_import(self, request: Request) -> bool:
        return request.path == answers.IMPORTS

    def completion(
        self, wanted: Fields, current: RemoteTrade, trade: TradeDetail
    ) -> Request | None:
        parts = mapping.parts(trade) or ()
        there = current.fields.get(fills.KEY)
        lacking = fills.missing(tuple(wanted.get(fills.KEY) or ()), tuple(there or ()))
        if not lacking:
            return None
        account = self._settings.accounts.get(trade.trade.account_id)
        chosen = fills.chosen(parts, lacking)
        return self._client.import_request(creation.import_body(trade, chosen, None, account))

    def import_outcome(self) -> Operation[ImportOutcome]:
        return imports.outcome((yield from self._client.import_status()))

    def steps(self, changed: frozenset[str]) -> tuple[Step, ...]:
        parts = (
            (fills.KEY, changed & {fills.KEY}),
            ("fields", changed & (mapping.ANNOTATIONS | {mapping.MARK})),
        )
        return tuple(Step(name=name, fields=keys) for name, keys in parts if keys)

    def write(
        self, step: Step, wanted: Fields, current: RemoteTrade, trade: TradeDetail
    ) -> Operation[RemoteTrade]:
        """Change fields, with a fresh look before the list of tags is replaced."""
        assert current.id is not None
        names: tuple[str, ...] = ()
        if step.fields & {"tags", mapping.MARK}:
            names = mapping.stated_tags((yield from self._client.trade(current.id)))
        yield from self._client.change(current.id, changes(step, wanted, current, names))
        record = yield from self._client.trade(current.id)
        return (yield from self._with_parts(record, mapping.Parts.of(current.body)))

    def remove(self, remote_id: str) -> Operation[None]:
        yield from self._client.delete(remote_id)

    def findings(self) -> Operation[Findings]:
        return (yield from probe.findings(self._client))

    def authorised(self, request: Request) -> Request:
        return self._client.authorised(request)

    def checked(self, request: Request, answer: Answer) -> Answer:
        return answers.checked(request, answer)

    def _with_parts(self, record: Record, known: mapping.Parts) -> Operation[RemoteTrade]:
        """A trade with its fills and comments, which are read where their number is another."""
        number = record.required_id("id")
        executions, comments = known.executions, known.comments
        if record.whole("exec_count") != len(executions):
            executions = tuple((yield from self._client.executions(number)))
        if (record.whole("comment_count") or 0) != len(comments):
            comments = tuple((yield from self._client.comments(number)))
        return mapping.trade(record, mapping.Parts(executions, comments))


def _login(settings: Settings, secret: Secret) -> Login:
    username = (settings.username or "").strip()
    if not username or ":" in username or not username.isprintable():
        raise Refused("Tradervue needs a user name.", "Give the one that you log in with there.")
    password = typed_password(secret.reveal())
    contact = settings.options.get("contact", "").strip() or _reached(username, settings.base_url)
    user_id = settings.options.get("user_id", "").strip() or None
    if not contact.isascii() or not contact.isprintable():
        raise Refused("That contact cannot be sent.", "Give an e-mail address or a link.")
    if user_id is not None and not (user_id.isascii() and user_id.isdigit()):
        raise Refused("A Tradervue user id is a number.", "Leave it out for your own journal.")
    return Login(username, password, f"Fillbook/{__version__} ({contact})", user_id)


def _reached(username: str, base_url: str) -> str:
    """An e-mail address or a link, as Tradervue asks for, where only the login is known."""
    return username if "@" in username else f"user {username} at {base_url}"


def _readable(listed: list[object]) -> tuple[tuple[RemoteRow, ...], tuple[str, ...]]:
    """Rows that can be read, and why others cannot."""
    rows, bad = [], []
    for entry in listed:
        try:
            rows.append(mapping.row(Record.of(entry, "A row")))
        except BadRecord as error:
            number = entry.get("id") if isinstance(entry, dict) else None
            bad.append(f"Trade {number}: {error.title}" if number else error.title)
    return tuple(rows), tuple(bad)
