"""Bodies that reach Tradavity, and how its own are spelled."""

import hashlib
from decimal import Decimal
from email.message import Message
from email.parser import BytesParser
from typing import Any

from standins.json_wire import json_object
from standins.tradavity_fields import Invalid
from standins.wire import Asked


def body_of(asked: Asked) -> dict[str, Any]:
    found = json_object(asked)
    if found is None:
        raise Invalid(fields={"body": "must be a JSON object"})
    return found


def compared(asked: Asked) -> bytes:
    """What makes two requests under one key the same."""
    if "multipart" not in asked.headers.get("content-type", ""):
        return asked.body
    form = form_of(asked)
    parts = [hashlib.sha256(form.get("file", ("", b""))[1]).digest()]
    return b"".join([*parts, *(form.get(name, ("", b""))[1] for name in ("label", "sort_order"))])


def form_of(asked: Asked) -> dict[str, tuple[str, bytes]]:
    """A multipart body: name to file name and content."""
    head = f"Content-Type: {asked.headers.get('content-type', '')}\r\n\r\n".encode()
    message: Message = BytesParser().parsebytes(head + asked.body)
    found: dict[str, tuple[str, bytes]] = {}
    for part in message.get_payload() if message.is_multipart() else ():
        assert isinstance(part, Message)
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[str(name)] = (part.get_filename() or "", content)
    if "file" not in found and "screenshots" in asked.path:
        raise Invalid(fields={"file": "is required"})
    return found


def as_text(value: Any) -> Any:
    """Every decimal as a text."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return format(value, "f") if isinstance(value, Decimal) else value
