"""The device's own choices: theme, layout, known libraries. One small JSON file."""

import json
import logging
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray

_log = logging.getLogger(__name__)
_RECENT = 8

Value = TypeVar("Value", bool, int, float, str)


class Preferences:
    """Values by key; each read names its default. Written at once, whole and atomically."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values = _read(file)

    @property
    def file(self) -> Path:
        return self._file

    def get(self, key: str, default: Value) -> Value:
        """The value of a key, or the default where none of its kind is kept."""
        value = self._values.get(key)
        return value if type(value) is type(default) else default

    def words(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key)
        if not isinstance(value, list):
            return ()
        return tuple(word for word in value if isinstance(word, str))

    def numbers(self, key: str) -> tuple[int, ...]:
        value = self._values.get(key)
        if not isinstance(value, list):
            return ()
        return tuple(number for number in value if isinstance(number, int))

    def state(self, key: str) -> QByteArray:
        """A Qt layout; empty where none is kept."""
        return QByteArray.fromBase64(self.get(key, "").encode())

    def set(self, key: str, value: object) -> None:
        """Keep a value of JSON's kinds, a sequence of them, or a Qt layout."""
        if isinstance(value, QByteArray):
            value = bytes(value.toBase64().data()).decode()
        if isinstance(value, tuple):
            value = list(value)
        if self._values.get(key) != value:
            self._values[key] = value
            self._write()

    def clear(self, prefix: str) -> None:
        """Forget every key that begins so: "Reset layout"."""
        kept = {key: value for key, value in self._values.items() if not key.startswith(prefix)}
        if kept != self._values:
            self._values = kept
            self._write()

    def exported(self) -> str:
        """Everything as JSON text, for another machine."""
        return json.dumps(self._values, indent=2, sort_keys=True)

    def take(self, text: str) -> None:
        """Take over what `exported` gave elsewhere; raises ValueError where it is none."""
        values = json.loads(text)
        if not isinstance(values, dict):
            raise ValueError("The file holds no preferences.")
        self._values.update(values)
        self._write()

    def recent_libraries(self) -> tuple[Path, ...]:
        """Libraries opened before and still there, the last one first."""
        return tuple(path for word in self.words("libraries") if (path := Path(word)).is_dir())

    def remember_library(self, folder: Path) -> None:
        others = [path for path in self.recent_libraries() if path != folder]
        self.set("libraries", [str(path) for path in (folder, *others)][:_RECENT])

    def _write(self) -> None:
        whole = json.dumps(self._values, indent=1, sort_keys=True)
        beside = self._file.with_suffix(".new")
        try:
            beside.write_text(whole, encoding="utf-8")
            beside.replace(self._file)
        except OSError:
            _log.warning("Preferences could not be kept in %s", self._file, exc_info=True)


def _read(file: Path) -> dict[str, object]:
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        _log.warning("Preferences in %s could not be read", file, exc_info=True)
        return {}
    return values if isinstance(values, dict) else {}
