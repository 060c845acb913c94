"""What is typed into the entry form."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fillbook.domain.account import Account
from fillbook.domain.execution import Direction, Precision, Side
from fillbook.domain.instrument import AssetType
from fillbook.domain.trade import Kind
from fillbook.gui.pages.entry.presenter import (
    EntryText,
    FillText,
    amount,
    corrected,
    fill_text,
    read_entry,
)

ACCOUNT = Account(
    id="a",
    name="Futures",
    currency="USD",
    timezone="America/New_York",
    asset_type=AssetType.FUTURES,
)
BUY = FillText(Side.BUY, "2", "5848.25", "2026-11-19 11:40", "1.24")
SELL = FillText(Side.SELL, "2", "5856,50", "2026-11-19 12:30:05", "")


def typed(**values: object) -> EntryText:
    parts: dict[str, object] = {
        "account": ACCOUNT,
        "kind": Kind.EXECUTED,
        "direction": Direction.LONG,
        "symbol": "MES",
        "fills": (BUY, SELL),
    }
    return EntryText(**(parts | values))  # type: ignore[arg-type]


def test_two_fills_make_a_draft_in_utc():
    draft = read_entry(typed()).draft

    assert draft is not None
    first, second = draft.fills
    assert first.executed_at == datetime(2026, 11, 19, 16, 40, tzinfo=UTC)
    assert first.precision is Precision.MINUTE
    assert second.precision is Precision.SECOND
    assert second.price == Decimal("5856.50")
    assert (first.commission, second.commission) == (Decimal("1.24"), None)


def test_an_empty_line_is_no_fill():
    empty = FillText(Side.SELL, "", "", "2026-11-19 12:30")

    draft = read_entry(typed(fills=(BUY, empty))).draft

    assert draft is not None
    assert len(draft.fills) == 1


def test_every_field_that_is_wrong_is_named():
    wrong = FillText(Side.BUY, "-1", "abc", "yesterday")

    entry = read_entry(typed(symbol=" ", fills=(wrong,), stop="x"))

    assert entry.draft is None
    assert set(entry.errors) == {
        "symbol",
        "fill 0 quantity",
        "fill 0 price",
        "fill 0 at",
        "stop_loss",
    }


def test_a_missed_trade_needs_no_fill():
    draft = read_entry(typed(kind=Kind.MISSED, fills=(), direction=Direction.SHORT)).draft

    assert draft is not None
    assert (draft.kind, draft.direction) == (Kind.MISSED, Direction.SHORT)


def test_words_become_edits():
    draft = read_entry(typed(stop="5,841.75", tags="late, breakout ,", note=" chased ")).draft

    assert draft is not None
    assert draft.edits == {
        "stop_loss": Decimal("5841.75"),
        "tags": ("late", "breakout"),
        "notes.general": "chased",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,5", "1.5"),
        ("1,234", "1234"),
        ("0,12345", "0.12345"),
        ("1 000", "1000"),
        ("−3", "-3"),
    ],
)
def test_numbers_are_read_with_either_separator(text: str, value: str):
    assert amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "NaN", "Infinity"])
def test_what_is_no_number_is_none(text: str):
    assert amount(text) is None


def test_what_is_not_typed_over_keeps_its_last_digit_and_microsecond():
    fill = replace(
        read_entry(typed()).draft.fills[0],
        executed_at=datetime(2026, 11, 19, 16, 40, 0, 123456, tzinfo=UTC),
        swap=Decimal("-0.5"),
    )

    same, errors = corrected(fill, fill_text(fill, ACCOUNT), ACCOUNT)
    cheaper, _ = corrected(fill, replace(fill_text(fill, ACCOUNT), fees="0"), ACCOUNT)

    assert (same, errors) == (fill, {})
    assert cheaper is not None
    assert (cheaper.fees, cheaper.executed_at) == (0, fill.executed_at)


def test_a_correction_names_the_field_that_is_wrong():
    fill = read_entry(typed()).draft.fills[0]
    wrong = replace(fill_text(fill, ACCOUNT), quantity="0", at="noon")

    assert corrected(fill, wrong, ACCOUNT) == (
        None,
        {"quantity": "Above zero", "time": "As 2026-11-20 10:47"},
    )
