"""How many trades, and how many of them won."""

from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Statistic, Unit, counted
from fillbook.statistics.uncertainty import wilson


def trades(population: Population) -> Figure:
    """Closed trades."""
    return Figure(len(population))


def wins(population: Population) -> Figure:
    return Figure(population.wins)


def losses(population: Population) -> Figure:
    return Figure(population.losses)


def breakevens(population: Population) -> Figure:
    return Figure(population.breakevens)


def win_rate_decided(population: Population) -> Figure:
    """Wins among trades that were won or lost."""
    decided = population.wins + population.losses
    if not decided:
        return Figure.missing(f"none decided in {counted(len(population), 'trade')}", n=0)
    return _share(population.wins, decided)


def win_rate_all(population: Population) -> Figure:
    """Wins among all trades, breakevens too."""
    if not len(population):
        return Figure.missing("no closed trades", n=0)
    return _share(population.wins, len(population))


def _share(part: int, whole: int) -> Figure:
    interval = wilson(part, whole)
    return Figure(part / whole, low=interval.low, high=interval.high, n=whole)


STATISTICS = (
    Statistic("trades", "Trades", Unit.COUNT, trades, "closed trades that count"),
    Statistic("wins", "Wins", Unit.COUNT, wins, "trades above their account's breakeven band"),
    Statistic("losses", "Losses", Unit.COUNT, losses, "trades below their breakeven band"),
    Statistic(
        "breakevens",
        "Breakevens",
        Unit.COUNT,
        breakevens,
        "trades inside the band, bounds included",
    ),
    Statistic(
        "win_rate_decided",
        "Win rate (decided)",
        Unit.FRACTION,
        win_rate_decided,
        "wins / (wins + losses), with Wilson's 95 % interval",
    ),
    Statistic(
        "win_rate_all",
        "Win rate (all)",
        Unit.FRACTION,
        win_rate_all,
        "wins / trades, breakevens included, with Wilson's 95 % interval",
    ),
)
