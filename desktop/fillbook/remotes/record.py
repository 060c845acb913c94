"""A JSON object, read by what its fields should be."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from fillbook.remotes import canonical
from fillbook.remotes.errors import Unreadable

_ID = re.compile(r"(?!\.+$)[\w.:-]{1,128}", re.ASCII)


class BadRecord(Unreadable):
    """A record that is not of the shape that its route promises."""


class Record:
    """A JSON object. An absent field and a null one are None; ``in`` tells them apart."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        self.fields = fields

    @classmethod
    def of(cls, value: object, what: str) -> "Record":
        """The record that a JSON value is."""
        if not isinstance(value, dict):
            raise BadRecord(f"{what} is not an object.")
        return cls(value)

    def __contains__(self, key: str) -> bool:
        return key in self.fields

    def text(self, key: str) -> str | None:
        """Canonical text; None where it is empty. Numbers are taken as they are written."""
        value = self.fields.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise BadRecord(f'"{key}" is no text.')
        return canonical.optional_text(str(value))

    def id(self, key: str) -> str | None:
        """An id as text, as received; it may stand in a path."""
        stated = self.text(key)
        if stated is not None and not _ID.fullmatch(stated):
            raise BadRecord(f'"{key}" is no id.')
        return stated

    def required_id(self, *keys: str) -> str:
        """The id under the first of the keys that has one."""
        for key in keys:
            found = self.id(key)
            if found is not None:
                return found
        raise BadRecord(f'"{keys[0]}" is missing.')

    def number(self, key: str) -> Decimal | None:
        value = self.fields.get(key)
        if value is None or value == "":
            return None
        try:
            return canonical.number(value)
        except ValueError as error:
            raise BadRecord(f'"{key}" is no number.') from error

    def whole(self, key: str) -> int | None:
        """A whole number."""
        stated = self.number(key)
        if stated is not None and stated != stated.to_integral_value():
            raise BadRecord(f'"{key}" is no whole number.')
        return None if stated is None else int(stated)

    def flag(self, key: str) -> bool:
        """Whether it is set; 0, null and absence are no."""
        value = self.fields.get(key)
        return value not in (None, False, 0, "", "0", "false")

    def instant(self, key: str) -> datetime | None:
        value = self.text(key)
        if value is None:
            return None
        try:
            return canonical.instant(value)
        except ValueError as error:
            raise BadRecord(f'"{key}" is no time.') from error

    def record(self, key: str) -> "Record | None":
        value = self.fields.get(key)
        return None if value is None else Record.of(value, f'"{key}"')

    def records(self, key: str) -> "tuple[Record, ...] | None":
        """The objects of an array; None where it was not delivered."""
        value = self.fields.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            raise BadRecord(f'"{key}" is no list.')
        return tuple(Record.of(inner, f'"{key}"') for inner in value)
