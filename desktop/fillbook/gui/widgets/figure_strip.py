"""A strip of headline figures: one card with hairlines between."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.figures.shown import FigureShown
from fillbook.gui.widgets.card import Panel
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.strokes import RADIUS, ring, text_width, words

_HEIGHT = 104
_LEAST = 128


class _FigureButton(PaintedButton):
    def __init__(self, shown: FigureShown, parent: QWidget) -> None:
        super().__init__(shown.label, parent)
        self.show_figure(shown)

    def show_figure(self, shown: FigureShown) -> None:
        self.shown = shown
        self.setText(shown.label)
        self.setAccessibleName(f"{shown.label} {shown.value} {shown.unit}".strip())
        self.setAccessibleDescription(shown.reason or shown.note)
        self.setToolTip(shown.reason)
        self.update()

    def wanted_width(self) -> int:
        value = text_width(self.shown.value, "figure")
        if self.shown.unit:
            value += theme.scale(5) + text_width(self.shown.unit, "small")
        widest = max(value, text_width(self.shown.label, "label"))
        widest = max(widest, text_width(self.shown.note, "small"))
        return round(widest) + theme.scale(36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown, side = self.shown, theme.scale(18)
        width = self.width() - side - theme.scale(8)
        top, scale = theme.scale(13), theme.scale
        label = QRectF(side, top, width, scale(18))
        words(painter, label, shown.label, theme.font("label"), theme.color("text2"))
        value = QRectF(side, top + scale(20), width, scale(34))
        used = words(painter, value, shown.value, theme.font("figure"), theme.color(shown.token))
        if shown.unit:
            beside = QRectF(side + used + scale(5), top + scale(24), width - used, scale(30))
            words(painter, beside, shown.unit, theme.font("small"), theme.color("text3"))
        note = QRectF(side, top + scale(57), width, scale(18))
        words(painter, note, shown.note, theme.font("small"), theme.color("text2"))
        if self.shows_ring:
            ring(painter, QRectF(self.rect()).adjusted(6, 5, -6, -5), RADIUS)


class FigureStrip(Panel):
    """Figures side by side; where they do not fit, they wrap to two rows."""

    chosen = Signal(str)  # key of the figure

    def __init__(self, name: str = "Headline figures", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._parts: list[_FigureButton] = []
        theme.events.changed.connect(self._arrange)

    def show_figures(self, figures: Sequence[FigureShown]) -> None:
        """Show these figures; parts that exist are kept, so that focus stays."""
        while len(self._parts) > len(figures):
            self._parts.pop().deleteLater()
        for index, shown in enumerate(figures):
            if index < len(self._parts):
                self._parts[index].show_figure(shown)
                continue
            part = _FigureButton(shown, self)
            part.clicked.connect(self._clicked)
            part.show()
            self._parts.append(part)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(640, self._rows() * theme.scale(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(_LEAST) * 3, self._rows() * theme.scale(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for part in self._parts:
            if part.x() > 1:
                edge = QRectF(part.x(), part.y() + 14, 1, part.height() - 28)
                painter.fillRect(edge, theme.color("line"))
            elif part.y() > 1:
                across = QRectF(16, part.y(), self.width() - 32, 1)
                painter.fillRect(across, theme.color("line"))

    def _rows(self) -> int:
        wanted = sum(part.wanted_width() for part in self._parts)
        return 2 if self._parts and wanted > self.width() > 1 else 1

    def _arrange(self) -> None:
        height, rows = theme.scale(_HEIGHT), self._rows()
        if self.height() != rows * height:
            self.setFixedHeight(rows * height)
        a_row = -(-len(self._parts) // rows)
        for row in range(rows):
            self._arrange_row(self._parts[row * a_row : (row + 1) * a_row], row * height)

    def _arrange_row(self, parts: Sequence[_FigureButton], top: int) -> None:
        wanted = [part.wanted_width() for part in parts]
        spare = (self.width() - sum(wanted)) / max(len(parts), 1)
        left = 0.0
        for part, width in zip(parts, wanted, strict=True):
            part.setGeometry(round(left), top, round(width + spare), theme.scale(_HEIGHT))
            left += width + spare
        self.update()

    def _clicked(self) -> None:
        part = self.sender()
        if isinstance(part, _FigureButton):
            self.chosen.emit(part.shown.key)
