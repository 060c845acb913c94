"""A Tradavity user's trades, with all that hangs on them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from standins.tradavity_fields import CREATED, PATCHED, Invalid, checked, moment, scaled, spelled
from standins.tradavity_shelf import Missing, Shelf
from standins.tradavity_switches import Switches

_SHARED = ("strategy_id", "setup_id", "trade_quality_grade")
"""What spreads to the copies of a decision."""

_MOST_FILLS = 200
_SMALLEST = Decimal("0.00000001")


class Book(Shelf):
    """The journal of one user. Every value in it is as the server keeps it."""

    def __init__(self, switches: Switches) -> None:
        super().__init__()
        self.switches = switches
        self.trades: dict[int, dict[str, Any]] = {}

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

    @staticmethod
    def order(trade: Mapping[str, Any]) -> tuple[datetime, int]:
        """Where a trade stands in lists."""
        return trade["trade_date"], trade["trade_number"]

    def newest_first(self) -> list[dict[str, Any]]:
        """All trades, archived ones too."""
        return sorted(self.trades.values(), key=self.order, reverse=True)

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

    def stored_bytes(self) -> int:
        """The size of all screenshots."""
        return sum(s["file_size"] for t in self.trades.values() for s in t["screenshots"])

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

    def copied(self, source: Mapping[str, Any], account: int) -> dict[str, Any]:
        """A copy of a trade in another account."""
        self._last["trade"] += 1
        copy = {
            **source,
            "trade_number": self._last["trade"],
            "account_id": account,
            "copy_of": source["trade_number"],
            "executions": [dict(row) for row in source["executions"]],
            "tags": [],
            "screenshots": [],
            "confirmations": [],
        }
        self.trades[copy["trade_number"]] = copy
        return copy

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
        if found is None or not self.suits(found, account):
            raise Invalid(fields={"strategy_id": "is not usable here"})
        setups = {setup["setup_id"] for setup in found["setups"]}
        if trade.get("setup_id") is not None and trade["setup_id"] not in setups:
            raise Invalid(unknown_setup_ids=[trade["setup_id"]])

    def _allowed(self, shared: dict[str, Any], member: Mapping[str, Any]) -> dict[str, Any]:
        """What of a shared change a copy takes: a strategy of another account is nulled."""
        strategy = self.strategies.get(shared.get("strategy_id") or 0)
        if strategy is not None and not self.suits(strategy, member["account_id"]):
            return shared | {"strategy_id": None, "setup_id": None}
        return shared
