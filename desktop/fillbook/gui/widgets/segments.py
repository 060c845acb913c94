"""Two to seven exclusive choices in one sunken track."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.strokes import boxed, ring, text_width, words

_TRACK_RADIUS = 7
_INSET = 3


class _Segment(PaintedButton):
    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = round(text_width(self.text(), "label")) + theme.scale(22)
        return QSize(width, theme.scale(30) - 2 * _INSET)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            fill = theme.color("pressed" if theme.is_dark() else "surface")
            edge = theme.color("line" if theme.is_dark() else "control")
            boxed(painter, rect, fill, edge, 5)
        loud = self.isChecked() or self.underMouse()
        ink = theme.color("disabled" if not self.isEnabled() else "text" if loud else "text2")
        words(painter, rect, self.text(), theme.font("label"), ink, Qt.AlignmentFlag.AlignHCenter)
        if self.shows_ring:
            ring(painter, rect, 5)


class Segments(QWidget):
    """Exclusive choices by key; arrows walk, as among radio buttons."""

    chosen = Signal(str)  # by the user

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        name: str,
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._keys = [key for key, _ in choices]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        layout.setSpacing(2)
        for index, (_, text) in enumerate(choices):
            segment = _Segment(text, self)
            self._group.addButton(segment, index)
            layout.addWidget(segment)
        self.set_chosen(chosen or self._keys[0])
        self._group.idClicked.connect(self._clicked)
        theme.events.changed.connect(self.update)

    @property
    def choice(self) -> str:
        return self._keys[self._group.checkedId()]

    def set_chosen(self, key: str) -> None:
        """Show a choice without telling anybody."""
        if key in self._keys:
            self._group.button(self._keys.index(key)).setChecked(True)

    def set_none(self, none: bool) -> None:
        """Leave no choice marked, where what is chosen is offered elsewhere."""
        if none:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)

    def set_words(self, key: str, text: str) -> None:
        """Change the words of a choice, as when it carries a count."""
        button = self._group.button(self._keys.index(key))
        button.setText(text)
        button.setAccessibleName(text)
        button.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        dark = theme.is_dark()
        fill = theme.color("sunken" if dark else "pressed")
        edge = theme.color("line" if dark or theme.look().value != "light" else "pressed")
        boxed(painter, QRectF(self.rect()), fill, edge, _TRACK_RADIUS)

    def _clicked(self, index: int) -> None:
        self.chosen.emit(self._keys[index])
