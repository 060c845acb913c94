"""Contract sizes: what one point of each instrument is worth, where only the user knows."""

from decimal import Decimal, InvalidOperation
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fillbook.domain.change import Changes
from fillbook.domain.errors import FillbookError
from fillbook.domain.instrument import Instrument
from fillbook.domain.money import canonical
from fillbook.gui.session import Session
from fillbook.gui.widgets.button import Button
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.line_field import LineField
from fillbook.gui.widgets.table.word_table import WordTable
from fillbook.gui.widgets.words import Prose

_HEADERS = ("Instrument", "Kind", "Money a point")
_WIDTHS = (0, 120, 140)


class ContractsCard(Card):
    """Enter on a row changes it; the P&L of its trades is computed anew."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Contract sizes", parent=parent)
        self._session = session
        self._instruments: tuple[Instrument, ...] = ()
        self._row = -1
        self._table = WordTable("Contract sizes", _HEADERS, _WIDTHS, right=frozenset({2}), most=8)
        self._table.current_row_changed.connect(self._choose)
        self._field = LineField(
            "Money a point",
            help_words="Money for one unit of quantity when the price moves by 1",
        )
        self._field.line.returnPressed.connect(self._keep)
        keep = Button("Keep")
        keep.clicked.connect(self._keep)
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._field, 1)
        row.addWidget(keep)
        self._line.hide()
        self.body.addWidget(self._table)
        self.body.addWidget(self._line)
        self.body.addWidget(
            Prose(
                "Empty means unknown: then the P&L is the broker's, or is not computed.",
                "small",
                "text3",
            )
        )
        session.changed.connect(self._changed)
        self.refresh()

    def refresh(self) -> None:
        """Read the instruments again."""
        self._session.tasks.run(self._session.library.instruments, self._show)

    def _show(self, instruments: tuple[Instrument, ...]) -> None:
        self._instruments = instruments
        self.setVisible(bool(instruments))
        rows = [
            (one.symbol, one.asset_type.capitalize(), _digits(one.multiplier) or "unknown")
            for one in instruments
        ]
        self._table.show_rows(rows)

    def _choose(self, row: int) -> None:
        self._row = row
        self._line.setVisible(row >= 0)
        if row >= 0:
            self._field.set_text(_digits(self._instruments[row].multiplier))

    def _keep(self) -> None:
        if self._row < 0:
            return
        try:
            value = Decimal(self._field.text.replace(",", "")) if self._field.text else None
        except InvalidOperation:
            value = Decimal(0)
        if value is not None and not (value.is_finite() and value > 0):
            self._field.set_error("A number above zero, or nothing where it is unknown")
            return
        one = self._instruments[self._row]
        self._session.write(
            partial(self._session.library.set_multiplier, one.id, value), failed=self._failed
        )

    def _failed(self, error: FillbookError) -> None:
        self._field.set_error(error.title)

    def _changed(self, changes: Changes) -> None:
        if changes.all_trades or changes.trades:
            self.refresh()


def _digits(value: Decimal | None) -> str:
    return "" if value is None else canonical(value)
