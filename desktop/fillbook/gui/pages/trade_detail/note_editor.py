"""The notes of a trade: four texts, one at a time, kept while one types."""

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fillbook.domain.review import NoteKind
from fillbook.gui import theme
from fillbook.gui.image_drop import has_pictures, pictures
from fillbook.gui.widgets.note_field import KEPT_AFTER_MS, NoteField
from fillbook.gui.widgets.segments import Segments

_KINDS = (
    (NoteKind.GENERAL, "Notes"),
    (NoteKind.THOUGHT_PROCESS, "Thinking"),
    (NoteKind.MISTAKES, "Mistakes"),
    (NoteKind.LESSONS, "Lessons"),
)
_PROMPTS = {
    NoteKind.GENERAL: "What happened, in a line or two",
    NoteKind.THOUGHT_PROCESS: "Why this trade, why then, why that size",
    NoteKind.MISTAKES: "What was against the plan",
    NoteKind.LESSONS: "What to do the same or otherwise next time",
}


class _Text(NoteField):
    """Plain Markdown source; pictures that are pasted go to the trade."""

    pictures_pasted = Signal(list)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return has_pictures(source) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        found = pictures(source) if has_pictures(source) else []
        if found and (source.hasUrls() or not source.hasText()):
            self.pictures_pasted.emit(found)
        else:
            super().insertFromMimeData(source)


class NoteEditor(QWidget):
    """Typing is kept two seconds after the last key, and when the field is left."""

    committed = Signal(str, str, str)  # trade id, kind of note, text
    pictures_pasted = Signal(list)
    left_by_key = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trade_id = ""
        self._notes: dict[str, str] = {}
        self._kind = NoteKind.GENERAL
        self._kinds = Segments([(kind, title) for kind, title in _KINDS], "Which note")
        self._kinds.chosen.connect(self._choose)
        self._text = _Text(self)
        self._text.setAccessibleName("Note")
        self._text.setPlaceholderText(_PROMPTS[self._kind])
        self._text.setMinimumHeight(theme.scale(44))
        self._text.textChanged.connect(self._typed)
        self._text.left.connect(self.commit)
        self._text.given_up.connect(self._give_up)
        self._text.pictures_pasted.connect(self.pictures_pasted)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_AFTER_MS)
        self._timer.timeout.connect(self.commit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._kinds, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._text, 1)
        theme.events.changed.connect(self._restyle)
        self._restyle()

    def show_notes(self, trade_id: str, notes: dict[str, str]) -> None:
        """Show the notes of a trade; what is being typed for it is never overwritten."""
        typing = trade_id == self._trade_id and self._is_dirty()
        if trade_id != self._trade_id:
            self.commit()
        self._trade_id, self._notes = trade_id, dict(notes)
        for kind, title in _KINDS:
            self._kinds.set_words(kind, f"{title} ·" if notes.get(kind) else title)
        if not typing and self._text.toPlainText() != notes.get(self._kind, ""):
            self._show_text()

    def begin(self) -> None:
        """Put the caret at the end of the note."""
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._text.moveCursor(QTextCursor.MoveOperation.End)

    def commit(self) -> None:
        """Hand over what was typed, if it differs from what is kept."""
        self._timer.stop()
        if self._trade_id and self._is_dirty():
            text = self._text.toPlainText()
            self._notes[self._kind] = text
            self.committed.emit(self._trade_id, self._kind.value, text)

    def _is_dirty(self) -> bool:
        return self._text.toPlainText() != self._notes.get(self._kind, "")

    def _typed(self) -> None:
        if self._is_dirty():
            self._timer.start()

    def _choose(self, kind: str) -> None:
        self.commit()
        self._kind = NoteKind(kind)
        self._show_text()
        self.begin()

    def _show_text(self) -> None:
        self._text.setPlaceholderText(_PROMPTS[self._kind])
        self._text.show_text(self._notes.get(self._kind, ""))

    def _give_up(self) -> None:
        self.commit()
        self.left_by_key.emit()

    def _restyle(self) -> None:
        self._text.setFont(theme.font("body"))
