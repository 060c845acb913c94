"""How well a trade was left, measured on the way that it could have gone."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import numpy as np

from fillbook.domain.bar import BarSeries
from fillbook.domain.execution import Direction
from fillbook.domain.money import exact_product
from fillbook.domain.trade import Role, TradeDetail
from fillbook.statistics.excursion import Excursion
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
