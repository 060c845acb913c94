"""What Tradervue's answers mean: by their status, with bodies that may be empty or HTML."""

from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.retry_after import retry_after_s

TITLE = "Tradervue"
IMPORTS = "/imports"
_RATE_WAIT_S = 5.0

_MEANINGS: dict[int, tuple[Refusal, str, str]] = {
    400: (Refusal.INVALID, f"{TITLE} does not take this.", ""),
    401: (
        Refusal.CREDENTIALS,
        f"{TITLE} does not accept the user name and password.",
        "Enter them again under Connections.",
    ),
    402: (Refusal.PAYMENT, f"{TITLE} wants another plan for this.", ""),
    403: (
        Refusal.FORBIDDEN,
        f"The login has no right to do this at {TITLE}.",
        "Check the user id under Connections.",
    ),
    404: (Refusal.NOT_FOUND, f"It is not at {TITLE} any more.", ""),
    405: (Refusal.INVALID, f"{TITLE} knows no such request.", ""),
    409: (Refusal.INVALID, f"{TITLE} does not take this.", ""),
    413: (Refusal.TOO_LARGE, f"It is too large for {TITLE}.", "Shorten the notes."),
    415: (Refusal.INVALID, f"{TITLE} does not take this form.", ""),
    422: (Refusal.INVALID, f"{TITLE} does not take this.", ""),
    424: (Refusal.BUSY, f"An import is running at {TITLE}.", "Fillbook waits for it."),
    429: (Refusal.RATE, f"{TITLE} asks to wait.", "Fillbook goes on by itself."),
}
_BODILESS = frozenset({401, 403, 404, 424, 429})
"""Statuses that mean what they say whatever their body is."""


def checked(request: Request, answer: Answer) -> Answer:
    """The answer, where it is a yes of the kind that its route promises.

    Raises:
        RefusedThere: a documented no.
        Unclear: anything else.
    """
    if answer.status in (200, 201, 204):
        _require_promise(request, answer)
        return answer
    body = _stated(answer)
    if answer.status not in _MEANINGS or (body is None and answer.status not in _BODILESS):
        raise Unclear(
            f"{TITLE} answered {answer.status} and nothing that can be read.", status=answer.status
        )
    raise _refused(answer, body or Record({}))


def payload(answer: Answer) -> Record:
    """The JSON object of an answer."""
    try:
        return Record.of(json_text.parse(answer.body), "The answer")
    except Unreadable as error:
        error.status = answer.status
        raise


def rows(answer: Answer, name: str) -> list[object]:
    """The list that an answer carries under its name."""
    found = payload(answer).fields.get(name)
    if not isinstance(found, list):
        raise Unreadable(f"{TITLE}'s answer holds no {name}.", status=answer.status)
    return found


def new_id(answer: Answer) -> str | None:
    """The id of what a create made: in the body, else at the end of its address."""
    try:
        stated = payload(answer).id("id")
    except Unreadable:
        stated = None
    address = (answer.header("location") or "").rstrip("/").rpartition("/")[2]
    return stated or (address if address.isascii() and address.isdigit() else None)


def _require_promise(request: Request, answer: Answer) -> None:
    if request.method == "GET":
        payload(answer)
    elif request.method == "POST" and request.path == IMPORTS:
        if payload(answer).text("status") is None:
            raise Unreadable(f"{TITLE} does not say what became of the import.", status=200)
    elif request.method == "POST" and new_id(answer) is None:
        raise Unreadable(f"{TITLE} does not say what it made.", status=answer.status)


def _stated(answer: Answer) -> Record | None:
    """A refusal's body; None where it is not a JSON object."""
    try:
        found = json_text.parse(answer.body)
    except Unreadable:
        return None
    return Record(found) if isinstance(found, dict) else None


def _refused(answer: Answer, body: Record) -> RefusedThere:
    refusal, title, next_step = _MEANINGS[answer.status]
    words = body.fields.get("error") or body.fields.get("status")
    if refusal is Refusal.INVALID and isinstance(words, str):
        title = f"{title} {words[:200]}"
    wait_s = retry_after_s(answer)
    if refusal is Refusal.RATE and wait_s is None:
        wait_s = _RATE_WAIT_S
    return RefusedThere(refusal, title, next_step, status=answer.status, retry_after_s=wait_s)
