"""An event loop that at its end waits for nobody."""

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose questions to a name server can be left behind.

    asyncio asks them in threads that the interpreter waits for when it ends, which takes as
    long as a name server is silent.
    """

    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002
        proto: int = 0,
        flags: int = 0,
    ) -> list[Any]:
        return await aside(
            partial(socket.getaddrinfo, host, port, family, type, proto, flags), "resolver"
        )


async def aside(work: Callable[[], T], name: str) -> T:
    """The result of work in a thread of its own that nobody waits for at the program's end."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()
    threading.Thread(target=_worked, args=(loop, result, work), name=name, daemon=True).start()
    return await result


def _worked(
    loop: asyncio.AbstractEventLoop, result: asyncio.Future[T], work: Callable[[], T]
) -> None:
    settle: Callable[[], None]
    try:
        settle = partial(result.set_result, work())
    except Exception as error:  # the end of a thread: who waits for the result gets it
        settle = partial(result.set_exception, error)
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        loop.call_soon_threadsafe(_settle, result, settle)


def _settle(result: asyncio.Future[Any], settle: Callable[[], None]) -> None:
    if not result.done():
        settle()
