"""Where a picture comes from before it is a screenshot."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class NamedBytes:
    """A picture without a file: pasted, or dropped from a browser."""

    name: str
    content: bytes


ImageSource = Path | NamedBytes
