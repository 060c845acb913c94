"""Named arrangements of the dashboard's tiles, kept on this device, and the way back."""

import json
from dataclasses import astuple

from fillbook.gui.preferences import Preferences
from fillbook.gui.widgets.arrangement import Place

STANDARD = "Standard"
PLACES = {
    "equity": Place(0, 0, 8, 16),
    "today": Place(8, 0, 4, 9),
    "days": Place(8, 9, 4, 7),
    "setups": Place(0, 16, 8, 8),
    "spread": Place(8, 16, 4, 8),
}
"""The standard arrangement."""

_KEY, _CURRENT = "dashboard.layout.", "dashboard.layout"
_NAMES = "dashboard.layouts"
_MOST_BACK = 50

Places = dict[str, Place]


class Layouts:
    """The arrangement in force, its name, and those before it."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._back: list[tuple[str, Places]] = []

    @property
    def names(self) -> tuple[str, ...]:
        """The standard one first."""
        return (STANDARD, *self._preferences.words(_NAMES))

    @property
    def name(self) -> str:
        kept = self._preferences.get(_CURRENT, STANDARD)
        return kept if kept in self.names else STANDARD

    @property
    def can_undo(self) -> bool:
        return bool(self._back)

    def places(self) -> Places:
        """Where tiles stand now."""
        return _read(self._preferences.get(f"{_KEY}{self.name}", ""))

    def choose(self, name: str) -> None:
        self._preferences.set(_CURRENT, name)

    def keep(self, places: Places) -> None:
        """Remember a change of the arrangement in force."""
        self._back = [*self._back, (self.name, self.places())][-_MOST_BACK:]
        self._write(self.name, places)

    def save_as(self, name: str, places: Places) -> None:
        """Keep an arrangement under a name, and go on with it."""
        name = name.strip()
        if not name:
            return
        if name not in self.names:
            self._preferences.set(_NAMES, [*self.names[1:], name])
        self._write(name, places)
        self.choose(name)

    def delete(self) -> None:
        """Forget the arrangement in force; the standard one takes its place."""
        gone = self.name
        if gone == STANDARD:
            return
        self._preferences.set(_NAMES, [name for name in self.names[1:] if name != gone])
        self._preferences.clear(f"{_KEY}{gone}")
        self.choose(STANDARD)

    def reset(self) -> None:
        """The tiles as they stood at first; it can be undone."""
        self.keep(dict(PLACES))

    def undo(self) -> None:
        """Take the last change back."""
        if self._back:
            name, places = self._back.pop()
            if name in self.names:
                self.choose(name)
                self._write(name, places)

    def _write(self, name: str, places: Places) -> None:
        text = json.dumps({key: astuple(place) for key, place in places.items()})
        self._preferences.set(f"{_KEY}{name}", text)


def _read(text: str) -> Places:
    """Places out of what was kept; the standard ones where it cannot be read."""
    try:
        kept = json.loads(text)
        found = {key: Place(*map(int, numbers)) for key, numbers in kept.items() if key in PLACES}
    except (ValueError, TypeError, AttributeError):
        return dict(PLACES)
    return dict(PLACES) | found
