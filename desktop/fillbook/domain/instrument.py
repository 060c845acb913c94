"""What is traded, and what one unit of price is worth."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class AssetType(StrEnum):
    FUTURES = "futures"
    FOREX = "forex"
    STOCKS = "stocks"
    OPTIONS = "options"
    CRYPTO = "crypto"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A symbol with the facts that turn a price difference into money."""

    id: str
    symbol: str  # as first met, with its spelling
    asset_type: AssetType
    multiplier: Decimal | None  # money a unit of quantity and of price; None: not known
    tick_size: Decimal | None = None
    price_decimals: int | None = None  # finest decimals met in its fills


def symbol_key(symbol: str) -> str:
    """The form in which two spellings of one symbol are equal."""
    return unicodedata.normalize("NFKC", symbol).strip().upper()


_MONTH_CODES = "FGHJKMNQUVXZ"

FUTURES_MULTIPLIERS = {
    "ES": "50", "MES": "5", "NQ": "20", "MNQ": "2", "YM": "5", "MYM": "0.5",
    "RTY": "50", "M2K": "5", "CL": "1000", "MCL": "100", "QM": "500", "NG": "10000",
    "GC": "100", "MGC": "10", "SI": "5000", "SIL": "1000", "HG": "25000",
    "ZB": "1000", "ZN": "1000", "ZF": "1000", "ZT": "2000", "UB": "1000",
    "ZC": "50", "ZS": "50", "ZW": "50", "6E": "125000", "6B": "62500", "6A": "100000",
    "6C": "100000", "6J": "12500000", "6S": "125000", "M6E": "12500",
    "BTC": "5", "MBT": "0.1", "FDAX": "25", "FDXM": "5", "FESX": "10",
}  # fmt: skip
"""Money a point of well-known futures, by root, as their exchanges publish it."""

FUTURES_TICKS = {
    "ES": "0.25", "MES": "0.25", "NQ": "0.25", "MNQ": "0.25", "YM": "1", "MYM": "1",
    "RTY": "0.1", "M2K": "0.1", "CL": "0.01", "MCL": "0.01", "QM": "0.025", "NG": "0.001",
    "GC": "0.1", "MGC": "0.1", "SI": "0.005", "SIL": "0.005", "HG": "0.0005",
    "ZB": "0.03125", "ZN": "0.015625", "ZF": "0.0078125", "ZT": "0.00390625", "UB": "0.03125",
    "ZC": "0.25", "ZS": "0.25", "ZW": "0.25", "6E": "0.00005", "6B": "0.0001", "6A": "0.00005",
    "6C": "0.00005", "6J": "0.0000005", "6S": "0.00005", "M6E": "0.0001",
    "BTC": "5", "MBT": "5", "FDAX": "1", "FDXM": "1", "FESX": "1",
}  # fmt: skip
"""The smallest step in price of the same futures."""

_CENT = Decimal("0.01")


def futures_root(symbol: str) -> str:
    """The root of a futures symbol: ``ESZ5``, ``/ESZ25`` and ``ES 12-25`` are all ``ES``."""
    key = symbol_key(symbol).lstrip("/@").split(" ")[0].split(".")[0].split(":")[-1]
    stem = key.rstrip("0123456789!")
    if stem != key and len(stem) > 1 and stem[-1] in _MONTH_CODES:
        stem = stem[:-1]
    return stem or key


def known_multiplier(symbol: str, asset_type: AssetType) -> Decimal | None:
    """The multiplier that needs no broker to tell it; None where only the broker knows.

    A share and a coin are worth their price. A future's multiplier is fixed by its
    exchange. A lot of forex or of an index CFD is what the broker says it is.
    """
    if asset_type in (AssetType.STOCKS, AssetType.CRYPTO):
        return Decimal(1)
    if asset_type is AssetType.OPTIONS:
        return Decimal(100)
    if asset_type is AssetType.FUTURES:
        points = FUTURES_MULTIPLIERS.get(futures_root(symbol))
        return None if points is None else Decimal(points)
    return None


def known_tick_size(symbol: str, asset_type: AssetType, price_decimals: int) -> Decimal | None:
    """The smallest step in price, where nobody has said it.

    A future's is fixed by its exchange, a share's and an option's is a cent. Of forex and
    coins it is the finest step that their prices were given in; None where none is known.
    """
    if asset_type is AssetType.FUTURES:
        step = FUTURES_TICKS.get(futures_root(symbol))
        return None if step is None else Decimal(step)
    if asset_type in (AssetType.STOCKS, AssetType.OPTIONS):
        return _CENT
    return Decimal(1).scaleb(-price_decimals) if price_decimals else None
