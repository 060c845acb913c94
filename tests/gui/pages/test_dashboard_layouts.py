"""The dashboard's tiles: moved, resized, named, taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fillbook.gui.pages.dashboard.layout_button import LayoutButton
from fillbook.gui.pages.dashboard.layouts import PLACES, STANDARD, Layouts
from fillbook.gui.preferences import Preferences
from fillbook.gui.widgets.arrangement import COLUMNS, Place, closed_up, moved
from fillbook.gui.widgets.card import Card
from fillbook.gui.widgets.tile_board import TileBoard

BELOW = {"a": Place(0, 0, 6, 4), "b": Place(6, 0, 6, 4), "c": Place(0, 4, 12, 4)}


def test_a_tile_pushes_down_what_stands_in_its_way():
    found = moved(BELOW, "b", Place(0, 0, 6, 4))

    assert found["b"] == Place(0, 0, 6, 4)
    assert found["a"] == Place(0, 4, 6, 4)
    assert found["c"] == Place(0, 8, 12, 4)


def test_gaps_close_upwards():
    assert closed_up({"a": Place(0, 9, 6, 4), "b": Place(0, 20, 6, 4)}) == {
        "a": Place(0, 0, 6, 4),
        "b": Place(0, 4, 6, 4),
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.integers(-3, 14), st.integers(-3, 20),
            st.integers(1, 14), st.integers(1, 12),
        ),
        max_size=8,
    )
)  # fmt: skip
def test_however_tiles_are_moved_none_overlap_and_none_leave(steps):
    places = dict(BELOW)
    for key, column, row, width, height in steps:
        places = moved(places, key, Place(column, row, width, height).inside((3, 4)))

    shown = list(places.values())
    assert set(places) == set(BELOW)
    assert not any(a.meets(b) for n, a in enumerate(shown) for b in shown[n + 1 :])
    assert all(p.column >= 0 and p.column + p.width <= COLUMNS and p.row >= 0 for p in shown)


def test_changes_are_kept_and_taken_back(preferences: Preferences):
    layouts = Layouts(preferences)
    other = moved(PLACES, "spread", Place(0, 0, 6, 8))
    layouts.keep(other)
    assert Layouts(preferences).places() == other

    layouts.reset()
    assert layouts.places() == PLACES
    layouts.undo()
    assert layouts.places() == other
    layouts.undo()
    assert layouts.places() == PLACES
    assert not layouts.can_undo


def test_layouts_have_names(preferences: Preferences):
    layouts = Layouts(preferences)
    morning = moved(PLACES, "today", Place(0, 0, 12, 9))
    layouts.save_as(" Morning ", morning)
    assert layouts.names == (STANDARD, "Morning")
    assert layouts.places() == morning

    layouts.choose(STANDARD)
    assert layouts.places() == PLACES
    layouts.choose("Morning")
    layouts.delete()
    assert (layouts.name, layouts.names) == (STANDARD, (STANDARD,))


@pytest.mark.parametrize("kept", ["nonsense", '{"equity": [1]}', "[]", '{"equity": ["a"]}'])
def test_a_layout_that_cannot_be_read_is_the_standard_one(preferences: Preferences, kept: str):
    preferences.set(f"dashboard.layout.{STANDARD}", kept)

    assert Layouts(preferences).places() == PLACES


@pytest.fixture
def board(qtbot: QtBot) -> TileBoard:
    made = TileBoard(PLACES)
    for key in PLACES:
        made.add(key, Card(key.capitalize()))
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def test_keys_move_and_resize_a_tile(qtbot: QtBot, board: TileBoard):
    board.set_arranging(True)
    with qtbot.waitSignal(board.arranged):
        QTest.keyClick(board.handle("spread"), Qt.Key.Key_Left)
    assert board.places["spread"].column == 7

    with qtbot.waitSignal(board.arranged):
        QTest.keyClick(board.handle("equity"), Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert board.places["equity"].width == 7


def test_the_pointer_drags_a_tile_and_its_corner(qtbot: QtBot, board: TileBoard):
    board.set_arranging(True)
    handle = board.handle("today")
    with qtbot.waitSignal(board.arranged) as arranged:
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
        QTest.mouseMove(handle, QPoint(40 - 800, 20))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
    assert arranged.args[0]["today"].column == 0
    assert arranged.args[0]["equity"].row >= 9

    corner = board.handle("spread")
    before = board.places["spread"].height
    place = QPoint(corner.width() - 5, corner.height() - 5)
    with qtbot.waitSignal(board.arranged):
        QTest.mousePress(corner, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseMove(corner, place + QPoint(0, 100))
        QTest.mouseRelease(corner, Qt.MouseButton.LeftButton, pos=place)
    assert board.places["spread"].height > before


def test_tiles_stay_within_the_board_and_apart(board: TileBoard):
    shown = [each.geometry() for each in board.findChildren(Card)]

    assert all(board.rect().contains(each) for each in shown)
    assert not any(a.intersects(b) for n, a in enumerate(shown) for b in shown[n + 1 :])


def test_the_button_keeps_undoes_and_resets(
    qtbot: QtBot, board: TileBoard, preferences: Preferences
):
    button = LayoutButton(board)
    qtbot.addWidget(button)
    button.use(Layouts(preferences))
    button.arrange()
    QTest.keyClick(board.handle("spread"), Qt.Key.Key_Left)
    assert Layouts(preferences).places()["spread"].column == 7

    button.undo()
    assert board.places == PLACES
    button.save_as("Mine")
    shown = [action.text() for action in button.choices().actions() if action.isCheckable()]
    assert shown == [STANDARD, "Mine", "Arrange the tiles"]

    button.arrange()
    assert not board.is_arranging
