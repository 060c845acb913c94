from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tradavity_documents import ROW, TRADE, no, yes

from builders import a_trade
from conversation import Script, hold
from fillbook.domain.errors import Refused
from fillbook.domain.remote_trade import RemoteTrade
from fillbook.domain.review import Confirmation, Review, Screenshot
from fillbook.remotes.effects import Answer
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.remote import Capability, Remote, Settings, Step, Window
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradavity.remote import Tradavity

STRATEGIES = {
    "GET /strategies": yes({"strategies": [{"strategy_id": 3, "name": "Opening drive"}]}),
    "GET /strategies/3": yes(
        {
            "strategy": {
                "strategy_id": 3,
                "name": "Opening drive",
                "setups": [
                    {
                        "setup_id": 9,
                        "name": "Retest",
                        "confirmations": [
                            {"confirmation_id": 30, "name": "Volume"},
                            {"confirmation_id": 31, "name": "Trend"},
                        ],
                    }
                ],
            }
        }
    ),
}
DETAIL = {"GET /trades/4102": yes({"trade": TRADE})}
EMOTIONS = {"GET /emotions": yes({"emotions": ["Calm", {"name": "Greedy"}]})}
ACCOUNTS = {
    "GET /accounts": yes(
        {
            "accounts": [
                {"account_id": 7, "name": "Eval 50k", "currency": "USD"},
                {"account_id": 8, "name": "Old", "currency": "USD", "archived": True},
            ]
        }
    )
}


def tradavity(account: str | None = "7", key: str = "tvty_secret") -> Tradavity:
    settings = Settings(base_url="http://localhost", accounts={"account": account})
    return Tradavity(settings, Secret(key))


def read(remote: Tradavity | None = None, **fields: object) -> RemoteTrade:
    server = Script({"GET /trades/4102": yes({"trade": TRADE | fields})} | STRATEGIES)
    return hold((remote or tradavity()).read("4102"), server)


def write(
    name: str, wanted: dict[str, object], server: Script, current: RemoteTrade | None = None
) -> RemoteTrade:
    remote = tradavity()
    before = current or read(remote)
    step = Step(name=name, fields=frozenset(wanted))
    return hold(remote.write(step, {**before.fields, **wanted}, before, a_trade()), server)


def a_screenshot(**fields: object) -> Screenshot:
    known = Screenshot(
        id="shot",
        trade_id="trade",
        sha256="ab" * 32,
        mime_type="image/png",
        size_bytes=10,
        width=1,
        height=1,
        label="Entry",
        position=2,
    )
    return replace(known, **fields)


def test_it_can_what_the_documents_say_that_it_can():
    remote: Remote = tradavity()

    assert remote.capabilities == {
        Capability.CREATE,
        Capability.UPDATE,
        Capability.ARCHIVE,
        Capability.DETAIL,
        Capability.KEYS,
        Capability.ROW_IDS,
        Capability.FILLS,
        Capability.SCREENSHOTS,
        Capability.ACCOUNTS,
        Capability.IDENTITY,
    }
    assert (remote.limits.per_minute, remote.limits.per_day, remote.limits.page) == (48, 4000, 200)
    assert {"grade", "tags", "fills", "notes.general", "stop_loss", "setup"} <= remote.holds
    assert "initial_risk" not in remote.holds
    assert remote.write_only == frozenset()


@pytest.mark.parametrize("pasted", [" tvty_secret\n", "Bearer tvty_secret", "bearer  tvty_secret "])
def test_a_pasted_key_is_tidied(pasted: str):
    server = Script({"GET /me": yes({"user": {"id": 1}})})

    hold(tradavity(key=pasted).identify(), server)

    headers = dict(server.asked[0].headers)
    sent = headers["Authorization"]
    assert isinstance(sent, Secret)
    assert sent.reveal() == "Bearer tvty_secret"


@pytest.mark.parametrize("pasted", ["", "  ", "tvty secret", "tvty_\u00fc", "tvty_\x00"])
def test_what_cannot_be_a_key_is_refused_before_it_is_sent(pasted: str):
    with pytest.raises(Refused):
        tradavity(key=pasted)


