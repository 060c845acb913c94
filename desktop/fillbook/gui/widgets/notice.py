"""A notice: one line and Undo, bottom right, gone after six seconds."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.popover import paint_floating
from fillbook.gui.widgets.strokes import SHADOW
from fillbook.gui.widgets.words import Words

SHOWN_MS = 6000
_WIDEST = 520


class Notice(QWidget):
    """At most one is shown; a new one takes its place. Hover holds it."""

    undo_wanted = Signal(str)  # id of the change

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self._change = ""
        self._words = Words("", "value", "text")
        self._undo = Button("Undo", Kind.GHOST, key="Ctrl Z", height=28)
        self._close = Button("", Kind.GHOST, icon=Icon.CLOSE, name="Close the notice", height=28)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(SHADOW + 14, SHADOW + 6, SHADOW + 6, SHADOW + 6)
        layout.setSpacing(8)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._undo)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self._undo.clicked.connect(self._undo_clicked)
        self._close.clicked.connect(self.hide)
        theme.events.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def show_line(self, text: str, change: str = "") -> None:
        """Show a line; with the change that Undo takes back, if there is one."""
        self._change = change
        self._words.setText(text[:1].upper() + text[1:])
        self.setAccessibleName(self._words.text())
        self._undo.setVisible(bool(change))
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Stand above the status bar at the right of the parent."""
        parent = self._home
        wanted = self.sizeHint()
        width = min(wanted.width(), theme.scale(_WIDEST), parent.width() - 24)
        left = parent.width() - width - 8
        top = parent.height() - wanted.height() - theme.scale(28)
        self.setGeometry(left, top, width, wanted.height())

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_floating(painter, QRectF(self.rect()))

    def _undo_clicked(self) -> None:
        self.hide()
        self.undo_wanted.emit(self._change)
