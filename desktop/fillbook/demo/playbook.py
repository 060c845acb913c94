"""Who the invented trader is: accounts, markets, setups, and how good each of them is."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from fillbook.demo.market import Market
from fillbook.demo.tactics import Style
from fillbook.domain.instrument import AssetType

FIRST_DAY = date(2025, 11, 17)
LAST_DAY = date(2026, 11, 13)
SEED = "fillbook"

_CASH_OPEN = time(9, 30)
_FX_OPEN = time(3, 0)


def _future(
    symbol: str, tick: str, multiplier: str, level: str, drift: float, move: float
) -> Market:
    return Market(
        symbol, AssetType.FUTURES, Decimal(tick), Decimal(multiplier), Decimal(level),
        drift, move, _CASH_OPEN, bars=390, bar_minutes=1,
    )  # fmt: skip


def _pair(symbol: str, level: str, drift: float, move: float) -> Market:
    return Market(
        symbol, AssetType.FOREX, Decimal("0.00001"), Decimal(100_000), Decimal(level),
        drift, move, _FX_OPEN, bars=120, bar_minutes=5,
    )  # fmt: skip


def _stock(symbol: str, level: str, drift: float, move: float) -> Market:
    return Market(
        symbol, AssetType.STOCKS, Decimal("0.01"), Decimal(1), Decimal(level),
        drift, move, _CASH_OPEN, bars=78, bar_minutes=5,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setup:
    """A reason to enter, and how often the market agrees."""

    name: str
    strategy: str
    tag: str
    edge: float  # chance of taking the better side
    styles: tuple[Style, ...]
    reward: tuple[float, float]  # target over stop, from and to


@dataclass(frozen=True, slots=True)
class Book:
    """One account of the trader, and how it is traded."""

    name: str
    asset_type: AssetType
    timezone: str
    day_ends: time
    balance: Decimal
    risk: Decimal  # money put at risk in a usual trade
    unit: Decimal  # smallest size: a contract, a lot's share, shares
    commission: Decimal  # a unit and side
    exchange_fee: Decimal  # a unit and side
    stop_share: float  # usual stop as a share of a day's movement
    patience: tuple[int, int]  # bars
    trades_a_day: tuple[int, ...]  # drawn from, one entry as likely as another
    sessions: int  # days that a trade may last
    markets: tuple[Market, ...]
    setups: tuple[Setup, ...]


_BREAKOUT = Setup(
    "Opening range breakout", "Momentum", "breakout", 0.75,
    (Style.ALL_OUT, Style.SCALE_OUT, Style.SCALE_IN), (1.6, 2.6),
)  # fmt: skip
_PULLBACK = Setup(
    "Pullback to VWAP", "Momentum", "pullback", 0.81,
    (Style.ALL_OUT, Style.SCALE_OUT, Style.SCALE_IN, Style.TRAIL), (1.4, 2.4),
)  # fmt: skip
_FAILED = Setup(
    "Failed breakdown", "Mean reversion", "reversal", 0.78,
    (Style.ALL_OUT, Style.SCALE_OUT), (1.3, 2.2),
)  # fmt: skip
_FADE = Setup(
    "Range fade", "Mean reversion", "range", 0.58, (Style.ALL_OUT,), (1.0, 1.6)
)  # fmt: skip
_LONDON = Setup(
    "London breakout", "Momentum", "breakout", 0.78, (Style.ALL_OUT, Style.SCALE_OUT), (1.5, 2.5)
)  # fmt: skip
_EARNINGS = Setup(
    "Earnings drift", "Swing", "earnings", 0.58, (Style.TRAIL, Style.SCALE_OUT), (2.0, 3.5)
)  # fmt: skip
_BASE = Setup(
    "Base breakout", "Swing", "breakout", 0.53, (Style.SCALE_IN, Style.TRAIL, Style.ALL_OUT),
    (2.0, 3.0),
)  # fmt: skip

BOOKS = (
    Book(
        "Futures", AssetType.FUTURES, "America/New_York", time(17, 0), Decimal(25_000),
        risk=Decimal(150), unit=Decimal(1), commission=Decimal("0.39"),
        exchange_fee=Decimal("0.35"), stop_share=0.16, patience=(25, 110),
        trades_a_day=(0, 0, 1, 1, 1, 1, 1, 2, 2, 3), sessions=1,
        markets=(
            _future("MES", "0.25", "5", "6720", 0.11, 0.0095),
            _future("MNQ", "0.25", "2", "24900", 0.15, 0.0125),
            _future("MGC", "0.10", "10", "4080", 0.08, 0.0105),
            _future("MCL", "0.01", "100", "60.20", -0.06, 0.0180),
        ),
        setups=(_BREAKOUT, _PULLBACK, _PULLBACK, _FAILED, _FADE),
    ),
    Book(
        "Forex", AssetType.FOREX, "America/New_York", time(17, 0), Decimal(10_000),
        risk=Decimal(70), unit=Decimal("0.05"), commission=Decimal("0.15"),
        exchange_fee=Decimal(0), stop_share=0.24, patience=(16, 70),
        trades_a_day=(0, 0, 0, 0, 0, 1, 1, 1, 1, 2), sessions=1,
        markets=(
            _pair("EURUSD", "1.1610", 0.02, 0.0052),
            _pair("GBPUSD", "1.3170", 0.01, 0.0056),
            _pair("AUDUSD", "0.6530", -0.01, 0.0060),
        ),
        setups=(_LONDON, _PULLBACK, _FADE, _FAILED),
    ),
    Book(
        "Stocks", AssetType.STOCKS, "America/New_York", time(0, 0), Decimal(30_000),
        risk=Decimal(160), unit=Decimal(5), commission=Decimal("0.025"),
        exchange_fee=Decimal("0.0008"), stop_share=0.45, patience=(30, 260),
        trades_a_day=(0, 0, 0, 0, 1, 1, 1, 1, 1, 1), sessions=4,
        markets=(
            _stock("NVDA", "188.40", 0.24, 0.0240),
            _stock("AAPL", "271.10", 0.07, 0.0135),
            _stock("AMD", "243.80", 0.12, 0.0290),
            _stock("MSFT", "508.20", 0.06, 0.0130),
            _stock("META", "604.60", 0.10, 0.0190),
            _stock("TSLA", "402.50", -0.05, 0.0310),
        ),
        setups=(_EARNINGS, _BASE, _BASE, _PULLBACK),
    ),
)  # fmt: skip

WEAK_MONTHS = {(2026, 2): -0.34, (2026, 3): -0.10, (2026, 6): -0.28, (2026, 9): -0.33}
"""Months in which the edge is lower, as in any year."""
