"""Strokes that every chart shares: hairlines, words, labels on an axis, a floating card."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QStaticText, QTransform

from fillbook.gui import theme
from fillbook.gui.charts.scale import Floats

_SHADOW_STEPS = 8


def polygon(x: Floats, y: Floats) -> QPolygonF:
    """Points as Qt wants them; none make an empty one."""
    return cast(QPolygonF, arrayToQPolygonF(x, y)) if len(x) else QPolygonF()


def faded(color: QColor, share: float) -> QColor:
    """The colour at a share of its opacity."""
    return _faded(color.rgba(), share)


@lru_cache(maxsize=256)
def _faded(rgba: int, share: float) -> QColor:
    result = QColor.fromRgba(rgba)
    result.setAlphaF(result.alphaF() * share)
    return result


def hairline_h(painter: QPainter, left: float, right: float, y: float, color: QColor) -> None:
    painter.fillRect(QRectF(left, round(y), right - left, 1), color)


def hairline_v(painter: QPainter, x: float, top: float, bottom: float, color: QColor) -> None:
    painter.fillRect(QRectF(round(x), top, 1, bottom - top), color)


def dashed(painter: QPainter, line: QLineF, color: QColor, dashes: Sequence[float]) -> None:
    """A crisp line of one pixel in dashes."""
    pen = QPen(color, 1)
    pen.setDashPattern(dashes)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    painter.drawLine(line)


@lru_cache(maxsize=512)
def text_size(text: str, role: str) -> QSizeF:
    """How much room a line of text takes."""
    metrics = QFontMetricsF(theme.font(role))
    return QSizeF(metrics.horizontalAdvance(text), metrics.height())


def words(
    painter: QPainter,
    rect: QRectF,
    text: str,
    role: str,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, in the middle of the rectangle's height."""
    size = text_size(text, role)
    left = rect.left()
    if align is Qt.AlignmentFlag.AlignRight:
        left = rect.right() - size.width()
    elif align is Qt.AlignmentFlag.AlignHCenter:
        left = rect.center().x() - size.width() / 2
    painter.setFont(theme.font(role))
    painter.setPen(color)
    painter.drawStaticText(QPointF(left, rect.center().y() - size.height() / 2), _set(text, role))


@lru_cache(maxsize=512)
def _set(text: str, role: str) -> QStaticText:
    """A line whose glyphs are chosen and placed: axes write the same few in every frame."""
    line = QStaticText(text)
    line.setTextFormat(Qt.TextFormat.PlainText)
    line.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    line.prepare(QTransform(), theme.font(role))
    return line


theme.events.changed.connect(text_size.cache_clear)
theme.events.changed.connect(_set.cache_clear)


def boxed(painter: QPainter, rect: QRectF, fill: QColor, edge: QColor, radius: float) -> None:
    """A rounded rectangle whose edge is one crisp pixel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(fill)
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def axis_label(
    painter: QPainter, rect: QRectF, text: str, fill: QColor, edge: QColor, ink: QColor
) -> None:
    """A value in a small box on an axis."""
    boxed(painter, rect, fill, edge, 4)
    words(painter, rect, text, "micro", ink, Qt.AlignmentFlag.AlignHCenter)


def dot(painter: QPainter, at: QPointF, radius: float, fill: QColor, around: QColor) -> None:
    """A filled circle with a ring of the background about it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(around, 2))
    painter.setBrush(fill)
    painter.drawEllipse(at, radius + 1, radius + 1)


@dataclass(frozen=True, slots=True)
class Card:
    """What floats beside the crosshair: a title, and rows of a label, a value and its token."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


def paint_card(painter: QPainter, card: Card, point: QPointF, inside: QRectF) -> None:
    """The card beside a point, flipped at the edges and never over the point."""
    rect = _card_rect(card, point, inside)
    _paint_shadow(painter, rect)
    boxed(painter, rect, theme.color("raised"), theme.color("line"), 6)
    pad, line = theme.scale(12), theme.scale(18)
    row = QRectF(rect.left() + pad, rect.top() + theme.scale(6), rect.width() - 2 * pad, line)
    words(painter, row, card.title, "label", theme.color("text"))
    for label, value, token in card.rows:
        row.translate(0, line)
        words(painter, row, label, "small", theme.color("text2"))
        words(painter, row, value, "label", theme.color(token), Qt.AlignmentFlag.AlignRight)


def _card_rect(card: Card, point: QPointF, inside: QRectF) -> QRectF:
    pad, line, away = theme.scale(12), theme.scale(18), theme.scale(14)
    widths = [text_size(card.title, "label").width()]
    for label, value, _ in card.rows:
        both = text_size(label, "small").width() + text_size(value, "label").width()
        widths.append(both + theme.scale(28))
    width = max(max(widths) + 2 * pad, theme.scale(150))
    height = line * (len(card.rows) + 1) + theme.scale(12)
    left = point.x() - away - width
    if left < inside.left():
        left = point.x() + away
    top = point.y() + away
    if top + height > inside.bottom():
        top = point.y() - away - height
    return QRectF(round(left), round(max(top, inside.top())), round(width), round(height))


def _paint_shadow(painter: QPainter, rect: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(theme.color("shadow"), 1 / _SHADOW_STEPS))
    for step in range(_SHADOW_STEPS):
        grown = rect.adjusted(-step, 4 - step, step, 4 + step)
        painter.drawRoundedRect(grown, 6 + step, 6 + step)
