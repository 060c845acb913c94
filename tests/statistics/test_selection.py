"""The one filter."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import MONDAY, ATrade, an_account, columns_of

from fillbook.domain.execution import Direction
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Outcome, Status
from fillbook.statistics.selection import select

JOURNAL = columns_of(
    [
        ATrade(id="long", net="10", day=0, symbol="MES", setup="Opening range", tags=("A", "late")),
        ATrade(id="short", net="-9", day=1, direction=Direction.SHORT, symbol="mnq", grade="B"),
        ATrade(id="flat", net="0", day=2, symbol="EURUSD", account="Forex", reviewed=True),
        ATrade(id="put away", net="7", day=3, symbol="MES", archived=True, strategy="Trend"),
        ATrade(id="open", is_open=True, day=4, minute=600, symbol="MES", tags=("LATE",), parts=()),
        ATrade(
            id="missed",
            executed=False,
            net=None,
            day=5,
            minute=600,
            symbol="MNQ",
            setup="opening RANGE",
        ),
    ],
    accounts=[an_account(), an_account("Forex")],
)


def ids(query, hits=None):
    chosen = select(JOURNAL, query, hits)
    return [trade for trade, wanted in zip(JOURNAL.ids, chosen, strict=True) if wanted]


def day(offset):
    return MONDAY + timedelta(days=offset)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (TradeQuery(), ["long", "short", "flat", "put away", "open", "missed"]),
        (TradeQuery(symbols=("mes",)), ["long", "put away", "open"]),
        (TradeQuery(symbols=("MES", "MNQ")), ["long", "short", "put away", "open", "missed"]),
        (TradeQuery(symbols=("ME",)), []),
        (TradeQuery(tags=("Late",)), ["long", "open"]),
        (TradeQuery(tags=("a", "late")), ["long", "open"]),
        (TradeQuery(setups=("OPENING range",)), ["long", "missed"]),
        (TradeQuery(strategies=("trend",)), ["put away"]),
        (TradeQuery(grades=("b",)), ["short"]),
        (TradeQuery(accounts=("forex",)), ["flat"]),
        (TradeQuery(directions=(Direction.SHORT,)), ["short"]),
        (TradeQuery(outcomes=(Outcome.WIN,)), ["long", "put away"]),
        (TradeQuery(outcomes=(Outcome.LOSS, Outcome.BREAKEVEN)), ["short", "flat"]),
        (TradeQuery(statuses=(Status.OPEN,)), ["open"]),
        (TradeQuery(reviewed=True), ["flat"]),
        (TradeQuery(symbols=("MES",), outcomes=(Outcome.WIN,), tags=("a",)), ["long"]),
        (TradeQuery(first_day=day(1), last_day=day(2)), ["short", "flat"]),
        (TradeQuery(first_day=day(4)), ["open", "missed"]),
        (TradeQuery(last_day=day(0)), ["long"]),
    ],
)
def test_a_query_means_these_trades(query, expected):
    assert ids(query) == expected


def test_words_that_were_found_narrow_the_choice():
    query = TradeQuery(text="breakout", symbols=("MES",))

    assert ids(query, frozenset({"long", "short"})) == ["long"]
    assert ids(query, frozenset()) == []


def test_hits_of_no_words_narrow_nothing():
    assert len(ids(TradeQuery(text="  "), frozenset())) == 6


@given(
    st.lists(
        st.builds(
            ATrade,
            net=st.sampled_from(["10", "-10", "0"]),
            day=st.integers(0, 5),
            symbol=st.sampled_from(["MES", "MNQ", "CL"]),
            tags=st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple),
        ),
        max_size=20,
    ),
    st.lists(st.sampled_from(["MES", "MNQ", "ZB"]), max_size=2),
    st.lists(st.sampled_from(["a", "B", "d"]), max_size=2),
    st.integers(0, 5),
)
def test_the_filter_equals_a_plain_loop(journal, symbols, tags, first):
    query = TradeQuery(symbols=tuple(symbols), tags=tuple(tags), first_day=day(first))
    ordered = sorted(journal, key=lambda trade: trade.closed_at)

    expected = [
        (not symbols or trade.symbol in symbols)
        and (not tags or bool({tag.lower() for tag in tags} & set(trade.tags)))
        and trade.day >= first
        for trade in ordered
    ]

    assert select(columns_of(journal), query).tolist() == expected
