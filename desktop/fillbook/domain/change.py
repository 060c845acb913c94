"""What a transaction changed, and who asked for it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    USER = "user"
    IMPORT = "import"
    RULE = "rule"  # derived by the program itself
    UNDO = "undo"
    MIGRATION = "migration"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What one transaction of the library did; every page hears of it."""

    revision: int  # of the library after it
    change_id: str | None = None  # None: nothing changed
    title: str = ""  # in words, for the undo notice: "grade A for MES #514"
    trades: frozenset[str] = field(default_factory=frozenset)  # ids of changed trades
    all_trades: bool = False  # too many to name
    accounts: bool = False
    bars: bool = False

    def then(self, later: "Changes") -> "Changes":
        """Both, as one: what changed in either, under the later one's name."""
        return Changes(
            revision=later.revision,
            change_id=later.change_id or self.change_id,
            title=later.title or self.title,
            trades=self.trades | later.trades,
            all_trades=self.all_trades or later.all_trades,
            accounts=self.accounts or later.accounts,
            bars=self.bars or later.bars,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the undo list: a whole transaction."""

    id: str
    at: datetime
    origin: str
    title: str
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What an undo took back, and what it left because it had changed since."""

    change: Change
    skipped: tuple[str, ...]
    changes: Changes
