"""What the status of an answer says of the write that it answers."""

from enum import StrEnum


class Outcome(StrEnum):
    APPLIED = "applied"  # where the body is what the route promises
    REFUSED = "refused"  # where the body can be read
    UNKNOWN = "unknown"


_APPLIED = frozenset({200, 201, 202, 204})
_REFUSED = frozenset({400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 422, 424, 429})


def outcome(status: int) -> Outcome:
    """What a status means; whatever is not listed leaves it unknown."""
    if status in _APPLIED:
        return Outcome.APPLIED
    return Outcome.REFUSED if status in _REFUSED else Outcome.UNKNOWN


def is_redirect(status: int) -> bool:
    """Whether an answer points elsewhere. Nothing follows it: keys stay at their origin."""
    return 300 <= status < 400
