"""The bad line between a client and a stand-in."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

from standins.clock import Clock
from standins.faults import Fault, FaultKind, FaultPlan, Faulty, on
from standins.serving import serving
from standins.tradavity import Tradavity
from standins.wire import Asked

LIST = Asked("GET", "/api/v1/trades", (), {"authorization": "Bearer tvty_test"}, b"")
FIELDS = {"trade_date": "2026-03-01T10:00:00Z", "symbol": "MES", "direction": "long"}


def numbers(line: Faulty) -> list[int]:
    rows = json.loads(line.exchange(LIST).body)["data"]["trades"]
    return [row["trade_number"] for row in rows]


def test_a_stale_page_is_what_the_list_was_before():
    journal = Tradavity(Clock())
    stale = FaultPlan().on(on("GET"), Fault(kind=FaultKind.STALE_PAGE), nth=1)
    line = Faulty(journal, stale)
    journal.website_adds(**FIELDS, net_pnl=1)

    assert numbers(line) == [1]
    journal.website_adds(**FIELDS, net_pnl=2)

    assert numbers(line) == [1]
    assert numbers(line) == [2, 1]


def test_a_truncated_answer_ends_in_mid_body_on_the_socket():
    cut = FaultPlan().on(on("GET"), Fault(kind=FaultKind.TRUNCATED))
    with serving(Faulty(Tradavity(Clock()), cut)) as base_url:
        line = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=5)
        line.request("GET", LIST.path, headers=dict(LIST.headers))

        with pytest.raises(http.client.IncompleteRead):
            line.getresponse().read()
        line.close()
