"""All trades of a library as columns: what tables show and statistics count.

Buffers are of the standard library, so that storage can hand them to numpy's users
without a copy and the ground floor needs no numpy.
"""

from array import array
from dataclasses import dataclass

from fillbook.domain.account import Account

MISSING = -(2**63)
"""An instant or an amount that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A column of words: a code a row, and the words that the codes stand for."""

    codes: "array[int]"  # typecode "i"; -1 where a trade has no value
    words: tuple[str, ...]  # each once, in order of first use


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeColumns:
    """One entry a trade in every array, ordered as ``statistics.md`` orders trades:

    closed ones by their last closing fill, then open ones by their first entry fill,
    then rows without fills; trades in the bin are not here.

    Money is an integer: the amount times 10 ** ``money_places``. Where an amount does not
    fit 64 bits, the money arrays are lists of Python integers. A day is the ordinal of its
    date (``date.toordinal``); 0 is no day.
    """

    revision: int
    ids: tuple[str, ...]
    accounts: tuple[Account, ...]
    money_places: int

    number: "array[int]"  # "q"
    account: "array[int]"  # "i", index into accounts
    direction: "array[int]"  # "b", 1 long, -1 short
    is_open: "array[int]"  # "b"
    is_executed: "array[int]"  # "b", 0 for plans and missed trades
    is_archived: "array[int]"  # "b"
    is_reviewed: "array[int]"  # "b"
    opened_at: "array[int]"  # "q", microseconds; MISSING
    closed_at: "array[int]"  # "q"; MISSING while open
    open_day: "array[int]"  # "i", trading day of the first entry
    open_minute: "array[int]"  # "i", minute of the day in the account's zone; -1 for day precision
    open_weekday: "array[int]"  # "b", 0 Monday of the first entry's local date; -1 none
    close_day: "array[int]"  # "i", trading day of the last closing fill; 0 while open
    quantity: "array[float]"  # "d"
    entry_price: "array[float]"  # "d", nan where unknown
    exit_price: "array[float]"  # "d"
    price_decimals: "array[int]"  # "b", finest decimals met in its instrument
    gross_pnl: "array[int] | list[int]"  # MISSING where not computable
    fees: "array[int] | list[int]"  # MISSING where wholly unknown
    net_pnl: "array[int] | list[int]"
    fees_unknown: "array[int]"  # "i", fills without a known fee
    broker_differs: "array[int]"  # "b", stated and computed P&L differ by more than rounding
    initial_risk: "array[float]"  # "d", money; nan where unknown
    stop_loss: "array[float]"  # "d"; nan
    take_profit: "array[float]"  # "d"; nan
    multiplier: "array[float]"  # "d"; nan where unknown
    tick_size: "array[float]"  # "d", smallest step in price; nan where unknown
    confidence: "array[int]"  # "b", 0 unset
    screenshots: "array[int]"  # "i"
    executions: "array[int]"  # "i"

    symbol: Words
    asset_type: Words
    setup: Words
    strategy: Words
    grade: Words
    emotion: Words
    bias: Words
    trading_session: Words
    market_condition: Words
    exit_type: Words

    tag_words: tuple[str, ...]
    tag_starts: "array[int]"  # "i", len(ids) + 1 offsets into tag_codes
    tag_codes: "array[int]"  # "i"

    rule_words: tuple[str, ...]  # confirmations that trades were checked against
    rule_starts: "array[int]"  # "i", offsets into rule_codes
    rule_codes: "array[int]"  # "i", twice the rule, and one more where it was broken
    decision: "array[int]"  # "i", the same for copies of one decision; -1 a trade of its own

    # Realised amounts, one entry a closing leg, in order of the closing fills.
    leg_trade: "array[int]"  # "i", index of the trade
    leg_at: "array[int]"  # "q"
    leg_day: "array[int]"  # "i", trading day of the closing fill
    leg_gross: "array[int] | list[int]"
    leg_fees: "array[int] | list[int]"
    leg_net: "array[int] | list[int]"

    # Cash events, oldest first.
    cash_account: "array[int]"  # "i"
    cash_day: "array[int]"  # "i"
    cash_at: "array[int]"  # "q"
    cash_amount: "array[int] | list[int]"
