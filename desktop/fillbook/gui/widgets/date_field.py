"""A date that is typed, or left open."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from fillbook.gui import theme


class DateField(QWidget):
    """Takes 2026-03-14, 2026-03 or 2026; a month or a year is its first or last day."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_end = name.endswith("to")
        self._day: date | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(name)
        self.line.setAccessibleName(name)
        self.line.setToolTip("2026-03-14, 2026-03 or 2026; empty leaves it open")
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.line.editingFinished.connect(self._finished)
        theme.events.changed.connect(self._size)
        self._size()

    @property
    def day(self) -> date | None:
        return self._day

    def set_day(self, day: date | None) -> None:
        self._day = day
        self.line.setText("" if day is None else day.isoformat())

    def _finished(self) -> None:
        try:
            day = parsed_day(self.line.text(), at_end=self._is_end)
        except ValueError:
            self._mark(wrong=True)
            return
        self._mark(wrong=False)
        if day != self._day:
            self.set_day(day)
            self.changed.emit()

    def _mark(self, *, wrong: bool) -> None:
        self.line.setProperty("wrong", wrong)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def _size(self) -> None:
        self.line.setFixedWidth(theme.scale(112))


def parsed_day(text: str, *, at_end: bool) -> date | None:
    """A day, the first or last one of a month or a year, or none of no text.

    Raises:
        ValueError: it is no date.
    """
    parts = [int(part) for part in text.strip().split("-")] if text.strip() else []
    if not parts:
        return None
    if len(parts) == 3:
        return date(*parts)
    year, month = (*parts, 12 if at_end else 1)[:2]
    if not at_end:
        return date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
