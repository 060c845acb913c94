"""A service's address, as it is typed and as it is used."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from fillbook.domain.errors import Refused

_DEFAULT_PORTS = {"https": 443, "http": 80}
_EXAMPLE = "Enter it like https://journal.example.org."


def canonical_base_url(typed: str, default: str) -> str:
    """The address under which a service's paths lie: scheme, host, port and the API's ending.

    Args:
        typed: With or without ``https://``, and with or without the vendor's usual ending.
        default: The vendor's own, ending included.

    Raises:
        Refused: it is no address, or one over which keys cannot travel safely.
    """
    text = typed.strip()
    if not text:
        raise Refused("The address is empty.", _EXAMPLE)
    if any(character.isspace() or character == "\\" for character in text):
        raise Refused("An address holds no spaces and no backslash.", _EXAMPLE)
    if not text.isprintable():
        raise Refused("The address holds a character that cannot be seen.", "Type it anew.")
    parts = _parts(text if "://" in text else f"https://{text}")
    host = _host(parts)
    if parts.scheme == "http" and not _is_loopback_host(host):
        raise Refused(
            "Without https the key would travel in the open.",
            "Plain http is taken for this computer alone: use https://.",
        )
    return f"{parts.scheme}://{_netloc(parts, host)}{_path(parts, urlsplit(default).path)}"


def is_loopback(base_url: str) -> bool:
    """Whether an address is on this computer."""
    return _is_loopback_host(urlsplit(base_url).hostname or "")


def _parts(text: str) -> SplitResult:
    """The parts of an address that has nothing which an address of a service must not have."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise Refused("That is no address.", _EXAMPLE) from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise Refused(f"An address begins with https://, not {parts.scheme}://.", _EXAMPLE)
    if parts.username is not None or parts.password is not None:
        raise Refused(
            "Names and passwords do not belong into an address.", "Enter them in their own fields."
        )
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise Refused("The address goes on after ? or #.", _EXAMPLE)
    if not parts.hostname or port == 0:
        raise Refused("The address names no computer.", _EXAMPLE)
    return parts


def _host(parts: SplitResult) -> str:
    """The host in lower case and ASCII, as it is asked for."""
    name = (parts.hostname or "").rstrip(".")
    if "[" in parts.netloc:
        try:
            return ip_address(name).compressed
        except ValueError as error:
            raise Refused("That is no address.", _EXAMPLE) from error
    try:
        host = name.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise Refused("The address names no computer.", _EXAMPLE) from error
    if not host or not all(part.replace("-", "").replace("_", "").isalnum() for part in _of(host)):
        raise Refused("The address names no computer.", _EXAMPLE)
    return host


def _of(host: str) -> list[str]:
    return host.split(".")


def _is_loopback_host(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _netloc(parts: SplitResult, host: str) -> str:
    name = f"[{host}]" if ":" in host else host
    if parts.port in (None, _DEFAULT_PORTS[parts.scheme]):
        return name
    return f"{name}:{parts.port}"


def _path(parts: SplitResult, ending: str) -> str:
    """The path down to the API, with the vendor's ending once."""
    steps = [step for step in parts.path.split("/") if step]
    if any(step in (".", "..") or "%" in step or not step.isascii() for step in steps):
        raise Refused("The path of the address cannot be used.", _EXAMPLE)
    path = "".join(f"/{step}" for step in steps)
    return path if path.casefold().endswith(ending.casefold()) else path + ending
