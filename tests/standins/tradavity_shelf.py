"""A Tradavity user's catalogues: accounts, tags, strategies, copy groups, protocols."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any


class Missing(Exception):
    """A 404."""


class Taken(Exception):
    """A 409 duplicate_name."""


class Shelf:
    """What trades refer to."""

    def __init__(self) -> None:
        self.accounts: dict[int, dict[str, Any]] = {
            7: {"account_id": 7, "name": "Main", "currency": "USD", "archived": False}
        }
        self.categories: dict[int, str] = {}
        self.tags: dict[int, dict[str, Any]] = {}
        self.strategies: dict[int, dict[str, Any]] = {}
        self.groups: dict[int, dict[str, Any]] = {}
        self.protocols: dict[int, dict[str, Any]] = {}
        self.responses: dict[int, dict[str, Any]] = {}
        self.connections: dict[int, dict[str, Any]] = {}  # broker connections of the vendor
        self.ran: dict[int, datetime] = {}  # when each was last asked to fetch
        self.emotions = ["calm", "confident", "focused", "patient", "anxious", "fearful", "greedy"]
        self._last = {"trade": 0, "row": 0}

    def next_id(self) -> int:
        """An id of anything but a trade."""
        self._last["row"] += 1
        return self._last["row"]

    def add_tag(self, name: str, category: int, color: str = "#3b82f6") -> dict[str, Any]:
        require_free(name, self.tags.values())
        tag = {"tag_id": self.next_id(), "name": name, "category_id": category, "color": color}
        self.tags[tag["tag_id"]] = tag
        return tag

    def add_category(self, name: str) -> int:
        require_free(name, ({"name": known} for known in self.categories.values()))
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

    def suits(self, strategy: Mapping[str, Any], account: int) -> bool:
        """Whether trades of an account may have a strategy."""
        group = self.groups.get(strategy.get("copy_group_id") or 0)
        members = [member["account_id"] for member in group["members"]] if group else [account]
        return strategy["account_id"] in (None, account) and account in members

    def confirmation_names(self) -> dict[int, str]:
        return {
            entry["confirmation_id"]: entry["name"]
            for strategy in self.strategies.values()
            for setup in strategy["setups"]
            for entry in setup["confirmations"]
        }


def found(rows: Mapping[int, dict[str, Any]], number: int) -> dict[str, Any]:
    """A row by its id; Missing where there is none."""
    if number not in rows:
        raise Missing
    return rows[number]


def require_free(
    name: str, rows: Iterable[Mapping[str, Any]], own: Mapping[str, Any] | None = None
) -> None:
    """Taken where another row has a name, whatever its case."""
    if any(row is not own and row["name"].casefold() == name.casefold() for row in rows):
        raise Taken
