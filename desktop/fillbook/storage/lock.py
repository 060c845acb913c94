"""One writer a library: an advisory lock that the operating system frees by itself."""

import os
import sys
from pathlib import Path

from fillbook.domain.errors import LibraryBusy

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """Held from its making until ``release`` or the end of the process.

    Raises:
        LibraryBusy: another process holds it.
    """

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise LibraryBusy(
                "Another Fillbook is writing this library.",
                "Close its window or wait for its command to end, then try again.",
            ) from error

    def release(self) -> None:
        os.close(self._descriptor)