def test_the_key_shows_up_nowhere():
    server = Script({"GET /me": yes({"user": {"id": 1}})})

    hold(tradavity().identify(), server)

    assert "tvty" not in repr(server.asked)


def test_me_says_whose_journal_it_is_and_how_fast_it_may_be_asked():
    body = yes(
        {
            "user": {"id": 17, "email": "ann@example.org"},
            "plan": "pro",
            "preferences": {"timezone": "America/New_York"},
            "key": {"name": "Fillbook", "scopes": ["write:trades", "read:trades"]},
            "rate_tier": "pro",
        },
        rate_limit={"tier": "pro", "limit": 300, "remaining": 299},
    )

    identity = hold(tradavity().identify(), Script({"GET /me": body}))

    assert identity.pin == "17"
    assert identity.words == "ann@example.org, Pro"
    assert identity.plan == "pro read:trades write:trades"
    assert identity.scopes == {"read:trades", "write:trades"}
    assert identity.zone == "America/New_York"
    assert identity.limits is not None
    assert (identity.limits.per_minute, identity.limits.per_day) == (240, 40_000)


@pytest.mark.parametrize(
    ("connections", "fed"),
    [
        ((200, yes({"connections": []})), ()),
        ((200, yes({"connections": [{"connection_id": 1, "account_id": 7}]})), ("7",)),
        ((200, yes({"connections": [{"connection_id": 1, "broker": "tradovate"}]})), ("7", "8")),
        ((200, yes({"connections": [{"account_id": 7, "is_active": False}]})), ()),
        ((200, yes({"connections": [{"account": {"id": 8}, "status": "active"}]})), ("8",)),
        ((401, no("token_expired")), ()),
        ((403, no("forbidden_scope")), ()),
    ],
    ids=str,
)
def test_accounts_say_which_of_them_the_broker_feeds(connections: object, fed: tuple[str, ...]):
    server = Script({"GET /autosync/connections": connections} | ACCOUNTS)

    accounts = hold(tradavity().accounts(), server)

    assert {account.id for account in accounts if account.is_auto_fed} == set(fed)
    assert [account.is_archived for account in accounts] == [False, True]


def test_a_page_is_read_row_by_row():
    body = yes({"trades": [ROW, {"trade_number": 4101}, "?"]}, next_cursor="b3BhcXVl")

    page = hold(tradavity().listing(None), Script({"GET /trades": body}))

    assert [row.id for row in page.rows] == ["4102"]
    assert page.cursor == "b3BhcXVl"
    assert len(page.bad_rows) == 2
    assert page.bad_rows[0].startswith("Trade 4101:")


def test_a_window_is_widened_for_the_users_zone():
    server = Script({"GET /trades": yes({"trades": []})})
    window = Window(first=date(2026, 3, 9), last=date(2026, 3, 10), account="7")

    hold(tradavity().listing("next", window), server)

    assert dict(server.asked[0].query) == {
        "limit": "200",
        "cursor": "next",
        "from": "2026-03-08",
        "to": "2026-03-11",
        "account_id": "7",
    }


def test_a_trade_is_looked_for_a_day_around_it():
    window = tradavity().window(a_trade())

    assert (window.first, window.last) == (date(2024, 4, 30), date(2024, 5, 2))
    assert window.account == "7"


def test_bare_account_names_of_rows_are_looked_up_once():
    server = Script({"GET /trades": yes({"trades": [ROW | {"account": "eval 50K"}]})} | ACCOUNTS)
    remote = tradavity()

    first = hold(remote.listing(None), server)
    hold(remote.listing(None), server)

    assert first.rows[0].account == "7"
    assert server.lines == ["GET /trades", "GET /accounts", "GET /trades"]


