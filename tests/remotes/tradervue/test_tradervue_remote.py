from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_fill, a_trade
from conversation import hold
from fillbook.domain.errors import Refused
from fillbook.domain.execution import Direction
from fillbook.domain.instrument import AssetType
from fillbook.domain.review import NoteKind, Review
from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear
from fillbook.remotes.remote import Importing, ImportState, Settings, Step
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradervue import fills, mapping
from fillbook.remotes.tradervue.remote import Tradervue as Client
from standins.clock import Clock
from standins.tradervue import Tradervue
from standins.tradervue_switches import Switches
from talking import asked, at

MARKER = "00a1b2c3d4"


def a_client(**given):
    options = {"contact": "dev@example.org"} | given.pop("options", {})
    settings = Settings(
        base_url="http://localhost/api/v1",
        username="trader",
        accounts={"account": "acct-b"},
        options=options,
        **given,
    )
    remote: Importing = Client(settings, Secret("pa:ss wörd\n"))
    return remote


def a_journal(**switches):
    return Tradervue(Clock(), Switches(**switches))


def create(remote, journal, trade, marker=MARKER):
    """Create a trade, and give back what stands there."""
    server = at(journal)
    request = hold(remote.creation(trade, marker), server)
    made = remote.created(remote.checked(request, server(request)))
    if made is None:
        assert hold(remote.import_outcome(), server).state is ImportState.DONE
        made = hold(remote.listing(None, remote.window(trade)), server).rows[0].id
    return hold(remote.read(made), server)


def write(remote, journal, before, **wanted):
    step = Step(name="fields", fields=frozenset(wanted))
    fields = before.fields | wanted
    return hold(remote.write(step, fields, before, a_trade()), at(journal))


@pytest.mark.parametrize("switches", [
    {}, {"side_words": "L", "tags_when_none": "absent", "open_end": "null"},
    {"line_ends": "CRLF", "tag_case": "lower", "zone": "Asia/Tokyo"},
])  # fmt: skip
def test_fills_are_imported_and_come_back_as_the_same_trade(switches):
    journal, remote = a_journal(**switches), a_client()
    trade = a_trade("-2@10.5", "1@9", "1@8.25", symbol="acme")

    seen = create(remote, journal, trade)

    ours = remote.facts(trade)
    for name in ("symbol", "direction", "quantity", "opened_at", "closed_at", "entry_price",
                 "exit_price", "gross_pnl", "fees", "net_pnl", "is_open"):  # fmt: skip
        assert getattr(ours, name) == getattr(seen.facts, name), name
    assert seen.fields["fills"] == remote.translate(trade)["fills"]
    assert seen.fields["mark"] == "fb-a1b2c3d4"
    assert seen.fields["tags"] == ()
    assert [fill.account_tag for fill in journal.trades[int(seen.id)].fills] == ["acct-b"] * 3
    assert remote.is_import(hold(remote.creation(trade, None), at(journal)))


def test_a_trade_without_prices_becomes_a_shell_with_its_notes():
    journal, remote = a_journal(), a_client()
    unpriced = (a_fill(1, None), a_fill(-1, None, minute=1))
    review = Review(notes={"lessons": "wait"}, tags=("fade",))
    trade = a_trade(fills=unpriced, review=review, initial_risk=Decimal(40))

    seen = create(remote, journal, trade)

    assert seen.fields == remote.translate(trade) | {"mark": "fb-a1b2c3d4"}
    assert seen.facts.opened_at is None
    assert not journal.ledger.of("queued", "import")


def test_notes_are_always_sent_so_that_no_template_fills_their_place():
    journal, remote = a_journal(), a_client()
    trade = a_trade(fills=(a_fill(1, None), a_fill(-1, None, minute=1)))

    assert create(remote, journal, trade).fields["notes"] is None


def test_the_part_of_a_fill_that_belongs_to_the_trade_is_imported():
    journal, remote = a_journal(), a_client()
    trade = a_trade("2@10", "-3@12")

    seen = create(remote, journal, trade)

    assert [fill.quantity for fill in seen.fills] == [2, 2]


def test_an_open_trade_is_sent_and_lacks_nothing():
    journal, remote = a_journal(), a_client()
    trade = a_trade("2@10", "-1@12")

    assert remote.lacking(trade) == ()
    assert create(remote, journal, trade).facts.is_open


def test_forex_is_sent_in_units():
    journal, remote = a_journal(), a_client()
    trade = a_trade("0.1@1.1", "-0.1@1.2", asset_type=AssetType.FOREX, symbol="EURUSD",
                    multiplier=Decimal(100_000))  # fmt: skip

    assert create(remote, journal, trade).facts.quantity == 10_000
    unknown = replace(trade, trade=replace(trade.trade, multiplier=None))
    assert remote.lacking(unknown) == ("the size of a lot of EURUSD is not known",)


def test_fields_are_changed_and_read_back():
    journal, remote = a_journal(), a_client()
    before = create(remote, journal, a_trade())

    after = write(
        remote, journal, before, notes="Held.", tags=("a", "b"), initial_risk="40.5", mark=None
    )

    assert after.fields["notes"] == "Held."
    assert after.fields["tags"] == ("a", "b")
    assert after.fields["initial_risk"] == "40.5"
    assert after.fields["mark"] is None


