"""The figures at the top of a page, each with what bounds it."""

from collections.abc import Callable, Mapping

from fillbook.gui import format
from fillbook.gui.charts.equity_curve import EquityCurve
from fillbook.gui.figures.families import bounded
from fillbook.gui.figures.shown import FigureShown
from fillbook.gui.figures.words import sentence
from fillbook.gui.units import ResultUnit
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure, Value
from fillbook.statistics.uncertainty import Interval


def headlines(
    population: Population,
    unit: ResultUnit,
    curve: EquityCurve,
    found: Mapping[str, Interval],
) -> tuple[FigureShown, ...]:
    """The strip of a population.

    Args:
        found: Bootstrap intervals by key, empty while they are being computed.
    """
    return (
        _net(population, unit),
        _win_rate(population),
        _profit_factor(population, found),
        _expectancy(population, unit, found),
        _payoff(population),
        _drawdown(population, unit, curve),
    )


def leading(
    population: Population, unit: ResultUnit, found: Mapping[str, Interval]
) -> tuple[FigureShown, ...]:
    """The strip of the statistics: what came, and how good it is."""
    return (
        _net(population, unit),
        _profit_factor(population, found),
        _expectancy(population, unit, found),
        _sqn(population, found),
        _win_rate(population),
    )


def _net(population: Population, unit: ResultUnit) -> FigureShown:
    figure = BY_KEY["net_pnl"].of(population)
    value = figure.value
    if unit is ResultUnit.R:
        value = float(population.r.sum()) if len(population.r) else None
    elif unit is ResultUnit.PERCENT:
        value = population.index.gain if population.index.reason is None else None
    note = format.plural(len(population), "trade", "trades")
    if unit is ResultUnit.MONEY and population.currency_reason is None:
        note += f", fees {format.money(population.money(population.costs))}"
        if population.fees_unknown:
            note += f", {format.plural(population.fees_unknown, 'fill', 'fills')} unknown"
    elif unit is ResultUnit.R:
        note = f"{format.count(len(population.r))} of {note} with a risk"
    token = "text" if not value else "gain" if value > 0 else "loss"
    return _headline("net_pnl", "Net P&L", _sized(value, unit, population), note, token, figure)


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
    key = "expectancy_r" if unit is ResultUnit.R else "expectancy"
    figure = bounded(BY_KEY[key].of(population), found.get(key))
    value = figure.value

    def words(bound: Value) -> str:
        shown = _of_start(population, bound) if unit is ResultUnit.PERCENT else bound
        return "" if shown is None else _number(shown, unit)

    if unit is ResultUnit.PERCENT:
        value = _of_start(population, value)
    note = _between(figure, words)
    return _headline(key, "Expectancy", _sized(value, unit, population), note, "text", figure)


def _sqn(population: Population, found: Mapping[str, Interval]) -> FigureShown:
    figure = bounded(BY_KEY["sqn"].of(population), found.get("sqn"))
    value = "" if figure.value is None else format.ratio(figure.value)
    known, whole = len(population.r), len(population)
    note = _between(figure, format.ratio)
    if known < whole or not note:
        note = f"R known for {format.count(known)}"
    token = "text3" if figure.preliminary else "text"
    return _headline("sqn", "SQN", (value, ""), note, token, figure)


def _payoff(population: Population) -> FigureShown:
    figure = BY_KEY["payoff_ratio"].of(population)
    won, lost = BY_KEY["average_win"].of(population), BY_KEY["average_loss"].of(population)
    value = "" if figure.value is None else format.ratio(figure.value)
    note = ""
    if won.value is not None and lost.value is not None:
        note = " / ".join(format.money(each, 0, signed=True) for each in (won.value, lost.value))
    return _headline("payoff_ratio", "Payoff", (value, ""), note, "text", figure)


def _drawdown(population: Population, unit: ResultUnit, curve: EquityCurve) -> FigureShown:
    """The deepest fall with its sign, as the chart names it, and how long it took."""
    key = "max_drawdown_percent" if unit is ResultUnit.PERCENT else "max_drawdown"
    figure = BY_KEY[key].of(population)
    value: Value | None = None if figure.value is None else -figure.value
    if unit is ResultUnit.R:
        value = -curve.deepest if len(curve) else None
    note = ""
    deepest = population.curve.deepest if population.currency_reason is None else None
    if deepest is not None and unit is not ResultUnit.R:
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
    beside = {ResultUnit.R: "R", ResultUnit.PERCENT: "%"}.get(unit, population.currency or "")
    return _number(value, unit), beside


def _number(value: Value, unit: ResultUnit) -> str:
    if unit is ResultUnit.MONEY:
        return format.money(value, signed=True)
    return format.number(_share(value) if unit is ResultUnit.PERCENT else value, 2, signed=True)


def _of_start(population: Population, value: Value | None) -> float | None:
    start = population.balance.start
    return None if start is None or value is None else float(value) / start


def _share(value: Value) -> float:
    return float(value) * 100


def _between(figure: Figure, words: Callable[[Value], str], unit: str = "") -> str:
    """The interval in words; a bound that chance leaves open is named."""
    if figure.low is None:
        return ""
    if figure.high is None:
        return f"from {words(figure.low)}{unit}"
    return f"{words(figure.low)} to {words(figure.high)}{unit}"
