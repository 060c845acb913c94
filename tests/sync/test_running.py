import asyncio
import logging
import socket
import time
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from canary import leaking_files
from fillbook.domain.connection import ConnectionState
from fillbook.domain.errors import NotFound
from fillbook.remotes.catalogue import Login, remote_spec
from fillbook.remotes.credentials import Credentials
from fillbook.remotes.limits import Limiter
from fillbook.remotes.remote import Limits, Remote, Settings
from fillbook.remotes.secret import Secret
from fillbook.storage.library import Library
from fillbook.sync import breaker, running, sending
from fillbook.sync.cycle import Asked
from fillbook.sync.news import Began, News
from fillbook.sync.running import run_now
from raw_server import answer, raw_server
from sync.sync_bench import EMPTY_JOURNAL, KEY, REVOKED, a_library, connected, lent


@pytest.fixture
def library(tmp_path: Path) -> Generator[Library, None, None]:
    with a_library(tmp_path) as library:
        yield library


def test_a_run_asks_under_its_key_and_comes_to_rest(library: Library):
    with raw_server(EMPTY_JOURNAL) as server:
        connection = connected(library, server.base_url)
        (report,) = run_now(library, lent(connection))

    assert report.state is ConnectionState.IN_SYNC, report.message
    assert report.requests == len(server.requests) > 0
    assert all(f"Authorization: Bearer {KEY}".encode() in asked for asked in server.requests)
    assert library.connection("tv").last_success is not None


def test_the_pace_is_kept_for_the_next_program(library: Library):
    slow = {"Retry-After": "3600"}
    refusal = b'{"ok":false,"error":{"code":"rate_limited","message":"slow"}}'
    with raw_server(answer(429, refusal, slow)) as server:
        connection = connected(library, server.base_url)
        (first,) = run_now(library, lent(connection))
        (second,) = run_now(library, lent(connection))

    assert [first.state, second.state] == [ConnectionState.PARKED] * 2
    assert (first.requests, second.requests) == (1, 0)
    assert len(server.requests) == 1


def test_a_plan_that_allows_more_is_known_before_it_is_asked_for(library: Library):
    """Else a run soon after a long one waits for the usual, smaller share."""
    limiter = Limiter(Limits(per_minute=48))
    limiter.follow(Limits(per_minute=240, per_day=40_000))
    for _ in range(60):
        limiter.took(time.monotonic())
    pro = b'{"ok":true,"data":{"user":{"id":7},"rate_tier":"pro","trades":[]},"meta":{}}'
    with raw_server(answer(200, pro)) as server:
        connection = connected(library, server.base_url)
        library.sync(
            lambda store: store.put_state(
                connection.id,
                state=connection.state,
                message=None,
                last_success=None,
                limiter=limiter.written(time.monotonic(), datetime.now(UTC)),
            )
        )
        began = time.monotonic()
        (report,) = run_now(library, lent(connection))

    assert report.state is ConnectionState.IN_SYNC, report.message
    assert time.monotonic() - began < 20.0


def test_a_remote_that_is_down_is_offline_and_then_left_alone(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sending, "_BACK_OFF_S", 0.01)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as unused:
        unused.bind(("127.0.0.1", 0))
        connection = connected(library, f"http://127.0.0.1:{unused.getsockname()[1]}/api/v1")
        for _ in range(2):
            (report,) = run_now(library, lent(connection))

    assert report.state is ConnectionState.OFFLINE
    assert breaker.restored(library.connection("tv").breaker).until is not None


def test_a_key_that_is_no_good_is_refused(library: Library):
    with raw_server(REVOKED) as server:
        connection = connected(library, server.base_url)
        (report,) = run_now(library, lent(connection))

    assert report.state is ConnectionState.REFUSED
    assert library.connection("tv").state is ConnectionState.REFUSED


@pytest.mark.parametrize("key", [None, "two words"])
def test_without_a_usable_key_nothing_is_asked(library: Library, key: str | None):
    with raw_server(EMPTY_JOURNAL) as server:
        connection = connected(library, server.base_url)
        secrets = lent(connection, key=key) if key else Credentials(lambda: None)
        (report,) = run_now(library, secrets)

    assert report.state is ConnectionState.REFUSED
    assert report.message
    assert library.connection("tv").message == report.message
    assert server.connections == 0


def test_a_preview_leaves_no_trace_in_the_library(library: Library):
    with raw_server(EMPTY_JOURNAL) as server:
        connection = connected(library, server.base_url)
        before = library.revision()
        (report,) = run_now(library, lent(connection), preview=True)

    assert report.requests > 0
    assert library.revision() == before
    assert library.connection("tv") == connection


def test_connections_run_by_name_or_all_together(library: Library):
    news: list[News] = []
    with raw_server(EMPTY_JOURNAL) as server:
        one = connected(library, server.base_url, "one")
        two = connected(library, server.base_url, "two")
        reports = run_now(library, lent(one, two), tell=news.append)
        named = run_now(library, lent(one, two), ["Two"])

    assert [report.name for report in reports] == ["one", "two"]
    assert [report.name for report in named] == ["two"]
    assert {one.connection_id for one in news if isinstance(one, Began)} == {one.id, two.id}


def test_a_name_that_nobody_has_is_said(library: Library):
    with pytest.raises(NotFound):
        run_now(library, lent(), ["nobody"])


def test_no_key_is_left_in_the_library_or_a_log(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    with a_library(tmp_path) as library, raw_server(EMPTY_JOURNAL, REVOKED) as server:
        connection = connected(library, server.base_url)
        for _ in range(2):
            run_now(library, lent(connection))

    assert leaking_files(tmp_path, KEY) == []
    assert KEY not in caplog.text


def test_a_login_for_tokens_serves_the_next_run_too(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    spec = remote_spec("tradavity")
    made: list[Remote] = []

    def make(settings: Settings, secret: Secret) -> Remote:
        made.append(spec.make(settings, secret))
        return made[-1]

    by_token = replace(spec, login=Login.SERVER, make=make)
    monkeypatch.setattr(running, "remote_spec", lambda kind: by_token)
    with raw_server(EMPTY_JOURNAL) as server:
        connection = connected(library, server.base_url)
        credentials = lent(connection)
        runs = running.Runs(library, credentials, lambda news: None, is_gentle=False)
        with asyncio.Runner() as runner:
            for key in ("one", "one", "other"):
                credentials.lend(connection.id, Secret(key))
                runner.run(runs.run(connection, Asked(), is_probe=False))
        runs.close()

    assert len(made) == 2
    assert b"Bearer other" in server.requests[-1]
