"""What was written on either side, so that nothing can be lost without being noticed."""

import json
from dataclasses import dataclass, field
from decimal import Decimal

from fillbook.domain.link import LinkState
from fillbook.domain.trade import Status, Trade
from simulator.world import World

WORDS = {"notes.general": "general_notes", "news": "news_events", "setup_quality": "setup_quality"}
"""Fields of free text: our key, and the service's name of it."""


@dataclass(slots=True)
class Shadow:
    """Acknowledged values, each of its own kind so that it can be found again."""

    ours: dict[tuple[str, str], str] = field(default_factory=dict)  # trade, key -> last value
    theirs: dict[tuple[int, str], str] = field(default_factory=dict)  # number, key -> last value
    trades: set[str] = field(default_factory=set)  # made by the user, and never deleted
    tags: dict[str, set[str]] = field(default_factory=dict)  # trade -> added by the user
    their_tags: dict[int, set[str]] = field(default_factory=dict)
    applied: set[str] = field(default_factory=set)  # texts that the server ever held

    def watch(self, world: World) -> None:
        """Note every text that the server takes."""
        answer = world.server.answer

        def watched(asked):
            answered = answer(asked)
            if asked.method in ("POST", "PATCH") and answered.status < 300:
                self._note(asked.body)
            return answered

        world.line.stand_in = _Watched(world.server, watched)

    def _note(self, body: bytes) -> None:
        try:
            fields = json.loads(body)
        except ValueError:
            return  # a picture
        self.applied |= {value for value in fields.values() if isinstance(value, str)}


@dataclass(slots=True)
class _Watched:
    server: object
    answer: object

    @property
    def clock(self):
        return self.server.clock


def check(world: World, shadow: Shadow) -> None:
    """Every invariant of a world that has come to rest."""
    world.server.assert_keys_sound()
    _check_no_duplicate(world)
    _check_both_sides_equal(world)
    _check_nothing_lost(world, shadow)
    _check_tags(world, shadow)
    _check_no_quarrel_with_oneself(world, shadow)
    assert shadow.trades <= {trade.id for trade in _trades(world)}, "a trade was deleted here"


def _check_no_duplicate(world: World) -> None:
    """Each trade is there once: what the service holds twice, the library holds twice too."""
    here: dict[object, int] = {}
    for trade in _trades(world):
        here[_mark(trade)] = here.get(_mark(trade), 0) + 1
    there: dict[object, int] = {}
    for row in world.server.live_trades():
        mark = (row["symbol"], row["trade_date"], Decimal(row["net_pnl"]))
        there[mark] = there.get(mark, 0) + 1
    for mark, count in there.items():
        assert count <= here.get(mark, 0), f"{count} times there, {here.get(mark, 0)} here: {mark}"
    waiting = {conflict.trade_id for conflict in world.library.conflicts()}
    for trade in _trades(world):
        if trade.id in waiting:  # it was archived there: the user is asked
            here[_mark(trade)] -= 1
    for mark, count in here.items():
        assert there.get(mark, 0) >= count, f"never created: {mark}"


def _mark(trade: Trade) -> tuple[object, ...]:
    """What tells trades apart; twins share it."""
    return trade.symbol, trade.opened_at.replace(microsecond=0), trade.net_pnl


def _check_both_sides_equal(world: World) -> None:
    """Our fields, as the service would have them, are its fields."""
    remote, connection = world.remote(), world.connection
    waiting = {(c.trade_id, c.field) for c in world.library.conflicts()}
    for trade in _trades(world):
        link = world.library.look(lambda store, id_=trade.id: store.link(connection.id, id_))
        assert link is not None, f"no link: {trade.symbol}"
        if link.state is LinkState.ARCHIVED_REMOTE:
            assert world.server.book.trades[int(link.remote_id)]["archived_at"] is not None
            continue
        assert link.state is LinkState.LINKED, f"{trade.symbol}: {link.state}"
        detail = world.library.trade(trade.id)
        row = world.server.book.trades[int(link.remote_id)]
        mine = remote.translate(detail)
        stopped = {entry.field for entry in link.parked}
        for key, name in (*WORDS.items(), ("grade", "trade_quality_grade")):
            if (trade.id, key) not in waiting and key not in stopped:
                there = row.get(name) or None
                assert (mine.get(key) or None) == there, f"{key}: {mine.get(key)!r} {there!r}"
        tags = sorted(world.server.book.tags[tag]["name"] for tag in row["tags"])
        assert sorted(mine["tags"] or ()) == tags
        if mine.get("fills"):
            assert len(row["executions"]) == len(mine["fills"])


def _check_nothing_lost(world: World, shadow: Shadow) -> None:
    """Each value of either side stands, stood on the other side, or waits in a question."""
    asked = " ".join(f"{c.mine} {c.theirs}" for c in world.library.conflicts())
    for (trade_id, key), value in shadow.ours.items():
        trade = world.library.trade(trade_id)
        known = _text(trade.trade.review, key)
        found = value in known or value in asked or any(value in text for text in shadow.applied)
        assert found, f"our {key} {value!r} is lost: {known!r}"
    connection = world.connection
    for (number, key), value in shadow.theirs.items():
        there = str(world.server.book.trades[number].get(WORDS[key]) or "")
        link = world.library.look(lambda store, id_=str(number): store.link_to(connection.id, id_))
        seen = value in there or value in asked
        if link is not None and not seen:
            history = world.library.trade(link.local_id).history
            seen = any(value in (entry.new or "") for entry in history)
        assert seen, f"their {key} {value!r} is lost"


def _check_tags(world: World, shadow: Shadow) -> None:
    """A tag that either side added, and nobody took off, is on both sides."""
    connection = world.connection
    for trade in _trades(world):
        link = world.library.look(lambda store, id_=trade.id: store.link(connection.id, id_))
        added = shadow.tags.get(trade.id, set())
        if link.state is LinkState.LINKED:
            added = added | shadow.their_tags.get(int(link.remote_id), set())
        assert added <= set(trade.review.tags), f"lost: {added - set(trade.review.tags)}"


def _check_no_quarrel_with_oneself(world: World, shadow: Shadow) -> None:
    """What waits for the user has two sides: theirs is never a value that we sent."""
    for conflict in world.library.conflicts():
        theirs = (conflict.theirs or "").strip('"')
        assert theirs not in shadow.applied - set(shadow.theirs.values()), f"{theirs!r} is our own"


def _text(review, key: str) -> str:
    if key == "notes.general":
        return review.notes.get("general", "")
    return str(getattr(review, key) or "")


def _trades(world: World):
    ids = [row.id for row in world.library.newest(500)]
    return [trade for trade in world.library.trades(ids) if trade.status is Status.CLOSED]
