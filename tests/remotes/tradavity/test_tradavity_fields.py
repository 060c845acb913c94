from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tradavity_documents import TRADE

from builders import a_fill, a_trade
from fillbook.domain.execution import Precision
from fillbook.domain.remote_trade import Fields
from fillbook.domain.review import (
    Bias,
    Confirmation,
    ExitType,
    Grade,
    MarketCondition,
    NoteKind,
    RelativeVolume,
    Review,
    TradingSession,
)
from fillbook.domain.trade import TradeDetail
from fillbook.remotes import json_text
from fillbook.remotes.record import Record
from fillbook.remotes.tradavity import fields, fills, mapping
from fillbook.remotes.tradavity.words import CONFIRMATION, FILLS

REVIEW = Review(
    grade="A+",
    setup="Retest",
    strategy="Opening drive",
    emotion="Calm",
    bias="bearish",
    confidence=6,
    setup_quality="thin",
    market_condition="choppy",
    trading_session="newyork",
    relative_volume="below_average",
    exit_type="partial",
    news="CPI",
    notes={"thought_process": "why", "mistakes": "late", "lessons": "wait", "general": "so"},
    tags=("late entry", "FOMO"),
)

texts = st.text(st.characters(codec="utf-8"), max_size=20)
words = texts.map(lambda text: text or None)
prices = st.decimals(
    allow_nan=False, min_value=Decimal("0.00000001"), max_value=Decimal("9999999999.99"), places=8
)


def choice(kinds: object) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from([kind.value for kind in kinds])  # type: ignore[attr-defined]


reviews = st.builds(
    Review,
    grade=choice(Grade),
    emotion=words,
    bias=choice(Bias),
    confidence=st.none() | st.integers(1, 10),
    setup_quality=words,
    market_condition=choice(MarketCondition),
    trading_session=choice(TradingSession),
    relative_volume=choice(RelativeVolume),
    exit_type=choice(ExitType),
    news=words,
    notes=st.dictionaries(st.sampled_from(list(NoteKind)), texts),
    tags=st.lists(texts, max_size=4).map(tuple),
)
trades = st.builds(
    a_trade,
    st.tuples(prices, prices).map(lambda pair: f"3@{pair[0]}"),
    st.just("-1@12"),
    st.just("-2@13.5"),
    review=reviews,
    stop_loss=st.none() | prices,
    take_profit=st.none() | prices,
    confirmations=st.lists(
        st.builds(Confirmation, st.sampled_from(["Volume", "Trend"]), st.booleans(), texts),
        max_size=2,
        unique_by=lambda entry: entry.name,
    ).map(tuple),
)


def echo(sent: Fields) -> Fields:
    """What a faithful server gives back of fields that were written to it."""
    body = json_text.parse(json_text.written(fields.patch(sent)))
    assert isinstance(body, dict)
    executions = json_text.parse(json_text.written(fills.body(sent.get(FILLS) or ())))
    assert isinstance(executions, dict)
    detail = TRADE | body | {"grade": body["trade_quality_grade"]}
    detail["strategy"] = {"name": sent["strategy"]} if sent["strategy"] else None
    detail["setup"] = sent["setup"]
    detail["tags"] = [
        {"tag_id": number, "name": name} for number, name in enumerate(sent["tags"] or ())
    ]
    detail["executions"] = [
        fill | {"type": kind}
        for kind, name in (("entry", "entries"), ("exit", "exits"))
        for fill in executions[name]
    ]
    detail["confirmations"] = [
        confirmation(key.removeprefix(CONFIRMATION), str(value))
        for key, value in sent.items()
        if key.startswith(CONFIRMATION)
    ]
    return mapping.trade(Record(detail), {}).fields


def confirmation(name: str, answer: str) -> dict[str, object]:
    known = Confirmation.answered(name, answer)
    assert known is not None
    return {
        "confirmation_id": 1,
        "name": name,
        "was_present": known.was_present,
        "notes": known.note or None,
    }


def test_a_review_is_spoken_in_tradavitys_words():
    trade = a_trade(
        "2@10",
        "-2@15",
        review=REVIEW,
        stop_loss=Decimal("9.500"),
        confirmations=(Confirmation("Volume", False, "thin"),),
    )

    assert fields.translate(trade) == {
        "grade": "A+",
        "setup": "Retest",
        "strategy": "Opening drive",
        "emotion": "calm",
        "bias": "Bearish",
        "confidence": "6",
        "setup_quality": "thin",
        "market_condition": "choppy",
        "trading_session": "newyork",
        "relative_volume": "below_average",
        "exit_type": "Partial / Scale Out",
        "news": "CPI",
        "notes.thought_process": "why",
        "notes.mistakes": "late",
        "notes.lessons": "wait",
        "notes.general": "so",
        "tags": ("FOMO", "late entry"),
        "stop_loss": "9.5",
        "take_profit": None,
        "confirmation.Volume": "no: thin",
        "fills": ("2024-05-01T12:00:00Z entry 2 @ 10", "2024-05-01T12:01:00Z exit 2 @ 15"),
    }