def test_the_next_run_knows_bare_account_names_without_asking():
    rows = {"GET /trades": yes({"trades": [ROW | {"account": "eval 50K"}]})}
    first, second = tradavity(), tradavity()
    hold(first.listing(None), Script(rows | ACCOUNTS))

    second.recall(first.memory())

    assert hold(second.listing(None), Script(rows)).rows[0].account == "7"


def test_confirmations_without_names_are_looked_up_once():
    remote = tradavity()
    server = Script(DETAIL | STRATEGIES)

    first = hold(remote.read("4102"), server)
    hold(remote.read("4102"), server)

    assert first.fields["confirmation.Volume"] == "yes"
    assert server.lines.count("GET /strategies") == 1


def test_the_next_run_knows_their_names_without_asking():
    first, second = tradavity(), tradavity()
    hold(first.read("4102"), Script(DETAIL | STRATEGIES))

    second.recall(first.memory())

    assert hold(second.read("4102"), Script(DETAIL)).fields["confirmation.Volume"] == "yes"
    assert second.memory() == first.memory()


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1]"])
def test_a_damaged_memory_is_none(damaged: bytes):
    remote = tradavity()

    remote.recall(damaged)

    assert remote.memory() == b""


def test_confirmations_stay_unnamed_where_the_key_may_not_read_strategies():
    forbidden = {"GET /strategies": (403, no("forbidden_scope"))}

    trade = hold(tradavity().read("4102"), Script(DETAIL | forbidden))

    assert not [key for key in trade.fields if key.startswith("confirmation.")]
    assert trade.whole == frozenset()


def test_a_create_carries_facts_and_review():
    review = Review(
        grade="B",
        bias="bearish",
        emotion="calm",
        strategy="opening DRIVE",
        setup="Retest",
        notes={"mistakes": "Entered late"},
        market_condition="quiet",
    )
    server = Script(ACCOUNTS | STRATEGIES | EMOTIONS)

    request = hold(tradavity().creation(a_trade(review=review), None), server)

    server.asked.append(request)
    body = server.body("POST /trades")
    assert isinstance(body, dict)
    assert body["account_id"] == 7
    assert body["trade_quality_grade"] == "B"
    assert body["bias"] == "Bearish"
    assert body["emotional_state"] == "Calm"
    assert (body["strategy_id"], body["setup_id"]) == (3, 9)
    assert body["mistakes_made"] == "Entered late"
    assert "market_condition" not in body
    assert "learning_notes" not in body


def test_a_create_leaves_out_what_the_catalogues_do_not_have():
    review = Review(emotion="serene", strategy="Fading", setup="Retest")
    server = Script(ACCOUNTS | STRATEGIES | EMOTIONS)

    request = hold(tradavity().creation(a_trade(review=review), None), server)

    server.asked.append(request)
    body = server.body("POST /trades")
    assert isinstance(body, dict)
    assert not {"emotional_state", "strategy_id", "setup_id"} & body.keys()


def test_nothing_is_created_in_an_account_that_is_archived_there():
    with pytest.raises(RefusedThere, match='"Old" is archived') as caught:
        hold(tradavity("8").creation(a_trade(), None), Script(ACCOUNTS))

    assert caught.value.refusal is Refusal.INVALID


def test_a_create_needs_no_right_to_read_accounts():
    server = Script({"GET /accounts": (403, no("forbidden_scope"))})

    assert hold(tradavity().creation(a_trade(), None), server).path == "/trades"


def test_what_a_create_cannot_carry_is_not_there_yet():
    bare = {key: value for key, value in TRADE.items() if key not in ("tags", "executions")}
    answer = Answer(status=201, headers={}, body=yes({"trade": bare}))

    made = tradavity().created(answer)

    assert isinstance(made, RemoteTrade)
    assert made.id == "4102"
    assert made.fields["tags"] == made.fields["fills"] == ()
    assert made.whole == {"confirmation."}


def test_a_request_bears_its_key():
    remote = tradavity()
    request = hold(remote.creation(a_trade(), None), Script(ACCOUNTS))

    keyed = remote.keyed(request, "ABC234")

    assert ("Idempotency-Key", "ABC234") in keyed.headers
    assert keyed.body == request.body


