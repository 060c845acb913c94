"""The head of a trade: what it was, when, and what it made."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.pages.trade_detail.presenter import DetailState, FigureState
from fillbook.gui.widgets.strokes import boxed

_HEAD = 68
_FIGURES = 54
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _token(sign: int | None) -> str:
    if not sign:
        return "text"
    return "gain" if sign > 0 else "loss"


def _draw(
    painter: QPainter, rect: QRectF, text: str, role: str, token: str, align: Qt.AlignmentFlag
) -> float:
    """Write one elided line; gives its width."""
    font = theme.font(role)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(theme.color(token))
    painter.drawText(rect, align, shown)
    return metrics.horizontalAdvance(shown)


class TradeHead(QWidget):
    """Symbol, badges and result over time and risk."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: DetailState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.events.changed.connect(self.update)

    def show_state(self, state: DetailState) -> None:
        self._state = state
        self.setAccessibleName(
            f"{state.symbol} {' '.join(state.badges)}, "
            f"{state.result} {state.currency}, {state.when}"
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, theme.scale(_HEAD))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, theme.scale(_HEAD))

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._state
        if state is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half, pad = self.height() / 2, theme.scale(16)
        top = QRectF(pad, theme.scale(8), self.width() - 2 * pad, half - theme.scale(6))
        low = QRectF(pad, half + theme.scale(2), top.width(), half - theme.scale(12))
        unit = _draw(painter, top, state.currency, "small", "text3", _RIGHT) + theme.scale(5)
        figure = top.adjusted(0, 0, -unit, 0)
        taken = _draw(painter, figure, state.result, "figure", _token(state.result_sign), _RIGHT)
        left = top.adjusted(0, 0, -unit - taken - theme.scale(12), 0)
        x = left.left() + _draw(painter, left, state.symbol, "title", "text", _LEFT)
        self._badges(painter, state.badges, x + theme.scale(8), top)
        risk = _draw(painter, low, state.risk, "small", "text2", _RIGHT)
        room = low.adjusted(0, 0, -risk - theme.scale(12), 0)
        _draw(painter, room, state.when, "small", "text3", _LEFT)
        painter.end()

    @staticmethod
    def _badges(painter: QPainter, badges: Sequence[str], x: float, row: QRectF) -> None:
        height = theme.scale(22)
        metrics = QFontMetricsF(theme.font("label"))
        for badge in badges:
            width = metrics.horizontalAdvance(badge) + theme.scale(14)
            box = QRectF(x, row.center().y() - height / 2, width, height)
            boxed(painter, box, theme.color("pressed"), None, 5)
            _draw(painter, box, badge, "label", "text", Qt.AlignmentFlag.AlignCenter)
            x += width + theme.scale(6)


class FigureRow(QWidget):
    """Small labelled figures in equal columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: tuple[FigureState, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Figures of the trade")
        theme.events.changed.connect(self.update)

    def show_figures(self, figures: tuple[FigureState, ...], reasons: Sequence[str]) -> None:
        """Show figures; ``reasons`` say why one of them is unknown."""
        self._figures = figures
        self.setToolTip("\n".join(reasons))
        self.setAccessibleDescription(", ".join(f"{one.label} {one.text}" for one in figures))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, theme.scale(_FIGURES))

    def minimumSizeHint(self) -> QSize:
        return QSize(320, theme.scale(_FIGURES))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._figures:
            return
        painter = QPainter(self)
        pad = theme.scale(16)
        width = (self.width() - 2 * pad) / len(self._figures)
        for place, figure in enumerate(self._figures):
            x = pad + place * width
            label = QRectF(x, theme.scale(6), width - theme.scale(8), theme.scale(18))
            value = label.translated(0, theme.scale(19))
            _draw(painter, label, figure.label, "small", "text3", _LEFT)
            taken = _draw(painter, value, figure.text, "symbol", _token(figure.sign), _LEFT)
            if figure.note:
                note = value.adjusted(taken + theme.scale(6), 0, 0, 0)
                _draw(painter, note, figure.note, "micro", "text3", _LEFT)
        painter.end()
