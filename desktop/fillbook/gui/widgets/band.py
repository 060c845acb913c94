"""Bands: what is wrong, or worth knowing, said where it happens."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fillbook.domain.errors import FillbookError
from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.strokes import CARD_RADIUS, boxed
from fillbook.gui.widgets.words import Prose

_ICONS = {"bad": Icon.BAD, "warn": Icon.WARN, "ok": Icon.OK}


class Band(QWidget):
    """A soft band with an icon, a title, what to do next, and details that unfold.

    Args:
        tone: bad, warn or ok.
    """

    closed = Signal()

    def __init__(self, tone: str = "bad", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._aside = self._above = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._title = Prose("", "symbol", "text")
        self._next = Prose("", "body", "text2")
        self._details = Prose("", "small", "text2")
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._unfold = Button("Details", Kind.GHOST, height=26)
        self._copy = Button("", Kind.GHOST, icon=Icon.COPY, name="Copy the message", height=26)
        self._close = Button("", Kind.GHOST, icon=Icon.CLOSE, name="Close the message", height=26)
        column = QVBoxLayout()
        column.setSpacing(2)
        for part in (self._title, self._next, self._details):
            column.addWidget(part)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(44, 10, 8, 10)
        self._row.setSpacing(2)
        self._row.addLayout(column, 1)
        for button in (self._unfold, self._copy, self._close):
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._unfold.clicked.connect(self._toggle)
        self._copy.clicked.connect(self._copy_all)
        self._close.clicked.connect(self._close_clicked)
        self._details.hide()
        self.hide()
        theme.events.changed.connect(self.update)

    def show_error(self, error: FillbookError, details: str = "") -> None:
        self.show_words(error.title, error.next_step, details)

    def show_words(self, title: str, next_step: str = "", details: str = "") -> None:
        """Say something; what to do next and details may be empty."""
        self._title.setText(title)
        self._next.setText(next_step)
        self._next.setVisible(bool(next_step))
        self._details.setText(details)
        self._details.hide()
        self._unfold.setVisible(bool(details))
        self.setAccessibleName(f"{title} {next_step}".strip())
        self.show()

    def add_action(self, button: QWidget) -> None:
        """A button before the others, as "Try again"."""
        self._row.insertWidget(1, button, 0, Qt.AlignmentFlag.AlignTop)

    def set_margins(self, aside: int, above: int) -> None:
        """Keep room around it only while it shows; a layout's margin would stay."""
        self._aside, self._above = aside, above
        self._row.setContentsMargins(44 + aside, 10 + above, 8 + aside, 10)

    def set_closable(self, closable: bool) -> None:
        self._close.setVisible(closable)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(240), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = theme.color(f"{self._tone}_soft")
        edge = theme.mix(f"{self._tone}_soft", self._tone, 0.35)
        rect = QRectF(self.rect()).adjusted(self._aside, self._above, -self._aside, 0)
        boxed(painter, rect, fill, edge, CARD_RADIUS)
        box = QRectF(rect.left() + 14, rect.top() + 10, 20, 20)
        icons.paint(painter, box, _ICONS[self._tone], self._tone, 18)

    def _toggle(self) -> None:
        self._details.setVisible(not self._details.isVisible())

    def _copy_all(self) -> None:
        parts = (self._title.text(), self._next.text(), self._details.text())
        QGuiApplication.clipboard().setText("\n".join(part for part in parts if part))

    def _close_clicked(self) -> None:
        self.hide()
        self.closed.emit()
