"""The keys of ``edit``: what each takes, and what it writes."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import partial

from fillbook.domain.errors import Refused, UnknownKey
from fillbook.domain.money import canonical
from fillbook.domain.review import (
    Bias,
    Confirmation,
    ExitType,
    Grade,
    MarketCondition,
    NoteKind,
    RelativeVolume,
    TradingSession,
)
from fillbook.storage import annotations, decisions, exclusions, risk, trades
from fillbook.storage.history import Transaction
from fillbook.storage.playbook import Names, find_or_add
from fillbook.storage.values import plain_digits

_MAX_QUALITY = 100
_NOTES = {f"notes.{kind}": kind for kind in NoteKind}
_NAMES: dict[str, Names] = {"setup": "setup", "strategy": "strategy"}
_CONFIRMATION = "confirmation."
_EXCLUDE = ("exclude", "exclude+", "exclude-")
_OF_THE_DECISION = frozenset({"grade", "setup", "strategy"})
"""What copies of one decision share: an edit of one is an edit of all."""

_RISK = frozenset({"stop_loss", "initial_stop", "initial_risk"})
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
_FACTS = (
    "id", "number", "account", "symbol", "asset_type", "direction", "status", "kind", "quantity",
    "opened_at", "closed_at", "entry_price", "exit_price", "gross_pnl", "fees", "net_pnl",
    "currency", "broker_pnl", "computed_pnl", "r_multiple", "multiplier", "executions",
    "trading_day",
)  # fmt: skip


def edit(tx: Transaction, ids: Sequence[str], edits: Mapping[str, object]) -> None:
    """Change fields of one or several trades.

    Raises:
        UnknownKey: a key that no trade has.
        Refused: a value that a key does not take; it says which ones it takes.
    """
    parsed = {key: _parse(key, value) for key, value in edits.items()}
    tx.title = f"{_title(parsed)} {trades.names(tx.connection, ids)}"
    for key in sorted(parsed, key=lambda key: key == "stop_loss"):  # after an initial stop
        _write(tx, ids, key, parsed[key])
    if _RISK & parsed.keys():
        risk.refresh(tx, ids)


def take_over(tx: Transaction, trade_id: str, edits: Mapping[str, object]) -> None:
    """Write fields as another journal has them; a word that we do not know is kept raw."""
    parsed = {key: _lenient(key, value) for key, value in edits.items()}
    for key in sorted(parsed, key=lambda key: key == "stop_loss"):
        _write(tx, [trade_id], key, parsed[key])
    if _RISK & parsed.keys():
        risk.refresh(tx, [trade_id])
    tx.title = tx.title or f"{_title(parsed)} {trades.names(tx.connection, [trade_id])}"


def text(value: str) -> str:
    """Text as the library keeps it: NFC, lines that end in LF."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))


def _lenient(key: str, value: object) -> object:
    try:
        return _parse(key, value)
    except Refused:
        return None if key == "confidence" else text(str(value))


def _write(tx: Transaction, ids: Sequence[str], key: str, value: object) -> None:
    if key in _OF_THE_DECISION:
        ids = decisions.with_members(tx.connection, ids)
    if key.startswith(_CONFIRMATION):
        name = key.removeprefix(_CONFIRMATION)
        annotations.set_confirmation(tx, ids, name, str(value) if value else None)
    elif key in _EXCLUDE:
        exclusions.change(tx, ids, key.removeprefix("exclude"), _listed(value))
    elif key in _NOTES:
        annotations.set_note(tx, ids, _NOTES[key], str(value or ""))
    elif key == "tags":
        annotations.set_tags(tx, ids, _listed(value))
    elif key == "tags+":
        for name in _listed(value):
            annotations.add_tag(tx, ids, name)
    elif key == "tags-":
        annotations.remove_tags(tx, ids, _listed(value))
    elif key == "stop_loss":
        assert value is None or isinstance(value, Decimal)
        annotations.set_stop(tx, ids, value)
    elif key == "archived":
        tx.trades.update(tx.update_all("trade", ids, {"archived": bool(value)}))
    elif key in _NAMES:
        named = find_or_add(tx, _NAMES[key], str(value)) if value else None
        annotations.set_review(tx, ids, {f"{key}_id": named})
    else:
        annotations.set_review(tx, ids, {key: value})


def _title(parsed: Mapping[str, object]) -> str:
    if len(parsed) == 1:
        return _words(*next(iter(parsed.items())))
    return f"{', '.join(dict.fromkeys(map(_plain, parsed)))} of"


def _plain(key: str) -> str:
    if key == "notes.general":
        return "note"
    return key.removeprefix("notes.").replace(".", " ").rstrip("+-").replace("_", " ")


