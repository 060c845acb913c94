"""Marks by which a new trade is found again where a create's answer gives no id.

A remote that was asked to carry one puts it into a tag or at the end of the notes. It is
read from the bytes that were sent, so no intent keeps it twice.
"""

import re

from fillbook.domain.link import Intent
from fillbook.domain.remote_trade import Value

_LENGTH = 10
_SENT = re.compile(rb"fb[-:][0-9a-f]{8,10}(?![0-9a-z])")


def marker(new_id: str) -> str:
    """A new marker, by an id that nothing else has."""
    return new_id.replace("-", "")[-_LENGTH:]


def carries_mark(body: bytes) -> bool:
    """Whether a trade as received carries any mark."""
    return _SENT.search(body) is not None


def is_marked(intent: Intent, body: bytes) -> bool:
    """Whether a trade as received carries the mark that an intent sent."""
    sent = _SENT.search(intent.body)
    return sent is not None and sent.group() in body


def is_mark(value: Value) -> bool:
    """Whether a field's value is a mark and nothing else."""
    return isinstance(value, str) and _SENT.fullmatch(value.encode()) is not None


def is_mark_of(intent: Intent, value: str) -> bool:
    """Whether a field's value is the mark that an intent sent."""
    sent = _SENT.search(intent.body)
    return sent is not None and sent.group().decode() == value.strip()
