"""What Tradavity's answers mean: its envelope, and its table of error codes."""

import re
from dataclasses import dataclass

from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.retry_after import retry_after_s
from fillbook.remotes.tradavity.words import KEYS_OF_NAMES

_PICTURE = re.compile(r"/trades/[^/]+/screenshots/[^/]+")
_UPLOAD = re.compile(r"/trades/[^/]+/screenshots")
_COOLDOWN_S = 20.0


@dataclass(frozen=True, slots=True)
class _Meaning:
    refusal: Refusal
    title: str
    next_step: str = ""


_KEY = _Meaning(
    Refusal.CREDENTIALS,
    "Tradavity does not accept the key.",
    "Make a new one on its website and enter it under Connections.",
)
_RATE = _Meaning(Refusal.RATE, "Tradavity asks to wait.", "Fillbook goes on by itself.")
_PLAN = _Meaning(
    Refusal.PLAN,
    "The limit of the Tradavity plan is reached.",
    "It goes on with the next period or with another plan.",
)
_INVALID = _Meaning(Refusal.INVALID, "Tradavity does not take these values.")
_GONE = _Meaning(Refusal.NOT_FOUND, "It is not at Tradavity any more.")
_TAKEN = _Meaning(Refusal.NAME_TAKEN, "The name is taken at Tradavity.")

_MEANINGS: dict[tuple[int, str], _Meaning] = {
    (400, "validation_error"): _INVALID,
    (401, "unauthorized"): _KEY,
    (401, "key_revoked"): _KEY,
    (401, "key_expired"): _KEY,
    (401, "token_expired"): _Meaning(
        Refusal.FORBIDDEN,
        "Tradavity's own connection to the broker has expired.",
        "Renew it on Tradavity's website. Fillbook's key is fine.",
    ),
    (403, "forbidden_scope"): _Meaning(
        Refusal.FORBIDDEN,
        "The key has no right to do this at Tradavity.",
        "Give the key the missing scope on its website.",
    ),
    (404, "not_found"): _GONE,
    (405, "method_not_allowed"): _INVALID,
    (409, "idempotency_conflict"): _Meaning(
        Refusal.KEY_CONFLICT, "Tradavity knows another request under this key."
    ),
    (409, "duplicate_name"): _TAKEN,
    (413, "request_too_large"): _Meaning(
        Refusal.TOO_LARGE, "It is too large for Tradavity.", "Shorten the text or the picture."
    ),
    (413, "limit_reached"): _PLAN,
    (429, "rate_limited"): _RATE,
    (429, "limit_reached"): _PLAN,
    (429, "connection_sync_cooldown"): _RATE,
}
_BY_STATUS = {
    400: _INVALID,
    401: _KEY,
    402: _Meaning(Refusal.PAYMENT, "Tradavity wants another plan for this."),
    403: _MEANINGS[403, "forbidden_scope"],
    404: _GONE,
    405: _INVALID,
    409: _INVALID,
    410: _GONE,
    413: _MEANINGS[413, "request_too_large"],
    415: _INVALID,
    422: _INVALID,
    429: _RATE,
}
"""What a readable refusal with a code of no documented kind means."""


def checked(request: Request, answer: Answer) -> Answer:
    """The answer, where it is a yes of the kind that its route promises.

    Raises:
        RefusedThere: a documented no.
        Unclear: anything else.
    """
    if 200 <= answer.status < 300:
        _require_promise(request, answer)
        return answer
    raise _refusal(answer) or Unclear(
        f"Tradavity answered {answer.status} and nothing that can be read.", status=answer.status
    )


def payload(answer: Answer) -> Record:
    """What a successful answer carries under ``data``."""
    envelope = Record.of(json_text.parse(answer.body), "The answer")
    if envelope.fields.get("ok") is not True:
        raise Unreadable("Tradavity's answer is not in its own form.", status=answer.status)
    data = envelope.fields.get("data")
    return Record({"rows": data}) if isinstance(data, list) else Record.of(data, '"data"')


