"""How strongly gain and loss tint a surface: mixed when painted, never stored."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from fillbook.gui import theme

_DAY = (0.04, 0.16)
_CELL = (0.08, 0.45)
_SMALL = (0.30, 1.0)


def day_tint(share: float) -> QColor:
    """The surface of a calendar day.

    Args:
        share: The result as a part of the largest, from -1 to 1.
    """
    return _mixed(share, abs(share), _DAY)


def cell_tint(share: float) -> QColor:
    """The surface of a heat map's cell, under words in the colour of text."""
    return _mixed(share, abs(share), _CELL) if share else theme.color("pressed")


def paint_small(painter: QPainter, rect: QRectF, share: float, radius: float = 2.5) -> None:
    """A day or month too small for words; a loss carries a minus, so that it reads without
    colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_mixed(share, abs(share) ** 0.5, _SMALL) if share else theme.color("pressed"))
    painter.drawRoundedRect(rect, radius, radius)
    if share < 0:
        width = max(rect.width() * 0.42, 4.0)
        line = QRectF(rect.center().x() - width / 2, rect.center().y() - 0.75, width, 1.5)
        painter.fillRect(line, theme.color("surface"))


def _mixed(share: float, strength: float, reach: tuple[float, float]) -> QColor:
    if not share:
        return theme.color("surface")
    amount = reach[0] + (reach[1] - reach[0]) * min(strength, 1.0)
    return theme.mix("surface", "gain" if share > 0 else "loss", round(amount, 2))