def test_the_steps_go_from_fills_to_words():
    changed = frozenset({"grade", "tags", "fills", "confirmation.Volume", "initial_risk"})

    steps = tradavity().steps(changed)

    assert [(step.name, set(step.fields)) for step in steps] == [
        ("fills", {"fills"}),
        ("tags", {"tags"}),
        ("confirmations", {"confirmation.Volume"}),
        ("fields", {"grade"}),
    ]


def test_a_change_sends_only_what_changed_and_reads_back():
    server = Script({"PATCH /trades/4102": yes({"propagated": True})} | DETAIL | STRATEGIES)

    stored = write("fields", {"grade": "A", "notes.mistakes": None}, server)

    assert server.body("PATCH /trades/4102") == {"trade_quality_grade": "A", "mistakes_made": ""}
    assert server.lines[:2] == ["PATCH /trades/4102", "GET /trades/4102"]
    assert stored.fields["grade"] == "B"


def test_an_emotion_goes_in_its_own_spelling():
    server = Script({"PATCH /trades/4102": yes({})} | DETAIL | STRATEGIES | EMOTIONS)

    write("fields", {"emotion": "greedy"}, server)

    assert server.body("PATCH /trades/4102") == {"emotional_state": "Greedy"}


def test_an_unknown_emotion_is_refused_before_anything_is_sent():
    server = Script(EMOTIONS)

    with pytest.raises(RefusedThere, match="serene") as caught:
        write("fields", {"emotion": "serene", "grade": "A"}, server)

    assert caught.value.fields.keys() == {"emotion"}
    assert server.lines == ["GET /emotions"]


def test_a_setup_goes_with_its_strategy():
    server = Script({"PATCH /trades/4102": yes({})} | DETAIL | STRATEGIES)

    write("fields", {"setup": "retest"}, server)

    assert server.body("PATCH /trades/4102") == {"strategy_id": 3, "setup_id": 9}


def test_a_strategy_that_goes_takes_its_setup_along():
    server = Script({"PATCH /trades/4102": yes({})} | DETAIL | STRATEGIES)

    write("fields", {"strategy": None}, server, read(setup={"name": "Retest"}))

    assert server.body("PATCH /trades/4102") == {"strategy_id": None, "setup_id": None}


def test_a_setup_that_is_not_there_is_not_cleared():
    server = Script({"PATCH /trades/4102": yes({})} | DETAIL | STRATEGIES)

    write("fields", {"strategy": "Opening drive"}, server)

    assert server.body("PATCH /trades/4102") == {"strategy_id": 3}


@pytest.mark.parametrize(
    ("wanted", "named"),
    [
        ({"strategy": "Fading"}, {"strategy"}),
        ({"strategy": "Fading", "setup": "Retest"}, {"strategy", "setup"}),
        ({"setup": "Pullback"}, {"setup"}),
    ],
)
def test_strategies_and_setups_are_never_made_there(wanted: dict[str, object], named: set[str]):
    with pytest.raises(RefusedThere) as caught:
        write("fields", wanted, Script(STRATEGIES))

    assert caught.value.fields.keys() == named


def test_a_strategy_of_another_account_is_not_sent():
    other = {
        "GET /strategies": yes([{"strategy_id": 4, "name": "Swing", "account_id": 8, "setups": []}])
    }

    with pytest.raises(RefusedThere, match="another account"):
        write("fields", {"strategy": "Swing"}, Script(other))


def test_without_the_right_to_read_strategies_only_they_are_stopped():
    forbidden = Script({"GET /strategies": [(403, no("forbidden_scope"))]})
    remote = tradavity()
    before = replace(read(), fields={"strategy": None})
    step = Step(name="fields", fields=frozenset({"strategy", "grade"}))

    with pytest.raises(RefusedThere) as caught:
        hold(remote.write(step, {"strategy": "Fading", "grade": "A"}, before, a_trade()), forbidden)

    assert caught.value.refusal is Refusal.FORBIDDEN
    assert caught.value.fields.keys() == {"strategy"}


