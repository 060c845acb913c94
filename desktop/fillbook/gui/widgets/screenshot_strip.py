"""The pictures of a trade in a row: drop, paste, reorder, label, drag out, delete."""

import re
import shutil
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fillbook.domain.review import Screenshot
from fillbook.gui import theme
from fillbook.gui.image_drop import has_pictures, pictures
from fillbook.gui.thumbnails import Thumbnails

_TILE = QSize(128, 76)
_LABEL = 24
_GAP = 10
_REORDER = "application/x-fillbook-screenshots"
_SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
}

Index = QModelIndex | QPersistentModelIndex


class ScreenshotModel(QAbstractListModel):
    """Screenshots in their order; the label is what a person edits."""

    renamed = Signal(str, str)  # id, label

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._screenshots: tuple[Screenshot, ...] = ()

    @property
    def screenshots(self) -> tuple[Screenshot, ...]:
        return self._screenshots

    def show_all(self, screenshots: tuple[Screenshot, ...]) -> None:
        """Replace the row; equal rows are left alone so that nothing flickers."""
        if screenshots == self._screenshots:
            return
        self.beginResetModel()
        self._screenshots = screenshots
        self.endResetModel()

    def repaint_picture(self, sha256: str) -> None:
        """A thumbnail has arrived."""
        for row, screenshot in enumerate(self._screenshots):
            if screenshot.sha256 == sha256:
                index = self.index(row)
                self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._screenshots)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        screenshot = self._screenshots[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return screenshot.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return screenshot.label or f"Picture {index.row() + 1}"
            case Qt.ItemDataRole.ToolTipRole:
                kilobytes = max(1, screenshot.size_bytes // 1024)
                return f"{screenshot.width} x {screenshot.height}, {kilobytes} kB"
            case Qt.ItemDataRole.UserRole:
                return screenshot
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.renamed.emit(self._screenshots[index.row()].id, str(value).strip())
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemIsDragEnabled
        )


class _Tiles(QStyledItemDelegate):
    """Paints one picture with its label under it."""

    def __init__(self, thumbnails: Thumbnails, parent: QListView) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_TILE.width() + _GAP, _TILE.height() + _LABEL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        screenshot = index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        tile = QRect(rect.topLeft() + QPoint(1, 1), _TILE - QSize(2, 2))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter, tile, screenshot)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        edge = theme.color("accent" if selected else "line")
        painter.setPen(QPen(edge, 2 if selected else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = theme.font("small")
        painter.setFont(font)
        painter.setPen(theme.color("text" if selected else "text2"))
        words = screenshot.label or f"Picture {index.row() + 1}"
        elided = QFontMetricsF(font).elidedText(
            words, Qt.TextElideMode.ElideRight, _TILE.width() - 4
        )
        painter.drawText(
            QRect(tile.left(), tile.bottom() + 4, tile.width(), _LABEL - 4),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            elided,
        )
        painter.restore()

    def _paint_picture(self, painter: QPainter, tile: QRect, screenshot: Screenshot) -> None:
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(tile), 6, 6)
        painter.setClipPath(clip)
        painter.fillRect(tile, theme.color("sunken"))
        pixmap = self._thumbnails.pixmap(screenshot)
        if pixmap is not None:
            size = pixmap.size().scaled(tile.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
            source = QRect(QPoint(0, 0), size)
            source.moveCenter(tile.center())
            painter.drawPixmap(source, pixmap)
        else:
            reason = self._thumbnails.reason(screenshot)
            painter.setFont(theme.font("micro"))
            painter.setPen(theme.color("text3"))
            painter.drawText(
                tile.adjusted(8, 6, -8, -6),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                reason or "",
            )
        painter.setClipping(False)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(120)
        editor.setAccessibleName("Label")
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect: QRect = option.rect
        editor.setGeometry(rect.left(), rect.bottom() - _LABEL + 2, _TILE.width(), _LABEL)


class ScreenshotStrip(QListView):
    """A row of pictures and a place to drop more.

    Enter or a double click opens one, F2 labels it, Delete removes the selected ones,
    dragging within the row reorders and dragging out gives files.
    """

    open_wanted = Signal(int)  # index
    pictures_dropped = Signal(list)  # Path | NamedBytes
    refused = Signal(str)  # why nothing could be taken
    order_wanted = Signal(list)  # ids
    label_wanted = Signal(str, str)  # id, label
    delete_wanted = Signal(list)  # ids

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._folder = Path()
        self._drop_row = -1
        self._pictures = ScreenshotModel(self)
        self._pictures.renamed.connect(self.label_wanted)
        self.setModel(self._pictures)
        self.setItemDelegate(_Tiles(thumbnails, self))
        thumbnails.ready.connect(self._pictures.repaint_picture)
        self.setAccessibleName("Screenshots")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setFixedHeight(_TILE.height() + _LABEL + 12)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setObjectName("strip")
        self.setStyleSheet("#strip { background: transparent; border: none; }")
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._open)
        theme.events.changed.connect(self.viewport().update)

    def show_screenshots(self, screenshots: tuple[Screenshot, ...], folder: Path) -> None:
        """Show these pictures; ``folder`` holds the files by hash."""
        self._folder = folder
        self._pictures.show_all(screenshots)

    def selected_ids(self) -> list[str]:
        """Ids of the selected pictures, left to right."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self._pictures.screenshots[row].id for row in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_wanted.emit(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Delete) and self.selectedIndexes():
            self.delete_wanted.emit(self.selected_ids())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if not index.isValid():
            return
        menu = QMenu(self)
        view = menu.addAction("Open")
        label = menu.addAction("Label")
        delete = menu.addAction("Delete")
        chosen = menu.exec(event.globalPos())
        if chosen is view:
            self.open_wanted.emit(index.row())
        elif chosen is label:
            self.edit(index)
        elif chosen is delete:
            self.delete_wanted.emit(self.selected_ids())

    def startDrag(self, supported: Qt.DropAction) -> None:
        chosen = [
            shot for shot in self._pictures.screenshots if shot.id in set(self.selected_ids())
        ]
        if not chosen:
            return
        mime = QMimeData()
        mime.setData(_REORDER, QByteArray("\n".join(shot.id for shot in chosen).encode()))
        mime.setUrls([QUrl.fromLocalFile(str(self._named_copy(shot))) for shot in chosen])
        drag = QDrag(self)
        drag.setMimeData(mime)
        pixmap = self._thumbnails.pixmap(chosen[0])
        if pixmap is not None:
            drag.setPixmap(
                pixmap.scaled(
                    _TILE,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(_REORDER) or has_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drop_row = self._row_at(event.position().toPoint())
        self.viewport().update()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_row = -1
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        row = self._row_at(event.position().toPoint())
        self._drop_row = -1
        self.viewport().update()
        event.acceptProposedAction()
        if event.source() is self:
            self._reorder(row)
            return
        found = pictures(event.mimeData())
        if found:
            self.pictures_dropped.emit(found)
        else:
            self.refused.emit("That carries no picture. Copy the picture itself and paste it.")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self._paint_place(painter)
        if self._drop_row >= 0:
            self._paint_drop(painter)
        painter.end()

    def _paint_place(self, painter: QPainter) -> None:
        """Where the next picture will stand."""
        shown = len(self._pictures.screenshots)
        left = shown * (_TILE.width() + _GAP) - self.horizontalOffset()
        place = QRectF(left, 0, _TILE.width(), _TILE.height()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("control"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(place, 6, 6)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text3"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "+\nCtrl V")

    def _paint_drop(self, painter: QPainter) -> None:
        x = self._drop_row * (_TILE.width() + _GAP) - self.horizontalOffset() - _GAP // 2
        painter.fillRect(max(0, x), 0, 2, _TILE.height(), theme.color("accent"))

    def _open(self, index: QModelIndex) -> None:
        self.open_wanted.emit(index.row())

    def _row_at(self, point: QPoint) -> int:
        across = point.x() + self.horizontalOffset() + (_TILE.width() + _GAP) // 2
        return min(across // (_TILE.width() + _GAP), len(self._pictures.screenshots))

    def _reorder(self, row: int) -> None:
        ids = [shot.id for shot in self._pictures.screenshots]
        moved = self.selected_ids()
        before = [one for one in ids[:row] if one not in moved]
        after = [one for one in ids[row:] if one not in moved]
        if before + moved + after != ids:
            self.order_wanted.emit(before + moved + after)

    def _named_copy(self, screenshot: Screenshot) -> Path:
        """A copy under a name that a person can read, for the program it is dropped on."""
        words = re.sub(r"[^\w .,()-]+", " ", screenshot.label).strip(" .")[:80]
        name = words or f"Screenshot {screenshot.position + 1}"
        suffix = _SUFFIXES.get(screenshot.mime_type, "bin")
        target = self._folder.parent / "cache" / "dragged" / screenshot.sha256[:12]
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy = target / f"{name}.{suffix}"
        if not copy.exists():
            shutil.copyfile(self._folder / screenshot.sha256, copy)
        return copy
