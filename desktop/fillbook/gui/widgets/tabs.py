"""Tabs: words over a hairline, the current one underlined in the accent."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.strokes import ring, text_width, words

_HEIGHT = 36


class _Tab(PaintedButton):
    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.note = ""
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = text_width(self.text(), "value")
        if self.note:
            width += theme.scale(6) + text_width(self.note, "small")
        return QSize(round(width + 0.5), theme.scale(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        loud = self.isChecked() or self.underMouse()
        ink = theme.color("text" if loud else "text2")
        width = words(painter, rect, self.text(), theme.font("value"), ink)
        if self.note:
            place = rect.adjusted(width + theme.scale(6), 0, 0, 0)
            words(painter, place, self.note, theme.font("small"), theme.color("text3"))
        if self.isChecked():
            under = QRectF(0, rect.height() - 2, rect.width(), 2)
            painter.fillRect(under, theme.color("accent"))
        if self.shows_ring:
            ring(painter, rect.adjusted(-1, 5, 1, -4), 5)


class Tabs(QWidget):
    """Exclusive pages of one pane, by key."""

    chosen = Signal(str)

    def __init__(
        self, tabs: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._keys = [key for key, _ in tabs]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(theme.scale(22))
        for index, (_, text) in enumerate(tabs):
            tab = _Tab(text, self)
            self._group.addButton(tab, index)
            layout.addWidget(tab, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addStretch(1)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._clicked)
        self._size()
        theme.events.changed.connect(self._size)

    @property
    def current(self) -> str:
        return self._keys[self._group.checkedId()]

    def set_current(self, key: str) -> None:
        self._group.button(self._keys.index(key)).setChecked(True)

    def set_shown(self, key: str, shown: bool) -> None:
        """Leave out a tab that has nothing to show."""
        self._group.button(self._keys.index(key)).setVisible(shown)

    def set_note(self, key: str, note: str) -> None:
        """A quiet count beside the word."""
        tab = self._group.button(self._keys.index(key))
        assert isinstance(tab, _Tab)
        tab.note = note
        tab.setAccessibleName(f"{tab.text()} {note}".strip())
        tab.updateGeometry()
        tab.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("line"))

    def _size(self) -> None:
        self.setFixedHeight(theme.scale(_HEIGHT))
        self.update()

    def _clicked(self, index: int) -> None:
        self.chosen.emit(self._keys[index])
