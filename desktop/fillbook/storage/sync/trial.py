"""A library's records in memory, on which a preview runs: nothing of it is kept."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from fillbook.domain.change import Changes
from fillbook.domain.image import NamedBytes
from fillbook.storage import screenshots
from fillbook.storage.database import Connection, immediate
from fillbook.storage.history import Transaction
from fillbook.storage.screenshots import StoredPicture
from fillbook.storage.sync.reading import SyncReader
from fillbook.storage.sync.writing import SyncStore

T = TypeVar("T")


class Trial:
    """The part of a library that a sync works with, on a copy."""

    def __init__(self, copy: Connection, folder: Path) -> None:
        self._copy = copy
        self._folder = folder

    def look(self, work: Callable[[SyncReader], T]) -> T:
        """What the copy answers."""
        return work(SyncReader(self._copy, self._folder))

    def sync(
        self, work: Callable[[SyncStore], T], *, origin: str, title: str = ""
    ) -> tuple[T, Changes]:
        """What work on the copy gives back."""
        with immediate(self._copy):
            tx = Transaction(self._copy, origin, title)
            result = work(SyncStore(tx, self._folder))
            tx.finish()
        return result, tx.changes()

    def screenshot_file(self, sha256: str) -> Path:
        return self._folder / sha256

    def keep_picture(self, content: bytes, name: str) -> StoredPicture:
        """A picture as it would be kept; its file is not written."""
        picture = screenshots.check(NamedBytes(name, content))
        return StoredPicture(hashlib.sha256(content).hexdigest(), len(content), picture)
