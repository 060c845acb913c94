"""Whether a day agrees with its broker, in words. Knows no Qt."""

from fillbook.domain.balance_control import BalanceControl, Verdict
from fillbook.gui import format

_SHORT = {
    Verdict.AGREES: "agrees",
    Verdict.EXPLAINED: "agrees with its fees",
    Verdict.UNKNOWN: "cannot be compared",
}
_TOKENS = {
    Verdict.AGREES: "ok",
    Verdict.EXPLAINED: "ok",
    Verdict.DIFFERS: "warn",
    Verdict.UNKNOWN: "text3",
}


def verdict(control: BalanceControl | None, zone: str) -> str:
    """What the comparison came to, in a few words, and since when it holds."""
    if control is None:
        return "not known yet"
    words = _SHORT.get(control.verdict, "")
    if control.verdict is Verdict.DIFFERS:
        words = f"differs by {format.money(control.difference, signed=True)}"
    return f"{words} since {format.time_or_day(control.since.at, zone)}"


def token(control: BalanceControl | None) -> str:
    """The ink of the verdict."""
    return "text3" if control is None else _TOKENS[control.verdict]


def account_of_it(control: BalanceControl, zone: str) -> str:
    """What was compared, from when to when, and what may explain a difference."""
    since, until = (format.moment(state.at, zone) for state in (control.since, control.until))
    moved = format.money(control.moved, signed=True)
    told = f"From {since} to {until} the balance moved by {moved}"
    if control.verdict is not Verdict.UNKNOWN:
        told += f"; what is booked here makes {format.money(control.booked.total, signed=True)}"
    return " ".join((f"{told}.", *control.reasons))
