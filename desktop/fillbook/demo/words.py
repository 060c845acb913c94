"""What the invented trader writes of a trade."""

from dataclasses import dataclass
from random import Random

from fillbook.demo.market import NEW_YORK
from fillbook.demo.phrases import (
    CAUSES,
    GENERAL,
    LESSONS,
    MISTAKE_TAGS,
    MISTAKES,
    PRAISE,
    QUALITIES,
    REASONS,
)
from fillbook.demo.playbook import SEED
from fillbook.demo.tactics import Style
from fillbook.demo.year import Taken
from fillbook.domain.instrument import AssetType
from fillbook.domain.money import canonical
from fillbook.domain.review import ExitType


@dataclass(frozen=True, slots=True)
class _Judgement:
    """How well a trade was traded, apart from what it made."""

    grade: str
    mistake: str | None  # a key of MISTAKES


def review_of(trade: Taken) -> dict[str, object]:
    """The review fields of a trade, as the library's edits take them."""
    random = Random(f"{SEED}/{trade.key}/words")
    judgement = _judge(trade, random)
    fields: dict[str, object] = {
        "setup": trade.setup.name,
        "strategy": trade.setup.strategy,
        "grade": judgement.grade,
        "emotion": _emotion(trade, judgement, random),
        "confidence": str(min(10, max(1, round(random.gauss(6.6, 1.5))))),
        "bias": _bias(trade, random),
        "market_condition": _condition(trade, random),
        "trading_session": _session(trade),
        "relative_volume": random.choice(
            ("low", "below_average", "average", "average", "above_average", "high")
        ),
        "tags": tuple(_tags(trade, judgement, random)),
        "reviewed": True,
    }
    if trade.play.exit is not None:
        fields["exit_type"] = _exit_type(trade).value
    if random.random() < 0.35:
        fields["setup_quality"] = random.choice(QUALITIES)
    if random.random() < 0.06:
        fields["news"] = random.choice(CAUSES[trade.book.asset_type])
    return fields | _notes(trade, judgement, random)


def _judge(trade: Taken, random: Random) -> _Judgement:
    clean = trade.r > 0 or random.random() < 0.55
    if clean:
        grades = ("A+", "A", "A", "B", "B") if trade.r > 1 else ("A", "B", "B", "C")
        return _Judgement(random.choice(grades), None)
    mistake = random.choice(tuple(MISTAKES))
    return _Judgement(random.choice(("B", "C", "C", "F")), mistake)


def _emotion(trade: Taken, judgement: _Judgement, random: Random) -> str:
    if judgement.mistake is not None:
        return random.choice(("fomo", "frustrated", "impatient", "anxious", "revenge", "greedy"))
    if trade.r > 0:
        return random.choice(("calm", "calm", "focused", "confident", "patient", "disciplined"))
    return random.choice(("calm", "neutral", "hesitant", "focused", "disciplined"))


def _bias(trade: Taken, random: Random) -> str:
    if random.random() < 0.15:
        return "neutral"
    return "bullish" if trade.play.sign > 0 else "bearish"


def _condition(trade: Taken, random: Random) -> str:
    usual = {
        "breakout": ("breakout", "volatile", "trending"),
        "pullback": ("trending", "trending", "quiet"),
        "reversal": ("volatile", "choppy", "ranging"),
        "range": ("ranging", "choppy", "quiet"),
        "earnings": ("trending", "volatile"),
    }
    return random.choice(usual[trade.setup.tag])


def _session(trade: Taken) -> str:
    hour = trade.opened_at.astimezone(NEW_YORK).hour
    if hour < 8:
        return "london"
    return "overlap" if hour < 12 and trade.book.asset_type is AssetType.FOREX else "newyork"


def _exit_type(trade: Taken) -> ExitType:
    ended = trade.play.exit
    assert ended is not None
    scaled = trade.plan.style is Style.SCALE_OUT and ended is ExitType.TAKE_PROFIT
    return ExitType.PARTIAL if scaled else ended


def _tags(trade: Taken, judgement: _Judgement, random: Random) -> list[str]:
    tags = [trade.setup.tag]
    if judgement.mistake is not None:
        tags.append(MISTAKE_TAGS[judgement.mistake])
    if trade.turned:
        tags.append("reversed")
    if trade.plan.style is Style.SCALE_IN and len(trade.play.touches) > 2:
        tags.append("scaled in")
    if trade.plan.style is Style.TRAIL and trade.r > 1:
        tags.append("runner")
    if random.random() < 0.08:
        tags.append("news")
    return tags


def _notes(trade: Taken, judgement: _Judgement, random: Random) -> dict[str, object]:
    words = {
        "symbol": trade.market.symbol,
        "side": "long" if trade.play.sign > 0 else "short",
        "level": canonical(trade.market.price(trade.play.entry)),
        "stop": canonical(trade.stop),
        "target": canonical(trade.target),
    }
    notes: dict[str, object] = {}
    if random.random() < 0.62:
        reason = random.choice(REASONS[trade.setup.tag])
        notes["notes.thought_process"] = reason.format(**words)
    if judgement.mistake is not None:
        notes["notes.mistakes"] = random.choice(MISTAKES[judgement.mistake]).format(**words)
        if random.random() < 0.7:
            notes["notes.lessons"] = random.choice(LESSONS[judgement.mistake])
    elif trade.r > 1.2 and random.random() < 0.5:
        notes["notes.lessons"] = random.choice(PRAISE).format(**words)
    if random.random() < 0.12:
        notes["notes.general"] = random.choice(GENERAL).format(**words)
    return notes
