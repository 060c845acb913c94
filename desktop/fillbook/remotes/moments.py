"""When a trade was opened and closed, as far as its source tells the time of day."""

from datetime import datetime

from fillbook.domain.execution import Precision
from fillbook.domain.trade import TradeDetail


def opened_at(trade: TradeDetail) -> datetime | None:
    """The instant of its first fill; None where only a day is known."""
    return None if _tells_days(trade) else trade.trade.opened_at


def closed_at(trade: TradeDetail) -> datetime | None:
    """The instant of its last exit; None where it is open or only a day is known."""
    return None if _tells_days(trade) else trade.trade.closed_at


def _tells_days(trade: TradeDetail) -> bool:
    return any(leg.execution.fill.precision is Precision.DAY for leg in trade.legs)
