"""A form with a file, as bytes that are the same each time."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file of a form."""

    name: str
    file_name: str
    mime_type: str
    content: bytes


def content_type(boundary: str) -> str:
    return f"multipart/form-data; boundary={boundary}"


def form(fields: Sequence[tuple[str, str]], file: FormFile, boundary: str) -> bytes:
    """The body of a form: its fields, then its file.

    Args:
        boundary: Random letters and digits that the file does not contain.
    """
    mark = f"--{boundary}".encode("ascii")
    assert mark not in file.content
    parts = [
        _part(mark, f'name="{name}"', "", value.encode("utf-8", "replace"))
        for name, value in fields
    ]
    names = f'name="{file.name}"; filename="{file.file_name}"'
    parts.append(_part(mark, names, f"Content-Type: {file.mime_type}\r\n", file.content))
    return b"".join(parts) + mark + b"--\r\n"


def _part(mark: bytes, names: str, headers: str, content: bytes) -> bytes:
    head = f"\r\nContent-Disposition: form-data; {names}\r\n{headers}\r\n"
    return mark + head.encode("utf-8") + content + b"\r\n"
