"""All trades of the library as columns, in one pass over each table."""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from fillbook.domain.account import Account
from fillbook.domain.execution import Direction, Precision
from fillbook.domain.instrument import AssetType, known_tick_size
from fillbook.domain.review import Confirmation
from fillbook.domain.trade import Kind, Status
from fillbook.domain.trade_columns import MISSING, TradeColumns, Words
from fillbook.domain.trading_day import TradingCalendar
from fillbook.storage import accounts, cash
from fillbook.storage.database import Connection
from fillbook.storage.first_page import LISTED
from fillbook.storage.meta import read_revision
from fillbook.storage.money_columns import fitted, integer, places, scaled
from fillbook.storage.values import instant, microseconds, plain_digits

_WORDS = {
    "symbol": "i.symbol",
    "asset_type": "i.asset_type",
    "setup": "s.name",
    "strategy": "g.name",
    "grade": "r.grade",
    "emotion": "r.emotion",
    "bias": "r.bias",
    "trading_session": "r.trading_session",
    "market_condition": "r.market_condition",
    "exit_type": "r.exit_type",
}
_COLUMNS = {
    **{
        name: f"t.{name}"
        for name in (
            "id", "number", "account_id", "direction", "status", "kind", "archived", "opened_at",
            "closed_at", "trading_day", "quantity", "entry_price", "exit_price", "gross_pnl",
            "fees", "net_pnl", "fees_unknown", "broker_pnl", "computed_pnl", "initial_risk",
            "multiplier", "fills",
        )
    },
    "reviewed": "coalesce(r.reviewed, 0)",
    "confidence": "coalesce(r.confidence, 0)",
    "stop_loss": "coalesce(r.stop_loss, t.source_stop)",
    "take_profit": "coalesce(r.take_profit, t.source_target)",
    "precision": "first.precision",
    "price_decimals": "coalesce(i.price_decimals, 0)",
    "tick_size": "i.tick_size",
    **_WORDS,
}  # fmt: skip
_TRADES = f"""
SELECT {", ".join(_COLUMNS.values())}
FROM trade t
JOIN instrument i ON i.id = t.instrument_id
LEFT JOIN execution first ON first.id = t.first_execution_id
LEFT JOIN execution last ON last.id = coalesce(t.last_execution_id, t.first_execution_id)
LEFT JOIN review r ON r.id = t.id
LEFT JOIN setup s ON s.id = r.setup_id
LEFT JOIN strategy g ON g.id = r.strategy_id
WHERE {LISTED}
ORDER BY t.fills = 0, t.status = 'open', last.executed_at, last.sequence, last.content_hash,
    last.ordinal, t.number
"""
_EXITS = f"""
SELECT l.trade_id, l.executed_at, l.trading_day, l.gross_pnl, l.net_pnl
FROM leg l JOIN trade t ON t.id = l.trade_id JOIN execution e ON e.id = l.execution_id
WHERE l.role = 'exit' AND {LISTED}
ORDER BY e.executed_at, e.sequence, e.content_hash, e.ordinal, t.number
"""
_TAGS = f"""
SELECT k.trade_id, tag.name FROM trade_tag k
JOIN tag ON tag.id = k.tag_id JOIN trade t ON t.id = k.trade_id
WHERE k.deleted_hlc IS NULL AND {LISTED} ORDER BY tag.name_key
"""
_CONFIRMATIONS = f"""
SELECT c.trade_id, c.name, c.answer FROM confirmation c JOIN trade t ON t.id = c.trade_id
WHERE c.deleted_hlc IS NULL AND {LISTED} ORDER BY c.name
"""
_DECISIONS = "SELECT trade_id, decision_id FROM trade_decision ORDER BY decision_id"
_SCREENSHOTS = "SELECT trade_id FROM screenshot WHERE deleted_hlc IS NULL"

Column = Sequence[Any]


def read(connection: Connection) -> TradeColumns:
    """Every trade that lists show, in the order of statistics, all of one moment."""
    if connection.in_transaction:
        return _read(connection)
    connection.execute("BEGIN")
    try:
        return _read(connection)
    finally:
        connection.execute("COMMIT")


