"""The detail of a trade: what it shows, and what it keeps."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTextEdit

from builders import a_statement, an_account, fills_of
from fillbook.domain.connection import NewConnection
from fillbook.domain.trade import TradeDetail
from fillbook.gui.image_drop import png_bytes
from fillbook.gui.pages.trade_detail.pane import TradeDetailPane
from fillbook.gui.pages.trade_detail.presenter import load, state_of
from fillbook.gui.session import Session
from fillbook.storage.sync.writing import SyncStore


@pytest.fixture
def trade_id(session: Session) -> str:
    account, _ = session.library.add_account(an_account(timezone="America/New_York"))
    fills = fills_of("2@10", "-2@15", fees="1")
    session.library.save_import(account.id, [a_statement(*fills)])
    return session.library.newest(1)[0].id


@pytest.fixture
def pane(qtbot, session: Session, trade_id: str) -> TradeDetailPane:
    made = TradeDetailPane(session)
    qtbot.addWidget(made)
    made.resize(620, 860)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_trade(trade_id)
    qtbot.waitUntil(lambda: made.chart.scene.symbol == "ACME")
    return made


def kept(session: Session, trade_id: str) -> TradeDetail:
    return session.library.trade(trade_id)


def a_picture(folder: Path, name: str = "chart.png", colour: str = "#336699") -> Path:
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    (folder / name).write_bytes(png_bytes(image))
    return folder / name


def drop(pane: TradeDetailPane, *files: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    pane.dropEvent(
        QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_it_says_what_the_trade_was_and_made(pane: TradeDetailPane):
    head = pane.findChild(type(pane._head))

    assert head.accessibleName().startswith("ACME Long, +8.00 USD, #1")
    assert "08:00 to 08:01 New York" in head.accessibleName()


def test_a_fill_names_the_row_and_the_file_that_it_came_from(session: Session):
    account, _ = session.library.add_account(an_account())
    bought, sold = (replace(fill, row=row) for row, fill in enumerate(fills_of("1@3", "-1@4"), 7))
    session.library.save_import(account.id, [a_statement(bought, sold, file="orders.csv")])

    loaded = load(session.library, session.library.newest(1)[0].id)

    assert [fill[-1] for fill in state_of(loaded, "UTC").fills] == [
        "row 7 of orders.csv",
        "row 8 of orders.csv",
    ]


def test_a_digit_grades_and_the_grade_is_kept(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str
):
    pane.setFocus()
    QTest.keyClick(pane, Qt.Key.Key_3)

    qtbot.waitUntil(lambda: kept(session, trade_id).trade.review.grade == "B")


def test_typing_is_kept_when_the_note_is_left(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str
):
    pane.setFocus()
    QTest.keyClick(pane, Qt.Key.Key_N)
    note = QGuiApplication.focusObject()
    assert isinstance(note, QTextEdit)

    QTest.keyClicks(note, "Took it late")
    QTest.keyClick(note, Qt.Key.Key_Escape)

    qtbot.waitUntil(
        lambda: kept(session, trade_id).trade.review.notes == {"general": "Took it late"}
    )
    assert pane.hasFocus()


def test_typing_is_kept_when_another_trade_is_shown(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str
):
    pane.review.notes.begin()
    QTest.keyClicks(QGuiApplication.focusObject(), "half a thou")

    pane.show_trade(None)

    qtbot.waitUntil(lambda: bool(kept(session, trade_id).trade.review.notes))


def test_a_tag_is_typed_and_taken_off(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str
):
    pane.setFocus()
    QTest.keyClick(pane, Qt.Key.Key_T)
    field = QGuiApplication.focusObject()
    assert isinstance(field, QLineEdit)

    QTest.keyClicks(field, "breakout")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept(session, trade_id).trade.review.tags == ("breakout",))
    qtbot.waitUntil(lambda: pane.review.tags._tags == ("breakout",))
    QTest.keyClick(field, Qt.Key.Key_Backspace)

    qtbot.waitUntil(lambda: kept(session, trade_id).trade.review.tags == ())


def test_dropped_pictures_hang_on_the_trade_and_survive_a_restart(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str, tmp_path: Path
):
    drop(pane, a_picture(tmp_path, "a.png"), a_picture(tmp_path, "b.png", "#993333"))

    qtbot.waitUntil(lambda: pane.strip.model().rowCount() == 2)
    files = [
        session.library.screenshot_file(shot.sha256) for shot in kept(session, trade_id).screenshots
    ]
    assert [file.read_bytes() for file in files] == [
        (tmp_path / name).read_bytes() for name in ("a.png", "b.png")
    ]


def test_a_picture_in_the_clipboard_is_pasted(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str
):
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor("#226622"))
    QGuiApplication.clipboard().setImage(image)
    pane.setFocus()

    QTest.keyClick(pane, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: len(kept(session, trade_id).screenshots) == 1)


def test_a_file_that_is_no_picture_is_refused_with_the_reason(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str, tmp_path: Path
):
    (tmp_path / "fake.png").write_bytes(b"not a picture")

    drop(pane, tmp_path / "fake.png")

    qtbot.waitUntil(lambda: pane._band.isVisible())
    assert kept(session, trade_id).screenshots == ()


def test_deleted_pictures_come_back_by_undo(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str, tmp_path: Path
):
    drop(pane, a_picture(tmp_path))
    qtbot.waitUntil(lambda: pane.strip.model().rowCount() == 1)
    pane.strip.setCurrentIndex(pane.strip.model().index(0, 0))

    QTest.keyClick(pane.strip, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: kept(session, trade_id).screenshots == ())
    session.library.undo()

    assert len(kept(session, trade_id).screenshots) == 1


def test_pictures_are_put_in_another_order(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str, tmp_path: Path
):
    drop(pane, a_picture(tmp_path, "a.png"), a_picture(tmp_path, "b.png", "#993333"))
    qtbot.waitUntil(lambda: pane.strip.model().rowCount() == 2)
    before = [shot.id for shot in kept(session, trade_id).screenshots]

    pane.strip.order_wanted.emit(before[::-1])

    qtbot.waitUntil(
        lambda: [shot.id for shot in kept(session, trade_id).screenshots] == before[::-1]
    )


def test_the_viewer_walks_zooms_and_closes(qtbot, pane: TradeDetailPane, tmp_path: Path):
    drop(pane, a_picture(tmp_path, "a.png"), a_picture(tmp_path, "b.png", "#993333"))
    qtbot.waitUntil(lambda: pane.strip.model().rowCount() == 2)
    pane.setFocus()

    QTest.keyClick(pane, Qt.Key.Key_I)
    assert pane.viewer.isVisible()
    qtbot.waitUntil(lambda: pane.viewer._pixmap is not None)
    QTest.keyClick(pane.viewer, Qt.Key.Key_Right)
    assert pane.viewer.index == 1
    qtbot.waitUntil(lambda: pane.viewer._pixmap is not None)
    fitted = pane.viewer.zoom
    QTest.keyClick(pane.viewer, Qt.Key.Key_Plus)
    assert pane.viewer.zoom > fitted
    QTest.keyClick(pane.viewer, Qt.Key.Key_Escape)
    assert not pane.viewer.isVisible()


def test_a_thumbnail_is_made_once_and_kept(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str, tmp_path: Path
):
    drop(pane, a_picture(tmp_path))
    thumbnails = session.library.folder / "cache" / "thumbnails"

    qtbot.waitUntil(lambda: thumbnails.is_dir() and len(list(thumbnails.iterdir())) == 1)


def test_a_fill_is_corrected_and_the_trade_follows(
    qtbot, session: Session, pane: TradeDetailPane, trade_id: str
):
    pane._tabs_to("fills")
    pane.fills._edit(1)
    field = QGuiApplication.focusObject()
    assert isinstance(field, QLineEdit)
    price = pane.fills._fields["Price"]
    price.setText("16")

    QTest.keyClick(price, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: kept(session, trade_id).trade.net_pnl == 10)
    fill = kept(session, trade_id).legs[1].execution.fill
    assert (fill.price, fill.fees) == (16, 1)


def test_some_fills_become_a_trade_of_their_own(qtbot, session: Session, pane: TradeDetailPane):
    account = session.library.accounts()[0]
    fills = fills_of("1@10", "1@11", "-1@12", "-1@15", symbol="BETA")
    session.library.save_import(account.id, [a_statement(*fills, file="more.csv")])
    trade = session.library.trade(session.library.newest(1)[0].id)
    pane.show_trade(trade.trade.id)
    qtbot.waitUntil(lambda: pane.chart.scene.symbol == "BETA")

    pane.fills.split.emit([trade.legs[1].execution.id, trade.legs[3].execution.id])

    qtbot.waitUntil(lambda: len(session.library.newest()) == 3)
    results = sorted(str(row.net_pnl) for row in session.library.newest() if row.symbol == "BETA")
    assert results == ["2", "4"]


def test_it_fits_a_small_window(pane: TradeDetailPane):
    assert pane.minimumSizeHint().height() <= 631  # of a window of 700


def test_what_was_checked_is_shown_where_there_is_something(
    qtbot, pane: TradeDetailPane, session: Session, trade_id: str
):
    assert not pane._tabs._group.button(2).isVisible()
    wanted = NewConnection(name="Away", kind="tradavity", base_url="https://away.example")
    protocols = (
        '[{"protocol_name": "Checklist", "protocol_type": "pre_trade",'
        ' "status": "completed", "completion_pct": 100}, "odd"]'
    )

    def told(store: SyncStore) -> None:
        connection = store.add_connection(wanted, None)
        store.put_extras(trade_id, connection, {"protocol_responses": protocols})

    session.library.sync(told)
    session.library.edit([trade_id], {"confirmation.Stop is set": "no: forgot"})
    pane.show_trade(trade_id)

    qtbot.waitUntil(lambda: pane._tabs._group.button(2).isVisible())
    assert load(session.library, trade_id).checks == (
        ("Stop is set", "No", "forgot"),
        ("Checklist", "Completed, 100\N{NO-BREAK SPACE}%", "Pre trade"),
    )
