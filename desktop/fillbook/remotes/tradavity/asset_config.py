"""What Tradavity wants to know of an option or a currency pair."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from fillbook.domain.instrument import AssetType, symbol_key
from fillbook.domain.money import exact_product
from fillbook.domain.trade import Trade

_OPTION = re.compile(
    r"\.?(?P<root>[A-Z]{1,6})\s*(?P<day>\d{6})(?P<kind>[CP])(?P<strike>\d+(?:\.\d+)?)"
)
_OCC_STRIKE = re.compile(r"\d{8}")
_KINDS = {"C": "call", "P": "put"}
_PAIR = re.compile(r"(?P<base>[A-Z]{3})[/_-]?(?P<quote>[A-Z]{3})(?:[.#+].*)?")
_LOTS = {Decimal(100_000): "standard", Decimal(10_000): "mini", Decimal(1_000): "micro"}
_PIP, _YEN_PIP = Decimal("0.0001"), Decimal("0.01")


def asset_config(trade: Trade) -> Mapping[str, object] | None:
    """The configuration of an instrument; None where not all of it is known."""
    if trade.asset_type is AssetType.OPTIONS:
        return _option(symbol_key(trade.symbol))
    if trade.asset_type is AssetType.FOREX:
        return _forex(trade)
    return None


def _option(symbol: str) -> Mapping[str, object] | None:
    """An option's type, strike and expiry, from the symbols of OCC and thinkorswim."""
    found = _OPTION.fullmatch(symbol)
    if found is None:
        return None
    day, strike = found["day"], Decimal(found["strike"])
    try:
        expiry = date(2000 + int(day[:2]), int(day[2:4]), int(day[4:]))
    except ValueError:
        return None
    if _OCC_STRIKE.fullmatch(found["strike"]):
        strike /= 1000
    return {
        "option_type": _KINDS[found["kind"]],
        "strike_price": strike,
        "expiration": expiry.isoformat(),
    }


def _forex(trade: Trade) -> Mapping[str, object] | None:
    """The lot and the money of a pip, where the account counts in the quoted currency."""
    pair = _PAIR.fullmatch(symbol_key(trade.symbol))
    lot = _LOTS.get(trade.multiplier) if trade.multiplier is not None else None
    if pair is None or lot is None or pair["quote"] != trade.currency:
        return None
    assert trade.multiplier is not None
    pip = _YEN_PIP if pair["quote"] == "JPY" else _PIP
    return {"lot_type": lot, "pip_value": exact_product(trade.multiplier, pip)}
