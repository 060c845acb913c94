"""The P&L of a trade as a connection states it, and whether its costs are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fillbook.domain.execution import Basis
from fillbook.domain.trade import Role, Trade, TradeDetail
from fillbook.remotes import canonical


@dataclass(frozen=True, slots=True)
class Result:
    """What a trade made, as far as it is known."""

    gross: Decimal | None
    fees: Decimal | None
    net: Decimal | None

    @classmethod
    def of(cls, row: Trade) -> "Result":
        """A trade's result as it survives a double."""
        return cls(*map(_double, (row.gross_pnl, row.fees, row.net_pnl)))


def states_gross(options: Mapping[str, str]) -> bool:
    """Whether a journal that keeps one P&L is given the one before costs."""
    return options.get("pnl") == "gross"


def waits_for_costs(trade: TradeDetail, options: Mapping[str, str]) -> bool:
    """Whether a required P&L has to wait until the costs are known."""
    if options.get("unknown_costs") == "zero" or states_gross(options):
        return False
    return trade.trade.fees_unknown > 0 and not _states_net(trade)


def _states_net(trade: TradeDetail) -> bool:
    """Whether each exit's source states its P&L after costs."""
    stated = [leg.execution.fill.stated_pnl for leg in trade.legs if leg.role is Role.EXIT]
    return bool(stated) and all(pnl is not None and pnl.basis is Basis.NET for pnl in stated)


def _double(value: Decimal | None) -> Decimal | None:
    return None if value is None else canonical.double(value)