def _read(connection: Connection) -> TradeColumns:
    trades = _columns(connection, _TRADES, tuple(_COLUMNS))
    legs = _columns(connection, _EXITS, ("trade_id", "at", "day", "gross_pnl", "net_pnl"))
    events = cash.read_all(connection)
    amounts = [plain_digits(event.amount) for _, event in events]
    money = ("gross_pnl", "fees", "net_pnl", "computed_pnl")
    digits = places(*(trades[name] for name in money), legs["gross_pnl"], legs["net_pnl"], amounts)
    known = accounts.read_all(connection)
    account_index = {account.id: index for index, account in enumerate(known)}
    trade_index = {id_: index for index, id_ in enumerate(trades["id"])}
    calendars = {account.id: _calendar(account) for account in known}
    pictures = Counter(trade for (trade,) in connection.execute(_SCREENSHOTS))
    return TradeColumns(
        revision=read_revision(connection),
        ids=tuple(trades["id"]),
        accounts=known,
        money_places=digits,
        number=array("q", trades["number"]),
        account=array("i", [account_index[id_] for id_ in trades["account_id"]]),
        direction=array("b", [1 if way == Direction.LONG else -1 for way in trades["direction"]]),
        is_open=array("b", [status == Status.OPEN for status in trades["status"]]),
        is_executed=array("b", [kind == Kind.EXECUTED for kind in trades["kind"]]),
        is_archived=array("b", trades["archived"]),
        is_reviewed=array("b", trades["reviewed"]),
        opened_at=_instants(trades["opened_at"]),
        closed_at=_instants(trades["closed_at"]),
        close_day=array(
            "i",
            [
                day if closed is not None else 0
                for day, closed in zip(trades["trading_day"], trades["closed_at"], strict=True)
            ],
        ),
        quantity=_floats(trades["quantity"]),
        entry_price=_floats(trades["entry_price"]),
        exit_price=_floats(trades["exit_price"]),
        price_decimals=array("b", trades["price_decimals"]),
        gross_pnl=scaled(trades["gross_pnl"], digits),
        fees=scaled(trades["fees"], digits),
        net_pnl=scaled(trades["net_pnl"], digits),
        fees_unknown=array("i", trades["fees_unknown"]),
        broker_differs=_differs(trades, digits),
        initial_risk=_floats(trades["initial_risk"]),
        stop_loss=_floats(trades["stop_loss"]),
        take_profit=_floats(trades["take_profit"]),
        multiplier=_floats(trades["multiplier"]),
        tick_size=_tick_sizes(trades),
        confidence=array("b", trades["confidence"]),
        screenshots=array("i", [pictures[id_] for id_ in trades["id"]]),
        executions=array("i", trades["fills"]),
        **_openings(trades, calendars),
        **_all_words(trades),
        **_tags(connection, trade_index),
        **_rules(connection, trade_index),
        decision=_decisions(connection, trade_index),
        leg_trade=array("i", [trade_index[id_] for id_ in legs["trade_id"]]),
        leg_at=array("q", legs["at"]),
        leg_day=array("i", legs["day"]),
        leg_gross=scaled(legs["gross_pnl"], digits),
        leg_fees=_costs(legs, digits),
        leg_net=scaled(legs["net_pnl"], digits),
        cash_account=array("i", [account_index[account] for account, _ in events]),
        cash_day=array("i", [calendars[id_].day(event.at).toordinal() for id_, event in events]),
        cash_at=array("q", [microseconds(event.at) for _, event in events]),
        cash_amount=scaled(amounts, digits),
    )


