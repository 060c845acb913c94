"""Figures of the catalogue as the window writes them."""

from fillbook.gui import format
from fillbook.gui.units import ResultUnit
from fillbook.statistics.statistic import Figure, Statistic, Unit, Value
from fillbook.statistics.terms import Measure

_UNSIGNED = frozenset(
    {
        "gross_profit",
        "gross_loss",
        "fees",
        "cost_per_trade",
        "standard_deviation",
        "max_drawdown",
        "average_risk",
        "largest_risk",
    }
)
_UNSIGNED_R = frozenset({"cost_r", "standard_deviation_r", "planned_r"})


def value_text(statistic: Statistic, value: Value | None, measure: Measure = Measure.MONEY) -> str:
    """A value with its unit; money without its currency.

    Args:
        measure: What amounts are counted in.
    """
    if value is None:
        return format.UNKNOWN
    if statistic.unit is Unit.MONEY and measure is not Measure.MONEY:
        is_signed = statistic.key not in _UNSIGNED
        return ResultUnit(measure.value).text(float(value), signed=is_signed)
    match statistic.unit:
        case Unit.COUNT:
            return format.number(value, 0)
        case Unit.MONEY:
            return format.money(value, signed=statistic.key not in _UNSIGNED)
        case Unit.FRACTION:
            return format.percent(value)
        case Unit.R if statistic.key in _UNSIGNED_R:
            return f"{format.number(value, 2)}{format.THIN}R"
        case Unit.R:
            return format.r_multiple(value)
        case Unit.SECONDS:
            return format.duration(float(value))
        case Unit.DAYS:
            places = 0 if float(value) == int(value) else 1
            return f"{format.number(value, places)}{format.THIN}d"
        case _:
            return format.ratio(value)


def interval_text(statistic: Statistic, figure: Figure, measure: Measure = Measure.MONEY) -> str:
    """Between which bounds chance alone would put it; empty where that is not known."""
    low, high = (value_text(statistic, bound, measure) for bound in (figure.low, figure.high))
    if figure.low is None and figure.high is None:
        return ""
    if figure.high is None:
        return f"from {low}"
    return f"to {high}" if figure.low is None else f"{low} to {high}"


def sentence(text: str) -> str:
    """Words with a capital at their beginning."""
    return text[:1].upper() + text[1:]


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NO_VALUE = {
    "setup": "No setup",
    "tag": "No tag",
    "grade": "Not graded",
    "strategy": "No strategy",
    "session": "No session",
    "emotion": "No emotion",
    "hour": "Day only",
    "rule": "Not checked",
    "rules": "Not checked",
    "half_hour": "Day only",
    "after": "First trade",
}


_SENTENCES = frozenset({"direction", "after", "reviewed", "rules", "decision", "size"})


def key_text(dimension: str, key: str | None) -> str:
    """What a group of a dimension is called."""
    if key is None:
        return _NO_VALUE.get(dimension, "None")
    if key in _WEEKDAYS or dimension in _SENTENCES:
        return sentence(key)
    return key
