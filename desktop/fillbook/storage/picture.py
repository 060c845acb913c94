"""Reading what a picture is from its first bytes: type, upright size, and whether it is safe.

A small file can claim a huge picture; the header's size is judged before anything decodes it.
"""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from fillbook.domain.errors import Refused

MAX_PIXELS = 50_000_000
MAX_SIDE = 20_000
_HEAD_BYTES = 1024
_SIDEWAYS = (5, 6, 7, 8)
"""EXIF orientations that swap width and height."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a header says."""

    mime_type: str
    width: int  # upright, in pixels; of a PDF's first page in points
    height: int


def read_picture(name: str, file: BinaryIO) -> Picture:
    """The picture in a file, by its content and never by its name.

    Raises:
        Refused: no type that the journal keeps, damaged, empty or far too large.
    """
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    for mime_type, recognises, size_of in _TYPES:
        if recognises(head):
            try:
                width, height = size_of(file)
            except (struct.error, ValueError, IndexError) as error:
                raise Refused(
                    f"{name} is damaged: its size cannot be read.", "Save the picture again."
                ) from error
            _judge(name, width, height)
            return Picture(mime_type, width, height)
    raise Refused(f"{name} is no PNG, JPEG, WebP, GIF or PDF.", "Save the picture as one of these.")


def _judge(name: str, width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Refused(f"{name} is empty: {width} x {height}.", "Save the picture again.")
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refused(
            f"{name} is too large: {width} x {height}.",
            "At most 20,000 pixels a side and 50 megapixels.",
        )


def _png_size(file: BinaryIO) -> tuple[int, int]:
    file.seek(8)
    length, kind = struct.unpack(">I4s", file.read(8))
    header = file.read(13)
    (checksum,) = struct.unpack(">I", file.read(4))
    if length != 13 or kind != b"IHDR" or zlib.crc32(kind + header) != checksum:
        raise ValueError("no header chunk")
    width, height = struct.unpack(">II", header[:8])
    return width, height


def _gif_size(file: BinaryIO) -> tuple[int, int]:
    """The larger of the screen and the first frame, which may stand out of it."""
    file.seek(6)
    width, height, flags = struct.unpack("<HHB2x", file.read(7))
    if flags & 0x80:
        file.seek(3 << ((flags & 7) + 1), 1)
    while True:
        match file.read(1):
            case b"!":
                file.seek(1, 1)
                _skip_blocks(file)
            case b",":
                left, top, wide, high = struct.unpack("<HHHH", file.read(8))
                if not (width and height and wide and high):
                    return 0, 0
                return max(width, left + wide), max(height, top + high)
            case _:
                raise ValueError("no frame")


def _skip_blocks(file: BinaryIO) -> None:
    while length := file.read(1)[0]:
        file.seek(length, 1)


def _jpeg_size(file: BinaryIO) -> tuple[int, int]:
    file.seek(2)
    sideways = False
    while True:
        marker = _next_marker(file)
        (length,) = struct.unpack(">H", file.read(2))
        if length < 2:
            raise ValueError("a segment without a length")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">xHH", file.read(5))
            return (height, width) if sideways else (width, height)
        segment = file.read(length - 2)
        if len(segment) < length - 2:
            raise ValueError("cut off")
        if marker == 0xE1 and segment.startswith(b"Exif\0\0"):
            sideways = _orientation(segment[6:]) in _SIDEWAYS


def _next_marker(file: BinaryIO) -> int:
    if file.read(1) != b"\xff":
        raise ValueError("no marker")
    while (code := file.read(1)[0]) == 0xFF:
        pass
    if code in (0xD9, 0xDA):
        raise ValueError("no frame before the picture")
    return code


def _orientation(exif: bytes) -> int:
    """The orientation of the first directory; 1, upright, where it is not stated."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (entries,) = struct.unpack_from(f"{order}H", exif, start)
        for index in range(entries):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * index)
            if tag == 0x0112:
                return int(value)
    except struct.error:
        return 1
    return 1


def _webp_size(file: BinaryIO) -> tuple[int, int]:
    file.seek(12)
    kind = file.read(4)
    file.seek(20)
    chunk = file.read(10)
    if kind == b"VP8X":
        width, height = chunk[4:7], chunk[7:10]
        if len(height) < 3:
            raise ValueError("cut off")
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if kind == b"VP8L" and chunk[:1] == b"\x2f":
        (bits,) = struct.unpack("<I", chunk[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and chunk[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", chunk[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError("no picture chunk")


def _pdf_size(file: BinaryIO) -> tuple[int, int]:
    import pypdfium2

    file.seek(0)
    try:
        document = pypdfium2.PdfDocument(BytesIO(file.read()))
        try:
            width, height = document.get_page_size(0)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    return round(width), round(height)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


_TYPES: tuple[tuple[str, Callable[[bytes], bool], Callable[[BinaryIO], tuple[int, int]]], ...] = (
    ("image/png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _png_size),
    ("image/jpeg", lambda head: head.startswith(b"\xff\xd8\xff"), _jpeg_size),
    ("image/gif", lambda head: head[:6] in (b"GIF87a", b"GIF89a"), _gif_size),
    ("image/webp", _is_webp, _webp_size),
    ("application/pdf", lambda head: b"%PDF-" in head, _pdf_size),
)