def test_tags_that_the_website_added_a_moment_ago_stay():  # scenario 50
    journal, remote = a_journal(), a_client()
    number = journal.website_adds_shell("SPY", tags=["x", "y"])
    before = hold(remote.read(str(number)), at(journal))
    journal.website_edits(number, tags=["y", "z"])

    after = write(remote, journal, before, tags=("a", "x", "y"))

    assert after.fields["tags"] == ("a", "y", "z")


def test_only_what_changes_is_written():
    journal, remote = a_journal(), a_client()
    number = journal.website_adds_shell("SPY", notes="old", shared=True)
    before = hold(remote.read(str(number)), at(journal))
    journal.website_edits(number, notes="new")

    after = write(remote, journal, before, initial_risk="5")

    assert (after.fields["notes"], after.extras["shared"]) == ("new", "true")


def test_comments_are_read_and_shown_alone():
    journal, remote = a_journal(), a_client()
    number = journal.website_adds_shell("SPY")
    journal.website_comments(number, "coach1", "Good patience.")

    seen = hold(remote.read(str(number)), at(journal))

    assert "Good patience." in seen.extras["comments"]
    assert "comments" not in seen.fields


def test_pages_are_read_until_one_is_short():
    journal, remote = a_journal(), a_client()
    for number in range(200):
        journal.website_adds_shell(f"S{number}")
    rows, cursor, pages = [], None, 0
    while True:
        page = hold(remote.listing(cursor), at(journal))
        rows += page.rows
        pages += 1
        cursor = page.cursor
        if cursor is None:
            break

    assert (len({row.id for row in rows}), pages) == (200, 3)


def test_a_running_import_is_no_refusal_for_good():  # scenario 10
    journal, remote = a_journal(import_takes_s=5), a_client()
    server = at(journal)
    request = hold(remote.creation(a_trade(), None), server)
    server(request)

    with pytest.raises(RefusedThere) as caught:
        remote.checked(request, server(request))

    assert caught.value.refusal is Refusal.BUSY
    assert hold(remote.import_outcome(), server).state is ImportState.RUNNING


@pytest.mark.parametrize(
    ("switches", "state", "reason"),
    [
        ({}, ImportState.DONE, None),
        ({"quota": 1}, ImportState.DONE, "1 fills are over the limit of the Tradervue plan"),
    ],
)
def test_an_import_says_what_did_not_go_in(switches, state, reason):
    journal, remote = a_journal(**switches), a_client()
    server = at(journal)
    server(hold(remote.creation(a_trade(), None), server))

    outcome = hold(remote.import_outcome(), server)

    assert (outcome.state, outcome.reason) == (state, reason)
    assert hold(remote.import_outcome(), server).state is ImportState.IDLE


def test_a_failed_import_names_the_fill():
    body = b'{"status":"failed","info":{"error_description":"Bad price","error_execnumber":2}}'
    server = {"GET /imports": Answer(status=200, headers={}, body=body)}

    outcome = hold(
        a_client().import_outcome(), lambda request: server[f"{request.method} {request.path}"]
    )

    assert (outcome.state, outcome.reason) == (ImportState.FAILED, "Bad price (fill 2)")


def test_fills_that_are_there_already_are_counted_as_duplicates():  # scenario 11
    journal, remote = a_journal(), a_client()
    create(remote, journal, a_trade())
    server = at(journal)
    server(hold(remote.creation(a_trade(), None), server))

    assert hold(remote.import_outcome(), server).duplicates == 2
    assert len(journal.trades) == 1


def test_every_request_carries_the_program_its_contact_and_the_login():
    request = hold(a_client(options={"user_id": "8001"}).creation(a_trade(), None), at(a_journal()))

    headers = asked(request).headers
    assert headers["user-agent"] == "Fillbook/0.1.0 (dev@example.org)"
    assert headers["tradervue-userid"] == "8001"
    assert headers["authorization"].startswith("Basic ")
    assert "wörd" not in repr(request)
    assert headers["authorization"] not in repr(request)


@pytest.mark.parametrize(("username", "contact"), [
    ("ann@example.org", "ann@example.org"),
    ("trader", "user trader at http://localhost/api/v1"),
])  # fmt: skip
def test_without_a_contact_the_login_is_named_by_an_address_or_a_link(username, contact):
    settings = Settings(base_url="http://localhost/api/v1", username=username)
    client: Importing = Client(settings, Secret("word"))

    request = hold(client.creation(a_trade(), None), at(a_journal()))

    assert asked(request).headers["user-agent"] == f"Fillbook/0.1.0 ({contact})"


def test_the_pin_is_the_login_itself():
    one = hold(a_client().identify(), at(a_journal()))
    journal = a_journal(organization=True)
    user = journal.users.add("ann", "ann@example.org")
    other = hold(a_client(options={"user_id": str(user)}).identify(), at(journal))

    assert one.pin == "http://localhost/api/v1|trader|"
    assert one.pin != other.pin


