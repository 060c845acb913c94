"""What TradeLocker's page leaves open, and what brokers do in their own way."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """One broker's ways."""

    access_life_s: int = 3600
    refresh_life_s: int = 7 * 86_400
    refresh_kills_old: bool = True
    balance_key: Literal["accountBalance", "aaccountBalance"] = "accountBalance"
    error_bodies: Literal["json", "html", "empty"] = "json"  # of 400, 401, 403, 404 and 429
    retry_after: Literal["seconds", "absent"] = "seconds"
    unlimited: bool = False  # the route limits are stated and not kept
    history_per_second: int = 1
    column_order: Literal["documented", "reversed"] = "documented"
    extra_columns: tuple[str, ...] = ()  # of executions and history rows: "commission", "swap"
    lacking_columns: tuple[str, ...] = ()
    renamed_config: bool = False  # a brand that calls it orderHistoryConfig
    cells: Literal["text", "numbers"] = "text"  # numbers: ids come as 64-bit integers
    empty_cells: Literal["null", "text"] = "null"
    filled_word: str = "Filled"
    is_open: Literal["working", "opening"] = "working"
    history_order: Literal["newest", "oldest"] = "newest"
    history_rows: int = 10_000  # of one answer: MAX_ORDERS_COUNT_IN_HISTORY
    has_more: bool = True  # whether an answer says that it is not all
    window_compares: Literal["created", "modified"] = "created"
    window_end_included: bool = True
    session: Literal["day", "none"] = "day"  # none: executions never end
    session_ends_hour: int = 22  # UTC
    no_data: Literal["empty", "without_d"] = "empty"
    dead_info_routes: int = 0  # further INFO routes of an instrument that do not work
    deletes_answer_204: bool = False
    fees_per_lot: str = "3.5"  # what todayFees counts; no column states it
    swap_per_night: str = "0"  # what a rollover takes of the balance, per lot
