import asyncio
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fillbook.domain.change import Changes
from fillbook.domain.connection import Connection, NewConnection
from fillbook.domain.errors import FillbookError, Refused
from fillbook.domain.link import Intent, IntentState
from fillbook.remotes.effects import TOKEN, Answer, Request
from fillbook.remotes.errors import NotSent, RemoteError, Unclear
from fillbook.remotes.http import Transport
from fillbook.remotes.limits import Limiter
from fillbook.remotes.origin import Route
from fillbook.remotes.remote import Limits, Settings
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradavity.remote import Tradavity
from fillbook.storage.library import Library
from fillbook.sync.breaker import Breaker
from fillbook.sync.driver import Driver
from fillbook.sync.effects import (
    Flow,
    KeepPicture,
    Progress,
    ReadPicture,
    ask,
    look,
    new_id,
    new_key,
    now,
    send,
    sleep,
    tell,
    transact,
)
from fillbook.sync.gate import Gate
from pictures import png
from raw_server import answer, hang_up, raw_server, say_nothing

ROUTES = (Route("GET", "/trades"), Route("POST", "/trades"))
LIST = Request(method="GET", path="/trades", timeout_s=5)
CREATE = Request(method="POST", path="/trades", body=b"{}", timeout_s=5)


@dataclass
class Bench:
    """A library with one connection, and a driver to be run on it."""

    library: Library
    connection: Connection
    limits: Limits = field(default_factory=partial(Limits, per_minute=1000))
    written: list[Changes] = field(default_factory=list)
    moves: list[Progress] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    is_gentle: bool = False

    def run(self, flow: Flow[Any], base_url: str = "http://127.0.0.1:9/api/v1") -> Any:
        return asyncio.run(self.steps(flow, base_url))

    async def steps(self, flow: Flow[Any], base_url: str) -> Any:
        transport = Transport("The journal", base_url, ROUTES)
        remote = Tradavity(Settings(base_url=base_url), Secret("key"))
        remote.limits = self.limits
        gate = Gate(remote, Limiter(self.limits), Breaker(), is_probe=False)
        with ThreadPoolExecutor(1) as worker:
            driver = Driver(
                self.library, self.connection, transport, gate,
                worker=worker, wrote=self.written.append, moved=self.moves.append,
                is_gentle=self.is_gentle,
            )  # fmt: skip
            try:
                return await driver.run(flow)
            finally:
                await transport.close()

    def intents(self) -> tuple[Intent, ...]:
        return self.library.look(lambda store: store.open_intents(self.connection.id))


@pytest.fixture
def bench(tmp_path: Path) -> Generator[Bench, None, None]:
    with Library.open(tmp_path / "journal") as library:
        asked = NewConnection(name="tv", kind="tradavity", base_url="http://127.0.0.1:9/api/v1")
        library.sync(lambda store: store.add_connection(asked, "user-1"))
        yield Bench(library, library.connection("tv"))


def an_intent(bench: Bench, **fields: object) -> Intent:
    intent = Intent(
        id="0198c0de-0000-7000-8000-000000000001",
        connection_id=bench.connection.id,
        entity="trade",
        local_id="t1",
        verb="POST /trades",
        state=IntentState.IN_FLIGHT,
        body=b"{}",
    )
    return replace(intent, **fields)  # type: ignore[arg-type]


def test_a_read_is_answered(bench: Bench):
    with raw_server(answer(200, b"[]")) as server:
        came = bench.run(ask(LIST), server.base_url)

    assert (came.status, came.body) == (200, b"[]")


def test_a_write_leaves_after_its_intent(bench: Bench):
    intent = an_intent(bench)

    def flow() -> Flow[Answer]:
        yield from transact(lambda store: store.put_intent(intent))
        return (yield from send(CREATE, intent.id))

    with raw_server(answer(201, b"{}")) as server:
        came = bench.run(flow(), server.base_url)

    assert came.status == 201
    assert len(server.requests) == 1


def test_a_login_needs_no_intent_and_its_password_goes_to_the_journal_alone(bench: Bench):
    body = Secret('{"password":"p"}')
    login = Request(method="POST", path="/trades", body=body, entity=TOKEN, timeout_s=5)
    with raw_server(answer(201, b"{}")) as server:
        assert bench.run(ask(login), server.base_url).status == 201

    assert server.requests[0].endswith(b'{"password":"p"}')


def test_no_write_leaves_without_its_intent(bench: Bench):
    closed = an_intent(bench, state=IntentState.APPLIED)

    def settled() -> Flow[Answer]:
        yield from transact(lambda store: store.put_intent(closed))
        return (yield from send(CREATE, closed.id))

    with raw_server(answer(201)) as server:
        for flow in (ask(CREATE), send(CREATE, "0198c0de-0000-7000-8000-000000000009"), settled()):
            with pytest.raises(AssertionError):
                bench.run(flow, server.base_url)

    assert server.connections == 0


@pytest.mark.parametrize("kind", [NotSent, Unclear])
def test_what_went_wrong_is_thrown_into_the_flow(bench: Bench, kind: type[RemoteError]):
    def flow() -> Flow[str]:
        try:
            yield from ask(LIST)
        except kind as error:
            return error.title
        return "an answer"

    with raw_server(hang_up) as server:
        base_url = server.base_url
        if kind is Unclear:
            assert "broke" in bench.run(flow(), base_url)
    if kind is NotSent:
        assert "cannot be reached" in bench.run(flow(), base_url)


