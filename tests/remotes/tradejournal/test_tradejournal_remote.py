from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_fill, a_trade
from conversation import hold
from fillbook.domain.review import NoteKind, Review
from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.remote import Remote, Settings
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradejournal import mapping
from fillbook.remotes.tradejournal.remote import TradeJournal as Client
from standins.clock import Clock
from standins.tradejournal import Switches, TradeJournal
from talking import asked, at

ROW = {
    "instrument": "ETHUSDT", "side": "short", "quantity": 2,
    "entry_time": "2026-02-11T08:00:05Z", "entry_price": 2710.5,
    "exit_time": "2026-02-11T09:12:40Z", "exit_price": 2698,
}  # fmt: skip


def a_client(**options):
    remote: Remote = Client(
        Settings(base_url="http://localhost", options=options), Secret("gr_token")
    )
    return remote


def a_journal(**switches):
    return TradeJournal(Clock(), Switches(**switches))


def create(remote, server, trade, marker=None):
    request = hold(remote.creation(trade, marker), server)
    return remote.created(remote.checked(request, server(request)))


def listed(remote, server, window=None):
    """All rows of a listing, and why it is not complete."""
    rows, cursor, why = [], None, []
    for _ in range(100):
        page = hold(remote.listing(cursor, window), server)
        rows += page.rows
        why += [page.incomplete] if page.incomplete else []
        cursor = page.cursor
        if cursor is None:
            break
    return rows, why


@pytest.mark.parametrize("switches", [
    {}, {"numbers_as_text": True, "trims_texts": False, "paginator_keys": False},
    {"order": "id", "per_page_max": 10, "over_max": "refuse"},
])  # fmt: skip
def test_what_is_created_comes_back_as_the_same_trade(switches):
    if switches.get("over_max"):
        switches |= {"per_page_max": 25}
    remote, server = a_client(), at(a_journal(**switches))
    review = Review(notes={"general": " Held.\n"}, setup="Range fade")
    trade = a_trade("2@10", "-2@12", review=review, stop_loss=Decimal(9))

    made = create(remote, server, trade)

    [row] = hold(remote.listing(None), server).rows
    assert row.id == made == "310"
    seen = remote.whole(row)
    ours = remote.translate(trade)
    assert seen.fields == {key: ours[key] for key in ("notes", "setup")}
    assert seen.facts.fees == remote.facts(trade).fees == 1
    for name in ("symbol", "direction", "quantity", "opened_at", "closed_at", "entry_price",
                 "exit_price", "gross_pnl", "net_pnl"):  # fmt: skip
        assert getattr(remote.facts(trade), name) == getattr(seen.facts, name), name


def test_what_is_not_known_is_left_out():
    journal = a_journal()
    trade = a_trade(fills=(a_fill(1, 10), a_fill(-1, 12, minute=1)))

    create(a_client(), at(journal), trade)

    [stored] = journal.trades.values()
    assert stored["commission"] is None
    assert stored["stop_loss"] is None


def test_stop_and_target_are_sent_and_never_read_back():  # scenario 79
    journal, remote = a_journal(), a_client()
    trade = a_trade("1@10", "-1@12", stop_loss=Decimal(9), take_profit=Decimal(13))

    create(remote, at(journal), trade)

    [stored] = journal.trades.values()
    assert (stored["stop_loss"], stored["take_profit"]) == (9, 13)
    seen = remote.whole(hold(remote.listing(None), at(journal)).rows[0])
    assert not remote.write_only & seen.fields.keys()
    assert remote.edits(seen.fields, trade) == {}


def test_a_future_is_worth_less_there_because_the_server_knows_no_multiplier():  # scenario 80
    journal, remote = a_journal(), a_client()
    trade = a_trade("1@10", "-1@12", multiplier=Decimal(50))
    create(remote, at(journal), trade)

    [row] = hold(remote.listing(None), at(journal)).rows

    assert (remote.facts(trade).gross_pnl, row.facts.gross_pnl) == (100, 2)


def test_an_open_trade_or_one_without_prices_is_not_eligible():  # scenario 78
    unpriced = a_trade("1@10", "-1@12", entry_price=None, exit_price=None)

    assert a_client().lacking(a_trade("1@10")) == ("still open",)
    assert a_client().lacking(unpriced) == ("needs an entry price", "needs an exit price")


def test_every_trade_is_listed_over_pages_as_large_as_the_server_likes():
    for most in (7, 100):
        journal = a_journal(per_page_max=most, per_minute=None)
        for number in range(100):
            journal.website_adds(**ROW | {"quantity": number + 1})

        rows, why = listed(a_client(), at(journal))

        assert (len(rows), why) == (100, [])


def test_an_ignored_page_number_ends_the_listing_with_a_word():  # scenario 18
    journal = a_journal(page_is_ignored=True)
    for _ in range(120):
        journal.website_adds(**ROW)

    rows, why = listed(a_client(), at(journal))

    assert len(rows) == 200
    assert why == [
        "TradeJournal did not list its trades completely: asked for page 2, it gave page 1."
    ]


def test_a_total_that_changes_makes_the_listing_unclean():  # scenario 19
    journal = a_journal()
    for _ in range(120):
        journal.website_adds(**ROW)
    server = at(journal)
    first = hold(a_client().listing(None), server)
    journal.website_deletes(312)

    second = hold(a_client().listing(first.cursor), server)

    assert "trades came or went" in second.incomplete


def test_a_bad_row_is_named_and_the_others_are_read():
    journal = a_journal()
    journal.website_adds(**ROW)
    bad = journal.website_adds(**ROW | {"side": "sideways"})

    page = hold(a_client().listing(None), at(journal))

    assert len(page.rows) == 1
    assert page.bad_rows == (f'Trade {bad}: "instrument" or "side" is missing.',)


