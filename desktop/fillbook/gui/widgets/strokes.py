"""Strokes that all painted parts share: boxes, hairlines, one line of words, ring, shadow."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from fillbook.gui import theme

RADIUS = 6
CARD_RADIUS = 8
SHADOW = 12
"""Room that a floating part leaves around itself for its shadow."""


def boxed(
    painter: QPainter, rect: QRectF, fill: QColor | None, edge: QColor | None, radius: float
) -> None:
    """A rounded rectangle; its edge is one crisp pixel inside the rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
        return
    painter.setPen(QPen(edge, 1))
    inner = radius - 0.5
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), inner, inner)


def ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The mark of keyboard focus, at the edge of the thing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)


def words(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """One line of text, in the middle of the height, elided to the width; gives its width."""
    metrics = QFontMetricsF(font)
    width = metrics.horizontalAdvance(text)
    if width > rect.width() + 0.5:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        width = metrics.horizontalAdvance(text)
    left = rect.left()
    if align & Qt.AlignmentFlag.AlignRight:
        left = rect.right() - width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left = rect.center().x() - width / 2
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(QPointF(left, baseline(rect, metrics)), text)
    return width


def baseline(rect: QRectF, metrics: QFontMetricsF) -> float:
    """Where a line's letters stand when it is centred in a rectangle, on a whole pixel."""
    return round(rect.center().y() + (metrics.ascent() - metrics.descent()) / 2)


def text_width(text: str, role: str) -> float:
    return QFontMetricsF(theme.font(role)).horizontalAdvance(text)


def dot(painter: QPainter, centre: QPointF, color: QColor, radius: float = 3.0) -> None:
    """The mark of one of the user's own categories."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(centre, radius, radius)


def hairline(painter: QPainter, left: float, top: float, width: float, token: str = "line") -> None:
    painter.fillRect(QRectF(left, round(top), width, 1), theme.color(token))


def shadow(painter: QPainter, rect: QRectF, radius: float = CARD_RADIUS) -> None:
    """The soft shadow of a thing that floats, painted around its rectangle."""
    shade = theme.color("shadow")
    steps = 9
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    layer = QColor(shade)
    layer.setAlphaF(shade.alphaF() / steps * 1.6)
    painter.setBrush(layer)
    for step in range(steps):
        grown = rect.adjusted(-step, 3 - step, step, 3 + step)
        painter.drawRoundedRect(grown, radius + step, radius + step)


def shaded(color: QColor, share: float) -> QColor:
    """One step towards the text: lighter on dark, darker on light."""
    toward = QColor("white") if theme.is_dark() else QColor("black")
    return theme.blend(color, toward, share)
