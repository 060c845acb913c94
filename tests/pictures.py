"""Pictures that are a header and nothing else."""

import struct
import zlib


def png(width: int, height: int) -> bytes:
    header = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )


def jpeg(width: int, height: int, orientation: int | None = None, order: str = ">") -> bytes:
    exif = b""
    if orientation is not None:
        mark = b"MM" if order == ">" else b"II"
        entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
        body = b"Exif\0\0" + mark + struct.pack(f"{order}HIH", 42, 8, 1) + entry
        exif = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    frame = struct.pack(">BHH", 8, height, width) + b"\x03"
    return b"\xff\xd8" + exif + b"\xff\xc2" + struct.pack(">H", len(frame) + 2) + frame


def gif(width: int, height: int, frame: tuple[int, int, int, int]) -> bytes:
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6)
    return b"GIF89a" + screen + b"!\xf9\x04" + bytes(4) + b"\0" + b"," + struct.pack("<4H", *frame)


def webp(kind: bytes, chunk: bytes) -> bytes:
    return b"RIFF" + bytes(4) + b"WEBP" + kind + struct.pack("<I", len(chunk)) + chunk
