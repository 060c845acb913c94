"""Finding trades by their words."""

from pathlib import Path

import pytest

from builders import a_fill, a_statement, an_account
from fillbook.domain.image import NamedBytes
from fillbook.storage.library import Library
from pictures import png


@pytest.fixture
def library(tmp_path: Path):
    """Trade 1 in ES 12-25 with words everywhere, trade 2 in EURUSD without any."""
    with Library.open(tmp_path) as opened:
        account, _ = opened.add_account(an_account())
        fills = (
            a_fill(1, symbol="ES 12-25"),
            a_fill(-1, symbol="ES 12-25", minute=1),
            a_fill(1, symbol="EURUSD", minute=2),
        )
        opened.save_import(account.id, [a_statement(*fills)])
        first = opened.trade("1").trade.id
        opened.edit([first], {"notes.lessons": "Die Crème brûlée war früh", "tags": "Ausbruch"})
        opened.attach(first, [NamedBytes("x.png", png(2, 2))], "Five minutes")
        yield opened


@pytest.mark.parametrize(
    "words",
    ["creme", "BRÛLÉE fruh", "ausb", "es 12", "ES 12-25", "five min", "crème ausbruch minutes es"],
)
def test_every_word_is_found_as_a_prefix_in_any_place(library: Library, words: str):
    assert library.search(words) == {library.trade("1").trade.id}


@pytest.mark.parametrize("words", ["breme", "creme eurusd", "rulee", '"', "", "   ", "creme OR x"])
def test_words_that_are_not_there_find_nothing(library: Library, words: str):
    assert library.search(words) == frozenset()


@pytest.mark.parametrize(
    "words", ['"', "'", "*", "(", "NEAR(", "AND", "-x", "body:x", "\0", "x\0y", "^", "{", "é" * 999]
)
def test_signs_of_the_search_engine_do_no_harm(library: Library, words: str):
    assert library.search(words) == frozenset()


def test_a_symbol_is_found_by_its_beginning(library: Library):
    assert library.search("eur") == {library.trade("2").trade.id}
    assert library.search("e") == {row.id for row in library.newest()}


def test_changed_and_deleted_words_are_not_found_any_more(library: Library):
    detail = library.trade("1")
    trade = detail.trade.id

    library.edit([trade], {"notes.lessons": "Nichts", "tags": ""})
    library.delete_screenshots([detail.screenshots[0].id])

    assert library.search("creme") == library.search("ausbruch") == frozenset()
    assert library.search("five") == frozenset()
    assert library.search("nichts") == {trade}
