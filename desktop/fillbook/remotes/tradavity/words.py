"""Tradavity's words for our fields, and what it takes in them."""

from collections.abc import Mapping
from decimal import Decimal

from fillbook.domain.review import (
    EMOTIONS,
    Bias,
    ExitType,
    Grade,
    MarketCondition,
    NoteKind,
    RelativeVolume,
    TradingSession,
)

CONFIRMATION = "confirmation."
FILLS = "fills"

NOTES: Mapping[str, str] = {
    f"notes.{NoteKind.THOUGHT_PROCESS}": "thought_process",
    f"notes.{NoteKind.MISTAKES}": "mistakes_made",
    f"notes.{NoteKind.LESSONS}": "learning_notes",
    f"notes.{NoteKind.GENERAL}": "general_notes",
}
TEXTS: Mapping[str, str] = {
    **NOTES,
    "news": "news_events",
    "setup_quality": "setup_quality",
}
"""Our key to its name; cleared with an empty text."""

CHOICES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "grade": ("grade", {grade: grade.value for grade in Grade}),
    "bias": ("bias", {bias: bias.value.capitalize() for bias in Bias}),
    "market_condition": (
        "market_condition",
        {
            word: word.value
            for word in (
                MarketCondition.TRENDING,
                MarketCondition.RANGING,
                MarketCondition.CHOPPY,
                MarketCondition.BREAKOUT,
            )
        },
    ),
    "trading_session": ("trading_session", {word: word.value for word in TradingSession}),
    "relative_volume": ("volume", {word: word.value for word in RelativeVolume}),
    "exit_type": (
        "exit_type",
        {
            ExitType.TAKE_PROFIT: "Take Profit",
            ExitType.STOP_LOSS: "Stop Loss",
            ExitType.TRAILING_STOP: "Trailing Stop",
            ExitType.PARTIAL: "Partial / Scale Out",
            ExitType.BREAKEVEN: "Breakeven",
            ExitType.TIME: "Time-Based",
            ExitType.MANUAL: "Manual",
        },
    ),
}
"""Our key to its name as read, and our word to its word."""

PRICES: Mapping[str, str] = {"stop_loss": "sl_price", "take_profit": "tp_price"}
PLAIN: Mapping[str, str] = {
    "grade": "trade_quality_grade",
    **{key: name for key, (name, _) in CHOICES.items() if key != "grade"},
    **TEXTS,
    **PRICES,
    "emotion": "emotional_state",
    "confidence": "confidence_level",
}
"""Our key to the name under which its value is written; strategy and setup go by id."""

KEYS_OF_NAMES: Mapping[str, str] = {
    **{name: key for key, name in PLAIN.items()},
    "grade": "grade",
    "strategy_id": "strategy",
    "setup_id": "setup",
    "setup_ids": "setup",
    "tag_ids": "tags",
    "entries": FILLS,
    "exits": FILLS,
}
"""Its name for a field to our key."""

MAX_TEXT_BYTES = 65_535
MAX_QUALITY = 100
MAX_TAG = 100
MAX_TAGS = 100
MAX_CONFIRMATIONS = 200
MAX_FILLS = 200
MAX_SYMBOL = 50
FIRST_YEAR = 2000
SMALLEST, LARGEST = Decimal("0.00000001"), Decimal("9999999999.99")
LARGEST_MULTIPLIER = Decimal("99999999.99")
LARGEST_MONEY = Decimal("999999999999999.99")
LARGEST_SECONDS = 2_147_483_647


def to_theirs(key: str, word: str | None) -> str | None:
    """Our word in Tradavity's spelling; a word that it does not have stays as it is."""
    if not word:
        return None
    return CHOICES[key][1].get(word, word)


def from_theirs(key: str, word: str | None) -> str | None:
    """A word as Tradavity spells it, whatever the case it came in; others stay raw."""
    if not word:
        return None
    for known in CHOICES[key][1].values():
        if known.casefold() == word.casefold():
            return known
    return word


def to_ours(key: str, word: str) -> str:
    """Tradavity's word in ours; a word outside stays raw."""
    for ours, theirs in CHOICES[key][1].items():
        if theirs == word:
            return ours
    return word


def emotion(word: str | None) -> str | None:
    """An emotion; the words that Fillbook offers are one in any case."""
    if not word:
        return None
    folded = word.casefold()
    return folded if folded in EMOTIONS else word
