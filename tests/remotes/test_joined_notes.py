from hypothesis import given
from hypothesis import strategies as st

from fillbook.domain.review import NoteKind
from fillbook.remotes import joined_notes
from fillbook.remotes.joined_notes import canonical_notes, edits, is_intact, joined, split

LINES = st.sampled_from(
    ["", "late entry", "## Thinking", "## General", "## Mistakes ", "\\## Lessons", "\\\\## x",
     "## my own", " indented", "e\u0301", "a\r\nb", "fb:0123456789", "##Thinking", "\x85", "\u2028"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=20), st.lists(LINES, max_size=6).map("\n".join))
NOTES = st.dictionaries(st.sampled_from([kind.value for kind in NoteKind]), TEXTS)


@given(NOTES)
def test_what_is_joined_comes_apart_again(notes):
    assert split(joined(notes)) == canonical_notes(notes)


@given(NOTES)
def test_canonical_notes_stay_as_they_are(notes):
    once = canonical_notes(notes)

    assert canonical_notes(once) == once
    assert joined(once) == joined(notes) == joined_notes.comparable(joined(notes))


@given(NOTES)
def test_our_own_text_asks_for_no_edit(notes):
    assert is_intact(joined(notes), notes)
    assert edits(joined(notes), notes) == {}


@given(NOTES, TEXTS)
def test_taking_a_text_over_leaves_our_notes_saying_the_same(notes, theirs):
    taken = dict(notes)
    for key, text in edits(theirs, notes).items():
        taken[key.removeprefix("notes.")] = text

    again = edits(theirs, taken)

    assert again == {} or not is_intact(theirs, notes)


def test_a_general_note_alone_is_sent_bare():
    assert joined({"general": " Held well.\r\n"}) == "Held well."


def test_filled_notes_stand_under_their_headings():
    notes = {"general": "ok", "lessons": "", "thought_process": "plan\n## Entry"}

    assert joined(notes) == "## Thinking\nplan\n\\## Entry\n\n## General\nok"


def test_a_text_of_the_website_is_a_general_note():
    assert split("## Plan\nfade it") == {NoteKind.GENERAL: "## Plan\nfade it"}


def test_a_line_above_the_first_heading_cannot_be_taken_apart():
    ours = {"mistakes": "late", "general": "ok"}
    theirs = "PS: nice\n" + str(joined(ours))

    assert split(theirs) is None
    assert not is_intact(theirs, ours)
    assert edits(theirs, ours) == {"notes.mistakes": "", "notes.general": theirs}


def test_a_heading_that_has_gone_asks_the_user():
    ours = {"mistakes": "late", "general": "ok"}

    assert not is_intact("just this", ours)
    assert not is_intact("## Mistakes\nlate", ours)
    assert is_intact("## Mistakes\n\n## General\nok", ours)


def test_an_emptied_text_empties_every_note():
    assert edits(None, {"mistakes": "late"}) == {"notes.mistakes": ""}


def test_a_mark_comes_off_again():
    for text in (None, "Held well.", "## Thinking\nplan"):
        assert joined_notes.unmarked(joined_notes.marked(text, "0123456789")) == text
