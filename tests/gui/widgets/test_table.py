import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot

from fillbook.domain.trade_columns import MISSING
from fillbook.gui.preferences import Preferences
from fillbook.gui.widgets.table.column import RIGHT, Column
from fillbook.gui.widgets.table.model import RAW
from fillbook.gui.widgets.table.view import TableView


class Prices:
    """Five rows; the amount of one is unknown."""

    def __init__(self, amounts: tuple[int, ...] = (30, -5, MISSING, 200, 7)) -> None:
        self.amounts = np.array(amounts, dtype=np.int64)
        self.ids = tuple(f"id-{row}" for row in range(len(amounts)))
        self.asked: list[int] = []
        self.columns = (
            Column(key="name", title="Name", width=80, text=self._name, stretch=True),
            Column(key="amount", title="Amount", width=90, text=self._text, raw=self._raw,
                   keys=lambda: self.amounts, align=RIGHT),
            Column(key="rare", title="Rare", width=400, text=self._name, rank=1),
        )  # fmt: skip

    def _name(self, row: int) -> str:
        return f"row {row}"

    def _text(self, row: int) -> str:
        self.asked.append(row)
        return str(self.amounts[row])

    def _raw(self, row: int) -> int:
        return int(self.amounts[row])


@pytest.fixture
def view(qtbot: QtBot) -> TableView:
    shown = TableView("Prices")
    qtbot.addWidget(shown)
    shown.resize(700, 300)
    shown.show_source(Prices())
    shown.show()
    return shown


def order(view: TableView) -> list[int]:
    return [view.table.source_row(row) for row in range(view.table.rowCount())]


def test_rows_stand_as_the_source_gives_them_until_they_are_sorted(view: TableView):
    assert order(view) == [0, 1, 2, 3, 4]


def test_sorting_sorts_values_and_puts_the_unknown_last_either_way(view: TableView):
    view.sort_by("amount", descending=False)
    assert order(view) == [1, 4, 0, 3, 2]

    view.sort_by("amount", descending=True)
    assert order(view) == [3, 0, 4, 1, 2]


def test_a_mask_filters_in_the_order_that_is_sorted(view: TableView):
    view.sort_by("amount", descending=False)

    view.show_only(np.array([True, False, True, True, False]))

    assert order(view) == [0, 3, 2]


def test_floats_put_nan_last_and_keep_equals_in_order(qtbot: QtBot):
    source = Prices()
    source.amounts = np.array([2.0, np.nan, 1.0, 2.0, 1.0])  # type: ignore[assignment]
    view = TableView("Floats")
    qtbot.addWidget(view)
    view.show_source(source)

    view.sort_by("amount", descending=False)

    assert order(view) == [2, 4, 0, 3, 1]


def test_a_role_gives_the_value_behind_the_text(view: TableView):
    cell = view.table.index(0, 1)

    assert view.table.data(cell, RAW) == 30
    assert view.table.data(cell, Qt.ItemDataRole.DisplayRole) == "30"
    assert view.table.rowCount(cell) == 0 == view.table.columnCount(cell)
    assert view.table.rowCount(QModelIndex()) == 5


def test_text_is_made_for_the_rows_that_show(qtbot: QtBot):
    source = Prices(tuple(range(10_000)))
    view = TableView("Many")
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show_source(source)
    view.show()
    source.asked.clear()

    view.grab()

    assert 0 < len(set(source.asked)) < 20


def test_what_is_selected_stays_selected_when_sorted_and_filtered(view: TableView):
    view.choose(3)

    view.sort_by("amount", descending=True)
    assert view.selected_rows() == [3]
    assert view.current_row() == 3

    view.show_only(np.array([True, True, True, False, True]))
    assert view.selected_rows() == []


def test_a_row_that_moved_in_the_source_is_found_by_its_id(view: TableView):
    view.choose(3)
    later = Prices((1, 30, -5, MISSING, 200, 7))
    later.ids = ("new", *Prices().ids)

    view.show_source(later)

    assert view.selected_ids() == ["id-3"]


def test_keys_walk_and_enter_opens(qtbot: QtBot, view: TableView):
    opened: list[int] = []
    view.opened.connect(opened.append)
    view.choose(0)

    for key in (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_K, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Home)

    assert opened == [1, 4]
    assert view.current_row() == 0


def test_a_header_click_sorts_figures_from_the_largest_and_then_turns(view: TableView):
    view.header.sectionClicked.emit(1)
    assert view.table.sorted_by == ("amount", True)

    view.header.sectionClicked.emit(1)
    assert view.table.sorted_by == ("amount", False)


def test_ranked_columns_give_way_and_the_stretching_one_takes_the_rest(view: TableView):
    view.resize(700, 300)
    assert view.columnWidth(2) > 0

    view.resize(400, 300)

    assert view.columnWidth(2) == 0
    assert view.columnWidth(0) + view.columnWidth(1) == 390


def test_hidden_columns_are_remembered(qtbot: QtBot, preferences: Preferences):
    first = TableView("Prices")
    qtbot.addWidget(first)
    first.layout_of_columns.remember_in(preferences, "prices")
    first.resize(900, 300)
    first.show_source(Prices())
    first.layout_of_columns.set_hidden("amount", True)

    second = TableView("Prices")
    qtbot.addWidget(second)
    second.layout_of_columns.remember_in(preferences, "prices")
    second.resize(900, 300)
    second.show_source(Prices())

    assert second.layout_of_columns.is_hidden("amount")
    assert second.columnWidth(1) == 0


def test_a_view_may_die_with_rows_selected(qtbot: QtBot):
    for _ in range(3):
        view = TableView("Short-lived")
        view.show_source(Prices())
        view.selectAll()
        view.deleteLater()
    qtbot.wait(0)
