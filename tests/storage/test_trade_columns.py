"""The columns say the same as the trades, in the order of statistics."""

import math
from array import array
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from builders import NOON, a_fill, a_statement, an_account, fills_of
from fillbook.domain.cash import CashEvent, CashKind
from fillbook.domain.draft import TradeDraft
from fillbook.domain.execution import Basis, Direction, Execution, Precision, StatedPnl
from fillbook.domain.instrument import AssetType
from fillbook.domain.trade import Kind
from fillbook.domain.trade_columns import MISSING, TradeColumns, Words
from fillbook.storage.library import Library


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library") as opened:
        opened.add_account(an_account("Main", timezone="America/New_York", day_ends=time(17, 0)))
        yield opened


def save(library: Library, *fills: Execution, **fields: object) -> None:
    library.save_import(library.account("Main").id, [a_statement(*fills, **fields)])


def word(words: Words, index: int) -> str | None:
    code = words.codes[index]
    return None if code < 0 else words.words[code]


def test_closed_trades_stand_by_their_last_exit_then_open_ones_then_plans(library: Library):
    save(
        library,
        a_fill(1, 10, symbol="A"),
        a_fill(1, 10, symbol="B", minute=1),
        a_fill(-1, 11, symbol="B", minute=2),
        a_fill(-1, 12, symbol="A", minute=3),
        a_fill(1, 10, symbol="D", minute=4),
        a_fill(1, 10, symbol="C", minute=3),
    )
    account = library.account("Main").id
    plan = TradeDraft(
        account_id=account,
        symbol="P",
        asset_type=AssetType.STOCKS,
        kind=Kind.PLANNED,
        direction=Direction.LONG,
    )
    library.add_trade(plan)

    columns = library.columns()

    symbols = [word(columns.symbol, index) for index in range(len(columns.ids))]
    assert symbols == ["B", "A", "C", "D", "P"]
    assert columns.is_open.tolist()[:4] == [0, 0, 1, 1]
    assert columns.is_executed.tolist() == [1, 1, 1, 1, 0]
    assert columns.opened_at[4] == MISSING


def test_money_is_exact_at_the_finest_scale(library: Library):
    save(library, *fills_of("1@10.125", "-1@10.5", "2@3", "-1@4", fees="0.01"))

    columns = library.columns()

    assert columns.money_places == 3
    assert columns.gross_pnl.tolist() == [375, 1000]
    assert columns.fees.tolist() == [20, 15]
    assert columns.net_pnl.tolist() == [355, 985]
    assert columns.leg_net.tolist() == [355, 985]
    assert columns.leg_fees.tolist() == [20, 15]
    assert columns.leg_trade.tolist() == [0, 1]


def test_unknown_amounts_are_missing(library: Library):
    save(library, *fills_of("1@10", "-1@11", symbol="EURUSD", asset_type=AssetType.FOREX))

    columns = library.columns()

    assert [columns.gross_pnl[0], columns.fees[0], columns.leg_net[0]] == [MISSING] * 3
    assert columns.fees_unknown.tolist() == [2]


def test_amounts_beyond_64_bits_are_python_s_integers(library: Library):
    save(library, *fills_of("10000000000@0.00000001", "-10000000000@9999999999.5"))

    columns = library.columns()

    assert isinstance(columns.gross_pnl, list)
    places = Decimal(10) ** columns.money_places
    assert columns.gross_pnl[0] / places == library.trade("1").trade.gross_pnl


def test_days_and_minutes_follow_the_account_s_clock(library: Library):
    evening = datetime(2024, 5, 1, 21, 30, tzinfo=UTC)  # 17:30 in New York: the next day
    fills = [replace(fill, executed_at=evening) for fill in fills_of("1@10", "-1@11")]
    save(library, *fills)

    columns = library.columns()

    day = datetime(2024, 5, 2, tzinfo=UTC).toordinal()
    assert [columns.open_day[0], columns.close_day[0], columns.leg_day[0]] == [day] * 3
    assert (columns.open_minute[0], columns.open_weekday[0]) == (17 * 60 + 30, 2)


