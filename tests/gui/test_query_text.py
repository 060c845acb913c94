from datetime import date

import pytest

from fillbook.domain.execution import Direction
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Outcome, Status
from fillbook.gui.pages.trades.query_text import (
    FIELDS,
    NotUnderstood,
    offers,
    parsed,
    terms,
    without,
)


def test_a_line_of_terms_becomes_one_query():
    query = parsed('symbol:MES tag:late side:short pnl<0 is:closed "moved stop"', TradeQuery())

    assert query == TradeQuery(
        symbols=("MES",),
        tags=("late",),
        directions=(Direction.SHORT,),
        outcomes=(Outcome.LOSS,),
        statuses=(Status.CLOSED,),
        text="moved stop",
    )


def test_quotes_hold_words_of_a_value_together():
    assert parsed('setup:"Opening range"', TradeQuery()).setups == ("Opening range",)


def test_days_are_read_and_others_are_named():
    assert parsed("from:2026-09-01", TradeQuery()).first_day == date(2026, 9, 1)
    with pytest.raises(NotUnderstood, match="2026-11-20"):
        parsed("from:yesterday", TradeQuery())


@pytest.mark.parametrize("typed", ["colour:red", "side:up", "is:maybe"])
def test_what_is_no_filter_is_refused_with_what_would_be(typed: str):
    with pytest.raises(NotUnderstood):
        parsed(typed, TradeQuery())


def test_every_term_can_be_taken_away_again():
    query = parsed(
        "account:Main symbol:MES symbol:MNQ side:long tag:a setup:b strategy:c grade:A is:open "
        "result:win from:2026-01-01 to:2026-02-01 reviewed:yes words",
        TradeQuery(),
    )

    assert {term.label for term in terms(query) if term.label} >= set(FIELDS) - {"reviewed"}
    for term in terms(query):
        query = without(query, term)
    assert query == TradeQuery()


def test_the_line_completes_fields_and_then_their_values():
    known = {"tags": ("early exit", "late"), "symbols": ("MES",)}

    assert offers("ta", lambda part: known.get(part, ()))[1] == [("tag:", "tag:")]
    typed, found = offers("symbol:MES tag:ear", lambda part: known.get(part, ()))

    assert typed == "ear"
    assert found == [('tag:"early exit" ', "early exit")]
