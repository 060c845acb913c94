"""Scripted lives, and each of them again with one fault at each request or commit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builders import a_fill
from fillbook.domain.draft import TradeDraft
from fillbook.domain.image import NamedBytes
from fillbook.domain.instrument import AssetType
from pictures import png
from simulator.driver import Crashed, CrashPlan
from simulator.shadow import WORDS, Shadow, check
from simulator.stage import Stage
from simulator.world import World
from standins.faults import Fault, FaultKind, FaultPlan, on

KINDS = tuple(kind for kind in FaultKind if kind is not FaultKind.DELAY)


@dataclass(frozen=True, slots=True)
class Script:
    """What stands on both sides before a sync, what happens between two, and after the bad one."""

    before: Callable[[World, Shadow], None]
    between: Callable[[World, Shadow], None] | None = None
    after: Callable[[World, Shadow], None] | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """One place at which one thing goes wrong."""

    request: int | None = None
    kind: FaultKind | None = None
    commit: int | None = None
    after: bool = False


def a_trade(world: World, minute: int = 0, symbol: str = "MES") -> str:
    """A closed trade of the only account."""
    opened = a_fill(2, "10", symbol=symbol, minute=minute, fees="1")
    closed = a_fill(-2, "12.5", symbol=symbol, minute=minute + 2, fees="1", sequence=1)
    trade, _ = world.library.add_trade(
        TradeDraft(
            account_id=world.account,
            symbol=symbol,
            asset_type=AssetType.FUTURES,
            fills=(opened, closed),
        )
    )
    return trade


def edit(world: World, shadow: Shadow, trade: str, key: str, value: str) -> None:
    world.library.edit([trade], {key: value})
    shadow.ours[trade, key] = value


def website_edit(world: World, shadow: Shadow, number: int, key: str, value: str) -> None:
    world.server.website_edits(number, **{WORDS[key]: value})
    shadow.theirs[number, key] = value


def _create(world: World, shadow: Shadow) -> None:
    trade = a_trade(world)
    edit(world, shadow, trade, "notes.general", "entered late")
    world.library.edit([trade], {"tags": "late,plan", "grade": "B"})


def _twins(world: World, shadow: Shadow) -> None:
    a_trade(world)
    a_trade(world)


def _edit_both(world: World, shadow: Shadow) -> None:
    edit(world, shadow, _only(world), "notes.general", "entered late\n\nsize was right")
    world.library.edit([_only(world)], {"grade": "A", "tags+": "mine"})
    website_edit(world, shadow, 1, "news", "CPI at 8:30")
    world.server.website_tags(1, "late", "theirs")


def _think(world: World, shadow: Shadow) -> None:
    edit(world, shadow, _only(world), "notes.general", "size was right")
    edit(world, shadow, _only(world), "news", "CPI at 8:30")


def _think_again(world: World, shadow: Shadow) -> None:
    edit(world, shadow, _only(world), "notes.general", "size was too small")
    edit(world, shadow, _only(world), "news", "none")


def _clash(world: World, shadow: Shadow) -> None:
    edit(world, shadow, _only(world), "news", "our news")
    website_edit(world, shadow, 1, "news", "their news")


def _picture(world: World, shadow: Shadow) -> None:
    world.library.attach(a_trade(world), [NamedBytes("chart.png", png(40, 30))], "Entry")


def _website_trade(world: World, shadow: Shadow) -> None:
    world.server.website_adds(
        {
            "entries": [{"price": 10, "quantity": 1, "execution_time": "2026-11-01T10:00:00Z"}],
            "exits": [{"price": 12, "quantity": 1, "execution_time": "2026-11-01T10:05:00Z"}],
        },
        trade_date="2026-11-01T10:00:00Z",
        symbol="NQ",
        direction="long",
        quantity=1,
        multiplier=20,
        fees=1,
        net_pnl=39,
        general_notes="from the website",
    )
    world.server.website_tags(1, "fomo")


def _only(world: World) -> str:
    return world.library.newest()[0].id


SCRIPTS = {
    "create": Script(_create),
    "twins": Script(_twins),
    "edits of both sides": Script(_create, _edit_both),
    "second thoughts": Script(_create, _think, _think_again),
    "a clash": Script(_create, _clash),
    "a picture": Script(_picture),
    "a trade of the website": Script(_website_trade),
}


def lived(stage: Stage, script: Script, *spots: Spot) -> None:
    """A scripted life with one or two things going wrong, checked at its end."""
    with stage.world() as world:
        shadow = Shadow()
        shadow.watch(world)
        script.before(world, shadow)
        if script.between is not None:
            world.settled()
            script.between(world, shadow)
        _badly(world, *spots)
        if script.after is not None:
            script.after(world, shadow)
        world.clock.advance(120)
        world.line.plan = FaultPlan()
        world.settled()
        check(world, shadow)


def lost_create(stage: Stage, rest_s: float) -> None:
    """A create that was applied and never answered, and a list that does not show it at first.

    Args:
        rest_s: How long afterwards it is looked for; after a day its key is dead.
    """
    with stage.world() as world:
        shadow = Shadow()
        shadow.watch(world)
        _create(world, shadow)
        for nth in range(12):
            lost = Fault(kind=FaultKind.APPLIED_THEN_TIMEOUT)
            world.line.plan.on(on("POST", "/trades"), lost, nth=nth)
            away = Fault(kind=FaultKind.DROPPED_BEFORE)
            world.line.plan.on(on("GET", "/trades"), away, nth=2 + nth)
        world.sync()
        world.clock.advance(rest_s)
        world.line.plan = FaultPlan()
        world.line.plan.on(on("GET", "/trades"), Fault(kind=FaultKind.STALE_PAGE), nth=0)
        world.sync()
        world.line.plan = FaultPlan()
        world.settled()
        check(world, shadow)


def _badly(world: World, *spots: Spot) -> None:
    first = len(world.line.requests)
    world.line.plan = FaultPlan(
        {
            first + spot.request: Fault(kind=spot.kind)
            for spot in spots
            if spot.request is not None and spot.kind is not None
        }
    )
    crash = next((CrashPlan(s.commit, after=s.after) for s in spots if s.commit is not None), None)
    try:
        world.sync(crash=crash)
    except Crashed:
        world.clock.advance(1)


def spots(stage: Stage, script: Script) -> Iterator[Spot]:
    """Every request with every kind of fault, and a crash before and after every commit."""
    trace = _undisturbed(stage, script)
    for request in range(trace.requests):
        for kind in KINDS:
            yield Spot(request=request, kind=kind)
    for commit in range(1, trace.commits + 1):
        yield Spot(commit=commit)
        yield Spot(commit=commit, after=True)


def pairs(stage: Stage, script: Script) -> Iterator[tuple[Spot, Spot]]:
    """Every two places: two faults at different requests, or a fault and a crash."""
    found = list(spots(stage, script))
    for place, first in enumerate(found):
        for second in found[place + 1 :]:
            if first.commit is None and first.request != second.request:
                yield first, second


def _undisturbed(stage: Stage, script: Script):
    with stage.world() as world:
        script.before(world, Shadow())
        if script.between is not None:
            world.settled()
            script.between(world, Shadow())
        world.sync()
        return world.trace
