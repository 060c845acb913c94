"""The four notes of a trade in one text, for journals that keep only one.

A trade with nothing but a general note sends it bare. Otherwise each filled note stands
under its heading, and body lines that look like a heading are escaped, so that the text
can be taken apart again.
"""

import re
from collections.abc import Mapping

from fillbook.domain.remote_trade import Value
from fillbook.domain.review import NoteKind
from fillbook.remotes import canonical

KEY = "notes"

_MARK = "fb:"

_HEADINGS = {
    NoteKind.THOUGHT_PROCESS: "## Thinking",
    NoteKind.MISTAKES: "## Mistakes",
    NoteKind.LESSONS: "## Lessons",
    NoteKind.GENERAL: "## General",
}
_KINDS = {heading: kind for kind, heading in _HEADINGS.items()}
_IS_MARK = re.compile(rf"{_MARK}[0-9a-z]{{10}}")
_LOOKS_LIKE_HEADING = re.compile(r"^(\\*## )", re.MULTILINE)
_ESCAPED = re.compile(r"^\\(\\*## )", re.MULTILINE)


def joined(notes: Mapping[str, str]) -> str | None:
    """The notes as one text; None where all are empty."""
    filled = canonical_notes(notes)
    general = filled.get(NoteKind.GENERAL)
    if filled.keys() == {NoteKind.GENERAL} and general is not None and not _has_heading(general):
        return general
    parts = [f"{_HEADINGS[kind]}\n{_escaped(text)}" for kind, text in filled.items()]
    return "\n\n".join(parts) or None


def split(text: str | None) -> dict[NoteKind, str] | None:
    """The notes that a text holds; None where its headings are not in order."""
    tidy = _tidy(text or "")
    if not tidy:
        return {}
    if not _has_heading(tidy):
        return {NoteKind.GENERAL: tidy}
    lines = tidy.split("\n")
    if lines[0].rstrip() not in _KINDS:
        return None
    return _sections(lines)


def canonical_notes(notes: Mapping[str, str]) -> dict[NoteKind, str]:
    """The filled notes in their order, without space around them."""
    tidied = {kind: _tidy(notes.get(kind, "")) for kind in NoteKind}
    return {kind: tidied[kind] for kind in _HEADINGS if tidied[kind]}


def comparable(text: str | None) -> str | None:
    """A whole text in the form in which it is compared."""
    return _tidy(text or "") or None


def marked(text: str | None, marker: str) -> str:
    """A text with a mark at its end, by which a lost create is found again."""
    return f"{text}\n\n{_MARK}{marker}" if text else f"{_MARK}{marker}"


def unmarked(text: str | None) -> str | None:
    """A whole text in comparable form, without the mark that was sent with it."""
    tidy = comparable(text)
    body, _, last = (tidy or "").rpartition("\n")
    return comparable(body) if _IS_MARK.fullmatch(last) else tidy


def is_intact(text: Value, notes: Mapping[str, str]) -> bool:
    """Whether a text of theirs can be taken apart without mixing up notes of ours.

    It cannot where a heading has gone under which a note of ours stood.
    """
    if not text:
        return True
    parts = split(str(text))
    if parts is None:
        return False
    ours = canonical_notes(notes)
    is_bare = ours.keys() <= {NoteKind.GENERAL}
    return is_bare or _headings(str(text)) >= ours.keys()


def edits(text: Value, notes: Mapping[str, str]) -> dict[str, object]:
    """A text of theirs as edits of our notes; what is equal is left as it is.

    A text that cannot be taken apart becomes the general note, and the only one.
    """
    parts = split(str(text or "")) if is_intact(text, notes) else None
    if parts is None:
        parts = {NoteKind.GENERAL: _tidy(str(text))}
    ours = canonical_notes(notes)
    return {
        f"{KEY}.{kind}": parts.get(kind, "")
        for kind in NoteKind
        if parts.get(kind, "") != ours.get(kind, "")
    }


def _sections(lines: list[str]) -> dict[NoteKind, str] | None:
    found: dict[NoteKind, list[str]] = {}
    body: list[str] = []
    for line in lines:
        kind = _KINDS.get(line.rstrip())
        if kind is None:
            body.append(line)
        elif kind in found:
            return None
        else:
            body = found[kind] = []
    texts = {kind: _tidy(_unescaped("\n".join(body))) for kind, body in found.items()}
    return {kind: text for kind, text in texts.items() if text}


def _headings(text: str) -> set[NoteKind]:
    return {_KINDS[line.rstrip()] for line in text.split("\n") if line.rstrip() in _KINDS}


def _has_heading(text: str) -> bool:
    return any(line.rstrip() in _KINDS for line in text.split("\n"))


def _tidy(text: str) -> str:
    return canonical.text(text).strip()


def _escaped(text: str) -> str:
    return _LOOKS_LIKE_HEADING.sub(r"\\\1", text)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)
