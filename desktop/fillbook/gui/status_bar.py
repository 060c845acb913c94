"""The quiet bar at the foot: what is selected, the backup, the zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.strokes import dot, text_width, words

_HEIGHT = 28
_SIDE = 14
_GAP = 18


class StatusBar(QWidget):
    """Nothing crucial lives only here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = "Works offline"
        self._is_locked = False
        self._lights: tuple[tuple[str, str], ...] = ()
        self._selection = ""
        self._backup = ""
        self._zone = ""
        self._timer = QTimer(self)
        self._timer.setInterval(20_000)
        self._timer.timeout.connect(self.update)
        self._timer.start()
        theme.events.changed.connect(self._restyle)
        self._restyle()

    def show_state(self, words: str, *, locked: bool = False) -> None:
        self._state, self._is_locked = words, locked
        self._changed()

    def show_lights(self, lights: tuple[tuple[str, str], ...]) -> None:
        """How each connection stands: a state's colour, and words beside it."""
        self._lights = lights
        self._changed()

    def show_selection(self, words: str) -> None:
        self._selection = words
        self._changed()

    def show_backup(self, words: str) -> None:
        self._backup = words
        self._changed()

    def show_zone(self, zone: str) -> None:
        """Name the zone in which times are read; an IANA name."""
        self._zone = zone
        self._changed()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("chrome"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("line"))
        rect = QRectF(self.rect()).adjusted(_SIDE, 1, -_SIDE, 0)
        if self._is_locked:
            icons.paint(painter, QRectF(rect.left(), 1, 14, rect.height()), Icon.LOCK, "warn", 14)
        elif not self._lights:
            dot(painter, QPointF(rect.left() + 4, rect.center().y()), theme.color("control"), 3)
        if self._lights and not self._is_locked:
            self._paint_lights(painter, rect)
        else:
            place = rect.adjusted(20 if self._is_locked else 14, 0, 0, 0)
            words(painter, place, self._state, theme.font("small"), theme.color("text2"))
        right = rect.right()
        for text, role, ink in (
            (self._clock(), "small", "text2"),
            (self._backup, "small", "text2"),
            (self._selection, "label", "text"),
        ):
            if text:
                width = text_width(text, role)
                cell = QRectF(right - width, rect.top(), width + 1, rect.height())
                words(painter, cell, text, theme.font(role), theme.color(ink))
                right -= width + _GAP

    def _paint_lights(self, painter: QPainter, rect: QRectF) -> None:
        left = rect.left()
        for token, text in self._lights:
            dot(painter, QPointF(left + 4, rect.center().y()), theme.color(token), 3)
            place = QRectF(left + 14, rect.top(), rect.width() / 2, rect.height())
            words(painter, place, text, theme.font("small"), theme.color("text2"))
            left += 14 + text_width(text, "small") + _GAP

    def _clock(self) -> str:
        if not self._zone:
            return ""
        now = datetime.now(ZoneInfo(self._zone))
        city, short = zone_city(self._zone), f"{now:%Z}"
        return f"{city}, {now:%H:%M}" if short == city else f"{city}, {now:%H:%M} {short}"

    def _changed(self) -> None:
        lights = ", ".join(text for _, text in self._lights)
        parts = (lights or self._state, self._selection, self._backup, self._zone)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.update()

    def _restyle(self) -> None:
        self.setFixedHeight(theme.scale(_HEIGHT))
        self.update()


def zone_city(zone: str) -> str:
    """A zone as people say it: New York."""
    return zone.rpartition("/")[2].replace("_", " ")
