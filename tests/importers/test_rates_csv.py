"""Exchange rates in the shapes of banks and of tables by hand."""

from datetime import date
from decimal import Decimal

import pytest

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.rates_csv import read_rates
from import_sources import a_file


def test_a_row_a_rate_says_from_what_to_what():
    rates = read_rates(a_file("Date,From,To,Rate\n2026-03-02,usd,EUR,0.9125\n", "mine.csv"))

    assert [(r.base, r.quote, r.day, r.rate, r.source) for r in rates] == [
        ("USD", "EUR", date(2026, 3, 2), Decimal("0.9125"), "mine.csv")
    ]


def test_a_column_a_currency_is_told_in_the_banks_own():
    text = "Date,USD,JPY,CYP,\n2026-03-02,1.0959,161.2,N/A,\n2026-02-27,1.09,160,,\n"

    rates = read_rates(a_file(text, "eurofxref-hist.csv"))

    assert [(r.base, r.quote, r.rate) for r in rates[:2]] == [
        ("EUR", "USD", Decimal("1.0959")),
        ("EUR", "JPY", Decimal("161.2")),
    ]
    assert len(rates) == 4


@pytest.mark.parametrize(
    "text",
    ["Symbol,Price\nES,5000\n", "Date,From,To,Rate\n", "Date,USD\n02.03.2026,1.1\n",
     "Date,From,To,Rate\n2026-03-02,$,EUR,1\n"],
)  # fmt: skip
def test_what_holds_no_rates_is_refused(text: str):
    with pytest.raises(UnreadableFile):
        read_rates(a_file(text))
