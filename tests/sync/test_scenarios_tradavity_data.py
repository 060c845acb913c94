"""Scenarios 66 to 74, 79 to 81 and 94: values that a server keeps in its own way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from builders import a_fill
from fillbook.domain.execution import Precision
from scenes import Scene
from standins.tradavity_switches import Switches

MakeScene = Callable[..., Scene]


@pytest.mark.parametrize("numbers_as_text", [False, True])
@pytest.mark.parametrize(
    ("quantity", "price"),
    [
        ("0.00000001", "0.00000001"),
        ("9999999999.99", "1"),
        ("1", "9999999999.99"),
        ("0.12345678", "12345.12345678"),
        ("3.1", "1234567890.123456"),
        ("0.3333333333333333", "2.7182818284590452"),
    ],
)
def test_72_figures_of_every_length_come_to_rest(
    make_scene: MakeScene, quantity: str, price: str, numbers_as_text: bool
):
    scene = make_scene(switches=Switches(numbers_as_text=numbers_as_text))
    trade = scene.traded(f"{quantity}@{price}", f"-{quantity}@{price}")
    scene.edit(trade, stop_loss="0.00000001", take_profit="9999999999.99")

    report = scene.settled()

    assert not [remark for remark in report.remarks if remark.kind == "stored_as"]
    assert scene.theirs(trade)["tp_price"] == Decimal("9999999999.99")
    assert len(scene.theirs(trade)["executions"]) == 2
    scene.one_each()
    scene.calm()


@pytest.mark.parametrize(
    "text",
    [
        "\N{GRINNING FACE} \N{RIGHT-TO-LEFT MARK}\u05e9\u05dc\u05d5\u05dd",
        "Mu\u0308nchen",
        "<script>alert(1)</script>",
        "=1+1",
        "  two spaces  ",
        "one\r\ntwo\rthree",
        "a\0b",
        "\u20ac" * 21_845,
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_73_texts_of_every_kind_come_to_rest(scene: Scene, text: str):
    trade = scene.traded()
    scene.edit(trade, notes__general=text, tags=["a&b", "\u00fcber"])

    report = scene.settled()

    assert not report.parked
    assert not scene.questions()
    assert scene.theirs(trade)["general_notes"] == scene.said(trade, "notes.general")
    scene.calm()


def test_73_a_text_that_is_a_byte_too_long_waits_alone(scene: Scene):
    trade = scene.traded()
    scene.edit(trade, notes__general="\u20ac" * 21_845 + "x", grade="A")

    report = scene.settled()

    assert [(entry.field, "65,535" in entry.reason) for entry in report.parked] == [
        ("notes.general", True)
    ]
    assert scene.theirs(trade)["trade_quality_grade"] == "A"
    scene.calm()


@pytest.mark.parametrize(
    "symbol", ["mnq", "MNQM6", "EURUSD.r", "BTC/USDT", "\u0131nfo", "Stra\u00dfe"]
)
def test_74_symbols_of_every_spelling_are_created_once(scene: Scene, symbol: str):
    trade = scene.traded(symbol=symbol)

    scene.settled()

    assert scene.theirs(trade)["symbol"] == symbol.upper()
    scene.one_each()
    scene.calm()


def test_66_the_repeated_hour_of_autumn_keeps_its_order(scene: Scene):
    """01:30 in New York happens twice on 3 November 2024."""
    first = datetime(2024, 11, 3, 5, 30, tzinfo=UTC)
    fills = [
        a_fill(1, 10, executed_at=first, utc_offset_minutes=-240, fees="0.5"),
        a_fill(-1, 12, executed_at=first + timedelta(hours=1), utc_offset_minutes=-300, fees="0.5"),
    ]
    scene.library.add_executions(scene.account, fills)

    scene.settled()

    (trade,) = scene.pulled()
    assert scene.theirs(trade)["holding_time"] == 3600
    assert [row["execution_time"] for row in scene.theirs(trade)["executions"]] == [
        "2024-11-03T05:30:00Z",
        "2024-11-03T06:30:00Z",
    ]
    scene.calm()


@pytest.mark.parametrize("days", [-3, 3])
def test_67_a_clock_that_is_days_wrong_changes_no_winner(scene: Scene, days: int):
    trade = scene.traded(edits={"grade": "B"})
    scene.settled()
    scene.skew = timedelta(days=days)
    scene.server.website_edits(1, trade_quality_grade="C")
    scene.edit(trade, bias="bullish")

    scene.settled()

    assert scene.said(trade, "grade") == "C"
    assert scene.theirs(trade)["bias"] == "Bullish"
    scene.one_each()


def test_71_thousandths_are_floored_on_both_sides(scene: Scene):
    moment = datetime(2024, 5, 1, 12, 0, 0, 999_999, tzinfo=UTC)
    fine = {"precision": Precision.MICRO, "fees": "0.5"}
    fills = [
        a_fill(1, 10, executed_at=moment, **fine),
        a_fill(-1, 12, executed_at=moment + timedelta(milliseconds=2), **fine),
    ]
    scene.library.add_executions(scene.account, fills)

    scene.settled()

    (trade,) = scene.pulled()
    assert scene.theirs(trade)["trade_date"] == moment.replace(microsecond=0)
    assert scene.theirs(trade)["holding_time"] == 1
    scene.calm()


def test_94_fifty_idle_cycles_write_nothing(scene: Scene):
    scene.server.book.add_strategy("Opening drive", {"Retest": ["Volume"]})
    trade = scene.traded(edits={"strategy": "Opening drive", "setup": "Retest", "tags": ["late"]})
    scene.edit(trade, confirmation__Volume="yes", trading_session="overlap")
    scene.hang(trade, "Entry")
    scene.settled()

    for _ in range(50):
        report = scene.sync()
        assert report.writes == 0
        assert scene.lines() == ["GET /me 200", "GET /trades 200", "GET /trades/1 200"]
        scene.clock.advance(300)


@pytest.mark.parametrize(
    "switches",
    [
        Switches(list_name="items"),
        Switches(row_names="text"),
        Switches(created_in="bare"),
        Switches(patch_echoes_trade=False),
        Switches(confirmations_by_name=True),
        Switches(archived_detail="answer"),
        Switches(nested_writes_touch=False),
        Switches(doubles=False),
        Switches(keys_by_route=True),
        Switches(refusals_are_kept=False, failures_are_kept=False),
        Switches(absolute_urls=True),
        Switches(optimises_pictures=False),
    ],
    ids=repr,
)
def test_whatever_the_pages_leave_open_both_sides_agree(make_scene: MakeScene, switches: Switches):
    scene = make_scene(switches=switches)
    scene.server.book.add_strategy("Opening drive", {"Retest": ["Volume"]})
    trade = scene.traded(
        edits={"grade": "B", "strategy": "Opening drive", "setup": "Retest", "tags": ["late"]}
    )
    scene.edit(trade, confirmation__Volume="no: thin")
    scene.hang(trade, "Entry")
    scene.settled()
    scene.server.website_edits(1, trade_quality_grade="C", mistakes_made="late")
    scene.settled()

    assert scene.said(trade, "grade") == "C"
    assert scene.said(trade, "notes.mistakes") == "late"
    assert len(scene.theirs(trade)["executions"]) == 2
    assert len(scene.theirs(trade)["tags"]) == 1
    assert len(scene.theirs(trade)["confirmations"]) == 1
    assert len(scene.theirs(trade)["screenshots"]) == 1
    assert not scene.questions()
    scene.one_each()
    scene.calm()

    scene.library.delete([trade])
    scene.settled()
    assert scene.server.live_trades() == []
    scene.calm()
