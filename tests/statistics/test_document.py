"""What ``fillbook stats --json`` gives."""

import json

import pytest
from populations import ATrade, a_population, an_account, golden

from fillbook.statistics.catalogue import FIXED_KEYS
from fillbook.statistics.dimensions import BY_KEY
from fillbook.statistics.document import plain, statistics_document


def figure(document, key):
    return next(row for row in document["statistics"] if row["key"] == key)


def test_the_document_has_every_fixed_key_once_and_is_json():
    document = json.loads(json.dumps(statistics_document(golden())))

    keys = [row["key"] for row in document["statistics"]]
    assert set(FIXED_KEYS) <= set(keys)
    assert len(keys) == len(set(keys))
    assert document["groups"] is None


def test_a_figure_in_the_document():
    row = figure(statistics_document(golden()), "profit_factor")

    assert row["title"] == "Profit factor"
    assert row["value"].startswith("1.8697")
    assert (row["unit"], row["reason"], row["n"]) == ("ratio", None, 12)
    assert float(row["low"]) < 1.8697 < float(row["high"])


def test_the_population_says_what_it_rests_on():
    people = a_population(
        ATrade(net="10", day=0, fees=None, fees_unknown=2),
        ATrade(net="20", day=2),
        ATrade(is_open=True, day=3, parts=((3, "5.50"),)),
        ATrade(id="x", net="1", archived=True),
    )

    assert statistics_document(people)["population"] == {
        "trades": 2,
        "open": 1,
        "from": "2026-03-02",
        "to": "2026-03-04",
        "currency": "USD",
        "rates": [],
        "basis": "net",
        "unit": "money",
        "breakeven": None,
        "clock": [{"timezone": "UTC", "day_ends": "00:00"}],
        "realised_open": "5.5",
        "fees_unknown": 2,
        "grade": "none",
        "excluded": [{"trade": "x", "reason": "archived"}],
    }


def test_an_empty_journal_has_a_document():
    document = statistics_document(a_population(), by=BY_KEY["symbol"])

    assert (document["population"]["from"], document["groups"]) == (None, [])
    assert figure(document, "sharpe")["value"] is None


def test_groups_carry_the_same_statistics():
    people = a_population(ATrade(net="10", symbol="MES"), ATrade(net="-4", symbol="CL"))

    document = statistics_document(people, by=BY_KEY["symbol"])

    assert [group["key"] for group in document["groups"]] == ["CL", "MES"]
    assert figure(document["groups"][0], "net_pnl")["value"] == "-4"
    keys = [row["key"] for row in document["statistics"]]
    assert [row["key"] for row in document["groups"][0]["statistics"]] == keys


def test_several_currencies_have_no_money():
    accounts = [an_account(), an_account("Berlin", currency="EUR")]
    people = a_population(ATrade(net="1"), ATrade(net="2", account="Berlin"), accounts=accounts)

    document = statistics_document(people)

    assert document["population"]["currency"] is None
    assert document["population"]["realised_open"] is None
    assert figure(document, "net_pnl")["reason"] == "trades in EUR and USD are not added up"


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (None, None),
        (3, "3"),
        (0.1, "0.1"),
        (1e-9, "0.000000001"),
        (-0.0, "0"),
        (1e22, "1" + "0" * 22),
    ],
)
def test_numbers_are_written_in_plain_digits(value, digits):
    assert plain(value) == digits


def test_a_group_says_whether_it_stands_out_among_so_many():
    steady = (ATrade(net=str(8 + i % 3), day=i, risk="10", setup="steady") for i in range(12))
    even = (
        ATrade(net="-9" if i % 2 else "9", day=i, minute=9, risk="10", setup="even")
        for i in range(12)
    )
    once = ATrade(net="50", day=3, minute=99, risk="10", setup="once")

    document = statistics_document(a_population(*steady, *even, once), by=BY_KEY["setup"])

    found = {group["key"]: group for group in document["groups"]}
    assert {key: group["stands_out"] for key, group in found.items()} == {
        "even": False,
        "once": False,
        "steady": True,
    }
    assert found["once"]["chance_of_luck"] is None
    assert [found[key]["grade"] for key in ("even", "once")] == ["early", "none"]
