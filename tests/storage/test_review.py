"""What a trader says of trades: keys, values, and what they do to stop, risk and R."""

from decimal import Decimal
from pathlib import Path

import pytest

from builders import a_statement, an_account, fills_of
from fillbook.domain.errors import Refused, UnknownKey
from fillbook.domain.review import NoteKind
from fillbook.domain.trade import Trade
from fillbook.storage.library import Library


def two_trades(folder: Path) -> Library:
    """A long of ACME, 2@10 sold at 15, then a short, 1@20 bought back at 18."""
    library = Library.open(folder)
    account, _ = library.add_account(an_account("Main"))
    library.save_import(account.id, [a_statement(*fills_of("2@10", "-2@15", "-1@20", "1@18"))])
    return library


def edited(library: Library, number: int, **edits: object) -> Trade:
    """The trade after an edit; two underscores stand for a point."""
    trade = library.trade(str(number)).trade
    library.edit([trade.id], {key.replace("__", "."): value for key, value in edits.items()})
    return library.trade(str(number)).trade


@pytest.mark.parametrize(
    ("key", "given", "kept"),
    [
        ("grade", "a+", "A+"),
        ("bias", "Bullish", "bullish"),
        ("confidence", "7", 7),
        ("setup_quality", " clean ", "clean"),
        ("market_condition", "TRENDING", "trending"),
        ("trading_session", "newyork", "newyork"),
        ("relative_volume", "very high", "very_high"),
        ("exit_type", "stop-loss", "stop_loss"),
        ("emotion", "calm", "calm"),
        ("news", "CPI\r\nFOMC", "CPI\nFOMC"),
        ("setup", "Opening  range", "Opening range"),
        ("strategy", "ORB", "ORB"),
        ("reviewed", "yes", True),
    ],
)
def test_a_field_takes_its_word_and_is_cleared_by_nothing(
    tmp_path: Path, key: str, given: str, kept: object
):
    with two_trades(tmp_path) as library:
        assert getattr(edited(library, 1, **{key: given}).review, key) == kept
        assert getattr(edited(library, 1, **{key: ""}).review, key) in (None, False)


@pytest.mark.parametrize("kind", list(NoteKind))
def test_a_note_is_kept_in_one_spelling_and_cleared_by_nothing(tmp_path: Path, kind: NoteKind):
    with two_trades(tmp_path) as library:
        written = edited(library, 1, **{f"notes__{kind}": "Cafe\u0301\r\nnoir"})
        cleared = edited(library, 1, **{f"notes__{kind}": ""})

    assert written.review.notes == {kind: "Café\nnoir"}
    assert cleared.review.notes == {}


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("grade", "D", r"A\+, A, B, C, F"),
        ("confidence", "11", "1 to 10"),
        ("confidence", "-1", "1 to 10"),
        ("setup_quality", "x" * 101, "Shorten"),
        ("reviewed", "perhaps", "true, false"),
        ("initial_risk", "0", "above zero"),
        ("stop_loss", "NaN", "plain digits"),
        ("stop_loss", "ten", "plain digits"),
        ("take_profit", "1e999999", "plain digits"),
        ("net_pnl", "5", "Change the fill"),
    ],
)
def test_an_impossible_value_is_refused_and_nothing_changes(
    tmp_path: Path, key: str, value: str, allowed: str
):
    with two_trades(tmp_path) as library:
        trade, revision = library.newest()[0].id, library.revision()

        with pytest.raises(Refused, match=allowed):
            library.edit([trade], {"grade": "A", key: value})

        assert library.revision() == revision


def test_an_unknown_key_says_which_there_are(tmp_path: Path):
    with two_trades(tmp_path) as library, pytest.raises(UnknownKey, match=r"notes\.general"):
        library.edit([library.newest()[0].id], {"colour": "red"})


def test_tags_are_set_added_and_taken_off_in_any_case(tmp_path: Path):
    with two_trades(tmp_path) as library:
        assert edited(library, 1, tags="late, Breakout,late").review.tags == ("Breakout", "late")
        assert edited(library, 1, **{"tags+": "FOMO"}).review.tags == ("Breakout", "FOMO", "late")
        assert edited(library, 1, **{"tags-": "breakout"}).review.tags == ("FOMO", "late")
        assert edited(library, 1, tags=("LATE", "new")).review.tags == ("late", "new")
        assert edited(library, 1, tags="").review.tags == ()