def test_tags_on_the_trade_need_no_catalogue():
    server = Script({"PUT /trades/4102/tags": yes({})} | DETAIL | STRATEGIES)

    write("tags", {"tags": ("Late Entry",)}, server)

    assert server.body("PUT /trades/4102/tags") == {"tag_ids": [12]}
    assert "GET /tags" not in server.lines


def test_a_missing_tag_is_made_in_a_category_of_its_own():
    server = Script(
        {
            "GET /tags": yes({"tags": [{"tag_id": 12, "name": "late entry"}]}),
            "GET /tag-categories": yes({"categories": []}),
            "POST /tag-categories": (201, yes({"category": {"category_id": 2}})),
            "POST /tags": (201, yes({"tag": {"tag_id": 77, "name": "FOMO"}})),
            "PUT /trades/4102/tags": yes({}),
        }
        | DETAIL
        | STRATEGIES
    )

    write("tags", {"tags": ("FOMO", "late entry")}, server)

    assert server.body("POST /tag-categories") == {"name": "Fillbook"}
    assert server.body("POST /tags") == {"category_id": 2, "name": "FOMO"}
    assert server.body("PUT /trades/4102/tags") == {"tag_ids": [77, 12]}


def test_a_tag_that_somebody_made_meanwhile_is_adopted():
    server = Script(
        {
            "GET /tags": [yes([]), yes([{"tag_id": 78, "name": "Fomo"}])],
            "GET /tag-categories": yes([{"category_id": 2, "name": "FILLBOOK"}]),
            "POST /tags": (409, no("duplicate_name")),
            "PUT /trades/4102/tags": yes({}),
        }
        | DETAIL
        | STRATEGIES
    )

    write("tags", {"tags": ("FOMO",)}, server)

    assert server.body("PUT /trades/4102/tags") == {"tag_ids": [78]}


def test_a_tag_that_was_deleted_there_is_made_again():
    server = Script(
        {
            "PUT /trades/4102/tags": [(400, no("validation_error", unknown_tag_ids=[12])), yes({})],
            "GET /tags": yes([]),
            "GET /tag-categories": yes([{"category_id": 2, "name": "Fillbook"}]),
            "POST /tags": (201, yes({"tag_id": 79})),
        }
        | DETAIL
        | STRATEGIES
    )

    write("tags", {"tags": ("late entry",)}, server)

    assert server.body("PUT /trades/4102/tags") == {"tag_ids": [79]}


def test_fills_are_written_whole():
    server = Script({"PUT /trades/4102/executions": yes({})} | DETAIL | STRATEGIES)

    write(
        "fills",
        {"fills": ("- exit 0.5 @ 12", "2024-05-01T12:00:00Z entry 0.5 @ 0.00000001")},
        server,
    )

    assert server.body("PUT /trades/4102/executions") == {
        "entries": [
            {
                "price": Decimal("0.00000001"),
                "quantity": Decimal("0.5"),
                "execution_time": "2024-05-01T12:00:00Z",
                "sort_order": 0,
            }
        ],
        "exits": [{"price": 12, "quantity": Decimal("0.5"), "sort_order": 0}],
    }


def test_no_fills_clear_both_sides():
    server = Script({"PUT /trades/4102/executions": yes({})} | DETAIL | STRATEGIES)

    write("fills", {"fills": ()}, server)

    assert server.body("PUT /trades/4102/executions") == {"entries": [], "exits": []}


def test_confirmations_are_written_whole_and_by_id():
    server = Script({"PUT /trades/4102/confirmations": yes({})} | DETAIL | STRATEGIES)

    write("confirmations", {"confirmation.Trend": "no: flat"}, server)

    assert server.body("PUT /trades/4102/confirmations") == {
        "confirmations": [
            {"confirmation_id": 30, "was_present": True},
            {"confirmation_id": 31, "was_present": False, "notes": "flat"},
        ]
    }


