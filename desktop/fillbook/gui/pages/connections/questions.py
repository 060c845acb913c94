"""One question at a time: what was before, mine and theirs, answered by a key."""

from functools import partial
from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import theme
from fillbook.gui.pages.connections.presenter import Question, differing
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.card import Card, Panel
from fillbook.gui.widgets.link import Link
from fillbook.gui.widgets.words import Prose, Words


class _Side(Panel):
    """One side's value; what differs from before, or else from the other side, is marked."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._text = "", ""
        self._mark = ""
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(6)
        layout.addWidget(Words(title, "symbol", "text"))
        layout.addWidget(self._label, 1)
        self._title = title
        theme.events.changed.connect(self._render)

    def show_value(self, before: str, text: str, mark: str) -> None:
        """Show a text, its differences in the ink of a token."""
        self._before, self._text, self._mark = before, text, mark
        self.setAccessibleName(f"{self._title}: {text}")
        self._render()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, theme.scale(72))

    def _render(self) -> None:
        ink = theme.color("text").name()
        if not self._text:
            quiet = theme.color("text3").name()
            self._label.setText(f'<span style="color:{quiet}">nothing</span>')
            return
        parts = []
        for text, is_new in differing(self._before, self._text):
            shown = escape(text).replace("\n", "<br>")
            if is_new and self._mark and self._before:
                soft, strong = (
                    theme.color(f"{self._mark}_soft").name(),
                    theme.color(self._mark).name(),
                )
                shown = f'<span style="background:{soft}; color:{strong}">{shown}</span>'
            parts.append(shown)
        self._label.setText(f'<span style="color:{ink}">{"".join(parts)}</span>')
        self._label.setFont(theme.font("body"))


class QuestionCard(Card):
    """Answered with 1, 2, 3 ...; J and K walk through what waits."""

    answered = Signal(str, str)  # the conflict's id, the choice
    trade_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._questions: tuple[Question, ...] = ()
        self._place = 0
        self._trade = Link("Its trade")
        self._trade.clicked.connect(self._open_trade)
        self._count = Words("", "small", "text2")
        self._previous = Button("Previous", Kind.GHOST, key="K", height=26)
        self._next = Button("Next", Kind.GHOST, key="J", height=26)
        self._previous.clicked.connect(partial(self._walk, -1))
        self._next.clicked.connect(partial(self._walk, 1))
        for widget in (self._trade, self._count, self._previous, self._next):
            self.add_action(widget)
        self._sides = (_Side("Before"), _Side("Mine"), _Side("Theirs"))
        sides = QHBoxLayout()
        sides.setSpacing(10)
        for side in self._sides:
            sides.addWidget(side, 1)
        self._choices = QHBoxLayout()
        self._choices.setSpacing(8)
        self.body.setSpacing(12)
        self.body.addLayout(sides)
        self.body.addLayout(self._choices)
        self.body.addWidget(
            Prose("Your answer counts here at once; the next sync sends it.", "small", "text3")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_questions(self, questions: tuple[Question, ...]) -> None:
        """Show what waits; the place in it is kept as far as it can be."""
        self._questions = questions
        self._place = min(self._place, max(len(questions) - 1, 0))
        self.setVisible(bool(questions))
        if questions:
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        number = event.key() - int(Qt.Key.Key_1)
        if step is not None:
            self._walk(step)
        elif self._questions and 0 <= number < len(self._question.choices):
            self._answer(self._question.choices[number][0])
        else:
            super().keyPressEvent(event)

    @property
    def _question(self) -> Question:
        return self._questions[self._place]

    def _walk(self, step: int) -> None:
        if self._questions:
            self._place = (self._place + step) % len(self._questions)
            self._show()

    def _show(self) -> None:
        question = self._question
        self.set_title(question.title)
        self.set_note(question.note)
        self._trade.setText(question.trade or "Its trade")
        self._trade.setAccessibleName(question.trade)
        self._trade.updateGeometry()
        self._trade.setVisible(question.trade_id is not None)
        self._count.setText(f"{self._place + 1} of {len(self._questions)}")
        values = (question.before, question.mine, question.theirs)
        marks = ("", "accent", "warn")
        for side, value, mark in zip(self._sides, values, marks, strict=True):
            side.setVisible(value is not None)
            side.show_value(compared(question, value), value or "", mark)
        self._show_choices(question)

    def _show_choices(self, question: Question) -> None:
        while (item := self._choices.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (choice, text) in enumerate(question.choices, 1):
            button = Button(text, key=str(number))
            button.clicked.connect(partial(self._answer, choice))
            self._choices.addWidget(button)
        self._choices.addStretch(1)

    def _answer(self, choice: str, _checked: bool = False) -> None:
        self.answered.emit(self._question.conflict.id, choice)

    def _open_trade(self) -> None:
        if self._question.trade_id is not None:
            self.trade_wanted.emit(self._question.trade_id)


def compared(question: Question, value: str | None) -> str:
    """What a side's differences are told from: what was before, else the other side."""
    if question.before is None or question.before:
        return question.before or ""
    other = question.theirs if value == question.mine else question.mine
    return other or ""
