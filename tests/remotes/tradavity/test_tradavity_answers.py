import pytest
from tradavity_documents import ROW, TRADE, no, yes

from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import Refusal, RefusedThere, Unclear, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.tradavity import answers

READ = Request(method="GET", path="/trades")
CREATE = Request(method="POST", path="/trades")
UPLOAD = Request(method="POST", path="/trades/7/screenshots")


def answered(status: int, body: bytes, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=named, body=body)


def refused(status: int, code: str, **details: object) -> RefusedThere:
    with pytest.raises(RefusedThere) as caught:
        answers.checked(READ, answered(status, no(code, **details)))
    return caught.value


@pytest.mark.parametrize(
    ("status", "code", "refusal"),
    [
        (400, "validation_error", Refusal.INVALID),
        (401, "unauthorized", Refusal.CREDENTIALS),
        (401, "key_revoked", Refusal.CREDENTIALS),
        (401, "key_expired", Refusal.CREDENTIALS),
        (401, "token_expired", Refusal.FORBIDDEN),
        (402, "payment_required", Refusal.PAYMENT),
        (403, "forbidden_scope", Refusal.FORBIDDEN),
        (404, "not_found", Refusal.NOT_FOUND),
        (405, "method_not_allowed", Refusal.INVALID),
        (409, "idempotency_conflict", Refusal.KEY_CONFLICT),
        (409, "duplicate_name", Refusal.NAME_TAKEN),
        (409, "category_has_tags", Refusal.INVALID),
        (409, "conflict", Refusal.INVALID),
        (413, "request_too_large", Refusal.TOO_LARGE),
        (413, "limit_reached", Refusal.PLAN),
        (429, "rate_limited", Refusal.RATE),
        (429, "limit_reached", Refusal.PLAN),
        (429, "connection_sync_cooldown", Refusal.RATE),
    ],
)
def test_each_code_of_the_table_has_its_consequence(status: int, code: str, refusal: Refusal):
    error = refused(status, code)

    assert error.refusal is refusal
    assert (error.status, error.code) == (status, code)
    assert error.title.endswith(".")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, no("internal_error")),
        (502, no("broker_api_error")),
        (503, b"<html>maintenance</html>"),
        (301, b""),
        (408, no("timeout")),
        (404, b"<html>not found</html>"),
        (401, b"<html>sign in to the hotel</html>"),
        (400, b'{"ok": false}'),
    ],
)
def test_what_says_nothing_readable_is_unclear(status: int, body: bytes):
    with pytest.raises(Unclear) as caught:
        answers.checked(READ, answered(status, body))

    assert caught.value.status == status


def test_too_many_requests_is_a_wait_whatever_the_body():
    with pytest.raises(RefusedThere) as caught:
        answers.checked(READ, answered(429, b"<html>slow down</html>", retry_after="7"))

    assert caught.value.refusal is Refusal.RATE
    assert caught.value.retry_after_s == 7


def test_a_plan_limit_waits_for_no_timer():
    with pytest.raises(RefusedThere) as caught:
        answers.checked(
            CREATE, answered(429, no("limit_reached", usage={"day": 9}), retry_after="9")
        )

    assert caught.value.retry_after_s is None


def test_the_brokers_cooldown_is_twenty_seconds():
    assert refused(429, "connection_sync_cooldown").retry_after_s == 20


def test_refused_fields_are_named_by_our_keys():
    error = refused(
        400,
        "validation_error",
        fields={
            "emotional_state": "unknown",
            "trade_quality_grade": "bad",
            "entries.0.price": "must be greater than 0",
            "holding_time": "too long",
        },
        unknown_tag_ids=[12],
    )

    assert error.fields == {
        "emotion": "unknown",
        "grade": "bad",
        "fills": "must be greater than 0",
        "holding_time": "too long",
        "tags": "unknown there",
    }


def test_a_refused_date_hints_at_the_clock():
    error = refused(400, "validation_error", fields={"trade_date": "after tomorrow"})

    assert "clock" in error.next_step


@pytest.mark.parametrize(
    ("request_", "status", "body"),
    [
        (READ, 200, b""),
        (READ, 200, b"<html>captive portal</html>"),
        (READ, 200, b'{"ok": true, "data": {'),
        (READ, 200, b'{"ok": false, "data": {}}'),
        (READ, 200, b'{"ok": true}'),
        (READ, 204, b""),
        (CREATE, 201, yes({})),
        (CREATE, 201, yes({"trade": {"symbol": "MES"}})),
        (UPLOAD, 201, yes({"label": "Entry"})),
    ],
    ids=str,
)
def test_a_success_without_what_it_promises_is_unclear(request_: Request, status: int, body: bytes):
    with pytest.raises(Unclear) as caught:
        answers.checked(request_, answered(status, body))

    assert caught.value.status == status


@pytest.mark.parametrize(
    ("request_", "status", "body"),
    [
        (READ, 200, yes([ROW])),
        (READ, 200, yes({"trades": []})),
        (CREATE, 201, yes({"trade": TRADE})),
        (CREATE, 201, yes(TRADE)),
        (UPLOAD, 201, yes({"screenshot_id": 6})),
        (Request(method="DELETE", path="/trades/7"), 204, b""),
        (Request(method="GET", path="/trades/7/screenshots/5"), 200, b"\x89PNG"),
    ],
    ids=str,
)
def test_a_success_with_what_it_promises_is_taken(request_: Request, status: int, body: bytes):
    answer = answered(status, body)

    assert answers.checked(request_, answer) is answer


def test_a_list_is_found_under_whatever_name_it_has():
    assert answers.rows(Record({"trades": [1], "other": []}), "trades") == [1]
    assert answers.rows(Record({"items": [2], "count": 1}), "trades") == [2]
    with pytest.raises(Unreadable):
        answers.rows(Record({"a": [], "b": []}), "trades")
