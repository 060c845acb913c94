"""A day by the broker's balances, beside what is booked here."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from builders import NOON, a_fill, a_statement, an_account
from fillbook.domain.account_state import AccountState
from fillbook.domain.balance_control import BalanceControl, Verdict
from fillbook.domain.cash import CashEvent, CashKind
from fillbook.domain.execution import Execution
from fillbook.storage.library import Library

BEFORE, AFTER = NOON - timedelta(hours=20), NOON + timedelta(hours=2)
DAY = NOON.date()


class Books:
    """A library with one account, and what its broker said."""

    def __init__(self, library: Library) -> None:
        self.library = library
        account, _ = library.add_account(an_account())
        self.account = account.id
        self._files = count()

    def said(self, at: datetime, balance: str, fees: str | None = None) -> None:
        state = AccountState(
            account_id=self.account,
            source="locker",
            at=at,
            balance=Decimal(balance),
            today_fees=None if fees is None else Decimal(fees),
        )
        self.library.sync(lambda store: store.put_account_state(state), origin="remote:locker")

    def traded(self, exit_price: str = "13", fees: str | None = "1", minute: int = 0) -> None:
        """Ten shares that made thirty, unless the price says otherwise."""
        self.took(
            a_fill(10, minute=minute, fees=fees),
            a_fill(-10, price=exit_price, minute=minute + 5, fees=fees),
        )

    def paid_in(self, amount: str) -> None:
        event = CashEvent(
            kind=CashKind.DEPOSIT, amount=Decimal(amount), at=NOON + timedelta(minutes=1)
        )
        self.took(cash_events=(event,))

    def took(self, *fills: Execution, **fields: Any) -> None:
        """Import a file."""
        statement = a_statement(*fills, file=f"{next(self._files)}.csv", **fields)
        self.library.save_import(self.account, [statement])

    def control(
        self, day: date | None = DAY, answered: datetime | None = None
    ) -> BalanceControl | None:
        return self.library.balance_control(self.account, day, answered)


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    with Library.open(tmp_path / "journal") as library:
        yield Books(library)


def test_a_balance_that_moved_as_the_trades_say_agrees(books: Books):
    books.said(BEFORE, "1000")
    books.traded()
    books.said(AFTER, "1028")

    control = books.control()

    assert control is not None
    assert (control.verdict, control.difference) == (Verdict.AGREES, 0)
    assert (control.moved, control.booked.gross, control.booked.fees) == (28, 30, 2)


def test_a_difference_is_told_to_the_last_digit_with_what_may_explain_it(books: Books):
    books.said(BEFORE, "1000")
    books.traded(fees=None)
    books.said(AFTER, "1022.9")

    control = books.control()

    assert control is not None
    assert (control.verdict, control.difference) == (Verdict.DIFFERS, Decimal("-7.1"))
    assert any("Commission and swap of 2 fills" in reason for reason in control.reasons)
    assert any("Deposits" in reason for reason in control.reasons)


@pytest.mark.parametrize(("before", "after"), [("0", "7"), ("5", "12"), ("5", "7")])
def test_the_fees_that_the_broker_states_may_make_up_the_difference(
    books: Books, before: str, after: str
):
    books.said(BEFORE, "1000", fees=before)
    books.traded(fees=None)
    books.said(AFTER, "1023", fees=after)

    control = books.control()

    assert control is not None
    assert control.verdict is Verdict.EXPLAINED
    assert "7" in control.reasons[0]


def test_known_fees_are_not_counted_a_second_time(books: Books):
    books.said(BEFORE, "1000", fees="0")
    books.traded()
    books.said(AFTER, "1026", fees="2")

    control = books.control()

    assert control is not None
    assert (control.verdict, control.difference) == (Verdict.DIFFERS, -2)


def test_a_deposit_that_is_known_is_counted(books: Books):
    books.said(BEFORE, "1000")
    books.traded()
    books.paid_in("500")
    books.said(AFTER, "1528")

    control = books.control()

    assert control is not None
    assert (control.verdict, control.booked.cash) == (Verdict.AGREES, 500)


def test_a_result_that_is_not_known_leaves_the_day_unknown(books: Books):
    books.said(BEFORE, "1000")
    books.traded()
    books.took(a_fill(1, price=None, minute=20), a_fill(-1, price=None, minute=25))
    books.said(AFTER, "1028")

    control = books.control()

    assert control is not None
    assert (control.verdict, control.difference) == (Verdict.UNKNOWN, None)


def test_one_balance_alone_says_nothing(books: Books):
    books.traded()
    books.said(AFTER, "1028")

    assert books.control() is None
    assert books.control(day=None) is None


def test_a_day_on_which_nothing_was_said_has_no_control(books: Books):
    books.said(BEFORE, "1000")
    books.said(AFTER, "1000.5")

    assert books.control(DAY - timedelta(days=30)) is None


def test_a_balance_that_stayed_the_same_contradicts_a_trade(books: Books):
    books.said(BEFORE, "1000")
    books.traded()

    control = books.control(answered=AFTER)

    assert control is not None
    assert (control.verdict, control.difference) == (Verdict.DIFFERS, -28)
    assert control.until.at == AFTER


def test_a_fill_after_the_days_last_balance_is_held_against_the_next_one(books: Books):
    books.said(BEFORE, "1000")
    books.said(NOON - timedelta(hours=1), "1000.5")
    books.traded()
    books.said(NOON + timedelta(days=1), "1028.5")

    control = books.control()

    assert control is not None
    assert control.until.balance == Decimal("1028.5")
    assert control.difference == Decimal("0.5")


def test_a_trade_in_the_bin_is_named_and_not_counted(books: Books):
    books.said(BEFORE, "1000")
    books.traded()
    books.said(AFTER, "1028")
    books.library.delete([books.library.newest()[0].id])

    control = books.control()

    assert control is not None
    assert (control.verdict, control.booked.binned) == (Verdict.DIFFERS, 1)
    assert any("in the bin" in reason for reason in control.reasons)


def test_cents_that_a_broker_rounds_are_no_difference(books: Books):
    books.said(BEFORE, "1000")
    books.traded(exit_price="13.0004")
    books.said(AFTER, "1028")

    control = books.control()

    assert control is not None
    assert control.verdict is Verdict.AGREES
    assert control.difference == Decimal("-0.004")
