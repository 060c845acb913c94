"""The options of a connection: what each takes."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fillbook.domain.errors import Refused, UnknownKey

_SWITCH = ("on", "off")
_CHOICES: dict[str, tuple[str, ...]] = {
    "push": _SWITCH,
    "pull": _SWITCH,
    "marker": _SWITCH,
    "fan_out": _SWITCH,
    "create": _SWITCH,
    "day_notes": _SWITCH,
    "auto_fed": _SWITCH,
    "pnl": ("net", "gross"),
    "direction_words": ("LONG", "BUY"),
    "unknown_costs": ("wait", "zero"),
    "keep_password": _SWITCH,
}
_WORDS = frozenset({"contact", "user_id", "day_zone"})
_SETTLE = "settle_s"
_BARS = "bars_days"
MOST_BARS_DAYS = 3650
LEAST_SETTLE_S = 90


def checked_options(pairs: Iterable[str], *, on_this_computer: bool) -> dict[str, str]:
    """Options as ``KEY=VALUE``, each one that there is.

    Args:
        on_this_computer: The service is a loopback address, where any wait is long enough.

    Raises:
        UnknownKey: there is no such option.
        Refused: it does not take this value.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        key, value = key.strip(), value.strip()
        if not separator or key not in {*_CHOICES, *_WORDS, _SETTLE, _BARS}:
            listed = ", ".join(sorted({*_CHOICES, *_WORDS, _SETTLE, _BARS}))
            raise UnknownKey(f'There is no option "{key}".', f"There are: {listed}.")
        if key in _CHOICES and value not in _CHOICES[key]:
            allowed = ", ".join(_CHOICES[key])
            raise Refused(f'{key} does not take "{value}".', f"It takes: {allowed}.")
        if key == _SETTLE:
            _check_settle(value, on_this_computer=on_this_computer)
        if key == _BARS:
            _check_days(value)
        if key == "day_zone":
            _check_zone(value)
        found[key] = value
    return found


def _check_settle(value: str, *, on_this_computer: bool) -> None:
    least = 0 if on_this_computer else LEAST_SETTLE_S
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1
    if not least <= seconds < float("inf"):
        raise Refused(f"settle_s does not take {value}.", f"Give {least} seconds or more.")


def _check_days(value: str) -> None:
    if not (value.isascii() and value.isdecimal() and int(value) <= MOST_BARS_DAYS):
        raise Refused(
            f"{_BARS} does not take {value}.", f"Give days up to {MOST_BARS_DAYS}; 0 fetches none."
        )


def _check_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refused(f"There is no time zone {value}.", "Name one as Europe/Berlin.") from error
