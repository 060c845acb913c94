"""Whatever a server sends, it is read or refused; nothing else happens."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tradavity_documents import ROW, TRADE, yes

from conversation import Script, hold
from fillbook.remotes import json_text
from fillbook.remotes.effects import Answer, Request
from fillbook.remotes.errors import RemoteError, Unreadable
from fillbook.remotes.record import Record
from fillbook.remotes.remote import Settings
from fillbook.remotes.secret import Secret
from fillbook.remotes.tradavity import answers, mapping
from fillbook.remotes.tradavity.remote import Tradavity

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=()), max_size=8)
    | st.sampled_from(
        ["", "0", "-0", "1e400", "NaN", "long", "entry", "2026-02-30", "9999-12-31T23:59:59-14:00"]
    )
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*TRADE, "id", "name", "type", "price"]), inner)
    ),
    max_leaves=8,
)


def changed(record: dict[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """A record with some of its fields replaced, its nested ones too."""
    fields = st.dictionaries(st.sampled_from(list(record)), anything, min_size=1, max_size=3)
    return fields.map(lambda replaced: record | replaced)


@given(changed(TRADE))
def test_a_detail_is_read_or_unreadable(detail: dict[str, object]):
    with suppress(Unreadable):
        mapping.trade(Record(detail), {"30": "Volume"})


@given(changed(TRADE["executions"][0]))  # type: ignore[index]
def test_so_is_one_with_a_strange_fill(fill: dict[str, object]):
    with suppress(Unreadable):
        mapping.trade(Record(TRADE | {"executions": [fill]}), {"30": "Volume"})


@given(st.lists(changed(ROW) | anything, max_size=4))
def test_a_page_holds_what_can_be_read_and_names_the_rest(rows: list[object]):
    server = Script({"GET /trades": yes({"trades": rows}), "GET /accounts": yes([])})
    settings = Settings(base_url="http://localhost")

    page = hold(Tradavity(settings, Secret("key")).listing(None), server)

    assert len(page.rows) + len(page.bad_rows) == len(rows)


@given(
    st.sampled_from([200, 201, 204, 301, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503]),
    st.binary(max_size=40) | anything.map(json_text.written) | anything.map(yes),
    st.sampled_from([("GET", "/trades"), ("POST", "/trades"), ("DELETE", "/trades/1")]),
)
def test_an_answer_is_a_yes_a_no_or_unclear(status: int, body: bytes, route: tuple[str, str]):
    request = Request(method=route[0], path=route[1])
    answer = Answer(status=status, headers={}, body=body)

    with suppress(RemoteError):
        assert answers.checked(request, answer) is answer


@pytest.mark.parametrize(
    "extra",
    [{"shiny_new_field": {"a": [1]}}, {"executions": [TRADE["executions"][0] | {"venue": "X"}]}],  # type: ignore[index]
    ids=str,
)
def test_fields_that_nobody_knows_do_no_harm(extra: dict[str, object]):
    assert mapping.trade(Record(TRADE | extra), {}).id == "4102"