def test_the_first_stop_makes_the_risk_and_later_ones_do_not(tmp_path: Path):
    with two_trades(tmp_path) as library:
        first = edited(library, 1, stop_loss="9")
        moved = edited(library, 1, stop_loss="11")
        corrected = edited(library, 1, initial_stop="8")
        typed = edited(library, 1, initial_risk="5")
        stops = library.trade("1").stops

    assert (first.initial_risk, first.r_multiple) == (Decimal(2), Decimal(5))
    assert (moved.stop_loss, moved.initial_stop, moved.r_multiple) == (11, 9, Decimal(5))
    assert (corrected.initial_risk, corrected.r_multiple) == (Decimal(4), Decimal("2.5"))
    assert (typed.initial_risk, typed.r_multiple) == (Decimal(5), Decimal(2))
    assert [stop.price for stop in stops] == [Decimal(9), Decimal(11)]


def test_a_short_is_at_risk_above_its_entry_and_a_stop_below_it_gives_no_r(tmp_path: Path):
    with two_trades(tmp_path) as library:
        assert edited(library, 2, stop_loss="21").r_multiple == Decimal(2)
        assert edited(library, 2, initial_stop="19").r_multiple is None
        assert "no R" in library.trade("2").reasons[-1]


def test_one_edit_of_many_trades_is_one_change(tmp_path: Path):
    with two_trades(tmp_path) as library:
        ids = [row.id for row in library.newest()]

        changes = library.edit(ids, {"grade": "B"})

        assert (changes.title, changes.trades) == ("grade B for 2 trades", frozenset(ids))
        assert library.edit(ids, {"grade": "B"}).change_id is None
        library.undo()
        assert {trade.review.grade for trade in library.trades(ids)} == {None}


def test_words_never_move_a_figure(tmp_path: Path):
    with two_trades(tmp_path) as library:
        before = library.trade("1").trade
        after = edited(
            library, 1, notes__general="x", tags="y", grade="A", setup="z", emotion="calm"
        )

    figures = ("gross_pnl", "fees", "net_pnl", "initial_risk", "r_multiple", "quantity")
    assert [getattr(before, name) for name in figures] == [getattr(after, name) for name in figures]


def test_the_history_tells_it_in_the_words_of_edit(tmp_path: Path):
    with two_trades(tmp_path) as library:
        edited(library, 1, setup="ORB", **{"tags+": "late"})
        edited(library, 1, setup="Pullback", **{"tags-": "late"}, notes__general="words")
        history = library.trade("1").history

    told = {(entry.field, entry.old, entry.new) for entry in history if entry.origin == "user"}
    assert told == {
        ("setup", None, "ORB"),
        ("setup", "ORB", "Pullback"),
        ("tags", None, "late"),
        ("tags", "late", None),
        ("notes.general", None, "words"),
    }
    assert history[0].at >= history[-1].at


def test_the_vocabulary_has_the_most_used_first(tmp_path: Path):
    with two_trades(tmp_path) as library:
        edited(library, 1, tags="rare,often", setup="B", emotion="calm", strategy="S")
        edited(library, 2, tags="often", setup="A", emotion="angry")
        library.edit([library.trade("2").trade.id], {"setup": "B"})
        words = library.vocabulary()

    assert [(tag.name, tag.trades) for tag in words.tags] == [("often", 2), ("rare", 1)]
    assert words.setups == ("B", "A")
    assert words.emotions == ("angry", "calm")
    assert len({tag.colour for tag in words.tags}) == 2


def test_what_lies_in_the_bin_is_in_no_list_and_comes_back(tmp_path: Path):
    with two_trades(tmp_path) as library:
        trade = library.trade("1").trade
        library.delete([trade.id])
        assert [row.number for row in library.newest()] == [2]
        assert library.counts().trades == 1
        assert library.trade("1").trade.deleted

        library.restore_trades([trade.id])

        assert library.counts().trades == 2
