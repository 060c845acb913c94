"""The one thread in which a window's connections are synced."""

import gc
import logging
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fillbook.remotes.credentials import Credentials
from fillbook.storage.library import Library

if TYPE_CHECKING:
    import asyncio

    from fillbook.sync.keeper import Keeper
    from fillbook.sync.news import News

PATIENCE_S = 2.0

_log = logging.getLogger(__name__)


class SyncWorker:
    """Syncs an open library's connections in a plain thread with one asyncio loop.

    Its methods return at once, and may be called before the thread has come up: what the
    thread needs is heavy and is loaded there.

    Args:
        tell: Hears the news, on the worker's thread.
    """

    def __init__(
        self, library: Library, credentials: Credentials, tell: "Callable[[News], object]"
    ) -> None:
        self._library = library
        self._credentials = credentials
        self._tell = tell
        self._thread = threading.Thread(target=self._live, name="sync", daemon=True)
        self._turn = threading.Lock()
        self._early: list[Callable[[Keeper], object]] = []
        self._stopped = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._keeper: Keeper | None = None
        self._life: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> bool:
        """Stop every run; whether all was still within ``PATIENCE_S``.

        Nothing is lost either way: what is under way is looked into by the next run.
        """
        with self._turn:
            self._stopped = True
            if self._loop is not None and self._life is not None:
                self._loop.call_soon_threadsafe(self._life.cancel)
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)
        return not self._thread.is_alive()

    def sync(self, names: Sequence[str] = (), *, full: bool = False) -> None:
        """Sync connections by name or id, or all: somebody asks by hand."""
        self._ask(names, full=full)

    def preview(self, names: Sequence[str] = ()) -> None:
        """Find out what a sync would do, and do none of it."""
        self._ask(names, preview=True)

    def cancel(self, ids: Sequence[str] = ()) -> None:
        """Stop the runs of these connections, or all of them."""
        self._post(lambda keeper: keeper.cancel(ids))

    def look(self) -> None:
        """Ask the brokers what is open; what they say is told."""
        self._post(lambda keeper: keeper.look())

    def hold(self, is_held: bool) -> None:
        """Run nothing by itself, or do so again."""
        self._post(lambda keeper: keeper.hold(is_held))

    def edited(self) -> None:
        """The user changed something that may have to be sent."""
        self._post(lambda keeper: keeper.edited())

    def shown(self, is_visible: bool) -> None:
        """The window came to the front, or went."""
        self._post(lambda keeper: keeper.shown(is_visible))

    def woke(self) -> None:
        """The network came back."""
        self._post(lambda keeper: keeper.woke())

    def _ask(self, names: Sequence[str], *, full: bool = False, preview: bool = False) -> None:
        def ask(keeper: "Keeper") -> None:
            from fillbook.sync.cycle import Asked

            keeper.sync(names, Asked(manual=True, full=full, preview=preview))

        self._post(ask)

    def _post(self, errand: "Callable[[Keeper], object]") -> None:
        with self._turn:
            if self._stopped:
                return
            if self._loop is None or self._keeper is None:
                self._early.append(errand)
            else:
                self._loop.call_soon_threadsafe(errand, self._keeper)

    def _live(self) -> None:
        try:
            self._run_loop()
        except Exception:  # the end of a thread: our fault, logged
            _log.exception("The sync thread failed")

    def _run_loop(self) -> None:
        from fillbook.sync.keeper import Keeper
        from fillbook.sync.loop import Loop
        from fillbook.sync.running import Runs

        gc.freeze()  # what is loaded stays: no collection of garbage walks over it while one waits
        loop = Loop()
        runs = Runs(self._library, self._credentials, self._tell, is_gentle=True)
        try:
            loop.run_until_complete(self._lived(loop, Keeper(runs, self._tell)))
        finally:
            with self._turn:
                self._stopped, self._loop = True, None
            runs.close()
            loop.close()

    async def _lived(self, loop: "asyncio.AbstractEventLoop", keeper: "Keeper") -> None:
        import asyncio
        from contextlib import suppress

        life = loop.create_task(keeper.live())
        with self._turn:
            self._loop, self._keeper, self._life = loop, keeper, life
            for errand in self._early:
                errand(keeper)
            if self._stopped:
                life.cancel()
        with suppress(asyncio.CancelledError):
            await life
