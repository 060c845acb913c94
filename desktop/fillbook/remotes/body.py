"""An answer's body as it comes in: unpacked, and never larger than its bound."""

import zlib

from fillbook.remotes import json_text
from fillbook.remotes.errors import Unreadable

MAX_PICTURE_BYTES = 12 * 1024 * 1024
_GZIP_WINDOW = 31  # zlib's word for a gzip header with the largest window
_PICTURES = ("image/", "application/pdf")


def largest_bytes(content_type: str) -> int:
    """How large a body of a type may be."""
    is_picture = content_type.strip().casefold().startswith(_PICTURES)
    return MAX_PICTURE_BYTES if is_picture else json_text.MAX_BYTES


class Body:
    """Collects the pieces of a body."""

    def __init__(self, encoding: str, limit_bytes: int) -> None:
        self._encoding = encoding.strip().casefold()
        self._limit_bytes = limit_bytes
        self._pieces = bytearray()
        self._unpacker = zlib.decompressobj(_GZIP_WINDOW)
        if self._encoding not in ("", "identity", "gzip", "x-gzip"):
            raise Unreadable("The answer is packed in a way that nobody asked for.")

    @property
    def _is_packed(self) -> bool:
        return self._encoding in ("gzip", "x-gzip")

    def take(self, piece: bytes) -> None:
        """Add what came.

        Raises:
            Unreadable: it is too large by now, or cannot be unpacked.
        """
        room = self._limit_bytes - len(self._pieces) + 1
        self._pieces += self._unpacked(piece, room) if self._is_packed else piece
        if len(self._pieces) > self._limit_bytes:
            raise Unreadable(f"The answer is larger than {self._limit_bytes // 1024**2} MB.")

    def whole(self) -> bytes:
        """All of it; Unreadable where its end is missing."""
        if self._is_packed and self._pieces and not self._unpacker.eof:
            raise Unreadable("The answer was cut off.")
        return bytes(self._pieces)

    def _unpacked(self, piece: bytes, room: int) -> bytes:
        if self._unpacker.eof and piece:
            raise Unreadable("The answer goes on after its end.")
        try:
            return self._unpacker.decompress(piece, room)
        except zlib.error as error:
            raise Unreadable("The answer cannot be unpacked.") from error