@pytest.mark.parametrize("given", [{"username": ""}, {"username": "a:b"},
    {"options": {"user_id": "ann"}}, {"options": {"contact": "a\nb"}}])  # fmt: skip
def test_a_login_that_cannot_be_sent_is_refused(given):
    settings = Settings(base_url="http://localhost", **({"username": "trader"} | given))

    with pytest.raises(Refused):
        Client(settings, Secret("secret"))


@pytest.mark.parametrize("body", ["empty", "html", "json"])
def test_denials_are_told_by_their_status(body):
    journal, remote = a_journal(denial_body=body), a_client()

    with pytest.raises(RefusedThere) as gone:
        hold(remote.read("1"), at(journal))
    journal.website_changes_password("other")
    with pytest.raises(RefusedThere) as denied:
        hold(remote.identify(), at(journal))

    assert gone.value.refusal is Refusal.NOT_FOUND
    assert denied.value.refusal is Refusal.CREDENTIALS


@pytest.mark.parametrize(("method", "status", "body"), [("POST", 500, b""), ("POST", 200, b"<h"),
    ("POST", 201, b"{}"), ("GET", 200, b""), ("GET", 302, b""), ("PUT", 400, b"<h1>")])  # fmt: skip
def test_anything_else_is_unclear(method, status, body):
    remote = a_client()
    request = replace(hold(remote.creation(a_trade(), None), at(a_journal())), method=method)

    with pytest.raises(Unclear):
        remote.checked(request, Answer(status=status, headers={}, body=body))


def test_the_id_of_a_new_trade_may_stand_in_its_address_alone():
    headers = {"location": "https://app.tradervue.com/api/v1/trades/900102"}

    assert a_client().created(Answer(status=201, headers=headers, body=b"")) == "900102"


def test_a_trade_is_deleted_for_good():
    journal, remote = a_journal(), a_client()
    number = journal.website_adds_shell("SPY")

    hold(remote.remove(str(number)), at(journal))

    assert not journal.trades


def test_missing_fills_are_told_from_other_fills():
    assert fills.missing(("a", "a", "b"), ("a",)) == ("a", "b")
    assert fills.missing(("a",), ("a",)) == ()
    assert fills.missing(("a",), ("a", "a")) is None


def test_times_with_and_without_an_offset_are_one():  # scenario 71
    record = mapping.Record(
        {"id": 1, "symbol": "X", "start_datetime": "2026-11-02T09:41:07.500-05:00"}
    )

    assert mapping.row(record).facts.opened_at == datetime.fromisoformat("2026-11-02T14:41:07Z")
    assert mapping.row(record).facts.direction is Direction.LONG


def test_a_window_without_times_looks_through_all_of_a_symbol():
    trade = a_trade(fills=(a_fill(1, None), a_fill(-1, None, minute=1)))

    assert a_client().window(trade).first == date.min


def test_a_probe_tells_what_the_documentation_leaves_open():
    journal = a_journal(side_words="L")
    journal.website_adds_shell("SPY")
    journal.vendor_imports({"datetime": "2026-11-02T09:00:00-05:00", "symbol": "X",
                            "quantity": 1, "price": 5})  # fmt: skip
    journal.website_writes_day(date(2026, 11, 2), "Two A setups.")

    found = hold(a_client().findings(), at(journal))

    answers = {one.question: one.answer for one in found.answers}
    assert answers["Which words has the side?"] == "L"
    assert answers["Which offset have its times?"] == "-05:00"
    assert answers["What ends an open trade?"] == "absent"
    assert found.shown[0].rows[0]["notes"] == "Two A setups."
    assert not journal.ledger.of("read", "import")


REVIEWS = st.builds(
    Review,
    notes=st.dictionaries(st.sampled_from([kind.value for kind in NoteKind]), st.text(max_size=9)),
    tags=st.lists(st.sampled_from(["a", "A", "b ", "Zoë", "opening drive"])).map(tuple),
)
RISKS = st.one_of(
    st.none(), st.decimals("0.00000001", "99999999", allow_nan=False, allow_infinity=False)
)


@given(REVIEWS, RISKS, st.sampled_from(["LF", "CRLF"]))
def test_our_fields_come_back_as_they_were_sent(review, risk, line_ends):
    remote, journal = a_client(), a_journal(line_ends=line_ends)
    shell = (a_fill(1, None), a_fill(-1, None, minute=1))
    trade = a_trade(fills=shell, review=review, initial_risk=risk)

    seen = create(remote, journal, trade, marker=None)

    assert seen.fields == remote.translate(trade)
    assert remote.edits(seen.fields, trade) == {}


@given(REVIEWS, RISKS)
def test_what_is_taken_over_reads_the_same_there(review, risk):
    theirs = mapping.translate(a_trade(review=review, initial_risk=risk))
    edits = mapping.edits(theirs, None)
    notes = {key.removeprefix("notes."): text for key, text in edits.items() if "notes." in key}
    again = Review(notes=notes, tags=edits["tags"])
    number = edits["initial_risk"]

    taken = a_trade(review=again, initial_risk=None if number is None else Decimal(number))

    assert mapping.translate(taken) == theirs
