"""Work off the GUI thread, with its result delivered on it."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from fillbook.domain.errors import FillbookError

_log = logging.getLogger(__name__)
_READERS = 2

Result = TypeVar("Result")
Deliver = Callable[[], object]


class Tasks(QObject):
    """A small pool that reads and computes, and the one worker that writes to the library."""

    failed = Signal(object)  # a FillbookError that nobody else takes
    broken = Signal(str)  # a fault of ours in one line; its traceback is in the log
    closing = Signal()  # long work stops now
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._under_way = 0
        self._is_closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def under_way(self) -> int:
        """How many results are still to come."""
        return self._under_way

    def run(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], object] | None = None,
        failed: Callable[[FillbookError], object] | None = None,
    ) -> None:
        """Read or compute; `then` gets the result on the GUI thread."""
        self._submit(self._readers, work, then, failed)

    def write(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], object] | None = None,
        failed: Callable[[FillbookError], object] | None = None,
    ) -> None:
        """Change the library, after every change asked for before."""
        self._submit(self._writer, work, then, failed)

    def close(self) -> None:
        """Finish what is being written, drop what waits to be read, deliver nothing more."""
        if self._is_closed:
            return
        self._is_closed = True
        self.closing.emit()
        self._finished.disconnect(self._deliver)
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=True)

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[], Result],
        then: Callable[[Result], object] | None,
        failed: Callable[[FillbookError], object] | None,
    ) -> None:
        if self._is_closed:
            return  # a timer of a page that goes with its window
        self._under_way += 1
        pool.submit(self._worked, work, then, failed or self.failed.emit)

    def _worked(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], object] | None,
        failed: Callable[[FillbookError], object],
    ) -> None:
        deliver: Deliver | None
        try:
            result = work()
        except FillbookError as error:
            deliver = partial(failed, error)
        except Exception as error:  # the end of a thread: our fault, logged and told once
            _log.exception("A task failed")
            deliver = partial(self.broken.emit, f"{type(error).__name__}: {error}")
        else:
            deliver = partial(then, result) if then else None
        try:
            self._finished.emit(deliver)
        except RuntimeError:  # the window is gone, nobody waits for this
            _log.debug("A result came after the end")

    @Slot(object)
    def _deliver(self, deliver: Deliver | None) -> None:
        self._under_way -= 1
        if deliver is not None and _is_awaited(deliver):
            deliver()


def _is_awaited(deliver: Callable[..., object]) -> bool:
    """Whether the part of the window that asked is still there."""
    while isinstance(deliver, partial):
        deliver = deliver.func
    asker = getattr(deliver, "__self__", None)
    return not isinstance(asker, QObject) or isValid(asker)
