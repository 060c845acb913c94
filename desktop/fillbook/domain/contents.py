"""What a library holds, in numbers and in words."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers for the navigation. Trades in the bin are not counted."""

    trades: int
    open: int
    unreviewed: int  # closed trades whose review is not done
    accounts: int


@dataclass(frozen=True, slots=True)
class TagUse:
    """A tag, how many trades carry it, and which of the palette's colours it has."""

    name: str
    trades: int
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words in use, for completion; the most used first."""

    tags: tuple[TagUse, ...]
    setups: tuple[str, ...]
    strategies: tuple[str, ...]
    emotions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSeries:
    """Bars of one symbol and resolution that the library has."""

    symbol: str
    resolution_s: int
    count: int
    first: datetime
    last: datetime
    size_bytes: int  # about
