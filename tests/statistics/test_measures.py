"""The same trades in R, percent and ticks."""

from dataclasses import replace
from decimal import Decimal

import pytest
from populations import ATrade, a_population, an_account, golden

from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Outcome
from fillbook.statistics.catalogue import BY_KEY, STATISTICS
from fillbook.statistics.document import figure_document, population_document, rows
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Unit
from fillbook.statistics.terms import Band, Measure, Terms
from fillbook.statistics.uncertainty import Resampling, money_intervals, r_intervals

IN_R, IN_PERCENT, IN_TICKS = (
    Terms(measure=measure) for measure in (Measure.R, Measure.PERCENT, Measure.TICKS)
)


def value(people: Population, key: str) -> object:
    return BY_KEY[key].of(people).value


def test_the_golden_vector_in_r_has_the_designs_figures():
    people = golden(IN_R)

    assert value(people, "payoff_ratio") == pytest.approx(1.8293, abs=5e-5)
    assert value(people, "break_even_win_rate") == pytest.approx(0.3532, abs=5e-5)
    assert float(value(people, "expectancy")) == pytest.approx(0.3549, abs=5e-5)
    assert value(people, "standard_deviation") == pytest.approx(1.4761, abs=5e-5)


def test_what_is_called_a_win_stays_one_in_every_measure():
    counts = {
        (people.wins, people.losses, people.breakevens)
        for people in (golden(Terms(measure=measure)) for measure in Measure)
    }

    assert counts == {(5, 5, 2)}


def test_percent_is_of_what_the_account_started_with():
    people = golden(IN_PERCENT)

    assert value(people, "net_pnl") == Decimal("0.0641")
    assert value(people, "max_drawdown") == Decimal("0.0254")
    assert value(people, "return_on_account") == pytest.approx(0.0641)


def test_percent_adds_up_accounts_of_two_currencies():
    people = a_population(
        ATrade(net="100", account="Main"),
        ATrade(net="100", account="Tokyo", day=1),
        accounts=[
            an_account(starting_balance="10000"),
            an_account("Tokyo", currency="JPY", starting_balance="50000"),
        ],
        terms=IN_PERCENT,
    )

    assert value(people, "net_pnl") == Decimal("0.012")
    assert BY_KEY["sharpe"].of(people).reason == "trades in JPY and USD are not added up"


def test_a_tick_is_worth_the_whole_quantity():
    # Two contracts, 5 a point, a quarter point a tick: 2.50 a tick for both.
    people = a_population(ATrade(net="25", quantity="2"), terms=IN_TICKS)

    assert value(people, "net_pnl") == Decimal(10)
    assert rows(people)[6].statistic.key == "gross_profit"
    assert figure_document(rows(people)[6], people)["unit"] == "ticks"


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        (IN_R, "no initial risk"),
        (IN_PERCENT, "the starting balance of its account is not known"),
        (IN_TICKS, "its tick size or contract size is not known"),
    ],
)
def test_a_trade_without_a_result_in_the_measure_is_left_out_and_named(terms: Terms, reason: str):
    people = a_population(
        ATrade(net="10", risk="10", tick="0.25"),
        ATrade(net="20", day=1, account="Other", tick=None, id="the-other"),
        accounts=[an_account(), an_account("Other", starting_balance=None)],
        terms=terms,
    )

    document = population_document(people)

    assert (document["trades"], document["unit"]) == (1, terms.measure.value)
    assert document["excluded"] == [{"trade": "the-other", "reason": reason}]


def test_partial_exits_of_an_open_trade_count_in_r_too():
    people = a_population(
        ATrade(net="50", is_open=True, parts=((0, "30"), (1, "20")), risk="100"), terms=IN_R
    )

    assert people.money(people.realised_open) == Decimal("0.5")
    assert value(people, "max_drawdown") == 0


def test_figures_of_balances_and_counts_are_the_same_in_every_measure():
    money = golden()
    free = [s for s in STATISTICS if s.of_balance or s.unit in (Unit.SECONDS, Unit.COUNT)]
    steady = [s for s in free if "drawdown_trades" not in s.key and s.key != "drawdowns"]

    for measure in (Measure.R, Measure.PERCENT, Measure.TICKS):
        people = golden(Terms(measure=measure))
        for statistic in steady:
            found, wanted = statistic.of(people), statistic.of(money)
            assert (found.value, found.reason) == (
                wanted.value if wanted.value is None else pytest.approx(wanted.value),
                wanted.reason,
            ), (measure, statistic.key)


def test_every_amount_of_equal_risks_is_the_money_over_the_risk():
    trades = [ATrade(net=net, day=i, risk="50", fees="2") for i, net in enumerate(("75", "-50"))]
    money, in_r = a_population(*trades), a_population(*trades, terms=IN_R)

    for statistic in STATISTICS:
        if statistic.unit is not Unit.MONEY:
            continue
        amount, multiple = statistic.of(money), statistic.of(in_r)
        assert multiple.reason == amount.reason
        if amount.value is not None:
            assert float(multiple.value) == pytest.approx(float(amount.value) / 50), statistic.key


def test_the_interval_of_the_expectancy_in_r_is_the_one_of_the_mean_r():
    people = golden(IN_R)
    plan = Resampling(resamples=500)

    in_units, of_r = (
        money_intervals(people, plan)["expectancy"],
        r_intervals(people, plan)["mean_r"],
    )

    assert (in_units.low, in_units.high) == pytest.approx((of_r.low, of_r.high))


def test_a_band_in_r_or_ticks_moves_counts_and_no_sum():
    trades = [ATrade(net=net, day=i, risk="100") for i, net in enumerate(("10", "-10", "11", "90"))]
    band = Band(Decimal("-0.1"), Decimal("0.1"), Measure.R)
    plain, banded = a_population(*trades), a_population(*trades, terms=Terms(band=band))
    in_ticks = a_population(*trades, terms=Terms(band=Band(Decimal(-8), Decimal(8), Measure.TICKS)))

    assert (plain.wins, plain.losses, plain.breakevens) == (3, 1, 0)
    assert (banded.wins, banded.losses, banded.breakevens) == (2, 0, 2)
    assert (in_ticks.wins, in_ticks.losses, in_ticks.breakevens) == (2, 0, 2)
    assert value(banded, "profit_factor") == value(plain, "profit_factor")
    assert value(banded, "average_win") == Decimal("50.5")


def test_the_outcome_of_a_filter_goes_by_the_band_that_was_asked_for():
    trades = [ATrade(net=net, day=i, risk="100") for i, net in enumerate(("10", "20"))]
    terms = Terms(band=Band(Decimal(0), Decimal("0.1"), Measure.R))
    wins = TradeQuery(outcomes=(Outcome.WIN,))

    assert len(a_population(*trades, query=wins, terms=terms)) == 1
    assert len(a_population(*trades, query=wins, terms=replace(terms, band=None))) == 2
