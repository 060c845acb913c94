"""What breaking rules costs, in words and as a supposed curve."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from builders import a_fill, a_statement, an_account
from fillbook.domain.query import TradeQuery
from fillbook.gui.figures.rule_cost import SUPPOSED, RuleCost, rule_cost, sure_cost
from fillbook.gui.figures.source import FigureSource
from fillbook.statistics.uncertainty import Resampling
from fillbook.storage.library import Library

RESULTS = (40, -20, 30, -10, 20, -30)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        account, _ = opened.add_account(an_account(starting_balance=Decimal(1000)))
        fills = [
            a_fill(side, 100 + gain * (side < 0), minute=24 * 60 * day + 5 * (side < 0), fees=0)
            for day, gain in enumerate(RESULTS)
            for side in (1, -1)
        ]
        opened.save_import(account.id, [a_statement(*fills)])
        yield opened


def check(library: Library, *, is_broken_by_losers: bool) -> None:
    """Every trade was held against one rule."""
    columns = library.columns()
    for place, trade in enumerate(columns.ids):
        broken = is_broken_by_losers and columns.net_pnl[place] < 0
        library.edit([trade], {"confirmation.plan": "no" if broken else "yes"})


def told(library: Library) -> RuleCost:
    population = FigureSource(library).population(TradeQuery())
    return sure_cost(rule_cost(population), population, Resampling())


def test_trades_that_were_never_checked_say_what_to_do(library: Library):
    found = told(library)

    assert not found.is_checked
    assert found.verdict == "Tick the rules of your trades to see what breaking them costs."
    assert found.lines == ()


def test_the_cost_of_a_breach_is_the_difference_of_the_means(library: Library):
    check(library, is_broken_by_losers=True)

    found = told(library)

    assert found.verdict == "Breaking a rule costs about 50.00 a trade."  # -20 less 30
    assert found.is_told_apart
    assert found.rests.startswith("50.0")
    assert [row.word for row in found.rules.rows] == ["plan broken", "plan kept"]


def test_the_supposed_curve_leaves_the_breaches_out(library: Library):
    check(library, is_broken_by_losers=True)

    (line,) = told(library).lines

    assert line.name == SUPPOSED
    assert list(line.levels) == [40, 70, 90]


def test_where_every_rule_was_kept_nothing_is_compared(library: Library):
    check(library, is_broken_by_losers=False)

    assert told(library).verdict == "No rule was broken."
