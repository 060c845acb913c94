"""The navigation: where one can go, 204 wide or folded to a rail of 57."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.catalogue import PageSpec
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.strokes import RADIUS, boxed, dot, ring, words

WIDE, RAIL = 204, 57


class _Item(PaintedButton):
    def __init__(self, page: PageSpec, parent: QWidget) -> None:
        super().__init__(page.title, parent)
        self.key = page.key
        self.folded = False
        self.badge = ""
        self._icon = page.icon
        self._shortcut = page.shortcut
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.name()

    def name(self) -> None:
        self.setAccessibleName(f"{self.text()} {self.badge}".strip())
        shown = f"{self.text()}  {self._shortcut}"
        self.setToolTip(shown if self.folded or self._shortcut else "")

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(RAIL - 16), theme.scale(36 if self.folded else 30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            boxed(painter, rect, theme.color("pressed" if on else "hover"), None, RADIUS)
        token = "accent" if on else "text2"
        if self.folded:
            icons.paint(painter, rect, self._icon, token, 18)
            if self.badge:
                at = QPointF(rect.center().x() + 9, rect.center().y() - 9)
                dot(painter, at, theme.color("accent"), 3)
        else:
            icons.paint(painter, QRectF(8, 0, 18, rect.height()), self._icon, token, 16)
            ink = theme.color("text" if on else "text2")
            place = rect.adjusted(theme.scale(34), 0, -theme.scale(34), 0)
            words(painter, place, self.text(), theme.font("value"), ink)
            right = rect.adjusted(0, 0, -theme.scale(10), 0)
            align = Qt.AlignmentFlag.AlignRight
            words(painter, right, self.badge, theme.font("label"), ink, align)
        if self.shows_ring:
            ring(painter, rect, RADIUS)


class _LibraryButton(PaintedButton):
    """Which library is open; opens the menu of others."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.folded = False
        self.note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(RAIL - 16), theme.scale(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            boxed(painter, rect, theme.color("hover"), None, RADIUS)
        if self.folded:
            icons.paint(painter, rect, Icon.FOLDER, "text2", 18)
        else:
            line = theme.scale(16)
            top = QRectF(10, 4, rect.width() - theme.scale(36), line)
            words(painter, top, self.text(), theme.font("symbol"), theme.color("text"))
            below = top.translated(0, line)
            words(painter, below, self.note, theme.font("small"), theme.color("text2"))
            box = QRectF(rect.right() - 24, 0, 14, rect.height())
            icons.paint(painter, box, Icon.CARET_DOWN, "text3", 12)
        if self.shows_ring:
            ring(painter, rect, RADIUS)


class Navigation(QWidget):
    """One item a page, in groups; badges become dots in the rail."""

    chosen = Signal(str)  # key of a page
    library_clicked = Signal()

    def __init__(self, pages: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Navigation")
        self._folded = False
        self._items: dict[str, _Item] = {}
        self.library = _LibraryButton(self)
        self.library.clicked.connect(self.library_clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(1)
        self._layout.addWidget(self.library)
        self._layout.addSpacing(8)
        group = 0
        for page in pages:
            if not page.listed:
                continue
            if page.group != group:
                self._add_line()
                group = page.group
            item = _Item(page, self)
            item.clicked.connect(self._clicked)
            self._items[page.key] = item
            self._layout.addWidget(item)
        self._layout.addStretch(1)
        theme.events.changed.connect(self._restyle)
        self._restyle()

    @property
    def is_folded(self) -> bool:
        return self._folded

    def set_folded(self, folded: bool) -> None:
        self._folded = folded
        self.library.folded = folded
        self.library.updateGeometry()
        for item in self._items.values():
            item.folded = folded
            item.updateGeometry()
            item.name()
        self._restyle()

    def set_current(self, key: str) -> None:
        """Mark a page; one that is not listed leaves none marked."""
        for each, item in self._items.items():
            item.setAutoExclusive(False)
            item.setChecked(each == key)
            item.setAutoExclusive(True)

    def set_badge(self, key: str, badge: str) -> None:
        item = self._items.get(key)
        if item is not None and item.badge != badge:
            item.badge = badge
            item.name()
            item.update()

    def show_library(self, name: str, note: str, tip: str) -> None:
        self.library.setText(name)
        self.library.note = note
        self.library.setAccessibleName(f"Library {name}, {note}")
        self.library.setToolTip(tip)
        self.library.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("chrome"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.color("line"))

    def _add_line(self) -> None:
        line = _Hairline(self)
        self._layout.addWidget(line)

    def _clicked(self) -> None:
        item = self.sender()
        if isinstance(item, _Item):
            self.chosen.emit(item.key)

    def _restyle(self) -> None:
        self.setFixedWidth(RAIL if self._folded else theme.scale(WIDE))
        self._layout.setContentsMargins(8, 10, 9, 10)
        self.update()


class _Hairline(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(10, 17)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() // 2, self.width(), 1, theme.color("line"))
