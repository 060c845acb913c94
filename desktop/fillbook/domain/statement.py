"""What an importer reads out of one broker file. Nothing of it is saved yet."""

from dataclasses import dataclass, field
from decimal import Decimal

from fillbook.domain.cash import CashEvent
from fillbook.domain.execution import Execution


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that became no fill, and why, in a trader's words."""

    row: int  # 1-based, as an editor or a spreadsheet counts
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlTotal:
    """A total that the file prints beside the same total counted from its rows."""

    name: str  # net_pnl, gross_profit, gross_loss, commission, swap, trades, wins, losses, ...
    stated: Decimal
    computed: Decimal
    tolerance: Decimal

    @property
    def difference(self) -> Decimal:
        return self.computed - self.stated

    @property
    def agrees(self) -> bool:
        return abs(self.difference) <= self.tolerance


def rounding_tolerance(rows: int) -> Decimal:
    """How far a total may drift when each of its rows was rounded to cents."""
    return min(Decimal("0.005") * rows, Decimal("1.00"))


def zone_key(format_id: str, profile: str | None) -> str:
    """What the zone of a file's times is remembered under: its format, or its mapping."""
    return format_id if profile is None else f"{format_id}:{profile}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One file, read."""

    file: str  # its name without folders
    sha256: str
    format: str  # id of the importer
    encoding: str
    timezone: str  # the zone in which its times were read
    executions: tuple[Execution, ...]
    cash_events: tuple[CashEvent, ...] = ()
    skipped: tuple[LeftOut, ...] = ()  # should have been fills, could not be read
    ignored: tuple[LeftOut, ...] = ()  # orders, cancellations, modifications
    control_totals: tuple[ControlTotal, ...] = ()
    warnings: tuple[str, ...] = ()
    currency: str | None = None  # of the account, where the file says so
    account_name: str | None = None  # as the file calls it
    profile: str | None = None  # name of the mapping profile that read it
    accounts: dict[int, str] = field(
        default_factory=dict
    )  # index of an execution -> account column
