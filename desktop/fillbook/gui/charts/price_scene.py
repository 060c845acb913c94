"""What a price chart shows of one trade: bars, fills and levels as plain figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from decimal import Decimal

import numpy as np

from fillbook.domain.bar import BarSeries
from fillbook.domain.execution import Side
from fillbook.domain.trade import Leg, Role, TradeDetail
from fillbook.gui.charts.scale import Floats

_NONE: Floats = np.zeros(0)


@dataclass(frozen=True, eq=False)
class Bars:
    """Bars of one resolution, oldest first; instants are seconds since 1970."""

    starts_s: Floats = field(default_factory=lambda: _NONE)
    opens: Floats = field(default_factory=lambda: _NONE)
    highs: Floats = field(default_factory=lambda: _NONE)
    lows: Floats = field(default_factory=lambda: _NONE)
    closes: Floats = field(default_factory=lambda: _NONE)
    volumes: Floats = field(default_factory=lambda: _NONE)  # nan where unknown
    resolution_s: int = 0

    def __len__(self) -> int:
        return len(self.starts_s)

    @classmethod
    def of(cls, series: BarSeries) -> "Bars":
        bars = series.bars
        return cls(
            starts_s=np.array([bar.starts_at.timestamp() for bar in bars], dtype=np.float64),
            opens=np.array([float(bar.open) for bar in bars]),
            highs=np.array([float(bar.high) for bar in bars]),
            lows=np.array([float(bar.low) for bar in bars]),
            closes=np.array([float(bar.close) for bar in bars]),
            volumes=np.array([np.nan if b.volume is None else float(b.volume) for b in bars]),
            resolution_s=series.resolution_s,
        )


@dataclass(frozen=True, slots=True)
class FillMark:
    at_s: float
    price: float
    label: str  # quantity and price
    buys: bool
    enters: bool


@dataclass(frozen=True, slots=True)
class StopStep:
    """From an instant on the stop stood at a price; None: it was taken away."""

    at_s: float
    price: float | None


@dataclass(frozen=True, eq=False)
class PriceScene:
    symbol: str
    decimals: int
    zone: tzinfo = UTC
    bars: Bars = field(default_factory=Bars)
    fills: tuple[FillMark, ...] = ()
    entry: float | None = None  # average price
    stop: float | None = None  # the present one
    first_stop: float | None = None
    target: float | None = None
    stops: tuple[StopStep, ...] = ()  # oldest first

    @property
    def is_empty(self) -> bool:
        return not self.fills and not len(self.bars)

    @property
    def prices(self) -> tuple[float, ...]:
        """Prices that belong into view beside the bars: of fills, stop and target."""
        levels = (self.entry, self.stop, self.first_stop, self.target)
        return (
            *(fill.price for fill in self.fills),
            *(level for level in levels if level is not None),
        )


def scene_of(
    detail: TradeDetail, series: Sequence[BarSeries], zone: tzinfo, decimals: int
) -> PriceScene:
    """A trade on the finest bars that are known for it."""
    trade = detail.trade
    marks = [mark for leg in detail.legs if (mark := _mark(leg, decimals)) is not None]
    return PriceScene(
        symbol=trade.symbol,
        decimals=decimals,
        zone=zone,
        bars=Bars.of(series[0]) if series else Bars(),
        fills=tuple(marks),
        entry=_number(trade.entry_price),
        stop=_number(trade.stop_loss),
        first_stop=_number(trade.initial_stop),
        target=_number(trade.take_profit),
        stops=tuple(
            StopStep(change.at.timestamp(), _number(change.price)) for change in detail.stops
        ),
    )


def _mark(leg: Leg, decimals: int) -> FillMark | None:
    fill = leg.execution.fill
    if fill.price is None:
        return None
    return FillMark(
        at_s=fill.executed_at.timestamp(),
        price=float(fill.price),
        label=f"{leg.quantity.normalize():f} @ {fill.price:,.{decimals}f}",
        buys=fill.side is Side.BUY,
        enters=leg.role is Role.ENTRY,
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
