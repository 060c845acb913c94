"""The real program, killed again and again while it syncs over a bad line, and then judged."""

import signal
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import victim
from builders import a_fill, an_account
from fillbook.domain.connection import NewConnection
from fillbook.domain.image import NamedBytes
from fillbook.storage.library import Library
from pictures import png
from simulator.world import another
from standins.clock import WallClock
from standins.faults import Fault, FaultKind, FaultPlan, Faulty
from standins.tradavity import Tradavity
from standins.tradavity_switches import Switches
from standins.wire import Answered, Asked

KEY = "tvty_kills"
KINDS = (
    FaultKind.DROPPED_BEFORE,
    FaultKind.APPLIED_THEN_RESET,
    FaultKind.SERVER_ERROR_APPLIED,
    FaultKind.SERVER_ERROR_NOT_APPLIED,
    FaultKind.TRUNCATED,
    FaultKind.WRONG_TYPE,
    FaultKind.EMPTY_200,
    FaultKind.DUPLICATE_DELIVERY,
)
_FAULTS = 0.04
_ENOUGH_S = 120


@dataclass(slots=True)
class Killer:
    """A journal that kills the program that talks to it, at one request."""

    journal: Tradavity
    victim: BaseProcess | None = None
    at: int = -1  # the number of the request, from 0
    only: str = ""  # "METHOD end of the path": such requests are counted alone
    is_after: bool = False  # once the effect is there
    _count: int = 0

    @property
    def clock(self):
        return self.journal.clock

    def aim(self, at: int, only: str, *, is_after: bool) -> None:
        self.at, self.only, self.is_after, self._count = at, only, is_after, 0

    def answer(self, asked: Asked) -> Answered:
        method, _, ending = self.only.partition(" ")
        is_it = False
        if not self.only or (asked.method == method and asked.path.endswith(ending)):
            is_it = self._count == self.at
            self._count += 1
        if is_it and not self.is_after:
            self._strike()
        answer = self.journal.answer(asked)
        if is_it and self.is_after:
            self._strike()
        return answer

    def _strike(self) -> None:
        if self.victim is not None:
            victim.kill(self.victim)


