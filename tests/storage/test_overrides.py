"""Splits and merges are records: they survive a rebuild and a second import, and undo."""

from pathlib import Path

import pytest

from builders import a_fill, a_statement, an_account, fills_of
from fillbook.domain.errors import Refused
from fillbook.storage import derivation
from fillbook.storage.library import Library

FILLS = fills_of("2@10", "2@12", "-2@15", "-2@11", "1@20", "-1@18")


@pytest.fixture
def library(tmp_path: Path):
    """Trade 1 (+8) of four fills and trade 2 (-2) of two."""
    with Library.open(tmp_path / "library") as opened:
        account, _ = opened.add_account(an_account("Main"))
        opened.save_import(account.id, [a_statement(*FILLS)])
        yield opened


def rows(library: Library) -> list[tuple[int, str, str | None]]:
    return sorted((row.number, row.status, row.gross_pnl) for row in library.newest())


def ids(library: Library, *numbers: int) -> list[str]:
    return [library.trade(str(number)).trade.id for number in numbers]


def split(library: Library, number: int, *legs: int) -> None:
    detail = library.trade(str(number))
    library.split(detail.trade.id, [detail.legs[leg].execution.id for leg in legs])


def test_a_split_makes_two_trades_of_one(library: Library):
    split(library, 1, 0, 2)  # 2@10 and -2@15

    assert rows(library) == [(1, "closed", "-2"), (2, "closed", "-2"), (3, "closed", "10")]


def test_a_merge_makes_one_trade_of_two(library: Library):
    library.merge(ids(library, 2, 1))

    assert rows(library) == [(1, "closed", "6")]
    assert len(library.trade("1").legs) == 6


@pytest.mark.parametrize("change", ["split", "merge"])
def test_an_override_survives_a_rebuild_and_a_second_import(library: Library, change: str):
    split(library, 1, 0, 2) if change == "split" else library.merge(ids(library, 1, 2))
    expected = rows(library)

    with library._transaction() as tx:
        derivation.rebuild_all(tx)
    library.save_import(library.account("Main").id, [a_statement(*FILLS, file="again.csv")])

    assert rows(library) == expected
    assert library.check() == ()


@pytest.mark.parametrize("change", ["split", "merge"])
def test_an_override_is_undone_whole(library: Library, change: str):
    library.edit(ids(library, 2), {"notes.general": "two"})
    expected = rows(library)
    split(library, 1, 0, 2) if change == "split" else library.merge(ids(library, 1, 2))

    library.undo()

    assert rows(library) == expected
    assert library.trade("2").trade.review.notes == {"general": "two"}
    assert library.check() == ()


def test_a_split_trade_can_be_merged_again(library: Library):
    split(library, 1, 0, 2)

    library.merge(ids(library, 1, 3))

    assert rows(library) == [(1, "closed", "8"), (2, "closed", "-2")]


def test_a_later_fill_leaves_overrides_alone(library: Library):
    split(library, 1, 0, 2)
    account = library.account("Main").id

    library.save_import(account, [a_statement(a_fill(4, 30, minute=90), file="later.csv")])

    assert rows(library)[:3] == [(1, "closed", "-2"), (2, "closed", "-2"), (3, "closed", "10")]
    assert rows(library)[3] == (4, "open", None)


def test_an_undone_import_takes_its_overrides_along_and_brings_them_back(library: Library):
    split(library, 1, 0, 2)
    expected = rows(library)
    library.undo(library.changes()[1].id)
    assert library.newest() == ()

    library.save_import(library.account("Main").id, [a_statement(*FILLS)])

    assert rows(library) == expected


def test_trades_of_two_symbols_are_not_merged(library: Library):
    account = library.account("Main").id
    library.save_import(account, [a_statement(a_fill(1, 1, symbol="OTHER"))])

    with pytest.raises(Refused, match="different accounts or symbols"):
        library.merge(ids(library, 1, 3))


def test_all_fills_of_a_trade_are_nothing_to_split(library: Library):
    with pytest.raises(Refused, match="all the fills"):
        split(library, 2, 0, 1)


def test_a_fill_that_crossed_zero_belongs_to_both_neighbours(library: Library):
    account = library.account("Main").id
    flip = fills_of("1@10", "-3@12", "2@11", symbol="FLIP")
    library.save_import(account, [a_statement(*flip)])

    with pytest.raises(Refused, match="neighbour"):
        split(library, 3, 1)
    library.merge(ids(library, 3, 4))

    assert rows(library)[2] == (3, "closed", "4")
