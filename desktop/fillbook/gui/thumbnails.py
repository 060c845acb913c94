"""Small pictures, made once in a worker and kept beside the library."""

from collections import OrderedDict
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from fillbook.domain.errors import FillbookError
from fillbook.domain.review import Screenshot
from fillbook.gui.images import THUMBNAIL, read_picture, write_thumbnail
from fillbook.gui.session import Session

_KEPT = 200
"""Decoded thumbnails held in memory: two screens of a gallery."""


class Thumbnails(QObject):
    """Hands out thumbnails by hash; what is not there yet is made and announced."""

    ready = Signal(str)  # sha256

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._pixmaps: OrderedDict[str, QPixmap] = OrderedDict()
        self._refused: dict[str, str] = {}
        self._wanted: set[str] = set()

    def pixmap(self, screenshot: Screenshot) -> QPixmap | None:
        """The thumbnail, or None until ``ready`` tells of it or it was refused."""
        found = self._pixmaps.get(screenshot.sha256)
        if found is not None:
            self._pixmaps.move_to_end(screenshot.sha256)
        elif screenshot.sha256 not in self._refused:
            self._want(screenshot)
        return found

    def reason(self, screenshot: Screenshot) -> str | None:
        """Why there is no thumbnail; None while there is or may be one."""
        return self._refused.get(screenshot.sha256)

    def _want(self, screenshot: Screenshot) -> None:
        if screenshot.sha256 in self._wanted:
            return
        self._wanted.add(screenshot.sha256)
        library = self._session.library
        self._session.tasks.run(
            partial(
                _thumbnail,
                library.screenshot_file(screenshot.sha256),
                screenshot.mime_type,
                library.folder / "cache" / "thumbnails" / f"{screenshot.sha256}.jpg",
            ),
            then=partial(self._keep, screenshot.sha256),
            failed=partial(self._refuse, screenshot.sha256),
        )

    def _keep(self, sha256: str, image: QImage) -> None:
        self._wanted.discard(sha256)
        self._pixmaps[sha256] = QPixmap.fromImage(image)
        while len(self._pixmaps) > _KEPT:
            self._pixmaps.popitem(last=False)
        self.ready.emit(sha256)

    def _refuse(self, sha256: str, error: FillbookError) -> None:
        self._wanted.discard(sha256)
        self._refused[sha256] = error.title
        self.ready.emit(sha256)


def _thumbnail(file: Path, mime_type: str, cached: Path) -> QImage:
    image = QImage(str(cached)) if cached.exists() else QImage()
    if image.isNull():
        image = read_picture(file, mime_type, THUMBNAIL)
        write_thumbnail(image, cached)
    return image
