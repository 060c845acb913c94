"""What the window is painted in: colours, fonts and sizes by name, and when they change."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from fillbook.gui import fonts
from fillbook.gui.tokens import CATEGORIES, Look, Scheme, tokens


class Mode(StrEnum):
    """What the user chose; SYSTEM follows the platform, its contrast setting too."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast_light"
    CONTRAST_DARK = "contrast_dark"


class Events(QObject):
    """Tells every painted part that colours, fonts or sizes are others now."""

    changed = Signal()


events = Events()


class _Current:
    """The tables in force. Filled for the light theme, so that tests need no set-up."""

    def __init__(self) -> None:
        self.mode = Mode.SYSTEM
        self.look = Look.LIGHT
        self.scheme = Scheme.BLUE_ORANGE
        self.text_scale = 1.0
        self.is_paper = False
        self.family = ""
        self.colors: dict[str, QColor] = {}
        self.fonts: dict[str, QFont] = {}
        self.mixes: dict[tuple[str, str, float], QColor] = {}
        self.fill()

    def fill(self) -> None:
        named = tokens(self.look, self.scheme)
        self.colors = {name: QColor(value) for name, value in named.items()}
        self.fonts = {}
        self.mixes = {}


_current = _Current()
_categories = tuple(QColor(value) for value in CATEGORIES)


def color(token: str) -> QColor:
    """The colour of a token in the theme in force."""
    return _current.colors[token]


def category(index: int) -> QColor:
    """The colour of a dot; the eight repeat."""
    return _categories[index % len(_categories)]


def mix(base: str, other: str, share: float) -> QColor:
    """The base token's colour with a share, 0 to 1, of another's: tints are never stored."""
    key = (base, other, share)
    found = _current.mixes.get(key)
    if found is None:
        found = _current.mixes[key] = blend(color(base), color(other), share)
    return found


def blend(base: QColor, other: QColor, share: float) -> QColor:
    """Two colours mixed, channel by channel."""
    rest = 1.0 - share
    return QColor.fromRgbF(
        base.redF() * rest + other.redF() * share,
        base.greenF() * rest + other.greenF() * share,
        base.blueF() * rest + other.blueF() * share,
    )


def pnl_token(value: float) -> str:
    """The token that a gain, a loss or nothing is written in."""
    if value > 0:
        return "gain"
    return "loss" if value < 0 else "text2"


def font(role: str) -> QFont:
    """The font of a role of look.md: display, figure, title, body, value, small, ..."""
    found = _current.fonts.get(role)
    if found is None:
        found = fonts.made(_current.family, fonts.ROLES[role], _current.text_scale)
        _current.fonts[role] = found
    return found


def scale(px: float) -> int:
    """A length that grows with the text, in logical pixels."""
    return round(px * _current.text_scale)


def look() -> Look:
    return _current.look


def mode() -> Mode:
    return _current.mode


def scheme() -> Scheme:
    return _current.scheme


def text_scale() -> float:
    return _current.text_scale


def family() -> str:
    """The family that text is set in."""
    return _current.family


def is_dark() -> bool:
    return _current.look in (Look.DARK, Look.CONTRAST_DARK)


def apply(
    mode: Mode, scheme: Scheme = Scheme.BLUE_ORANGE, text_scale: float = 1.0, family: str = ""
) -> None:
    """Put a theme in force over the whole program. Nothing is rebuilt, all is repainted.

    Args:
        text_scale: 1.0 to 2.0.
        family: The one found at the last start; empty to search.
    """
    _current.mode, _current.scheme = mode, scheme
    _current.text_scale = min(max(text_scale, 1.0), 2.0)
    if family or not _current.family:
        _current.family = fonts.family(family)
    _show()


@contextmanager
def on_paper() -> Iterator[None]:
    """Paint in the light theme for a moment, as prints and files want it; nothing hears of it."""
    look = _current.look
    try:
        _current.look, _current.is_paper = Look.LIGHT, True
        _current.fill()
        yield
    finally:
        _current.look, _current.is_paper = look, False
        _current.fill()


def is_paper() -> bool:
    """Whether a file is painted now: no fading gradients, which few viewers print well."""
    return _current.is_paper


def follow_system() -> None:
    """Repaint when the platform turns dark or light, while the mode follows it."""
    QGuiApplication.styleHints().colorSchemeChanged.connect(_system_changed)


def _system_changed(_scheme: Qt.ColorScheme) -> None:
    if _current.mode is Mode.SYSTEM and _looked_for() is not _current.look:
        _show()


def _show() -> None:
    from fillbook.gui.style_sheet import style_sheet

    _current.look = _looked_for()
    _current.fill()
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setFont(font("body"))
        app.setPalette(_palette())
        app.setStyleSheet(style_sheet())
    events.changed.emit()


def _looked_for() -> Look:
    if _current.mode is not Mode.SYSTEM:
        return Look(_current.mode.value)
    hints = QGuiApplication.styleHints()
    dark = hints.colorScheme() is Qt.ColorScheme.Dark
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return Look.CONTRAST_DARK if dark else Look.CONTRAST_LIGHT
    return Look.DARK if dark else Look.LIGHT


def _palette() -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, token in (
        (roles.Window, "canvas"),
        (roles.WindowText, "text"),
        (roles.Base, "surface"),
        (roles.AlternateBase, "sunken"),
        (roles.Text, "text"),
        (roles.Button, "surface"),
        (roles.ButtonText, "text"),
        (roles.ToolTipBase, "raised"),
        (roles.ToolTipText, "text"),
        (roles.PlaceholderText, "text3"),
        (roles.Highlight, "accent_line"),
        (roles.HighlightedText, "text"),
        (roles.Link, "accent"),
        (roles.LinkVisited, "accent"),
        (roles.Accent, "accent_fill"),
        (roles.BrightText, "bad"),
        (roles.Light, "line"),
        (roles.Midlight, "line"),
        (roles.Mid, "control"),
        (roles.Dark, "control"),
        (roles.Shadow, "control"),
    ):
        palette.setColor(role, color(token))
    if _current.look in (Look.CONTRAST_LIGHT, Look.CONTRAST_DARK):
        palette.setColor(roles.Highlight, color("accent_fill"))
        palette.setColor(roles.HighlightedText, color("on_accent"))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("disabled"))
    return palette
