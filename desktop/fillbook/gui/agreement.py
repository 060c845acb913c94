"""Whether a day agrees with its broker, in words. Knows no Qt."""

from fillbook.domain.balance_control import BalanceControl, Verdict
from fillbook.gui import format

_SHORT = {
    Verdict.AGREES: "agrees",
    Verdict.EXPLAINED: "agrees, its fees counted",
    Verdict.UNKNOWN: "not known",
}
_TOKENS = {
    Verdict.AGREES: "ok",
    Verdict.EXPLAINED: "ok",
    Verdict.DIFFERS: "warn",
    Verdict.UNKNOWN: "text3",
}


def verdict(control: BalanceControl | None) -> str:
    """What the comparison came to, in a few words."""
    if control is None:
        return "not known yet"
    if control.verdict is Verdict.DIFFERS:
        return f"differs by {format.money(control.difference, signed=True)}"
    return _SHORT[control.verdict]


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
