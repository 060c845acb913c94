"""Pictures out of a drop or the clipboard, whoever put them there."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from fillbook.domain.image import NamedBytes

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".pdf"})

_RAW = (
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
    ("image/webp", "webp"),
    ("image/gif", "gif"),
    ("application/pdf", "pdf"),
)


def picture_files(mime: QMimeData) -> list[Path]:
    """Local files among what is dropped that look like pictures or PDFs."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in PICTURE_SUFFIXES]


def has_pictures(mime: QMimeData) -> bool:
    """Whether a drop or the clipboard carries at least one picture."""
    return bool(picture_files(mime)) or mime.hasImage() or any(map(mime.hasFormat, _formats()))


def pictures(mime: QMimeData, name: str = "Pasted picture") -> list[Path | NamedBytes]:
    """The pictures of a drop or the clipboard, with their own bytes where they have any.

    Files come first. A browser gives the bytes of the picture it shows; they are kept
    as they are. A picture that exists as pixels alone becomes a PNG. Empty when there
    is none, as when a browser hands over an address alone: nothing is fetched.
    """
    files = picture_files(mime)
    if files:
        return list(files)
    for mime_type, suffix in _RAW:
        if mime.hasFormat(mime_type):
            content = bytes(mime.data(mime_type).data())
            if content:
                return [NamedBytes(f"{name}.{suffix}", content)]
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return [NamedBytes(f"{name}.png", png_bytes(image))]
    return []


def png_bytes(image: QImage) -> bytes:
    """The image as a PNG file."""
    array = QByteArray()
    buffer = QBuffer(array)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(array.data())


def _formats() -> tuple[str, ...]:
    return tuple(mime_type for mime_type, _ in _RAW)
