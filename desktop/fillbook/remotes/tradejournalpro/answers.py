"""What TradeJournalPro's answers mean: by their status, since their texts are free."""

from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.retry_after import retry_after_s

TITLE = "TradeJournalPro"
_RATE_WAIT_S = 60.0

_MEANINGS: dict[int, tuple[Refusal, str, str]] = {
    400: (Refusal.INVALID, f"{TITLE} does not take this trade.", "Read its reason and mend it."),
    401: (
        Refusal.CREDENTIALS,
        f"{TITLE} does not accept the key.",
        "Make a new one on its website and enter it under Connections.",
    ),
    402: (
        Refusal.PAYMENT,
        f"{TITLE} wants the Pro plan for this.",
        "It goes on by itself when the plan allows it.",
    ),
    403: (
        Refusal.FORBIDDEN,
        f"The key has no right to do this at {TITLE}.",
        "Make a key with read and write scope on its website.",
    ),
    404: (Refusal.NOT_FOUND, f"It is not at {TITLE}.", ""),
    405: (Refusal.INVALID, f"{TITLE} knows no such request.", ""),
    409: (Refusal.INVALID, f"{TITLE} does not take this trade.", ""),
    413: (Refusal.TOO_LARGE, f"It is too large for {TITLE}.", "Shorten the notes."),
    415: (Refusal.INVALID, f"{TITLE} does not take this form.", ""),
    422: (Refusal.INVALID, f"{TITLE} does not take this trade.", "Read its reason and mend it."),
    429: (Refusal.RATE, f"{TITLE} asks to wait.", "Fillbook goes on by itself."),
}


def checked(answer: Answer) -> Answer:
    """The answer, where it is a readable yes.

    Raises:
        RefusedThere: a documented no.
        Unclear: anything else.
    """
    if 200 <= answer.status < 300:
        value = _value(answer)
        if isinstance(value, dict) and value.get("ok") is False:
            raise _refused(400, value)
        return answer
    if answer.status not in _MEANINGS:
        raise Unclear(
            f"{TITLE} answered {answer.status} and nothing that can be read.", status=answer.status
        )
    raise _refused(answer.status, _stated(answer), retry_after_s(answer))


def payload(answer: Answer, name: str) -> object:
    """What an answer carries: under its name, under ``data``, or the answer itself."""
    value = _value(answer)
    if not isinstance(value, dict):
        return value
    for key in (name, "data"):
        if value.get(key) is not None:
            return value[key]
    return value


def rows(answer: Answer, name: str) -> list[object]:
    """The list that an answer carries, whatever its key.

    Raises:
        Unreadable: there is none, or more than one that could be meant.
    """
    found = payload(answer, name)
    if isinstance(found, dict):
        lists = [inner for inner in found.values() if isinstance(inner, list)]
        found = lists[0] if len(lists) == 1 else None
    if not isinstance(found, list):
        raise Unreadable(f"{TITLE}'s answer holds no list.", status=answer.status)
    return found


def _value(answer: Answer) -> object:
    try:
        value = json_text.parse(answer.body)
    except Unreadable as error:
        error.status = answer.status
        raise
    if not isinstance(value, dict | list):
        raise Unreadable(f"{TITLE}'s answer is not in its own form.", status=answer.status)
    return value


def _stated(answer: Answer) -> object:
    """A refusal's body; nothing where it is not JSON."""
    try:
        return json_text.parse(answer.body)
    except Unreadable:
        return None


def _refused(status: int, body: object, wait_s: float | None = None) -> RefusedThere:
    refusal, title, next_step = _MEANINGS[status]
    words = Record(body).fields.get("error") if isinstance(body, dict) else None
    if refusal is Refusal.INVALID and isinstance(words, str) and words.strip():
        title = f"{title} {words.strip()[:200]}"
    if refusal is Refusal.RATE and wait_s is None:
        wait_s = _RATE_WAIT_S
    return RefusedThere(refusal, title, next_step, status=status, retry_after_s=wait_s)
