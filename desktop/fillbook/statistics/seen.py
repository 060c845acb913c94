"""What the bars of its time tell of a trade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fillbook.domain.bar import BarSeries
from fillbook.domain.trade import TradeDetail
from fillbook.statistics.excursion import Excursion, excursion
from fillbook.statistics.exits import (
    LATER_MINUTES,
    best_exit,
    best_later,
    entry_efficiency,
    exit_efficiency,
    later_result,
    mfe_capture,
    way_to_stop,
    way_to_target,
)
from fillbook.statistics.statistic import Figure

_HOUR = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a trade went, and what other exits would have brought.

    Money is in the currency of its account. What bars do not tell is None.
    """

    excursion: Excursion
    capture: Figure
    entry_efficiency: Figure
    exit_efficiency: Figure
    to_target: Figure
    to_stop: Figure
    later: Mapping[int, Decimal | None]  # what so many minutes more would have added
    best_later: Decimal | None  # what the best price of the hour after would have added
    best_exit: Decimal | None  # what the best exit without more risk would have added


def seen(detail: TradeDetail, series: Sequence[BarSeries], day_ends: datetime) -> Seen | None:
    """A trade on the finest bars that were there while it was open; None without any.

    Args:
        series: Around the trade, finest first.
        day_ends: When the trading day of its last exit is over.
    """
    for bars in series:
        found = excursion(detail, bars)
        if found is not None:
            return _seen(detail, bars, found, day_ends)
    return None


def _seen(detail: TradeDetail, bars: BarSeries, found: Excursion, day_ends: datetime) -> Seen:
    best = best_exit(detail, bars, found, day_ends)
    return Seen(
        excursion=found,
        capture=mfe_capture(detail, found),
        entry_efficiency=entry_efficiency(detail, found),
        exit_efficiency=exit_efficiency(detail, found),
        to_target=way_to_target(detail, found),
        to_stop=way_to_stop(detail, found),
        later={
            minutes: _added(detail, later_result(detail, bars, minutes))
            for minutes in LATER_MINUTES
        },
        best_later=_added(detail, best_later(detail, bars, _HOUR)),
        best_exit=_added(detail, None if best is None else best.gross_pnl),
    )


def _added(detail: TradeDetail, result: Decimal | None) -> Decimal | None:
    gross = detail.trade.gross_pnl
    return None if result is None or gross is None else result - gross
