from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.remotes import json_text
from fillbook.remotes.errors import Unreadable

decimals = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**17), max_value=10**17, places=8
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | decimals | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


def test_numbers_keep_every_digit():
    assert json_text.parse(b'{"price": 0.10000000}') == {"price": Decimal("0.10000000")}
    assert json_text.parse(b"9007199254740993") == 9007199254740993


def test_numbers_are_written_in_plain_digits():
    amounts = [Decimal("1E-8"), Decimal("-0"), Decimal("9999999999.9900"), 3]

    assert json_text.written(amounts) == b"[0.00000001,0,9999999999.99,3]"


def test_a_hostile_exponent_is_not_spelled_out():
    assert json_text.written(Decimal("1E+99999")) == b"1E+99999"


@given(values)
def test_what_is_written_is_read_back(value: object):
    assert json_text.parse(json_text.written(value)) == value


@given(st.dictionaries(st.text(max_size=5), values))
def test_the_order_of_keys_does_not_matter_to_sorted_text(fields: dict[str, object]):
    turned = dict(reversed(fields.items()))

    assert json_text.sorted_text(turned) == json_text.sorted_text(fields)


def test_a_byte_order_mark_is_skipped():
    assert json_text.parse(b'\xef\xbb\xbf{"ok": true}') == {"ok": True}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"ok": tru',
        b'{"a": NaN}',
        b"[Infinity]",
        b'{"a": 1, "a": 2}',
        b'{"a": 1e99999999999999999999}',
        b'"\xff"',
        b"[" * 10_000 + b"]" * 10_000,
        b"[" * 70 + b"]" * 70,
        b"1" * 5000,
        b" " * (json_text.MAX_BYTES + 1),
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_no_bounded_json_is_unreadable(body: bytes):
    with pytest.raises(Unreadable):
        json_text.parse(body)
