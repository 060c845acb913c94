"""How soon the window answers while its first sync brings in a whole journal.

The window shows the trades page of a library that a service fills: its list, and the detail
of every trade. A timer of 5 ms on the GUI thread says by how much it comes late. The rate
limit is lifted, so the sync works all the time; a real one mostly waits. The floor is the
same window with nothing under way.
"""

import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QEventLoop, QTimer

from builders import NOON, an_account
from standins.serving import serving
from standins.tradavity import Tradavity
from standins.tradavity_switches import Switches

TRADES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
BEAT_MS = 5
P99_GOAL_MS, LONGEST_GOAL_MS = 17.0, 50.0
KEY = "tvty_heartbeat"


def serve(trades: int, pipe: Pipe) -> None:
    """A service that holds so many trades, until somebody says enough."""
    from standins.clock import WallClock

    journal = Tradavity(WallClock(), Switches(tier="pro", limited=False), key=KEY)
    for number in range(trades):
        opened = NOON + timedelta(minutes=9 * number)
        fills = {
            "entries": [{"price": 10, "quantity": 2, "execution_time": opened.isoformat()}],
            "exits": [
                {
                    "price": 12,
                    "quantity": 2,
                    "execution_time": (opened + timedelta(minutes=4)).isoformat(),
                }
            ],
        }
        journal.website_adds(
            fills,
            trade_date=opened.isoformat(),
            symbol=f"SYM{number % 40}",
            direction="long",
            quantity=2,
            multiplier=5,
            fees=1,
            net_pnl=19,
            general_notes=f"trade {number}: waited for the retest",
        )
    with serving(journal) as base_url:
        pipe.send(base_url)
        pipe.recv()


class Beats:
    """A timer that notes by how many milliseconds each of its beats was late."""

    def __init__(self) -> None:
        self.late_ms: list[float] = []
        self._due = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(self._timer.timerType().PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self.late_ms.clear()
        self._due = time.perf_counter() + BEAT_MS / 1000
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._due) * 1000))
        self._due = now + BEAT_MS / 1000


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def report(what: str, late_ms: list[float]) -> None:
    p99 = statistics.quantiles(late_ms, n=100)[98]
    print(
        f"{what}: {len(late_ms):,} beats, median {statistics.median(late_ms):.1f} ms late,"
        f" p99 {p99:.1f} (goal {P99_GOAL_MS}), longest {max(late_ms):.1f} (goal {LONGEST_GOAL_MS})"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_STATE_HOME"] = f"{place}/state"
        pipe, other = multiprocessing.Pipe()
        service = multiprocessing.get_context("spawn").Process(
            target=serve, args=(TRADES, other), daemon=True
        )
        service.start()
        measured(Path(place), pipe.recv())
        pipe.send("enough")
        service.join()


def measured(place: Path, base_url: str) -> None:
    import keyring

    from fillbook import app
    from fillbook.domain.connection import NewConnection
    from fillbook.gui.house import House, put_on_theme
    from fillbook.gui.preferences import Preferences
    from fillbook.remotes import limits
    from fillbook.remotes.secret import Secret
    from fillbook.storage.library import Library

    limits.MINUTE_S = 1e-6  # as many requests as one likes
    folder = place / "library"
    with Library.open(folder) as library:
        account, _ = library.add_account(an_account(timezone="UTC"))
        asked = NewConnection(
            name="tv", kind="tradavity", base_url=f"{base_url}/api/v1", accounts={account.id: "7"}
        )
        connection, _ = library.sync(lambda store: store.add_connection(asked, "1"))
    application = app.prepared_application()
    preferences = Preferences(place / "preferences.json")
    preferences.set("page", "trades")
    put_on_theme(preferences)
    house = House(preferences)
    house.show(folder)
    window = house.window
    assert window is not None
    window.resize(1280, 800)
    window.show_page("trades")
    wait(4_000)
    beats = Beats()
    beats.start()
    wait(5_000)
    report("nothing under way", beats.late_ms)
    syncing = window.session.syncing
    assert keyring.get_keyring() is not None  # the form has tested the login by then
    done: list[object] = []
    syncing.ended.connect(done.append)
    began = time.perf_counter()
    beats.start()
    syncing.lend(connection, Secret(KEY))
    while not done:
        wait(250)
    spent, late = time.perf_counter() - began, list(beats.late_ms)
    report(f"first sync of {TRADES:,} trades in {spent:.0f} s", late)
    assert window.session.library.counts().trades == TRADES
    house.close()
    application.quit()


if __name__ == "__main__":
    main()
