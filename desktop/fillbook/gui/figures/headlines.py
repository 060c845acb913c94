"""The figures at the top of a page, each with what bounds it."""

from collections.abc import Callable, Mapping

from fillbook.gui import format
from fillbook.gui.figures.families import bounded
from fillbook.gui.figures.shown import FigureShown, token_of
from fillbook.gui.figures.words import sentence
from fillbook.gui.units import ResultUnit
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Value
from fillbook.statistics.uncertainty import Interval

_KNOWN = {
    ResultUnit.MONEY: "with a rate",
    ResultUnit.R: "with a risk",
    ResultUnit.PERCENT: "with a balance",
    ResultUnit.TICKS: "with a tick size",
}
"""What a trade needs to be told in a unit."""


def headlines(
    population: Population, unit: ResultUnit, whole: int, found: Mapping[str, Interval]
) -> tuple[FigureShown, ...]:
    """The strip of a population.

    Args:
        population: Measured in the unit.
        whole: How many trades are meant, with those that the unit cannot tell.
        found: Bootstrap intervals by key, empty while they are being computed.
    """
    return (
        _net(population, unit, whole),
        _win_rate(population),
        _profit_factor(population, found),
        _expectancy(population, unit, found),
        _payoff(population, unit),
        _drawdown(population, unit),
    )


def leading(
    population: Population, unit: ResultUnit, whole: int, found: Mapping[str, Interval]
) -> tuple[FigureShown, ...]:
    """The strip of the statistics: what came, and how good it is."""
    return (
        _net(population, unit, whole),
        _profit_factor(population, found),
        _expectancy(population, unit, found),
        _sqn(population, found),
        _win_rate(population),
    )


def _net(population: Population, unit: ResultUnit, whole: int) -> FigureShown:
    """What was made; in percent the return on the account, which deposits leave alone."""
    of_account = unit is ResultUnit.PERCENT
    key = "return_on_account" if of_account else "net_pnl"
    figure = BY_KEY[key].of(population)
    note = format.plural(whole, "trade", "trades")
    if len(population) < whole:
        note = f"{format.count(len(population))} of {note} {_KNOWN[unit]}"
    if unit is ResultUnit.MONEY and population.currency_reason is None:
        note += f", fees {format.money(population.money(population.costs))}"
        if population.fees_unknown:
            note += f", {format.plural(population.fees_unknown, 'fill', 'fills')} unknown"
    label, shown = "Return" if of_account else "Net P&L", _sized(figure.value, unit, population)
    return _headline(key, label, shown, note, token_of(figure.value), figure)


def _win_rate(population: Population) -> FigureShown:
    figure = BY_KEY["win_rate_decided"].of(population)
    value = "" if figure.value is None else format.percent(figure.value)
    note = _between(figure, lambda bound: format.number(_share(bound), 1), f"{format.THIN}%")
    return _headline("win_rate_decided", "Win rate", (value, ""), note, "text", figure)


def _profit_factor(population: Population, found: Mapping[str, Interval]) -> FigureShown:
    figure = bounded(BY_KEY["profit_factor"].of(population), found.get("profit_factor"))
    value = "" if figure.value is None else format.ratio(figure.value)
    note = _between(figure, format.ratio)
    return _headline("profit_factor", "Profit factor", (value, ""), note, "text", figure)


def _expectancy(
    population: Population, unit: ResultUnit, found: Mapping[str, Interval]
) -> FigureShown:
    figure = bounded(BY_KEY["expectancy"].of(population), found.get("expectancy"))
    note = _between(figure, lambda bound: unit.number(float(bound), signed=True))
    shown = _sized(figure.value, unit, population)
    return _headline("expectancy", "Expectancy", shown, note, "text", figure)


def _sqn(population: Population, found: Mapping[str, Interval]) -> FigureShown:
    figure = bounded(BY_KEY["sqn"].of(population), found.get("sqn"))
    value = "" if figure.value is None else format.ratio(figure.value)
    known, whole = len(population.r), len(population)
    note = _between(figure, format.ratio)
    if known < whole or not note:
        note = f"R known for {format.count(known)}"
    token = "text3" if figure.preliminary else "text"
    return _headline("sqn", "SQN", (value, ""), note, token, figure)


def _payoff(population: Population, unit: ResultUnit) -> FigureShown:
    figure = BY_KEY["payoff_ratio"].of(population)
    won, lost = BY_KEY["average_win"].of(population), BY_KEY["average_loss"].of(population)
    value = "" if figure.value is None else format.ratio(figure.value)
    note = ""
    if won.value is not None and lost.value is not None:
        note = " / ".join(_short(each, unit) for each in (won.value, lost.value))
    return _headline("payoff_ratio", "Payoff", (value, ""), note, "text", figure)


def _drawdown(population: Population, unit: ResultUnit) -> FigureShown:
    """The deepest fall with its sign, as the chart names it, and how long it took."""
    key = "max_drawdown_percent" if unit is ResultUnit.PERCENT else "max_drawdown"
    figure = BY_KEY[key].of(population)
    value: Value | None = None if figure.value is None else -figure.value
    note = ""
    deepest = population.curve.deepest if population.currency_reason is None else None
    if deepest is not None:
        days = format.plural(deepest.days, "day", "days")
        note = f"{days}, {'ongoing' if deepest.recovered is None else 'recovered'}"
    token = "loss" if value else "text"
    shown = _sized(value, unit, population)
    return _headline(key, "Max drawdown", shown, note, token, figure)


def _headline(
    key: str, label: str, shown: tuple[str, str], note: str, token: str, figure: Figure
) -> FigureShown:
    value, unit = shown
    if not value:
        reason = figure.reason or "not known in this unit"
        return FigureShown(key, label, format.UNKNOWN, "", reason, "text3", reason)
    formula = BY_KEY[key].formula
    reason = f"{formula}. {figure.reason}" if figure.reason else formula
    return FigureShown(key, label, value, unit, note, token, sentence(reason))


def _sized(value: Value | None, unit: ResultUnit, population: Population) -> tuple[str, str]:
    """A result and the small unit beside it; empty where it is not known."""
    if value is None:
        return "", ""
    return _number(value, unit), unit.word or population.currency or ""


def _number(value: Value, unit: ResultUnit) -> str:
    if unit is ResultUnit.MONEY:
        return format.money(value, signed=True)
    return unit.number(float(value), signed=True)


def _short(value: Value, unit: ResultUnit) -> str:
    if unit is ResultUnit.MONEY:
        return format.money(value, 0, signed=True)
    return unit.number(float(value), signed=True)


def _share(value: Value) -> float:
    return float(value) * 100


def _between(figure: Figure, words: Callable[[Value], str], unit: str = "") -> str:
    """The interval in words; a bound that chance leaves open is named."""
    if figure.low is None:
        return ""
    if figure.high is None:
        return f"from {words(figure.low)}{unit}"
    return f"{words(figure.low)} to {words(figure.high)}{unit}"