def _words(key: str, value: object) -> str:
    name = _plain(key)
    if key in _EXCLUDE:
        return "connections of"
    if key in _NOTES:
        return f"{name} of"
    if key == "tags+":
        return f"tag {', '.join(_listed(value))} on"
    if key == "tags-":
        return f"tag {', '.join(_listed(value))} off"
    if value is None or value == ():
        return f"{name} cleared for"
    if isinstance(value, bool):
        return f"{name} for" if value else f"not {name} for"
    shown = canonical(value) if isinstance(value, Decimal) else value
    return f"{name} {', '.join(_listed(value)) if key == 'tags' else shown} for"


def _parse(key: str, value: object) -> object:
    if key in _FACTS:
        raise Refused(
            f"{key} is a fact of the fills and cannot be edited.", "Change the fill itself instead."
        )
    parse = _confirmed if key.startswith(_CONFIRMATION) else _KEYS.get(key)
    if parse is None:
        raise UnknownKey(f'A trade has no "{key}".', f"It has: {', '.join(sorted(_KEYS))}.")
    if value is None or value == "" or value == ():
        return _EMPTY.get(key)
    return parse(value)


def _choice(key: str, words: type[StrEnum], value: object) -> str:
    wanted = str(value).strip().casefold().replace(" ", "_").replace("-", "_")
    for word in words:
        if word.value.casefold() == wanted:
            return word.value
    raise Refused(f'"{value}" is no {key.replace("_", " ")}.', f"Allowed: {', '.join(words)}.")


def _short(limit: int, value: object) -> str:
    words = text(str(value)).strip()
    if len(words) > limit:
        raise Refused(f"That is longer than {limit} characters.", "Shorten it.")
    return words


def _confidence(value: object) -> int:
    shown = str(value).strip()
    if not (shown.isdecimal() and 1 <= int(shown) <= 10):
        raise Refused(f'"{value}" is no confidence.', "Allowed: 1 to 10.")
    return int(shown)


def _flag(key: str, value: object) -> bool:
    shown = str(value).strip().casefold()
    if shown not in _TRUE + _FALSE:
        raise Refused(f'"{value}" is no answer to {key}.', "Allowed: true, false.")
    return shown in _TRUE


def _amount(key: str, value: object) -> Decimal:
    try:
        amount = value if isinstance(value, Decimal) else Decimal(str(value).strip())
    except InvalidOperation as error:
        raise Refused(f'"{value}" is no {key.replace("_", " ")}.', "Give plain digits.") from error
    return Decimal(plain_digits(amount))


def _positive(key: str, value: object) -> Decimal:
    amount = _amount(key, value)
    if amount <= 0:
        raise Refused(f'"{value}" is no {key.replace("_", " ")}.', "Give money above zero.")
    return amount


def _confirmed(value: object) -> str:
    answer = Confirmation.answered("", str(value))
    if answer is None:
        raise Refused(f'"{value}" is no answer.', "Allowed: yes, no, each with a note: yes: note.")
    return answer.answer


def _tag_names(value: object) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else _listed(value)
    names = [_short(_MAX_QUALITY, name) for name in given]
    return tuple(dict.fromkeys(name for name in names if name))


def _listed(value: object) -> tuple[str, ...]:
    assert isinstance(value, Iterable)
    return tuple(str(word) for word in value)


_KEYS: dict[str, Callable[[object], object]] = {
    "grade": partial(_choice, "grade", Grade),
    "setup": partial(_short, _MAX_QUALITY),
    "strategy": partial(_short, _MAX_QUALITY),
    "emotion": partial(_short, _MAX_QUALITY),
    "bias": partial(_choice, "bias", Bias),
    "confidence": _confidence,
    "setup_quality": partial(_short, _MAX_QUALITY),
    "market_condition": partial(_choice, "market_condition", MarketCondition),
    "trading_session": partial(_choice, "trading_session", TradingSession),
    "relative_volume": partial(_choice, "relative_volume", RelativeVolume),
    "exit_type": partial(_choice, "exit_type", ExitType),
    "news": lambda value: text(str(value)),
    **dict.fromkeys(_NOTES, lambda value: text(str(value))),
    "tags": _tag_names,
    "tags+": _tag_names,
    "tags-": _tag_names,
    "stop_loss": partial(_amount, "stop_loss"),
    "take_profit": partial(_amount, "take_profit"),
    "initial_stop": partial(_amount, "initial_stop"),
    "initial_risk": partial(_positive, "initial_risk"),
    "reviewed": partial(_flag, "reviewed"),
    "archived": partial(_flag, "archived"),
    **dict.fromkeys(_EXCLUDE, _tag_names),
}
_EMPTY: dict[str, object] = {
    "tags": (),
    "tags+": (),
    "tags-": (),
    "reviewed": False,
    "archived": False,
    **dict.fromkeys(_EXCLUDE, ()),
}
