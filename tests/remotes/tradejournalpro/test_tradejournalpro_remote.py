from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_trade
from conversation import hold
from fillbook.domain.instrument import AssetType
from fillbook.domain.review import NoteKind, Review, TradingSession
from fillbook.remotes import joined_notes
from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear
from fillbook.remotes.remote import Remote, Settings
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradejournalpro import mapping
from fillbook.remotes.tradejournalpro.remote import TradeJournalPro as Client
from standins.clock import Clock
from standins.faults import Fault, FaultKind, FaultPlan, Faulty, on
from standins.tradejournalpro import Switches, TradeJournalPro
from talking import asked, at

WHOLE = {"stop_loss": Decimal("9"), "take_profit": Decimal("13"), "symbol": "XAUUSD"}
ROW = {
    "date": "2026-04-02", "pair": "EURUSD", "direction": "SELL", "entry_price": 1.08412,
    "exit_price": 1.08155, "stop_loss": 1.08600, "take_profit": 1.08100, "lot_size": 0.25,
    "pnl": 64.25, "risk_reward": 1.66, "outcome": "WIN", "session": "NY",
}  # fmt: skip


def a_client(**options):
    zones = {"account": options.pop("zone", "UTC")}
    settings = Settings(base_url="http://localhost", zones=zones, options=options)
    remote: Remote = Client(settings, Secret(" Bearer tjp_live_key\n"))
    return remote


def a_journal(**switches):
    return TradeJournalPro(Clock(), Switches(**switches))


def create(remote, server, trade, marker=None):
    request = hold(remote.creation(trade, marker), server)
    return remote.checked(request, server(request))


def listed(remote, server):
    """All rows of a listing, and why it is not complete."""
    rows, cursor, why = [], None, []
    while True:
        page = hold(remote.listing(cursor), server)
        rows += page.rows
        why += [page.incomplete] if page.incomplete else []
        cursor = page.cursor
        if cursor is None:
            return rows, why


def test_the_login_says_whose_journal_it_is_and_until_when():
    identity = hold(a_client().identify(), at(a_journal()))

    assert identity.pin == "user_9zz"
    assert identity.words == "t@example.org, pro until 2027-01-31"
    assert identity.plan == "pro until 2027-01-31"
    assert identity.plan_ends == datetime(2027, 1, 31, tzinfo=UTC)


def test_a_key_that_may_not_see_the_profile_can_still_read():
    identity = hold(a_client().identify(), at(a_journal(me_is_refused=True)))

    assert identity.pin is None


@pytest.mark.parametrize("switches", [
    {},
    {"list_key": "data", "numbers_as_text": True, "direction_echo": "BUY"},
    {"list_key": "bare", "ids": "number", "direction_echo": "lower"},
    {"ids": "none", "direction_echo": "LONG", "create_body": "ok"},
])  # fmt: skip
def test_what_is_created_comes_back_as_the_same_trade(switches):
    remote, server = a_client(), at(a_journal(**switches))
    review = Review(
        notes={"general": "Held."}, strategy="Pullback", trading_session=TradingSession.ASIAN
    )
    trade = a_trade("2@10", "-2@12", review=review, **WHOLE)

    create(remote, server, trade)

    [row] = hold(remote.listing(None), server).rows
    seen = remote.whole(row)
    assert seen.fields == remote.translate(trade)
    ours, theirs = remote.facts(trade), seen.facts
    for name in ("symbol", "direction", "quantity", "trading_day", "entry_price", "exit_price",
                 "net_pnl", "opened_at"):  # fmt: skip
        assert getattr(ours, name) == getattr(theirs, name), name
    assert row.id is not None


def test_all_that_is_missing_is_named_and_nothing_is_invented():
    remote = a_client()
    bare = a_trade("1@10", "-1@12", asset_type=AssetType.FOREX, multiplier=None)

    assert remote.lacking(bare) == (
        "needs a stop loss", "needs a take profit", "its size in lots is not known",
        "no P&L known",
    )  # fmt: skip
    assert remote.lacking(a_trade("1@10")) == ("still open",)


def test_unknown_costs_wait_unless_they_are_told_to_count_as_zero():
    trade = a_trade("1@10", "-1@12", **WHOLE)
    trade = replace(trade, trade=replace(trade.trade, fees=None, fees_unknown=2))

    assert a_client().lacking(trade) == ("costs unknown",)
    assert a_client(unknown_costs="zero").lacking(trade) == ()
    assert a_client(pnl="gross").lacking(trade) == ()


