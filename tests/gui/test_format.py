from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from fillbook.domain.trade_columns import MISSING
from fillbook.gui import format


@pytest.fixture(autouse=True)
def shown():
    yield
    format.set_privacy(False)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("29020.38"), "+29,020.38"),
        (Decimal("-1801.085"), "−1,801.08"),
        (-1801.09, "−1,801.09"),
        (Decimal("0.004"), "0.00"),
        (Decimal("-0.004"), "0.00"),
        (0, "0.00"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_money_has_a_sign_unless_it_rounds_to_nothing(value, words):
    assert format.money(value, signed=True) == words


def test_exact_amounts_come_from_integers():
    assert format.scaled_money(-12345, 2, signed=True) == "−123.45"
    assert format.scaled_money(2**60 + 1, 0, 0) == "1,152,921,504,606,846,977"
    assert format.scaled_money(MISSING, 2) == format.UNKNOWN


def test_privacy_hides_money_and_nothing_else():
    format.set_privacy(True)

    assert format.money(Decimal("12.30")) == "•••"
    assert format.money(None) == format.UNKNOWN
    assert format.r_multiple(1.63) == "+1.63\N{NO-BREAK SPACE}R"
    assert format.percent(0.528) == "52.8\N{NO-BREAK SPACE}%"
    assert format.axis(25_000, 5_000) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(8400, "2 h 20 min"), (59, "59 s"), (90, "1 min 30 s"), (86400 * 3 + 3600, "3 d 1 h")],
)
def test_durations_are_in_words(seconds: int, words: str):
    assert format.duration(seconds).replace("\N{NO-BREAK SPACE}", " ") == words


def test_prices_and_quantities_show_the_decimals_they_have():
    assert format.price(Decimal("1.08420"), 5) == "1.08420"
    assert format.price(5848.25) == "5,848.25"
    assert format.quantity(0.5) == "0.5"
    assert format.quantity(Decimal("100")) == "100"


def test_axes_shorten_thousands_alone():
    assert format.axis(25_000, 5_000) == "25k"
    assert format.axis(0, 5_000) == "0"
    assert format.axis(1_500_000, 500_000) == "1.5M"
    assert format.axis(0.5, 0.25) == "0.50"


def test_single_digit_days_are_padded_so_that_times_align():
    noon = datetime(2026, 11, 9, 16, 40, tzinfo=UTC)

    words = format.moment(noon, "America/New_York")

    assert words == "\N{FIGURE SPACE}9 Nov  11:40"
    assert format.recent_moment(noon, "UTC", 2025).endswith("9 Nov 2026  16:40")


def test_days_are_named():
    assert format.day(date(2026, 8, 14)) == "Fri 14 Aug 2026"
