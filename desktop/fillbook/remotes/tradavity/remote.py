"""Tradavity as the sync engine sees it."""

from dataclasses import replace
from datetime import timedelta

from fillbook.domain.remote_trade import Facts, Fields, RemoteRow, RemoteTrade
from fillbook.domain.review import Screenshot
from fillbook.domain.trade import TradeDetail
from fillbook.remotes import pictures
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.errors import Refusal, RefusedThere, Unreadable
from fillbook.remotes.multipart import FormFile
from fillbook.remotes.pasted import pasted_key
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.remote import (
    Capability,
    Identity,
    Page,
    Picture,
    RemoteAccount,
    Settings,
    Step,
    Window,
)
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradavity import answers, creation, fields, identity, mapping
from fillbook.remotes.tradavity.catalogues import Catalogues
from fillbook.remotes.tradavity.client import Client
from fillbook.remotes.tradavity.words import CONFIRMATION, FILLS
from fillbook.remotes.tradavity.writing import Writing

_DAY = timedelta(days=1)
_MAX_FILE_BYTES = 10 * 1024 * 1024
_MAX_LABEL = 100
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}


class Tradavity:
    """One Tradavity journal, through one key."""

    kind = "tradavity"
    title = "Tradavity"
    capabilities = frozenset(
        {
            Capability.CREATE,
            Capability.UPDATE,
            Capability.ARCHIVE,
            Capability.DETAIL,
            Capability.KEYS,
            Capability.ROW_IDS,
            Capability.FILLS,
            Capability.SCREENSHOTS,
            Capability.ACCOUNTS,
            Capability.IDENTITY,
        }
    )
    limits = identity.FREE
    holds = fields.HELD | {"confirmations"}
    write_only: frozenset[str] = frozenset()

    def __init__(self, settings: Settings, secret: Secret) -> None:
        self._settings = settings
        self._client = Client(pasted_key(secret.reveal()))
        self._catalogues = Catalogues(self._client)
        self._writing = Writing(self._client, self._catalogues)
        self._accounts: tuple[RemoteAccount, ...] | None = None

    def identify(self) -> Operation[Identity]:
        self._accounts = None
        self._catalogues.forget()
        data, meta = yield from self._client.me()
        found = identity.identity(data, meta)
        self.limits = found.limits or self.limits
        return found

    def accounts(self) -> Operation[tuple[RemoteAccount, ...]]:
        known = yield from self._listed_accounts()
        try:
            connections = yield from self._client.broker_connections()
        except RefusedThere as refused:
            if refused.refusal in (Refusal.CREDENTIALS, Refusal.RATE):
                raise
            return known
        return identity.with_feeds(known, connections)

    def listing(self, cursor: str | None, window: Window | None = None) -> Operation[Page]:
        first = last = symbol = account = None
        if window is not None:
            # Dates are read in a zone that the user may change there at any time.
            first, last = window.first - _DAY, window.last + _DAY
            symbol, account = window.symbol, window.account
        listed, following = yield from self._client.trades(cursor, first, last, symbol, account)
        names = yield from self._account_ids(_bare_accounts(listed))
        rows, bad = [], []
        for entry in listed:
            try:
                rows.append(mapping.row(Record.of(entry, "A row"), names))
            except BadRecord as error:
                bad.append(_named(entry, error))
        return Page(rows=tuple(rows), cursor=following, bad_rows=tuple(bad))

    def read(self, remote_id: str) -> Operation[RemoteTrade]:
        return (yield from self._writing.read(remote_id))

    def whole(self, row: RemoteRow) -> RemoteTrade | None:
        return None

    def picture(self, remote_id: str, image_id: str) -> Operation[Picture]:
        return pictures.picture((yield from self._client.picture(remote_id, image_id)))

    def drop_picture(self, remote_id: str, image_id: str) -> Operation[None]:
        yield from self._client.archive_screenshot(remote_id, image_id)

    def translate(self, trade: TradeDetail) -> Fields:
        return fields.translate(trade)

    def edits(self, values: Fields, trade: TradeDetail | None) -> dict[str, object]:
        return fields.edits(values, trade)

    def facts(self, trade: TradeDetail) -> Facts:
        return creation.facts(trade, self._settings.options)

    def lacking(self, trade: TradeDetail) -> tuple[str, ...]:
        return creation.lacking(trade, self._settings.options, self._account_id(trade))

    def unsendable(self, values: Fields) -> dict[str, str]:
        return fields.unsendable(values)

    def window(self, trade: TradeDetail) -> Window:
        row = trade.trade
        assert row.opened_at is not None, "a trade without a time of entry is not created"
        return Window(
            first=row.opened_at.date() - _DAY,
            last=(row.closed_at or row.opened_at).date() + _DAY,
            account=self._account_id(trade),
        )

    def creation(self, trade: TradeDetail, marker: str | None) -> Operation[Request]:
        account = self._account_id(trade)
        assert account is not None, "a trade of an unmapped account is not created"
        yield from self._require_account(account)
        body = creation.body(trade, self._settings.options, account)
        review = yield from self._writing.of_new_trade(fields.translate(trade), account)
        return self._client.create_request(body | review)

    def created(self, answer: Answer) -> RemoteTrade | str | None:
        try:
            made = self._writing.decoded(answers.trade(answers.payload(answer)), answer.body)
        except Unreadable:
            return None
        # A create carries none of these, so what it does not name is not there.
        bare: Fields = {"tags": (), FILLS: ()}
        whole = made.whole | {CONFIRMATION}
        return replace(made, fields={**bare, **made.fields}, whole=whole)

    def steps(self, changed: frozenset[str]) -> tuple[Step, ...]:
        tags = frozenset({"tags"}) & changed
        executions = frozenset({FILLS}) & changed
        confirmations = frozenset(key for key in changed if mapping.is_confirmation(key))
        plain = (changed & fields.HELD) - tags - executions
        parts = (
            ("fills", executions),
            ("tags", tags),
            ("confirmations", confirmations),
            ("fields", plain),
        )
        return tuple(Step(name=name, fields=keys) for name, keys in parts if keys)

    def write(
        self, step: Step, wanted: Fields, current: RemoteTrade, trade: TradeDetail
    ) -> Operation[RemoteTrade]:
        return (yield from self._writing.write(step, wanted, current))

    def remove(self, remote_id: str) -> Operation[None]:
        yield from self._client.archive(remote_id)

    def upload(self, remote_id: str, image: Screenshot, content: bytes, boundary: str) -> Request:
        label = image.label.strip()[:_MAX_LABEL]
        given = [("label", label)] if label else []
        name = f"{image.sha256[:16]}.{_EXTENSIONS[image.mime_type]}"
        return self._client.upload_request(
            remote_id,
            [*given, ("sort_order", str(image.position))],
            FormFile("file", name, image.mime_type, content),
            boundary,
        )

    def uploaded(self, answer: Answer) -> str | None:
        try:
            found = answers.screenshot(answers.payload(answer))
            return found.required_id("screenshot_id", "id")
        except Unreadable:
            return None

    def takes(self, image: Screenshot) -> str | None:
        if image.mime_type not in _EXTENSIONS:
            return "Tradavity takes PNG, JPEG and PDF"
        if image.size_bytes > _MAX_FILE_BYTES:
            return "Tradavity takes files of at most 10 MB"
        return None if image.size_bytes else "the file is empty"

    def keyed(self, request: Request, key: str) -> Request:
        return replace(request, headers=(*request.headers, ("Idempotency-Key", key)))

    def authorised(self, request: Request) -> Request:
        return self._client.authorised(request)

    def checked(self, request: Request, answer: Answer) -> Answer:
        return answers.checked(request, answer)

    def memory(self) -> bytes:
        return self._catalogues.memory()

    def recall(self, memory: bytes) -> None:
        self._catalogues.recall(memory)

    def _account_id(self, trade: TradeDetail) -> str | None:
        return self._settings.accounts.get(trade.trade.account_id)

    def _listed_accounts(self) -> Operation[tuple[RemoteAccount, ...]]:
        if self._accounts is None:
            listed = yield from self._client.accounts()
            self._accounts = tuple(identity.account(row) for row in listed)
        return self._accounts

    def _account_ids(self, names: set[str]) -> Operation[dict[str, str]]:
        """Account names, ignoring case, to ids; read only where one of these is unknown."""
        if not names <= self._catalogues.account_ids.keys():
            known = yield from self._listed_accounts()
            self._catalogues.account_ids = {one.name.casefold(): one.id for one in known}
        return self._catalogues.account_ids

    def _require_account(self, account: str) -> Operation[None]:
        """Refuse a create in an account that is archived there, before it is sent."""
        try:
            known = yield from self._listed_accounts()
        except RefusedThere as refused:
            if refused.refusal is not Refusal.FORBIDDEN:
                raise
            return
        found = next((one for one in known if one.id == account), None)
        if found is not None and found.is_archived:
            raise RefusedThere(
                Refusal.INVALID,
                f'The account "{found.name}" is archived at Tradavity.',
                "Bring it back there, or map another account.",
                status=400,
                fields={"account": "archived there"},
            )


def _bare_accounts(rows: list[object]) -> set[str]:
    """Accounts that rows give by name alone."""
    named = [row.get("account") for row in rows if isinstance(row, dict)]
    return {name.casefold() for name in named if isinstance(name, str)}


def _named(entry: object, error: BadRecord) -> str:
    number = entry.get("trade_number") if isinstance(entry, dict) else None
    return f"Trade {number}: {error.title}" if number else error.title
