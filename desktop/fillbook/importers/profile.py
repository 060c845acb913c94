"""A mapping profile: how to read the table of a broker that Fillbook does not know."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fillbook.importers.numbers import NumberStyle
from fillbook.importers.vocabulary import normalised


class RowKind(StrEnum):
    """What one row of the table is."""

    EXECUTIONS = "executions"
    ROUND_TRIPS = "round_trips"


Source = str | int | tuple[str | int, ...]
"""Where a field stands: a header, a column's number from 1, or several of them."""

_SHARED = ("symbol", "quantity", "fees", "external_id", "account", "multiplier", "asset_type",
           "currency", "stop_loss", "take_profit", "gross_pnl", "net_pnl")  # fmt: skip
FIELDS: Mapping[RowKind, tuple[str, ...]] = {
    RowKind.EXECUTIONS: (
        *_SHARED, "side", "price", "executed_at", "swap", "order_id", "position_id",
    ),
    RowKind.ROUND_TRIPS: (
        *_SHARED, "direction", "opened_at", "closed_at", "entry_price", "exit_price",
        "initial_risk",
    ),
}  # fmt: skip
REQUIRED: Mapping[RowKind, tuple[str, ...]] = {
    RowKind.EXECUTIONS: ("symbol", "quantity", "price", "executed_at"),
    RowKind.ROUND_TRIPS: ("symbol", "quantity", "opened_at"),
}
VALUE_WORDS: Mapping[str, tuple[str, ...]] = {
    "side": ("buy", "sell"),
    "direction": ("long", "short"),
    "asset_type": ("futures", "forex", "stocks", "options", "crypto"),
}
"""The fields whose words a profile may translate, and what into."""


@dataclass(frozen=True, slots=True)
class SkipRule:
    """Rows to pass over by the words of one column."""

    column: str | int
    words: tuple[str, ...]
    keep_these: bool  # True: every other row is passed over ("not_in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the user said of a table. None means: find it in the file."""

    name: str
    kind: RowKind = RowKind.EXECUTIONS
    columns: Mapping[str, Source]
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None  # 1-based line; 0: the table has no header
    decimal: str | None = None
    thousands: str | None = None
    time_formats: tuple[str, ...] | None = None
    timezone: str | None = None
    values: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[SkipRule, ...] = ()

    @property
    def number_style(self) -> NumberStyle | None:
        if self.decimal is None:
            return None
        return NumberStyle(self.decimal, self.thousands or "")

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields that neither a column nor a constant gives."""
        return tuple(
            name
            for name in REQUIRED[self.kind]
            if name not in self.columns and name not in self.constants
        )


def header_hash(header: Iterable[str]) -> str:
    """The mark by which a table of the same broker is known again."""
    text = "\x1f".join(normalised(name) for name in header)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