def meta(answer: Answer) -> Record:
    """What an answer says beside its data."""
    return Record.of(json_text.parse(answer.body), "The answer").record("meta") or Record({})


def rows(data: Record, *names: str) -> list[object]:
    """The list of an answer: under one of its names, else the only list that there is."""
    for name in ("rows", *names):
        if isinstance(found := data.fields.get(name), list):
            return found
    lists = [value for value in data.fields.values() if isinstance(value, list)]
    if len(lists) != 1:
        raise Unreadable("Tradavity's answer holds no list.")
    return lists[0]


def trade(data: Record) -> Record:
    """The trade of an answer: under its name, else the answer itself."""
    found = data.record("trade") or data
    found.required_id("trade_number")
    return found


def is_picture(request: Request) -> bool:
    """Whether a request asks for a picture's bytes."""
    return request.is_read and bool(_PICTURE.fullmatch(request.path))


def _require_promise(request: Request, answer: Answer) -> None:
    if is_picture(request) or (answer.status == 204 and request.method == "DELETE"):
        return
    try:
        data = payload(answer)
        if request.method == "POST" and request.path == "/trades":
            trade(data)
        if request.method == "POST" and _UPLOAD.fullmatch(request.path):
            screenshot(data)
    except Unreadable as error:
        error.status = answer.status
        raise


def screenshot(data: Record) -> Record:
    """The picture of an upload's answer."""
    found = data.record("screenshot") or data
    found.required_id("screenshot_id", "id")
    return found


def _refusal(answer: Answer) -> RefusedThere | None:
    """The no that an answer says; None where it says nothing readable."""
    error = _error(answer)
    if error is None and answer.status != 429:
        return None
    code = (error.text("code") if error else None) or ""
    meaning = _MEANINGS.get((answer.status, code)) or _BY_STATUS.get(answer.status)
    if meaning is None:
        return None
    fields = _fields(error.fields.get("details")) if error else {}
    wait_s = retry_after_s(answer) if meaning.refusal is Refusal.RATE else None
    if wait_s is None and code == "connection_sync_cooldown":
        wait_s = _COOLDOWN_S
    return RefusedThere(
        meaning.refusal,
        _with_fields(meaning.title, fields),
        _clock_hint(fields) or meaning.next_step,
        status=answer.status,
        code=code or None,
        fields=fields,
        retry_after_s=wait_s,
    )


def _error(answer: Answer) -> Record | None:
    try:
        envelope = Record.of(json_text.parse(answer.body), "The answer")
        error = envelope.record("error")
        return error if error is not None and error.text("code") else None
    except Unreadable:
        return None


def is_archived(record: Record) -> bool:
    """Whether an account or a trade says of itself that it is archived."""
    flagged = record.flag("archived") or record.flag("is_archived")
    return flagged or record.text("archived_at") is not None


def _fields(details: object) -> dict[str, str]:
    """Why each field was refused, by our key where its name is known."""
    if not isinstance(details, dict):
        return {}
    found: dict[str, str] = {}
    named = details.get("fields")
    if isinstance(named, dict):
        for name, reason in named.items():
            found[_key(str(name))] = str(reason)[:200]
    for name in ("tag", "setup", "confirmation"):
        unknown = details.get(f"unknown_{name}_ids")
        if unknown:
            found[_key(f"{name}_ids")] = "unknown there"
    if details.get("asset_config_errors"):
        found["asset_config"] = str(details["asset_config_errors"])[:200]
    return found


def _key(name: str) -> str:
    return KEYS_OF_NAMES.get(name.split(".", 1)[0].split("[", 1)[0], name)


def _with_fields(title: str, fields: dict[str, str]) -> str:
    if not fields:
        return title
    return f"{title} " + "; ".join(f"{key}: {reason}" for key, reason in fields.items())


def _clock_hint(fields: dict[str, str]) -> str:
    return "Compare this computer's clock with the trade's time." if "trade_date" in fields else ""
