"""A column of a table: where its text, its ink and its sort keys come from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from fillbook.gui.icons import Icon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keys = NDArray[np.int64] | NDArray[np.float64]

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTER = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. Its functions get the number of a row in the source, never of the view."""

    key: str
    title: str
    width: int  # logical pixels at 100 % text
    text: Callable[[int], str]
    raw: Callable[[int], object] | None = None  # the value that the text stands for
    keys: "Callable[[], Keys] | None" = None  # sorts by these; None: cannot be sorted
    align: Qt.AlignmentFlag = LEFT
    role: str = "body"
    token: str = "text"
    ink: Callable[[int], str] | None = None  # a token a row, where it differs
    dot: Callable[[int], int | None] | None = None  # colour of a category
    icon: Callable[[int], Icon | None] | None = None  # before the text, or alone
    paint: Callable[[QPainter, QRectF, int], None] | None = None  # instead of the text
    tip: Callable[[int], str] | None = None  # why it is unknown, or what stands behind it
    rank: int = 0  # the higher, the sooner it gives way in a narrow table; 0 never
    stretch: bool = False  # takes what is left
    shown: bool = True  # at first


class Source(Protocol):
    """Rows that a table shows, by column."""

    @property
    def columns(self) -> tuple[Column, ...]: ...

    @property
    def ids(self) -> "tuple[str, ...] | list[str]": ...
