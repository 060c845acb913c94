"""What a service can keep of a trade, and that the rest stays here."""

from PySide6.QtWidgets import QGridLayout, QWidget

from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.words import Prose, Words

_COLUMNS = 4


class HoldsCard(Card):
    """The fields that a service takes, in columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What it can hold", parent=parent)
        self._holds: tuple[str, ...] = ()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self.body.setSpacing(10)
        self.body.addLayout(self._grid)
        self._stays = Prose("", "small", "text3")
        self.body.addWidget(self._stays)

    def show_holds(self, holds: tuple[str, ...], stays: tuple[str, ...]) -> None:
        """Name the fields, and those that the service has no place for."""
        self._stays.setText(_words(holds, stays))
        if holds == self._holds:
            return
        self._holds = holds
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place, name in enumerate(holds):
            row, column = divmod(place, _COLUMNS)
            self._grid.addWidget(Words(f"\N{CHECK MARK} {name}", "body", "text2"), row, column)


def _words(holds: tuple[str, ...], stays: tuple[str, ...]) -> str:
    if not holds:
        return "Nothing of yours goes there: it only delivers."
    return f"Stays here: {', '.join(stays)}." if stays else "Nothing of a trade stays here alone."
