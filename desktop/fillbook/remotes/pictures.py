"""What a picture is by its first bytes, whatever a header calls it."""

from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import Unreadable
from fillbook.remotes.remote import Picture

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
)


def mime_type(content: bytes) -> str | None:
    """PNG, JPEG or PDF; None for anything else."""
    return next((mime for magic, mime in _MAGIC if content.startswith(magic)), None)


def picture(answer: Answer) -> Picture:
    """The picture that an answer brings.

    Raises:
        Unreadable: it is none, or says of itself that it is something else.
    """
    found = mime_type(answer.body)
    stated = (answer.header("content-type") or "").split(";")[0].strip().casefold()
    if found is None or stated != found:
        raise Unreadable("What came is not the picture that was asked for.", status=answer.status)
    return Picture(content=answer.body, mime_type=found)
