"""Long texts, merged line by line."""

from hypothesis import given
from hypothesis import strategies as st

from fillbook.sync.texts import both_texts, merged_text

_LINES = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=6).map("\n".join)


def test_one_side_alone_gives_its_text():
    assert merged_text("a\nb", "a\nb", "a\nc") == "a\nc"


def test_a_line_added_above_and_one_below_both_stay():
    assert merged_text("a\nb\nc", "x\na\nb\nc", "a\nb\nc\ny") == "x\na\nb\nc\ny"


def test_two_lines_at_one_place_overlap():
    assert merged_text("a", "a\nx", "a\ny") is None


def test_the_same_edit_on_both_sides_is_one():
    assert merged_text("a\nb", "a\nz", "a\nz") == "a\nz"


def test_both_keeps_every_word():
    text = both_texts("mine", "theirs")

    assert "mine" in text
    assert "theirs" in text


@given(_LINES, _LINES)
def test_an_unchanged_side_never_stands_in_the_way(base, other):
    assert merged_text(base, base, other) == other
    assert merged_text(base, other, base) == other


@given(_LINES, _LINES, _LINES)
def test_sides_are_equal(base, mine, theirs):
    assert merged_text(base, mine, theirs) == merged_text(base, theirs, mine)
