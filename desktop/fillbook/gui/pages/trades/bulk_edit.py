"""Edit several trades at once: each line acts on all of them, and each is one undo."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fillbook.domain.contents import Vocabulary
from fillbook.domain.review import EMOTIONS, Grade
from fillbook.gui import format, theme
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.completion import Offer
from fillbook.gui.widgets.popover import Popover
from fillbook.gui.widgets.property_line import PropertyLine
from fillbook.gui.widgets.words import Words


class BulkEdit(Popover):
    """Grade, setup, strategy, emotion and tags of the selected trades."""

    edit_wanted = Signal(str, object)  # key of `Library.edit`, value

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._vocabulary = Vocabulary(tags=(), setups=(), strategies=(), emotions=())
        self._title = Words("", "symbol", "text")
        self.body.addWidget(self._title)
        self._lines: dict[PropertyLine, str] = {}
        for key, label, offered, free in (
            ("grade", "Grade", self._grades, False),
            ("setup", "Setup", self._setups, True),
            ("strategy", "Strategy", self._strategies, True),
            ("emotion", "Emotion", self._emotions, True),
            ("tags+", "Add a tag", self._tags, True),
            ("tags-", "Take a tag", self._tags, False),
        ):
            self._add_line(key, label, offered, free)
        row = QHBoxLayout()
        self._reviewed = Button("Mark as reviewed", height=28)
        self._unreviewed = Button("Not reviewed", height=28)
        row.addWidget(self._reviewed)
        row.addWidget(self._unreviewed)
        row.addStretch(1)
        self.body.addLayout(row)
        self._reviewed.clicked.connect(self._mark_reviewed)
        self._unreviewed.clicked.connect(self._mark_unreviewed)

    def open_for(self, trades: int, vocabulary: Vocabulary, anchor: QWidget) -> None:
        """Open at a widget for so many trades."""
        self._vocabulary = vocabulary
        self._title.setText(f"Edit {format.plural(trades, 'trade', 'trades')}")
        for line in self._lines:
            line.show_value("", "…")
        self.setFixedWidth(theme.scale(380))
        self.open_below(anchor, align_right=True)

    def _add_line(
        self, key: str, label: str, offered: Callable[[], Sequence[Offer]], free: bool
    ) -> None:
        line = PropertyLine(label, offers=offered, free=free)
        self._lines[line] = key
        line.committed.connect(self._committed)
        self.body.addWidget(line)

    def _committed(self, value: str) -> None:
        line = self.sender()
        if isinstance(line, PropertyLine) and value:
            line.show_value(value)
            self.edit_wanted.emit(self._lines[line], value)

    def _mark_reviewed(self) -> None:
        self.edit_wanted.emit("reviewed", True)
        self.close()

    def _mark_unreviewed(self) -> None:
        self.edit_wanted.emit("reviewed", False)
        self.close()

    def _grades(self) -> list[Offer]:
        return [Offer(grade.value, grade.value) for grade in Grade]

    def _setups(self) -> list[Offer]:
        return [Offer(name, name) for name in self._vocabulary.setups]

    def _strategies(self) -> list[Offer]:
        return [Offer(name, name) for name in self._vocabulary.strategies]

    def _emotions(self) -> list[Offer]:
        used = self._vocabulary.emotions
        rest = tuple(word for word in EMOTIONS if word not in used)
        return [Offer(name, name.capitalize()) for name in (*used, *rest)]

    def _tags(self) -> list[Offer]:
        return [
            Offer(tag.name, tag.name, format.plural(tag.trades, "trade", "trades"), tag.colour)
            for tag in self._vocabulary.tags
        ]
