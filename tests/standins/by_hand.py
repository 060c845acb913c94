"""Running a stand-in by hand: ``python -m standins.NAME --port N --switch key=value``."""

import argparse
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from standins.clock import WallClock
from standins.serving import serve_for_ever
from standins.wire import StandIn


def run(make: Callable[[WallClock, Any], StandIn], switches: type[Any]) -> None:
    """Serve a stand-in until interrupted."""
    parser = argparse.ArgumentParser(description=make.__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--switch", action="append", default=[], metavar="KEY=VALUE")
    asked = parser.parse_args()
    serve_for_ever(make(WallClock(), switches(**switched(asked.switch, switches))), asked.port)


def switched(pairs: list[str], switches: type[Any]) -> dict[str, Any]:
    """Switches as texts, in the types of their defaults."""
    defaults = {field.name: field.default for field in fields(switches)}
    found: dict[str, Any] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        default = defaults[key]
        if isinstance(default, bool):
            found[key] = value.lower() in ("1", "true", "on", "yes")
        elif isinstance(default, tuple):
            found[key] = tuple(value.split(","))
        elif isinstance(default, int | float) or (default is None and value.isdigit()):
            found[key] = type(default or 0)(value)
        else:
            found[key] = value
    return found
