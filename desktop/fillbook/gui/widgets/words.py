"""One line of words by role and colour, which elides instead of pushing its neighbours."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.strokes import words


class Words(QLabel):
    """A label whose font and ink are named; what does not fit is its tooltip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        token: str = "text",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role = role
        self._token = token
        self._align = align
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.events.changed.connect(self._restyle)

    def set_ink(self, token: str) -> None:
        if token != self._token:
            self._token = token
            self.update()

    def set_role(self, role: str) -> None:
        self._role = role
        self._restyle()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font(self._role))
        width = round(metrics.horizontalAdvance(self.text()) + 0.5)
        return QSize(width + 1, round(metrics.height()) + 2)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), theme.scale(24)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self.sizeHint().width() > self.width() + 1
        self.setToolTip(self.text() if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ink = theme.color(self._token if self.isEnabled() else "disabled")
        words(painter, QRectF(self.rect()), self.text(), theme.font(self._role), ink, self._align)

    def _restyle(self) -> None:
        self.setFont(theme.font(self._role))
        self.updateGeometry()
        self.update()


class Prose(QLabel):
    """Words that wrap: help, explanations. Never wider than reads well."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        token: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role = role
        self._token = token
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._restyle()
        theme.events.changed.connect(self._restyle)

    def set_ink(self, token: str) -> None:
        self._token = token
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(theme.font(self._role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._token))
        self.setPalette(palette)
        self.setMaximumWidth(theme.scale(720))
