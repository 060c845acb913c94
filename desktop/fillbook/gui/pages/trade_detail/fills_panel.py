"""The fills of a trade: seen, corrected, taken out, or split off into a trade of their own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fillbook.domain.account import Account
from fillbook.domain.execution import Side
from fillbook.domain.trade import Leg
from fillbook.gui.icons import Icon
from fillbook.gui.pages.entry.presenter import FillText, corrected, fill_text
from fillbook.gui.pages.trade_detail.presenter import FILL_HEADERS
from fillbook.gui.widgets.button import Button, Kind
from fillbook.gui.widgets.segments import Segments
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Words

_WIDTHS = (56, 132, 56, 84, 92, 72, 92, 0)
_FIGURES = frozenset({3, 4, 5, 6})


class FillsPanel(QWidget):
    """Enter corrects a fill; several selected ones can become a trade of their own."""

    changed = Signal(str, object)  # execution id, Execution
    deleted = Signal(str)  # execution id
    split = Signal(list)  # execution ids

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legs: tuple[Leg, ...] = ()
        self._account: Account | None = None
        self._edited = -1
        self._table = WordTable("Fills", FILL_HEADERS, _WIDTHS, right=_FIGURES)
        self._table.opened.connect(self._edit)
        self._table.selection_changed.connect(self._selected)
        self._change = Button("Correct", Kind.GHOST, icon=Icon.EDIT, height=26)
        self._delete = Button("Take out", Kind.GHOST, icon=Icon.DELETE, height=26)
        self._split = Button("Make a trade of these", Kind.GHOST, icon=Icon.SPLIT, height=26)
        self._change.clicked.connect(self._edit_selected)
        self._delete.clicked.connect(self._delete_selected)
        self._split.clicked.connect(self._split_selected)
        self._form = QWidget()
        self._side = Segments(((Side.BUY.value, "Buy"), (Side.SELL.value, "Sell")), "Side")
        self._fields = {name: QLineEdit() for name in ("Quantity", "Price", "Time", "Fees")}
        self._error = Words("", "small", "bad")
        self._build()

    def show_fills(
        self, legs: tuple[Leg, ...], rows: tuple[tuple[str, ...], ...], account: Account
    ) -> None:
        """Show the legs of a trade, each as the row of words made of it."""
        self._legs, self._account = legs, account
        self._form.hide()
        self._table.show_rows(rows)
        self._selected()

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 4, 12, 4)
        for button in (self._change, self._delete, self._split):
            bar.addWidget(button)
        bar.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._side)
        for name, field in self._fields.items():
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.returnPressed.connect(self._keep)
            line.addWidget(field, 2 if name == "Time" else 1)
        keep = Button("Keep", Kind.PRIMARY, height=28)
        keep.clicked.connect(self._keep)
        cancel = Button("Cancel", height=28)
        cancel.clicked.connect(self._form.hide)
        line.addWidget(keep)
        line.addWidget(cancel)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(16, 4, 16, 8)
        form.setSpacing(4)
        form.addLayout(line)
        form.addWidget(self._error)
        self._form.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._form)
        layout.addWidget(self._table, 1)

    def _selected(self) -> None:
        count = len(self._table.selected_rows())
        self._change.setEnabled(count == 1)
        self._delete.setEnabled(count == 1)
        self._split.setEnabled(0 < count < len(self._legs))

    def _ids(self) -> list[str]:
        return [self._legs[row].execution.id for row in self._table.selected_rows()]

    def _edit_selected(self) -> None:
        self._edit(self._table.selected_rows()[0])

    def _delete_selected(self) -> None:
        self.deleted.emit(self._ids()[0])

    def _split_selected(self) -> None:
        self.split.emit(list(dict.fromkeys(self._ids())))

    def _edit(self, row: int) -> None:
        assert self._account is not None
        self._edited = row
        text = fill_text(self._legs[row].execution.fill, self._account)
        self._side.set_chosen(text.side)
        for field, value in zip(
            self._fields.values(), (text.quantity, text.price, text.at, text.fees), strict=True
        ):
            field.setText(value)
        self._error.setText("")
        self._form.show()
        self._fields["Quantity"].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep(self) -> None:
        assert self._account is not None
        quantity, price, at, fees = (field.text() for field in self._fields.values())
        typed = FillText(Side(self._side.choice), quantity, price, at, fees)
        stored = self._legs[self._edited].execution
        fill, errors = corrected(stored.fill, typed, self._account)
        if fill is None:
            self._error.setText("; ".join(f"{name}: {text}" for name, text in errors.items()))
        elif fill == stored.fill:
            self._form.hide()
        else:
            self.changed.emit(stored.id, fill)
