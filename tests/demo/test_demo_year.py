from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal

import pytest

from fillbook.demo.playbook import FIRST_DAY, LAST_DAY
from fillbook.demo.words import review_of
from fillbook.demo.year import BookYear, Taken, the_year


@pytest.fixture(scope="module")
def years() -> tuple[BookYear, ...]:
    return the_year()


@pytest.fixture(scope="module")
def trades(years: tuple[BookYear, ...]) -> list[Taken]:
    return [trade for year in years for trade in year.trades]


def test_a_year_is_the_same_at_every_making(years: tuple[BookYear, ...]):
    assert the_year() == years


def test_three_accounts_take_about_six_hundred_trades_in_one_year(
    years: tuple[BookYear, ...], trades: list[Taken]
):
    days = {trade.opened_at.date() for trade in trades}

    assert [year.book.name for year in years] == ["Futures", "Forex", "Stocks"]
    assert 560 <= len(trades) <= 640
    assert min(days) >= FIRST_DAY
    assert max(days) <= LAST_DAY


def test_every_fill_lies_inside_the_bar_of_its_moment(years: tuple[BookYear, ...]):
    for year in years:
        ranges: dict[tuple[str, object], tuple[Decimal, Decimal]] = {}
        for trade in year.trades:
            for bar in trade.bars:
                prices = trade.market.price(bar.low), trade.market.price(bar.high)
                ranges[trade.market.symbol, bar.starts_at] = prices
        minutes = year.book.markets[0].bar_minutes
        for fill in year.executions:
            at = fill.executed_at
            start = at - timedelta(
                minutes=at.minute % minutes, seconds=at.second, microseconds=at.microsecond
            )
            low, high = ranges[fill.symbol, start]
            assert fill.price is not None
            assert low <= fill.price <= high


def test_fills_of_closed_trades_return_to_flat(years: tuple[BookYear, ...]):
    for year in years:
        position: defaultdict[str, Decimal] = defaultdict(Decimal)
        for fill in year.executions:
            position[fill.symbol] += fill.signed_quantity
        still_open = {trade.market.symbol for trade in year.trades if trade.play.exit is None}

        assert {symbol for symbol, held in position.items() if held} == still_open


def test_some_trades_are_open_turned_scaled_and_partly_closed(trades: list[Taken]):
    touches = Counter(len(trade.play.touches) for trade in trades)

    assert any(trade.play.exit is None for trade in trades)
    assert any(trade.turned for trade in trades)
    assert touches[3] > 50


def test_the_numbers_are_those_of_a_decent_trader(years: tuple[BookYear, ...]):
    results: list[Decimal] = []
    months: defaultdict[str, Decimal] = defaultdict(Decimal)
    for year in years:
        size = year.book.unit
        for trade in year.trades:
            if trade.play.exit is None:
                continue
            money = trade.play.result * trade.market.tick_value * size
            results.append(money)
            months[f"{trade.opened_at:%Y-%m}"] += money
    won = sum(result for result in results if result > 0)
    lost = -sum(result for result in results if result < 0)

    assert Decimal("0.45") < Decimal(sum(r > 0 for r in results)) / len(results) < Decimal("0.6")
    assert Decimal("1.5") < won / lost < Decimal("2.1")
    assert any(total < 0 for total in months.values())


def test_a_review_names_the_setup_of_its_trade(trades: list[Taken]):
    assert review_of(trades[0])["setup"] == trades[0].setup.name


def test_no_note_keeps_an_unfilled_blank(trades: list[Taken]):
    for trade in trades:
        for value in review_of(trade).values():
            assert "{" not in str(value)
