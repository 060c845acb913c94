"""A field of a real form: label above, help or error below, one column."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from fillbook.gui import icons, theme
from fillbook.gui.icons import Icon
from fillbook.gui.widgets.strokes import words

_WIDEST = 420


class _Below(QWidget):
    """Help in quiet words, or what is wrong with an icon."""

    def __init__(self, help_words: str) -> None:
        super().__init__()
        self._help = help_words
        self._error = ""
        theme.events.changed.connect(self._size)
        self._size()

    def set_error(self, error: str) -> None:
        self._error = error
        self.setAccessibleName(error or self._help)
        self._size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._error:
            icons.paint(painter, QRectF(0, 0, 14, rect.height()), Icon.WARN, "bad", 14)
            place = rect.adjusted(20, 0, 0, 0)
            words(painter, place, self._error, theme.font("small"), theme.color("bad"))
        else:
            words(painter, rect, self._help, theme.font("small"), theme.color("text3"))

    def _size(self) -> None:
        self.setFixedHeight(theme.scale(18) if self._help or self._error else 4)
        self.setToolTip(self._error or self._help)
        self.update()


class FormField(QWidget):
    """A label with its mnemonic, a control, and a line below for help or an error."""

    def __init__(
        self, label: str, control: QWidget, help_words: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._label = QLabel(label)
        self._label.setBuddy(control)
        control.setAccessibleName(label.replace("&", ""))
        self.setFocusProxy(control)
        self._below = _Below(help_words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self._label)
        layout.addWidget(control)
        layout.addWidget(self._below)
        theme.events.changed.connect(self._restyle)
        self._restyle()

    def set_error(self, error: str) -> None:
        """Say below the field what is wrong; empty when it is right again."""
        self._below.set_error(error)
        if self.control.property("wrong") != bool(error):
            self.control.setProperty("wrong", bool(error))
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)

    def sizeHint(self) -> QSize:
        return QSize(theme.scale(_WIDEST), super().sizeHint().height())

    def _restyle(self) -> None:
        self._label.setFont(theme.font("label"))
        self.setMaximumWidth(theme.scale(_WIDEST))


class LineField(FormField):
    """A form field of one line of text."""

    edited = Signal(str)

    def __init__(
        self,
        label: str,
        text: str = "",
        *,
        placeholder: str = "",
        help_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.line = QLineEdit(text)
        super().__init__(label, self.line, help_words, parent)
        self.line.setPlaceholderText(placeholder)
        self.line.textEdited.connect(self._changed)

    @property
    def text(self) -> str:
        return self.line.text().strip()

    def set_text(self, text: str) -> None:
        self.line.setText(text)
        self.set_error("")

    def _changed(self, text: str) -> None:
        self.set_error("")
        self.edited.emit(text)


class _Choices(QComboBox):
    """A combo box with our caret; the style sheet's would be a file."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = theme.scale(12)
        box = QRectF(self.width() - size - 10, 0, size, self.height())
        icons.paint(QPainter(self), box, Icon.CARET_DOWN, "text3", size)


class ChoiceField(FormField):
    """A form field of one among several, by key."""

    chosen = Signal(str)

    def __init__(
        self,
        label: str,
        choices: tuple[tuple[str, str], ...] = (),
        *,
        help_words: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.box: QComboBox = _Choices()
        super().__init__(label, self.box, help_words, parent)
        self.show_choices(choices)
        self.box.activated.connect(self._activated)

    @property
    def choice(self) -> str:
        key = self.box.currentData()
        return key if isinstance(key, str) else ""

    def show_choices(self, choices: tuple[tuple[str, str], ...], chosen: str = "") -> None:
        self.box.clear()
        for key, text in choices:
            self.box.addItem(text, key)
        self.set_choice(chosen)

    def set_choice(self, key: str) -> None:
        self.box.setCurrentIndex(max(self.box.findData(key), 0))

    def _activated(self, _index: int) -> None:
        self.set_error("")
        self.chosen.emit(self.choice)