def test_a_stop_at_the_entry_leaves_no_ratio():
    trade = a_trade("1@10", "-1@12", **WHOLE | {"stop_loss": Decimal(10)})

    assert a_client().lacking(trade) == ("no planned risk to reward: the stop stands at the entry",)


@pytest.mark.parametrize(
    ("multiplier", "gross", "lots"),
    [
        (Decimal(100_000), Decimal(1), Decimal("0.1")),
        (None, Decimal(20_000), Decimal("0.1")),  # a move of 2 was worth 100,000 a lot
        (None, Decimal("0.2"), None),  # a unit moved one to one
        (Decimal(1), Decimal(1), None),
    ],
)
def test_lots_of_forex_are_sent_only_where_they_are_known(multiplier, gross, lots):
    trade = a_trade(
        "0.1@10", "-0.1@12", asset_type=AssetType.FOREX, multiplier=multiplier, gross_pnl=gross
    )

    assert a_client().facts(trade).quantity == lots


def test_the_day_is_the_one_of_the_chosen_zone():  # scenario 70
    evening = datetime(2026, 4, 3, 3, 30, tzinfo=UTC)  # 23:30 in New York
    trade = a_trade("1@10", "-1@12", **WHOLE, opened_at=evening)

    assert a_client(zone="America/New_York").facts(trade).trading_day == date(2026, 4, 2)
    assert a_client(day_zone="UTC").facts(trade).trading_day == date(2026, 4, 3)


def test_words_for_the_direction_are_chosen():
    trade = a_trade("-1@10", "1@8", **WHOLE | {"stop_loss": Decimal(11), "take_profit": Decimal(7)})
    bodies = []
    for words in ("LONG", "BUY"):
        journal = a_journal()
        create(a_client(direction_words=words), at(journal), trade)
        bodies += [trade["direction"] for trade in journal.trades.values()]

    assert bodies == ["SHORT", "SELL"]


def test_a_mark_is_sent_only_where_it_was_agreed_to_and_never_shown():
    journal = a_journal()
    trade = a_trade("1@10", "-1@12", review=Review(notes={"general": "Held."}), **WHOLE)
    create(a_client(), at(journal), trade, "0123456789")
    create(a_client(marker="on"), at(journal), trade, "0123456789")

    notes = [trade["notes"] for trade in journal.trades.values()]

    assert notes == ["Held.", "Held.\n\nfb:0123456789"]
    rows = hold(a_client().listing(None), at(journal)).rows
    assert {a_client().whole(row).fields["notes"] for row in rows} == {"Held."}


@pytest.mark.parametrize("switches", [{}, {"ids": "none"}, {"order": "date"},
    {"to_is_exclusive": True, "from_is_exclusive": True}])  # fmt: skip
