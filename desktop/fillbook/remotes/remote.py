"""What a journal service is to the sync engine: what it can do, and how it is asked.

A remote is made for one connection. Its reading and writing methods are operations; all
the others are pure. The engine asks for a capability, never for a name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from fillbook.domain.remote_trade import Facts, Fields, RemoteRow, RemoteTrade
from fillbook.domain.review import Screenshot
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.effects import Answer, Operation, Request
from fillbook.remotes.secret import Secret


class Capability(StrEnum):
    CREATE = "create"
    IMPORT = "import"  # trades with fills are created by the vendor's asynchronous import
    UPDATE = "update"
    ARCHIVE = "archive"  # a delete that can be taken back there
    DELETE = "delete"  # a delete for good
    DETAIL = "detail"  # one trade can be read on its own
    KEYS = "keys"  # writes carry an idempotency key
    ROW_IDS = "row_ids"  # rows of a listing carry ids
    FILLS = "fills"  # fills can be written
    SCREENSHOTS = "screenshots"
    ACCOUNTS = "accounts"
    IDENTITY = "identity"  # it says whose journal it is
    DIARY = "diary"  # it keeps an entry a day beside its trades
    EXECUTIONS = "executions"  # a broker: it delivers fills, and no trades


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How fast it may be asked."""

    per_minute: int  # already at our share of what is documented
    per_day: int | None = None
    page: int = 100  # rows of its largest page
    lanes: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    """Requests in so many seconds, by the lane of a request, where routes differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a connection tells its remote."""

    base_url: str
    username: str | None = None
    server: str | None = None
    accounts: Mapping[str, str | None] = field(default_factory=dict)  # local id -> remote id
    zones: Mapping[str, str] = field(default_factory=dict)  # local account id -> IANA zone
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose journal answered."""

    pin: str | None  # compared at each run; None: this remote cannot tell
    words: str  # for people: "ann@example.org, Pro"
    plan: str | None = None  # what limits what may be written: plan and rights of the key
    scopes: frozenset[str] | None = None  # None: it has no scopes
    lacks: tuple[str, ...] = ()  # scopes without which some of what we do is left out
    limits: Limits | None = None  # as the remote states them
    zone: str | None = None
    plan_ends: datetime | None = None  # when what the plan allows may be over


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteAccount:
    id: str
    name: str
    currency: str | None = None
    number: str | None = None  # a shorter name that the vendor gives it
    is_archived: bool = False
    is_auto_fed: bool = False  # the vendor imports its trades from a broker by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a census looks through: days, both included, and a symbol or account if it can."""

    first: date
    last: date
    symbol: str | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a listing."""

    rows: tuple[RemoteRow, ...]
    cursor: str | None = None  # None: this was the last one
    bad_rows: tuple[str, ...] = ()  # why a row could not be read; the listing is incomplete
    incomplete: str | None = None  # why the remote cannot list everything
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture's bytes as the remote has them."""

    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Fields that one write carries."""

    name: str  # for the log: "tags", "fills", "fields"
    fields: frozenset[str]


class Remote(Protocol):
    """A journal service, for one connection."""

    kind: str
    title: str
    capabilities: frozenset[Capability]
    limits: Limits
    holds: frozenset[str]  # field keys that it can keep; others stay local, visibly
    write_only: frozenset[str]  # of these, what it takes and never gives back

    def identify(self) -> Operation[Identity]:
        """A cheap authenticated read: the login test and the breaker's probe."""
        ...

    def accounts(self) -> Operation[tuple[RemoteAccount, ...]]: ...

    def listing(self, cursor: str | None, window: Window | None = None) -> Operation[Page]:
        """One page of the trades, newest first where the remote can; None begins."""
        ...

    def read(self, remote_id: str) -> Operation[RemoteTrade]:
        """One trade with everything; RefusedThere NOT_FOUND where it is gone."""
        ...

    def whole(self, row: RemoteRow) -> RemoteTrade | None:
        """The trade of a row that says all there is; None: its detail must be read."""
        ...

    def picture(self, remote_id: str, image_id: str) -> Operation[Picture]: ...

    def drop_picture(self, remote_id: str, image_id: str) -> Operation[None]:
        """Take a picture off a remote trade."""
        ...

    def translate(self, trade: TradeDetail) -> Fields:
        """Our trade's fields in the remote's own space: only what it can hold."""
        ...

    def edits(self, fields: Fields, trade: TradeDetail | None) -> Mapping[str, object]:
        """The remote's values as edits of ours. ``fills`` is never among them."""
        ...

    def facts(self, trade: TradeDetail) -> Facts:
        """Our trade as the remote would list it, after its rounding."""
        ...

    def lacking(self, trade: TradeDetail) -> tuple[str, ...]:
        """What keeps the trade from being created there, in words; empty: nothing."""
        ...

    def unsendable(self, fields: Fields) -> Mapping[str, str]:
        """Fields that cannot be written with these values, and why."""
        ...

    def window(self, trade: TradeDetail) -> Window:
        """Where a census for this trade must look."""
        ...

    def creation(self, trade: TradeDetail, marker: str | None) -> Operation[Request]:
        """The create request for a trade; catalogues are read on the way, never written.

        What a create cannot carry (on Tradavity tags, fills, confirmations) is written to
        the new trade by ``write`` afterwards.
        """
        ...

    def created(self, answer: Answer) -> RemoteTrade | str | None:
        """What a create's answer says: the trade, its id, or nothing that can be used."""
        ...

    def steps(self, changed: frozenset[str]) -> tuple[Step, ...]:
        """The writes that carry these fields, in their order."""
        ...

    def write(
        self, step: Step, wanted: Fields, current: RemoteTrade, trade: TradeDetail
    ) -> Operation[RemoteTrade]:
        """Write a step's fields, and read back what is stored now.

        Args:
            wanted: All fields as they shall be, in the remote's space.
            current: The trade as it was read just before.
        """
        ...

    def remove(self, remote_id: str) -> Operation[None]:
        """Archive or delete one trade, and no copy of it."""
        ...

    def upload(self, remote_id: str, image: Screenshot, content: bytes, boundary: str) -> Request:
        """The request that hangs a picture on a trade."""
        ...

    def uploaded(self, answer: Answer) -> str | None:
        """The new picture's id there."""
        ...

    def takes(self, image: Screenshot) -> str | None:
        """Why it cannot take a picture; None: it can."""
        ...

    def authorised(self, request: Request) -> Request:
        """A stored request with what every request needs: credentials and constant headers."""
        ...

    def keyed(self, request: Request, key: str) -> Request:
        """The request under an idempotency key."""
        ...

    def checked(self, request: Request, answer: Answer) -> Answer:
        """The answer, where it is a yes of the kind that its route promises.

        Raises:
            RefusedThere: a documented no.
            Unclear: anything else.
        """
        ...


class ImportState(StrEnum):
    """What a vendor's own import is doing."""

    IDLE = "idle"  # nothing runs, and no result is left to be read
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What a vendor says of its import."""

    state: ImportState
    reason: str | None = None  # why all or some of the fills did not go in
    taken: int = 0  # fills that went in
    duplicates: int = 0  # fills that were there already
    body: bytes = b""  # as received: it may be told only once


class Importing(Remote, Protocol):
    """A journal with ``Capability.IMPORT``, where fills go in by an import of its own."""

    def is_import(self, request: Request) -> bool:
        """Whether a create request queues fills, so that its trade is found by listing."""
        ...

    def completion(
        self, wanted: Fields, current: RemoteTrade, trade: TradeDetail
    ) -> Request | None:
        """The request that queues the fills which a remote trade lacks.

        None where it has fills that are not wanted: those stay, whatever is sent.
        """
        ...

    def import_outcome(self) -> Operation[ImportOutcome]:
        """What the last import is doing. Reading a result may consume it."""
        ...


class MakeRemote(Protocol):
    """How the catalogue makes a remote for a connection."""

    def __call__(self, settings: Settings, secret: Secret) -> Remote: ...
