"""The rule from fills to trades: the fixed cases, and each clause of it."""

import csv
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from builders import a_fill, fills_of, stored
from fillbook.domain.account import Matching
from fillbook.domain.execution import Basis, Direction, Execution, Side, StatedPnl
from fillbook.domain.round_trip import Lot, RoundTrip, round_trips
from fillbook.domain.trade import Role
from shared_data import shared_data

ONE = Decimal(1)


def trips(*texts: str, multiplier: Decimal | None = ONE, **fields: object) -> list[RoundTrip]:
    return list(round_trips(stored(fills_of(*texts, **fields)), multiplier))


def test_two_bought_and_two_sold_are_one_trade():
    (trade,) = trips("2@10", "-2@15")

    assert (trade.gross_pnl, trade.is_open, trade.direction) == (10, False, Direction.LONG)


def test_a_sale_beyond_the_position_closes_it_and_opens_a_short():
    closed, still_open = trips("2@10", "2@15", "-9@10")

    assert (closed.gross_pnl, closed.quantity, closed.flipped) == (-10, 4, True)
    assert (still_open.direction, still_open.quantity) == (Direction.SHORT, 5)
    assert still_open.is_open
    assert still_open.gross_pnl is None


def test_two_flips_make_three_trades():
    long, short, rest = trips("2@10", "-4@15", "3@20")

    assert [long.gross_pnl, short.gross_pnl] == [10, -10]
    assert (rest.direction, rest.quantity, rest.is_open) == (Direction.LONG, 1, True)


def test_an_open_trade_shows_what_is_realised_so_far():
    (trade,) = trips("4@10", "-2@15", "2@20")

    assert (trade.is_open, trade.gross_pnl, trade.quantity) == (True, 10, 6)


def test_lots_say_which_entry_closed_which_exit():
    (trade,) = trips("4@10", "2@20", "-5@15", "-1@15")

    assert trade.lots == (
        Lot(0, 2, Decimal(4)),
        Lot(1, 2, Decimal(1)),
        Lot(1, 3, Decimal(1)),
    )
    assert [leg.gross_pnl for leg in trade.legs] == [None, None, 15, -5]


def test_average_cost_spreads_over_partial_exits_and_keeps_the_total():
    fills = stored(fills_of("1@10", "2@20", "-1@18", "-2@18"))

    (trade,) = round_trips(fills, ONE, Matching.AVERAGE)

    first, last = (leg.gross_pnl for leg in trade.legs if leg.role is Role.EXIT)
    assert first == Decimal("1.33333333")
    assert last == Decimal("2.66666667")
    assert trade.gross_pnl == 4


def test_the_opening_is_the_entries_before_the_first_exit():
    (trade,) = trips("1@10", "1@13", "-1@20", "5@100", "-6@100")

    assert (trade.opening_quantity, trade.opening_price) == (2, Decimal("11.5"))


def test_vwaps_have_eight_decimals():
    (trade,) = trips("1@10", "2@11", "-3@12")

    assert trade.entry_price == Decimal("10.66666667")


def test_fees_of_an_entry_realise_with_the_quantity_that_they_close():
    (trade,) = trips("3@10", "-1@12", fees="1.00")

    assert trade.legs[1].net_pnl == Decimal("0.66666667")  # 2 - 1.00 - 0.33333333
    assert trade.fees == Decimal("1.33333333")
    assert trade.net_pnl == trade.gross_pnl - trade.fees


def test_the_last_part_takes_the_remainder_of_a_fee():
    (trade,) = trips("3@10", "-1@12", "-1@12", "-1@12", fees="1.00")

    assert [leg.entry_fees for leg in trade.legs[1:]] == [
        Decimal("0.33333333"),
        Decimal("0.33333333"),
        Decimal("0.33333334"),
    ]
    assert trade.fees == 4


def test_a_flip_shares_its_fees_in_proportion():
    closed, opened = trips("1@10", "-3@10", fees="1.00")

    assert closed.legs[1].fees == Decimal("0.33333333")
    assert opened.legs[0].fees == Decimal("0.66666667")


