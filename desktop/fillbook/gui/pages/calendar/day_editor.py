"""The note of a day, kept while one types."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.widgets.note_field import KEPT_AFTER_MS, NoteField
from fillbook.gui.widgets.words import Words

_TEXT_INDENT = 6
"""The field's own padding brings its text in line with what stands above."""


class DayEditor(QWidget):
    """Typing is kept two seconds after the last key, and when the field is left."""

    committed = Signal(object, str)  # date, text
    left_by_key = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day: date | None = None
        self._kept = ""
        self.text = NoteField(self)
        self.text.setAccessibleName("Note of the day")
        self.text.setPlaceholderText("How the day was, in a line or two")
        self.text.textChanged.connect(self._typed)
        self.text.left.connect(self.commit)
        self.text.given_up.connect(self._give_up)
        self._timer = QTimer(self, interval=KEPT_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.commit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_TEXT_INDENT, 10, _TEXT_INDENT, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16 - _TEXT_INDENT, 0, 0, 0)
        head.addWidget(Words("Note of the day", "label", "text2"))
        layout.addLayout(head)
        layout.addWidget(self.text)
        theme.events.changed.connect(self._restyle)
        self._restyle()

    def show_note(self, day: date, text: str) -> None:
        """Show a day's note; what is being typed for it is never overwritten."""
        if day != self._day:
            self.commit()
        elif self._is_dirty():
            return
        self._day, self._kept = day, text
        if self.text.toPlainText() != text:
            self.text.show_text(text)

    def commit(self) -> None:
        """Hand over what was typed, if it differs from what is kept."""
        self._timer.stop()
        if self._day is not None and self._is_dirty():
            self._kept = self.text.toPlainText()
            self.committed.emit(self._day, self._kept)

    def _is_dirty(self) -> bool:
        return self.text.toPlainText() != self._kept

    def _typed(self) -> None:
        if self._is_dirty():
            self._timer.start()

    def _give_up(self) -> None:
        self.commit()
        self.left_by_key.emit()

    def _restyle(self) -> None:
        self.text.setFont(theme.font("body"))
        self.text.setFixedHeight(theme.scale(96))
