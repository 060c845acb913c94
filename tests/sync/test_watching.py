"""A look at a broker between two runs: it asks little, keeps nothing and gives way to a run."""

import time
from collections.abc import Generator
from decimal import Decimal
from pathlib import Path

import pytest

from builders import an_account
from fillbook.domain.connection import NewConnection
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync.news import Began, Ended, News, Seen, Unseen
from fillbook.sync.worker import SyncWorker
from standins.clock import WallClock
from standins.faults import Fault, FaultKind, FaultPlan, Faulty, on
from standins.serving import serving
from standins.tradelocker import EMAIL, PASSWORD, SERVER, TradeLocker
from standins.tradelocker_market import BY_NAME
from standins.tradelocker_switches import Switches
from standins.wire import Asked
from sync.sync_bench import until

EURUSD = BY_NAME["EURUSD"]


class Desk:
    """A library beside a broker that is served on this computer."""

    def __init__(self, folder: Path, url: str) -> None:
        self.news: list[News] = []
        self.library = Library.open(folder)
        self.account, _ = self.library.add_account(an_account("Here", currency="USD"))
        self.credentials = Credentials(lambda: None)
        asked = NewConnection(
            name="locker",
            kind="tradelocker",
            base_url=f"{url}/backend-api",
            username=EMAIL,
            server=SERVER,
            accounts={self.account.id: "700123"},
        )
        self.key, _ = self.library.sync(lambda store: store.add_connection(asked, None))
        self.credentials.lend(self.key, Secret(PASSWORD))
        self.worker = SyncWorker(self.library, self.credentials, self.news.append)
        self.worker.start()
        self.heard(Ended)

    def heard(self, kind: type[News], times: int = 1) -> list[News]:
        def found() -> list[News]:
            return [one for one in self.news if isinstance(one, kind)]

        until(lambda: len(found()) >= times)
        return found()


@pytest.fixture
def broker() -> TradeLocker:
    return TradeLocker(WallClock(), Switches(unlimited=True))


@pytest.fixture
def line(broker: TradeLocker) -> Faulty:
    return Faulty(broker, FaultPlan())


@pytest.fixture
def desk(tmp_path: Path, line: Faulty) -> Generator[Desk, None, None]:
    with serving(line) as url:
        made = Desk(tmp_path / "journal", url)
        yield made
        assert made.worker.stop()
        made.library.close()


def test_a_look_tells_what_is_open_and_keeps_nothing(desk: Desk, broker: TradeLocker):
    broker.account(1).place(EURUSD, "buy", Decimal(1))
    revision = desk.library.revision()

    desk.worker.look()

    (seen,) = desk.heard(Seen)
    assert isinstance(seen, Seen)
    (holdings,) = seen.holdings
    assert holdings.account_id == desk.account.id
    assert [(one.symbol, one.quantity) for one in holdings.positions] == [("EURUSD", Decimal(1))]
    assert desk.library.revision() == revision
    assert desk.library.newest() == ()
    assert broker.money_moved == []


def test_a_broker_that_says_nothing_is_told_and_tried_again(desk: Desk, line: Faulty):
    line.plan.on(on("GET", "positions"), Fault(kind=FaultKind.WRONG_TYPE))

    desk.worker.look()
    desk.heard(Unseen)
    desk.worker.look()

    assert desk.heard(Seen)


def test_a_broker_that_lets_nobody_in_is_left_alone_until_the_next_run(
    desk: Desk, broker: TradeLocker
):
    broker.tokens.revoke()
    desk.credentials.lend(desk.key, Secret("another"))

    desk.worker.look()
    desk.heard(Unseen)
    desk.worker.look()
    time.sleep(0.3)
    told = len(desk.heard(Unseen))
    desk.credentials.lend(desk.key, Secret(PASSWORD))
    desk.worker.sync()
    desk.heard(Ended, 2)
    desk.worker.look()

    assert told == 1
    assert desk.heard(Seen)


def test_a_run_that_begins_ends_the_look(desk: Desk, line: Faulty):
    reached: list[Asked] = []

    def noted(asked: Asked) -> bool:
        is_it = on("GET", "positions")(asked)
        reached.extend([asked] * is_it)
        return is_it

    line.plan.on(noted, Fault(kind=FaultKind.DELAY, delay_s=0.5))
    desk.worker.look()
    until(lambda: reached)
    desk.worker.sync()

    desk.heard(Ended, 2)

    assert [type(one) for one in desk.news if isinstance(one, Seen | Unseen)] == []
    assert len([one for one in desk.news if isinstance(one, Began)]) == 2


def test_nothing_is_asked_while_nothing_may_run_by_itself(desk: Desk):
    desk.worker.hold(True)
    desk.worker.look()
    time.sleep(0.3)
    before = [one for one in desk.news if isinstance(one, Seen | Unseen)]
    desk.worker.hold(False)
    desk.worker.look()

    assert desk.heard(Seen)
    assert before == []