@given(trades)
def test_what_a_faithful_server_gives_back_never_differs(trade: TradeDetail):
    ours = fields.translate(trade)

    assert echo(ours) == ours
    assert echo(echo(ours)) == ours


@given(trades)
def test_an_echo_asks_for_no_edit(trade: TradeDetail):
    assert fields.edits(echo(fields.translate(trade)), trade) == {}


@given(reviews)
def test_their_words_come_back_as_ours(review: Review):
    bare = a_trade()

    edits = fields.edits(fields.translate(a_trade(review=review)), bare)

    for key in ("grade", "bias", "market_condition", "trading_session", "exit_type"):
        assert edits.get(key) == getattr(review, key)


def test_words_outside_stay_raw_and_are_not_sent_back():
    trade = a_trade(review=Review(market_condition="Sideways", grade="D", bias="bullish"))

    values = fields.translate(trade)

    assert values["market_condition"] == "Sideways"
    assert fields.unsendable(values).keys() == {"market_condition", "grade"}
    assert fields.edits({"trading_session": "Pre-market"}, trade) == {
        "trading_session": "Pre-market"
    }


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("stop_loss", "0.00000001", True),
        ("stop_loss", "0", False),
        ("stop_loss", "-5", False),
        ("take_profit", "9999999999.99", True),
        ("take_profit", "10000000000", False),
        ("confidence", "10", True),
        ("confidence", "11", False),
        ("setup_quality", "q" * 100, True),
        ("setup_quality", "q" * 101, False),
        ("notes.general", "€" * 21_845, True),
        ("notes.general", "€" * 21_846, False),
        ("confirmation.Volume", "yes:" + "n" * 65_535, True),
        ("confirmation.Volume", "yes:" + "n" * 65_536, False),
        ("tags", ("t" * 100,), True),
        ("tags", ("t" * 101,), False),
        ("tags", tuple(f"tag {number}" for number in range(101)), False),
        ("fills", ("2024-05-01T12:00:00Z entry 1 @ 10",) * 200, True),
        ("fills", ("2024-05-01T12:00:00Z entry 1 @ 10",) * 201, False),
        ("fills", ("2024-05-01T12:00:00Z entry 1 @ 0",), False),
        ("fills", ("1999-12-31T23:59:59Z entry 1 @ 10",), False),
        ("grade", None, True),
        ("market_condition", "volatile", False),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_out_of_bounds_is_said_before_it_is_sent(
    key: str, value: str | tuple[str, ...] | None, fits: bool
):
    assert (key not in fields.unsendable({key: value})) is fits


def test_a_setup_needs_its_strategy():
    assert "setup" in fields.unsendable({"setup": "Retest", "strategy": None})
    assert "setup" not in fields.unsendable({"setup": "Retest", "strategy": "Opening drive"})


def test_more_confirmations_than_fit_are_all_held_back():
    answers = {f"confirmation.{number}": "yes" for number in range(201)}

    assert fields.unsendable(answers).keys() == answers.keys()


def test_texts_are_cleared_with_nothing_and_the_rest_with_null():
    cleared = {"notes.lessons": None, "news": None, "grade": None, "stop_loss": None}

    assert fields.patch(cleared) == {
        "learning_notes": "",
        "news_events": "",
        "trade_quality_grade": None,
        "sl_price": None,
    }


def test_a_fill_that_another_journal_only_implies_is_not_told():
    implied = (a_fill(1, 10, derived=True), a_fill(-1, 12, derived=True, minute=1, sequence=1))
    imported = a_trade(fills=implied)
    pulled = [
        replace(leg, execution=replace(leg.execution, source="My other journal"))
        for leg in imported.legs
    ]

    assert fills.of_legs(imported.legs) is not None
    assert fills.of_legs(pulled) is None


def test_a_fill_without_a_price_is_not_told():
    fills_ = (a_fill(1, None), a_fill(-1, 12, minute=1, sequence=1))

    assert FILLS not in fields.translate(a_trade(fills=fills_))


def test_a_bare_day_is_no_time():
    fills_ = (
        a_fill(1, 10, precision=Precision.DAY),
        a_fill(-1, 12, precision=Precision.DAY, sequence=1),
    )

    assert fields.translate(a_trade(fills=fills_))[FILLS] == ("- entry 1 @ 10", "- exit 1 @ 12")
