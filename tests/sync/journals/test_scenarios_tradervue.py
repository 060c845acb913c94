"""What only Tradervue does: imports, templates, shells, whole lists of tags."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from builders import a_fill, fills_of
from fillbook.domain.link import ConflictKind, LinkState
from journal_scenes import JournalScene
from simulator.driver import Crashed, CrashPlan
from standins.faults import FaultKind
from standins.ledger import API

Make = Callable[..., JournalScene]
FILL = {"symbol": "ACME", "quantity": 1, "price": 10, "datetime": "2024-05-01T08:00:00-04:00"}


def test_08_an_imported_trade_is_annotated_and_its_mark_removed(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded(edits={"notes.general": "Held.", "tags": ["late"], "initial_risk": "40"})

    scene.settled()

    theirs = scene.theirs(trade)
    assert (theirs.notes, theirs.tags, theirs.initial_risk) == ("Held.", ["late"], 40)
    assert theirs.shared is False
    assert len(scene.server.ledger.of("queued", "import", API)) == 1


def test_08_a_template_does_not_fill_the_place_of_notes(make_journal: Make):
    scene = make_journal("tradervue", template="Plan:\n\nReview:")
    trade = scene.traded()

    scene.settled()

    assert scene.theirs(trade).notes == ""
    assert scene.ours(trade).trade.review.notes == {}
    scene.calm()


def test_08_a_mark_that_cannot_be_removed_keeps_nobody_waiting(make_journal: Make):
    scene = make_journal("tradervue", tags_can_be_cleared=False)
    trade = scene.traded()

    report = scene.settled()

    assert scene.remarks(trade) == ["left_there"]
    assert (report.state.value, report.parked) == ("in_sync", ())
    scene.calm()


def test_09_a_status_that_was_read_and_lost_leads_to_no_second_import(make_journal: Make):
    for commit in range(1, 12):
        scene = make_journal("tradervue")
        scene.traded()
        try:
            scene.sync(crash=CrashPlan(commit, after=False))
        except Crashed:
            scene.reopen()
        scene.settled()

        scene.one_each()
        assert len(scene.server.ledger.of("queued", "import", API)) == 1


def test_10_a_running_import_of_the_vendor_is_waited_for(make_journal: Make):
    scene = make_journal("tradervue", import_takes_s=20)
    scene.traded()
    scene.server.vendor_imports(FILL | {"symbol": "OTHER"})

    scene.settled()

    assert [trade.symbol for trade in scene.server.trades.values()] == ["OTHER", "ACME"]
    scene.calm()


def test_10_an_import_that_takes_an_hour_is_not_sent_again(make_journal: Make):
    scene = make_journal("tradervue", import_takes_s=3600)
    trade = scene.traded()
    later = scene.traded("1@20", "-1@21", symbol="MES")

    report = scene.sync()

    assert {entry.until is not None for entry in report.parked} == {True}
    for _ in range(70):
        scene.clock.advance(120)
        scene.sync()
    scene.settled()
    scene.one_each()
    assert len(scene.server.ledger.of("queued", "import", API)) == 2
    assert scene.link(trade).state is scene.link(later).state is LinkState.LINKED


def test_11_fills_that_are_there_already_join_their_trade(make_journal: Make):
    scene = make_journal("tradervue")
    fills = [FILL, FILL | {"quantity": -1, "price": 12, "datetime": "2024-05-01T08:01:00-04:00"}]
    trade = scene.traded("1@10", "-1@12")
    scene.server.vendor_imports(*fills)

    scene.settled()

    assert scene.link(trade).state is LinkState.LINKED
    scene.one_each()
    assert not scene.server.ledger.of("queued", "import", API)


def test_06_equal_fills_that_the_vendor_takes_once_are_shown(make_journal: Make):
    scene = make_journal("tradervue")
    scene.traded(position_id="first")
    scene.traded(position_id="second")

    report = scene.settled()

    assert len(scene.server.trades) == 1
    [entry] = report.parked
    assert entry.reason == "Tradervue has its fills, or equal ones, in other trades"
    assert len(scene.server.ledger.of("queued", "import", API)) == 2


def test_17_rows_that_shift_between_pages_are_not_lost(make_journal: Make):
    scene = make_journal("tradervue")
    for number in range(120):
        at = f"2024-05-01T08:{number // 60:02}:{number % 60:02}-04:00"
        scene.server.vendor_imports(
            FILL | {"symbol": f"S{number}", "datetime": at},
            FILL | {"symbol": f"S{number}", "datetime": at, "quantity": -1},
        )
    number = iter(range(10))
    answer = scene.server.answer

    def busy(asked):
        if ("page", "2") in asked.query and next(number) == 0:
            late = FILL | {"symbol": "NEW", "datetime": "2024-06-01T08:00:00-04:00"}
            scene.server.vendor_imports(late)
        return answer(asked)

    scene.server.answer = busy

    scene.settled()

    assert len(scene.trades()) == 121


def test_50_a_tag_that_the_website_added_stays(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded(edits={"tags": ["late"]})
    scene.settled()

    scene.server.website_edits(int(scene.link(trade).remote_id), tags=["late", "fomo"])
    scene.edit(trade, tags=["late", "breakout"])
    scene.settled()

    assert scene.theirs(trade).tags == ["breakout", "fomo", "late"]
    assert scene.ours(trade).trade.review.tags == ("breakout", "fomo", "late")
    scene.calm()


def test_39_both_sides_notes_are_merged_or_asked_about(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded(edits={"notes.general": "one\ntwo\nthree"})
    scene.settled()
    number = int(scene.link(trade).remote_id)

    scene.server.website_edits(number, notes="one!\ntwo\nthree")
    scene.edit(trade, notes__general="one\ntwo\nthree!")
    scene.settled()
    assert scene.theirs(trade).notes == "one!\ntwo\nthree!"

    scene.server.website_edits(number, notes="ONE")
    scene.edit(trade, notes__general="uno")
    scene.settled()
    [asked] = scene.questions()
    assert (asked.kind, asked.field, asked.theirs) == (ConflictKind.FIELD, "notes", "ONE")
    scene.answer("mine")
    scene.settled()
    assert scene.theirs(trade).notes == "uno"
    scene.calm()


def test_a_text_that_no_longer_splits_is_one_question(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded(edits={"notes.mistakes": "late", "notes.general": "ok"})
    scene.settled()

    scene.server.website_edits(int(scene.link(trade).remote_id), notes="all new")
    scene.settled()

    [asked] = scene.questions()
    assert (asked.field, asked.theirs) == ("notes", "all new")
    assert scene.ours(trade).trade.review.notes == {"mistakes": "late", "general": "ok"}
    scene.answer("theirs")
    scene.settled()
    assert scene.ours(trade).trade.review.notes == {"general": "all new"}
    assert not scene.questions()
    scene.calm()


def test_fills_that_come_later_are_imported_into_the_open_trade(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded("2@10")
    scene.settled()
    assert scene.theirs(trade).is_open

    scene.library.add_executions(scene.account, fills_of("2@10", "-2@15", fees="0.5")[1:])
    scene.settled()

    assert not scene.theirs(trade).is_open
    scene.one_each()
    scene.calm()


def test_what_the_website_made_of_shells_is_left_there(make_journal: Make):
    scene = make_journal("tradervue")
    scene.server.website_adds_shell("SPY", notes="an idea")

    scene.settled()

    assert not scene.trades()
    scene.calm()


def test_96_a_shell_becomes_no_second_trade(make_journal: Make):
    scene = make_journal("tradervue")
    scene.library.add_executions(
        scene.account,
        (a_fill(1, None, derived=True), a_fill(-1, None, minute=1, derived=True)),
    )
    [trade] = scene.trades()
    scene.fails("POST", "/trades", FaultKind.APPLIED_THEN_RESET)
    scene.settled()

    assert scene.theirs(trade).fills == []
    assert scene.theirs(trade).tags == []
    scene.one_each()
    scene.calm()


def test_43_a_hard_delete_asks_first(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded()
    scene.settled()
    scene.server.website_comments(int(scene.link(trade).remote_id), "coach1", "Good patience.")
    scene.library.delete([trade])
    scene.clock.advance(90 * 86_400)

    scene.sync()

    assert scene.server.trades
    [asked] = scene.questions()
    assert asked.kind is ConflictKind.REMOTE_DELETE
    assert asked.theirs.endswith("; with its comments (1)")
    scene.answer("delete")
    scene.settled()
    assert not scene.server.trades


def test_a_trade_that_is_gone_there_stays_here(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded()
    scene.settled()

    scene.server.website_deletes(int(scene.link(trade).remote_id))
    scene.settled()

    assert scene.trades() == [trade]
    [asked] = scene.questions()
    assert asked.kind is ConflictKind.GONE
    assert scene.link(trade).state is LinkState.MISSING_REMOTE


def test_a_pulled_trade_has_its_fills_and_what_was_said_of_it(make_journal: Make):
    scene = make_journal("tradervue", line_ends="CRLF")
    fills = [FILL, FILL | {"quantity": -1, "price": 12, "datetime": "2024-05-01T08:01:00-04:00"}]
    scene.server.vendor_imports(*fills)
    [number] = scene.server.trades
    scene.server.website_edits(number, notes="a\nb", tags=["x"], initial_risk=5)
    scene.server.website_comments(number, "coach1", "Good patience.")

    scene.settled()

    [trade] = scene.trades()
    ours = scene.ours(trade)
    assert [leg.execution.fill.price for leg in ours.legs] == [10, 12]
    assert ours.trade.review.notes == {"general": "a\nb"}
    assert (ours.trade.review.tags, ours.trade.initial_risk) == (("x",), 5)
    scene.calm()


def test_35_a_wrong_password_stops_once(make_journal: Make):
    scene = make_journal("tradervue")
    scene.traded()
    scene.server.website_changes_password("other")

    report = scene.sync()

    assert report.state.value == "refused"
    assert report.requests == 1


def test_a_pulled_future_makes_what_tradervue_says_it_made(make_journal: Make):
    scene = make_journal("tradervue")
    at = "2026-11-02T09:4{}:07-05:00"
    short = [("-2", "21010.25", "1.24"), ("1", "20999.5", "0.62"), ("1", "20990.25", "0.62")]
    scene.server.vendor_imports(
        *(
            {
                "symbol": "MNQZ6",
                "datetime": at.format(minute),
                "quantity": quantity,
                "price": price,
                "commission": commission,
                "transfee": "0.2",
            }
            for minute, (quantity, price, commission) in enumerate(short)
        )
    )

    scene.settled()

    [trade] = scene.trades()
    ours = scene.ours(trade).trade
    assert ours.direction.value == "short"
    assert (ours.gross_pnl, ours.fees, ours.net_pnl) == (
        Decimal("61.5"),
        Decimal("3.08"),
        Decimal("58.42"),
    )
    assert not scene.remarks(trade)
    scene.calm()


@pytest.mark.parametrize("drops", [False, True])
def test_equal_fills_of_one_trade_are_one_trade_there(make_journal: Make, drops: bool):
    scene = make_journal("tradervue", drops_twins=drops)
    twin = {"fees": "0.5", "sequence": 1}
    late = twin | {"minute": 1}
    fills = (
        a_fill(1, 10, **twin),
        a_fill(1, 10, **twin),
        a_fill(-1, 12, **late),
        a_fill(-1, 12, **late),
    )
    scene.library.add_executions(scene.account, fills)
    [trade] = scene.trades()

    scene.settled()

    assert scene.link(trade).state is LinkState.LINKED
    assert ("discrepancy" in scene.remarks(trade)) is drops
    assert len(scene.server.trades) == 1
    scene.calm()


def test_a_fill_that_was_taken_out_here_stays_there_and_is_said(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded("1@10", "1@11", "-2@15")
    scene.settled()
    number = int(scene.link(trade).remote_id)
    scene.server.trades[number].fills[0].price = Decimal("10.5")

    scene.settled()

    assert len(scene.server.trades) == 1
    assert "discrepancy" in scene.remarks(trade)
    scene.calm()


def test_prices_that_the_vendor_rounds_in_lists_are_no_discrepancy(make_journal: Make):
    scene = make_journal("tradervue", price_places=1)
    trade = scene.traded("1@10.123", "2@10.456", "-3@15.789")

    scene.settled()

    assert not scene.remarks(trade)
    scene.calm()


def test_an_import_that_the_plan_cuts_short_is_linked_and_not_pulled_as_another(make_journal: Make):
    scene = make_journal("tradervue", quota=1)
    trade = scene.traded("1@10", "-1@12")

    report = scene.settled()

    assert scene.trades() == [trade]
    assert len(scene.server.trades) == 1
    assert scene.link(trade).state is LinkState.LINKED
    assert [entry.reason for entry in report.parked] == [
        "1 fills are over the limit of the Tradervue plan"
    ]


def test_a_trade_typed_again_without_its_costs_is_a_question(make_journal: Make):
    scene = make_journal("tradervue")
    trade = scene.traded("1@10", "-1@12")
    scene.settled()
    scene.server.website_types_again(int(scene.link(trade).remote_id))

    scene.settled()

    assert scene.trades() == [trade]
    assert [asked.kind for asked in scene.questions()] == [ConflictKind.DUPLICATE]


def test_a_twin_that_the_vendor_drops_can_be_taken_out(make_journal: Make):
    scene = make_journal("tradervue", drops_twins=True)
    scene.traded("1@10", "-1@12", position_id="first")
    scene.traded("1@10", "-1@12", position_id="second")
    (waiting,) = scene.settled().parked

    connection = scene.connection.name
    scene.library.edit([waiting.trade_id], {"exclude+": connection})

    assert scene.settled().parked == ()
