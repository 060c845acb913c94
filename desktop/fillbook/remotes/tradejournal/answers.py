"""What TradeJournal's answers mean: by their status, in two forms of JSON or none."""

from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.retry_after import retry_after_s

TITLE = "TradeJournal"
_RATE_WAIT_S = 60.0

KEYS_OF_NAMES = {
    "setup_type": "setup",
    "notes": "notes",
    "stop_loss": "stop_loss",
    "take_profit": "take_profit",
}
"""Its name for a field to our key."""

_MEANINGS: dict[int, tuple[Refusal, str, str]] = {
    400: (Refusal.INVALID, f"{TITLE} does not take this trade.", ""),
    401: (
        Refusal.CREDENTIALS,
        f"{TITLE} does not accept the token.",
        "Make a new one on its dashboard and enter it under Connections.",
    ),
    402: (Refusal.PAYMENT, f"{TITLE} wants another plan for this.", ""),
    403: (
        Refusal.FORBIDDEN,
        f"The token has no right to do this at {TITLE}.",
        "Make a token with the missing scope on its dashboard.",
    ),
    404: (Refusal.NOT_FOUND, f"It is not at {TITLE}.", ""),
    405: (Refusal.INVALID, f"{TITLE} knows no such request.", ""),
    409: (Refusal.INVALID, f"{TITLE} does not take this trade.", ""),
    413: (Refusal.TOO_LARGE, f"It is too large for {TITLE}.", "Shorten the notes."),
    415: (Refusal.INVALID, f"{TITLE} does not take this form.", ""),
    419: (Refusal.INVALID, f"{TITLE} knows no such request.", ""),
    422: (Refusal.INVALID, f"{TITLE} does not take this trade.", ""),
    429: (Refusal.RATE, f"{TITLE} asks to wait.", "Fillbook goes on by itself."),
}
_HTML_TOO = frozenset({401, 404, 405, 413, 419, 429})
"""Statuses that mean what they say without a body in JSON."""


def checked(answer: Answer) -> Answer:
    """The answer, where it is a readable yes.

    A redirect to the login page or the page itself says nothing certain of a write, so it
    is unclear and not a refusal.

    Raises:
        RefusedThere: a documented no.
        Unclear: anything else.
    """
    if 200 <= answer.status < 300:
        value(answer)
        return answer
    body = _stated(answer)
    if answer.status not in _MEANINGS or (body is None and answer.status not in _HTML_TOO):
        raise Unclear(
            f"{TITLE} answered {answer.status} and nothing that can be read.", status=answer.status
        )
    raise _refused(answer, body or Record({}))


def value(answer: Answer) -> object:
    """The JSON object or list of an answer."""
    try:
        found = json_text.parse(answer.body)
    except Unreadable as error:
        error.status = answer.status
        raise
    if not isinstance(found, dict | list):
        raise Unreadable(f"{TITLE}'s answer is not in its own form.", status=answer.status)
    return found


def _stated(answer: Answer) -> Record | None:
    """A refusal's body; None where it is not JSON."""
    try:
        found = json_text.parse(answer.body)
    except Unreadable:
        return None
    return Record(found) if isinstance(found, dict) else None


def _refused(answer: Answer, body: Record) -> RefusedThere:
    refusal, title, next_step = _MEANINGS[answer.status]
    fields = _fields(body.fields.get("details")) or _fields(body.fields.get("errors"))
    if fields:
        reasons = "; ".join(f"{key}: {reason}" for key, reason in fields.items())
        title = f"{title} {reasons}"
    elif refusal is Refusal.INVALID:
        words = body.fields.get("error") or body.fields.get("message")
        title = f"{title} {str(words)[:200]}" if words else title
    wait_s = retry_after_s(answer)
    if refusal is Refusal.RATE and wait_s is None:
        wait_s = _RATE_WAIT_S
    return RefusedThere(
        refusal, title, next_step, status=answer.status, fields=fields, retry_after_s=wait_s
    )


def _fields(details: object) -> dict[str, str]:
    """Why each field was refused, by our key where its name is known."""
    if not isinstance(details, dict):
        return {}
    found = {}
    for name, reasons in details.items():
        words = reasons if isinstance(reasons, list) else [reasons]
        found[KEYS_OF_NAMES.get(str(name), str(name))] = " ".join(map(str, words))[:200]
    return found
