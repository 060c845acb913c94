"""The one family that the window is set in, and its sizes."""

import sys
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

_PLATFORM = {
    "win32": ("Segoe UI Variable Text", "Segoe UI"),
    "darwin": (".AppleSystemUIFont",),
}
_STACK = (
    "Inter",
    "Inter Variable",
    *_PLATFORM.get(sys.platform, ()),
    "Noto Sans",
    "Ubuntu Sans",
    "Cantarell",
    "Roboto",
    "Source Sans 3",
    "Liberation Sans",
    "DejaVu Sans Condensed",
)


@dataclass(frozen=True, slots=True)
class Role:
    """A size at 100 % text, a weight and a spacing between letters."""

    px: int
    weight: int
    spacing: float = 0.0


ROLES = {
    "display": Role(28, 600, -0.4),
    "figure": Role(24, 600),
    "figure_small": Role(18, 600),
    "title": Role(20, 600, -0.2),
    "pane": Role(16, 600),
    "body": Role(13, 400),
    "value": Role(13, 500),
    "symbol": Role(13, 600),
    "small": Role(12, 400),
    "label": Role(12, 500),
    "micro": Role(11, 500),
}


def family(known: str = "") -> str:
    """The first family of the stack that is installed and whose digits are of one width.

    Args:
        known: The family found at an earlier start, or chosen by the user; looking it
            up alone spares the stack.
    """
    for name in (known, *_STACK):
        if name and QFontDatabase.hasFamily(name) and _is_tabular(name):
            return name
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def made(name: str, role: Role, text_scale: float) -> QFont:
    """The font of a role: tabular figures, signs at their height, even spacing."""
    font = QFont(name)
    font.setPixelSize(max(1, round(role.px * text_scale)))
    font.setWeight(QFont.Weight(role.weight))
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("case"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if role.spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, role.spacing * text_scale)
    return font


def _is_tabular(name: str) -> bool:
    metrics = QFontMetricsF(made(name, ROLES["body"], 1.0))
    widths = [metrics.horizontalAdvance(digit) for digit in "0123456789"]
    return max(widths) - min(widths) < 0.01