def test_a_transaction_gives_back_and_is_told(bench: Bench):
    def flow() -> Flow[str]:
        yield from transact(lambda store: store.put_intent(an_intent(bench)), "an intent")
        return (yield from look(lambda store: store.open_intents(bench.connection.id)[0].verb))

    assert bench.run(flow()) == "POST /trades"
    assert len(bench.written) == 1


def test_a_refused_transaction_is_thrown_into_the_flow_and_rolled_back(bench: Bench):
    def refuse(store: Any) -> None:
        store.put_intent(an_intent(bench))
        raise Refused("No.")

    def flow() -> Flow[str]:
        try:
            yield from transact(refuse)
        except Refused as error:
            return error.title
        return "done"

    assert bench.run(flow()) == "No."
    assert bench.intents() == ()


def test_a_fault_of_ours_ends_the_flow(bench: Bench):
    def flow() -> Flow[None]:
        try:
            yield from look(lambda store: 1 / 0)
        finally:
            bench.closed.append("closed")

    with pytest.raises(ZeroDivisionError):
        bench.run(flow())
    assert bench.closed == ["closed"]


def test_keys_ids_and_the_moment_come_from_the_world(bench: Bench):
    def flow() -> Flow[tuple[Any, ...]]:
        return (
            (yield from new_key()),
            (yield from new_key()),
            (yield from new_id()),
            (yield from new_id()),
            (yield from now()),
        )

    key, other_key, one_id, other_id, moment = bench.run(flow())

    assert len(key) == 26 and key.isalnum() and key.isupper() and key != other_key  # noqa: PT018
    assert one_id < other_id
    assert abs((datetime.now(UTC) - moment).total_seconds()) < 60


def test_progress_is_passed_on(bench: Bench):
    bench.run(tell("reading", 3, 9))

    assert bench.moves == [Progress("reading", 3, 9)]


def test_pictures_are_kept_and_read(bench: Bench):
    def flow() -> Flow[bytes]:
        kept = yield KeepPicture(png(4, 3), "entry.png")
        return (yield ReadPicture(kept.sha256))

    assert bench.run(flow()) == png(4, 3)
    with pytest.raises(FillbookError, match="missing"):
        bench.run(read_picture("0" * 64))


def read_picture(sha256: str) -> Flow[bytes]:
    content: bytes = yield ReadPicture(sha256)
    return content


def test_requests_keep_their_pace(bench: Bench):
    bench.limits = Limits(per_minute=9, lanes={"slow": (1, 0.2)})
    slow = replace(LIST, lane="slow")

    def flow() -> Flow[None]:
        for _ in range(3):
            yield from ask(slow)

    with raw_server(answer(200)) as server:
        began = time.monotonic()
        bench.run(flow(), server.base_url)

    assert 0.4 <= time.monotonic() - began < 3


def test_beside_a_window_it_rests_as_long_as_it_worked(bench: Bench):
    def work(store: Any) -> None:
        end = time.thread_time() + 0.02
        while time.thread_time() < end:
            pass

    def flow() -> Flow[None]:
        for _ in range(6):
            yield from look(work)

    bench.is_gentle = True
    began = time.monotonic()
    bench.run(flow())

    assert time.monotonic() - began >= 0.2


def test_a_wait_of_an_hour_is_answered_at_once(bench: Bench):
    def flow() -> Flow[list[int]]:
        statuses = []
        for _ in range(3):
            statuses.append((yield from ask(LIST)).status)
        return statuses

    refusal = b'{"ok":false,"error":{"code":"rate_limited","message":"slow"}}'
    with raw_server(answer(429, refusal, {"Retry-After": "3600"})) as server:
        assert bench.run(flow(), server.base_url) == [429, 429, 429]

    assert len(server.requests) == 1


def cancelled_after(
    bench: Bench, flow: Flow[Any], base_url: str, until: Callable[[], bool]
) -> float:
    """The seconds from the cancel of a run to its end."""

    async def steps() -> float:
        task = asyncio.create_task(bench.steps(flow, base_url))
        while not until():
            await asyncio.sleep(0.01)
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - began

    return asyncio.run(steps())


def test_a_write_that_is_cancelled_stays_an_open_intent(bench: Bench):
    intent = an_intent(bench)

    def flow() -> Flow[None]:
        try:
            yield from transact(lambda store: store.put_intent(intent))
            yield from send(CREATE, intent.id)
        finally:
            bench.closed.append("closed")

    with raw_server(say_nothing) as server:
        took_s = cancelled_after(bench, flow(), server.base_url, lambda: bool(server.requests))

    assert took_s < 0.5
    assert bench.closed == ["closed"]
    assert [left.state for left in bench.intents()] == [IntentState.IN_FLIGHT]


def test_a_sleep_and_an_answer_that_drips_are_cancelled_at_once(bench: Bench):
    assert cancelled_after(bench, sleep(60), "http://127.0.0.1:9/x", lambda: True) < 0.5

    def drip(connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.02)

    with raw_server(drip) as server:
        took_s = cancelled_after(bench, ask(LIST), server.base_url, lambda: bool(server.requests))
    assert took_s < 0.5
