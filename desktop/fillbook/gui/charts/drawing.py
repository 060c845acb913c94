"""What every chart can do, whatever it draws."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme

_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A chart in words and figures."""

    headers: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


class Drawing(QWidget):
    """A painted figure that can be copied, read as a table and reached by the keyboard."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = "Nothing to show yet"
        self._ring = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.copy_action = self._action("Copy as image\tCtrl+C", self.copy_image)
        self.table_action = self._action("Show as table\tCtrl+T", self.show_table)
        theme.events.changed.connect(self.update)

    @abstractmethod
    def table(self) -> Table:
        """What is drawn, in words and figures."""

    @abstractmethod
    def is_empty(self) -> bool: ...

    @abstractmethod
    def paint(self, painter: QPainter) -> None:
        """Draw on the surface, which is painted already."""

    def copy_image(self) -> None:
        """Put the drawing on the clipboard as it stands, without the focus ring."""
        ring, self._ring = self._ring, False
        QGuiApplication.clipboard().setPixmap(self.grab())
        self._ring = ring

    def show_table(self) -> None:
        from fillbook.gui.charts.table_window import TableWindow

        TableWindow(self.accessibleName(), self.table(), self).show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        self.paint(painter)
        if self.is_empty():
            self._paint_empty(painter)
        if self._ring:
            self._paint_ring(painter)

    def event(self, event: QEvent) -> bool:
        """The chart's own keys go before the window's actions for the same keys."""
        act = self._act_of(event) if isinstance(event, QKeyEvent) else None
        if act is None:
            return super().event(event)
        if event.type() is QEvent.Type.KeyPress:
            act()
        event.accept()
        return True

    def _act_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy_image
        held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        return self.show_table if held and event.key() == Qt.Key.Key_T else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in _KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        self.update()

    def _action(self, text: str, act: object) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(act)
        self.addAction(action)
        return action

    def _paint_empty(self, painter: QPainter) -> None:
        """One sentence in the middle, in as many lines as the width asks for."""
        side = theme.scale(16)
        room = QRectF(self.rect()).adjusted(side, 0, -side, 0)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text3"))
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        taken = painter.boundingRect(room, flags, self.empty_text)
        painter.fillRect(taken.adjusted(-6, -2, 6, 2), theme.color("surface"))
        painter.drawText(room, flags, self.empty_text)

    def _paint_ring(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
