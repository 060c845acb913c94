"""Three-way merge of a long text, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher

_MINE, _THEIRS = "<<< mine", ">>> theirs"


def merged_text(base: str, mine: str, theirs: str) -> str | None:
    """Both sides' edits of a text, or None where they overlap.

    Edits overlap when they touch the same or neighbouring lines of the base, or insert at
    one place. HTML is one block: two edits of it always overlap.
    """
    if _is_html(base) or _is_html(mine) or _is_html(theirs):
        return None
    ours, others = list(_edits(base, mine)), list(_edits(base, theirs))
    lines = _lines(base)
    result: list[str] = []
    at = 0
    while ours or others:
        edit = _next(ours, others)
        if edit is None:
            return None
        start, end, new = edit
        result += lines[at:start] + new
        at = end
    return "\n".join(result + lines[at:])


def both_texts(mine: str, theirs: str) -> str:
    """Both versions under each other, marked, for the user to tidy up."""
    return f"{_MINE}\n{mine}\n\n{_THEIRS}\n{theirs}"


_Edit = tuple[int, int, list[str]]
"""Lines [start, end) of the base, and what stands there now."""


def _edits(base: str, other: str) -> Iterator[_Edit]:
    before, after = _lines(base), _lines(other)
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield start, end, after[new_start:new_end]


def _next(ours: list[_Edit], others: list[_Edit]) -> _Edit | None:
    """The first edit of either side; None where both meet."""
    if not others:
        return ours.pop(0)
    if not ours:
        return others.pop(0)
    mine, theirs = ours[0], others[0]
    if mine == theirs:
        others.pop(0)
        return ours.pop(0)
    if mine[1] < theirs[0]:
        return ours.pop(0)
    if theirs[1] < mine[0]:
        return others.pop(0)
    return None


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _is_html(text: str) -> bool:
    stripped = text.lstrip()
    return stripped.startswith("<") and ">" in stripped
