"""The engine against an oracle in exact fractions, on random journals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Oracle
from populations import ATrade, a_population, an_account

from fillbook.statistics.catalogue import BY_KEY, FIXED_KEYS, figures
from fillbook.statistics.document import plain
from fillbook.statistics.statistic import Unit

ACCOUNTS = (
    an_account("Main", band=("-5", "5")),
    an_account("Second", starting_balance="25000.50"),
    an_account("Paper", counted=False),
)
MONEY_TOTALS = (
    "gross_profit", "gross_loss", "net_pnl", "fees", "largest_win", "largest_loss",
    "median_pnl", "max_drawdown",
)  # fmt: skip

cents = st.integers(-40_000, 40_000).map(lambda units: str(Decimal(units) / 100))
small = st.sampled_from(["0", "5", "-5", "5.01", "-5.01", "0.01"])


@st.composite
def trades(draw, accounts=("Main", "Second", "Paper")):
    day = draw(st.integers(0, 40))
    is_open = draw(st.sampled_from([False] * 5 + [True]))
    net = draw(st.one_of(cents, small))
    parts = None
    if is_open:
        parts = tuple((day, draw(cents)) for _ in range(draw(st.integers(0, 1))))
    elif draw(st.booleans()):
        first = draw(cents)
        parts = ((max(0, day - draw(st.integers(0, 3))), first),)
        parts += ((day, str(Decimal(net) - Decimal(first))),)
    return ATrade(
        net=net,
        day=day,
        minute=draw(st.integers(1, 1439)),
        held=draw(st.integers(0, 5000)),
        fees=draw(st.sampled_from([None, "0", "1.24", "-0.30"])),
        risk=draw(st.sampled_from([None, "0", "50", "120", "87.5"])),
        parts=parts,
        is_open=is_open,
        archived=draw(st.sampled_from([False] * 6 + [True])),
        executed=draw(st.sampled_from([True] * 6 + [False])),
        account=draw(st.sampled_from(accounts)),
    )


journals = st.lists(trades(), max_size=40)


@given(journals)
@settings(max_examples=150)
def test_every_figure_equals_the_oracle(journal):
    mine = figures(a_population(*journal, accounts=ACCOUNTS))
    exact = Oracle(journal, ACCOUNTS).figures()

    assert set(exact) == set(FIXED_KEYS)
    for key, expected in exact.items():
        value = mine[key].value
        if expected is None:
            assert value is None, key
            assert mine[key].reason, key
        elif key in MONEY_TOTALS:
            assert Fraction(plain(value)) == expected, key
        else:
            assert float(value) == pytest.approx(float(expected), rel=1e-12, abs=1e-12), key


@given(journals)
def test_values_are_finite_plain_digits_and_what_is_missing_says_why(journal):
    for key, figure in figures(a_population(*journal, accounts=ACCOUNTS)).items():
        if figure.value is None:
            assert figure.reason, key
        else:
            digits = plain(figure.value)
            assert set(digits) <= set("-.0123456789"), key
            assert Decimal(digits).is_finite()


@given(journals, st.integers(1, 6))
def test_more_decimal_places_change_no_figure(journal, more):
    few = figures(a_population(*journal, accounts=ACCOUNTS))
    many = figures(a_population(*journal, accounts=ACCOUNTS, places=2 + more))

    for key, figure in few.items():
        if BY_KEY[key].unit in (Unit.MONEY, Unit.COUNT) and key != "standard_deviation":
            assert plain(figure.value) == plain(many[key].value), key


def test_amounts_beyond_64_bits_stay_exact():
    journal = [
        ATrade(net=net, day=i, minute=60, risk="100")
        for i, net in enumerate(["99999999999999999999.37", "-11111111111111111111.11", "0.02"])
    ]

    mine = figures(a_population(*journal, accounts=ACCOUNTS))

    assert plain(mine["net_pnl"].value) == "88888888888888888888.28"
    assert plain(mine["gross_loss"].value) == "11111111111111111111.11"
    assert plain(mine["max_drawdown"].value) == "11111111111111111111.11"
    assert plain(mine["median_pnl"].value) == "0.02"


def test_sums_that_leave_64_bits_though_no_amount_does_stay_exact():
    journal = [ATrade(net="90000000000000000.01", day=i) for i in range(4)]

    mine = figures(a_population(*journal, accounts=ACCOUNTS))

    assert plain(mine["net_pnl"].value) == "360000000000000000.04"
