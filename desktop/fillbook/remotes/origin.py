"""Where a request may go: one origin, and of it the paths that a remote has named."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from fillbook.remotes.effects import Request

_DEFAULT_PORTS = {"https": 443, "http": 80}
_STEP = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})+")
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


class Trespass(Exception):
    """A request that Fillbook must never make. It is stopped before a socket opens."""


@dataclass(frozen=True, slots=True)
class Route:
    """A verb, and the form of the paths on which a remote's client may use it."""

    method: str
    path: str  # "/trades/*": a star is one step of the path

    def matches(self, method: str, path: str) -> bool:
        pattern = re.escape(self.path).replace(r"\*", "[^/]+")
        return method == self.method and re.fullmatch(pattern, path) is not None


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses have scheme, host and port in common."""
    return _origin(one) == _origin(other)


def checked_url(base_url: str, request: Request, routes: Sequence[Route]) -> str:
    """The whole address of a request.

    Raises:
        Trespass: it is on none of the routes, or would leave the base address.
    """
    method, path = request.method, request.path
    if not any(route.matches(method, path) for route in routes):
        raise Trespass(f"{method} is not among what may be asked there")
    if not path.startswith("/") or not all(map(_is_plain_step, path.split("/")[1:])):
        raise Trespass(f"{method} of a path that is none")
    if method == "DELETE" and request.query:
        raise Trespass("DELETE of more than the one thing that its path names")
    query = "?" + urlencode(request.query, quote_via=quote) if request.query else ""
    return f"{base_url}{path}{query}"


def _is_plain_step(step: str) -> bool:
    return _STEP.fullmatch(step) is not None and _DOTS.fullmatch(step) is None


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme)
