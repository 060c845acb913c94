"""The three-way merge of a trade's fields, in the remote's own space.

Each side is compared with what it was itself when both last agreed. So a server that
stores a value in another form starts no quarrel, and a poorer copy of a richer value
never comes back.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from enum import Enum, auto

from fillbook.domain.link import Agreed
from fillbook.domain.remote_trade import Fields, Value
from fillbook.sync.texts import both_texts, merged_text

FILLS = "fills"
_MARKUP = re.compile(r"<[^>]*>")


class FieldClass(Enum):
    """How a field merges when both sides changed it."""

    SCALAR = auto()
    TEXT = auto()
    SET = auto()
    FILLS = auto()


def class_of(key: str) -> FieldClass:
    """The class of a field key."""
    if key == "tags":
        return FieldClass.SET
    if key == FILLS:
        return FieldClass.FILLS
    if key in ("notes", "news") or key.startswith("notes."):
        return FieldClass.TEXT
    return FieldClass.SCALAR


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both sides changed and that cannot be merged."""

    base: Value
    mine: Value
    theirs: Value


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge asks for. What is unsent afterwards says ``unsent``."""

    agreed: Mapping[str, Agreed] = field(default_factory=dict)  # new bases
    pull: Fields = field(default_factory=dict)  # values to be taken over here
    clashes: Mapping[str, Clash] = field(default_factory=dict)


def merge(
    base: Mapping[str, Agreed],
    mine: Fields,
    theirs: Fields,
    *,
    yielding: frozenset[str] = frozenset(),
) -> Merged:
    """Merge what both sides say.

    A field that is pulled and has no new base in ``agreed`` is agreed upon once it stands
    here; one that has was merged, and its base is what the remote says now.

    Args:
        base: The last agreement; an absent key has none.
        mine: Our fields in the remote's space. Only these are compared.
        theirs: What the remote delivered; an absent key says nothing.
        yielding: Fields whose change there was made by the remote's own rule, which wins.
    """
    agreed: dict[str, Agreed] = {}
    pull: dict[str, Value] = {}
    clashes: dict[str, Clash] = {}
    for key, ours in mine.items():
        if key not in theirs:
            continue
        known, other = base.get(key), theirs[key]
        if known is None:
            verdict = _first(key, ours, other)
        else:
            verdict = _again(key, known, ours, other, yields=key in yielding)
        if isinstance(verdict, Clash):
            clashes[key] = verdict
        elif isinstance(verdict, Agreed):
            agreed[key] = verdict
        elif verdict is not None:
            pull[key] = verdict.value
            if verdict.is_merged:
                agreed[key] = Agreed(other, other)
    return Merged(agreed, pull, clashes)


@dataclass(frozen=True, slots=True)
class _Take:
    """A value to be taken over here."""

    value: Value
    is_merged: bool = False  # it holds changes of ours too, which are to be written there


_Verdict = Agreed | _Take | Clash | None


def _first(key: str, ours: Value, other: Value) -> _Verdict:
    """A first meeting: nothing is overwritten."""
    if same(ours, other):
        return Agreed(ours, other)
    if not ours:
        return _Take(other)
    if not other:
        return Agreed(other, other)
    if class_of(key) is FieldClass.SET:
        return _Take(_merged_set(None, ours, other), is_merged=True)
    return Clash(None, ours, other)


def _again(key: str, known: Agreed, ours: Value, other: Value, *, yields: bool) -> _Verdict:
    if other == known.theirs:
        return None  # nothing happened there
    if same(ours, other):
        return Agreed(ours, other)
    if ours == known.mine or yields:
        return _Take(other)
    if class_of(key) is FieldClass.SET:
        return _Take(_merged_set(known.mine, ours, other), is_merged=True)
    if class_of(key) is FieldClass.TEXT:
        text = merged_text(str(known.mine or ""), str(ours or ""), str(other or ""))
        if text is not None:
            return _Take(text, is_merged=True)
    return Clash(known.mine, ours, other)


def with_unset(fields: Fields, whole: frozenset[str], known: Iterable[str]) -> Fields:
    """A side's fields, and the known keys of what it gives whole: what it lacks is unset.

    Args:
        whole: Beginnings of keys, such as ``confirmation.``.
    """
    if not whole:
        return fields
    return dict.fromkeys(key for key in known if key.startswith(tuple(whole))) | dict(fields)


def unsent(base: Mapping[str, Agreed], mine: Fields) -> Fields:
    """Our fields that are not what they were at the last agreement."""
    return {
        key: ours
        for key, ours in mine.items()
        if (ours != base[key].mine if key in base else bool(ours))
    }


def _merged_set(known: Value, ours: Value, other: Value) -> tuple[str, ...]:
    return merged_set(frozenset(known or ()), frozenset(ours or ()), frozenset(other or ()))


def merged_set(
    base: frozenset[str], mine: frozenset[str], theirs: frozenset[str]
) -> tuple[str, ...]:
    """The set that holds every change of both sides, in alphabetical order."""
    folded = {_fold(word): word for word in sorted(base | theirs | mine)}
    before = {_fold(word) for word in base}
    ours = {_fold(word) for word in mine}
    others = {_fold(word) for word in theirs}
    kept = (before & ours & others) | (ours - before) | (others - before)
    return tuple(sorted(folded[word] for word in kept))


def combined(mine: Value, theirs: Value) -> Value:
    """Both texts of a clash in one, marked."""
    return both_texts(str(mine or ""), str(theirs or ""))


def has_both(key: str) -> bool:
    """Whether ``both`` is an answer to a clash of this field."""
    return class_of(key) is FieldClass.TEXT


def is_normalised(sent: Value, stored: Value) -> bool:
    """Whether a stored value is what a server makes of the one that was sent.

    Anything else in its place is somebody's edit.
    """
    if isinstance(sent, tuple) or isinstance(stored, tuple):
        return {_loose(word) for word in sent or ()} == {_loose(word) for word in stored or ()}
    ours, others = _loose(sent or ""), _loose(stored or "")
    return ours == others or (bool(others) and len(others) >= 100 and ours.startswith(others))


def same(ours: Value, other: Value) -> bool:
    """Whether two values are equal; letters' case makes no other tag."""
    if isinstance(ours, tuple) or isinstance(other, tuple):
        return sorted(map(_fold, ours or ())) == sorted(map(_fold, other or ()))
    return (ours or None) == (other or None)


def _fold(word: str) -> str:
    return word.casefold()


def _loose(text: str) -> str:
    """Text without markup, case and white space; a number at 15 digits."""
    plain = _MARKUP.sub("", text)
    try:
        return str(Context(prec=15).create_decimal(Decimal(plain.strip())).normalize())
    except InvalidOperation:
        return "".join(plain.split()).casefold()
