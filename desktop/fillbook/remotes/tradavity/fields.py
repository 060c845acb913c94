"""A trade's fields in Tradavity's own space: ours translated, theirs as edits, both as bodies."""

from decimal import Decimal

from fillbook.domain.remote_trade import Fields, Value
from fillbook.domain.review import Confirmation
from fillbook.domain.trade import TradeDetail
from fillbook.remotes import canonical
from fillbook.remotes.tradavity import fills, words
from fillbook.remotes.tradavity.mapping import sorted_tags
from fillbook.remotes.tradavity.words import (
    CHOICES,
    CONFIRMATION,
    FILLS,
    NOTES,
    PLAIN,
    PRICES,
    TEXTS,
)

HELD = frozenset({*PLAIN, "strategy", "setup", "tags", FILLS})


def is_held(key: str) -> bool:
    """Whether Tradavity can keep a field."""
    return key in HELD or key.startswith(CONFIRMATION)


def translate(trade: TradeDetail) -> Fields:
    """Our fields as Tradavity would give them back."""
    review, row = trade.trade.review, trade.trade
    found: dict[str, Value] = {
        key: words.to_theirs(key, canonical.optional_text(getattr(review, key))) for key in CHOICES
    }
    for key in NOTES:
        found[key] = canonical.optional_text(review.notes.get(key.removeprefix("notes."), ""))
    found["news"] = canonical.optional_text(review.news)
    found["setup_quality"] = canonical.optional_text(review.setup_quality)
    found["stop_loss"] = canonical.amount(row.stop_loss)
    found["take_profit"] = canonical.amount(row.take_profit)
    found["strategy"] = canonical.optional_text(review.strategy)
    found["setup"] = canonical.optional_text(review.setup)
    found["emotion"] = words.emotion(canonical.optional_text(review.emotion))
    found["confidence"] = None if review.confidence is None else str(review.confidence)
    found["tags"] = sorted_tags(review.tags)
    for confirmation in trade.confirmations:
        name = canonical.text(confirmation.name).strip()
        note = canonical.text(confirmation.note).strip()
        answer = Confirmation(name, confirmation.was_present, note).answer
        found[f"{CONFIRMATION}{name}"] = answer
    own = fills.of_legs(trade.legs)
    if own is not None:
        found[FILLS] = own
    return found


def edits(fields: Fields, trade: TradeDetail | None) -> dict[str, object]:
    """Tradavity's values as edits of ours; what ours would become there anyway is left as it is."""
    ours = translate(trade) if trade else {}
    return {
        key: _edit(key, value)
        for key, value in fields.items()
        if key != FILLS and is_held(key) and (key not in ours or ours[key] != value)
    }


def patch(changed: Fields) -> dict[str, object]:
    """The body that writes fields of one value each; an empty one clears."""
    return {PLAIN[key]: _written(key, value) for key, value in changed.items() if key in PLAIN}


def filled(fields: Fields) -> dict[str, object]:
    """The body's part for a new trade: only what has a value."""
    return patch({key: value for key, value in fields.items() if value})


def unsendable(fields: Fields) -> dict[str, str]:
    """Values that Tradavity takes from nobody, and why."""
    refused = {
        key: reason
        for key, value in fields.items()
        if value and (reason := _refusal(key, value)) is not None
    }
    if fields.get("setup") and "strategy" in fields and not fields["strategy"]:
        refused["setup"] = "a setup belongs to a strategy there: choose the strategy too"
    answers = sum(1 for key, value in fields.items() if value and key.startswith(CONFIRMATION))
    if answers > words.MAX_CONFIRMATIONS:
        reason = f"at most {words.MAX_CONFIRMATIONS} confirmations fit on a trade there"
        refused |= {key: reason for key in fields if key.startswith(CONFIRMATION)}
    return refused


def _edit(key: str, value: Value) -> object:
    if isinstance(value, str) and key in CHOICES:
        return words.to_ours(key, value)
    return value


def _written(key: str, value: Value) -> object:
    assert not isinstance(value, tuple)
    if key in TEXTS:
        return value or ""
    if value is None:
        return None
    if key in PRICES:
        return Decimal(value)
    return int(value) if key == "confidence" else value


def _refusal(key: str, value: Value) -> str | None:
    if isinstance(value, tuple):
        return _refused_fills(value) if key == FILLS else _refused_tags(value)
    assert value is not None
    if key in CHOICES:
        return _refused_choice(key, value)
    if key in PRICES:
        return _refused_price(Decimal(value))
    if key == "confidence":
        return None if value.isdecimal() and 1 <= int(value) <= 10 else "takes 1 to 10 there"
    if key == "setup_quality" and len(value) > words.MAX_QUALITY:
        return f"at most {words.MAX_QUALITY} characters fit there"
    note = value.partition(":")[2] if key.startswith(CONFIRMATION) else value
    if len(note.encode("utf-8", "replace")) > words.MAX_TEXT_BYTES:
        return f"at most {words.MAX_TEXT_BYTES:,} bytes fit there"
    return None


def _refused_choice(key: str, value: str) -> str | None:
    known = CHOICES[key][1].values()
    return None if value in known else f'"{value}" is not among its words: {", ".join(known)}'


def _refused_price(price: Decimal) -> str | None:
    if words.SMALLEST <= price <= words.LARGEST:
        return None
    return "takes prices above zero and up to 9,999,999,999.99 there"


def _refused_tags(names: tuple[str, ...]) -> str | None:
    if len(names) > words.MAX_TAGS:
        return f"at most {words.MAX_TAGS} tags fit on a trade there"
    if any(len(name) > words.MAX_TAG for name in names):
        return f"a tag has at most {words.MAX_TAG} characters there"
    return None


def _refused_fills(values: tuple[str, ...]) -> str | None:
    if len(values) > words.MAX_FILLS:
        return f"at most {words.MAX_FILLS} fills fit on a trade there"
    for fill in map(fills.Fill.parsed, values):
        if any(not words.SMALLEST <= part <= words.LARGEST for part in (fill.quantity, fill.price)):
            return "a fill's price or size is outside of what it takes"
        if fill.at is not None and fill.at.year < words.FIRST_YEAR:
            return "it takes no fills before the year 2000"
    return None
