"""A trade that somebody enters by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fillbook.domain.execution import Direction, Execution
from fillbook.domain.instrument import AssetType
from fillbook.domain.trade import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeDraft:
    """Fills that make one trade, or a plan or a missed trade without any."""

    account_id: str
    symbol: str
    asset_type: AssetType
    multiplier: Decimal | None = None  # None: as the library knows the instrument
    fills: tuple[Execution, ...] = ()
    kind: Kind = Kind.EXECUTED
    direction: Direction | None = None  # needed without fills
    edits: Mapping[str, object] = field(default_factory=dict)  # review fields, as `Library.edit`
