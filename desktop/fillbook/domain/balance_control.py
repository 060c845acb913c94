"""A control total: what a broker's balance did, beside what is known here of the same time."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fillbook.domain.account_state import AccountState
from fillbook.domain.money import canonical, exact_sum, exactly

_A_ROUNDING = Decimal("0.005")
_MOST = Decimal(1)


class Verdict(StrEnum):
    """What a comparison came to."""

    AGREES = "agrees"
    EXPLAINED = "explained"  # it agrees once the fees are counted that the broker states
    DIFFERS = "differs"
    UNKNOWN = "unknown"  # something is not known without which nothing can be said


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """What fills and cash events here say of an account's money in a stretch of time."""

    gross: Decimal  # realised, so far as it is known
    fees: Decimal  # of all fills, so far as they are known
    cash: Decimal
    fills: int
    results_unknown: int  # closing fills
    fees_unknown: int  # fills
    binned: int  # closing fills of trades in the bin, which are not counted
    open_trades: int  # at the end

    @property
    def total(self) -> Decimal:
        with exactly():
            return self.gross - self.fees + self.cash


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceControl:
    """Two balances that a broker stated, and what was booked between them."""

    since: AccountState
    until: AccountState
    booked: Booked
    verdict: Verdict
    moved: Decimal  # the balance
    difference: Decimal | None  # what it moved beyond what was booked; None: not known
    reasons: tuple[str, ...]  # why it is not known, or what may explain the difference


def compared(since: AccountState, until: AccountState, booked: Booked) -> BalanceControl:
    """The control total of a stretch of time, computed exactly.

    Brokers book in whole cents: each fill may differ by half a cent, all by one at most.
    """
    with exactly():
        moved = until.balance - since.balance
        difference = moved - booked.total
    rounding = min(_A_ROUNDING * booked.fills, _MOST)
    reasons: tuple[str, ...] = ()
    if booked.results_unknown:
        verdict, reasons = Verdict.UNKNOWN, (_unknown_results(booked.results_unknown),)
    elif abs(difference) <= rounding:
        verdict = Verdict.AGREES
    elif booked.fees_unknown and any(
        abs(difference + fees) <= rounding for fees in _stated_fees(since, until)
    ):
        verdict = Verdict.EXPLAINED
        reasons = (f"The broker's own fees of {canonical(-difference)} make it up.",)
    else:
        verdict, reasons = Verdict.DIFFERS, tuple(_explanations(booked))
    return BalanceControl(
        since=since,
        until=until,
        booked=booked,
        verdict=verdict,
        moved=moved,
        difference=None if verdict is Verdict.UNKNOWN else difference,
        reasons=reasons,
    )


def _unknown_results(count: int) -> str:
    return (
        f"What {_some(count, 'closing fill')} made is not known in the account's currency,"
        " so nothing can be compared."
    )


def _stated_fees(since: AccountState, until: AccountState) -> Iterator[Decimal]:
    """What the broker may mean by its fees of the stretch: its day may have begun within."""
    if until.today_fees is None:
        return
    yield until.today_fees
    if since.today_fees is not None:
        yield exact_sum((until.today_fees, -since.today_fees))


def _explanations(booked: Booked) -> Iterator[str]:
    if booked.fees_unknown:
        yield f"Commission and swap of {_some(booked.fees_unknown, 'fill')} are not told."
    elif booked.open_trades:
        yield f"Swap of {_some(booked.open_trades, 'open position')} is not told."
    if booked.binned:
        yield f"{_some(booked.binned, 'closing fill')} of trades in the bin are not counted."
    yield "Deposits and withdrawals are not told by the broker."


def _some(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