@dataclass(slots=True)
class Life:
    """One trader, one journal, and the program between them."""

    folder: Path
    seed: int
    chance: Random = field(init=False)
    killer: Killer = field(init=False)
    line: Faulty = field(init=False)
    notes: dict[str, str] = field(default_factory=dict)
    killed: int = 0

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        switches = Switches(tier="pro", limited=False)
        self.killer = Killer(Tradavity(WallClock(), switches, key=KEY))
        self.line = Faulty(self.killer)

    @property
    def journal(self) -> Tradavity:
        return self.killer.journal

    @classmethod
    def template(cls, folder: Path) -> Path:
        """A library with one account, to be copied for each life."""
        with Library.open(folder) as library:
            library.add_account(an_account(timezone="UTC"))
        return folder

    def begin(self, template: Path, base_url: str) -> None:
        """A library with one connection."""
        with Library.open(another(template, self.folder)) as library:
            (account,) = library.accounts()
            asked = NewConnection(
                name="tv",
                kind="tradavity",
                base_url=f"{base_url}/api/v1",
                accounts={account.id: "7"},
                options={"settle_s": "0"},
            )
            library.sync(lambda store: store.add_connection(asked, "1"))

    def act_and_kill(self) -> None:
        """Something new here, and a sync that does not live to see its end."""
        is_new = not self.notes or self.chance.random() < 0.4
        if is_new:
            self.trade()
        else:
            self.edit()
        kind = self.chance.random()
        if kind < 0.3:
            self.kill_at(0, "POST /trades" if is_new else "PATCH /trades/1")
        elif kind < 0.9:
            self.kill_at(self.chance.randrange(1, 16 if is_new else 5))
        else:
            self.kill_after(self.chance.uniform(0.05, 0.5))

    def trade(self) -> None:
        """A new trade with everything a trade can have."""
        count = len(self.notes)
        with Library.open(self.folder) as library:
            known = {row.id for row in library.newest(1_000)}
            opened = a_fill(2, 10, symbol="MES", minute=count * 5, fees=1)
            closed = a_fill(-2, 12 + count, symbol="MES", minute=count * 5 + 2, fees=1)
            library.add_executions(library.accounts()[0].id, [opened, closed])
            (made,) = {row.id for row in library.newest(1_000)} - known
            note = f"note {count} of {self.seed}"
            edits = {"stop_loss": "9", "notes.general": note, "tags": f"tag-{count % 3},kept"}
            library.edit([made], edits)
            library.attach(made, [NamedBytes("entry.png", png(40 + count, 30))], "Entry")
        self.notes[made] = note

    def edit(self) -> None:
        """A second thought about a trade that may be there already."""
        trade = self.chance.choice(tuple(self.notes))
        note = f"{self.notes[trade]}, and more"
        with Library.open(self.folder) as library:
            library.edit([trade], {"notes.general": note})
        self.notes[trade] = note

    def kill_at(self, at: int, only: str = "") -> None:
        """A sync over a bad line, killed at a request; or it ends before."""
        self._fail_at_random()
        self.killer.aim(at, only, is_after=self.chance.random() < 0.5)
        self.killed += self._start_and_wait() == -signal.SIGKILL

    def kill_after(self, seconds: float) -> None:
        """A sync over a bad line, killed at a moment; or it ends before."""
        self._fail_at_random()
        self.killer.aim(-1, "", is_after=False)
        running = self._start()
        code = victim.ended(running, seconds)
        self.killed += code is None and victim.kill(running) == -signal.SIGKILL

    def rest(self) -> None:
        """Syncs over a good line until one has nothing to do."""
        self.line.plan = FaultPlan()
        self.killer.aim(-1, "", is_after=False)
        for _ in range(6):
            before = self.changes()
            if self._start_and_wait() == 0 and self.changes() == before:
                return
        raise AssertionError("it does not come to rest")

    def changes(self) -> int:
        """How often the program changed something there."""
        return sum(asked.method != "GET" for asked in self.line.requests)

    def judge(self) -> None:
        """What stands there is what stands here, once and whole."""
        self.journal.assert_keys_sound()
        with Library.open(self.folder) as library:
            assert not library.check(), library.check()
            connection = library.connection("tv")
            assert not library.conflicts()
            details = [library.trade(trade) for trade in self.notes]
            assert library.counts().trades == len(self.notes)
            links = library.look(lambda store: tuple(store.links(connection.id)))
        remote_ids = {link.local_id: int(link.remote_id or 0) for link in links}
        live = {row["trade_number"]: row for row in self.journal.live_trades()}
        assert len(self.journal.ledger.of("created", "trade")) == len(live) == len(self.notes)
        for detail in details:
            there = live.pop(remote_ids[detail.trade.id])
            names = [self.journal.book.tags[tag]["name"] for tag in there["tags"]]
            assert there["general_notes"] == self.notes[detail.trade.id]
            assert Decimal(there["net_pnl"]) == detail.trade.net_pnl
            assert len(there["executions"]) == 2
            assert sorted(names) == sorted(detail.trade.review.tags)
            assert len(there["screenshots"]) == len(detail.screenshots) == 1

    def _fail_at_random(self) -> None:
        first = len(self.line.requests)
        self.line.plan = FaultPlan(
            {
                first + number: Fault(kind=self.chance.choice(KINDS))
                for number in range(60)
                if self.chance.random() < _FAULTS
            }
        )

    def _start(self) -> BaseProcess:
        typed = self.folder.with_suffix(".typed")
        typed.write_text(f"{KEY}\n")
        self.killer.victim = victim.start(("--library", str(self.folder), "sync"), typed)
        return self.killer.victim

    def _start_and_wait(self) -> int:
        """The exit code; below zero where it was killed."""
        code = victim.ended(self._start(), _ENOUGH_S)
        assert code is not None, "it does not end"
        return code
