import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path

import pytest

from fillbook.domain.connection import ConnectionState
from fillbook.remotes.credentials import Credentials
from fillbook.sync import schedule
from fillbook.sync.news import Began, Ended, Failed, News, Stopped
from fillbook.sync.worker import SyncWorker
from raw_server import RawServer, raw_server, say_nothing
from sync.sync_bench import EMPTY_JOURNAL, REVOKED, a_library, connected, lent, until


class Desk:
    """A worker on a library, and what was heard of it."""

    def __init__(self, folder: Path) -> None:
        self.news: list[News] = []
        self.library = a_library(folder)
        self.credentials = Credentials(lambda: None)
        self.worker = SyncWorker(self.library, self.credentials, self.news.append)

    def connected(self, server: RawServer, name: str = "tv") -> str:
        connection = connected(self.library, server.base_url, name)
        self.credentials = lent(*self.library.connections())
        self.worker = SyncWorker(self.library, self.credentials, self.news.append)
        return connection.id

    def heard(self, kind: type[News]) -> list[News]:
        return [one for one in self.news if isinstance(one, kind)]

    def ended(self, times: int) -> None:
        until(lambda: len(self.heard(Ended)) >= times)


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk, None, None]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.worker.stop()
    desk.library.close()


def states(desk: Desk) -> list[ConnectionState]:
    return [one.report.state for one in desk.news if isinstance(one, Ended)]


def test_an_open_library_is_synced_at_once_and_then_rests(desk: Desk):
    with raw_server(EMPTY_JOURNAL) as server:
        key = desk.connected(server)
        desk.worker.start()
        desk.ended(1)
        time.sleep(0.1)

    assert states(desk) == [ConnectionState.IN_SYNC]
    assert desk.heard(Began) == [Began(key)]


def test_what_is_asked_before_it_came_up_is_done_then(desk: Desk):
    with raw_server(EMPTY_JOURNAL) as server:
        desk.connected(server)
        desk.worker.preview(["TV"])
        desk.worker.start()
        desk.ended(1)
        desk.worker.sync()
        desk.ended(2)

    assert [one.is_preview for one in desk.news if isinstance(one, Ended)] == [True, False]


def test_somebody_who_asks_is_served_at_once(desk: Desk):
    with raw_server(EMPTY_JOURNAL) as server:
        desk.connected(server)
        desk.worker.start()
        desk.ended(1)
        asked = len(server.requests)
        desk.worker.sync()
        desk.ended(2)

    assert len(server.requests) > asked


def test_an_edit_is_sent_when_the_typing_rests(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(schedule, "AFTER_EDIT_S", 0.05)
    with raw_server(EMPTY_JOURNAL) as server:
        desk.connected(server)
        desk.worker.start()
        desk.ended(1)
        desk.worker.edited()
        desk.worker.edited()
        desk.ended(2)
        time.sleep(0.2)

    assert len(desk.heard(Began)) == 2


def test_a_network_that_comes_back_is_tried_soon(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(schedule, "AFTER_WAKE_S", 0.05)
    with raw_server(EMPTY_JOURNAL) as server:
        desk.connected(server)
        desk.worker.start()
        desk.ended(1)
        desk.worker.shown(False)
        desk.worker.woke()
        desk.ended(2)


def test_a_connection_that_was_refused_waits_for_a_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(schedule, "AFTER_EDIT_S", 0.0)
    with raw_server(REVOKED, EMPTY_JOURNAL) as server:
        desk.connected(server)
        desk.worker.start()
        desk.ended(1)
        desk.worker.edited()
        time.sleep(0.2)
        assert states(desk) == [ConnectionState.REFUSED]

        desk.worker.sync(["tv"])
        desk.ended(2)

    assert states(desk)[-1] is ConnectionState.IN_SYNC


def test_while_it_is_held_nothing_runs_by_itself(desk: Desk):
    with raw_server(EMPTY_JOURNAL) as server:
        desk.connected(server)
        desk.worker.hold(True)
        desk.worker.start()
        time.sleep(0.3)
        assert desk.news == []

        desk.worker.hold(False)
        desk.ended(1)


def test_a_run_is_cancelled_within_half_a_second(desk: Desk):
    with raw_server(say_nothing) as server:
        key = desk.connected(server)
        desk.worker.start()
        until(lambda: server.requests)
        began = time.monotonic()
        desk.worker.cancel([key])
        until(lambda: desk.heard(Stopped))

    assert time.monotonic() - began < 0.5


def test_a_connection_has_one_run_at_a_time(desk: Desk):
    with raw_server(say_nothing) as server:
        desk.connected(server)
        desk.worker.start()
        until(lambda: server.requests)
        desk.worker.sync()
        time.sleep(0.2)

    assert len(desk.heard(Began)) == 1


def test_one_silent_remote_holds_up_no_other(desk: Desk):
    with raw_server(say_nothing) as silent, raw_server(EMPTY_JOURNAL) as server:
        desk.connected(silent, "silent")
        desk.connected(server, "tv")
        desk.worker.start()
        desk.ended(1)

    assert [one.report.name for one in desk.news if isinstance(one, Ended)] == ["tv"]


def test_89_it_quits_within_two_seconds_while_a_server_hangs(desk: Desk):
    with raw_server(say_nothing) as server:
        desk.connected(server)
        desk.worker.start()
        until(lambda: server.requests)
        began = time.monotonic()
        assert desk.worker.stop()

    assert time.monotonic() - began < 2
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sync")]
    assert isinstance(desk.news[-1], Stopped)


def test_89_it_quits_within_two_seconds_while_a_name_server_is_silent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    asked, answered = threading.Event(), threading.Event()

    def silent(*arguments: object) -> None:
        asked.set()
        answered.wait(20)
        raise socket.gaierror(socket.EAI_AGAIN, "nobody answers")

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    desk.connected(_Named("https://journal.example/api/v1"))  # type: ignore[arg-type]
    desk.worker.start()
    assert asked.wait(10)
    began = time.monotonic()
    assert desk.worker.stop()

    assert time.monotonic() - began < 2
    left = {thread.name for thread in threading.enumerate()}
    answered.set()
    assert "resolver" in left
    assert not [name for name in left if name.startswith("asyncio")], "Python waits for these"


class _Named:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url


def test_a_worker_that_never_came_up_stops(desk: Desk):
    assert desk.worker.stop()
    desk.worker.sync()
    assert desk.news == []


def test_a_fault_of_ours_is_told_and_ends_that_run_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    from fillbook.remotes.tradavity.client import Client

    with raw_server(EMPTY_JOURNAL) as server:
        desk.connected(server)
        with monkeypatch.context() as broken:
            broken.setattr(Client, "me", lambda client: 1 / 0)
            desk.worker.start()
            until(lambda: desk.heard(Failed))
        desk.worker.sync()
        desk.ended(1)

    assert "ZeroDivisionError" in caplog.text


def test_importing_it_loads_no_line_and_no_keyring():
    code = (
        "import sys; import fillbook.sync.worker;"
        "print([name for name in ('httpx', 'keyring', 'truststore', 'asyncio', 'numpy')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
