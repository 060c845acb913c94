"""The tags of a trade: chips, and a field that completes the words in use."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from fillbook.domain.contents import TagUse
from fillbook.gui import theme
from fillbook.gui.widgets.chip import Chip
from fillbook.gui.widgets.completion import Completion, Offer, matching

_GAP = 6
_FIELD = 120
_LINE = 30


class _Field(QLineEdit):
    backspaced = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.backspaced.emit()
        else:
            super().keyPressEvent(event)


class TagEditor(QWidget):
    """Enter or a comma adds what was typed; the cross or Backspace takes one off."""

    added = Signal(str)
    removed = Signal(str)
    left_by_key = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[Chip] = []
        self._tags: tuple[str, ...] = ()
        self._uses: tuple[TagUse, ...] = ()
        self._field = _Field(self)
        self._field.setPlaceholderText("Add a tag")
        self._field.setAccessibleName("Add a tag")
        self._field.setMaxLength(80)
        self._field.returnPressed.connect(self._entered)
        self._field.textEdited.connect(self._typed)
        self._field.backspaced.connect(self._take_last)
        self._field.given_up.connect(self.left_by_key)
        self._completion = Completion(self._field)
        self._completion.chosen.connect(self._add)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.events.changed.connect(self._arrange)

    def show_tags(self, tags: Sequence[str], uses: tuple[TagUse, ...]) -> None:
        """Show these tags; ``uses`` gives their colours and what may be completed."""
        self._uses = uses
        if tuple(tags) == self._tags:
            return
        self._tags = tuple(tags)
        colours = {use.name: use.colour for use in uses}
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for tag in tags:
            chip = Chip(tag, colour=colours.get(tag, 0), removable=True, parent=self)
            chip.setProperty("tag", tag)
            chip.removed.connect(self._chip_removed)
            chip.show()
            self._chips.append(chip)
        self._arrange()

    def begin(self) -> None:
        """Put the caret into the field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(240, self._flow(max(self.width(), 200), place=False))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._flow(max(self.width(), 200), place=False))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow(width, place=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._flow(self.width(), place=True)

    def _arrange(self) -> None:
        self._field.setFont(theme.font("small"))
        self._flow(self.width(), place=True)
        self.updateGeometry()

    def _flow(self, width: int, *, place: bool) -> int:
        """Lay the chips out in lines and give the height that it takes."""
        at, line = QPoint(0, 0), theme.scale(_LINE)
        for widget, size in self._parts():
            if at.x() and at.x() + size.width() > width:
                at = QPoint(0, at.y() + line + _GAP)
            if place:
                widget.setGeometry(QRect(at, size))
            at.setX(at.x() + size.width() + _GAP)
        return at.y() + line

    def _parts(self) -> list[tuple[QWidget, QSize]]:
        parts: list[tuple[QWidget, QSize]] = [(chip, chip.sizeHint()) for chip in self._chips]
        return [*parts, (self._field, QSize(theme.scale(_FIELD), theme.scale(_LINE)))]

    def _offers(self) -> list[Offer]:
        return [
            Offer(use.name, use.name, str(use.trades), use.colour)
            for use in self._uses
            if use.name not in self._tags
        ]

    def _typed(self, text: str) -> None:
        if text.endswith(","):
            self._add(text[:-1])
            return
        self._completion.show_offers(matching(self._offers(), text) if text else [], text)

    def _entered(self) -> None:
        self._add(self._field.text())

    def _add(self, tag: str) -> None:
        self._completion.close()
        self._field.clear()
        if tag.strip() and tag.strip() not in self._tags:
            self.added.emit(tag.strip())

    def _take_last(self) -> None:
        if self._tags:
            self.removed.emit(self._tags[-1])

    def _chip_removed(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.removed.emit(str(chip.property("tag")))
