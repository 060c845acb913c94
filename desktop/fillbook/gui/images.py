"""Pictures of the journal, decoded with care: upright, bounded, and PDF pages too."""

from pathlib import Path

from PySide6.QtCore import QSaveFile, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from fillbook.domain.errors import FillbookError

THUMBNAIL = QSize(320, 180)
_ALLOCATION_LIMIT_MB = 256
_PDF_PIXELS = 4_000_000
_JPEG_QUALITY = 86


class NotAPicture(FillbookError):
    """A stored file that does not decode; the file itself is untouched."""


def read_picture(file: Path, mime_type: str, bound: QSize | None = None) -> QImage:
    """The picture in a file, upright by EXIF, or the first page of a PDF.

    Args:
        file: A screenshot of the library.
        mime_type: What the library found its content to be.
        bound: The box to fit it into, keeping its shape; None for its full size.

    Raises:
        NotAPicture: it cannot be decoded, or is larger than can be shown safely.
    """
    if not file.exists():
        raise NotAPicture("The file is missing.", "Restore it from a backup.")
    image = _pdf_page(file, bound) if mime_type == "application/pdf" else _decoded(file, bound)
    if bound is not None and (image.width() > bound.width() or image.height() > bound.height()):
        image = image.scaled(
            bound,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image


def _decoded(file: Path, bound: QSize | None) -> QImage:
    QImageReader.setAllocationLimit(_ALLOCATION_LIMIT_MB)
    reader = QImageReader(str(file))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bound is not None and size.isValid() and bytes(reader.format().data()) == b"jpeg":
        # JPEG decodes at a fraction of its size for a fraction of the time.
        reach = max(bound.width(), bound.height()) * 2
        if max(size.width(), size.height()) > reach:
            reader.setScaledSize(
                size.scaled(QSize(reach, reach), Qt.AspectRatioMode.KeepAspectRatio)
            )
    image = reader.read()
    if image.isNull():
        raise NotAPicture(
            f"The picture cannot be shown: {reader.errorString().rstrip('.').lower()}.",
            "The file is kept as it is.",
        )
    return image


def _pdf_page(file: Path, bound: QSize | None) -> QImage:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise NotAPicture("The PDF cannot be opened.", "The file is kept as it is.") from error
    try:
        page = document[0]
        width, height = page.get_size()
        if bound is None:
            scale = min(2.0, (_PDF_PIXELS / max(width * height, 1.0)) ** 0.5)
        else:
            scale = min(bound.width() / max(width, 1.0), bound.height() / max(height, 1.0))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        image = QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGBX8888,
        )
        return image.copy()
    except pypdfium2.PdfiumError as error:
        raise NotAPicture("The PDF's first page cannot be drawn.") from error
    finally:
        document.close()


def write_thumbnail(image: QImage, target: Path) -> None:
    """Keep a thumbnail beside the library; a half-written one never stands there."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    out = QSaveFile(str(target))
    if not out.open(QSaveFile.OpenModeFlag.WriteOnly):
        return
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    _paint_onto(flat, image)
    if flat.save(out, "JPEG", _JPEG_QUALITY):  # type: ignore[call-overload]
        out.commit()


def _paint_onto(target: QImage, image: QImage) -> None:
    from PySide6.QtGui import QPainter

    painter = QPainter(target)
    painter.drawImage(0, 0, image)
    painter.end()
