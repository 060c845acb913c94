"""A public client of Tradervue talks to the stand-in: it judges whether that is like the real one.

The client, py-tradervue-api, is in no package index. Clone it, and name the folder that holds its
``tradervue.py``: ``make judge-tradervue CLIENT=py-tradervue-api/tradervue``.
"""

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from tradervue import Tradervue as Client
from verdict import holds

from standins.clock import WallClock
from standins.serving import serving
from standins.tradervue import Tradervue
from standins.tradervue_switches import Switches

USER_AGENT = "Fillbook judge (dev@example.org)"
PASSWORD = "pa:ss word"
DAY, NEXT = date(2026, 11, 2), date(2026, 11, 3)
MANY = 210


def main() -> int:
    server = Tradervue(WallClock(), Switches(organization=True), password=PASSWORD)
    with serving(server) as origin:
        client = Client("trader", PASSWORD, USER_AGENT, baseurl=origin)
        failed = sum(not holds(name, check) for name, check in _checks(client, server).items())
        user = str(client.create_user("ann", "ann@example.org", "Gold", "a word of hers"))
        for_ann = Client("trader", PASSWORD, USER_AGENT, target_user=user, baseurl=origin)
        failed += not holds("target_user", lambda: for_ann.get_trades() is not None)
    print(f"{failed} failed" if failed else "The client is content.")
    return 1 if failed else 0


def _checks(client: Any, server: Tradervue) -> dict[str, Callable[[], object]]:
    """What each method must bring, in the order in which they are asked."""
    made: dict[str, Any] = {}

    def keep(name: str, value: object) -> object:
        made[name] = value
        return value

    def one() -> Any:
        return next(trade for trade in client.get_trades(symbol="MNQZ6"))

    return {
        "get_trades, none": lambda: client.get_trades() == [],
        "import_executions": lambda: _import(client)["info"]["exec_count"] == 3,
        "import_executions, again": lambda: _import(client)["info"]["duplicate_count"] == 3,
        "import_status": lambda: client.import_status() == {"status": "ready"},
        "get_trades, symbol": lambda: one()["exec_count"] == 3 and one()["side"] == "short",
        "get_trades, side": lambda: (
            len(client.get_trades(side="Short")) == 1 and client.get_trades(side="Long") == []
        ),
        "get_trades, duration": lambda: (
            len(client.get_trades(duration="Intraday")) == 1
            and client.get_trades(duration="Multiday") == []
        ),
        "get_trades, dates": lambda: (
            len(client.get_trades(startdate=DAY, enddate=DAY)) == 1
            and client.get_trades(startdate=NEXT) == []
        ),
        "get_trades, winners": lambda: (
            len(client.get_trades(winners=True)) == 1 and client.get_trades(winners=False) == []
        ),
        "get_trade": lambda: client.get_trade(one()["id"])["symbol"] == "MNQZ6",
        "get_trades, executions": lambda: (
            [
                fill["quantity"]
                for fill in client.get_trades(include_executions=True)[0]["executions"]
            ]
            == [-2, 1, 1]
        ),
        "get_trades, comments": lambda: (
            server.website_comments(one()["id"], "coach", "Good.") is None
            and client.get_trades(include_comments=True)[0]["comments"][0]["text"] == "Good."
        ),
        "update_trade": lambda: client.update_trade(
            one()["id"], notes="Held.", initial_risk=40.5, tags=["fade"], shared=False
        ),
        "update_trade, read": lambda: (
            client.get_trade(one()["id"])["notes"] == "Held."
            and client.get_trade(one()["id"])["initial_risk"] == 40.5
            and client.get_trade(one()["id"])["tags"] == ["fade"]
        ),
        "get_trades, tags": lambda: len(client.get_trades(tag_expr="fade")) == 1,
        "create_trade": lambda: keep("trade", client.create_trade("ACME", notes="", tags=["x"])),
        "create_trade, address": lambda: (
            client.create_trade("ACME", return_url=True).rpartition("/")[2].isdigit()
        ),
        "delete_trade": lambda: client.delete_trade(made["trade"]),
        "delete_trade, again": lambda: client.delete_trade(made["trade"]) is False,
        "get_trades, pages": lambda: (
            [server.website_adds_shell("SPY") for _ in range(MANY)]
            and len({trade["id"] for trade in client.get_trades(symbol="SPY", max_trades=500)})
            == MANY
        ),
        "create_journal": lambda: keep("day", client.create_journal(NEXT, "Two setups.")),
        "get_journals": lambda: [day["date"] for day in client.get_journals()][:1] == [str(NEXT)],
        "get_journal": lambda: client.get_journal(date=NEXT)["notes"] == "Two setups.",
        "update_journal": lambda: client.update_journal(made["day"], notes="One."),
        "get_journal_comments": lambda: client.get_journal_comments(made["day"]) == [],
        "delete_journal": lambda: client.delete_journal(made["day"]),
        "create_note": lambda: keep("note", client.create_note("Playbook")),
        "get_note": lambda: client.get_note(made["note"])["notes"] == "Playbook",
        "update_note": lambda: client.update_note(made["note"], notes="Plays"),
        "get_notes": lambda: [note["notes"] for note in client.get_notes()] == ["Plays"],
        "delete_note": lambda: client.delete_note(made["note"]),
        "get_users": lambda: isinstance(client.get_users(), list),
    }


def _import(client: Any) -> Any:
    """A short trade of three fills, sent as the client's users send them."""
    fills = (("09:41:07", -2, 21010.25), ("09:50:11", 1, 20999.5), ("09:58:30", 1, 20990.25))
    return client.import_executions(
        [
            {
                "datetime": f"{DAY}T{time}-05:00",
                "symbol": "MNQZ6",
                "quantity": quantity,
                "price": price,
                "option": "",
                "commission": 0.62,
                "ecnfees": 0,
            }
            for time, quantity, price in fills
        ],
        account_tag="acct-b",
        wait_for_completion=True,
        secs_per_wait_retry=1,
    )


if __name__ == "__main__":
    sys.exit(main())
