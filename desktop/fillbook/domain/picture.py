"""A picture that has no file yet: pasted, or dropped from a browser."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedBytes:
    """The content of a file and the name it goes by."""

    name: str
    content: bytes
