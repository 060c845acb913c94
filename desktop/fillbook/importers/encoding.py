"""From a file's bytes to its text."""

import codecs
import re
from dataclasses import dataclass

from fillbook.domain.errors import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_:.\-]+)""")
_DECLARED_WITHIN = 4096
_SAMPLE_BYTES = 128 * 1024
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_WESTERN = "cp1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name of the encoding that it came in."""

    text: str
    encoding: str


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file: by its mark, its zero bytes, UTF-8, what it declares, then its letters.

    Args:
        encoding: The one that the user names; None to find it.

    Raises:
        UnreadableFile: the bytes are no text, or not in the named encoding.
    """
    if encoding is not None:
        return _named(content, encoding)
    for mark, name in _BOMS:
        if content.startswith(mark):
            return Decoded(content[len(mark) :].decode(name, "replace"), name)
    wide = _wide(content)
    if wide is not None:
        return Decoded(content.decode(wide, "replace"), wide)
    for candidate in filter(None, ("utf-8", _declared(content))):
        text = _strictly(content, candidate)
        if text is not None:
            return Decoded(_checked(text), codecs.lookup(candidate).name)
    return _guessed(content)


def decode_head(content: bytes, size: int) -> str:
    """The text of about the first bytes of a file, cut where a line ends; "" where it is none."""
    if len(content) > size:
        content = content[: content.rfind(b"\n", 0, size) + 1 or size]
    try:
        return decode(content).text
    except UnreadableFile:
        return ""


def _named(content: bytes, encoding: str) -> Decoded:
    for mark, name in _BOMS:
        if content.startswith(mark) and name.split("-")[1] in encoding.replace("_", "-"):
            content = content[len(mark) :]
            break
    try:
        name = codecs.lookup(encoding).name
        return Decoded(content.decode(name), name)
    except (LookupError, UnicodeError) as error:
        raise UnreadableFile(
            f"The file is not written in {encoding}.", "Leave the encoding to be detected."
        ) from error


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain text is zero."""
    sample = content[:2048]
    if len(sample) < 4 or sample.count(0) < len(sample) // 3:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(content: bytes) -> str | None:
    """The encoding that an HTML or XML head names."""
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    return found.group(1).decode("ascii") if found else None


def _guessed(content: bytes) -> Decoded:
    """The likeliest encoding by the letters of the lines that are not plain ASCII."""
    from charset_normalizer import from_bytes  # loaded only for the rare old file

    lines = [line for line in content.splitlines(keepends=True) if not line.isascii()]
    sample = b"".join(lines)[:_SAMPLE_BYTES]
    for match in from_bytes(sample):
        text = _strictly(content, match.encoding)
        if text is not None:
            return Decoded(_checked(text), match.encoding.replace("_", "-"))
    text = content.decode(_WESTERN, "replace")
    return Decoded(_checked(text), _WESTERN)


def _checked(text: str) -> str:
    """The text, unless it is full of control characters and so no text at all."""
    if len(_BINARY.findall(text[:_SAMPLE_BYTES])) > max(4, len(text[:_SAMPLE_BYTES]) // 200):
        raise UnreadableFile(
            "The file holds no text.", "Choose the statement that your broker exported."
        )
    return text
