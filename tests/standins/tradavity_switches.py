"""What Tradavity's documentation leaves open, and what a plan allows."""

from dataclasses import dataclass
from typing import Literal

SCOPES = (
    "read:trades", "write:trades", "read:screenshots", "write:screenshots", "read:tags",
    "write:tags", "read:strategies", "write:strategies", "read:accounts", "write:accounts",
    "read:balance", "write:balance", "read:goals", "write:goals", "read:protocols",
    "write:protocols", "read:copy_groups", "write:copy_groups", "read:autosync",
    "write:autosync", "read:catalog",
)  # fmt: skip
LIMITS = {"free": (60, 5_000, 180, 1), "pro": (300, 50_000, 900, 3)}
"""Of a tier: requests a minute and a day by key, a minute by user, screenshots a trade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """How this Tradavity behaves where its pages do not say."""

    tier: Literal["free", "pro"] = "free"
    limited: bool = True  # whether requests are counted at all
    scopes: tuple[str, ...] = SCOPES
    trade_cap: int | None = None  # trades that the plan takes in all
    account_cap: int | None = None
    strategy_cap: int | None = None
    storage_bytes: int = 500_000_000
    pictures_per_trade: int | None = None  # None: the tier's
    key_hours: float = 24.0
    keys_by_route: bool = False  # an idempotency key counts for its method and path
    refusals_are_kept: bool = True  # 4xx answers stand under a key
    failures_are_kept: bool = True  # 5xx answers stand under a key
    list_name: str = "trades"  # the member of ``data`` that holds rows
    row_names: Literal["object", "text"] = "object"  # account, strategy and setup in rows
    numbers_as_text: bool = False
    doubles: bool = True  # numbers pass through a PHP double
    optimises_pictures: bool = True
    archived_detail: Literal["404", "answer"] = "404"
    patch_echoes_trade: bool = True
    created_in: Literal["trade", "bare"] = "trade"  # where ``data`` holds a trade
    confirmations_by_name: bool = False
    cursor_life_s: float = 3_600.0
    absolute_urls: bool = False
    nested_writes_touch: bool = True  # tags and fills bump ``updated_at``
    retention_days: int = 30  # how long what is archived can be brought back
    retires_old: bool = False  # the free plan archives screenshots and trades of an age