def test_unknown_fees_are_counted_and_are_not_zero():
    opening, closing = a_fill(1, 10, fees="2"), a_fill(-1, 15, minute=1)

    (trade,) = round_trips(stored([opening, closing]), ONE)
    (unknown,) = trips("1@10", "-1@15")

    assert (trade.fees, trade.fees_unknown, trade.net_pnl) == (2, 1, 3)
    assert (unknown.fees, unknown.fees_unknown, unknown.net_pnl) == (None, 2, 5)


def test_swap_received_lowers_the_fees():
    opening = a_fill(1, 10)
    closing = a_fill(-1, 15, minute=1, fees="1.5", swap=Decimal("0.25"))

    (trade,) = round_trips(stored([opening, closing]), ONE)

    assert (trade.fees, trade.net_pnl) == (Decimal("1.25"), Decimal("3.75"))


@pytest.mark.parametrize(
    ("basis", "gross", "net"), [(Basis.GROSS, "7", "5"), (Basis.NET, "9", "7")]
)
def test_a_stated_pnl_is_the_one_of_record(basis: Basis, gross: str, net: str):
    opening = a_fill(1, 10, fees="1")
    closing = a_fill(-1, 15, minute=1, fees="1", stated_pnl=StatedPnl(Decimal(7), basis))

    (trade,) = round_trips(stored([opening, closing]), ONE)

    assert (trade.gross_pnl, trade.net_pnl) == (Decimal(gross), Decimal(net))
    assert (trade.broker_pnl, trade.computed_pnl) == (7, 5)


def test_a_flips_stated_pnl_belongs_to_its_closing_part():
    opening = a_fill(1, 10)
    flip = a_fill(-3, 15, minute=1, stated_pnl=StatedPnl(Decimal("4.9"), Basis.GROSS))

    closed, opened = round_trips(stored([opening, flip]), ONE)

    assert closed.gross_pnl == Decimal("4.9")
    assert opened.broker_pnl is None


def test_an_unknown_multiplier_makes_no_guess():
    (trade,) = trips("1@10", "-1@15", multiplier=None)

    assert (trade.gross_pnl, trade.net_pnl, trade.computed_pnl) == (None, None, None)
    assert (trade.entry_price, trade.exit_price) == (10, 15)


def test_a_missing_price_leaves_the_stated_pnl():
    opening = a_fill(1, None)
    closing = a_fill(-1, None, minute=1, stated_pnl=StatedPnl(Decimal(-3), Basis.NET))

    (trade,) = round_trips(stored([opening, closing]), ONE)

    assert (trade.net_pnl, trade.computed_pnl, trade.entry_price) == (-3, None, None)


def test_zero_is_a_price():
    (trade,) = trips("10@2", "-10@0", multiplier=Decimal(100))

    assert trade.gross_pnl == -2000


def test_the_multiplier_turns_points_into_money():
    (trade,) = trips("-2@5000.25", "2@4999", multiplier=Decimal(5))

    assert (trade.direction, trade.gross_pnl) == (Direction.SHORT, Decimal("12.5"))


def thinkorswim_fills() -> list[Execution]:
    text = shared_data("tos/2022-06-21-AccountStatement.csv").read_text(encoding="utf-8-sig")
    rows = text.partition("Account Trade History\n")[2].partition("\n\n")[0].splitlines()
    table = list(csv.DictReader(rows))
    return [
        Execution(
            symbol=row["Symbol"],
            side=Side(row["Side"].lower()),
            quantity=abs(Decimal(row["Qty"])),
            price=Decimal(row["Price"]),
            executed_at=datetime.strptime(row["Exec Time"], "%m/%d/%y %H:%M:%S").replace(
                tzinfo=UTC
            ),
            sequence=len(table) - number,  # newest first
        )
        for number, row in enumerate(table)
    ]


def test_a_real_day_of_83_fills_adds_up_to_the_stated_99_dollars():
    trades = round_trips(stored(thinkorswim_fills()), ONE)

    assert sum(len(trade.legs) for trade in trades) == 83 + 4  # four fills cross zero
    assert sum(trade.gross_pnl or 0 for trade in trades) == Decimal("99.00")
    assert len(trades) == 36  # 32 from flat to flat, and each of the four flips begins another
    assert sum(not trade.flipped for trade in trades) == 32
    assert not any(trade.is_open for trade in trades)
