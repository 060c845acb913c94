"""What a Tradavity user has: accounts, tags, strategies, and trades with all that hangs on them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from standins.tradavity_fields import CREATED, PATCHED, Invalid, checked, moment, scaled, spelled
from standins.tradavity_switches import Switches

_SHARED = ("strategy_id", "setup_id", "trade_quality_grade")
"""What spreads to the copies of a decision."""

_PLAIN = (
    "asset_type", "direction", "quantity", "multiplier", "sl_price", "tp_price", "rr_expected",
    "rr_realized", "gross_pnl", "fees", "net_pnl", "total_points", "holding_time",
    "market_condition", "trading_session", "volume", "news_events", "emotional_state", "bias",
    "confidence_level", "setup_quality", "exit_type", "thought_process", "mistakes_made",
    "learning_notes", "general_notes",
)  # fmt: skip
_MOST_FILLS = 200
_SMALLEST = Decimal("0.00000001")


class Missing(Exception):
    """A 404."""


class Taken(Exception):
    """A 409 duplicate_name."""


class Book:
    """The journal of one user. Every value in it is as the server keeps it."""

    def __init__(self, switches: Switches) -> None:
        self.switches = switches
        self.trades: dict[int, dict[str, Any]] = {}
        self.accounts: dict[int, dict[str, Any]] = {
            7: {"account_id": 7, "name": "Main", "currency": "USD", "archived": False}
        }
        self.categories: dict[int, str] = {}
        self.tags: dict[int, dict[str, Any]] = {}
        self.strategies: dict[int, dict[str, Any]] = {}
        self.emotions = ["calm", "confident", "focused", "patient", "anxious", "fearful", "greedy"]
        self._last = {"trade": 0, "row": 0}

    def next_id(self) -> int:
        """An id of anything but a trade."""
        self._last["row"] += 1
        return self._last["row"]

    # trades

    def create(self, body: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """A new trade; Invalid where a field is wrong or missing."""
        stored = checked(body, CREATED, now, doubles=self.switches.doubles)
        needed = ("account_id", "trade_date", "symbol", "direction", "net_pnl")
        missing = {name: "is required" for name in needed if stored.get(name) is None}
        if missing:
            raise Invalid(fields=missing)
        self._check_references(stored, stored["account_id"])
        fees = stored.get("fees", Decimal(0))
        self._last["trade"] += 1
        trade = {
            "trade_number": self._last["trade"],
            "asset_type": "futures",
            "multiplier": Decimal(1),
            "fees": fees,
            "gross_pnl": stored["net_pnl"] + fees,
            **stored,
            "executions": [],
            "tags": [],
            "confirmations": [],
            "screenshots": [],
            "copy_of": None,
            "archived_at": None,
            "created_at": now,
            "updated_at": now,
        }
        self.trades[trade["trade_number"]] = trade
        return trade

    def patch(self, trade: dict[str, Any], body: Mapping[str, Any], now: datetime) -> bool:
        """Change fields; whether they spread to other trades of the decision."""
        stored = checked(body, PATCHED, now, doubles=self.switches.doubles)
        self._check_references(trade | stored, trade["account_id"])
        trade |= stored | {"updated_at": now}
        shared = {name: value for name, value in stored.items() if name in _SHARED}
        members = [other for other in self.decision(trade) if other is not trade]
        for member in members if shared else ():
            member |= self._allowed(shared, member) | {"updated_at": now}
        return bool(shared and members)

    def decision(self, trade: dict[str, Any]) -> list[dict[str, Any]]:
        """The source and all copies of a trade's decision."""
        source = trade["copy_of"] or trade["trade_number"]
        return [
            other
            for other in self.trades.values()
            if source in (other["trade_number"], other["copy_of"])
        ]

    def source(self, trade: dict[str, Any]) -> dict[str, Any]:
        """The trade that a copy shares its pictures and confirmations with."""
        return self.trades.get(trade["copy_of"] or 0, trade)

    def live(self, number: object, now: datetime) -> dict[str, Any]:
        """A trade that is not archived; Missing where there is none."""
        trade = self.any(number, now)
        if trade["archived_at"] is not None:
            raise Missing
        return trade

    def any(self, number: object, now: datetime) -> dict[str, Any]:
        """A trade, archived or not, until it is purged."""
        text = str(number)
        trade = self.trades.get(int(text)) if text.isdecimal() else None
        life = timedelta(days=self.switches.retention_days)
        if trade is None or (trade["archived_at"] and now - trade["archived_at"] > life):
            raise Missing
        return trade

    def put_executions(
        self, trade: dict[str, Any], body: Mapping[str, Any], now: datetime
    ) -> list[dict[str, Any]]:
        """Replace all fills; their ids are new each time."""
        if not {"entries", "exits"} & body.keys():
            raise Invalid(fields={"entries": "entries or exits must be given"})
        rows: list[dict[str, Any]] = []
        for member, kind in (("entries", "entry"), ("exits", "exit")):
            for order, item in enumerate(body.get(member) or ()):
                rows.append(self._execution(item, kind, order, f"{member}.{order}", now))
        if len(rows) > _MOST_FILLS:
            raise Invalid(fields={"entries": "at most 200 rows"})
        trade["executions"] = rows
        return rows

    def _execution(
        self, item: Mapping[str, Any], kind: str, order: int, where: str, now: datetime
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in ("price", "quantity"):
            value = item.get(name)
            stated = None if isinstance(value, bool) or value is None else Decimal(str(value))
            if stated is None or not _SMALLEST <= stated <= Decimal("9999999999.99"):
                raise Invalid(fields={f"{where}.{name}": "is out of range"})
            found[name] = scaled(stated, doubles=self.switches.doubles)
        at = item.get("execution_time")
        try:
            time = None if at is None else moment(at, now + timedelta(hours=24))
        except ValueError as error:
            raise Invalid(fields={f"{where}.execution_time": str(error)}) from None
        return {
            "execution_id": self.next_id(),
            "type": kind,
            **found,
            "execution_time": spelled(time),
            "sort_order": item.get("sort_order", order),
        }

    def put_tags(self, trade: dict[str, Any], ids: Iterable[Any]) -> None:
        """Replace a trade's tags."""
        wanted = list(dict.fromkeys(ids))
        unknown = [tag for tag in wanted if tag not in self.tags]
        if unknown:
            raise Invalid(unknown_tag_ids=unknown)
        if len(wanted) > 100:
            raise Invalid(fields={"tag_ids": "at most 100"})
        trade["tags"] = wanted

    def put_confirmations(
        self, trade: dict[str, Any], entries: Iterable[Mapping[str, Any]]
    ) -> None:
        """Replace the confirmations of a trade's decision."""
        names = self.confirmation_names()
        unknown = [
            e.get("confirmation_id") for e in entries if e.get("confirmation_id") not in names
        ]
        if unknown:
            raise Invalid(unknown_confirmation_ids=unknown)
        self.source(trade)["confirmations"] = [
            {
                "confirmation_id": entry["confirmation_id"],
                "was_present": entry.get("was_present", True),
                "notes": entry.get("notes"),
            }
            for entry in entries
        ]

    # catalogues

    def add_tag(self, name: str, category: int) -> dict[str, Any]:
        if any(tag["name"].casefold() == name.casefold() for tag in self.tags.values()):
            raise Taken
        tag = {"tag_id": self.next_id(), "name": name, "category_id": category, "color": "#3b82f6"}
        self.tags[tag["tag_id"]] = tag
        return tag

    def add_category(self, name: str) -> int:
        if any(known.casefold() == name.casefold() for known in self.categories.values()):
            raise Taken
        number = self.next_id()
        self.categories[number] = name
        return number

    def add_strategy(
        self, name: str, setups: Mapping[str, Iterable[str]], account: int | None = None
    ) -> int:
        """A strategy, its setups, and the names of their confirmations."""
        number = self.next_id()
        self.strategies[number] = {
            "strategy_id": number,
            "name": name,
            "account_id": account,
            "setups": [
                {
                    "setup_id": self.next_id(),
                    "name": setup,
                    "confirmations": [
                        {"confirmation_id": self.next_id(), "name": text} for text in texts
                    ],
                }
                for setup, texts in setups.items()
            ],
        }
        return number

    def confirmation_names(self) -> dict[int, str]:
        return {
            entry["confirmation_id"]: entry["name"]
            for strategy in self.strategies.values()
            for setup in strategy["setups"]
            for entry in setup["confirmations"]
        }

    # answers

    def detail(self, trade: dict[str, Any], scopes: tuple[str, ...]) -> dict[str, Any]:
        """A trade as its route answers it; arrays without a scope are left out."""
        source = self.source(trade)
        found = {name: trade.get(name) for name in _PLAIN}
        found |= {
            "trade_number": trade["trade_number"],
            "trade_date": spelled(trade["trade_date"]),
            "symbol": trade["symbol"],
            "grade": trade.get("trade_quality_grade"),
            "account": self._account(trade, with_currency=True),
            "strategy": self._named("strategy", trade),
            "setup": self._named("setup", trade),
            "is_copy": trade["copy_of"] is not None,
            "is_copy_source": len(self.decision(trade)) > 1 and trade["copy_of"] is None,
            "source_trade_number": trade["copy_of"],
            "executions": trade["executions"],
            "tags": [
                {"tag_id": tag, "name": self.tags[tag]["name"]}
                for tag in trade["tags"]
                if tag in self.tags
            ],
            "confirmations": self._confirmations(source),
            "created_at": spelled(trade["created_at"]),
            "updated_at": spelled(trade["updated_at"]),
        }
        if "read:screenshots" in scopes:
            found["screenshots"] = [self.picture(trade, shot) for shot in source["screenshots"]]
        if "read:protocols" in scopes:
            found["protocol_responses"] = source.get("protocol_responses", [])
        return found

    def row(self, trade: dict[str, Any]) -> dict[str, Any]:
        """A trade in a listing."""
        tags = [self.tags[tag]["name"] for tag in trade["tags"] if tag in self.tags]
        strategy, setup = self._named("strategy", trade), self._named("setup", trade)
        account = self._account(trade, with_currency=False)
        if self.switches.row_names == "text":
            account = account["name"]
        return {
            "trade_number": trade["trade_number"],
            "trade_date": spelled(trade["trade_date"]),
            "symbol": trade["symbol"],
            "direction": trade["direction"],
            "net_pnl": trade["net_pnl"],
            "account": account,
            "grade": trade.get("trade_quality_grade"),
            "strategy": strategy and strategy["name"],
            "setup": setup and setup["name"],
            "top_tag": tags[0] if tags else None,
            "is_copy": trade["copy_of"] is not None,
        }

    def picture(self, trade: dict[str, Any], shot: Mapping[str, Any]) -> dict[str, Any]:
        """A picture's metadata."""
        path = f"/api/v1/trades/{trade['trade_number']}/screenshots/{shot['screenshot_id']}"
        if self.switches.absolute_urls:
            path = f"https://cdn.tradavity.example{path}"
        shown = {name: value for name, value in shot.items() if name != "content"}
        return shown | {"trade_number": trade["trade_number"], "download_url": path}

    def _confirmations(self, source: Mapping[str, Any]) -> list[dict[str, Any]]:
        if not self.switches.confirmations_by_name:
            return list(source["confirmations"])
        names = self.confirmation_names()
        return [
            entry | {"name": names.get(entry["confirmation_id"])}
            for entry in source["confirmations"]
        ]

    def _account(self, trade: Mapping[str, Any], *, with_currency: bool) -> dict[str, Any]:
        account = self.accounts[trade["account_id"]]
        found = {"id": account["account_id"], "name": account["name"]}
        return found | ({"currency": account["currency"]} if with_currency else {})

    def _named(self, kind: str, trade: Mapping[str, Any]) -> dict[str, Any] | None:
        strategy = self.strategies.get(trade.get("strategy_id") or 0)
        if strategy is None:
            return None
        if kind == "strategy":
            return {"name": strategy["name"]}
        for setup in strategy["setups"]:
            if setup["setup_id"] == trade.get("setup_id"):
                return {"name": setup["name"]}
        return None

    def _check_references(self, trade: Mapping[str, Any], account: Any) -> None:
        known = self.accounts.get(account)
        if known is None or known["archived"]:
            raise Invalid(fields={"account_id": "is not an account of yours"})
        emotion = trade.get("emotional_state")
        if emotion is not None and emotion not in self.emotions:
            raise Invalid(fields={"emotional_state": "is unknown"}, allowed=self.emotions)
        strategy = trade.get("strategy_id")
        if strategy is None:
            if trade.get("setup_id") is not None:
                raise Invalid(unknown_setup_ids=[trade["setup_id"]])
            return
        found = self.strategies.get(strategy)
        if found is None or found["account_id"] not in (None, account):
            raise Invalid(fields={"strategy_id": "is not usable here"})
        setups = {setup["setup_id"] for setup in found["setups"]}
        if trade.get("setup_id") is not None and trade["setup_id"] not in setups:
            raise Invalid(unknown_setup_ids=[trade["setup_id"]])

    def _allowed(self, shared: dict[str, Any], member: Mapping[str, Any]) -> dict[str, Any]:
        """What of a shared change a copy takes: a strategy of another account is nulled."""
        strategy = self.strategies.get(shared.get("strategy_id") or 0)
        if strategy is not None and strategy["account_id"] not in (None, member["account_id"]):
            return shared | {"strategy_id": None, "setup_id": None}
        return shared