def _columns(
    connection: Connection, query: str, names: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    rows = connection.execute(query).fetchall()
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return dict(zip(names, columns, strict=True))


def _calendar(account: Account) -> TradingCalendar:
    return TradingCalendar(ZoneInfo(account.timezone), account.day_ends)


def _instants(column: Column) -> "array[int]":
    return array("q", [MISSING if at is None else at for at in column])


def _floats(column: Column) -> "array[float]":
    return array("d", [float("nan") if text is None else float(text) for text in column])


def _tick_sizes(trades: Mapping[str, Column]) -> "array[float]":
    """As said of the instrument, else as known of its kind."""
    steps: dict[tuple[str, str, str | None, int], float] = {}
    sizes = array("d")
    for kind in zip(
        trades["symbol"],
        trades["asset_type"],
        trades["tick_size"],
        trades["price_decimals"],
        strict=True,
    ):
        if kind not in steps:
            symbol, asset_type, said, decimals = kind
            known = said or known_tick_size(symbol, AssetType(asset_type), decimals)
            steps[kind] = float("nan") if known is None else float(known)
        sizes.append(steps[kind])
    return sizes


def _words(column: Column) -> Words:
    codes: dict[str, int] = {}
    coded = [-1 if word is None else codes.setdefault(word, len(codes)) for word in column]
    return Words(codes=array("i", coded), words=tuple(codes))


def _all_words(trades: Mapping[str, Column]) -> dict[str, Any]:
    return {name: _words(trades[name]) for name in _WORDS}


def _openings(
    trades: Mapping[str, Column], calendars: Mapping[str, TradingCalendar]
) -> dict[str, Any]:
    """Day, minute and weekday of the first entry, on the account's clock."""
    days, minutes, weekdays = array("i"), array("i"), array("b")
    for account, opened, precision in zip(
        trades["account_id"], trades["opened_at"], trades["precision"], strict=True
    ):
        if opened is None:
            days.append(0)
            minutes.append(-1)
            weekdays.append(-1)
            continue
        calendar, at = calendars[account], instant(opened)
        local = calendar.local(at)
        days.append(calendar.day(at).toordinal())
        minutes.append(-1 if precision == Precision.DAY else local.hour * 60 + local.minute)
        weekdays.append(local.weekday())
    return {"open_day": days, "open_minute": minutes, "open_weekday": weekdays}


def _differs(trades: Mapping[str, Column], digits: int) -> "array[int]":
    """Where a source states another P&L than the prices give, beyond a cent a fill."""
    cent = 10**digits // 100
    return array(
        "b",
        [
            stated is not None
            and computed is not None
            and abs(integer(gross, digits) - integer(computed, digits)) > cent * fills
            for stated, computed, gross, fills in zip(
                trades["broker_pnl"],
                trades["computed_pnl"],
                trades["gross_pnl"],
                trades["fills"],
                strict=True,
            )
        ],
    )


def _costs(legs: Mapping[str, Column], digits: int) -> "array[int] | list[int]":
    return fitted(
        [
            MISSING if gross is None else integer(gross, digits) - integer(net, digits)
            for gross, net in zip(legs["gross_pnl"], legs["net_pnl"], strict=True)
        ]
    )


def _tags(connection: Connection, trade_index: Mapping[str, int]) -> dict[str, Any]:
    """The tags of each trade, as offsets into one list of codes."""
    words: dict[str, int] = {}
    carried: list[list[int]] = [[] for _ in trade_index]
    for trade, name in connection.execute(_TAGS):
        carried[trade_index[trade]].append(words.setdefault(name, len(words)))
    starts, codes = _in_one(carried)
    return {"tag_words": tuple(words), "tag_starts": starts, "tag_codes": codes}


def _rules(connection: Connection, trade_index: Mapping[str, int]) -> dict[str, Any]:
    """The rules that each trade was checked against, and which of them it broke."""
    words: dict[str, int] = {}
    checked: list[list[int]] = [[] for _ in trade_index]
    for trade, name, answer in connection.execute(_CONFIRMATIONS):
        told = Confirmation.answered(name, answer)
        if told is not None:
            rule = words.setdefault(name, len(words))
            checked[trade_index[trade]].append(2 * rule + (not told.was_present))
    starts, codes = _in_one(checked)
    return {"rule_words": tuple(words), "rule_starts": starts, "rule_codes": codes}


def _decisions(connection: Connection, trade_index: Mapping[str, int]) -> "array[int]":
    """A number for each decision with several trades."""
    numbers: dict[str, int] = {}
    decisions = array("i", [-1]) * len(trade_index)
    for trade, decision in connection.execute(_DECISIONS):
        if trade in trade_index:
            decisions[trade_index[trade]] = numbers.setdefault(decision, len(numbers))
    return decisions


def _in_one(lists: Sequence[Sequence[int]]) -> "tuple[array[int], array[int]]":
    """The offset of each list, and all their values one after the other."""
    starts = array("i", accumulate((len(values) for values in lists), initial=0))
    return starts, array("i", (value for values in lists for value in values))
