import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.errors import Refused
from fillbook.importers.profile import Profile, RowKind, SkipRule
from fillbook.importers.profile_json import parse_profile, profile_at, profile_json

MY_BROKER = {
    "name": "My broker", "kind": "executions", "encoding": None, "delimiter": None,
    "header_row": None, "decimal": ".", "thousands": "",
    "time_formats": ["%d.%m.%Y %H:%M:%S"], "timezone": "Europe/Berlin",
    "columns": {
        "symbol": "Instrument", "side": "B/S", "quantity": "Qty", "price": "Price",
        "executed_at": ["Date", "Time"], "fees": ["Commission", "Exchange fee"],
        "external_id": "Fill ID", "account": "Account", "multiplier": "Contract size",
    },
    "values": {"side": {"buy": ["B", "Kauf"], "sell": ["S", "Verkauf"]}},
    "constants": {"asset_type": "futures", "multiplier": "5"},
    "skip": [{"column": "Status", "not_in": ["Filled"]}],
}  # fmt: skip


def with_key(key, value):
    return json.dumps(MY_BROKER | {key: value})


def test_a_profile_is_read_with_all_it_says():
    profile = parse_profile(json.dumps(MY_BROKER))

    assert profile.kind is RowKind.EXECUTIONS
    assert profile.columns["executed_at"] == ("Date", "Time")
    assert profile.values["side"]["buy"] == ("B", "Kauf")
    assert profile.skip == (SkipRule("Status", ("Filled",), keep_these=True),)
    assert profile.time_formats == ("%d.%m.%Y %H:%M:%S",)


def test_what_is_left_out_is_to_be_found_in_the_file():
    columns = {"symbol": 1, "quantity": 2, "price": 3, "executed_at": 4}

    profile = parse_profile(json.dumps({"name": "Short", "columns": columns}))

    assert profile == Profile(name="Short", columns=columns)


def test_a_profile_comes_back_from_its_json():
    profile = parse_profile(json.dumps(MY_BROKER))

    assert parse_profile(profile_json(profile)) == profile


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("colour", "red", "colour"),
        ("kind", "orders", "kind"),
        ("columns", {"symbol": "S", "colour": "C"}, "colour"),
        ("columns", {"symbol": "S"}, "quantity, price, executed_at"),
        ("columns", None, "columns"),
        ("columns", MY_BROKER["columns"] | {"price": 0}, "columns.price"),
        ("columns", MY_BROKER["columns"] | {"price": []}, "columns.price"),
        ("columns", MY_BROKER["columns"] | {"price": True}, "columns.price"),
        ("decimal", ";", "decimal"),
        ("thousands", ".", "thousands"),
        ("delimiter", "::", "delimiter"),
        ("header_row", "1", "header_row"),
        ("time_formats", "%Y", "time_formats"),
        ("time_formats", ["%Q"], "time_formats"),
        ("time_formats", ["yyyy"], "time_formats"),
        ("timezone", "Mars/Olympus", "timezone"),
        ("values", {"side": {"up": ["U"]}}, "up"),
        ("values", {"price": {}}, "price"),
        ("constants", {"asset_type": "houses"}, "constants.asset_type"),
        ("constants", {"multiplier": 5.5}, "constants.multiplier"),
        ("skip", [{"column": "Status"}], "skip"),
        ("skip", [{"column": "Status", "in": [1]}], "skip.in"),
        ("name", "", "name"),
    ],
)
def test_a_wrong_key_is_named(key, value, named):
    with pytest.raises(Refused) as caught:
        parse_profile(with_key(key, value))

    assert named in f"{caught.value.title} {caught.value.next_step}"


def test_what_is_no_json_is_refused():
    with pytest.raises(Refused, match="not valid JSON"):
        parse_profile("{")


def test_a_profile_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        profile_at(tmp_path / "none.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(st.sampled_from(sorted(MY_BROKER)), json_values)
def test_any_value_is_taken_or_refused(key, value):
    try:
        profile = parse_profile(with_key(key, value))
    except Refused as refusal:
        assert refusal.title  # noqa: PT017
    else:
        assert parse_profile(profile_json(profile)) == profile