def test_confirmations_that_nobody_can_name_stay_on_the_trade():
    entry = {"confirmation_id": 99, "was_present": True, "notes": "old"}
    current = read(confirmations=[entry])
    server = Script({"PUT /trades/4102/confirmations": yes({})} | DETAIL | STRATEGIES)

    write("confirmations", {"confirmation.Volume": "yes"}, server, current)

    sent = server.body("PUT /trades/4102/confirmations")
    assert isinstance(sent, dict)
    assert sent["confirmations"] == [entry, {"confirmation_id": 30, "was_present": True}]


def test_a_confirmation_that_no_strategy_has_is_refused():
    with pytest.raises(RefusedThere) as caught:
        write("confirmations", {"confirmation.Moon": "yes"}, Script(STRATEGIES))

    assert caught.value.fields.keys() == {"confirmation.Moon"}


def test_an_unclear_answer_reaches_the_caller():
    server = Script({"PATCH /trades/4102": Unclear("The line broke.")})

    with pytest.raises(Unclear, match="line broke"):
        write("fields", {"grade": "A"}, server)


def test_one_trade_is_archived_and_no_copy_of_it():
    server = Script({"DELETE /trades/4102": (204, b"")})

    hold(tradavity().remove("4102"), server)

    assert server.asked[0].query == ()


def test_a_picture_goes_up_as_a_form():
    request = tradavity().upload("4102", a_screenshot(label=" Entry "), b"\x89PNG", "b0und")

    assert request.path == "/trades/4102/screenshots"
    assert request.content_type == "multipart/form-data; boundary=b0und"
    assert request.entity == "screenshot"
    assert isinstance(request.body, bytes)
    for part in (b'name="label"\r\n\r\nEntry\r\n', b'name="sort_order"\r\n\r\n2\r\n', b"\x89PNG"):
        assert part in request.body


def test_the_same_picture_gives_the_same_bytes():
    first = tradavity().upload("4102", a_screenshot(), b"\x89PNG", "b0und")

    assert tradavity().upload("4102", a_screenshot(), b"\x89PNG", "b0und").body == first.body


def test_an_upload_tells_the_pictures_id():
    answer = Answer(status=201, headers={}, body=yes({"screenshot_id": 6, "label": "Entry"}))

    assert tradavity().uploaded(answer) == "6"


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({}, True),
        ({"mime_type": "application/pdf"}, True),
        ({"mime_type": "image/webp"}, False),
        ({"mime_type": "image/gif"}, False),
        ({"size_bytes": 10 * 1024 * 1024}, True),
        ({"size_bytes": 10 * 1024 * 1024 + 1}, False),
        ({"size_bytes": 0}, False),
    ],
    ids=str,
)
def test_pictures_are_judged_before_they_are_sent(fields: dict[str, object], fits: bool):
    assert (tradavity().takes(a_screenshot(**fields)) is None) is fits


@pytest.mark.parametrize(
    ("stated", "content", "fits"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\nbytes", True),
        ("image/jpeg; charset=binary", b"\xff\xd8\xffbytes", True),
        ("application/pdf", b"%PDF-1.7", True),
        ("text/html", b"<html>", False),
        ("image/png", b"<html>", False),
        ("text/html", b"\x89PNG\r\n\x1a\n", False),
        ("image/svg+xml", b"<svg>", False),
        ("image/png", b"", False),
    ],
)
def test_a_download_is_a_picture_or_nothing(stated: str, content: bytes, fits: bool):
    def server(_request: object) -> Answer:
        return Answer(status=200, headers={"content-type": stated}, body=content)

    if fits:
        assert hold(tradavity().picture("4102", "5"), server).content == content
    else:
        with pytest.raises(Unreadable):
            hold(tradavity().picture("4102", "5"), server)


def test_a_local_confirmation_is_in_the_space_of_the_remote():
    trade = a_trade(confirmations=(Confirmation("Volume", True, "x"),))

    assert tradavity().translate(trade)["confirmation.Volume"] == "yes: x"
