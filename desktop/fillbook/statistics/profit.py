"""Profit, loss and costs."""

import numpy as np

from fillbook.statistics.columns import money_column
from fillbook.statistics.integers import floats
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit, counted

_BEST = 0.05


def gross_profit(population: Population) -> Figure:
    """The sum of all trades above zero."""
    return Figure(population.money(population.gross_profit))


def gross_loss(population: Population) -> Figure:
    """The sum of all trades below zero, as a positive amount."""
    return Figure(population.money(population.gross_loss))


def net_pnl(population: Population) -> Figure:
    return Figure(population.money(population.net), _fees_remark(population))


def fees(population: Population) -> Figure:
    """All known costs."""
    if len(population) and population.trades_without_fees == len(population):
        return Figure.missing(_fees_remark(population) or "fees unknown")
    return Figure(population.money(population.costs), _fees_remark(population))


def profit_factor(population: Population) -> Figure:
    """Gross profit over gross loss."""
    if not population.gross_loss:
        return Figure.missing(f"no losses in {counted(len(population), 'trade')}")
    return Figure(population.gross_profit / population.gross_loss)


def cost_drag(population: Population) -> Figure:
    """The share of gross profit that went into costs."""
    if not population.gross_profit:
        return Figure.missing(f"no profits in {counted(len(population), 'trade')}")
    if population.trades_without_fees == len(population):
        return Figure.missing(_fees_remark(population) or "fees unknown")
    return Figure(population.costs / population.gross_profit, _fees_remark(population))


def cost_per_trade(population: Population) -> Figure:
    """The mean of the known fees of a trade."""
    known_fees = len(population) - population.trades_without_fees
    if not known_fees:
        return Figure.missing(_fees_remark(population) or "no closed trades", n=0)
    mean = population.mean_money(population.costs, known_fees)
    return Figure(mean, _fees_remark(population), n=known_fees)


def cost_per_contract(population: Population) -> Figure:
    """The known fees of one unit of quantity."""
    units = np.asarray(population.table.source.quantity)[population.rows]
    traded = float(units[population.has_fees & (units > 0)].sum())
    if not traded:
        return Figure.missing(_fees_remark(population) or "no closed trades", n=0)
    return Figure(float(population.money(population.costs)) / traded, _fees_remark(population))


def cost_r(population: Population) -> Figure:
    """What the costs of a trade took of its risk."""
    both = population.has_r & population.has_fees
    if not both.any():
        return Figure.missing("no trade with known fees and initial risk", n=0)
    source, rows = population.table.source, population.rows[both]
    costs = floats(money_column(source.fees)[rows], source.money_places)
    shares = costs / population.table.initial_risk[rows]
    return Figure(float(shares.mean()), n=len(shares))


def best_trades_share(population: Population) -> Figure:
    """The share of the net profit that the best twentieth of trades made."""
    if population.net <= 0:
        return Figure.missing("no net profit to share")
    best = max(1, round(len(population) * _BEST))
    return Figure(int(np.sort(population.pnl)[-best:].sum()) / population.net, n=best)


def best_trade_share(population: Population) -> Figure:
    """The share of the net profit that one trade made."""
    if population.net <= 0:
        return Figure.missing("no net profit to share")
    return Figure(int(population.pnl.max()) / population.net)


def _fees_remark(population: Population) -> str | None:
    unknown = population.fees_unknown
    return f"fees unknown on {counted(unknown, 'fill')}" if unknown else None


STATISTICS = (
    Statistic(
        "gross_profit",
        "Gross profit",
        Unit.MONEY,
        gross_profit,
        "sum of all trades above zero, inside the breakeven band too",
        adds_money=True,
    ),
    Statistic(
        "gross_loss",
        "Gross loss",
        Unit.MONEY,
        gross_loss,
        "sum of all trades below zero, given as a positive amount",
        adds_money=True,
    ),
    Statistic(
        "net_pnl", "Net P&L", Unit.MONEY, net_pnl, "sum of all trades after costs", adds_money=True
    ),
    Statistic(
        "fees",
        "Fees",
        Unit.MONEY,
        fees,
        "commission and other fees less swap; unknown ones are named, not taken as zero",
        adds_money=True,
    ),
    Statistic(
        "profit_factor",
        "Profit factor",
        Unit.RATIO,
        profit_factor,
        "gross profit / gross loss",
        adds_money=True,
    ),
    Statistic(
        "cost_drag", "Cost drag", Unit.FRACTION, cost_drag, "fees / gross profit", adds_money=True
    ),
    Statistic(
        "cost_per_trade",
        "Cost per trade",
        Unit.MONEY,
        cost_per_trade,
        "fees / trades whose fees are known",
        adds_money=True,
    ),
    Statistic(
        "cost_per_contract",
        "Cost per contract",
        Unit.MONEY,
        cost_per_contract,
        "fees / quantity of the trades whose fees are known",
        adds_money=True,
    ),
    Statistic(
        "cost_r", "Cost in R", Unit.R, cost_r, "mean of fees / initial risk, where both are known"
    ),
    Statistic(
        "best_trades_share",
        "Best trades' share",
        Unit.FRACTION,
        best_trades_share,
        "P&L of the best 5 % of trades, one at least / net P&L",
        adds_money=True,
    ),
    Statistic(
        "best_trade_share",
        "Best trade's share",
        Unit.FRACTION,
        best_trade_share,
        "largest trade / net P&L",
        adds_money=True,
    ),
)
