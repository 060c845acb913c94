"""The bar at the top: mark, menus, the field that finds anything, four quick switches."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenuBar,
    QProxyStyle,
    QSizePolicy,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from fillbook.gui import icons, theme
from fillbook.gui.commands import MENUS, Commands
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.key_cap import key_size, paint_key
from fillbook.gui.widgets.strokes import RADIUS, boxed, ring, words

_HEIGHT = 41
_FIND = "Find a trade, tag, page or action"
_MARK = ((0.24, 0.54, 0.59), (0.43, 0.40, 0.80), (0.62, 0.24, 1.0))
"""Left, top and opacity of the three rising bars."""


def paint_mark(painter: QPainter, rect: QRectF) -> None:
    """The mark of the program: three rising bars on an accent square."""
    side = rect.width()
    boxed(painter, rect, theme.color("accent_fill"), None, side * 0.26)
    painter.setPen(Qt.PenStyle.NoPen)
    for left, top, opacity in _MARK:
        painter.setOpacity(opacity)
        painter.setBrush(theme.color("on_accent"))
        height = side * (0.76 - top)
        bar = QRectF(rect.left() + side * left, rect.top() + side * top, side * 0.14, height)
        painter.drawRoundedRect(bar, side * 0.04, side * 0.04)
    painter.setOpacity(1.0)


class Mark(QWidget):
    """The mark at a size."""

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QRectF(self.rect()))


class FindField(PaintedButton):
    """Looks like a field, opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_FIND, parent)
        self.setAccessibleName(_FIND)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(380), theme.scale(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(160), theme.scale(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        resting = "surface"
        fill = theme.color("hover" if self.underMouse() else resting)
        boxed(
            painter, rect, fill, theme.color("control" if not theme.is_dark() else "line"), RADIUS
        )
        icons.paint(painter, QRectF(8, 0, 16, rect.height()), Icon.SEARCH, "text2", 14)
        width, height = key_size("Ctrl K")
        cap = QRectF(rect.right() - width - 5, rect.center().y() - height / 2, width, height)
        place = QRectF(30, 0, cap.left() - 36, rect.height())
        words(painter, place, self.text(), theme.font("body"), theme.color("text2"))
        paint_key(painter, cap, "Ctrl K")
        if self.shows_ring:
            ring(painter, rect, RADIUS)


class _MenuStyle(QProxyStyle):
    """Shows the letters of mnemonics only while Alt is held."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803
    ) -> int:
        if hint == QStyle.StyleHint.SH_UnderlineShortcut:
            held = QGuiApplication.queryKeyboardModifiers() & Qt.KeyboardModifier.AltModifier
            return int(bool(held))
        return super().styleHint(hint, option, widget, returnData)


class CommandBar(QWidget):
    """Menus and switches; the menu bar is a normal widget of it on Linux and Windows."""

    find_wanted = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.menu_bar = QMenuBar(self)
        self._menu_style = _MenuStyle("Fusion")
        self._menu_style.setParent(self)
        self.menu_bar.setStyle(self._menu_style)
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.field = FindField(self)
        self.field.setMaximumWidth(theme.scale(380))
        self.field.clicked.connect(self.find_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 10, 1)
        layout.setSpacing(2)
        layout.addWidget(Mark(22))
        layout.addSpacing(8)
        layout.addWidget(self.menu_bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        layout.addWidget(self.field, 3)
        layout.addStretch(2)
        self.undo = self._switch("edit.undo", Icon.UNDO, "Undo")
        self.privacy = self._switch("view.privacy", Icon.HIDDEN, "Hide money")
        self.theme = self._switch("view.theme", Icon.DARK, "Switch light and dark")
        self.settings = self._switch("tools.settings", Icon.SETTINGS, "Settings")
        for button in (self.undo, self.privacy, self.theme, self.settings):
            layout.addWidget(button)
        self._fill_menus()
        theme.events.changed.connect(self._restyle)
        self._restyle()

    def _switch(self, key: str, icon: Icon, name: str) -> Button:
        action = self._commands[key]
        shortcut = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        button = Button("", Kind.GHOST, icon=icon, name=name, key=shortcut, height=30)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        return button

    def _fill_menus(self) -> None:
        """Every command in its menu; a menu without any is not made."""
        for name in MENUS:
            lines = [
                (command, action) for command, action in self._commands if command.menu == name
            ]
            if not lines:
                continue
            menu = self.menu_bar.addMenu(f"&{name}")
            group = lines[0][0].group
            for command, action in sorted(lines, key=lambda each: each[0].group):
                if command.group != group:
                    menu.addSeparator()
                    group = command.group
                menu.addAction(action)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("chrome"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))

    def _restyle(self) -> None:
        self.setFixedHeight(theme.scale(_HEIGHT))
        self.field.setMaximumWidth(theme.scale(380))
        self.theme.set_icon(Icon.LIGHT if theme.is_dark() else Icon.DARK)
        self.update()
