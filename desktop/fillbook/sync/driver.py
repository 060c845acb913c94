"""Performs what the engine asks for: requests, transactions, waits. The real world's driver."""

import asyncio
import secrets
import time
from base64 import b32encode
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from fillbook.domain.change import Changes
from fillbook.domain.connection import Connection
from fillbook.domain.errors import FillbookError
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import NotSent, Unclear
from fillbook.remotes.http import Transport
from fillbook.storage.screenshots import StoredPicture
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore
from fillbook.sync.effects import (
    Effect,
    Flow,
    KeepPicture,
    Look,
    NewId,
    NewKey,
    Now,
    Prepared,
    Progress,
    ReadPicture,
    Sleep,
    Transact,
)
from fillbook.sync.gate import Gate

T = TypeVar("T")

_KEY_BYTES = 16
_BUSY_S = 0.005
"""As much work at a time as a window does not feel."""


class Records(Protocol):
    """What a run needs of a library, or of a trial on its copy."""

    def look(self, work: Callable[[SyncReader], T]) -> T: ...

    def sync(
        self, work: Callable[[SyncStore], T], *, origin: str, title: str = ""
    ) -> tuple[T, Changes]: ...

    def screenshot_file(self, sha256: str) -> Path: ...

    def keep_picture(self, content: bytes, name: str) -> StoredPicture: ...


class Driver:
    """Runs the flows of one connection on an asyncio loop.

    A cancelled run stops at its next effect. A write that is under way then stays an open
    intent, and is looked into by the next run.

    Args:
        worker: Where the library is asked, one question after the other.
        wrote: Is told what each transaction changed.
        moved: Is told how far a long run is.
        is_gentle: Rest as long as it worked: a window is open beside it.
    """

    def __init__(
        self,
        library: Records,
        connection: Connection,
        transport: Transport,
        gate: Gate,
        *,
        worker: Executor,
        wrote: Callable[[Changes], object],
        moved: Callable[[Progress], object],
        is_gentle: bool,
    ) -> None:
        self._library = library
        self._connection = connection
        self._transport = transport
        self._gate = gate
        self._worker = worker
        self._wrote = wrote
        self._moved = moved
        self._is_gentle = is_gentle
        self._worked_s = 0.0

    async def run(self, flow: Flow[T]) -> T:
        """The flow's result."""
        step: Callable[[], Effect] = partial(next, flow)
        try:
            while True:
                effect = self._timed(step)
                await self._breathe()
                try:
                    value = await self._perform(effect)
                except FillbookError as error:
                    step = partial(flow.throw, error)
                else:
                    step = partial(flow.send, value)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            flow.close()

    async def _perform(self, effect: Effect) -> Any:
        match effect:
            case Request():
                assert effect.is_read, "a write leaves only after its intent"
                return await self._exchange(effect)
            case Prepared():
                await self._require_intent(effect.intent_id)
                return await self._exchange(effect.request)
            case Transact():
                return await self._transact(effect)
            case Look():
                return await self._in_library(partial(self._library.look, effect.work))
            case Sleep():
                return await asyncio.sleep(effect.seconds)
            case Now():
                return datetime.now(UTC)
            case NewKey():
                return b32encode(secrets.token_bytes(_KEY_BYTES)).decode("ascii").rstrip("=")
            case NewId():
                return _new_id()
            case ReadPicture():
                file = self._library.screenshot_file(effect.sha256)
                return await self._in_library(partial(_content, file))
            case KeepPicture():
                keep = partial(self._library.keep_picture, effect.content, effect.name)
                return await self._in_library(keep)
            case Progress():
                return self._moved(effect)

    async def _exchange(self, request: Request) -> Answer:
        """The answer to a request, at the pace that the connection may keep."""
        while True:
            verdict = self._gate.enter(request, time.monotonic(), datetime.now(UTC))
            if isinstance(verdict, Answer):
                return verdict
            if verdict == 0.0:
                break
            await asyncio.sleep(verdict)
        try:
            answer = await self._transport.exchange(request)
        except (NotSent, Unclear):
            self._gate.failed(datetime.now(UTC))
            raise
        self._gate.answered(request, answer, time.monotonic(), datetime.now(UTC))
        return answer

    async def _transact(self, effect: Transact) -> Any:
        origin = f"remote:{self._connection.name}"
        result, changes = await self._in_library(
            partial(self._library.sync, effect.work, origin=origin, title=effect.title)
        )
        self._wrote(changes)
        return result

    async def _require_intent(self, intent_id: str) -> None:
        """No byte of a write leaves before its row is committed."""
        open_intents = await self._in_library(
            partial(self._library.look, lambda store: store.open_intents(self._connection.id))
        )
        assert any(intent.id == intent_id for intent in open_intents), "sent without an intent"

    async def _in_library(self, work: Callable[[], T]) -> T:
        timed = partial(self._timed, work)
        return await asyncio.get_running_loop().run_in_executor(self._worker, timed)

    def _timed(self, work: Callable[[], T]) -> T:
        """What work gives back; the processor's time is counted."""
        began = time.thread_time()
        try:
            return work()
        finally:
            self._worked_s += time.thread_time() - began

    async def _breathe(self) -> None:
        """Leave the interpreter to the window for as long as it was taken from it."""
        if self._is_gentle and self._worked_s > _BUSY_S:
            pause_s, self._worked_s = self._worked_s, 0.0
            await asyncio.sleep(pause_s)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise FillbookError("A screenshot's file is missing.", "Run fillbook check.") from error


def _new_id() -> str:
    from uuid_utils import uuid7

    return str(uuid7())