def test_a_day_without_a_time_has_no_minute(library: Library):
    save(library, *fills_of("1@10", "-1@11", precision=Precision.DAY))

    assert library.columns().open_minute.tolist() == [-1]


def test_words_tags_and_pictures_are_coded(library: Library):
    save(library, *fills_of("1@10", "-1@11", "1@10", "-1@9"))
    one, two = (library.trade(number).trade.id for number in "12")
    library.edit([one], {"tags": "b,a", "setup": "ORB", "grade": "A", "confidence": "7"})
    library.edit([two], {"tags": "b"})

    columns = library.columns()

    tagged = [
        {columns.tag_words[code] for code in columns.tag_codes[start:end]}
        for start, end in zip(columns.tag_starts, columns.tag_starts[1:], strict=False)
    ]
    assert tagged == [{"a", "b"}, {"b"}]
    assert (word(columns.setup, 0), word(columns.setup, 1)) == ("ORB", None)
    assert (word(columns.grade, 0), columns.confidence.tolist()) == ("A", [7, 0])


def test_a_stated_pnl_that_differs_is_marked(library: Library):
    opening, closing = fills_of("1@10", "-1@15")
    stated = replace(closing, stated_pnl=StatedPnl(Decimal("4.5"), Basis.GROSS))
    near = replace(closing, stated_pnl=StatedPnl(Decimal("5.01"), Basis.GROSS), symbol="NEAR")
    save(library, opening, stated, replace(opening, symbol="NEAR"), near)

    columns = library.columns()

    marked = {word(columns.symbol, n): columns.broker_differs[n] for n in range(2)}
    assert marked == {"ACME": 1, "NEAR": 0}


def test_the_bin_is_left_out_and_cash_is_there(library: Library):
    deposit = CashEvent(kind=CashKind.DEPOSIT, amount=Decimal("500.5"), at=NOON)
    save(library, *fills_of("1@10", "-1@11"), cash_events=(deposit,))
    library.delete([library.trade("1").trade.id])

    columns = library.columns()

    assert (columns.ids, len(columns.leg_at)) == ((), 0)
    assert columns.cash_amount == array("q", [5005])


def test_columns_are_kept_until_something_changes(library: Library):
    save(library, *fills_of("1@10", "-1@11"))
    first: TradeColumns = library.columns()

    assert library.columns() is first
    library.edit([first.ids[0]], {"grade": "B"})
    assert library.columns() is not first


def test_an_empty_library_has_empty_columns(library: Library):
    columns = library.columns()

    assert (columns.ids, columns.tag_starts.tolist(), columns.symbol.words) == ((), [0], ())


def test_rules_are_coded_as_kept_or_broken(library: Library):
    save(library, *fills_of("1@10", "-1@11", "1@10", "-1@9"))
    one = library.trade("1").trade.id
    library.edit([one], {"confirmation.plan": "yes", "confirmation.news": "no: released at ten"})

    columns = library.columns()

    rules = {columns.rule_words[code // 2]: code % 2 == 0 for code in columns.rule_codes}
    assert rules == {"plan": True, "news": False}
    assert columns.rule_starts.tolist() == [0, 2, 2]
    assert columns.decision.tolist() == [-1, -1]


def test_the_tick_of_a_share_is_a_cent_and_of_a_known_future_its_exchanges(library: Library):
    save(library, a_fill(symbol="AAPL", asset_type=AssetType.STOCKS))
    save(library, a_fill(symbol="ESH6", asset_type=AssetType.FUTURES))
    save(library, a_fill(symbol="XYZ", asset_type=AssetType.FUTURES))

    columns = library.columns()

    steps = {word(columns.symbol, i): step for i, step in enumerate(columns.tick_size.tolist())}
    assert (steps["AAPL"], steps["ESH6"]) == (0.01, 0.25)
    assert math.isnan(steps["XYZ"])
