"""Groups of trades."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from populations import ATrade, a_population, an_account

from fillbook.domain.execution import Direction
from fillbook.statistics.breakdown import groups, table
from fillbook.statistics.catalogue import figures
from fillbook.statistics.dimensions import BY_KEY, DIMENSIONS

FIXED = (
    "symbol", "weekday", "hour", "day", "month", "year", "tag", "account", "direction", "setup",
    "strategy", "grade", "emotion", "session", "asset_type", "currency", "exit_type", "holding",
)  # fmt: skip


def keys_and_counts(people, dimension):
    return [(g.key, len(g.population)) for g in groups(people, BY_KEY[dimension])]


def test_the_dimensions_of_the_command_line_come_first():
    assert tuple(dimension.key for dimension in DIMENSIONS)[: len(FIXED)] == FIXED
    assert len(BY_KEY) == len(DIMENSIONS)


@pytest.mark.parametrize(
    ("dimension", "expected"),
    [
        ("symbol", [("CL", 1), ("MES", 2)]),
        ("weekday", [("monday", 2), ("friday", 1)]),
        ("hour", [("09", 1), ("15", 1), (None, 1)]),
        ("day", [("2026-03-02", 1), ("2026-03-06", 1), ("2026-04-06", 1)]),
        ("month", [("2026-03", 2), ("2026-04", 1)]),
        ("year", [("2026", 3)]),
        ("tag", [("late", 2), ("news", 1), (None, 1)]),
        ("account", [("Forex", 1), ("Main", 2)]),
        ("direction", [("long", 2), ("short", 1)]),
        ("setup", [("gap", 1), (None, 2)]),
        ("grade", [("A+", 1), (None, 2)]),
        ("emotion", [("calm", 1), (None, 2)]),
        ("session", [("london", 1), (None, 2)]),
        ("exit_type", [("stop_loss", 1), (None, 2)]),
        ("asset_type", [("forex", 1), ("futures", 2)]),
        ("currency", [("EUR", 1), ("USD", 2)]),
        ("holding", [("under 1 min", 1), ("15-60 min", 1), (None, 1)]),
        ("strategy", [(None, 3)]),
        ("half_hour", [("09:30", 1), ("15:00", 1), (None, 1)]),
        ("week", [("2026-W10", 2), ("2026-W15", 1)]),
        ("quarter", [("2026-Q1", 2), ("2026-Q2", 1)]),
        ("bias", [(None, 3)]),
        ("confidence", [(None, 3)]),
        ("reviewed", [("no", 3)]),
    ],
)
def test_each_trade_finds_its_group(dimension, expected):
    people = a_population(
        ATrade(net="10", day=0, minute=600, held=30, setup="gap", tags=("late", "news")),
        ATrade(
            net="-5", day=4, minute=900, held=0, symbol="CL", direction=Direction.SHORT,
            tags=("late",), grade="A+", emotion="calm", session="london", exit_type="stop_loss",
        ),
        ATrade(
            net="7", day=35, minute=600, day_precision=True, account="Forex", asset_type="forex"
        ),
        accounts=[an_account(), an_account("Forex", currency="EUR")],
    )  # fmt: skip

    assert keys_and_counts(people, dimension) == expected


def test_the_trades_of_a_day_are_numbered_by_their_entries():
    people = a_population(
        *(ATrade(net="1", day=0, minute=600 - i, held=i) for i in range(7)),
        ATrade(net="1", day=1, minute=60),
    )

    assert keys_and_counts(people, "nth_of_day") == [
        ("1st", 2), ("2nd", 1), ("3rd", 1), ("4th", 1), ("5th", 1), ("6th or later", 2),
    ]  # fmt: skip


def test_a_trade_comes_after_what_had_closed_when_it_was_opened():
    people = a_population(
        ATrade(id="first", net="10", minute=100, held=10),
        ATrade(id="meanwhile", net="5", minute=140, held=60),
        ATrade(id="after a win", net="-3", minute=130, held=10),
        ATrade(id="after a loss", net="0", minute=138, held=2),
        ATrade(id="after an even one", net="2", minute=139, held=0),
        ATrade(id="elsewhere", net="2", minute=300, held=1, account="Second"),
        accounts=[an_account(), an_account("Second")],
    )

    found = {
        group.key: [people.table.source.ids[row] for row in group.population.rows]
        for group in groups(people, BY_KEY["after"])
    }

    assert found == {
        "win": ["after a win"],
        "loss": ["after a loss"],
        "breakeven": ["after an even one"],
        None: ["first", "meanwhile", "elsewhere"],
    }


def test_several_currencies_split_into_groups_with_money():
    people = a_population(
        ATrade(net="10"),
        ATrade(net="7", account="Forex"),
        accounts=[an_account(), an_account("Forex", currency="EUR")],
    )

    found = {g.key: figures(g.population) for g in groups(people, BY_KEY["currency"])}

    assert {key: str(f["net_pnl"].value) for key, f in found.items()} == {
        "EUR": "7.00",
        "USD": "10.00",
    }


def test_spellings_that_differ_in_case_are_one_group():
    people = a_population(ATrade(net="1", tags=("Late",)), ATrade(net="2", tags=("late",)))

    assert keys_and_counts(people, "tag") == [("Late", 2)]


def test_a_group_keeps_the_partial_exits_of_its_open_trades():
    people = a_population(
        ATrade(net="10", symbol="MES"),
        ATrade(is_open=True, symbol="MES", day=1, parts=((1, "-4"),)),
        ATrade(net="3", symbol="CL"),
    )

    mes = next(g.population for g in groups(people, BY_KEY["symbol"]) if g.key == "MES")

    assert (mes.net, mes.realised_open, len(mes.open_rows)) == (1000, -400, 1)


journals = st.lists(
    st.builds(
        ATrade,
        net=st.integers(-9999, 9999).map(str),
        day=st.integers(0, 9),
        minute=st.integers(60, 1000),
        risk=st.sampled_from([None, "10", "25"]),
        symbol=st.sampled_from(["MES", "MNQ", "CL"]),
        setup=st.sampled_from([None, "gap", "fade"]),
        tags=st.lists(st.sampled_from(["a", "b", "c"]), unique=True).map(tuple),
        is_open=st.sampled_from([False, False, False, True]),
    ),
    max_size=25,
)


@given(journals, st.sampled_from(FIXED))
def test_the_fast_table_equals_the_groups_one_by_one(journal, dimension):
    people = a_population(*journal)
    rows = table(people, BY_KEY[dimension])
    each = list(groups(people, BY_KEY[dimension]))

    assert rows.keys == tuple(group.key for group in each)
    assert rows.trades.tolist() == [len(g.population) for g in each]
    assert rows.wins.tolist() == [g.population.wins for g in each]
    assert rows.losses.tolist() == [g.population.losses for g in each]
    assert rows.net.tolist() == [g.population.net for g in each]
    assert rows.gross_loss.tolist() == [g.population.gross_loss for g in each]
    assert rows.r_known.tolist() == [len(g.population.r) for g in each]
    assert rows.r_total.tolist() == pytest.approx([g.population.r.sum() for g in each])


@given(journals, st.sampled_from([key for key in FIXED if key != "tag"]))
def test_groups_add_up_to_the_whole(journal, dimension):
    people = a_population(*journal)
    parts = [g.population for g in groups(people, BY_KEY[dimension])]

    assert sum(len(part) for part in parts) == len(people)
    assert sum(part.net for part in parts) == people.net


@given(journals)
def test_a_trade_with_two_tags_is_in_both_groups(journal):
    people = a_population(*journal)
    closed = [trade for trade in journal if not trade.is_open]

    found = dict(keys_and_counts(people, "tag"))

    for tag in ("a", "b", "c"):
        assert found.get(tag, 0) == sum(tag in trade.tags for trade in closed)
    assert found.get(None, 0) == sum(not trade.tags for trade in closed)
    assert table(people, BY_KEY["tag"]).overlaps
