import unicodedata
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.remotes import canonical

anything = st.text(st.characters(exclude_categories=()))


def test_two_spellings_of_a_letter_are_equal():
    assert canonical.text("Mu\u0308nchen\r\nzwei\rdrei") == "M\u00fcnchen\nzwei\ndrei"


def test_a_character_that_no_database_keeps_is_replaced():
    assert canonical.text("a\0b\ud800c") == "a\ufffdb\ufffdc"


@given(anything)
def test_canonical_text_stays_as_it_is(value: str):
    once = canonical.text(value)

    assert canonical.text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("5712.2500", "5712.25"),
        ("0.000000014", "0.00000001"),
        ("1234567890.123456789", "1234567890.12346"),
        ("-0", "0"),
        ("1E+3", "1000"),
    ],
)
def test_an_amount_is_what_survives_a_double(value: str, kept: str):
    assert canonical.amount(Decimal(value)) == kept


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_a_canonical_amount_stays_as_it_is(value: Decimal):
    once = canonical.amount(value)

    assert once is not None
    assert canonical.amount(Decimal(once)) == once
    assert Decimal(repr(float(once))) == Decimal(once)


@pytest.mark.parametrize("stated", [12, "12", " 12.0 ", Decimal("1.2E1")])
def test_a_number_is_read_from_number_or_text(stated: object):
    assert canonical.number(stated) == 12


@pytest.mark.parametrize("stated", [None, True, "", "twelve", "NaN", "1e999", [], {}])
def test_anything_else_is_no_number(stated: object):
    with pytest.raises(ValueError, match="no number"):
        canonical.number(stated)


@pytest.mark.parametrize(
    "stated",
    [
        "2026-03-09T13:35:10Z",
        "2026-03-09T13:35:10.999+00:00",
        "2026-03-09T09:35:10-04:00",
        "2026-03-09 13:35:10",
    ],
)
def test_instants_are_floored_to_the_second(stated: str):
    assert canonical.instant_text(canonical.instant(stated)) == "2026-03-09T13:35:10Z"


def test_the_first_years_have_four_digits_too():
    assert canonical.instant_text(datetime(987, 1, 2, tzinfo=UTC)) == "0987-01-02T00:00:00Z"
