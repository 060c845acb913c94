"""What an importer is: it recognises a file by its content and reads it whole."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from fillbook.domain.errors import Cancelled as Cancelled
from fillbook.domain.errors import UnreadableFile
from fillbook.domain.instrument import AssetType
from fillbook.domain.statement import Statement

Item = TypeVar("Item")

HEAD_BYTES = 16_384
WATCH_EVERY = 2000
MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class SourceFile:
    """A broker's file in memory."""

    name: str  # without folders
    content: bytes

    @classmethod
    def at(cls, path: Path) -> "SourceFile":
        """The file at a path.

        Raises:
            UnreadableFile: it is missing, a folder, empty, too large or not readable.
        """
        name = path.name or str(path.absolute())
        try:
            size = path.stat().st_size
            if size > MAX_BYTES:
                raise UnreadableFile(f"{name} is larger than 512 MB.", "Export a shorter period.")
            content = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or "it cannot be opened").lower()
            raise UnreadableFile(
                f"{name} cannot be read: {reason}.", "Check the path and its permissions."
            ) from error
        if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
            raise UnreadableFile(f"{name} is empty.", "Export it from your broker again.")
        return cls(name, content)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def head(self) -> bytes:
        """The first bytes, enough to recognise a format."""
        return self.content[:HEAD_BYTES]


def _never() -> bool:
    return False


def _nowhere(done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class ReadOptions:
    """What the user knows that the file does not say."""

    zone: ZoneInfo  # of times that carry no offset
    asset_type: AssetType = AssetType.STOCKS  # the account's, where the file names none
    progress: Callable[[int, int], None] = field(default=_nowhere)  # rows done, rows in all
    cancelled: Callable[[], bool] = field(default=_never)  # asked at least every 0.1 s

    def checkpoint(self, done: int, total: int) -> None:
        """Report progress and stop here when the user asked for it.

        Raises:
            Cancelled: the user asked to stop.
        """
        if self.cancelled():
            raise Cancelled("The import was cancelled.", "Nothing was saved.")
        self.progress(done, total)

    def watched(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items one by one, stopping here when the user asked for it.

        For passes before the rows are read, which count for nothing in the progress.

        Raises:
            Cancelled: the user asked to stop.
        """
        for done, item in enumerate(items):
            if done % WATCH_EVERY == 0 and self.cancelled():
                raise Cancelled("The import was cancelled.", "Nothing was saved.")
            yield item


class Importer(Protocol):
    """One broker format. A file it cannot read as a whole raises ``UnreadableFile``."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def extensions(self) -> tuple[str, ...]: ...

    def recognises(self, source: SourceFile) -> bool:
        """Whether the content, not the name, is of this format."""
        ...

    def read(self, source: SourceFile, options: ReadOptions) -> Statement:
        """The statement in the file.

        Raises:
            UnreadableFile: the file as a whole cannot be read.
            Cancelled: the user stopped it.
        """
        ...
