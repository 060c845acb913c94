"""A chart over one horizontal axis: panes above each other that share span and crosshair."""

from abc import abstractmethod
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from fillbook.gui import theme
from fillbook.gui.charts.drawing import Drawing
from fillbook.gui.charts.painting import dashed, hairline_h, hairline_v, text_size, words
from fillbook.gui.charts.scale import Scale, kept_inside, zoomed
from fillbook.gui.charts.ticks import Tick, value_ticks

_ZOOM = 0.85
_EDGE = 0.035  # labels closer to an end than this share of the axis are left out
_STEP_PX = 32  # room for one value on the axis
_TIME_PX = 64  # and for one time
_CLICK_PX = 4  # a press that moves less is a click
_FLAT = Scale(0.0, 1.0, 1.0, 0.0)


@dataclass(slots=True)
class Pane:
    """One plot of the stack: its share of the height, and where it lies now."""

    share: float
    title: str = ""
    head: int = 6  # pixels kept free above the plot
    rect: QRectF = field(default_factory=QRectF)
    values: Scale = _FLAT


class Chart(Drawing):
    """Wheel zooms at the pointer, dragging pans, double-click and Home show everything.

    From the keyboard: arrows move the crosshair, Ctrl with arrows pans, plus and minus zoom,
    Enter opens what the crosshair is on.
    """

    cursor_moved = Signal(int)  # index of the point under the crosshair; -1: none
    opened = Signal(int)  # a point was clicked, or chosen by Enter

    def __init__(self, name: str, panes: tuple[Pane, ...], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.panes = panes
        self.vertical_grid = False
        self.label_gap = 16  # pixels kept free between the labels of the horizontal axis
        self._span = (0.0, 1.0)
        self._plot = QRectF(0, 0, 1, 1)
        self._cursor = -1
        self.pointer: QPointF | None = None
        self._drag: QPointF | None = None
        self._pressed: QPointF | None = None  # until the pointer has left that place
        self.setMouseTracking(True)
        self.setMinimumSize(theme.scale(200), theme.scale(120))
        theme.events.changed.connect(self._fit_values)
        self.reset_action = self._action("Show everything", self.reset)
        self.crosshair_action = self._action("Crosshair", self.toggle_crosshair)
        self.setAccessibleDescription(
            "Arrows move the crosshair, plus and minus zoom, Home shows everything"
        )

    # What a kind of chart says of its points.

    @abstractmethod
    def count(self) -> int:
        """How many points there are along the horizontal axis."""

    @abstractmethod
    def position(self, index: int) -> float:
        """Where a point lies on the horizontal axis."""

    @abstractmethod
    def nearest(self, x: float) -> int:
        """The point closest to a place on the horizontal axis."""

    @abstractmethod
    def values_between(self, pane: int, low: float, high: float) -> tuple[float, float]:
        """Range of values to show for a part of the horizontal axis."""

    @abstractmethod
    def value_text(self, pane: int, value: float, step: float) -> str: ...

    @abstractmethod
    def ticks(self, low: float, high: float, count: int) -> list[Tick]: ...

    @abstractmethod
    def paint_pane(self, painter: QPainter, number: int) -> None: ...

    def paint_over(self, painter: QPainter) -> None:
        """What stands over panes and axes."""

    @abstractmethod
    def paint_cursor(self, painter: QPainter, index: int) -> None:
        """What belongs to the crosshair at a point, beside its vertical line."""

    def index_at(self, place: QPointF) -> int:
        """The point that a place in the widget means; -1 is none."""
        if self.is_empty() or not self.plot_rect().contains(place):
            return -1
        return self.nearest(self.x_scale().value(place.x()))

    def home_span(self) -> tuple[float, float]:
        """The part of the horizontal axis that is shown at first."""
        return self.limits()

    def first_stop(self) -> int:
        """Where the crosshair appears when an arrow calls it: at the newest point."""
        return self.nearest(self._span[1])

    def limits(self) -> tuple[float, float]:
        """How far the horizontal axis can be moved."""
        if not self.count():
            return 0.0, 1.0
        first, last = self.position(0), self.position(self.count() - 1)
        return (first, last) if last > first else (first - 0.5, last + 0.5)

    # What is shown.

    @property
    def span(self) -> tuple[float, float]:
        return self._span

    @property
    def cursor_index(self) -> int:
        return self._cursor

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(560), theme.scale(260))

    def is_empty(self) -> bool:
        return not self.count()

    def points_changed(self) -> None:
        """Show new points from the start."""
        self._cursor = -1
        self.reset()

    def reset(self) -> None:
        self.show_span(*self.home_span())

    def show_span(self, low: float, high: float) -> None:
        """Show a part of the horizontal axis, kept within the points."""
        self._span = kept_inside(low, high, self.limits(), self._least_span())
        self._fit_values()
        self.update()

    def zoom(self, factor: float, anchor: float | None = None) -> None:
        low, high = self._span
        self.show_span(*zoomed(low, high, (low + high) / 2 if anchor is None else anchor, factor))

    def pan(self, share: float) -> None:
        """Move by a share of what is shown."""
        low, high = self._span
        self.show_span(low + (high - low) * share, high + (high - low) * share)

    def put_cursor(self, index: int) -> None:
        """Put the crosshair on a point, and bring it into view; -1 takes it away."""
        index = min(max(index, -1), self.count() - 1)
        if index >= 0:
            self._bring_into_view(self.position(index))
        if index != self._cursor:
            self._cursor = index
            self.cursor_moved.emit(index)
        self.update()

    def toggle_crosshair(self) -> None:
        self.pointer = None
        self.put_cursor(-1 if self._cursor >= 0 else self.count() - 1)

    def x_scale(self) -> Scale:
        plot = self.plot_rect()
        return Scale(*self._span, plot.left(), plot.right())

    def plot_rect(self) -> QRectF:
        """All panes together, without the axes."""
        return self._plot

    def axis_width(self) -> float:
        return theme.scale(52)

    def _least_span(self) -> float:
        low, high = self.limits()
        return min((high - low) / max(self.count() - 1, 1) * 4, high - low)

    def _bring_into_view(self, x: float) -> None:
        low, high = self._span
        if x < low:
            self.show_span(x, x + high - low)
        elif x > high:
            self.show_span(x - (high - low), x)

    def _fit_values(self) -> None:
        wide, high = self.width() - self.axis_width(), self.height() - _axis_height()
        self._plot = QRectF(0, 0, max(wide, 1), max(high, 1))
        plot, top = self._plot, 0.0
        whole = sum(pane.share for pane in self.panes)
        for number, pane in enumerate(self.panes):
            height = plot.height() * pane.share / whole
            head = theme.scale(pane.head)
            pane.rect = QRectF(plot.left(), top + head, plot.width(), max(height - head, 1))
            low, high = self.values_between(number, *self._span)
            pane.values = Scale(low, high, pane.rect.bottom(), pane.rect.top())
            top += height

    # Painting.

    def paint(self, painter: QPainter) -> None:
        if self.is_empty():
            painter.setOpacity(0.4)
        for number, pane in enumerate(self.panes):
            self._paint_grid(painter, number, pane)
        self._paint_time_axis(painter)
        painter.setOpacity(1.0)
        if self.is_empty():
            return
        for number, pane in enumerate(self.panes):
            painter.save()
            painter.setClipRect(pane.rect.adjusted(0, -4, 4, 4))
            self.paint_pane(painter, number)
            painter.restore()
        self.paint_over(painter)
        if self._cursor >= 0:
            self._paint_crosshair(painter)

    def _paint_grid(self, painter: QPainter, number: int, pane: Pane) -> None:
        if pane.title:
            title = QRectF(0, pane.rect.top() - theme.scale(22), pane.rect.width(), 16)
            words(painter, title, pane.title, "small", theme.color("text2"))
        count = max(int(pane.rect.height() / theme.scale(_STEP_PX)), 2)
        values = value_ticks(pane.values.low, pane.values.high, min(count, 6))
        step = values[1] - values[0] if len(values) > 1 else abs(pane.values.high)
        for value in values:
            y = pane.values.pixel(value)
            color = theme.color("control" if value == 0 else "grid")
            hairline_h(painter, pane.rect.left(), pane.rect.right(), y, color)
            if not self.is_label_hidden(number, y):
                place = QRectF(pane.rect.right() + theme.scale(8), y - 8, self.axis_width(), 16)
                text = self.value_text(number, value, step)
                words(painter, place, text, "micro", theme.color("text3"))

    def is_label_hidden(self, pane: int, y: float) -> bool:
        """Whether a mark on the axis of values leaves no room for a label at a height."""
        return False

    def is_near_end(self, x: float, half: float) -> bool:
        """Whether a label of such a half width is left out, because it is too close to an end."""
        plot = self.plot_rect()
        return min(x - plot.left(), plot.right() - x) < max(_EDGE * plot.width(), half)

    def _paint_time_axis(self, painter: QPainter) -> None:
        plot, scale = self.plot_rect(), self.x_scale()
        count = max(int(plot.width() / theme.scale(_TIME_PX)), 2)
        free = plot.left()
        for tick in self.ticks(*self._span, count) if self.count() else []:
            x = scale.pixel(tick.at)
            if not plot.left() <= x <= plot.right():
                continue
            if self.vertical_grid:
                for pane in self.panes:
                    grid = theme.color("grid")
                    hairline_v(painter, x, pane.rect.top(), pane.rect.bottom(), grid)
            half = text_size(tick.text, "micro").width() / 2
            if self.is_near_end(x, half) or x - half < free:
                continue
            free = x + half + theme.scale(self.label_gap)
            place = QRectF(x - half, plot.bottom() + theme.scale(5), 2 * half, theme.scale(16))
            words(painter, place, tick.text, "micro", theme.color("text3"))

    def _paint_crosshair(self, painter: QPainter) -> None:
        x = round(self.x_scale().pixel(self.position(self._cursor)))
        plot = self.plot_rect()
        if plot.left() <= x <= plot.right():
            line = QLineF(x, self.panes[0].rect.top(), x, plot.bottom())
            dashed(painter, line, theme.color("text3"), (4, 3))
            self.paint_cursor(painter, self._cursor)

    # What the trader does.

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_values()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta()
        if self.is_empty():
            event.ignore()
            return
        if abs(turns.x()) > abs(turns.y()):
            self.pan(-turns.x() / 1200)
        else:
            anchor = self.x_scale().value(event.position().x())
            self.zoom(_ZOOM ** (turns.y() / 120), anchor)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag = self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            away = event.position() - (self._pressed or self._drag)
            if self._pressed is not None and away.manhattanLength() < _CLICK_PX:
                return
            self._pressed = None
            moved = event.position().x() - self._drag.x()
            self._drag = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(-moved / self.plot_rect().width())
        else:
            self._point_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._drag, self._pressed = self._pressed, None, None
        if pressed is not None and (index := self.index_at(pressed)) >= 0:
            self.opened.emit(index)
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def leaveEvent(self, event: QEvent) -> None:
        if self.pointer is not None:
            self.pointer = None
            self.put_cursor(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.pointer is None:
            self.put_cursor(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steer = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_Left:
                self.pan(-0.2) if steer else self._walk(-far)
            case Qt.Key.Key_Right:
                self.pan(0.2) if steer else self._walk(far)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_ZOOM, self._zoom_anchor())
            case Qt.Key.Key_Minus:
                self.zoom(1 / _ZOOM, self._zoom_anchor())
            case Qt.Key.Key_Home:
                self.reset()
            case Qt.Key.Key_Escape if self._cursor >= 0:
                self.put_cursor(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._cursor >= 0:
                self.opened.emit(self._cursor)
            case _:
                super().keyPressEvent(event)

    def _zoom_anchor(self) -> float | None:
        return self.position(self._cursor) if self._cursor >= 0 else None

    def _walk(self, steps: int) -> None:
        self.pointer = None
        if self._cursor < 0:
            self.put_cursor(self.first_stop())
        else:
            self.put_cursor(max(self._cursor + steps, 0))

    def _point_at(self, place: QPointF) -> None:
        self.pointer = place
        index = self.index_at(place)
        if index != self._cursor:
            self._cursor = index
            self.cursor_moved.emit(index)
        self.update()


def _axis_height() -> float:
    return theme.scale(26)
