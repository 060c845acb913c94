"""A trader's library and a journal without idempotency keys, in one process."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

from builders import fills_of
from fillbook.domain.connection import Connection, NewConnection
from fillbook.domain.link import Conflict, Link
from fillbook.domain.trade import TradeDetail
from fillbook.remotes.catalogue import remote_spec
from fillbook.remotes.remote import Remote, Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync.cycle import Asked, reconcile
from fillbook.sync.report import Report
from fillbook.sync.resolving import resolve
from simulator.chance import Chance
from simulator.driver import CrashPlan, Driver, Trace
from standins.clock import Clock
from standins.faults import Fault, FaultKind, FaultPlan, Faulty, on
from standins.tradavity import Tradavity
from standins.tradejournal import Switches as TradeJournalSwitches
from standins.tradejournal import TradeJournal
from standins.tradejournalpro import Switches as TradeJournalProSwitches
from standins.tradejournalpro import TradeJournalPro
from standins.tradervue import Tradervue
from standins.tradervue_switches import Switches as TradervueSwitches

StandIn = Tradervue | Tradavity | TradeJournalPro | TradeJournal
SECRETS = {
    "tradervue": "pa:ss wörd",
    "tradejournalpro": "tjp_live_key",
    "tradejournal": "gr_token",
    "tradavity": "tvty_simulated",
}
ACCOUNT = {"tradervue": "acct-b", "tradavity": "7"}


def a_stand_in(kind: str, clock: Clock, **switches: Any) -> StandIn:
    if kind == "tradervue":
        return Tradervue(clock, TradervueSwitches(**switches))
    if kind == "tradavity":
        return Tradavity(clock, key=SECRETS[kind])
    if kind == "tradejournalpro":
        return TradeJournalPro(clock, TradeJournalProSwitches(**switches))
    return TradeJournal(clock, TradeJournalSwitches(**switches))


class JournalScene:
    """One trader, and one journal to each connection."""

    def __init__(self, folder: Path, kind: str, clock: Clock, **switches: Any) -> None:
        self.folder, self.kind = folder, kind
        self.chance, self.clock = Chance(7), clock
        self.server: Any = a_stand_in(kind, self.clock, **switches)
        self.plan = FaultPlan()
        self.line = Faulty(self.server, self.plan)
        self.traces: list[Trace] = []
        self.library: Library

    @classmethod
    def made(cls, source: Path, folder: Path, kind: str, **switches: Any) -> "JournalScene":
        """A scene on a copy of a library, with an identity of its own."""
        copytree(source, folder)
        database = sqlite3.connect(folder / "journal.db", isolation_level=None)
        database.execute("UPDATE library_meta SET epoch = ?", (str(folder),))
        database.close()
        scene = cls(folder, kind, Clock(), **switches)
        scene.library = Library.open(folder)
        scene.connect(settle_s="90", contact="dev@example.org")
        return scene

    def beside(self, kind: str, **switches: Any) -> "JournalScene":
        """Another journal of the same trader."""
        return self.of_library(self.library, self.clock, kind, **switches)

    @classmethod
    def of_library(
        cls, library: Library, clock: Clock, kind: str, **switches: Any
    ) -> "JournalScene":
        """A journal of a library that is open."""
        scene = cls(library.folder, kind, clock, **switches)
        scene.library = library
        scene.connect(settle_s="90", contact="dev@example.org")
        return scene

    def connect(self, **options: str) -> None:
        asked = NewConnection(
            name=self.kind,
            kind=self.kind,
            base_url="http://127.0.0.1/api/v1",
            username="trader",
            accounts={self.account: ACCOUNT.get(self.kind)},
            options=options,
        )
        self.library.sync(lambda store: store.add_connection(asked, None))

    def close(self) -> None:
        self.library.close()

    def reopen(self) -> None:
        """Start the program again."""
        self.library.close()
        self.library = Library.open(self.folder)

    @property
    def connection(self) -> Connection:
        return self.library.connection(self.kind)

    @property
    def account(self) -> str:
        return self.library.accounts()[0].id

    def remote(self) -> Remote:
        connection = self.connection
        settings = Settings(
            base_url=connection.base_url,
            username=connection.username,
            accounts=connection.accounts,
            zones={account.id: account.timezone for account in self.library.accounts()},
            options=connection.options,
        )
        return remote_spec(self.kind).make(settings, Secret(SECRETS[self.kind]))

    def options(self, **changed: str) -> None:
        """Change the connection's options."""
        connection = self.connection
        options = {**connection.options, **changed}
        self.library.sync(lambda store: store.put_connection(replace(connection, options=options)))

    def pin(self, identity: str) -> None:
        """Whose journal it was when the connection was made."""
        pinned = replace(self.connection, identity=identity)
        self.library.sync(lambda store: store.put_connection(pinned))

    # What the trader does here.

    def traded(self, *fills: str, edits: Mapping[str, object] | None = None, **fields: Any) -> str:
        """The id of a trade that the trader made, and what was said of it."""
        known = set(self.trades())
        given = {"fees": "0.5"} | fields
        self.library.add_executions(self.account, fills_of(*(fills or ("2@10", "-2@15")), **given))
        (made,) = set(self.trades()) - known
        planned = {"stop_loss": "9", "take_profit": "16"}
        if self.ours(made).trade.direction.value == "short":
            planned = {"stop_loss": "16", "take_profit": "9"}
        if self.kind == "tradervue":
            planned = {}  # it keeps neither
        self.edit(made, **(planned | dict(edits or {})))
        return made

    def edit(self, trade_id: str, **edits: object) -> None:
        """The trader edits a trade; two underscores are a dot."""
        keys = {key.replace("__", "."): value for key, value in edits.items()}
        if keys:
            self.library.edit([trade_id], keys)

    def answer(self, choice: str, kind: str | None = None) -> None:
        """Answer the oldest open question."""
        asked = next(c for c in self.library.conflicts() if kind in (None, c.kind.value))
        self.library.sync(lambda store: resolve(store, self.remote(), asked, choice))

    # Runs.

    def sync(self, *, crash: CrashPlan | None = None, **asked: bool) -> Report:
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
        )
        self.traces.append(driver.trace)
        return driver.run(reconcile(connection, self.remote(), Asked(**({"manual": True} | asked))))

    def settled(self, most: int = 8) -> Report:
        """Runs until one changes nothing on either side, resting between two."""
        for _ in range(most):
            before = self.library.revision()
            report = self.sync()
            waits = any(entry.until is not None for entry in report.parked)
            if not report.writes and self.library.revision() == before and not waits:
                return report
            self.clock.advance(120)
        raise AssertionError(f"it does not come to rest: {report}")

    def calm(self, cycles: int = 3) -> None:
        """Nothing more is written on either side."""
        for _ in range(cycles):
            before = self.library.revision()
            report = self.sync()
            assert report.writes == 0, self.traces[-1].lines
            assert self.library.revision() == before
            self.clock.advance(300)

    def fails(self, method: str, path: str, kind: FaultKind, *, nth: int = 0, **given: Any) -> None:
        """Let the n-th such request from now on meet a fault."""
        self.plan.on(on(method, path), Fault(kind=kind, **given), nth=nth)

    # What there is to see.

    def trades(self) -> list[str]:
        """Ids of all trades here, newest first."""
        return [row.id for row in self.library.newest(10_000)]

    def ours(self, trade_id: str) -> TradeDetail:
        trade = self.library.look(lambda store: store.trade(trade_id))
        assert trade is not None
        return trade

    def link(self, trade_id: str) -> Link:
        link = self.library.look(lambda store: store.link(self.connection.id, trade_id))
        assert link is not None
        return link

    def theirs(self, trade_id: str) -> Any:
        """The trade there, as it is stored."""
        number = str(self.link(trade_id).remote_id).removeprefix("trd_")
        return self.server.trades[int(number)]

    def questions(self) -> tuple[Conflict, ...]:
        return self.library.conflicts()

    def remarks(self, trade_id: str) -> list[str]:
        return [kind for kind, _ in self.link(trade_id).remarks]

    def writes(self) -> list[str]:
        """Every write of all runs."""
        return [line for run in self.traces for line in run.lines if not line.startswith("GET ")]

    def one_each(self) -> None:
        """Every trade here is linked, and the journal holds each exactly once."""
        linked = {self.link(trade).remote_id for trade in self.trades()}
        assert None not in linked
        assert len(linked) == len(self.trades()) == len(self.server.trades)
