"""Rules that were kept or broken, and ideas that were copied to several accounts."""

from decimal import Decimal

import pytest
from populations import ATrade, a_population, an_account

from fillbook.statistics.breakdown import groups
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.explanation import explain
from fillbook.statistics.population import Population
from fillbook.statistics.rules import rule_cost_difference, without_breaches

TRADES = (
    ATrade(net="100", day=0, risk="50", kept=("plan", "news")),
    ATrade(net="-30", day=1, risk="50", kept=("plan",), broken=("news",)),
    ATrade(net="-20", day=2, broken=("plan", "news")),
    ATrade(net="10", day=3),
)


def value(people: Population, key: str) -> object:
    return BY_KEY[key].of(people).value


def counts(people: Population, dimension: str) -> dict[str | None, int]:
    return {g.key: len(g.population) for g in groups(people, DIMENSIONS[dimension])}


def test_a_trade_that_broke_one_rule_broke_the_rules():
    people = a_population(*TRADES)

    assert counts(people, "rules") == {"kept": 1, "broken": 2, None: 1}
    assert value(people, "rules_kept") == pytest.approx(1 / 3)
    assert value(people, "rule_cost") == Decimal(-50)
    assert value(people, "rule_cost_r") == pytest.approx(-0.6)


def test_each_rule_is_a_row_of_its_own():
    assert counts(a_population(*TRADES), "rule") == {
        "news broken": 2,
        "news kept": 1,
        "plan broken": 1,
        "plan kept": 2,
        None: 1,
    }


def test_the_curve_without_breaches_is_that_of_the_other_trades():
    people = a_population(*TRADES)

    assert without_breaches(people).levels.tolist() == [100_00, 110_00]
    assert people.curve.levels.tolist()[-1] == 60_00


def test_breaking_is_compared_with_keeping():
    people = a_population(*TRADES)

    difference = rule_cost_difference(people)
    in_r = rule_cost_difference(people, in_r=True)

    assert difference is not None
    assert in_r is not None
    assert (difference.first, difference.second) == (-25, 100)
    assert in_r.value == pytest.approx(-2.6)


def test_without_rules_or_breaches_the_reason_is_told():
    unchecked, kept = a_population(ATrade(net="1")), a_population(ATrade(net="1", kept=("plan",)))

    assert BY_KEY["rule_cost"].of(unchecked).reason == "no trade was checked against a rule"
    assert BY_KEY["rule_cost_r"].of(kept).reason == "no rule was broken"
    assert rule_cost_difference(kept) is None


def test_copies_of_a_decision_count_once_and_their_money_each_time():
    people = a_population(
        ATrade(net="100", minute=1, decision=0),
        ATrade(net="90", minute=2, decision=0, account="Second"),
        ATrade(net="-40", minute=3),
        accounts=[an_account(), an_account("Second")],
    )

    assert (value(people, "trades"), value(people, "decisions")) == (3, 2)
    assert value(people, "decision_win_rate") == 0.5
    assert value(people, "win_rate_decided") == pytest.approx(2 / 3)
    assert value(people, "decision_expectancy") == Decimal(75)
    assert value(people, "decision_profit_factor") == pytest.approx(190 / 40)
    assert counts(people, "decision") == {"copied": 2, "single": 1}


def test_size_is_told_beside_the_usual_of_the_symbol():
    quantities = ("1", "2", "2", "2", "4", "10")
    trades = [ATrade(net="1", day=day, quantity=size) for day, size in enumerate(quantities)]

    people = a_population(*trades, ATrade(net="1", day=9, quantity="500", symbol="AAPL"))

    assert counts(people, "size") == {
        "half to usual": 1,
        "usual": 4,
        "up to double": 1,
        "over double": 1,
    }


def test_the_trades_behind_a_rules_cost_add_up_to_it():
    people = a_population(*TRADES)

    for key in ("rule_cost", "rule_cost_r"):
        explanation = explain(people, key)
        total = sum(float(part.value) for part in explanation.behind)
        assert total == pytest.approx(float(explanation.figure.value))
    reasons = [left.reason for left in explain(people, "rule_cost").left_out]
    assert reasons == ["checked against no rule"]
