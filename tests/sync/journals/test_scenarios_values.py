"""Scenarios 71 to 77: odd values, texts and answers, at every journal without keys."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from fillbook.domain.link import LinkState
from journal_scenes import JournalScene
from standins.json_wire import html_answer, json_answer
from standins.wire import Answered, Asked

Make = Callable[..., JournalScene]
KINDS = ("tradervue", "tradejournalpro", "tradejournal")
each_kind = pytest.mark.parametrize("kind", KINDS)
TEXTS = (
    "\N{GRINNING FACE} bravo",
    "\N{RIGHT-TO-LEFT MARK}שלום",
    "e\u0301 is é",
    "<script>alert(1)</script>",
    "=1+1",
    "a\r\nb\rc",
    "\ud800 half",
    "nul\0here",
    "## Lessons\nnot a heading of ours",
    "x" * 65_536,
)


@each_kind
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_73_every_text_goes_there_once_and_stays_what_it_is_here(make_journal: Make, kind, text):
    scene = make_journal(kind)
    kept = text.encode("utf-8", "replace").decode().replace("\0", "")
    trade = scene.traded(edits={"notes.general": kept})

    scene.settled()

    assert scene.link(trade).state is LinkState.LINKED
    before = scene.ours(trade).trade.review.notes
    scene.calm()
    assert scene.ours(trade).trade.review.notes == before


@each_kind
@pytest.mark.parametrize(
    ("quantity", "price"),
    [("0.00000001", "0.00000001"), ("12345678.12345678", "9.5"), ("1", "9999999.99999999")],
)
def test_72_decimals_come_back_as_the_same_trade(make_journal: Make, kind, quantity, price):
    scene = make_journal(kind)
    trade = scene.traded(
        f"{quantity}@{price}", f"-{quantity}@{price}1", edits={"stop_loss": "0.000000005"}
    )

    scene.settled()

    assert scene.link(trade).state is LinkState.LINKED
    scene.one_each()
    scene.calm()


@each_kind
@pytest.mark.parametrize("symbol", ["mnq", "MNQM6", "EURUSD.r", "BTC/USDT", "ıstanbul", "ES 12-26"])
def test_74_a_symbol_finds_its_own_trade_whatever_its_case(make_journal: Make, kind, symbol):
    scene = make_journal(kind)
    trade = scene.traded(symbol=symbol)

    scene.settled()

    assert scene.link(trade).state is LinkState.LINKED
    scene.one_each()
    scene.calm()


class Odd:
    """A journal whose listing is changed on its way."""

    def __init__(self, scene: JournalScene, change: Callable[[Asked, Answered], Answered]) -> None:
        self.stand_in = scene.server
        self.clock = scene.clock
        self.change = change

    def answer(self, asked: Asked) -> Answered:
        answered = self.stand_in.answer(asked)
        is_list = asked.method == "GET" and asked.path.endswith("/trades")
        return self.change(asked, answered) if is_list else answered


ANSWERS: tuple[Any, ...] = (
    Answered(200, {}, b""),
    Answered(200, {}, b'{"trades": [{"id": 1'),
    Answered(200, {}, b"[" * 5_000 + b"]" * 5_000),
    Answered(200, {}, b'{"trades": 3, "data": 3}'),
    Answered(200, {}, b"\xff\xfe"),
    html_answer(200, "Welcome"),
    html_answer(302, "Log in", {"location": "https://elsewhere.example/login"}),
    json_answer(200, "a text"),
    json_answer(500, {"message": "Server Error"}),
)


@each_kind
@pytest.mark.parametrize("odd", ANSWERS, ids=range(len(ANSWERS)))
def test_77_an_answer_that_is_none_changes_nothing_here(make_journal: Make, kind, odd):
    scene = make_journal(kind)
    trade = scene.traded()
    scene.settled()
    before = scene.library.revision()
    scene.line.stand_in = Odd(scene, lambda asked, answered: odd)

    report = scene.sync()

    assert report.state.value in ("offline", "waiting", "in_sync")
    assert report.writes == 0
    assert scene.library.revision() == before
    assert scene.link(trade).state is LinkState.LINKED
    scene.line.stand_in = scene.server
    scene.settled()
    scene.calm(1)


@each_kind
def test_76_unknown_fields_and_odd_rows_leave_the_others_readable(make_journal: Make, kind):
    scene = make_journal(kind)
    trade = scene.traded()
    scene.settled()

    def odd(asked: Asked, answered: Answered) -> Answered:
        body = answered.body.replace(b'"side":', b'"new":{"deep":[1]},"side":')
        name = b'"trades":[' if b'"trades":[' in body else b'"data":['
        return Answered(answered.status, answered.headers, body.replace(name, name + b"7,", 1))

    scene.line.stand_in = Odd(scene, odd)
    report = scene.sync()

    assert "is not an object" in str(report.message)
    assert scene.link(trade).state is LinkState.LINKED
    assert not scene.questions()


def test_75_an_unknown_word_is_shown_and_never_sent_back(make_journal: Make):
    scene = make_journal("tradejournalpro")
    scene.traded(edits={"trading_session": "london"})
    scene.settled()
    [number] = scene.server.trades
    scene.server.website_edits(number, session="Frankfurt")

    scene.settled()

    assert scene.ours(scene.trades()[0]).trade.review.trading_session == "Frankfurt"
    scene.calm()


def test_71_instants_of_any_precision_meet(make_journal: Make):
    scene = make_journal("tradejournal")
    scene.traded("1@10", "-1@12")
    scene.server.website_adds(
        instrument="ACME", side="long", quantity=1, entry_price=10, exit_price=12,
        entry_time="2024-05-01T14:00:00.123456+02:00", exit_time="2024-05-01T12:01:00.9Z",
        commission=Decimal(1),
    )  # fmt: skip

    scene.settled()

    scene.one_each()
    assert len(scene.server.trades) == 1
