"""What an import would do, what it did, and what it left behind."""

from dataclasses import dataclass
from datetime import datetime

from fillbook.domain.change import Changes
from fillbook.domain.trade import Trade


@dataclass(frozen=True, slots=True, kw_only=True)
class FileImport:
    """How the fills of one file stand to those of the library."""

    file: str
    sha256: str
    executions_read: int
    executions_new: int
    executions_known: int  # already in the library, or twice in these files
    twins: int  # fills equal to another one of the same file in everything: both are kept
    cash_events: int  # new ones


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What saving would do. Nothing is saved yet."""

    files: tuple[FileImport, ...]
    created: tuple[Trade, ...]  # trades that would be new, oldest first
    changed: tuple[Trade, ...]  # trades that are known, as they would stand then


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What was saved, in one transaction that one undo takes back."""

    files: tuple[FileImport, ...]
    trades_created: int
    trades_changed: int
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBatch:
    """One file that was imported."""

    id: str
    account_id: str
    file: str
    sha256: str
    format: str
    timezone: str
    at: datetime
    executions: int  # new ones that it brought
    undone: bool = False
