"""The three-way merge of fields, and its laws."""

from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.link import Agreed
from fillbook.domain.remote_trade import Value
from fillbook.sync.merge import Merged, is_normalised, merge, merged_set, unsent, with_unset

_WORDS = st.one_of(st.none(), st.sampled_from(["A", "B", "C"]))
_SETS = st.frozensets(st.sampled_from(["late", "plan", "fomo", "news"])).map(
    lambda words: tuple(sorted(words))
)
_LINES = st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=5).map("\n".join)


def _merge_one(key: str, known: Value, mine: Value, theirs: Value):
    return merge({key: Agreed(known, known)}, {key: mine}, {key: theirs})


def test_what_nobody_changed_asks_for_nothing():
    merged = _merge_one("grade", "A", "A", "A")

    assert merged == Merged()


def test_a_change_of_ours_is_unsent():
    base = {"grade": Agreed("A", "A")}

    assert not merge(base, {"grade": "B"}, {"grade": "A"}).pull
    assert unsent(base, {"grade": "B"}) == {"grade": "B"}


def test_a_change_there_is_taken_over():
    assert _merge_one("grade", "A", "A", "B").pull == {"grade": "B"}


def test_two_changes_of_a_scalar_clash_with_all_three_values():
    clash = _merge_one("grade", "A", "B", "C").clashes["grade"]

    assert (clash.base, clash.mine, clash.theirs) == ("A", "B", "C")


def test_the_same_change_on_both_sides_is_agreed():
    assert _merge_one("grade", "A", "B", "B").agreed == {"grade": Agreed("B", "B")}


def test_a_first_meeting_overwrites_nothing():
    merged = merge(
        {},
        {"grade": "A", "emotion": None, "bias": "bullish", "news": ""},
        {"grade": "B", "emotion": "calm", "bias": None, "news": None},
    )

    assert merged.clashes.keys() == {"grade"}
    assert merged.pull == {"emotion": "calm"}
    assert unsent(merged.agreed, {"bias": "bullish"}) == {"bias": "bullish"}


def test_a_field_that_was_not_delivered_says_nothing():
    merged = merge({"tags": Agreed(("late",), ("late",))}, {"tags": ("late",)}, {})

    assert merged == Merged()


def test_a_server_that_stores_another_form_starts_no_quarrel():
    base = {"setup_quality": Agreed("Thin ", "thin")}

    assert not merge(base, {"setup_quality": "Thin "}, {"setup_quality": "thin"}).pull
    assert not unsent(base, {"setup_quality": "Thin "})


def test_edits_of_different_lines_are_merged():
    merged = _merge_one("notes.general", "one\n\ntwo", "ONE\n\ntwo", "one\n\nTWO")

    assert merged.pull == {"notes.general": "ONE\n\nTWO"}
    assert merged.agreed == {"notes.general": Agreed("one\n\nTWO", "one\n\nTWO")}


def test_edits_of_one_line_clash():
    assert _merge_one("notes.general", "one", "uno", "eins").clashes


def test_html_is_one_block():
    merged = _merge_one("notes.general", "<p>a</p>\n\nb", "<p>x</p>\n\nb", "<p>a</p>\n\ny")

    assert merged.clashes


def test_a_change_by_the_remotes_own_rule_wins():
    merged = merge(
        {"grade": Agreed("A", "A")}, {"grade": "B"}, {"grade": "C"}, yielding=frozenset({"grade"})
    )

    assert merged.pull == {"grade": "C"}


def test_a_tag_that_was_removed_and_added_again_stays():
    merged = merge({"tags": Agreed(("late",), ("late",))}, {"tags": ()}, {"tags": ("late", "fomo")})
    later = merged.pull["tags"]
    assert later == ("fomo",)

    again = merge(dict(merged.agreed), {"tags": ("fomo", "late")}, {"tags": ("late", "fomo")})
    assert not again.pull
    assert not again.clashes


@given(_SETS, _SETS, _SETS)
def test_a_merged_set_holds_every_change_of_both_sides(base, mine, theirs):
    result = set(merged_set(frozenset(base), frozenset(mine), frozenset(theirs)))

    before = set(base)
    assert (set(mine) - before) | (set(theirs) - before) <= result
    assert not (before - set(mine)) & result - (set(theirs) - before)
    assert not (before - set(theirs)) & result - (set(mine) - before)


@given(
    st.sampled_from(["grade", "notes.general", "tags"]),
    st.data(),
)
def test_any_two_changes_come_to_rest_within_three_rounds(key, data):
    values = {"grade": _WORDS, "notes.general": _LINES, "tags": _SETS}[key]
    known, mine, theirs = (data.draw(values) for _ in range(3))
    base = {key: Agreed(known, known)}
    for _ in range(3):
        merged = merge(base, {key: mine}, {key: theirs})
        if merged.clashes:
            assert mine != known
            assert theirs != known
            return
        base |= merged.agreed
        if key in merged.pull:
            mine = merged.pull[key]
            if key not in merged.agreed:
                base[key] = Agreed(mine, theirs)
        if unsent(base, {key: mine}):
            theirs = mine
            base[key] = Agreed(mine, theirs)
    assert not merge(base, {key: mine}, {key: theirs}).pull
    assert not unsent(base, {key: mine})
    assert sorted(mine or ()) == sorted(theirs or ())


def test_a_stored_value_in_another_form_is_no_edit():
    assert is_normalised("5712.2500", "5712.25")
    assert is_normalised("Late entry ", "<p>late entry</p>")
    assert not is_normalised("A", "B")
    assert not is_normalised("A", None)


def test_what_a_side_gives_whole_is_unset_where_it_is_lacking():
    known = ["confirmation.Volume", "confirmation.Trend", "grade"]
    given = {"confirmation.Trend": "yes"}

    assert with_unset(given, frozenset({"confirmation."}), known) == {
        "confirmation.Volume": None,
        "confirmation.Trend": "yes",
    }
    assert with_unset(given, frozenset(), known) == given
