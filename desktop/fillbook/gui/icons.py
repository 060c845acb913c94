"""Icons by meaning, tinted at run time. The glyphs load after the first paint."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from fillbook.gui import theme

_OVERSIZE = 1.18
"""The glyphs carry their own margin."""


class Icon(StrEnum):
    """One meaning, one glyph of Phosphor, regular weight."""

    DASHBOARD = "squares-four"
    TRADES = "rows"
    REVIEW = "check-square-offset"
    DAYS = "notebook"
    CALENDAR = "calendar-blank"
    STATISTICS = "chart-bar"
    PLAYBOOKS = "graduation-cap"
    IMPORT = "download-simple"
    CONNECTIONS = "arrows-clockwise"
    SETTINGS = "gear-six"
    WELCOME = "hand-waving"
    HELP = "question"
    GUIDE = "book-open"
    FILTER = "funnel"
    OPTIONS = "sliders-horizontal"
    COLUMNS = "columns"
    SEARCH = "magnifying-glass"
    UNDO = "arrow-counter-clockwise"
    VISIBLE = "eye"
    HIDDEN = "eye-slash"
    LIGHT = "sun"
    DARK = "moon"
    CLOSE = "x"
    PREVIOUS = "caret-left"
    NEXT = "caret-right"
    CARET_DOWN = "caret-down"
    CARET_UP = "caret-up"
    ADD = "plus"
    REMOVE = "minus"
    DELETE = "trash"
    EDIT = "pencil-simple"
    TICK = "check"
    LONG = "arrow-up"
    SHORT = "arrow-down"
    BACK = "arrow-left"
    FORWARD = "arrow-right"
    IMAGE = "image"
    NOTE = "note"
    TAG = "tag"
    ACCOUNTS = "stack"
    COMPARE = "scales"
    TABLE = "table"
    COPY = "copy"
    CROSSHAIR = "crosshair-simple"
    EXPORT = "export"
    PIN = "push-pin"
    SAFE = "shield-check"
    FOLDER = "folder-simple"
    FILE = "file-text"
    FILE_DROP = "file-arrow-down"
    PLAY = "play-circle"
    LINK = "link"
    LOCK = "lock-simple"
    SEAL = "circle-wavy-check"
    SEAL_OPEN = "circle-wavy-warning"
    OK = "check-circle"
    WARN = "warning-circle"
    BAD = "x-circle"
    INFO = "info"
    CONFLICT = "git-merge"
    SPLIT = "git-fork"
    CLOCK = "clock"
    BARS = "chart-line"
    RESET = "arrows-in"
    EXPAND = "arrows-out"
    MORE = "dots-three"
    BACKUP = "archive-box"
    KEYBOARD = "keyboard"
    COMPACT = "list"


class _Glyphs:
    """The icon font, once it is loaded, and the pixmaps drawn from it."""

    loaded = False
    pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}  # noqa: RUF012


def load() -> None:
    """Load the icon font; called once the first frame is painted. Repaints everything."""
    if _Glyphs.loaded:
        return
    import qtawesome

    qtawesome.font("ph", 16)
    _Glyphs.loaded = True
    theme.events.changed.connect(_Glyphs.pixmaps.clear)
    theme.events.changed.emit()


def pixmap(icon: Icon, token: str = "text2", size: int = 16, ratio: float = 2.0) -> QPixmap:
    """The icon at a logical size, at most as sharp as the screen; empty before `load`."""
    if not _Glyphs.loaded:
        return QPixmap()
    key = (icon.value, token, size, ratio)
    found = _Glyphs.pixmaps.get(key)
    if found is None:
        found = _Glyphs.pixmaps[key] = _drawn(icon, theme.color(token), size, ratio)
    return found


def icon(icon: Icon, token: str = "text2", size: int = 16) -> QIcon:
    """The icon for a menu or an action; empty before `load`."""
    made = QIcon(pixmap(icon, token, size))
    if _Glyphs.loaded:
        made.addPixmap(pixmap(icon, "disabled", size), QIcon.Mode.Disabled)
    return made


def paint(
    painter: QPainter, rect: QRectF, icon: Icon, token: str = "text2", size: int = 16
) -> None:
    """Draw the icon in the middle of a rectangle."""
    drawn = pixmap(icon, token, size, painter.device().devicePixelRatioF())
    if drawn.isNull():
        return
    left = round(rect.center().x() - size / 2)
    top = round(rect.center().y() - size / 2)
    painter.drawPixmap(QPointF(left, top), drawn)


def _drawn(icon: Icon, color: QColor, size: int, ratio: float) -> QPixmap:
    import qtawesome

    drawn = QPixmap(QSize(size, size) * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    font = qtawesome.font("ph", round(size * _OVERSIZE))
    painter = QPainter(drawn)
    painter.setFont(font)
    painter.setPen(color)
    box = QRectF(0, 0, size, size).adjusted(-4, -4, 4, 4)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), qtawesome.charmap(f"ph.{icon.value}"))
    painter.end()
    return drawn
