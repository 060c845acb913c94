"""Scenarios 93 to 95: one trade at several journals."""

from collections.abc import Callable

from fillbook.domain.link import LinkState
from journal_scenes import JournalScene

Make = Callable[..., JournalScene]
PRO_ROW = {
    "date": "2026-04-02", "pair": "EURUSD", "direction": "SELL", "entry_price": 1.08412,
    "exit_price": 1.08155, "stop_loss": 1.08600, "take_profit": 1.08100, "lot_size": 0.25,
    "pnl": 64.25, "risk_reward": 1.66, "outcome": "WIN", "session": "NY", "notes": "typed",
}  # fmt: skip
OTHERS = ("tradavity", "tradejournalpro", "tradejournal")


def a_trader_of_four(make_journal: Make) -> tuple[JournalScene, ...]:
    first = make_journal("tradervue")
    return (first, *(first.beside(kind) for kind in OTHERS))


def until_calm(scenes: tuple[JournalScene, ...], most: int = 10) -> None:
    for _ in range(most):
        before = scenes[0].library.revision()
        reports = [scene.sync() for scene in scenes]
        scenes[0].clock.advance(120)
        if scenes[0].library.revision() == before and not any(one.writes for one in reports):
            return
    raise AssertionError([report.parked for report in reports])


def idle(scenes: tuple[JournalScene, ...], cycles: int) -> None:
    before = scenes[0].library.revision()
    for _ in range(cycles):
        for scene in scenes:
            report = scene.sync()
            assert report.writes == 0, scene.traces[-1].lines
        scenes[0].clock.advance(1800)
    assert scenes[0].library.revision() == before


def rich(scene: JournalScene, *fills: str) -> str:
    return scene.traded(
        *fills,
        edits={
            "notes.general": "Held.",
            "notes.mistakes": "late",
            "tags": ["late"],
            "grade": "A+",
            "trading_session": "overlap",
            "stop_loss": "9",
            "take_profit": "16",
        },
    )


def test_94_fifty_idle_cycles_write_nothing_anywhere(make_journal: Make):
    scenes = a_trader_of_four(make_journal)
    trade = rich(scenes[0])
    until_calm(scenes)

    assert {scene.link(trade).state for scene in scenes} == {LinkState.LINKED}
    assert [len(scene.server.trades) for scene in scenes if scene.kind != "tradavity"] == [1, 1, 1]
    idle(scenes, 50)


def test_95_a_poorer_copy_degrades_neither_here_nor_elsewhere(make_journal: Make):
    scenes = a_trader_of_four(make_journal)
    tradervue, tradavity, pro, _ = scenes
    trade = rich(scenes[0])
    until_calm(scenes)

    [number] = pro.server.trades
    pro.server.website_edits(number, strategy="fade")
    until_calm(scenes)

    ours = tradervue.ours(trade).trade.review
    assert (ours.trading_session, ours.strategy) == ("overlap", "fade")
    assert ours.notes == {"general": "Held.", "mistakes": "late"}
    assert tradavity.remote().translate(tradavity.ours(trade))["trading_session"] == "overlap"
    idle(scenes, 3)


def test_what_comes_from_one_journal_goes_to_no_other_by_itself(make_journal: Make):
    scenes = a_trader_of_four(make_journal)
    tradervue, _, pro, _ = scenes
    trade = rich(scenes[0])
    until_calm(scenes)

    number = int(tradervue.link(trade).remote_id or 0)
    tradervue.server.website_edits(number, tags=["late", "theirs"])
    tradervue.server.vendor_imports(
        {"symbol": "X", "quantity": 1, "price": 1, "datetime": "2024-06-01T12:00:00Z"},
        {"symbol": "X", "quantity": -1, "price": 2, "datetime": "2024-06-01T12:01:00Z"},
    )
    until_calm(scenes)

    assert len(tradervue.trades()) == 2
    assert len(pro.server.trades) == 1
    assert tradervue.ours(trade).trade.review.tags == ("late", "theirs")
    idle(scenes, 3)


def test_it_goes_on_where_that_is_switched_on(make_journal: Make):
    scenes = a_trader_of_four(make_journal)
    tradervue, _, _, group = scenes
    group.options(fan_out="on")
    tradervue.server.vendor_imports(
        {"symbol": "X", "quantity": 1, "price": 1, "datetime": "2024-06-01T12:00:00Z"},
        {"symbol": "X", "quantity": -1, "price": 2, "datetime": "2024-06-01T12:01:00Z"},
    )
    until_calm(scenes)

    assert [trade["instrument"] for trade in group.server.trades.values()] == ["X"]
    idle(scenes, 3)


def test_many_edits_here_reach_each_journal_that_takes_them_and_come_to_rest(make_journal: Make):
    scenes = a_trader_of_four(make_journal)
    tradervue, _, pro, group = scenes
    trade = rich(scenes[0])
    until_calm(scenes)

    for number in range(20):
        tradervue.edit(trade, notes__lessons=f"lesson {number}", tags=[f"t{number}"])
    until_calm(scenes)

    assert tradervue.theirs(trade).tags == ["t19"]
    assert "lesson 19" in tradervue.theirs(trade).notes
    assert pro.link(trade).state is group.link(trade).state is LinkState.STALE_REMOTE
    idle(scenes, 3)


def test_a_trade_without_fills_becomes_a_shell_where_it_is_passed_on(make_journal: Make):
    scenes = a_trader_of_four(make_journal)
    tradervue, _, pro, _ = scenes
    tradervue.options(fan_out="on")
    pro.server.website_adds(**PRO_ROW)

    until_calm(scenes)

    [shell] = tradervue.server.trades.values()
    assert (shell.symbol, shell.fills, shell.notes, shell.tags) == ("EURUSD", [], "typed", [])
    idle(scenes, 3)
