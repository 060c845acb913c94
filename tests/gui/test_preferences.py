from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from fillbook.gui.preferences import Preferences


def test_values_live_on_in_the_file(tmp_path: Path):
    file = tmp_path / "preferences.json"
    first = Preferences(file)
    first.set("theme", "dark")
    first.set("text_scale", 1.25)
    first.set("hidden", ("r", "grade"))
    first.set("layout.window", QByteArray(b"\x01\x02"))

    second = Preferences(file)

    assert second.get("theme", "system") == "dark"
    assert second.get("text_scale", 1.0) == 1.25
    assert second.words("hidden") == ("r", "grade")
    assert bytes(second.state("layout.window").data()) == b"\x01\x02"


def test_a_value_of_another_kind_is_as_good_as_none(tmp_path: Path):
    preferences = Preferences(tmp_path / "preferences.json")
    preferences.set("page", 7)

    assert preferences.get("page", "trades") == "trades"


@pytest.mark.parametrize("content", ["{", "[1, 2]", "\x00"])
def test_a_broken_file_costs_the_layout_and_not_the_start(tmp_path: Path, content: str):
    file = tmp_path / "preferences.json"
    file.write_text(content, encoding="utf-8")

    assert Preferences(file).get("theme", "system") == "system"


def test_resetting_the_layout_forgets_nothing_else(tmp_path: Path):
    preferences = Preferences(tmp_path / "preferences.json")
    preferences.set("layout.table.trades.order", ["r"])
    preferences.set("theme", "dark")

    preferences.clear("layout.")

    assert preferences.words("layout.table.trades.order") == ()
    assert preferences.get("theme", "") == "dark"


def test_the_last_library_is_the_first_of_the_recent_ones(tmp_path: Path):
    preferences = Preferences(tmp_path / "preferences.json")
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        preferences.remember_library(folder)

    assert preferences.recent_libraries() == (folders[1], folders[0])
