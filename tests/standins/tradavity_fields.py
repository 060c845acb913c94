"""The fields of Tradavity's trades: what each takes, and how it is stored."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from standins.json_wire import number

GRADES = ("A+", "A", "B", "C", "F")
ENUMS = {
    "direction": ("long", "short"),
    "asset_type": ("futures", "forex", "stocks", "options", "crypto"),
    "market_condition": ("trending", "ranging", "choppy", "breakout"),
    "trading_session": ("asian", "london", "newyork", "overlap"),
    "trade_quality_grade": GRADES,
    "volume": (
        "very_low", "low", "below_average", "average", "above_average", "high", "very_high",
    ),
    "bias": ("Bullish", "Bearish", "Neutral"),
    "exit_type": (
        "Take Profit", "Stop Loss", "Trailing Stop", "Partial / Scale Out", "Breakeven",
        "Time-Based", "Manual",
    ),
}  # fmt: skip
TEXTS = {
    "setup_quality": 100, "news_events": 65_535, "thought_process": 65_535,
    "mistakes_made": 65_535, "learning_notes": 65_535, "general_notes": 65_535,
}  # fmt: skip
_HUGE = Decimal("999999999999999.99")
_LARGE = Decimal("9999999999.99")
_RATIO = Decimal("99999999.99")
NUMBERS = {
    "net_pnl": (-_HUGE, _HUGE), "gross_pnl": (-_HUGE, _HUGE), "fees": (-_HUGE, _HUGE),
    "quantity": (Decimal(0), _LARGE), "multiplier": (-_RATIO, _RATIO),
    "sl_price": (Decimal("0.00000001"), _LARGE), "tp_price": (Decimal("0.00000001"), _LARGE),
    "total_points": (-_HUGE, _HUGE), "rr_expected": (-_RATIO, _RATIO),
    "rr_realized": (-_RATIO, _RATIO),
}  # fmt: skip
WHOLE = {"confidence_level": (1, 10), "holding_time": (0, 2_147_483_647)}
PATCHED = frozenset(
    {
        *TEXTS, "trade_quality_grade", "emotional_state", "bias", "confidence_level",
        "market_condition", "trading_session", "exit_type", "volume", "strategy_id", "setup_id",
        "sl_price", "tp_price",
    }
)  # fmt: skip
CREATED = PATCHED | frozenset({*NUMBERS, *WHOLE, "account_id", "trade_date", "symbol", "direction",
                               "asset_type", "asset_config"})  # fmt: skip
_SCALE = Decimal("0.00000001")


class Invalid(Exception):
    """A 400 that names its fields."""

    def __init__(self, **details: Any) -> None:
        super().__init__(str(details))
        self.details = details


def checked(
    body: Mapping[str, Any], allowed: frozenset[str], now: datetime, *, doubles: bool
) -> dict[str, Any]:
    """The fields as they are stored.

    Raises:
        Invalid: some field is not what it takes.
    """
    stored: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    choices: list[str] = []
    for name, value in body.items():
        if name not in allowed:
            wrong[name] = "is not editable"
            continue
        try:
            stored[name] = _stored(name, value, now, doubles=doubles)
        except ValueError as error:
            wrong[name] = str(error)
            choices += ENUMS.get(name, ())
    if wrong:
        raise Invalid(fields=wrong, **({"allowed": choices} if choices else {}))
    return stored


def _stored(name: str, value: Any, now: datetime, *, doubles: bool) -> Any:
    if name in ENUMS:
        if value is not None and value not in ENUMS[name]:
            raise ValueError("is not one of the allowed values")
        return value
    if name in TEXTS:
        if value is not None and not isinstance(value, str):
            raise ValueError("must be a text")
        if value is not None and len(value.encode("utf-8", "surrogatepass")) > TEXTS[name]:
            raise ValueError("is too long")
        return value
    if name in NUMBERS:
        return _amount(name, value, doubles=doubles)
    if name in WHOLE:
        return _count(name, value)
    if name == "symbol":
        if not isinstance(value, str) or not 1 <= len(value.strip()) <= 50:
            raise ValueError("must be a text of 1 to 50 characters")
        return value.strip().upper()
    if name == "trade_date":
        return moment(value, now + timedelta(days=1))
    return value


def _amount(name: str, value: Any, *, doubles: bool) -> Decimal | None:
    if value is None:
        if name in ("sl_price", "tp_price"):
            return None
        raise ValueError("must be a number")
    stated = number(value)
    low, high = NUMBERS[name]
    if stated is None or not low <= stated <= high:
        raise ValueError(f"must be between {low:f} and {high:f}")
    return scaled(stated, doubles=doubles)


def scaled(stated: Decimal, *, doubles: bool) -> Decimal:
    """A number as a DECIMAL(18,8) column holds it, after a PHP double."""
    if doubles:
        stated = Decimal(format(float(stated), ".15g"))
    rounded = stated.quantize(_SCALE, ROUND_HALF_UP) if abs(stated) < 10**18 else stated
    text = format(rounded, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _count(name: str, value: Any) -> int | None:
    low, high = WHOLE[name]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"must be a whole number between {low} and {high}")
    return value


def moment(value: Any, latest: datetime) -> datetime:
    """An instant to the second, in UTC."""
    try:
        stated = datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError("must be an ISO 8601 date") from None
    at = stated.replace(tzinfo=stated.tzinfo or UTC).astimezone(UTC).replace(microsecond=0)
    if at.year < 2000:
        raise ValueError("must not be before 2000-01-01")
    if at > latest:
        raise ValueError("must not be in the future")
    return at


def spelled(at: datetime | None) -> str | None:
    """An instant as Tradavity answers it."""
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
