"""How values lie in SQLite."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.errors import Refused
from fillbook.storage.values import instant, microseconds, plain_digits


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=12, min_value=-(10**15), max_value=10**15
    )
)
def test_a_decimal_comes_back_equal_from_one_spelling(value: Decimal):
    text = plain_digits(value)

    assert Decimal(text) == value
    assert plain_digits(Decimal(text)) == text
    assert set(text) <= set("-.0123456789")
    assert not ("." in text and text.endswith("0"))


@pytest.mark.parametrize(
    ("value", "text"),
    [("-0", "0"), ("0E+99", "0"), ("1E+3", "1000"), ("-37.4800", "-37.48"), ("1E-9", "0.000000001"),
     ("100", "100"), ("5.", "5"), ("0.000", "0")],
)  # fmt: skip
def test_digits_are_plain(value: str, text: str):
    assert plain_digits(Decimal(value)) == text


@pytest.mark.parametrize(
    "value", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+61", "1E-61", "1" * 121]
)
def test_what_is_no_amount_of_a_market_is_refused(value: str):
    with pytest.raises(Refused, match="not an amount"):
        plain_digits(Decimal(value))


@given(st.datetimes())
def test_an_instant_comes_back_to_the_microsecond(naive: datetime):
    at = naive.replace(tzinfo=UTC)

    assert instant(microseconds(at)) == at
