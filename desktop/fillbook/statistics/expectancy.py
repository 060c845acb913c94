"""What a trade brings on average."""

import numpy as np

from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit, counted

_TRIM = 0.05
_TRIM_MINIMUM = 20


def expectancy(population: Population) -> Figure:
    """The mean P&L of all trades, breakevens included."""
    if not len(population):
        return Figure.missing("no closed trades")
    return Figure(population.mean_money(population.net, len(population)))


def average_win(population: Population) -> Figure:
    if not population.wins:
        return _none("wins", population)
    return Figure(population.mean_money(population.win_total, population.wins), n=population.wins)


def average_loss(population: Population) -> Figure:
    """Negative, as its trades are."""
    if not population.losses:
        return _none("losses", population)
    mean = population.mean_money(population.loss_total, population.losses)
    return Figure(mean, n=population.losses)


def payoff_ratio(population: Population) -> Figure:
    """The average win over the size of the average loss."""
    missing = _class_missing(population)
    if missing is not None:
        return missing
    won = population.win_total * population.losses
    return Figure(won / (-population.loss_total * population.wins))


def break_even_win_rate(population: Population) -> Figure:
    """The decided win rate at which these wins, losses and breakevens would add up to zero."""
    missing = _class_missing(population)
    if missing is not None:
        return missing
    wins, losses, decided = population.wins, population.losses, population.wins + population.losses
    won, lost = population.win_total, -population.loss_total
    flat = population.net - won + lost
    # (A_L - S_B / decided) / (A_W + A_L), brought to one fraction of integers.
    return Figure(
        wins * (lost * decided - flat * losses) / (decided * (won * losses + lost * wins)),
        n=decided,
    )


def largest_win(population: Population) -> Figure:
    best = int(population.pnl.max()) if len(population) else 0
    return Figure(population.money(best)) if best > 0 else _none("profits", population)


def largest_loss(population: Population) -> Figure:
    """Negative, as the trade is."""
    worst = int(population.pnl.min()) if len(population) else 0
    return Figure(population.money(worst)) if worst < 0 else _none("losses", population)


def median_pnl(population: Population) -> Figure:
    """The middle trade, or the mean of the middle two."""
    n = len(population)
    if not n:
        return Figure.missing("no closed trades")
    if population.pnl.dtype == object:
        ordered = np.sort(population.pnl)
    else:
        ordered = np.partition(population.pnl, n // 2)
    upper = int(ordered[n // 2])
    lower = upper if n % 2 else int(ordered[: n // 2].max())
    return Figure(population.mean_money(lower + upper, 2))


def trimmed_mean(population: Population) -> Figure:
    """The mean without the best and the worst twentieth."""
    n = len(population)
    if n < _TRIM_MINIMUM:
        return Figure.missing(f"fewer than {_TRIM_MINIMUM} trades")
    cut = int(n * _TRIM)
    if population.pnl.dtype == object:
        ordered = np.sort(population.pnl)
    else:
        ordered = np.partition(population.pnl, (cut, n - cut - 1))
    kept = ordered[cut : n - cut]
    return Figure(population.mean_money(int(kept.sum()), len(kept)), n=len(kept))


def deviation(population: Population) -> Figure:
    """The sample standard deviation of the P&L."""
    if len(population) < 2:
        return Figure.missing("fewer than 2 trades")
    return Figure(float(population.amounts.std(ddof=1)))


def _class_missing(population: Population) -> Figure | None:
    if not population.wins:
        return _none("wins", population)
    if not population.losses:
        return _none("losses", population)
    if population.win_total <= 0 or population.loss_total >= 0:
        return Figure.missing("the breakeven band does not hold zero")
    return None


def _none(what: str, population: Population) -> Figure:
    return Figure.missing(f"no {what} in {counted(len(population), 'trade')}", n=0)


STATISTICS = (
    Statistic(
        "expectancy", "Expectancy", Unit.MONEY, expectancy, "net P&L / trades", adds_money=True
    ),
    Statistic(
        "average_win",
        "Average win",
        Unit.MONEY,
        average_win,
        "mean of the trades above the breakeven band",
        adds_money=True,
    ),
    Statistic(
        "average_loss",
        "Average loss",
        Unit.MONEY,
        average_loss,
        "mean of the trades below the breakeven band, with its minus sign",
        adds_money=True,
    ),
    Statistic(
        "payoff_ratio",
        "Payoff ratio",
        Unit.RATIO,
        payoff_ratio,
        "average win / size of the average loss",
        adds_money=True,
    ),
    Statistic(
        "break_even_win_rate",
        "Break-even win rate",
        Unit.FRACTION,
        break_even_win_rate,
        "(size of the average loss - sum of breakevens / decided trades) / (average win + size of "
        "the average loss); the textbook's 1 / (1 + payoff) leaves the breakevens out",
        adds_money=True,
    ),
    Statistic("largest_win", "Largest win", Unit.MONEY, largest_win, "best trade", adds_money=True),
    Statistic(
        "largest_loss",
        "Largest loss",
        Unit.MONEY,
        largest_loss,
        "worst trade, with its minus sign",
        adds_money=True,
    ),
    Statistic(
        "median_pnl",
        "Median P&L",
        Unit.MONEY,
        median_pnl,
        "the middle trade, of an even number the mean of the middle two",
        adds_money=True,
    ),
    Statistic(
        "trimmed_mean",
        "Trimmed mean",
        Unit.MONEY,
        trimmed_mean,
        "mean without the best 5 % and the worst 5 % of trades",
        adds_money=True,
    ),
    Statistic(
        "standard_deviation",
        "Standard deviation",
        Unit.MONEY,
        deviation,
        "of the P&L of trades, sample (n - 1)",
        adds_money=True,
    ),
)
