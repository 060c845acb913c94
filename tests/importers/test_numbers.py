from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fillbook.importers.cells import CellError
from fillbook.importers.numbers import (
    COMMA,
    MIXED,
    POINT,
    NumberStyle,
    detect_style,
    parse_number,
    parse_optional,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("-37.48", "-37.48"),
        ("+500", "500"),
        ("1,234.50", "1234.50"),
        ("12,34,567.89", "1234567.89"),
        ("10 000.00", "10000"),
        ("10\u00a0000.00", "10000"),
        ("1'234'567", "1234567"),
        ("$(59.00)", "-59"),
        ("($5.00)", "-5"),
        ("-$3,320.05", "-3320.05"),
        ("12.5-", "-12.5"),
        ("−3", "-3"),
        ("USD 12.5", "12.5"),
        ("12.5 EUR", "12.5"),
        ("-2.637591265E-4", "-0.0002637591265"),
        (".5", "0.5"),
        ("0.10", "0.10"),
    ],
)
def test_a_number_is_read_as_brokers_write_it(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "NaN", "Infinity", "-inf", "5%", "1e999", "1_000", "٣", "--5", "1,2", "1.2.3",
     "1,23,4", "0x1F", "1e", "9" * 60],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(CellError):
        parse_number(text)


def test_a_percentage_says_that_it_is_one():
    with pytest.raises(CellError, match="percentage"):
        parse_number("12.5%")


def test_a_decimal_comma_is_read_in_its_style():
    assert parse_number("4.312,50", COMMA) == Decimal("4312.50")


def test_a_style_without_thousands_takes_no_comma_between_them():
    with pytest.raises(CellError):
        parse_number("1,000", NumberStyle("."))


def test_marks_for_nothing_are_unknown_and_not_zero():
    assert [parse_optional(text) for text in ("", "-", "--", " ", "n/a")] == [None] * 5


@pytest.mark.parametrize(
    ("texts", "style"),
    [
        (["1.234,5", "3"], COMMA),
        (["1,234.5", "3"], POINT),
        (["0,123"], COMMA),
        (["1.085", "1.091"], POINT),
        (["12", "7"], POINT),
        (["1,5", "2.5"], MIXED),
        (["1,000", "2,500"], None),
        (["1,000", "2.5"], POINT),
        (["1.000.000"], COMMA),
    ],
)
def test_the_style_is_proved_by_all_numbers_together(texts, style):
    assert detect_style(texts) == style


def test_in_a_mixed_file_a_doubtful_number_is_refused():
    assert parse_number("26,45", MIXED) == Decimal("26.45")
    with pytest.raises(CellError):
        parse_number("1,000", MIXED)


amounts = st.decimals(
    min_value=-(10**12), max_value=10**12, places=4, allow_nan=False, allow_infinity=False
)


@given(amounts, st.sampled_from(["", ",", " "]))
def test_a_number_comes_back_from_its_text(value, thousands):
    text = f"{value:,.4f}".replace(",", thousands)

    assert parse_number(text) == value


@given(amounts)
def test_a_number_comes_back_from_its_continental_text(value):
    text = f"{value:,.4f}".translate(str.maketrans(",.", ".,"))

    assert parse_number(text, COMMA) == value


@given(st.text(max_size=30), st.sampled_from([POINT, COMMA, MIXED]))
def test_any_text_is_a_finite_number_or_refused(text, style):
    with suppress(CellError):
        assert parse_number(text, style).is_finite()
