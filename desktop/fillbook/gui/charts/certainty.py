"""A small histogram of resamples: the middle 95 % strong, the tails faint, the figure a line."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from fillbook.gui import format, theme
from fillbook.gui.charts.drawing import Drawing, Table
from fillbook.gui.charts.painting import faded, hairline_h, hairline_v, text_size, words
from fillbook.gui.charts.ticks import value_step, value_ticks
from fillbook.gui.figures.certainty import Certainty

_FOOT, _HEAD = 20, 6
_STRONG, _FAINT = 0.8, 0.3


class CertaintyChart(Drawing):
    """Ink alone: how sure a figure is says nothing of gain or loss."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("How sure is it", parent)
        self._shown: Certainty | None = None
        theme.events.changed.connect(self.updateGeometry)

    def show_certainty(self, found: Certainty | None) -> None:
        self._shown = found
        self.update()

    def is_empty(self) -> bool:
        return self._shown is None

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(280), theme.scale(96))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scale(160), theme.scale(96))

    def table(self) -> Table:
        found = self._shown
        if found is None:
            return Table(("From", "To below", "Resamples"), ())
        edges = [found.text(edge) for edge in found.edges.tolist()]
        counts = [format.count(count) for count in found.counts.tolist()]
        rows = list(zip(edges[:-1], edges[1:], counts, strict=True))
        return Table(("From", "To below", "Resamples"), rows)

    def paint(self, painter: QPainter) -> None:
        found = self._shown
        if found is None:
            return
        plot = QRectF(self.rect()).adjusted(0, theme.scale(_HEAD), 0, -theme.scale(_FOOT))
        edges = self._pixels(found.edges, plot)
        tops = plot.bottom() - found.counts / max(int(found.counts.max()), 1) * plot.height()
        middles = (found.edges[:-1] + found.edges[1:]) / 2
        ink = theme.color("text2")
        for left, right, top, middle in zip(
            edges[:-1].tolist(), edges[1:].tolist(), tops.tolist(), middles.tolist(), strict=True
        ):
            color = faded(ink, _STRONG if self._is_inside(middle) else _FAINT)
            bar = QRectF(round(left), round(top), 0, 0)
            bar.setRight(max(round(right) - 1, round(left) + 1))
            bar.setBottom(plot.bottom())
            painter.fillRect(bar, color)
        hairline_h(painter, plot.left(), plot.right(), plot.bottom(), theme.color("control"))
        x = float(self._pixels(np.array([found.value]), plot)[0])
        hairline_v(painter, x, 0, plot.bottom(), theme.color("text"))
        self._paint_axis(painter, found, plot)

    def _paint_axis(self, painter: QPainter, found: Certainty, plot: QRectF) -> None:
        low, high = float(found.edges[0]), float(found.edges[-1])
        values = value_ticks(low, high, 4)
        if low < 0 < high and 0.0 not in values:
            values = sorted([*values, 0.0])
        free, step = 0.0, value_step(low, high, 4)
        for value in values:
            text = found.text(0.0 if abs(value) < step / 1e6 else value)
            half = text_size(text, "micro").width() / 2
            x = float(self._pixels(np.array([value]), plot)[0])
            if x - half < free or x + half > plot.right():
                continue
            free = x + half + theme.scale(8)
            place = QRectF(x - half, plot.bottom(), 2 * half, theme.scale(_FOOT))
            words(painter, place, text, "micro", theme.color("text3"),
                  Qt.AlignmentFlag.AlignHCenter)  # fmt: skip

    def _is_inside(self, value: float) -> bool:
        """Whether a resample lies among the middle 95 %."""
        assert self._shown is not None
        bounds = self._shown.interval
        above = bounds.low is None or value >= bounds.low
        return above and (bounds.high is None or value <= bounds.high)

    def _pixels(self, values: np.ndarray, plot: QRectF) -> np.ndarray:
        assert self._shown is not None
        low, high = float(self._shown.edges[0]), float(self._shown.edges[-1])
        pixels: np.ndarray = plot.left() + (values - low) / (high - low) * plot.width()
        return pixels
