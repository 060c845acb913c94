"""What hangs between both sides: kept, found again, and asked for without a scan."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import NOON
from fillbook.domain.errors import Refused
from fillbook.domain.link import (
    Agreed,
    ConflictKind,
    Cursor,
    Intent,
    IntentState,
    LinkState,
    Parked,
)
from fillbook.storage.database import DRIVER
from fillbook.storage.sync import coding, reading
from sync_scene import BROUGHT, a_conflict, a_connection, a_journal, a_link, seen_there, trade_of

VALUES = st.none() | st.text(max_size=8) | st.lists(st.text(max_size=4), max_size=3).map(tuple)


@given(st.dictionaries(st.text(max_size=6), st.builds(Agreed, VALUES, VALUES), max_size=4))
def test_a_base_comes_back_as_it_was_and_equal_bases_are_equal_texts(base: dict[str, Agreed]):
    turned = dict(reversed(base.items()))

    assert coding.base_of(coding.base_text(base)) == base
    assert coding.base_text(turned) == coding.base_text(base)


def test_a_link_is_found_from_both_sides_with_everything_on_it(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)
    link = a_link(
        connection,
        trade,
        verified_at=NOON,
        parked=(Parked("update", "too long", field="news", until=NOON, rev=3, plan="free"),),
        remarks=(("held", "tags are in the way"),),
        sent={"stop_loss": "9.5"},
    )

    with library:
        library.sync(lambda store: store.put_link(link))

        assert library.look(lambda store: store.link(connection, trade)) == link
        assert library.look(lambda store: store.link_to(connection, "r1")) == link
        assert library.look(lambda store: store.noted_links(connection)) == (link,)
        assert library.look(lambda store: store.linked_count(connection)) == 1


@pytest.mark.parametrize(("local", "remote"), [("t1", "r2"), ("t2", "r1")])
def test_no_trade_has_two_links_at_a_connection(tmp_path: Path, local: str, remote: str):
    library, _, connection = a_journal(tmp_path / "library", trades=0)

    with library:
        library.sync(lambda store: store.put_link(a_link(connection, "t1", "r1")))
        second = replace(a_link(connection, local, remote), id="another")

        with pytest.raises(DRIVER.IntegrityError):
            library.sync(lambda store: store.put_link(second))


def test_an_intent_keeps_its_bytes_and_is_open_until_it_is_answered(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library", trades=0)
    intent = Intent(
        id="i1",
        connection_id=connection,
        entity="trade",
        local_id="t1",
        verb="POST /trades",
        state=IntentState.IN_FLIGHT,
        key="key",
        body=b'{"a": 1.50}\x00\xff',
        known=("r1",),
        fingerprint="print",
        first_sent_at=NOON,
        last_sent_at=NOON,
        sent_fields={"grade": "A", "tags": ("x",)},
    )
    since = NOON - timedelta(days=7)

    with library:
        library.sync(lambda store: store.put_intent(intent))
        assert library.look(lambda store: store.open_intents(connection)) == (intent,)

        library.sync(lambda store: store.answer_creates(connection, "t1"))

        assert library.look(lambda store: store.open_intents(connection)) == ()
        applied = library.look(lambda store: store.applied_fingerprints(connection, since))
        assert applied == {"print": "t1"}


def test_a_question_is_asked_once_and_told_anew_when_an_answer_changes(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library")
    first = a_conflict(connection, trade_of(library))
    later = replace(first, id="later", seen_at=NOON + timedelta(days=1))

    with library:
        news = [
            library.sync(lambda store, asked=asked: store.open_conflict(asked))[0]
            for asked in (first, later, replace(later, theirs="C"))
        ]

        assert news == [True, False, True]
        assert library.conflicts() == (replace(first, theirs="C"),)

        library.sync(lambda store: store.close_conflict("conflict", "mine", "user"))
        assert library.conflicts() == ()
        last = library.look(lambda store: store.newest_conflict(connection, ConflictKind.FIELD))
        assert last is not None
        assert last.resolution == "mine"


def test_an_edit_makes_a_linked_trade_dirty_until_that_revision_was_sent(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        rev = library.look(lambda store: store.trade_rev(trade))
        library.sync(lambda store: store.put_link(a_link(connection, trade, synced_rev=rev)))
        assert library.look(lambda store: store.dirty(connection, None)) == ()

        library.edit([trade], {"grade": "B"})

        assert library.look(lambda store: store.dirty(connection, None)) == (trade,)


def test_what_has_no_counterpart_is_to_be_created_oldest_first(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=4)
    first, linked, kept_out, binned = (trade_of(library, f"T{n}") for n in range(4))

    with library:
        library.sync(lambda store: store.put_link(a_link(connection, linked)))
        library.edit([kept_out], {"exclude": "away"})
        library.delete([binned])

        wanted = library.look(lambda store: store.uncreated(connection, [account], None))

        assert wanted == (first,)
        assert library.look(lambda store: store.excluded(kept_out, connection))
        library.edit([kept_out], {"exclude-": "Away"})
        assert len(library.look(lambda store: store.uncreated(connection, [account], None))) == 2
        assert len(library.look(lambda store: store.uncreated(connection, [account], 1))) == 1


def test_an_ineligible_trade_is_tried_again_after_an_edit(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        rev = library.look(lambda store: store.trade_rev(trade))
        link = a_link(connection, trade, None, state=LinkState.INELIGIBLE, synced_rev=rev)
        library.sync(lambda store: store.put_link(link))
        assert library.look(lambda store: store.uncreated(connection, [account], None)) == ()

        library.edit([trade], {"stop_loss": "9"})

        assert library.look(lambda store: store.uncreated(connection, [account], None)) == (trade,)


def test_a_trade_in_the_bin_is_told_while_it_is_there(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library")
    trade = trade_of(library)

    with library:
        library.sync(lambda store: store.put_link(a_link(connection, trade)))
        library.delete([trade])

        (link,) = library.look(lambda store: store.binned(connection))
        assert link.local_id == trade
        assert library.look(lambda store: store.deleted_at(trade)) is not None
        library.restore_trades([trade])
        assert library.look(lambda store: store.binned(connection)) == ()


def test_what_was_verified_longest_ago_is_looked_at_first(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library", trades=3)
    trades = [trade_of(library, f"T{n}") for n in range(3)]
    verified = (NOON, None, NOON - timedelta(days=1))

    with library:
        for trade, moment in zip(trades, verified, strict=True):
            link = a_link(connection, trade, trade, verified_at=moment)
            library.sync(lambda store, link=link: store.put_link(link))

        due = library.look(lambda store: store.audit_due(connection, 2, NOON))

        assert [link.local_id for link in due] == [trades[1], trades[2]]


def test_a_listing_remembers_where_it_stands_and_whom_it_did_not_name(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library", trades=2)
    named, absent = trade_of(library, "T0"), trade_of(library, "T1")
    cursor = Cursor(cursor="next", epoch=2, pages=1, started_at=NOON)

    with library:
        library.sync(lambda store: store.put_link(a_link(connection, named, "r1")))
        library.sync(lambda store: store.put_link(a_link(connection, absent, "r2")))
        library.sync(lambda store: store.put_seen(connection, {"r1": "h", "r2": "h"}, 1))
        library.sync(lambda store: store.put_seen(connection, {"r1": "changed"}, 2))
        library.sync(lambda store: store.put_cursor(connection, "trades", cursor))

        hashes = library.look(lambda store: store.seen(connection, ["r1", "r2", "r3"]))
        assert hashes == {"r1": "changed", "r2": "h"}
        (missing,) = library.look(lambda store: store.unseen(connection, 2))
        assert missing.local_id == absent
        assert library.look(lambda store: store.cursor(connection, "trades")) == cursor
        assert library.look(lambda store: store.cursor(connection, "other")) is None


def test_answers_are_kept_byte_for_byte_and_only_when_they_changed(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library", trades=0)

    with library:
        for number in range(9):
            for body in (b"%d" % number, b"%d" % number):
                read_at = NOON + timedelta(minutes=number)
                library.sync(
                    lambda store, body=body, at=read_at: store.put_payload(
                        connection, "trade", "r1", body, 200, at
                    )
                )

        assert library.look(lambda store: store.payload(connection, "r1")) == b"8"
        kept = library.look(
            lambda store: [
                body
                for (body,) in store._db.execute("SELECT body FROM remote_payload ORDER BY read_at")
            ]
        )
        assert kept == [b"4", b"5", b"6", b"7", b"8"]


def test_a_removed_connection_comes_back_with_its_links(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library")
    link = a_link(connection, trade_of(library))

    with library:
        library.sync(lambda store: store.put_link(link))
        library.sync(lambda store: store.remove_connection(connection))
        assert library.connections() == ()

        assert a_connection(library, account, "AWAY") == connection
        assert library.look(lambda store: store.links(connection)) == (link,)
        with pytest.raises(Refused):
            a_connection(library, account, "away")


def test_another_ones_journal_does_not_take_over_the_links_of_a_removed_connection(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library")

    with library:
        library.sync(lambda store: store.put_link(a_link(connection, trade_of(library))))
        library.sync(lambda store: store.remove_connection(connection))

        with pytest.raises(Refused):
            a_connection(library, account, identity="user-2")
        assert library.connections() == ()


def test_a_connection_that_comes_back_is_still_the_home_of_its_trades(tmp_path: Path):
    library, account, connection = a_journal(tmp_path / "library", trades=0)

    with library:
        trade, _ = library.sync(
            lambda store: store.create_trade(connection, account, seen_there()), origin=BROUGHT
        )
        library.sync(lambda store: store.remove_connection(connection))
        a_connection(library, account, "AWAY", identity=None)

        assert library.look(lambda store: store.home(trade)) == connection
        assert library.connection(connection).identity == "user-1"


@pytest.mark.parametrize("name", ["import", "manual", "broker:X"])
def test_no_connection_is_called_as_the_users_own_fills_are(tmp_path: Path, name: str):
    library, account, _ = a_journal(tmp_path / "library", trades=0)

    with library, pytest.raises(Refused):
        a_connection(library, account, name)


def test_the_state_of_a_connection_is_no_edit(tmp_path: Path):
    library, _, connection = a_journal(tmp_path / "library", trades=0)

    with library:
        before = library.changes()
        was = library.connection("away")
        _, changes = library.sync(
            lambda store: store.put_state(
                connection, state=was.state, message="offline", last_success=NOON
            ),
            origin=BROUGHT,
        )

        assert changes.change_id is None
        assert library.changes() == before
        assert library.connection(connection).last_success == NOON


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (reading._DIRTY, {"connection": "c", "limit": -1}),
        (reading._UNCREATED, {"connection": "c", "accounts": "[]", "limit": -1}),
    ],
)
def test_questions_of_every_cycle_look_links_up_by_index(
    tmp_path: Path, question: str, values: dict[str, object]
):
    library, _, _ = a_journal(tmp_path / "library", trades=0)

    with library:
        plan = library.look(
            lambda store: [
                row[3] for row in store._db.execute(f"EXPLAIN QUERY PLAN {question}", values)
            ]
        )

    assert any("link_" in step and step.startswith("SEARCH l") for step in plan)
    assert not any(step.startswith("SCAN l") for step in plan)
