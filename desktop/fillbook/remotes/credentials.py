"""Keys and passwords: in the system's own keyring, or for this run only. Never in a file."""

import logging
import sys
import threading
from collections.abc import Callable
from typing import Protocol, TypeVar

from fillbook.remotes.secret import Secret

SERVICE = "Fillbook"
PATIENCE_S = 10.0
PART = 600
"""Characters of one entry: Windows takes 2,560 bytes, and writes up to four for each."""

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class Keyring(Protocol):
    """What a keyring of the system can do."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


def system_keyring() -> Keyring | None:
    """The keyring of this system, if it is one of those that keep secrets well."""
    return next((made() for made in _well_kept() if getattr(made, "viable", False)), None)


def _well_kept() -> tuple[type[Keyring], ...]:
    """The keyrings that are used on this system, the best first.

    They are named one by one: a plug-in, an environment variable or a settings file cannot
    put one in their place that writes into a plain file.
    """
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return (WinVaultKeyring,)
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring as Keychain

        return (Keychain,)
    from keyring.backends.kwallet import DBusKeyring
    from keyring.backends.SecretService import Keyring as SecretService

    return (SecretService, DBusKeyring)


class Credentials:
    """The secrets of the connections.

    Its methods wait for the system, up to ``PATIENCE_S``: not for the GUI thread.
    """

    def __init__(self, find: Callable[[], Keyring | None] = system_keyring) -> None:
        _dump_no_core()
        self._find = find
        self._for_this_run: dict[str, Secret] = {}
        self._asked: threading.Thread | None = None
        self._asking = threading.Lock()

    def get(self, connection_id: str) -> Secret | None:
        """A connection's secret; None where it must be asked for."""
        if connection_id in self._for_this_run:
            return self._for_this_run[connection_id]
        return self._ask(lambda keyring: _read(keyring, connection_id))

    def lend(self, connection_id: str, secret: Secret) -> None:
        """Use a secret in this run, and keep it nowhere."""
        self._for_this_run[connection_id] = secret

    def keep(self, connection_id: str, secret: Secret) -> bool:
        """Keep a secret: True in the keyring, False for this run only."""
        self._for_this_run[connection_id] = secret
        if not self._ask(lambda keyring: _write(keyring, connection_id, secret)):
            return False
        del self._for_this_run[connection_id]
        return True

    def forget(self, connection_id: str) -> None:
        """Drop a secret here and in the keyring."""
        self._for_this_run.pop(connection_id, None)
        self._ask(lambda keyring: _erase(keyring, connection_id))

    def _ask(self, question: Callable[[Keyring], _Result]) -> _Result | None:
        """What the keyring answers; None where there is none, or it fails or takes too long.

        One that does not answer (it may wait for its own password) is asked nothing more
        until it does.
        """
        with self._asking:
            if self._asked is not None and self._asked.is_alive():
                return None
            answers: list[_Result] = []
            self._asked = threading.Thread(
                target=self._put, args=(question, answers), name="keyring", daemon=True
            )
            self._asked.start()
            self._asked.join(PATIENCE_S)
            return answers[0] if answers else None

    def _put(self, question: Callable[[Keyring], _Result], answers: list[_Result]) -> None:
        try:
            keyring = self._find()
            if keyring is not None:
                answers.append(question(keyring))
        except Exception as error:  # the end of a thread; its words may hold what was asked
            _log.warning("The keyring failed: %s", type(error).__name__)


def _dump_no_core() -> None:
    """Leave no picture of memory behind when the program crashes: secrets are in it."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def _read(keyring: Keyring, connection_id: str) -> Secret | None:
    """The secret whose parts are all there."""
    count, first = _first(keyring, connection_id)
    if count == 0:
        return None
    parts = [first]
    for number in range(2, count + 1):
        part = keyring.get_password(SERVICE, _entry(connection_id, number))
        if part is None:
            return None
        parts.append(part)
    return Secret("".join(parts))


def _write(keyring: Keyring, connection_id: str, secret: Secret) -> bool:
    """Whether a secret can be read again after it was written."""
    _erase(keyring, connection_id)
    text = secret.reveal()
    parts = [text[start : start + PART] for start in range(0, len(text), PART)]
    for number, part in enumerate(parts[1:], start=2):
        keyring.set_password(SERVICE, _entry(connection_id, number), part)
    keyring.set_password(SERVICE, _entry(connection_id, 1), f"{len(parts)} {parts[0]}")
    written = _read(keyring, connection_id)
    if written is None or written.reveal() != text:
        _erase(keyring, connection_id)
        return False
    return True


def _erase(keyring: Keyring, connection_id: str) -> None:
    count, _ = _first(keyring, connection_id)
    for number in range(1, count + 1):
        if keyring.get_password(SERVICE, _entry(connection_id, number)) is not None:
            keyring.delete_password(SERVICE, _entry(connection_id, number))


def _first(keyring: Keyring, connection_id: str) -> tuple[int, str]:
    """How many parts a secret has, and the first of them; none where it is not kept."""
    entry = keyring.get_password(SERVICE, _entry(connection_id, 1)) or ""
    count, _, part = entry.partition(" ")
    return (int(count), part) if count.isdecimal() else (0, "")


def _entry(connection_id: str, number: int) -> str:
    return connection_id if number == 1 else f"{connection_id} {number}"
