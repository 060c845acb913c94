from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from builders import NOON, fills_of
from fillbook.domain.execution import Precision
from fillbook.domain.query import TradeQuery
from fillbook.gui import format
from fillbook.gui.pages.trades.page import TradesPage
from fillbook.gui.window import Window


def page_of(qtbot: QtBot, window: Window) -> TradesPage:
    page = window.show_page("trades")
    assert isinstance(page, TradesPage)
    qtbot.waitUntil(lambda: not window.session.tasks.under_way)
    return page


def symbols(page: TradesPage) -> list[str]:
    table = page.table.table
    place = [column.key for column in table.columns].index("symbol")
    return [table.data(table.index(row, place)) for row in range(table.rowCount())]


def test_all_trades_are_listed_by_their_opening(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)

    assert sorted(symbols(page)) == ["GOLD", "MCL", "MES", "MNQ"]
    assert NOON.year  # all opened at one instant: the order among them is the file's


def test_typing_filters_at_once_and_enter_makes_a_chip(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)

    qtbot.keyClicks(page.filter_line.field, "symbol:mes")
    qtbot.waitUntil(lambda: symbols(page) == ["MES"])
    page.filter_line._completion.close()
    qtbot.keyClick(page.filter_line.field, Qt.Key.Key_Return)

    assert page.filter_line.field.text() == ""
    assert window.session.query == TradeQuery(symbols=("mes",))


def test_losses_are_found_by_their_sign(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)

    qtbot.keyClicks(page.filter_line.field, "pnl<0")

    qtbot.waitUntil(lambda: symbols(page) == ["MNQ"])


def test_a_word_that_is_no_filter_is_named_and_changes_nothing(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)

    qtbot.keyClicks(page.filter_line.field, "colour:red")
    qtbot.waitUntil(lambda: "no filter colour" in page.filter_line._count.text())

    assert len(symbols(page)) == 4


def test_a_filter_without_trades_offers_the_way_back(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)
    window.session.set_query(TradeQuery(symbols=("NOTHING",)))
    qtbot.waitUntil(lambda: page._rows.currentWidget() is page._none_match)

    window.session.commands["edit.unfilter"].trigger()

    qtbot.waitUntil(lambda: page._rows.currentWidget() is page.table)


def test_the_selection_and_its_sum_stand_in_the_status_bar(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)

    page.table.selectAll()

    assert window.status._selection == "4 selected  net +30.00 USD"


def test_several_trades_are_edited_in_one_undoable_step(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)
    page.table.selectAll()

    page._acts._edit_all("setup", "Opening range")
    qtbot.waitUntil(lambda: not window.session.tasks.under_way)

    rows = window.session.library.newest()
    assert {row.setup for row in rows} == {"Opening range"}
    assert len(page.table.selected_rows()) == 4, "what was selected stays selected"


def test_selected_rows_copy_as_a_table(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)
    page.table.sort_by("net", descending=True)
    page.table.selectRow(0)

    window.session.commands["edit.copy"].trigger()

    head, row = QGuiApplication.clipboard().text().split("\n")
    assert dict(zip(head.split("\t"), row.split("\t"), strict=True))["Net"] == "+30.00"


def test_deleting_moves_to_the_bin(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)
    page.table.selectRow(0)

    window.session.commands["trade.delete"].trigger()
    qtbot.waitUntil(lambda: not window.session.tasks.under_way)

    assert len(symbols(page)) == 3


def test_a_row_says_what_dropping_a_picture_on_it_does(qtbot: QtBot, window: Window, tmp_path):
    page = page_of(qtbot, window)
    mime = QMimeData()
    names = ("one.png", "two.png")
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])

    hint = page._drop_hint(0, mime)

    assert hint.startswith("Add 2 pictures to ")
    assert page._drop_hint(0, QMimeData()) == ""


def test_a_trade_that_a_filter_hides_is_shown_when_it_is_asked_for(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)
    wanted = next(row for row in window.session.library.newest() if row.symbol == "MCL")
    window.session.set_query(TradeQuery(symbols=("MES",)))
    qtbot.waitUntil(lambda: symbols(page) == ["MES"])

    window.session.trade_wanted.emit(wanted.id)

    qtbot.waitUntil(lambda: page.table.current_id() == wanted.id)
    assert window.session.query == TradeQuery()


def test_below_the_room_for_both_the_detail_covers_and_esc_leaves_it(qtbot: QtBot, window: Window):
    page = page_of(qtbot, window)
    window.resize(1150, 720)
    qtbot.waitUntil(lambda: not page._has_room())
    page.table.selectRow(0)

    page.open_current()
    assert not page._left.isVisibleTo(page)
    page._leave_detail()

    assert page._left.isVisibleTo(page)


def test_a_trade_of_a_day_alone_is_shown_without_a_time(qtbot: QtBot, window: Window):
    library = window.session.library
    account = library.accounts()[0].id
    fills = fills_of("1@10", "-1@12", symbol="DAILY", precision=Precision.DAY)
    window.session.write(lambda: library.add_executions(account, fills))
    page = page_of(qtbot, window)
    qtbot.waitUntil(lambda: "DAILY" in symbols(page))

    table = page.table.table
    row = symbols(page).index("DAILY")
    shown = {c.key: table.data(table.index(row, i)) for i, c in enumerate(table.columns)}
    assert ":" not in shown["opened"]
    assert shown["held"] == format.UNKNOWN
