"""Buttons: primary, plain and ghost, with an icon and the key that does the same."""

from enum import Enum

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.key_cap import key_size, paint_key, paint_key_on_accent
from fillbook.gui.widgets.strokes import RADIUS, boxed, ring, shaded, text_width, words

_ICON = 16
_GAP = 7


class Kind(Enum):
    """How loud a button is. One primary a page or bar."""

    PRIMARY = "primary"
    PLAIN = "plain"
    GHOST = "ghost"


class Button(PaintedButton):
    """A button of words, an icon, or both; without words its name is its tooltip.

    Args:
        key: Shown as a cap inside; the shortcut itself belongs to an action.
        caret: Shows that a list opens.
        height: 30, or 28 inside cards, 26 in the head of one.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = Kind.PLAIN,
        *,
        icon: Icon | None = None,
        key: str = "",
        name: str = "",
        caret: bool = False,
        height: int = 30,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._kind = kind
        self._icon = icon
        self._key = key
        self._caret = caret
        self._height = height
        self._icon_size = _ICON
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say what a button without words does; also its tooltip."""
        self.setAccessibleName(name or self.text())
        if name and not self.text():
            self.setToolTip(f"{name}  {self._key}" if self._key else name)

    def set_icon(self, icon: Icon) -> None:
        self._icon = icon
        self.update()

    def set_key(self, key: str) -> None:
        self._key = key
        self._restyle()

    def set_words(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._restyle()

    def set_icon_size(self, size: int) -> None:
        self._icon_size = size
        self.update()

    def sizeHint(self) -> QSize:
        height = theme.scale(self._height)
        if not self.text():
            return QSize(height + (theme.scale(14) if self._caret else 0), height)
        width = self._side() * 2 + round(text_width(self.text(), "value") + 0.5)
        if self._icon:
            width += _ICON + _GAP
        if self._key:
            width += key_size(self._key)[0] + theme.scale(10)
        if self._caret:
            width += theme.scale(18)
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill, edge = self._background()
        if fill is not None or edge is not None:
            boxed(painter, rect, fill, edge, RADIUS)
        self._paint_content(painter, rect)
        if self.shows_ring:
            ring(painter, rect, RADIUS)

    def _side(self) -> int:
        return theme.scale(10 if self._kind is Kind.GHOST else 12)

    def _background(self) -> tuple[QColor | None, QColor | None]:
        down = self.isDown() or (self.isCheckable() and self.isChecked())
        hovered = self.underMouse() and self.isEnabled()
        if self._kind is Kind.PRIMARY and self.isEnabled():
            fill = theme.color("accent_fill")
            return shaded(fill, 0.10 if self.isDown() else 0.06 if hovered else 0.0), None
        if self._kind is Kind.GHOST:
            token = "pressed" if down else "hover" if hovered else None
            return (theme.color(token) if token else None), None
        token = "pressed" if down else "hover" if hovered else self._resting()
        return theme.color(token), theme.color("control")

    def _resting(self) -> str:
        return "raised" if theme.is_dark() else "surface"

    def _ink(self) -> str:
        if not self.isEnabled():
            return "disabled"
        if self._kind is Kind.PRIMARY:
            return "on_accent"
        if self.isCheckable() and self.isChecked():
            return "accent"
        return "text2" if self._kind is Kind.GHOST and not self.underMouse() else "text"

    def _paint_content(self, painter: QPainter, rect: QRectF) -> None:
        ink = self._ink()
        if not self.text():
            if self._icon:
                inner = rect.adjusted(0, 0, -theme.scale(14) if self._caret else 0, 0)
                token = ink if ink not in ("text", "text2") else "text2"
                icons.paint(painter, inner, self._icon, token, self._icon_size)
            self._paint_caret(painter, rect, ink)
            return
        left = rect.left() + self._side()
        if self._icon:
            box = QRectF(left, rect.top(), _ICON, rect.height())
            icons.paint(painter, box, self._icon, ink, _ICON)
            left += _ICON + _GAP
        right = rect.right() - self._side()
        if self._key:
            width, height = key_size(self._key)
            cap = QRectF(right - width + 4, rect.center().y() - height / 2, width, height)
            if self._kind is Kind.PRIMARY and self.isEnabled():
                paint_key_on_accent(painter, cap, self._key)
            else:
                paint_key(painter, cap, self._key)
            right = cap.left() - theme.scale(6)
        if self._caret:
            right -= theme.scale(18)
        place = QRectF(left, rect.top(), right - left + 1, rect.height())
        words(painter, place, self.text(), theme.font("value"), theme.color(ink))
        self._paint_caret(painter, rect, ink)

    def _paint_caret(self, painter: QPainter, rect: QRectF, ink: str) -> None:
        if self._caret:
            size = theme.scale(12)
            box = QRectF(rect.right() - size - theme.scale(8), rect.top(), size, rect.height())
            token = "text3" if ink in ("text", "text2") else ink
            icons.paint(painter, box, Icon.CARET_DOWN, token, size)
