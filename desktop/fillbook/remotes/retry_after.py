"""How long a remote asks to wait."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from fillbook.remotes.effects import Answer

LONGEST_S = 24 * 3600.0


def retry_after_s(answer: Answer) -> float | None:
    """The wait of a Retry-After header, at most a day; None where none can be read.

    A date is compared with the server's own clock, the Date header beside it.
    """
    stated = (answer.header("retry-after") or "").strip()
    if stated.isascii() and stated.isdigit():
        return min(float(stated[:12]), LONGEST_S)
    until, now = _date(stated), server_date(answer)
    if until is None or now is None or until < now:
        return None
    return min((until - now).total_seconds(), LONGEST_S)


def server_date(answer: Answer) -> datetime | None:
    """The server's clock when it answered."""
    return _date(answer.header("date") or "")


def _date(stated: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(stated)
    except (ValueError, IndexError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
