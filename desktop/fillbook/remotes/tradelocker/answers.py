"""What TradeLocker's answers mean: by their status, and by ``s`` inside of a 200."""

from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.retry_after import retry_after_s

TITLE = "TradeLocker"
_RATE_WAIT_S = 5.0
_CHECK_LOGIN = "Check e-mail, password, server and environment under Connections."

_MEANINGS: dict[int, tuple[Refusal, str, str]] = {
    400: (Refusal.INVALID, f"{TITLE} does not understand the request.", ""),
    401: (Refusal.CREDENTIALS, f"{TITLE} does not accept the login.", _CHECK_LOGIN),
    403: (Refusal.FORBIDDEN, f"{TITLE} does not show this account.", _CHECK_LOGIN),
    404: (Refusal.NOT_FOUND, f"It is not at {TITLE}.", ""),
    405: (Refusal.INVALID, f"{TITLE} knows no such request.", ""),
    429: (Refusal.RATE, f"{TITLE} asks to wait.", "Fillbook goes on by itself."),
}


def content(answer: Answer) -> object:
    """What ``d`` of an envelope holds.

    Raises:
        RefusedThere: a documented no, be it inside of a 200.
        Unreadable: no envelope.
    """
    body = body_of(answer)
    state = body.text("s")
    if state == "ok" and "d" in body:
        return body.fields["d"]
    if state == "error":
        raise _refused(answer, body)
    raise Unreadable(f"{TITLE}'s answer is not in its own form.", status=answer.status)


def content_or_nothing(answer: Answer) -> object:
    """What ``d`` holds; None where the broker says that there are no data."""
    if body_of(answer).text("s") == "no_data":
        return None
    return content(answer)


def body_of(answer: Answer) -> Record:
    """The JSON object of an answer whose status is a yes.

    Raises:
        RefusedThere: a documented no.
        Unclear: anything else.
    """
    if not 200 <= answer.status < 300:
        raise _failure(answer)
    try:
        return Record.of(json_text.parse(answer.body), f"{TITLE}'s answer")
    except Unreadable as error:
        error.status = answer.status
        raise


def login_refused(answer: Answer) -> RefusedThere:
    """That a login was refused, which the token routes say with a 400."""
    return RefusedThere(
        Refusal.CREDENTIALS,
        f"{TITLE} does not accept the login.",
        _CHECK_LOGIN,
        status=answer.status,
    )


def password_wanted() -> RefusedThere:
    """That no token is taken any more, and no password is known here."""
    return RefusedThere(
        Refusal.CREDENTIALS,
        f"{TITLE} wants the password again.",
        "Enter it under Connections: it is not kept on this computer.",
        status=401,
    )


def checked(answer: Answer) -> Answer:
    """The answer, where it is a readable yes."""
    if body_of(answer).text("s") == "error":
        content(answer)
    return answer


def _failure(answer: Answer) -> RefusedThere | Unclear:
    if answer.status not in _MEANINGS:
        words = f"{TITLE} answered {answer.status} and nothing that can be read."
        return Unclear(words, status=answer.status)
    refusal, title, next_step = _MEANINGS[answer.status]
    wait_s = retry_after_s(answer)
    if refusal is Refusal.RATE and wait_s is None:
        wait_s = _RATE_WAIT_S
    return RefusedThere(refusal, title, next_step, status=answer.status, retry_after_s=wait_s)


def _refused(answer: Answer, body: Record) -> RefusedThere:
    words = str(body.fields.get("errmsg") or "")[:200]
    title = f"{TITLE} refused the request: {words}" if words else f"{TITLE} refused the request."
    return RefusedThere(Refusal.INVALID, title, status=answer.status)
