from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tradavity_documents import ROW, TRADE

from fillbook.domain.execution import Direction, Side
from fillbook.domain.instrument import AssetType
from fillbook.domain.remote_trade import RemoteTrade
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.tradavity import mapping

NAMES = {"30": "Volume"}


def decoded(**fields: object) -> RemoteTrade:
    return mapping.trade(Record(TRADE | fields), NAMES)


def test_the_documented_detail_is_read_whole():
    trade = decoded()

    assert trade.id == "4102"
    assert trade.account == "7"
    assert trade.account_name == "Eval 50k"
    assert trade.is_copy_source
    assert trade.copy_of is None
    assert trade.stamp == "2026-03-09T14:05:00Z"
    assert trade.fields == {
        "grade": "B",
        "bias": "Bearish",
        "market_condition": "choppy",
        "trading_session": "newyork",
        "relative_volume": "average",
        "exit_type": "Manual",
        "notes.thought_process": None,
        "notes.mistakes": "Entered late",
        "notes.lessons": None,
        "notes.general": None,
        "news": None,
        "setup_quality": "thin",
        "stop_loss": "5712.25",
        "take_profit": None,
        "strategy": "Opening drive",
        "setup": None,
        "emotion": "calm",
        "confidence": "6",
        "tags": ("late entry",),
        "confirmation.Volume": "yes",
        "fills": (
            "2026-03-09T13:35:10Z entry 3 @ 5700.5",
            "2026-03-09T13:42:02Z exit 3 @ 5702.75",
        ),
    }


def test_its_facts_come_from_its_fills():
    facts = decoded().facts

    assert facts.symbol == "MES"
    assert facts.direction is Direction.SHORT
    assert facts.asset_type is AssetType.FUTURES
    assert facts.multiplier == 5
    assert facts.quantity == 3
    assert facts.opened_at == datetime(2026, 3, 9, 13, 35, 10, tzinfo=UTC)
    assert facts.closed_at == datetime(2026, 3, 9, 13, 42, 2, tzinfo=UTC)
    assert facts.entry_price == Decimal("5700.5")
    assert facts.exit_price == Decimal("5702.75")
    assert (facts.gross_pnl, facts.fees, facts.net_pnl) == (
        Decimal("-33.75"),
        Decimal("3.73"),
        Decimal("-37.48"),
    )
    assert facts.currency == "USD"
    assert not facts.is_open


def test_an_entry_of_a_short_sells():
    fills = decoded().fills

    assert fills is not None
    assert [fill.side for fill in fills] == [Side.SELL, Side.BUY]


def test_without_fills_its_date_and_its_length_tell_when_it_was():
    facts = decoded(executions=[]).facts

    assert facts.opened_at == datetime(2026, 3, 9, 13, 35, 10, tzinfo=UTC)
    assert facts.closed_at == datetime(2026, 3, 9, 13, 42, 2, tzinfo=UTC)
    assert facts.entry_price is None


def test_more_entered_than_left_is_open():
    entry, _ = TRADE["executions"]

    assert decoded(executions=[entry]).facts.is_open


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("tags", {"tags"}),
        ("executions", {"fills"}),
        ("confirmations", {"confirmation.Volume"}),
        ("sl_price", {"stop_loss"}),
        ("strategy", {"strategy"}),
    ],
)
def test_what_was_not_delivered_is_absent_and_not_empty(name: str, keys: set[str]):
    less = {key: value for key, value in TRADE.items() if key != name}

    trade = mapping.trade(Record(less), NAMES)

    assert decoded().fields.keys() - trade.fields.keys() == keys


def test_pictures_that_were_not_delivered_are_no_missing_pictures():
    less = {key: value for key, value in TRADE.items() if key != "screenshots"}

    assert mapping.trade(Record(less), NAMES).images is None
    assert decoded(screenshots=[]).images == ()


def test_confirmations_are_whole_only_where_each_has_a_name():
    assert decoded().whole == {"confirmation."}
    assert decoded(confirmations=[]).whole == {"confirmation."}
    assert mapping.trade(Record(TRADE), {}).whole == frozenset()
    assert decoded(confirmations=None).whole == frozenset()


def test_a_confirmation_may_bring_its_name_along():
    entry = {"confirmation_id": 31, "name": "Trend", "was_present": False, "notes": "flat"}

    trade = mapping.trade(Record(TRADE | {"confirmations": [entry]}), {})

    assert trade.fields["confirmation.Trend"] == "no: flat"


def test_a_word_that_nobody_knows_is_kept_as_it_came():
    trade = decoded(market_condition="Volatile", trading_session="Pre-market", grade="D")

    assert trade.fields["market_condition"] == "Volatile"
    assert trade.fields["trading_session"] == "Pre-market"
    assert trade.fields["grade"] == "D"


def test_html_in_a_note_stays_html():
    note = "<p>Late &amp; <b>large</b></p>"

    assert decoded(general_notes=note).fields["notes.general"] == note


def test_a_copy_names_its_source():
    trade = decoded(is_copy=True, is_copy_source=False, source_trade_number=4090)

    assert trade.copy_of == "4090"


def test_numbers_may_come_as_text_and_more_exactly_than_a_double():
    trade = decoded(quantity="3.00000000", sl_price="5712.25000000", tp_price="0.00000000")

    assert trade.facts.quantity == 3
    assert trade.fields["stop_loss"] == "5712.25"
    assert trade.fields["take_profit"] is None


def test_what_is_only_shown_is_kept_as_json():
    assert '"protocol_name":"Checklist"' in decoded().extras["protocol_responses"]


@pytest.mark.parametrize(
    "fields",
    [
        {"trade_number": None},
        {"trade_number": "../me"},
        {"direction": "up"},
        {"symbol": ""},
        {"net_pnl": "much"},
        {"trade_date": "soon"},
        {"holding_time": 10**18, "executions": []},
        {"executions": {}},
        {"executions": [{"type": "entry", "price": 1, "quantity": 0}]},
        {"executions": [{"type": "entry", "price": 1, "quantity": "1e-20"}]},
        {"executions": [{"type": "entry", "quantity": 1}]},
        {"executions": [{"type": "sideways", "price": 1, "quantity": 1}]},
        {"tags": [{"tag_id": 1}]},
    ],
    ids=str,
)
def test_a_detail_of_another_shape_is_refused(fields: dict[str, object]):
    with pytest.raises(BadRecord):
        decoded(**fields)


def test_the_documented_row_is_read():
    row = mapping.row(Record(ROW), {})

    assert row.id == "4102"
    assert (row.account, row.account_name) == ("7", "Eval 50k")
    assert row.facts.net_pnl == Decimal("-37.48")
    assert row.facts.opened_at is not None
    assert row.facts.opened_at.date() == date(2026, 3, 9)


def test_a_rows_account_may_be_a_bare_name():
    assert mapping.row(Record(ROW | {"account": "EVAL 50k"}), {"eval 50k": "7"}).account == "7"
    assert mapping.row(Record(ROW | {"account": "Other"}), {}).account == "Other"


def test_a_rows_hash_changes_with_the_row_alone():
    turned = dict(reversed(ROW.items()))

    assert mapping.row(Record(turned), {}).hash == mapping.row(Record(ROW), {}).hash
    assert mapping.row(Record(ROW | {"grade": "C"}), {}).hash != mapping.row(Record(ROW), {}).hash
