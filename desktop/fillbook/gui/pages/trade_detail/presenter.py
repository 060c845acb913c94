"""What the detail of a trade says, as words and figures ready to show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from fillbook.domain.account import Account
from fillbook.domain.bar import BarSeries
from fillbook.domain.contents import Vocabulary
from fillbook.domain.link import Link, LinkState
from fillbook.domain.review import (
    EMOTIONS,
    Bias,
    ExitType,
    Grade,
    MarketCondition,
    RelativeVolume,
    TradingSession,
)
from fillbook.domain.trade import HistoryEntry, Kind, Leg, Role, Status, Trade, TradeDetail
from fillbook.gui import format
from fillbook.gui.pages.trade_detail.checks import check_rows
from fillbook.storage.library import Library

_CONTEXT = timedelta(hours=4)
"""Bars asked for on each side of a trade, at least."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything that the detail of one trade shows, read at one time."""

    detail: TradeDetail
    account: Account
    bars: tuple[BarSeries, ...]  # finest first
    vocabulary: Vocabulary
    checks: tuple[tuple[str, ...], ...] = ()
    elsewhere: tuple[str, ...] = ()  # each connection that has it, and how it stands there
    files: Mapping[str, str] = field(default_factory=dict)  # name, by the import that read it


@dataclass(frozen=True, slots=True)
class FigureState:
    """A labelled figure; ``sign`` is above, below or at zero where it has a colour."""

    label: str
    text: str
    sign: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A line of the review: what it is called, which key edits it, what may be said."""

    key: str  # as `Library.edit` calls it
    label: str
    value: str  # shown
    shortcut: str
    choices: tuple[str, ...] = ()  # offered words; others may be typed where `free`
    free: bool = False


@dataclass(frozen=True, slots=True)
class DetailState:
    """One trade as the pane shows it."""

    trade_id: str
    symbol: str
    badges: tuple[str, ...]
    when: str
    result: str
    result_sign: int
    currency: str
    risk: str
    figures: tuple[FigureState, ...]
    reasons: tuple[str, ...]
    properties: tuple[Property, ...]
    fills: tuple[tuple[str, ...], ...]
    history: tuple[tuple[str, ...], ...]
    decimals: int


FILL_HEADERS = ("", "Time", "Side", "Quantity", "Price", "Fees", "Result", "From")
HISTORY_HEADERS = ("When", "What", "Before", "After", "By")

_WORDS = {
    "long": "Long",
    "short": "Short",
    "newyork": "New York",
    "take_profit": "Take profit",
    "stop_loss": "Stop loss",
    "trailing_stop": "Trailing stop",
    "partial": "Partial",
    "time": "Time",
}


_STANDS = {
    LinkState.PENDING_CREATE: "waits to be sent",
    LinkState.UNKNOWN: "is being confirmed",
    LinkState.AMBIGUOUS: "asks which one it is",
    LinkState.LINKED: "in sync",
    LinkState.STALE_REMOTE: "outdated there",
    LinkState.ARCHIVED_REMOTE: "archived there",
    LinkState.MISSING_REMOTE: "gone there",
    LinkState.INELIGIBLE: "not sent",
    LinkState.DETACHED: "kept here alone",
}


def _elsewhere(library: Library, trade: Trade) -> tuple[str, ...]:
    """How a trade stands at each connection: "Tradavity: in sync"."""
    names = {each.id: each.name for each in library.connections()}
    if not names:
        return ()
    links = library.look(lambda store: store.links_of(trade.id))
    asked = {each.connection_id for each in library.conflicts() if each.trade_id == trade.id}
    return tuple(
        f"{names[link.connection_id]}: {_stands(link, trade, link.connection_id in asked)}"
        for link in links
        if link.connection_id in names
    )


def _stands(link: Link, trade: Trade, waits: bool) -> str:
    if waits:
        return "waits for you"
    stopped = next((entry for entry in link.parked if entry.until is None), None)
    if stopped is not None:
        return f"refused: {stopped.reason}"
    if link.state is LinkState.LINKED and trade.revision > link.synced_rev:
        return "waits to be sent"
    return _STANDS[link.state]


def load(library: Library, reference: str) -> Loaded:
    """Read a trade with the bars around it; for a worker thread."""
    detail = library.trade(reference)
    trade = detail.trade
    extras = library.look(lambda store: store.extras(trade.id))
    bars: tuple[BarSeries, ...] = ()
    if trade.opened_at is not None:
        end = trade.closed_at or max(leg.execution.fill.executed_at for leg in detail.legs)
        around = max(_CONTEXT, (end - trade.opened_at) * 2)
        bars = library.bars(trade.symbol, trade.opened_at - around, end + around)
    return Loaded(
        detail=detail,
        account=library.account(trade.account_id),
        bars=bars,
        vocabulary=library.vocabulary(),
        checks=check_rows(detail.confirmations, extras.get("protocol_responses", "[]")),
        elsewhere=_elsewhere(library, trade),
        files={batch.id: batch.file for batch in library.imports()},
    )


def state_of(loaded: Loaded, zone: str) -> DetailState:
    """The words and figures of a loaded trade, its times in an IANA zone."""
    detail = loaded.detail
    trade = detail.trade
    decimals = price_decimals(detail)
    return DetailState(
        trade_id=trade.id,
        symbol=trade.symbol,
        badges=_badges(trade),
        when=", ".join((_when(trade, zone), *loaded.elsewhere)),
        result=format.money(trade.net_pnl, signed=True),
        result_sign=_sign(trade.net_pnl),
        currency=trade.currency,
        risk=_risk(trade),
        figures=_figures(trade, decimals),
        reasons=detail.reasons,
        properties=_properties(trade, loaded.vocabulary),
        fills=tuple(_fill(leg, zone, decimals, loaded.files) for leg in detail.legs),
        history=tuple(_history(entry, zone) for entry in detail.history),
        decimals=decimals,
    )


def price_decimals(detail: TradeDetail) -> int:
    """The finest decimals among the prices of a trade, at least two."""
    exponents = [
        leg.execution.fill.price.normalize().as_tuple().exponent
        for leg in detail.legs
        if leg.execution.fill.price is not None
    ]
    return max([2, *(-part for part in exponents if isinstance(part, int))])


def in_words(value: str | None) -> str:
    """A stored word as a person reads it: ``take_profit`` is ``Take profit``."""
    if not value:
        return ""
    return _WORDS.get(value) or value.replace("_", " ").capitalize()


def stored_word(shown: str, choices: Sequence[str]) -> str:
    """The stored form of a word that was chosen or typed."""
    wanted = shown.strip().casefold()
    for choice in choices:
        if wanted in (choice.casefold(), in_words(choice).casefold()):
            return choice
    return shown.strip()


def _sign(value: Decimal | None) -> int:
    if value is None:
        return 0
    return (value > 0) - (value < 0)


def _badges(trade: Trade) -> tuple[str, ...]:
    words = [in_words(trade.direction)]
    if trade.kind is not Kind.EXECUTED:
        words.append(in_words(trade.kind))
    elif trade.status is Status.OPEN:
        words.append("Open")
    if trade.review.grade:
        words.append(trade.review.grade)
    if trade.archived:
        words.append("Archived")
    return tuple(words)


def _when(trade: Trade, zone: str) -> str:
    number = f"#{trade.number}"
    if trade.opened_at is None:
        return number
    opened = format.local(trade.opened_at, zone)
    parts = [number, f"{format.day(opened.date())}, {opened:%H:%M}"]
    if trade.closed_at is not None:
        parts[-1] += _until(opened, format.local(trade.closed_at, zone))
        parts.append(format.duration((trade.closed_at - trade.opened_at).total_seconds()))
    parts[1] += f" {zone_name(zone)}"
    return "   ".join(parts)


def _until(opened: datetime, closed: datetime) -> str:
    if closed.date() == opened.date():
        return f" to {closed:%H:%M}"
    return f" to {format.short_day(closed.date()).strip()}, {closed:%H:%M}"


def zone_name(zone: str) -> str:
    """The city of a zone, as people call it."""
    return ZoneInfo(zone).key.rsplit("/", 1)[-1].replace("_", " ")


def _risk(trade: Trade) -> str:
    if trade.initial_risk is None:
        return "No initial risk: set a stop"
    at_risk = f"{format.money(trade.initial_risk)} at risk"
    if trade.r_multiple is None:
        return at_risk
    return f"{format.r_multiple(trade.r_multiple)} of {at_risk}"


def _figures(trade: Trade, decimals: int) -> tuple[FigureState, ...]:
    unknown = f"unknown on {format.plural(trade.fees_unknown, 'fill', 'fills')}"
    return (
        FigureState("Entry", format.price(trade.entry_price, decimals)),
        FigureState("Exit", format.price(trade.exit_price, decimals)),
        FigureState("Quantity", format.quantity(trade.quantity)),
        FigureState("Gross", format.money(trade.gross_pnl, signed=True), _sign(trade.gross_pnl)),
        FigureState("Fees", format.money(trade.fees), note=unknown if trade.fees_unknown else ""),
        FigureState("Planned", _planned(trade)),
    )


def _planned(trade: Trade) -> str:
    """Reward to risk as planned: target and first stop against the entry."""
    stop, target, entry = (
        trade.initial_stop or trade.stop_loss,
        trade.take_profit,
        trade.entry_price,
    )
    if stop is None or target is None or entry is None or entry == stop:
        return format.UNKNOWN
    return format.r_multiple((target - entry) / (entry - stop))


def _properties(trade: Trade, words: Vocabulary) -> tuple[Property, ...]:
    review = trade.review
    emotions = tuple(dict.fromkeys((*words.emotions, *EMOTIONS)))
    confidence = "" if review.confidence is None else str(review.confidence)
    return (
        Property("setup", "Setup", review.setup or "", "S", words.setups, free=True),
        Property("grade", "Grade", review.grade or "", "G", tuple(Grade)),
        Property("emotion", "Emotion", in_words(review.emotion), "E", emotions, free=True),
        Property("confidence", "Confidence", confidence, "C", tuple(map(str, range(1, 11)))),
        Property("exit_type", "Exit", in_words(review.exit_type), "X", tuple(ExitType)),
        Property("bias", "Bias", in_words(review.bias), "V", tuple(Bias)),
        Property(
            "market_condition",
            "Market",
            in_words(review.market_condition),
            "B",
            tuple(MarketCondition)[:4],
        ),
        Property(
            "trading_session",
            "Session",
            in_words(review.trading_session),
            "",
            tuple(TradingSession),
        ),
        Property(
            "relative_volume", "Volume", in_words(review.relative_volume), "", tuple(RelativeVolume)
        ),
        Property("strategy", "Strategy", review.strategy or "", "", words.strategies, free=True),
        Property("setup_quality", "Quality", review.setup_quality or "", "", free=True),
        Property("news", "News", review.news or "", "", free=True),
        Property("stop_loss", "Stop", format.price(trade.stop_loss), "L", free=True),
        Property("take_profit", "Target", format.price(trade.take_profit), "", free=True),
        Property("initial_risk", "Risk", format.money(trade.initial_risk), "", free=True),
    )


def _fill(leg: Leg, zone: str, decimals: int, files: Mapping[str, str]) -> tuple[str, ...]:
    fill = leg.execution.fill
    at = format.local(fill.executed_at, zone)
    file = files.get(leg.execution.batch_id or "", "")
    origin = leg.execution.source
    if fill.row is not None:
        origin = f"row {fill.row} of {file}" if file else f"row {fill.row}"
    return (
        "Entry" if leg.role is Role.ENTRY else "Exit",
        f"{format.short_day(at.date())}  {at:%H:%M:%S}",
        in_words(fill.side),
        format.quantity(leg.quantity),
        format.price(fill.price, decimals),
        format.money(leg.fees),
        format.money(leg.net_pnl, signed=True) if leg.role is Role.EXIT else "",
        origin,
    )


def _history(entry: HistoryEntry, zone: str) -> tuple[str, ...]:
    return (
        format.moment(entry.at, zone, year=True),
        in_words(entry.field) if entry.field != "*" else "Made",
        _short(entry.old),
        _short(entry.new),
        in_words(entry.origin),
    )


def _short(value: str | None) -> str:
    if value is None:
        return ""
    line = " ".join(value.split())
    return line if len(line) <= 120 else f"{line[:119]}…"