@pytest.mark.parametrize("switches", [{"filter_by": "exit_time"}, {"to_is_exclusive": True}])
def test_a_census_sees_the_trade_whatever_its_dates_compare(switches):
    journal, remote = a_journal(**switches), a_client()
    trade = a_trade("1@10", "-1@12", closed_at=datetime(2024, 5, 3, tzinfo=UTC))
    create(remote, at(journal), trade)
    journal.website_adds(**ROW)

    rows, _ = listed(remote, at(journal), remote.window(trade))

    assert [row.facts.symbol for row in rows] == ["ACME"]


@pytest.mark.parametrize(
    ("status", "body", "refusal"),
    [
        (401, b'{"message":"Unauthenticated."}', Refusal.CREDENTIALS),
        (401, b"<html>", Refusal.CREDENTIALS),
        (403, b'{"error":"Insufficient scope: trades:write required"}', Refusal.FORBIDDEN),
        (404, b"<html>", Refusal.NOT_FOUND),
        (429, b"", Refusal.RATE),
    ],
)
def test_a_refusal_is_told_by_its_status(status, body, refusal):
    remote = a_client()
    request = hold(remote.creation(a_trade(), None), at(a_journal()))

    with pytest.raises(RefusedThere) as caught:
        remote.checked(request, Answer(status=status, headers={}, body=body))

    assert caught.value.refusal is refusal


@pytest.mark.parametrize("validation", ["app", "framework"])
def test_what_is_invalid_is_named_in_both_forms(validation):
    journal = a_journal(validation=validation, required=("setup_type",))

    with pytest.raises(RefusedThere) as caught:
        create(a_client(), at(journal), a_trade())

    assert caught.value.fields == {"setup": "The setup_type field is required."}
    assert caught.value.title == (
        "TradeJournal does not take this trade. setup: The setup_type field is required."
    )


@pytest.mark.parametrize(("status", "body"), [(500, b'{"message":"Server Error"}'), (302, b""),
    (200, b"<html>Log in"), (201, b'{"id":31'), (403, b"<html>"), (503, b"")])  # fmt: skip
def test_anything_else_is_unclear(status, body):
    remote = a_client()
    request = hold(remote.creation(a_trade(), None), at(a_journal()))

    with pytest.raises(Unclear):
        remote.checked(request, Answer(status=status, headers={}, body=body))


def test_a_login_page_is_no_listing():
    journal = a_journal(unauthenticated="html")
    journal.website_revokes_tokens()

    with pytest.raises(Unreadable):
        hold(a_client().identify(), at(journal))


def test_a_wait_is_as_long_as_the_server_says():
    journal, remote = a_journal(per_minute=1), a_client()
    hold(remote.identify(), at(journal))

    with pytest.raises(RefusedThere) as caught:
        hold(remote.identify(), at(journal))

    assert caught.value.retry_after_s == 61


def test_json_is_asked_for_and_the_token_stays_in_its_header():
    remote = a_client()
    request = hold(remote.creation(a_trade(), None), at(a_journal()))

    headers = asked(request).headers
    assert headers["accept"] == "application/json"
    assert headers["authorization"] == "Bearer gr_token"
    assert "gr_token" not in repr(request)


@pytest.mark.parametrize(
    ("switches", "largest"),
    [({}, "100"), ({"over_max": "refuse"}, "a page of 1000 is refused")],
)
def test_a_probe_tells_what_the_documentation_leaves_open(switches, largest):
    journal = a_journal(**switches)
    journal.website_adds(**ROW)

    found = hold(a_client().findings(), at(journal))

    answers = {one.question: one.answer for one in found.answers}
    assert answers["How many rows has the largest page?"].startswith(largest)
    assert answers["What is an empty note?"] == "null"
    assert answers["Does to include its day?"] == "yes"
    assert [part.title for part in found.shown] == ["Its own figures", "Leaderboard"]
    assert found.shown[0].rows[0]["net_pnl"] == "25.0"


REVIEWS = st.builds(
    Review,
    notes=st.dictionaries(st.sampled_from([kind.value for kind in NoteKind]), st.text(max_size=9)),
    setup=st.one_of(st.none(), st.text(max_size=9)),
)


@given(REVIEWS, st.booleans())
def test_our_fields_come_back_as_they_were_sent(review, trims):
    remote, journal = a_client(), a_journal(trims_texts=trims)
    trade = a_trade(review=review)
    fields = remote.translate(trade)
    journal.website_adds(**ROW | {"notes": fields["notes"], "setup_type": fields["setup"]})

    seen = remote.whole(hold(remote.listing(None), at(journal)).rows[0])

    assert seen.fields == {key: fields[key] for key in ("notes", "setup")}
    assert remote.edits(seen.fields, trade) == {}


@given(REVIEWS)
def test_what_is_taken_over_reads_the_same_there(review):
    theirs = mapping.translate(a_trade(review=review))
    edits = mapping.edits(theirs, None)
    notes = {key.removeprefix("notes."): text for key, text in edits.items() if "notes." in key}

    again = mapping.translate(a_trade(review=Review(notes=notes, setup=edits["setup"])))

    assert again == theirs


@given(st.integers(0, 999_999))
def test_times_are_compared_by_the_second(microseconds):  # scenario 71
    at_second = datetime(2026, 2, 11, 8, 0, 5, tzinfo=UTC)
    stated = (at_second + timedelta(microseconds=microseconds)).isoformat()
    record = mapping.Record(ROW | {"id": 1, "entry_time": stated, "entry_price": 2710})

    assert mapping.row(record).facts.opened_at == at_second
