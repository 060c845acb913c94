"""Theme, P&L colours, the size of text and the zone of times; each applies at once."""

from functools import partial
from zoneinfo import available_timezones

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from fillbook.domain.change import Changes
from fillbook.gui import theme
from fillbook.gui.session import Session
from fillbook.gui.theme import Mode
from fillbook.gui.tokens import Scheme, tokens
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.focus import PaintedButton
from fillbook.gui.widgets.line_field import ChoiceField
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.strokes import boxed, ring, words
from fillbook.gui.widgets.words import Words

_MODES = (
    (Mode.SYSTEM, "System"),
    (Mode.LIGHT, "Light"),
    (Mode.DARK, "Dark"),
    (Mode.CONTRAST_LIGHT, "High contrast"),
    (Mode.CONTRAST_DARK, "High contrast, dark"),
)
_SCHEMES = (
    (Scheme.BLUE_ORANGE, "Blue and orange", "Told apart by every eye"),
    (Scheme.STANDARD, "Green and red", "The usual one"),
    (Scheme.ASIA, "Red is up", "As in China, Japan and Korea"),
    (Scheme.VIVID, "Vivid", "For low vision"),
)
_SIZES = ((1.0, "100 %"), (1.25, "125 %"), (1.5, "150 %"), (2.0, "200 %"))
_MODE_KEY, _SCHEME_KEY, _SIZE_KEY, _ZONE_KEY = "theme", "scheme", "text_scale", "zone"


def _zones() -> tuple[tuple[str, str], ...]:
    names = sorted(available_timezones())
    return (("", "The zone of each account"), *((name, name.replace("_", " ")) for name in names))


class _SchemeButton(PaintedButton):
    """Two figures in the colours of a scheme."""

    def __init__(self, scheme: Scheme, title: str, line: str) -> None:
        super().__init__(title)
        self._scheme, self._line = scheme, line
        self.setCheckable(True)
        self.setAccessibleName(f"{title}. {line}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(220), theme.scale(58))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = "accent" if self.isChecked() else "control"
        fill = "accent_soft" if self.isChecked() else "surface"
        boxed(painter, rect, theme.color(fill), theme.color(edge), 8)
        line = theme.scale(20)
        top = QRectF(rect.left() + theme.scale(12), rect.top() + theme.scale(8), rect.width(), line)
        words(painter, top, self.text(), theme.font("symbol"), theme.color("text"))
        low = top.translated(0, line)
        words(painter, low, self._line, theme.font("small"), theme.color("text2"))
        named = tokens(theme.look(), self._scheme)
        figures = QRectF(rect.right() - theme.scale(86), rect.top(), theme.scale(74), line)
        for place, (token, text) in enumerate((("gain", "+240.00"), ("loss", "−118.50"))):
            row = figures.translated(0, theme.scale(8) + place * line)
            painter.setFont(theme.font("value"))
            painter.setPen(named[token])
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, align, text)
        if self.shows_ring:
            ring(painter, rect, 8)
        painter.end()


class AppearanceCard(Card):
    """How the window looks."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Appearance", parent=parent)
        self._session = session
        self._preferences = session.preferences
        self._modes = Segments([(mode.value, title) for mode, title in _MODES], "Theme")
        self._sizes = Segments([(str(size), title) for size, title in _SIZES], "Size of text")
        self._group = QButtonGroup(self)
        schemes = QGridLayout()
        schemes.setSpacing(10)
        for place, (scheme, title, line) in enumerate(_SCHEMES):
            button = _SchemeButton(scheme, title, line)
            button.clicked.connect(partial(self._choose_scheme, scheme))
            self._group.addButton(button, place)
            schemes.addWidget(button, place // 2, place % 2)
        self._modes.chosen.connect(self._choose_mode)
        self._sizes.chosen.connect(self._choose_size)
        self.body.setSpacing(8)
        for title, part in (("Theme", self._modes), ("Size of text", self._sizes)):
            row = QHBoxLayout()
            row.addWidget(Words(title, "body", "text2"))
            row.addStretch(1)
            row.addWidget(part)
            self.body.addLayout(row)
        self.body.addWidget(Words("Gain and loss", "body", "text2"))
        self.body.addLayout(schemes)
        self._zone = ChoiceField("Times are shown in", _zones())
        self._zone.set_choice(session.zone)
        self._zone.chosen.connect(self._choose_zone)
        self.body.addWidget(self._zone)
        theme.events.changed.connect(self._show)
        self._show()

    def _choose_zone(self, zone: str) -> None:
        self._preferences.set(_ZONE_KEY, zone)
        revision = self._session.library.revision()
        self._session.changed.emit(Changes(revision=revision, all_trades=True))

    def _show(self) -> None:
        self._modes.set_chosen(theme.mode().value)
        self._sizes.set_chosen(str(theme.text_scale()))
        for place, (scheme, _, _) in enumerate(_SCHEMES):
            self._group.button(place).setChecked(scheme is theme.scheme())

    def _choose_mode(self, key: str) -> None:
        self._preferences.set(_MODE_KEY, key)
        theme.apply(Mode(key), theme.scheme(), theme.text_scale())

    def _choose_scheme(self, scheme: Scheme) -> None:
        self._preferences.set(_SCHEME_KEY, scheme.value)
        theme.apply(theme.mode(), scheme, theme.text_scale())

    def _choose_size(self, key: str) -> None:
        self._preferences.set(_SIZE_KEY, float(key))
        theme.apply(theme.mode(), theme.scheme(), float(key))
