"""Copies of a library that leave it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A verified copy of a library in one file."""

    file: Path
    sha256: str
    size_bytes: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote."""

    file: Path
    trades: int
    executions: int
    screenshots: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A library that was brought back."""

    folder: Path
    sha256: str  # of the file that it came from
    kept_aside: Path | None  # where the library that stood there is now
    missing_screenshots: int  # named by the journal, not in the file
