"""How well a trade was left, measured on the way that it could have gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np

from fillbook.domain.bar import BarSeries
from fillbook.domain.execution import Direction
from fillbook.domain.money import exact_product
from fillbook.domain.trade import Role, TradeDetail
from fillbook.statistics.excursion import Bounds, Excursion
from fillbook.statistics.statistic import Figure

LATER_MINUTES = (1, 5, 15, 60)
HEAT_SHARES = (0.50, 0.75, 0.90, 0.95)
_HEAT_MINIMUM = 10


def mfe_capture(detail: TradeDetail, seen: Excursion) -> Figure:
    """Net P&L over the furthest favorable excursion, with its bounds."""
    net, fees = detail.trade.net_pnl, detail.trade.fees or Decimal(0)
    if net is None:
        return Figure.missing("its P&L is not known")
    if seen.favorable.certain <= max(fees, Decimal(0)):
        return Figure.missing("it never ran beyond its costs")
    captured = [float(net / most) for most in (seen.favorable.certain, seen.favorable.possible)]
    return Figure(captured[0], low=min(captured), high=max(captured))


def exit_efficiency(detail: TradeDetail, seen: Excursion) -> Figure:
    """Where the exit lay between the worst price, 0, and the best, 1."""
    return _placed(detail, detail.trade.exit_price, seen, mirrored=False)


def entry_efficiency(detail: TradeDetail, seen: Excursion) -> Figure:
    """Where the entry lay between the best price, 0, and the worst, 1."""
    return _placed(detail, detail.trade.entry_price, seen, mirrored=True)


def later_result(detail: TradeDetail, series: BarSeries, minutes: int) -> Decimal | None:
    """The gross P&L had the last exit come so many minutes later; None without a bar there."""
    trade, last = detail.trade, detail.legs[-1]
    exited, price = last.execution.fill.executed_at, last.execution.fill.price
    if last.role is not Role.EXIT or price is None or trade.multiplier is None:
        return None
    later, span = exited + timedelta(minutes=minutes), timedelta(seconds=series.resolution_s)
    closes = [bar.close for bar in series.bars if bar.starts_at < later <= bar.starts_at + span]
    if not closes or trade.gross_pnl is None:
        return None
    sign = 1 if trade.direction is Direction.LONG else -1
    return trade.gross_pnl + exact_product(
        trade.multiplier, last.quantity, sign * (closes[0] - price)
    )


def best_later(detail: TradeDetail, series: BarSeries, minutes: int) -> Decimal | None:
    """The best gross P&L that the last exit could have had so many minutes after it came."""
    trade, last = detail.trade, detail.legs[-1]
    exited, price = last.execution.fill.executed_at, last.execution.fill.price
    if last.role is not Role.EXIT or price is None or trade.multiplier is None:
        return None
    ends = exited + timedelta(minutes=minutes)
    bars = [bar for bar in series.bars if exited <= bar.starts_at < ends]
    if not bars or trade.gross_pnl is None:
        return None
    is_long = trade.direction is Direction.LONG
    gained = max(bar.high for bar in bars) - price if is_long else price - min(b.low for b in bars)
    return trade.gross_pnl + exact_product(trade.multiplier, last.quantity, gained)


@dataclass(frozen=True, slots=True)
class BestExit:
    """The best moment for the last exit that a trader could have stood to wait for."""

    at: datetime  # the start of its bar
    price: Decimal
    gross_pnl: Decimal


def best_exit(
    detail: TradeDetail, series: BarSeries, seen: Excursion, day_ends: datetime
) -> BestExit | None:
    """The last exit moved to the best price between the fill before it and the day's end.

    It never risks more than the trade did, or than its initial risk allows: a bar that
    falls deeper ends the search, and its own best price does not count.
    """
    trade, last = detail.trade, detail.legs[-1]
    price, multiplier = last.execution.fill.price, trade.multiplier
    if last.role is not Role.EXIT or price is None or multiplier is None:
        return None
    if trade.gross_pnl is None or len(detail.legs) < 2:
        return None
    before = detail.legs[-2].execution.fill.executed_at
    limit = -max(-seen.adverse.possible, trade.initial_risk or Decimal(0))
    is_long = trade.direction is Direction.LONG
    best: BestExit | None = None
    for bar in series.bars:
        if bar.starts_at < before or bar.starts_at >= day_ends:
            continue
        worst, at_best = (bar.low, bar.high) if is_long else (bar.high, bar.low)
        results = [
            trade.gross_pnl
            + exact_product(multiplier, last.quantity, (moved - price) * (1 if is_long else -1))
            for moved in (worst, at_best)
        ]
        if results[0] < limit:
            break
        if best is None or results[1] > best.gross_pnl:
            best = BestExit(bar.starts_at, at_best, results[1])
    return best


def way_to_target(detail: TradeDetail, seen: Excursion) -> Figure:
    """The share of the way from the entry to the target that the price went."""
    return _way(detail.trade.entry_price, detail.trade.take_profit, seen.best_price, "target")


def way_to_stop(detail: TradeDetail, seen: Excursion) -> Figure:
    """The share of the way from the entry to the first stop that the price went."""
    return _way(detail.trade.entry_price, detail.trade.initial_stop, seen.worst_price, "stop")


def heat_of_winners(adverse_r: Sequence[float]) -> dict[float, float] | None:
    """How deep winners were under water, in R: quantiles that a stop must survive.

    Args:
        adverse_r: Position MAE over initial risk of each win, zero or negative.

    Returns:
        The depth that a share of winners stayed within; None of fewer than ten.
    """
    if len(adverse_r) < _HEAT_MINIMUM:
        return None
    depths = -np.asarray(adverse_r)
    return dict(zip(HEAT_SHARES, np.quantile(depths, HEAT_SHARES).tolist(), strict=True))


def _way(entry: Decimal | None, goal: Decimal | None, reached: Bounds, what: str) -> Figure:
    if entry is None or goal is None or goal == entry:
        return Figure.missing(f"no {what}")
    shares = [
        max(0.0, float((price - entry) / (goal - entry)))
        for price in (reached.certain, reached.possible)
    ]
    return Figure(shares[0], low=min(shares), high=max(shares))


def _placed(
    detail: TradeDetail, price: Decimal | None, seen: Excursion, *, mirrored: bool
) -> Figure:
    if price is None:
        return Figure.missing("its prices are not known")
    shares = []
    for worst, best in (
        (seen.worst_price.certain, seen.best_price.certain),
        (seen.worst_price.possible, seen.best_price.possible),
    ):
        if best == worst:
            return Figure.missing("the price did not move")
        share = float((price - worst) / (best - worst))
        shares.append(1 - share if mirrored else share)
    return Figure(shares[0], low=min(shares), high=max(shares))
