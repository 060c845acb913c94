"""What TradeJournalPro and TradeJournal do: they take a trade once and never change it."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from fillbook.domain.instrument import AssetType
from fillbook.domain.link import ConflictKind, LinkState
from journal_scenes import SECRETS, JournalScene
from standins.faults import FaultKind
from standins.ledger import API

Make = Callable[..., JournalScene]
PRO, GROUP = "tradejournalpro", "tradejournal"
BOTH = pytest.mark.parametrize("kind", [PRO, GROUP])
PRO_ROW = {
    "date": "2026-04-02", "pair": "EURUSD", "direction": "SELL", "entry_price": 1.08412,
    "exit_price": 1.08155, "stop_loss": 1.08600, "take_profit": 1.08100, "lot_size": 0.25,
    "pnl": 64.25, "risk_reward": 1.66, "outcome": "WIN", "session": "NY",
    "strategy": "pullback", "notes": "typed",
}  # fmt: skip
GROUP_ROW = {
    "instrument": "ETHUSDT", "side": "short", "quantity": 2,
    "entry_time": "2026-02-11T08:00:05Z", "entry_price": 2710.5,
    "exit_time": "2026-02-11T09:12:40Z", "exit_price": 2698, "commission": 1.6,
    "setup_type": "range fade", "notes": "typed",
}  # fmt: skip
ROW = {PRO: PRO_ROW, GROUP: GROUP_ROW}


@BOTH
def test_a_later_edit_is_outdated_there_and_makes_no_second_copy(make_journal: Make, kind):
    scene = make_journal(kind)
    trade = scene.traded(edits={"notes.general": "one"})
    scene.settled()

    scene.edit(trade, notes__general="two")
    report = scene.settled()

    assert scene.link(trade).state is LinkState.STALE_REMOTE
    assert scene.remarks(trade) == ["outdated"]
    assert report.state.value == "in_sync"
    assert len(scene.server.ledger.of("created", "trade", API)) == 1
    scene.calm()

    scene.edit(trade, notes__general="one")
    scene.settled()
    assert scene.link(trade).state is LinkState.LINKED
    scene.calm()


@BOTH
def test_a_trade_of_the_website_comes_here_once(make_journal: Make, kind):
    scene = make_journal(kind)
    scene.server.website_adds(**ROW[kind])

    scene.settled()

    [trade] = scene.trades()
    ours = scene.ours(trade).trade
    assert ours.review.notes == {"general": "typed"}
    assert ours.direction.value == "short"
    if kind == PRO:
        assert (ours.net_pnl, str(ours.trading_day)) == (Decimal("64.25"), "2026-04-02")
        assert (ours.stop_loss, ours.review.trading_session) == (Decimal("1.086"), "newyork")
    else:
        assert (ours.net_pnl, ours.fees) == (Decimal("23.4"), Decimal("1.6"))
        assert ours.review.setup == "range fade"
    scene.calm()


@BOTH
def test_an_edit_on_the_website_is_seen(make_journal: Make, kind):
    scene = make_journal(kind)
    trade = scene.traded(edits={"notes.general": "one"})
    scene.settled()

    [number] = scene.server.trades
    scene.server.website_edits(number, notes="two")
    scene.settled()

    assert scene.ours(trade).trade.review.notes == {"general": "two"}
    scene.calm()


def test_an_edit_on_the_website_is_seen_though_rows_carry_no_ids(make_journal: Make):
    scene = make_journal(PRO, ids="none", create_body="ok")
    trade = scene.traded(edits={"notes.general": "one"})
    scene.settled()

    [number] = scene.server.trades
    scene.server.website_edits(number, notes="two", pnl=3)
    scene.settled()

    assert scene.trades() == [trade]
    assert scene.ours(trade).trade.review.notes == {"general": "two"}
    scene.calm()


@BOTH
def test_a_duplicate_that_the_user_typed_is_linked_and_not_created(make_journal: Make, kind):
    scene = make_journal(kind)
    trade = scene.traded("2@10", "-2@15", symbol="ACME")
    known = scene.ours(trade).trade
    typed = {
        PRO: PRO_ROW | {
            "date": "2024-05-01", "pair": "acme", "direction": "BUY", "entry_price": 10,
            "exit_price": 15, "lot_size": 2, "pnl": known.net_pnl, "stop_loss": 9,
            "take_profit": 16,
        },
        GROUP: GROUP_ROW | {
            "instrument": "acme", "side": "long", "quantity": 2, "entry_price": 10,
            "exit_price": 15, "entry_time": "2024-05-01T12:00:00Z",
            "exit_time": "2024-05-01T12:01:00Z", "commission": 1,
        },
    }[kind]  # fmt: skip
    scene.server.website_adds(**typed)

    scene.settled()

    scene.one_each()
    assert not scene.server.ledger.of("created", "trade", API)
    scene.calm()


@BOTH
def test_a_trade_that_is_gone_there_stays_here(make_journal: Make, kind):
    scene = make_journal(kind)
    trade = scene.traded()
    scene.settled()
    [number] = scene.server.trades
    scene.server.website_deletes(number)

    scene.sync()
    assert scene.link(trade).state is not LinkState.MISSING_REMOTE  # seen missing once
    scene.settled()

    assert scene.trades() == [trade]
    [asked] = scene.questions()
    assert asked.kind is ConflictKind.GONE
    scene.answer("create_again")
    scene.settled()
    scene.one_each()
    scene.calm()


def test_20_a_full_day_of_one_pair_is_said_to_be_incomplete(make_journal: Make):
    scene = make_journal(PRO, per_minute=10_000)
    for number in range(510):
        scene.server.website_adds(**PRO_ROW | {"pnl": number, "entry_price": number})

    report = scene.sync()

    assert "cannot list its trades completely" in report.message
    assert not scene.questions(), scene.questions()[:2]


@BOTH
@pytest.mark.parametrize("count", [0, 1, 100])
def test_21_journals_of_any_size_are_taken_in(make_journal: Make, kind, count):
    scene = make_journal(kind)
    for number in range(count):
        name = "pair" if kind == PRO else "instrument"
        scene.server.website_adds(**ROW[kind] | {name: f"S{number}"})

    scene.settled()

    assert len(scene.trades()) == count


def test_18_an_ignored_page_ends_the_listing(make_journal: Make):
    scene = make_journal(GROUP, page_is_ignored=True)
    for number in range(101):
        scene.server.website_adds(**GROUP_ROW | {"instrument": f"S{number}"})

    report = scene.sync()

    assert "asked for page 2, it gave page 1" in report.message
    assert report.requests < 10


def test_19_a_total_that_changes_marks_nothing_as_gone(make_journal: Make):
    scene = make_journal(GROUP)
    for number in range(150):
        scene.server.website_adds(**GROUP_ROW | {"instrument": f"S{number}"})
    scene.settled()
    answer, turns = scene.server.answer, iter(range(10))

    def busy(asked):
        if ("page", "2") in asked.query and next(turns) == 0:
            scene.server.website_deletes(310)
        return answer(asked)

    scene.server.answer = busy
    scene.sync()

    assert not scene.questions()


@pytest.mark.parametrize("order", ["newest", "oldest", "id"])
def test_a_trade_that_appears_on_any_page_is_seen_at_once(make_journal: Make, order):
    scene = make_journal(GROUP, order=order, per_page_max=10)
    for number in range(70):
        scene.server.website_adds(**GROUP_ROW | {"instrument": f"S{number}"})
    scene.settled()
    scene.clock.advance(600)
    assert scene.sync().requests <= 3

    scene.server.website_adds(**GROUP_ROW | {"instrument": "NEW"})
    scene.sync()

    assert len(scene.trades()) == 71
    scene.calm()


@pytest.mark.parametrize("wait", ["7", "0", "-5", "1000000000", "soon", None, "date"])
@BOTH
def test_24_every_form_of_a_wait_ends(make_journal: Make, kind, wait):
    scene = make_journal(kind)
    scene.traded()
    scene.fails("POST", "/trades", FaultKind.RATE_LIMITED, retry_after=wait)

    report = scene.sync()

    if wait == "1000000000":
        assert report.state.value == "parked"
    else:
        scene.settled()
        scene.one_each()


def test_31_a_plan_that_ends_parks_writes_until_it_is_renewed(make_journal: Make):
    scene = make_journal(PRO)
    scene.traded(symbol="A")
    scene.settled()
    scene.server.website_changes_plan("starter")
    scene.traded(symbol="B")
    scene.server.website_adds(**PRO_ROW)

    report = scene.sync()
    assert [entry.reason for entry in report.parked] == [
        "TradeJournalPro wants the Pro plan for this."
    ]
    assert len(scene.trades()) == 3  # reads go on
    writes = len(scene.writes())
    scene.sync()
    assert len(scene.writes()) == writes

    scene.server.website_changes_plan("pro")
    scene.settled()
    scene.one_each()
    scene.calm()


def test_a_plan_that_ends_soon_is_said_in_time(make_journal: Make):
    scene = make_journal(PRO)
    assert scene.sync().message is None

    scene.server.website_changes_plan("pro", "2026-11-10T00:00:00Z")

    assert scene.sync().message == "The TradeJournalPro plan ends on 2026-11-10."
    scene.server.website_changes_plan("starter", None)
    assert scene.sync().message is None


def test_34_a_scope_that_is_missing_stops_writes_and_not_reads(make_journal: Make):
    scene = make_journal(GROUP)
    scene.server.website_makes_token("gr_token", "trades:read")
    scene.traded()
    scene.server.website_adds(**GROUP_ROW)

    report = scene.sync()

    assert report.state.value == "waiting"
    assert len(scene.trades()) == 2
    assert "GET /stats 403" in scene.traces[-1].lines


@BOTH
def test_35_a_key_that_dies_in_a_scan_stops_once(make_journal: Make, kind):
    scene = make_journal(kind)
    if kind == PRO:
        scene.server.website_revokes_keys(after_requests=1)
    else:
        scene.server.website_revokes_tokens()

    report = scene.sync()

    assert report.state.value == "refused"
    assert report.requests <= 2
    assert "tjp_live_key" not in str(report) + "".join(scene.traces[-1].lines)


def test_70_the_day_stays_where_it_was_when_the_zone_changes(make_journal: Make):
    scene = make_journal(PRO)
    scene.options(day_zone="Pacific/Auckland")  # 12:00 UTC on 1 May is 2 May there
    trade = scene.traded()
    scene.settled()
    assert scene.theirs(trade)["date"] == "2024-05-02"

    scene.options(day_zone="America/New_York")
    scene.settled()

    scene.one_each()
    scene.calm()


@BOTH
def test_78_an_open_trade_waits_with_its_reasons(make_journal: Make, kind):
    scene = make_journal(kind)
    trade = scene.traded("2@10")

    report = scene.sync()

    assert [(entry.reason, entry.until) for entry in report.parked] == [("still open", None)]
    assert scene.link(trade).state is LinkState.INELIGIBLE
    assert report.state.value == "waiting"
    assert not scene.server.trades


def test_all_that_a_trade_lacks_is_named(make_journal: Make):
    scene = make_journal(PRO)
    trade = scene.traded(edits={"stop_loss": None, "take_profit": None})

    [entry] = scene.sync().parked
    assert entry.reason == "needs a stop loss; needs a take profit"

    scene.edit(trade, stop_loss="9", take_profit="16")
    scene.settled()
    scene.one_each()


def test_79_stop_and_target_stay_though_the_journal_does_not_give_them_back(make_journal: Make):
    scene = make_journal(GROUP)
    trade = scene.traded()
    scene.settled()

    ours = scene.ours(trade).trade
    assert (ours.stop_loss, ours.take_profit) == (9, 16)
    assert (scene.theirs(trade)["stop_loss"], scene.theirs(trade)["take_profit"]) == (9, 16)
    assert scene.link(trade).state is LinkState.LINKED


def test_80_a_result_without_the_multiplier_is_a_discrepancy(make_journal: Make):
    scene = make_journal(GROUP)
    trade = scene.traded("1@10", "-1@12", multiplier=Decimal(50), asset_type=AssetType.FUTURES)
    scene.settled()

    assert "discrepancy" in scene.remarks(trade)
    assert scene.ours(trade).trade.gross_pnl == 100
    scene.calm()


def test_its_own_figures_are_compared_with_ours(make_journal: Make):
    scene = make_journal(GROUP)
    scene.traded("1@10", "-1@12")
    assert scene.sync().message is None

    scene.traded("1@10", "-1@12", multiplier=Decimal(50), asset_type=AssetType.FUTURES, symbol="F")
    report = scene.sync()

    assert report.message == (
        "TradeJournal counts 2 closed trades that made 2; here the same 2 made 100."
    )
    assert report.state.value == "in_sync"
    requests = scene.sync().requests
    assert scene.sync(full=True).requests == requests + 1


def test_81_an_outcome_that_contradicts_its_result_is_left_alone(make_journal: Make):
    scene = make_journal(PRO)
    scene.server.website_adds(**PRO_ROW | {"outcome": "LOSS"})

    scene.settled()

    assert scene.ours(scene.trades()[0]).trade.net_pnl == Decimal("64.25")


@BOTH
def test_a_mark_finds_a_lost_create_without_a_wait(make_journal: Make, kind):
    scene = make_journal(kind)
    scene.options(marker="on")
    trade = scene.traded(edits={"notes.general": "one"})
    scene.fails("POST", "/trades", FaultKind.APPLIED_THEN_RESET)
    scene.sync()

    scene.sync()

    assert scene.link(trade).state is LinkState.LINKED
    assert scene.theirs(trade)["notes"].startswith("one\n\nfb:")
    assert scene.ours(trade).trade.review.notes == {"general": "one"}
    scene.one_each()
    scene.calm()


def test_a_text_that_comes_back_mangled_replaces_nothing(make_journal: Make):
    scene = make_journal(PRO, mojibake=True, create_body="id")
    trade = scene.traded(edits={"notes.general": "Zoë held"})

    scene.settled()

    assert scene.ours(trade).trade.review.notes == {"general": "Zoë held"}
    scene.calm()


@pytest.mark.parametrize(("kind", "switches"), [(GROUP, {}), (PRO, {"me_is_refused": True})])
def test_91_another_journal_is_known_by_its_rows(make_journal: Make, kind, switches):
    scene = make_journal(kind, **switches)
    for number in range(3):
        scene.traded(symbol=f"S{number}")
    scene.settled()
    others = dict(scene.server.trades)
    scene.server.trades.clear()
    for _ in range(4):
        scene.server.website_adds(**ROW[kind])
    before = scene.library.revision()

    report = scene.sync()

    assert report.state.value == "paused"
    assert (report.writes, len(scene.trades())) == (0, 3)
    [asked] = scene.questions()
    assert asked.kind is ConflictKind.IDENTITY
    scene.server.trades = others
    assert scene.sync().writes == 0
    assert scene.library.revision() >= before


def test_91_another_user_is_known_by_the_profile(make_journal: Make):
    scene = make_journal(PRO)
    scene.pin("user_9zz")
    scene.traded()
    scene.server.website_becomes("user_other")

    report = scene.sync()

    assert (report.state.value, report.writes) == ("paused", 0)
    assert report.requests == 1


@BOTH
def test_a_trade_that_was_deleted_here_does_not_come_back(make_journal: Make, kind):
    scene = make_journal(kind)
    trade = scene.traded()
    scene.settled()
    scene.library.delete([trade])

    scene.clock.advance(90 * 86_400)
    scene.settled()
    [number] = scene.server.trades
    scene.server.website_edits(number, notes="edited there")
    scene.settled()

    assert not scene.trades()
    assert len(scene.server.trades) == 1
    assert not scene.questions()
    scene.calm()


@BOTH
def test_a_trade_that_is_excluded_is_not_sent(make_journal: Make, kind):
    scene = make_journal(kind)
    trade = scene.traded()
    scene.library.edit([trade], {"exclude": [scene.kind]})

    scene.settled()

    assert not scene.server.trades
    scene.calm()


@pytest.mark.parametrize("kind", [PRO, GROUP])
def test_34_a_right_that_is_given_back_is_used_when_asked_by_hand(make_journal: Make, kind: str):
    scene = make_journal(kind)
    scene.traded()
    make = scene.server.website_makes_key if kind == PRO else scene.server.website_makes_token
    rights = ("read",) if kind == PRO else ("trades:read", "stats:read")
    make(SECRETS[kind], *rights)
    assert scene.sync().parked
    make(SECRETS[kind], *rights, "write" if kind == PRO else "trades:write")

    scene.sync(manual=False)
    assert not scene.server.trades

    scene.settled()
    scene.one_each()
