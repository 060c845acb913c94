"""What a trader says of a trade: notes, grades and the other words of a review."""

from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    A_PLUS = "A+"
    A = "A"
    B = "B"
    C = "C"
    F = "F"


class Bias(StrEnum):
    BULLISH = "bullish"
    BEARISH = "bearish"
    NEUTRAL = "neutral"


class MarketCondition(StrEnum):
    TRENDING = "trending"
    RANGING = "ranging"
    CHOPPY = "choppy"
    BREAKOUT = "breakout"
    VOLATILE = "volatile"
    QUIET = "quiet"


class TradingSession(StrEnum):
    ASIAN = "asian"
    LONDON = "london"
    NEW_YORK = "newyork"
    OVERLAP = "overlap"


class RelativeVolume(StrEnum):
    VERY_LOW = "very_low"
    LOW = "low"
    BELOW_AVERAGE = "below_average"
    AVERAGE = "average"
    ABOVE_AVERAGE = "above_average"
    HIGH = "high"
    VERY_HIGH = "very_high"


class ExitType(StrEnum):
    TAKE_PROFIT = "take_profit"
    STOP_LOSS = "stop_loss"
    TRAILING_STOP = "trailing_stop"
    PARTIAL = "partial"
    BREAKEVEN = "breakeven"
    TIME = "time"
    MANUAL = "manual"


EMOTIONS = (
    "calm", "confident", "focused", "patient", "disciplined", "neutral", "hopeful", "excited",
    "anxious", "fearful", "hesitant", "frustrated", "angry", "greedy", "impatient",
    "overconfident", "revenge", "bored", "tired", "fomo",
)  # fmt: skip
"""Words offered for the emotion; any other word may be typed."""


class NoteKind(StrEnum):
    """The four notes of a trade."""

    THOUGHT_PROCESS = "thought_process"
    MISTAKES = "mistakes"
    LESSONS = "lessons"
    GENERAL = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The judgement of one trade. None is unset; a word outside an enum is kept raw."""

    grade: str | None = None  # Grade
    setup: str | None = None  # name of a setup
    strategy: str | None = None  # name of a strategy
    emotion: str | None = None
    bias: str | None = None  # Bias
    confidence: int | None = None  # 1 to 10
    setup_quality: str | None = None  # free words, at most 100 characters
    market_condition: str | None = None  # MarketCondition
    trading_session: str | None = None  # TradingSession
    relative_volume: str | None = None  # RelativeVolume
    exit_type: str | None = None  # ExitType
    news: str | None = None
    reviewed: bool = False
    notes: dict[str, str] = field(default_factory=dict)  # NoteKind -> Markdown; absent is empty
    tags: tuple[str, ...] = ()  # in alphabetical order


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture or PDF that hangs on a trade. The file is ``screenshots/<sha256>``."""

    id: str
    trade_id: str
    sha256: str
    mime_type: str
    size_bytes: int
    width: int  # pixels, upright by EXIF; points for a PDF's first page
    height: int
    label: str
    position: int  # order within the trade, from 0


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A condition of a setup, and whether a trade met it."""

    name: str
    was_present: bool
    note: str = ""

    @property
    def answer(self) -> str:
        """The value of its key in ``edit``: ``"yes"``, ``"no"``, ``"yes: with volume"``."""
        word = "yes" if self.was_present else "no"
        return f"{word}: {self.note}" if self.note else word

    @classmethod
    def answered(cls, name: str, answer: str) -> "Confirmation | None":
        """The confirmation that an answer states; None where it states none."""
        word, _, note = answer.partition(":")
        present = {"yes": True, "no": False}.get(word.strip().casefold())
        return None if present is None else cls(name, present, note.strip())
