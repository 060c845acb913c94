"""The review of a trade: its notes and tags at the left, its properties at the right."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fillbook.gui.pages.trade_detail.note_editor import NoteEditor
from fillbook.gui.pages.trade_detail.presenter import (
    DetailState,
    Loaded,
    Property,
    in_words,
    stored_word,
)
from fillbook.gui.pages.trade_detail.tag_editor import TagEditor
from fillbook.gui.widgets.completion import Offer
from fillbook.gui.widgets.property_line import PropertyLine
from fillbook.gui.widgets.scroll_area import ScrollArea
from fillbook.gui.widgets.words import Words

_PROPERTIES = 224


class ReviewPanel(QWidget):
    """Everything a trader says of a trade, each line with its key."""

    edited = Signal(str, str, object)  # trade id, key of `Library.edit`, value
    pictures_pasted = Signal(list)
    left_by_key = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trade_id = ""
        self._properties: dict[str, Property] = {}
        self._lines: dict[str, PropertyLine] = {}
        self.notes = NoteEditor()
        self.notes.committed.connect(self._note)
        self.notes.pictures_pasted.connect(self.pictures_pasted)
        self.notes.left_by_key.connect(self.left_by_key)
        self.tags = TagEditor()
        self.tags.added.connect(self._tag_added)
        self.tags.removed.connect(self._tag_removed)
        self.tags.left_by_key.connect(self.left_by_key)
        self._right = ScrollArea()
        self._right.setFixedWidth(_PROPERTIES)
        self._right.body.setSpacing(0)
        self._right.body.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.notes, 1)
        left.addWidget(Words("Tags", "small", "text3"))
        left.addWidget(self.tags)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 10)
        layout.setSpacing(20)
        layout.addLayout(left, 1)
        layout.addWidget(self._right)

    def show_review(self, loaded: Loaded, state: DetailState) -> None:
        """Show a trade's review."""
        self._trade_id = state.trade_id
        review = loaded.detail.trade.review
        self.notes.show_notes(state.trade_id, review.notes)
        self.tags.show_tags(review.tags, loaded.vocabulary.tags)
        for known in state.properties:
            self._properties[known.key] = known
            line = self._lines.get(known.key) or self._new_line(known)
            line.show_value(known.value)

    def edit_property(self, key: str) -> None:
        """Open the field of a property."""
        if key in self._lines:
            self._right.ensureWidgetVisible(self._lines[key])
            self._lines[key].edit()

    def keep_typing(self) -> None:
        """Hand over what is being typed."""
        self.notes.commit()

    def _new_line(self, known: Property) -> PropertyLine:
        line = PropertyLine(
            known.label,
            key=known.shortcut,
            offers=partial(self._offers, known.key),
            free=known.free,
            label_width=84,
        )
        line.committed.connect(partial(self._property, known.key))
        self._lines[known.key] = line
        self._right.body.insertWidget(self._right.body.count() - 1, line)
        return line

    def _offers(self, key: str) -> list[Offer]:
        return [Offer(word, in_words(word)) for word in self._properties[key].choices]

    def _property(self, key: str, value: str) -> None:
        known = self._properties[key]
        word = stored_word(value, known.choices) if known.choices else value.strip()
        if word != stored_word(known.value, known.choices):
            self.edited.emit(self._trade_id, key, word)

    def _note(self, trade_id: str, kind: str, text: str) -> None:
        self.edited.emit(trade_id, f"notes.{kind}", text)

    def _tag_added(self, tag: str) -> None:
        self.edited.emit(self._trade_id, "tags+", tag)

    def _tag_removed(self, tag: str) -> None:
        self.edited.emit(self._trade_id, "tags-", tag)
