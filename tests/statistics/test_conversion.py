"""Money in one currency, by rates that say where they come from."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import MONDAY, ATrade, Cash, a_population, an_account

from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.document import population_document
from fillbook.statistics.population import Population
from fillbook.statistics.rates import Rates
from fillbook.statistics.terms import Terms

IN_EURO = Terms(currency="EUR")
ACCOUNTS = (an_account(), an_account("Berlin", currency="EUR"))


def a_rate(rate: str, day: int = 0, base: str = "USD", quote: str = "EUR") -> ExchangeRate:
    return ExchangeRate(
        base=base, quote=quote, day=MONDAY + timedelta(days=day), rate=Decimal(rate), source="bank"
    )


def value(people: Population, key: str) -> object:
    return BY_KEY[key].of(people).value


def test_two_currencies_are_added_in_the_one_asked_for():
    people = a_population(
        ATrade(net="100"),
        ATrade(net="-40", day=1, account="Berlin"),
        accounts=ACCOUNTS,
        terms=IN_EURO,
        rates=[a_rate("0.9125")],
    )

    assert (people.currency, people.currency_reason) == ("EUR", None)
    assert value(people, "net_pnl") == Decimal("51.25")
    assert value(people, "profit_factor") == pytest.approx(91.25 / 40)


def test_each_part_goes_by_the_rate_of_its_own_day():
    people = a_population(
        ATrade(net="30", day=1, parts=((0, "10"), (1, "20"))),
        terms=IN_EURO,
        rates=[a_rate("0.5"), a_rate("0.25", day=1)],
    )

    assert people.realised.tolist() == [5_00_00, 5_00_00]
    assert value(people, "net_pnl") == Decimal(10)


def test_the_population_names_the_rates_that_it_used():
    people = a_population(
        ATrade(net="1", day=2), terms=IN_EURO, rates=[a_rate("0.9"), a_rate("0.8", day=3)]
    )

    assert population_document(people)["rates"] == [
        {"from": "USD", "to": "EUR", "day": "2026-03-02", "rate": "0.9", "source": "bank"}
    ]


def test_a_trade_without_a_rate_is_left_out_and_named():
    people = a_population(
        ATrade(net="1", day=0),
        ATrade(net="2", day=9, id="late"),
        ATrade(net="4", day=10, account="Berlin"),
        accounts=ACCOUNTS,
        terms=IN_EURO,
        rates=[a_rate("0.9")],
    )

    assert [(each.trade, each.reason) for each in people.excluded()] == [
        ("late", "no rate from USD to EUR for 2026-03-11")
    ]
    assert value(people, "net_pnl") == Decimal("4.9")


def test_balances_and_deposits_are_converted_too():
    people = a_population(
        ATrade(net="100", minute=60),
        ATrade(net="100", day=2),
        cash=[Cash(amount="1000", day=1)],
        terms=IN_EURO,
        rates=[a_rate("0.5")],
    )

    assert people.balance.start == 5000
    assert people.balance.moved.tolist() == [500]
    assert value(people, "return_on_account") == pytest.approx(1.01 * (1 + 100 / 11100) - 1)


def test_neither_r_nor_a_class_moves_with_the_rate():
    trades = [ATrade(net=net, day=0, minute=i, risk="50") for i, net in enumerate(("3", "75"))]
    accounts = [an_account(band=("-5", "5"))]
    people = a_population(*trades, accounts=accounts, terms=IN_EURO, rates=[a_rate("0.01")])

    assert people.r.tolist() == [0.06, 1.5]
    assert (people.wins, people.breakevens) == (1, 1)


def test_fees_are_what_lies_between_gross_and_net():
    people = a_population(ATrade(net="10", fees="4"), terms=IN_EURO, rates=[a_rate("0.3")])

    assert value(people, "fees") == Decimal("1.2")


def test_the_inverse_and_a_third_currency_serve_where_the_pair_is_not_stored():
    rates = Rates([a_rate("1.25", base="EUR", quote="USD"), a_rate("160", base="EUR", quote="JPY")])

    inverse, crossed = (rates.of("USD", quote, MONDAY) for quote in ("EUR", "JPY"))

    assert inverse is not None
    assert crossed is not None
    assert (inverse.rate, crossed.rate) == (Decimal("0.8"), Decimal(128))
    assert crossed.source == "bank by EUR"
    assert rates.of("USD", "EUR", MONDAY - timedelta(days=1)) is None


@given(st.lists(st.tuples(st.integers(-10**14, 10**14), st.integers(1, 10**8)), min_size=1,
                max_size=6))  # fmt: skip
def test_converted_totals_are_exact_whatever_their_size(moved: list[tuple[int, int]]):
    trades = [
        ATrade(net=str(Decimal(net).scaleb(-2)), day=day) for day, (net, _) in enumerate(moved)
    ]
    rates = [a_rate(str(Decimal(rate).scaleb(-6)), day=day) for day, (_, rate) in enumerate(moved)]

    people = a_population(*trades, terms=IN_EURO, rates=rates)

    assert value(people, "net_pnl") == sum(Decimal(net * rate) for net, rate in moved).scaleb(-8)
