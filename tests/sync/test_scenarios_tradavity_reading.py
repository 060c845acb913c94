"""Scenarios 15 to 38 and 68 to 98: pages, limits, rights and what the world does to a line."""

import pytest

from fillbook.domain.connection import ConnectionState
from fillbook.domain.link import ConflictKind, LinkState
from fillbook.remotes.tradavity import client
from scenes import Scene
from standins.faults import FaultKind
from standins.tradavity_switches import SCOPES, Switches

PAGE = 10
WALK = 25
"""Three pages of trades."""


def journal_of(scene: Scene, count: int) -> None:
    """Trades that were typed on the website."""
    for number in range(count):
        minute = f"2026-0{1 + number // 200}-10T{number % 24:02}:{number % 60:02}:00Z"
        scene.server.website_adds(
            trade_date=minute, symbol=f"S{number}", direction="long", net_pnl=number, quantity=1
        )


@pytest.fixture
def generous(make_scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A journal of short pages that counts no requests."""
    monkeypatch.setattr(client, "PAGE", PAGE)
    return make_scene(switches=Switches(limited=False))


def test_15_a_refused_cursor_begins_again_and_loses_nothing(generous: Scene):
    journal_of(generous, WALK)
    generous.sync()
    linked = set(generous.pulled())

    generous.server.cursors_refused = True
    report = generous.sync(full=True)

    assert "GET /trades 400" in generous.lines()
    assert report.pulled.gone == 0
    assert set(generous.pulled()) == linked
    assert not generous.questions()


def test_16_a_trade_that_is_added_during_the_walk_comes_in_once(generous: Scene):
    journal_of(generous, WALK)
    pages = []

    def add_one() -> None:
        pages.append(1)
        if len(pages) == 3:
            generous.server.website_adds(
                trade_date="2026-10-30T10:00:00Z", symbol="NEW", direction="long", net_pnl=1
            )

    generous.between = add_one
    generous.sync()
    generous.between = lambda: None
    generous.sync()

    assert len(generous.pulled()) == WALK + 1
    assert not generous.questions()


@pytest.mark.parametrize("count", [0, 1, PAGE, PAGE + 1])
def test_21_every_size_of_journal_is_read_whole(generous: Scene, count: int):
    journal_of(generous, count)

    report = generous.sync()

    assert report.pulled.created == len(generous.pulled()) == count
    generous.calm(1)


def test_22_equal_times_at_the_border_of_a_page_make_no_doubles(generous: Scene):
    for number in range(PAGE + 5):
        generous.server.website_adds(
            trade_date="2026-03-10T10:00:00Z", symbol=f"S{number}", direction="long", net_pnl=1
        )

    generous.sync()
    generous.sync(full=True)

    assert len(generous.pulled()) == PAGE + 5


def test_23_a_walk_that_breaks_off_marks_nothing_missing(generous: Scene):
    journal_of(generous, WALK)
    generous.sync()
    for nth in range(3):
        generous.fails("GET", "/trades", FaultKind.APPLIED_THEN_RESET, nth=1 + nth)

    report = generous.sync(full=True)

    assert report.state is ConnectionState.OFFLINE
    assert report.pulled.gone == 0
    generous.mends()
    assert generous.sync(full=True).pulled.gone == 0
    assert len(generous.pulled()) == WALK


@pytest.mark.parametrize("retry_after", ["4", "date", None, "0", "-5", "1000000000", "soon"])
def test_24_a_rate_limit_in_any_form_is_waited_for(scene: Scene, retry_after: str | None):
    trade = scene.traded()
    scene.fails("POST", "/trades", FaultKind.RATE_LIMITED, retry_after=retry_after)

    report = scene.sync()
    if retry_after == "1000000000":
        assert report.state is ConnectionState.PARKED
    scene.clock.advance(25 * 3600)
    scene.settled()

    scene.one_each()
    assert scene.link(trade).state is LinkState.LINKED


def test_26_a_spent_day_parks_the_journal(make_scene):
    scene = make_scene(switches=Switches(tier="free"))
    scene.traded()
    for key in scene.server.keys:
        scene.server.meter.spend_day(key, scene.clock.now())

    report = scene.sync()

    assert report.state is ConnectionState.PARKED
    assert "Goes on at" in str(report.message)
    scene.clock.advance(25 * 3600)
    scene.settled()
    scene.one_each()


def test_27_a_full_plan_parks_the_create_and_is_not_asked_again(make_scene):
    scene = make_scene(switches=Switches(trade_cap=1))
    scene.traded("1@10", "-1@11", symbol="A")
    scene.traded("1@10", "-1@11", symbol="B")

    report = scene.sync()

    assert report.state is ConnectionState.PARKED
    (parked,) = report.parked
    assert parked.operation == "create"
    scene.clock.advance(60)
    assert scene.sync().writes == 0

    scene.server.switches = Switches(tier="pro")
    scene.settled()
    scene.one_each()


def test_32_without_the_right_to_write_tags_only_they_wait(make_scene):
    rights = tuple(scope for scope in SCOPES if scope != "write:tags")
    scene = make_scene(switches=Switches(scopes=rights))
    trade = scene.traded(edits={"grade": "A", "tags": ["late"]})

    report = scene.settled()

    assert scene.theirs(trade)["trade_quality_grade"] == "A"
    assert [entry.field for entry in report.parked] == ["tags"]
    scene.calm()

    scene.server.keys = dict.fromkeys(scene.server.keys, SCOPES)
    scene.settled()
    assert len(scene.theirs(trade)["tags"]) == 1


def test_33_pictures_that_are_not_delivered_stay_linked(make_scene):
    scene = make_scene()
    trade = scene.traded()
    scene.hang(trade, "Entry")
    scene.settled()
    rights = tuple(scope for scope in SCOPES if scope != "read:screenshots")
    scene.server.keys = dict.fromkeys(scene.server.keys, rights)

    scene.settled()

    assert len(scene.ours(trade).screenshots) == 1
    assert len(scene.theirs(trade)["screenshots"]) == 1
    scene.calm()


def test_35_a_revoked_key_stops_at_once_and_forgets_nothing(generous: Scene):
    journal_of(generous, 5)
    generous.sync()
    trade = generous.pulled()[0]
    generous.edit(trade, grade="A")
    keys, generous.server.keys = generous.server.keys, {}

    report = generous.sync()

    assert report.state is ConnectionState.REFUSED
    assert len(generous.lines()) == 1
    generous.server.keys = keys
    generous.settled()
    assert generous.theirs(trade)["trade_quality_grade"] == "A"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("market_condition", "Volatile"),
        ("trading_session", "Pre-market"),
        ("trade_quality_grade", "D"),
        ("exit_type", "Regular"),
    ],
)
def test_75_a_word_that_is_not_among_ours_is_kept_and_not_sent_back(
    scene: Scene, field: str, value: str
):
    trade = scene.traded()
    scene.settled()
    scene.server.website_writes(1, **{field: value})

    scene.settled()
    scene.edit(trade, notes__general="edited here")
    report = scene.settled()

    assert scene.theirs(trade)[field] == value
    assert scene.theirs(trade)["general_notes"] == "edited here"
    assert not report.parked
    scene.calm()


def test_68_a_trade_of_tomorrow_is_refused_with_a_look_at_the_clock(scene: Scene):
    scene.clock.advance(-3 * 365 * 86_400)
    scene.traded()

    report = scene.sync()

    assert report.state is ConnectionState.WAITING
    assert "future" in report.parked[0].reason
    scene.clock.advance(3 * 365 * 86_400)


def test_69_another_zone_on_the_website_hides_no_twin(scene: Scene):
    scene.server.zone = "Pacific/Auckland"
    scene.server.website_adds(
        {"entries": [{"price": 10, "quantity": 2, "execution_time": "2024-05-01T12:00:00Z"}],
         "exits": [{"price": 15, "quantity": 2, "execution_time": "2024-05-01T12:01:00Z"}]},
        trade_date="2024-05-01T12:00:00Z", symbol="ACME", direction="long", net_pnl=9, quantity=2,
    )  # fmt: skip
    scene.traded()

    scene.settled()

    scene.one_each()


def test_77_whatever_a_page_brings_nothing_is_lost(generous: Scene):
    journal_of(generous, 5)
    generous.sync()
    for kind in (FaultKind.TRUNCATED, FaultKind.WRONG_TYPE, FaultKind.EMPTY_200):
        generous.cuts("GET", "/trades", kind)
        report = generous.sync()
        assert report.state is ConnectionState.OFFLINE
        assert report.pulled.gone == 0
        generous.mends()

    assert generous.sync().state is ConnectionState.IN_SYNC
    assert len(generous.pulled()) == 5


def test_78_an_open_trade_waits_and_is_created_once_when_it_is_closed(scene: Scene):
    trade = scene.traded("2@10", "-1@15")
    report = scene.sync()
    assert [entry.reason for entry in report.parked] == ["still open"]

    scene.closes(trade, "-1@16")
    scene.settled()

    scene.one_each()
    assert len(scene.theirs(trade)["executions"]) == 3


def test_90_a_week_of_edits_is_one_change(scene: Scene):
    trade = scene.traded()
    scene.settled()
    for number in range(30):
        scene.edit(trade, notes__general=f"thought {number}")
        scene.clock.advance(3600)

    scene.sync()

    assert scene.writes() == ["PATCH /trades/1 200"]
    assert scene.theirs(trade)["general_notes"] == "thought 29"


def test_91_another_users_key_writes_nothing_on_either_side(scene: Scene):
    trade = scene.traded()
    scene.settled()
    scene.edit(trade, grade="A")
    scene.server.user = {"user_id": 2, "email": "bob@example.org", "name": "Bob"}
    before = scene.library.look(lambda store: store.trade_rev(trade))

    report = scene.sync()

    assert report.state is ConnectionState.PAUSED
    assert report.writes == 0
    assert scene.library.look(lambda store: store.trade_rev(trade)) == before
    assert [question.kind for question in scene.questions()] == [ConflictKind.IDENTITY]


def test_93_a_trade_that_the_vendor_brings_in_is_linked_and_not_created(scene: Scene):
    trade = scene.traded()
    scene.server.vendor_imports(
        {"entries": [{"price": 10, "quantity": 2, "execution_time": "2024-05-01T12:00:00Z"}],
         "exits": [{"price": 15, "quantity": 2, "execution_time": "2024-05-01T12:01:00Z"}]},
        trade_date="2024-05-01T12:00:00Z", symbol="ACME", direction="long", net_pnl=9, quantity=2,
    )  # fmt: skip

    report = scene.settled()

    assert report.pushed.created == 0
    assert scene.number(trade) == 1
    scene.one_each()


def test_97_fills_that_come_later_are_told_and_the_pnl_is_not(scene: Scene):
    trade = scene.traded("2@10", "-2@15")
    scene.settled()
    fill = scene.ours(trade).legs[-1].execution
    changed = scene.with_price(fill.fill, 16)
    scene.library.change_execution(fill.id, changed)

    report = scene.settled()

    assert scene.theirs(trade)["executions"][-1]["price"] == 16
    assert scene.theirs(trade)["net_pnl"] == 9
    assert any("net P&L is 9 there" in remark.text for remark in report.remarks)
    scene.calm()


def test_98_nothing_is_created_in_an_account_that_is_archived_there(scene: Scene):
    first = scene.traded(symbol="A")
    scene.settled()
    scene.server.book.accounts[7]["archived"] = True
    scene.traded(symbol="B")

    report = scene.sync()

    assert not [line for line in scene.lines() if "POST" in line]
    assert "archived" in report.parked[0].reason
    assert scene.link(first).state is LinkState.LINKED
