"""The head of a table: aligned as its cells, the sorted column with a caret."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.strokes import words
from fillbook.gui.widgets.table.column import CENTER, RIGHT
from fillbook.gui.widgets.table.model import TableModel

PADDING = 9
_HEIGHT = 30
_CARET = 12


class TableHeader(QHeaderView):
    """Painted by section; sections can be clicked, dragged and resized."""

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table = model
        self.background = "canvas"
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.scale(32))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Columns")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.scale(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(event.rect(), theme.color(self.background))
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        height = self.viewport().height()
        painter.fillRect(0, height - 1, self.viewport().width(), 1, theme.color("line"))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        columns = self._table.columns
        if logicalIndex >= len(columns):
            return
        column = columns[logicalIndex]
        key, descending = self._table.sorted_by
        is_sorted = key == column.key
        ink = theme.color("text" if is_sorted else "text3")
        place = QRectF(rect).adjusted(PADDING, 0, -PADDING, -1)
        font = theme.font("label")
        used = words(painter, place, column.title, font, ink, column.align)
        if not is_sorted:
            return
        side = theme.scale(_CARET)
        left = place.left() + used + 3
        if column.align == RIGHT:
            left = place.right() - used - side - 3
        elif column.align == CENTER:
            left = place.center().x() + used / 2 + 2
        box = QRectF(left, place.top(), side, place.height())
        icons.paint(painter, box, Icon.CARET_DOWN if descending else Icon.CARET_UP, "text", side)
