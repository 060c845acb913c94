"""A library, a journal service and the line between them, in one process."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from builders import an_account
from fillbook.domain.connection import Connection, NewConnection
from fillbook.remotes.remote import Settings
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradavity.remote import Tradavity as Remote
from fillbook.storage.library import Library
from fillbook.sync.cycle import Asked, reconcile
from fillbook.sync.report import Report
from fillbook.sync.resolving import resolve
from simulator.chance import Chance
from simulator.driver import CrashPlan, Driver, Trace
from standins.clock import Clock
from standins.faults import FaultPlan, Faulty
from standins.tradavity import Tradavity
from standins.tradavity_switches import Switches

KEY = "tvty_simulated"
NAME = "tv"


def template(folder: Path) -> Path:
    """A library with one account and one connection, to be copied for each run."""
    with Library.open(folder) as library:
        account, _ = library.add_account(an_account(timezone="UTC"))
        library.sync(
            lambda store: store.add_connection(
                NewConnection(
                    name=NAME,
                    kind="tradavity",
                    base_url="https://app.tradavity.com/api/v1",
                    accounts={account.id: "7"},
                    options={"settle_s": "90"},
                ),
                "1",
            )
        )
    return folder


def another(source: Path, folder: Path) -> Path:
    """A library like a template, with an identity of its own."""
    shutil.copytree(source, folder)
    database = sqlite3.connect(folder / "journal.db", isolation_level=None)
    database.execute("UPDATE library_meta SET epoch = ?", (str(folder),))
    database.close()
    return folder


class RingingClock(Clock):
    """A clock at whose moments things happen while it is moved."""

    def __init__(self) -> None:
        super().__init__()
        self._rings: list[tuple[datetime, Callable[[], object]]] = []

    def ring_at(self, moment: datetime, ring: Callable[[], object]) -> None:
        self._rings.append((moment, ring))

    def advance(self, seconds: float) -> None:
        target = self.now() + timedelta(seconds=seconds)
        while due := min((r for r in self._rings if r[0] <= target), key=_moment, default=None):
            self._rings.remove(due)
            self._now = max(self._now, due[0])
            due[1]()
        self._now = target


def _moment(ring: tuple[datetime, Callable[[], object]]) -> datetime:
    return ring[0]


class World:
    """One journal here and there."""

    def __init__(
        self,
        folder: Path,
        seed: int = 0,
        *,
        switches: Switches | None = None,
        stand_in: Tradavity | None = None,
        library: Library | None = None,
    ) -> None:
        self.folder = folder
        self.chance = Chance(seed)
        self.clock = stand_in.clock if stand_in is not None else RingingClock()
        self.server = stand_in or Tradavity(self.clock, switches, key=KEY)
        self.plan = FaultPlan()
        self.line = Faulty(self.server, self.plan)
        self.skew = timedelta(0)
        self.traces: list[Trace] = []
        self.between: Callable[[], None] = lambda: None
        self.library = library or Library.open(folder)

    @classmethod
    def made(cls, source: Path, folder: Path, seed: int = 0, **given) -> "World":
        """A world on a copy of a template."""
        return cls(another(source, folder), seed, **given)

    def close(self) -> None:
        self.library.close()

    def reopen(self) -> None:
        """Start the program again."""
        self.library.close()
        self.library = Library.open(self.folder)

    @property
    def connection(self) -> Connection:
        return self.library.connection(NAME)

    @property
    def account(self) -> str:
        return self.library.accounts()[0].id

    def remote(self) -> Remote:
        connection = self.connection
        settings = Settings(
            base_url=connection.base_url,
            accounts=connection.accounts,
            options=connection.options,
        )
        return Remote(settings, Secret(KEY))

    def sync(
        self,
        *,
        full: bool = False,
        preview: bool = False,
        manual: bool = True,
        crash: CrashPlan | None = None,
    ) -> Report:
        """One run, as ``fillbook sync`` does it; Crashed where the plan says so."""
        connection = self.connection
        driver = Driver(
            self.library,
            self.line.exchange,
            self.clock,
            self.chance,
            connection_id=connection.id,
            origin=f"remote:{connection.name}",
            base_path="/api/v1",
            crash=crash,
            between=self.between,
            skew=self.skew,
        )
        self.traces.append(driver.trace)
        asked = Asked(manual=manual, full=full, preview=preview)
        return driver.run(reconcile(connection, self.remote(), asked))

    @property
    def trace(self) -> Trace:
        """What the last run did."""
        return self.traces[-1]

    def settled(self, most: int = 8) -> Report:
        """Runs until one changes nothing on either side, resting between two."""
        for _ in range(most):
            before = self.library.revision()
            report = self.sync()
            if not report.writes and self.library.revision() == before and not self._waits(report):
                return report
            self.clock.advance(120)
        raise AssertionError(f"it does not come to rest: {report}")

    @staticmethod
    def _waits(report: Report) -> bool:
        return any("confirm" in entry.reason for entry in report.parked)

    def options(self, **changed: str) -> None:
        """Change the connection's options."""
        connection = self.connection
        options = {**connection.options, **changed}
        self.library.sync(lambda store: store.put_connection(replace(connection, options=options)))

    def answer(self, choice: str, kind: str | None = None) -> None:
        """Answer the oldest open question."""
        asked = next(c for c in self.library.conflicts() if kind in (None, c.kind.value))
        self.library.sync(lambda store: resolve(store, self.remote(), asked, choice))


def fast_folder() -> str | None:
    """A folder in memory, where the machine has one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
