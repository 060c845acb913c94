"""The rules of a proprietary firm as a trader types them, and how much of each is left."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from fillbook.domain.query import TradeQuery
from fillbook.domain.trading_day import TradingCalendar
from fillbook.gui import format
from fillbook.gui.charts.marks import Gauge
from fillbook.gui.figures.source import FigureSource
from fillbook.statistics.population import Population
from fillbook.statistics.prop_rules import (
    Assessment,
    Floor,
    Headroom,
    PropRules,
    assess,
    movements,
    open_peaks,
)

_WARN, _BAD = 0.6, 1.0


@dataclass(frozen=True, slots=True)
class TypedRules:
    """What stands in the form: texts, so that nothing typed is lost."""

    start: str = ""
    daily_loss: str = ""
    max_loss: str = ""
    floor: str = Floor.STATIC.value
    locks_at: str = ""
    target: str = ""
    minimum_days: str = ""
    consistency: str = ""  # percent
    zone: str = ""  # empty: the account's
    day_ends: str = ""  # 17:00; empty: the account's

    @classmethod
    def of(cls, text: str) -> "TypedRules":
        """Out of what `text` gave; of anything else, none."""
        try:
            kept = json.loads(text)
        except ValueError:
            return cls()
        names = {field.name for field in fields(cls)}
        words = {k: v for k, v in kept.items() if k in names and isinstance(v, str)}
        return cls(**words)

    @property
    def text(self) -> str:
        return json.dumps(asdict(self))


PRESETS: tuple[tuple[str, TypedRules], ...] = (
    (
        "Futures evaluation, 50,000",
        TypedRules("50000", "1000", "2000", Floor.END_OF_DAY.value, "50000", "3000", "5", "50",
                   "America/New_York", "17:00"),
    ),
    (
        "Futures evaluation, intraday trailing",
        TypedRules("50000", "", "2500", Floor.INTRADAY.value, "50100", "3000", "7", "",
                   "America/New_York", "17:00"),
    ),
    (
        "Forex challenge, 100,000",
        TypedRules("100000", "5000", "10000", Floor.STATIC.value, "", "10000", "4", "",
                   "Europe/Prague", ""),
    ),
)  # fmt: skip
"""To begin with; every number can be changed."""


@dataclass(frozen=True, slots=True)
class LimitsState:
    """The gauges of one account, or what is wrong with what was typed."""

    account: str
    accounts: tuple[str, ...]
    headline: str
    note: str
    gauges: tuple[Gauge, ...]
    errors: tuple[tuple[str, str], ...] = ()  # field and why


def read_rules(
    typed: TypedRules, zone: str, day_ends: time
) -> tuple[PropRules | None, tuple[tuple[str, str], ...]]:
    """The rules that were typed; none where a field is wrong or nothing is limited."""
    errors: list[tuple[str, str]] = []

    def amount(name: str) -> Decimal | None:
        text = getattr(typed, name).replace(",", "").replace(" ", "").rstrip("%")
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            errors.append((name, "Type a number"))
            return None
        if not value.is_finite() or value <= 0:
            errors.append((name, "Type a number above zero"))
            return None
        return value

    numbers = {
        name: amount(name)
        for name in (
            "start", "daily_loss", "max_loss", "locks_at", "target", "minimum_days", "consistency"
        )
    }  # fmt: skip
    calendar = _calendar(typed, zone, day_ends, errors)
    start = numbers["start"]
    if start is None and not any(name == "start" for name, _ in errors):
        errors.append(("start", "The balance that the firm gave"))
    if errors or start is None or calendar is None:
        return None, tuple(errors)
    days, share = numbers["minimum_days"], numbers["consistency"]
    rules = PropRules(
        start=start,
        calendar=calendar,
        daily_loss=numbers["daily_loss"],
        max_loss=numbers["max_loss"],
        floor=Floor(typed.floor) if typed.floor in list(Floor) else Floor.STATIC,
        locks_at=numbers["locks_at"],
        target=numbers["target"],
        minimum_days=None if days is None else int(days),
        consistency=None if share is None else share / 100,
    )
    return rules, ()


def _calendar(
    typed: TypedRules, zone: str, day_ends: time, errors: list[tuple[str, str]]
) -> TradingCalendar | None:
    try:
        own = ZoneInfo(typed.zone or zone)
    except (ZoneInfoNotFoundError, ValueError):
        errors.append(("zone", "A zone as America/New_York"))
        return None
    try:
        ends = time.fromisoformat(typed.day_ends) if typed.day_ends else day_ends
    except ValueError:
        errors.append(("day_ends", "A time as 17:00"))
        return None
    return TradingCalendar(own, ends)


def limits(source: FigureSource, account: str, typed: TypedRules, now: datetime) -> LimitsState:
    """Where an account stands. The window's filter is left aside: a firm counts every trade."""
    every = source.population(TradeQuery())
    accounts = tuple(each.name for each in every.table.source.accounts)
    account = account if account in accounts else accounts[0] if accounts else ""
    if not account:
        return LimitsState("", (), "", "No account yet", ())
    population = source.population(TradeQuery(accounts=(account,)))
    owner = next(each for each in every.table.source.accounts if each.name == account)
    if typed == TypedRules():
        return LimitsState(account, accounts, "", "Nothing is typed yet", ())
    rules, errors = read_rules(typed, owner.timezone, owner.day_ends)
    if rules is None:
        return LimitsState(account, accounts, "", "", (), errors)
    moved = movements(population, source.payouts(owner.id))
    peaks = None
    if rules.floor is Floor.INTRADAY:
        peaks = open_peaks(source.reaches.watched(population))
    found = assess(rules, moved, now, open_risk(population), peaks)
    note = f"balance {format.money(found.balance)} {owner.currency}, closed trades"
    if len(population.open_rows):
        many = format.plural(len(population.open_rows), "open trade", "open trades")
        note += f", after the stops of {many}"
    return LimitsState(account, accounts, _headline(found), note, _gauges(rules, found))


