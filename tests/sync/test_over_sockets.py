"""Whole runs of the real program's parts: real line, real library, a stand-in at the other end."""

from collections.abc import Generator
from pathlib import Path

import pytest

from builders import a_fill, an_account
from fillbook.domain.connection import ConnectionState, NewConnection
from fillbook.domain.image import NamedBytes
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync import sending
from fillbook.sync.report import Report
from fillbook.sync.running import run_now
from pictures import png
from standins.clock import WallClock
from standins.faults import Fault, FaultKind, FaultPlan, Faulty, on
from standins.serving import serving
from standins.tradavity import Tradavity

KEY = "tvty_over_sockets"
SLOW = (FaultKind.APPLIED_LATE, FaultKind.DELAY, FaultKind.RATE_LIMITED)
"""They take the wall's time; the simulator has them on a clock of its own."""

NOT_OF_WRITES = (FaultKind.UNAUTHORIZED_ONCE, FaultKind.STALE_PAGE)

FAULTS = tuple(kind for kind in FaultKind if kind not in (*SLOW, *NOT_OF_WRITES))


class Both:
    """A library, and the journal that it is connected to."""

    def __init__(self, folder: Path, plan: FaultPlan | None = None) -> None:
        self.journal = Tradavity(WallClock(), key=KEY)
        self.line = Faulty(self.journal, plan or FaultPlan())
        self.library = Library.open(folder / "journal")
        account, _ = self.library.add_account(an_account(timezone="UTC"))
        self.account = account.id

    def connect(self, base_url: str) -> None:
        asked = NewConnection(
            name="tv",
            kind="tradavity",
            base_url=f"{base_url}/api/v1",
            accounts={self.account: "7"},
            options={"settle_s": "0"},
        )
        self.library.sync(lambda store: store.add_connection(asked, "1"))

    def sync(self) -> Report:
        credentials = Credentials(lambda: None)
        credentials.lend(self.library.connection("tv").id, Secret(KEY))
        (report,) = run_now(self.library, credentials)
        return report

    def settle(self) -> Report:
        """Runs, until one leaves nothing open."""
        for _ in range(4):
            report = self.sync()
            if report.state is ConnectionState.IN_SYNC:
                break
        return report

    def trade(self) -> str:
        """A closed trade with everything that Tradavity wants."""
        self.library.add_executions(
            self.account, [a_fill(1, 10, fees=1), a_fill(-1, 12, minute=3, fees=1)]
        )
        (row,) = self.library.newest()
        self.library.edit([row.id], {"stop_loss": "9"})
        return row.id


@pytest.fixture
def both(tmp_path: Path) -> Generator[Both, None, None]:
    both = Both(tmp_path)
    with serving(both.line) as base_url:
        both.connect(base_url)
        yield both
    both.library.close()


def test_a_trade_its_words_and_its_picture_arrive_and_come_back(both: Both):
    trade = both.trade()
    both.library.edit([trade], {"notes.general": "waited for the retest", "grade": "A"})
    both.library.attach(trade, [NamedBytes("entry.png", png(40, 30))], "entry")

    report = both.settle()

    assert report.state is ConnectionState.IN_SYNC, report
    (number,) = both.journal.book.trades
    there = both.journal.book.trades[number]
    assert there["trade_quality_grade"] == "A"
    assert len(there["screenshots"]) == 1

    both.journal.website_edits(number, trade_quality_grade="B")
    assert both.sync().pulled.updated == 1
    assert both.library.trade(trade).trade.review.grade == "B"

    quiet = both.sync()
    assert (quiet.writes, quiet.pulled.updated, quiet.pushed.updated) == (0, 0, 0)


@pytest.mark.parametrize("kind", FAULTS)
def test_whatever_happens_to_the_create_one_trade_stands_there(
    both: Both, kind: FaultKind, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sending, "_BACK_OFF_S", 0.01)
    both.line.plan.on(on("POST", "/trades"), Fault(kind=kind))
    both.trade()

    report = both.settle()

    assert report.state is ConnectionState.IN_SYNC, report
    assert len(both.journal.book.trades) == 1