def test_full_windows_are_cut_until_every_trade_is_listed_once(switches):  # scenario 20
    journal = a_journal(**switches)
    first = date(2026, 1, 1)
    for number in range(1_300):
        day = first + timedelta(days=number // 5)
        journal.website_adds(**ROW | {"date": day.isoformat(), "entry_price": number})

    rows, why = listed(a_client(), at(journal))

    assert not why
    assert sorted(row.facts.entry_price for row in rows) == list(range(1_300))
    assert len({row.id for row in rows}) == 1_300
    assert journal.requests <= 6


def test_trades_typed_in_any_order_are_listed_too():
    journal = a_journal()
    for number in range(1_100):
        day = date(2026, 1, 1) + timedelta(days=number * 37 % 365)
        journal.website_adds(**ROW | {"date": day.isoformat(), "entry_price": number})

    rows, why = listed(a_client(), at(journal))

    assert not why
    assert len({row.facts.entry_price for row in rows}) == len(rows) == 1_100


def test_a_full_day_is_cut_by_pair_and_a_full_pair_is_said_to_be_too_much():  # scenario 20
    journal = a_journal(per_minute=10_000)
    for number in range(600):
        journal.website_adds(**ROW | {"pair": ("EURUSD", "XAUUSD")[number % 2], "pnl": number})

    rows, why = listed(a_client(), at(journal))
    assert (len(rows), why) == (600, [])

    for number in range(400):
        journal.website_adds(**ROW | {"pnl": number})
    rows, why = listed(a_client(), at(journal))
    assert why == [
        "TradeJournalPro cannot list its trades completely: "
        "there are 500 or more trades in EURUSD around 2026-04-02."
    ]


def test_a_journal_that_does_not_filter_by_day_is_not_called_complete():
    journal = a_journal(filter_by="created_at")
    for number in range(700):
        day = date(2026, 1, 1) + timedelta(days=number // 5)
        journal.website_adds(**ROW | {"date": day.isoformat()})

    _, why = listed(a_client(), at(journal))

    assert why


def test_equal_rows_without_ids_have_names_of_their_own():
    journal = a_journal(ids="none")
    server, remote = at(journal), a_client()
    journal.website_adds(**ROW)
    [before] = hold(remote.listing(None), server).rows
    journal.website_adds(**ROW)

    after = hold(remote.listing(None), server).rows

    assert after[1].id == before.id
    assert after[0].id not in (before.id, None)


def test_a_census_sees_the_days_around_and_no_others():
    journal = a_journal()
    for day in ("2026-03-28", "2026-04-01", "2026-04-04", "2026-04-05"):
        journal.website_adds(**ROW | {"date": day})
    remote = a_client()
    trade = a_trade("1@10", "-1@12", **WHOLE, opened_at=datetime(2026, 4, 2, 9, tzinfo=UTC))

    page = hold(remote.listing(None, remote.window(trade)), at(journal))

    assert [str(row.facts.trading_day) for row in page.rows] == ["2026-04-01"]


def test_a_census_in_a_large_journal_finds_what_was_just_created():
    for filter_by in ("date", "created_at"):
        journal = a_journal(filter_by=filter_by)
        for number in range(700):
            day = date(2024, 1, 1) + timedelta(days=number)
            journal.website_adds(**ROW | {"date": day.isoformat()})
        journal.clock.advance(86_400)
        remote, server = a_client(), at(journal)
        trade = a_trade("1@10", "-1@12", **WHOLE, opened_at=datetime(2024, 2, 1, 9, tzinfo=UTC))
        create(remote, server, trade)

        page = hold(remote.listing(None, remote.window(trade)), server)

        assert [row.facts.symbol for row in page.rows].count("XAUUSD") == 1


@pytest.mark.parametrize(
    ("status", "body", "refusal"),
    [
        (400, b'{"error":"pair is required"}', Refusal.INVALID),
        (401, b'{"error":"Invalid"}', Refusal.CREDENTIALS),
        (402, b'{"error":"Pro plan required"}', Refusal.PAYMENT),
        (403, b"<h1>no</h1>", Refusal.FORBIDDEN),
        (404, b"", Refusal.NOT_FOUND),
        (429, b"slow down", Refusal.RATE),
        (200, b'{"ok":false,"error":"no"}', Refusal.INVALID),
    ],
)
def test_a_refusal_is_told_by_its_status(status, body, refusal):
    remote = a_client()
    request = hold(remote.creation(a_trade("1@10", "-1@12", **WHOLE), None), at(a_journal()))

    with pytest.raises(RefusedThere) as caught:
        remote.checked(request, Answer(status=status, headers={}, body=body))

    assert caught.value.refusal is refusal


@pytest.mark.parametrize(("status", "body"), [(500, b"{}"), (302, b""), (200, b"<html>"),
    (201, b'{"ok":tr'), (200, b"")])  # fmt: skip
def test_anything_else_is_unclear(status, body):
    remote = a_client()
    request = hold(remote.creation(a_trade("1@10", "-1@12", **WHOLE), None), at(a_journal()))

    with pytest.raises(Unclear):
        remote.checked(request, Answer(status=status, headers={}, body=body))


@pytest.mark.parametrize(("body", "made"), [
    (b'{"ok":true,"trade":{"id":"trd_51"}}', "trd_51"),
    (b'{"ok":true,"data":{"id":7}}', "7"),
    (b'{"ok":true,"id":9}', "9"),
    (b'{"ok":true}', None),
])  # fmt: skip
def test_an_id_is_taken_from_wherever_it_stands(body, made):
    assert a_client().created(Answer(status=201, headers={}, body=body)) == made


def test_a_lost_line_is_told_apart_from_a_lost_answer():
    journal = Faulty(a_journal(), FaultPlan().on(on("POST"), Fault(kind=FaultKind.TRUNCATED)))
    remote = a_client()

    with pytest.raises(Unclear):
        create(remote, at(journal), a_trade("1@10", "-1@12", **WHOLE))

    assert len(journal.stand_in.trades) == 1


def test_the_key_is_sent_in_its_header_alone():
    remote = a_client()
    request = hold(remote.creation(a_trade("1@10", "-1@12", **WHOLE), None), at(a_journal()))

    assert asked(request).headers["authorization"] == "Bearer tjp_live_key"
    assert "tjp_live_key" not in repr(request)


def test_a_probe_tells_what_the_documentation_leaves_open():
    journal = a_journal(list_key="data", ids="number", to_is_exclusive=True)
    journal.signals = [{"id": "sig_9", "pair": "XAUUSD", "status": "executed"}]
    journal.website_adds(**ROW)

    found = hold(a_client().findings(), at(journal))

    answers = {one.question: one.answer for one in found.answers}
    assert answers["Under which key is the list?"] == "data"
    assert answers["What is an id?"] == "number"
    assert answers["Does from include its day?"] == "yes"
    assert answers["Does to include its day?"] == "no"
    assert [(part.title, part.rows[0]["id"]) for part in found.shown] == [
        ("Broker accounts", "acc_1"), ("Signals", "sig_9"),
    ]  # fmt: skip


def test_a_probe_says_what_the_plan_does_not_show():
    journal = a_journal()
    journal.website_changes_plan("starter")

    found = hold(a_client().findings(), at(journal))

    assert found.shown[1].rows == ({"refused": "TradeJournalPro wants the Pro plan for this."},)


WORDS = st.one_of(
    st.none(), st.sampled_from(["asian", "london", "newyork", "overlap", "Frankfurt"])
)
REVIEWS = st.builds(
    Review,
    notes=st.dictionaries(st.sampled_from([kind.value for kind in NoteKind]), st.text(max_size=9)),
    strategy=st.one_of(st.none(), st.text(max_size=9)),
    trading_session=WORDS,
)
PRICES = st.one_of(
    st.none(), st.decimals("0.00000001", "99999999", allow_nan=False, allow_infinity=False)
)


@given(REVIEWS, PRICES, PRICES)
def test_our_fields_come_back_as_they_were_sent(review, stop, target):
    remote, journal = a_client(), a_journal()
    trade = a_trade("1@10", "-1@12", review=review, symbol="X", stop_loss=stop, take_profit=target)
    fields = remote.translate(trade)
    row = ROW | {
        "notes": fields["notes"] or "",
        "strategy": fields["strategy"],
        "session": fields["trading_session"] or "OTHER",
        "stop_loss": fields["stop_loss"],
        "take_profit": fields["take_profit"],
    }
    journal.website_adds(**row)

    seen = remote.whole(hold(remote.listing(None), at(journal)).rows[0])

    assert seen.fields == fields
    assert remote.edits(seen.fields, trade) == {}


@given(REVIEWS)
def test_what_is_taken_over_reads_the_same_there(review):
    theirs = mapping.translate(a_trade("1@10", "-1@12", review=review, symbol="X"))
    edits = mapping.edits(theirs, None)
    notes = {key.removeprefix("notes."): text for key, text in edits.items() if "notes." in key}
    taken = Review(
        notes=notes, strategy=edits["strategy"], trading_session=edits["trading_session"]
    )

    again = mapping.translate(a_trade("1@10", "-1@12", review=taken, symbol="X"))

    assert again == theirs
    assert joined_notes.joined(notes) == theirs["notes"]


def test_fields_that_were_not_delivered_say_nothing():
    row = mapping.row(mapping.Record({"id": 1, "date": "2026-04-02", "pair": "X",
                                      "direction": "buy"}), {})  # fmt: skip

    assert mapping.trade(row).fields == {}


def test_a_poorer_word_does_not_replace_a_richer_one():  # scenario 95
    trade = a_trade(
        "1@10", "-1@12", review=Review(trading_session=TradingSession.OVERLAP), symbol="X"
    )

    assert mapping.translate(trade)["trading_session"] is None
    assert mapping.edits({"trading_session": None}, trade) == {}
    assert mapping.edits({"trading_session": "LONDON"}, trade) == {"trading_session": "london"}
