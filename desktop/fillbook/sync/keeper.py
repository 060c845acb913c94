"""Keeps the connections of an open library in sync: by schedule, and when asked."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import UTC, datetime

from fillbook.domain.connection import Connection, ConnectionState
from fillbook.domain.errors import FillbookError, Refused
from fillbook.remotes.catalogue import remote_spec
from fillbook.remotes.errors import RefusedThere
from fillbook.sync import breaker
from fillbook.sync.cycle import Asked
from fillbook.sync.news import Ended, Failed, News, Seen, Stopped, Unseen
from fillbook.sync.running import Runs
from fillbook.sync.schedule import ASLEEP_S, Schedule

_TICK_S = 20.0
"""The longest nap: after it a clock that jumped tells of a computer that slept."""

_log = logging.getLogger(__name__)


class Keeper:
    """Starts runs on its loop, at most one for each connection. All its methods belong there."""

    def __init__(self, runs: Runs, tell: Callable[[News], object]) -> None:
        self._runs = runs
        self._tell = tell
        self._schedules: dict[str, Schedule] = {}
        self._wanted: list[tuple[frozenset[str], Asked]] = []
        self._asked: dict[str, Asked] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._looks: dict[str, asyncio.Task[None]] = {}
        self._shut_out: set[str] = set()  # not let in when looking; the next run tries again
        self._asks_brokers: asyncio.Task[None] | None = None
        self._probes: set[str] = set()
        self._is_visible = True
        self._is_held = False
        self._nudged = asyncio.Event()

    async def live(self) -> None:
        """Run what is due, until cancelled; then stop everything at once."""
        try:
            while True:
                self._nudged.clear()
                wait_s = await self._start_what_is_due()
                await self._nap(min(wait_s, _TICK_S))
        finally:
            await _ended((self._asks_brokers, *self._looks.values(), *self._running.values()))

    def sync(self, names: Collection[str], asked: Asked) -> None:
        """Run the connections of these names or ids, or all, as soon as they are free."""
        self._wanted.append((frozenset(name.casefold() for name in names), asked))
        self._nudged.set()

    def cancel(self, names: Collection[str]) -> None:
        """Stop the runs of these ids, or all, and forget that they were asked for."""
        for connection_id in [*self._running, *self._asked]:
            if not names or connection_id in names:
                self._asked.pop(connection_id, None)
                if connection_id in self._running:
                    self._running[connection_id].cancel()

    def hold(self, is_held: bool) -> None:
        """Run nothing by itself, or do again."""
        self._is_held = is_held
        if is_held:
            self.cancel(())
        self._nudged.set()

    def look(self) -> None:
        """Ask each broker what is open, unless it is being asked anything already."""
        if self._asks_brokers is None or self._asks_brokers.done():
            self._asks_brokers = asyncio.create_task(self._look_at_brokers())

    def edited(self) -> None:
        """The user changed something."""
        now = time.monotonic()
        self._schedules = {key: one.edited(now) for key, one in self._schedules.items()}
        self._nudged.set()

    def shown(self, is_visible: bool) -> None:
        """The window came to the front, or went."""
        self._is_visible = is_visible
        self._schedules = {key: one.shown(is_visible) for key, one in self._schedules.items()}
        self._nudged.set()

    def woke(self) -> None:
        """The computer or its network came back: what did not answer is asked again."""
        now = time.monotonic()
        self._schedules = {key: one.woke(now) for key, one in self._schedules.items()}
        self._probes = set(self._schedules)
        self._nudged.set()

    async def _start_what_is_due(self) -> float:
        """Start runs; the seconds until the next one is due."""
        try:
            connections = await self._runs.connections()
        except FillbookError as error:  # it may be readable again at the next tick
            _log.warning("The connections could not be read: %s", error.title)
            return _TICK_S
        self._share_out(connections)
        waits = [_TICK_S]
        for connection in connections:
            key = connection.id
            schedule = self._schedules.setdefault(key, Schedule(is_visible=self._is_visible))
            if key in self._running:
                continue
            asked = self._asked.pop(key, None)
            if asked is not None:
                self._start(connection, asked)
            elif not self._is_held and _runs_by_itself(connection):
                wait_s = self._rest_s(connection, schedule)
                if wait_s <= 0:
                    self._start(connection, Asked())
                waits.append(max(wait_s, 0.0))
        return min(waits)

    def _share_out(self, connections: Collection[Connection]) -> None:
        """Give each connection what was asked of it by name."""
        for names, asked in self._wanted:
            for connection in connections:
                if not names or names & {connection.id, connection.name.casefold()}:
                    self._asked[connection.id] = asked
        self._wanted.clear()

    def _rest_s(self, connection: Connection, schedule: Schedule) -> float:
        """How long a connection may rest before its next run."""
        wait_s = schedule.due_at() - time.monotonic()
        moment = datetime.now(UTC)
        state = breaker.restored(connection.breaker)
        if state.until is None or connection.id in self._probes or not state.rests_at(moment):
            return wait_s
        return max(wait_s, (state.until - moment).total_seconds())

    def _start(self, connection: Connection, asked: Asked) -> None:
        key = connection.id
        self._shut_out.discard(key)
        if key in self._looks:  # it only reads; the run tells the same and more
            self._looks[key].cancel()
        schedule, now = self._schedules[key], time.monotonic()
        self._schedules[key] = schedule.previewed(now) if asked.preview else schedule.ran(now)
        is_probe = asked.manual or key in self._probes
        self._probes.discard(key)
        self._running[key] = asyncio.create_task(self._run(connection, asked, is_probe))

    async def _run(self, connection: Connection, asked: Asked, is_probe: bool) -> None:
        news: News = Stopped(connection.id)
        try:
            report = await self._runs.run(connection, asked, is_probe=is_probe)
            news = Ended(report, asked.preview)
        except FillbookError as error:
            news = Failed(connection.id, error.title, error.next_step)
        except Exception:  # the end of a task: our fault, logged and told once
            _log.exception("A sync failed")
            news = Failed(connection.id, "Fillbook met a fault of its own.", "The log tells more.")
        finally:
            del self._running[connection.id]
            self._tell(news)
            self._nudged.set()

    async def _look_at_brokers(self) -> None:
        try:
            connections = await self._runs.connections()
        except FillbookError as error:
            _log.warning("The connections could not be read: %s", error.title)
            return
        for connection in connections:
            if remote_spec(connection.kind).is_broker and self._may_look_at(connection):
                self._looks[connection.id] = asyncio.create_task(self._look_at(connection))

    def _may_look_at(self, connection: Connection) -> bool:
        key = connection.id
        is_busy = key in self._running or key in self._looks
        is_open = not self._is_held and key not in self._shut_out and _runs_by_itself(connection)
        return is_open and not is_busy

    async def _look_at(self, connection: Connection) -> None:
        news: News | None = None
        try:
            holdings = await self._runs.watch(connection)
            news = Seen(connection.id, holdings, datetime.now(UTC))
        except FillbookError as error:
            if isinstance(error, Refused | RefusedThere):
                self._shut_out.add(connection.id)  # a wrong password is not tried again and again
            news = Unseen(connection.id, error.title, error.next_step)
        except Exception:  # the end of a task: our fault, logged and told
            _log.exception("A look at a broker failed")
            news = Unseen(connection.id, "Fillbook met a fault of its own.", "The log tells more.")
        finally:
            del self._looks[connection.id]
            if news is not None:
                self._tell(news)

    async def _nap(self, seconds: float) -> None:
        """Wait to be nudged, and notice when the computer slept meanwhile."""
        steady, wall = time.monotonic(), time.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._nudged.wait()
        if (time.time() - wall) - (time.monotonic() - steady) > ASLEEP_S:
            self.woke()


async def _ended(tasks: Iterable[asyncio.Task[None] | None]) -> None:
    """Cancel tasks, and wait until they are over."""
    living = [task for task in tasks if task is not None]
    for task in living:
        task.cancel()
    await asyncio.gather(*living, return_exceptions=True)


def _runs_by_itself(connection: Connection) -> bool:
    """Whether nobody has to act before a connection can run."""
    return not connection.paused and connection.state is not ConnectionState.REFUSED