def open_risk(population: Population) -> Decimal | None:
    """What open trades lose at their stops; None where one has none."""
    source, rows = population.table.source, population.open_rows
    if not len(rows):
        return Decimal(0)
    way = np.asarray(source.entry_price)[rows] - np.asarray(source.stop_loss)[rows]
    size = np.asarray(source.quantity)[rows] * np.asarray(source.multiplier)[rows]
    lost = way * np.asarray(source.direction)[rows] * size
    if np.isnan(lost).any():
        return None
    return Decimal(repr(round(float(np.maximum(lost, 0).sum()), 2)))


def _headline(found: Assessment) -> str:
    tightest = found.tightest
    if tightest is None:
        return ""
    left = tightest.left if tightest.left is not None else tightest.at_most
    if left is None:
        return ""
    if left <= 0:
        return f"The limit of the {tightest.rule} is reached"
    most = "at most " if tightest.left is None else ""
    return f"You can lose {most}{format.money(left)} more: {tightest.rule}"


def _gauges(rules: PropRules, found: Assessment) -> tuple[Gauge, ...]:
    gauges = [_limit(rules, limit) for limit in found.limits]
    progress = found.progress
    if rules.target is not None:
        share = max(float(progress.profit / rules.target), 0.0)
        reached = progress.missing == 0
        value = "reached" if reached else f"{format.money(progress.missing)} to go"
        words = (
            f"profit {format.money(progress.profit, signed=True)} of {format.money(rules.target)}"
        )
        gauges.append(Gauge("Profit target", value, words, share, "ok" if reached else "text3"))
    if rules.minimum_days is not None:
        days = format.plural(progress.days, "day", "days")
        missing = progress.days_missing or 0
        value = "reached" if not missing else f"{missing} to go"
        words = f"{days} with a closed trade, {rules.minimum_days} wanted"
        share = progress.days / max(rules.minimum_days, 1)
        gauges.append(Gauge("Trading days", value, words, share, "ok" if not missing else "text3"))
    if rules.consistency is not None:
        gauges.append(_consistency(rules, found))
    return tuple(gauges)


def _consistency(rules: PropRules, found: Assessment) -> Gauge:
    share, limit = found.progress.best_day_share, rules.consistency
    assert limit is not None
    allowed = f"the best day may be {format.percent(limit, 0)}"
    if share is None:
        return Gauge("Consistency", format.UNKNOWN, f"{allowed}; there is no profit", None, "text3")
    state = "ok" if found.progress.consistent else "bad"
    words = f"{allowed} of {'the target' if rules.target else 'all profit'}, or of profit beyond it"
    return Gauge("Consistency", format.percent(share), words, float(share / limit), state)


def _limit(rules: PropRules, limit: Headroom) -> Gauge:
    allowed = rules.daily_loss if limit.rule == "daily loss" else rules.max_loss
    assert allowed is not None
    left = limit.left if limit.left is not None else limit.at_most
    used = None if left is None else float(1 - left / allowed)
    words = [] if limit.floor is None else [f"floor {format.money(limit.floor)}"]
    words.append(f"{format.money(allowed)} allowed")
    if limit.reason is not None:
        words.append(limit.reason)
    if limit.breached_on is not None:
        words.append(f"breached on {format.day(limit.breached_on)}")
    state = (
        "text3" if used is None else "bad" if used >= _BAD else "warn" if used >= _WARN else "ok"
    )
    if limit.breached_on is not None:
        state = "bad"
    title = _title(rules, limit.rule)
    if left is None:
        return Gauge(title, "not known", "; ".join(words), None, state)
    shown = format.money(max(left, Decimal(0)))
    if limit.left is None:
        if limit.at_least is None:
            return Gauge(title, f"at most {shown} left", "; ".join(words), None, state, used)
        between = f"{format.money(max(limit.at_least, Decimal(0)))} to {shown} left"
        possible = float(1 - limit.at_least / allowed)
        if state == "ok" and possible >= _WARN:
            state = "warn"
        return Gauge(title, between, "; ".join(words), None, state, used, possible)
    return Gauge(title, f"{shown} left", "; ".join(words), used, state)


def _title(rules: PropRules, rule: str) -> str:
    """A rule with the kind of its floor."""
    if rule == "daily loss":
        return "Daily loss"
    kinds = {
        Floor.STATIC: "static",
        Floor.END_OF_DAY: "trailing at the end of the day",
        Floor.INTRADAY: "trailing open profit",
    }
    return f"Maximum loss, {kinds[rules.floor]}"
