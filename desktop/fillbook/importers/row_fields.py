"""The fields of a mapped row, each read by the places of its columns."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from fillbook.importers.cells import CellError, shown
from fillbook.importers.csv_table import CsvTable, column_places
from fillbook.importers.numbers import NumberStyle, parse_number, parse_optional
from fillbook.importers.profile import Profile
from fillbook.importers.timestamps import Moment, TimeReader
from fillbook.importers.vocabulary import NO_TRADE, normalised

_REMEMBERED = 10_000
"""Numbers of a column that are kept: quantities and fees are mostly the same few."""

Text = Callable[[list[str]], str]
Number = Callable[[list[str]], Decimal | None]


class NoTrade(Exception):
    """A row that is no fill and is not meant to be one; the message is the reason."""


class RowFields:
    """Readers of single fields; each raises ``CellError`` that names its column."""

    def __init__(self, table: CsvTable, profile: Profile, style: NumberStyle) -> None:
        self._table = table
        self._profile = profile
        self._style = style

    def has(self, name: str) -> bool:
        return name in self._profile.columns or name in self._profile.constants

    def places(self, name: str) -> tuple[int, ...]:
        source = self._profile.columns.get(name)
        return () if source is None else column_places(self._table.header, source)

    def text(self, name: str) -> Text:
        """The words of a field, several columns joined with a space; "" where there are none."""
        places = self.places(name)
        constant = self._profile.constants.get(name, "")
        if not places:
            return lambda cells: constant
        if len(places) == 1:
            place = places[0]
            return lambda cells: (cells[place].strip() if place < len(cells) else "") or constant

        def joined(cells: list[str]) -> str:
            parts = [cells[place].strip() for place in places if place < len(cells)]
            return " ".join(part for part in parts if part) or constant

        return joined

    def number(self, name: str) -> Number:
        """The number of a field, several columns added; None where all are empty."""
        places = self.places(name)
        constant = self._profile.constants.get(name)
        fixed = None if constant is None else parse_number(constant)
        if not places:
            return lambda cells: fixed
        style, table = self._style, self._table
        if len(places) == 1:
            return self._one_number(places[0], fixed)

        def read(cells: list[str]) -> Decimal | None:
            total = None
            for place in places:
                cell = cells[place] if place < len(cells) else ""
                try:
                    value = parse_optional(cell, style)
                except CellError as error:
                    raise CellError(f"{table.title(place)}: {error}") from error
                if value is not None:
                    total = value if total is None else total + value
            return fixed if total is None else total

        return read

    def _one_number(self, place: int, fixed: Decimal | None) -> Number:
        style, table = self._style, self._table
        known: dict[str, Decimal | None] = {}

        def read(cells: list[str]) -> Decimal | None:
            cell = cells[place] if place < len(cells) else ""
            if cell in known:
                return known[cell]
            try:
                value = parse_optional(cell, style)
            except CellError as error:
                raise CellError(f"{table.title(place)}: {error}") from error
            if len(known) < _REMEMBERED:
                known[cell] = fixed if value is None else value
            return fixed if value is None else value

        return read

    def moment(self, name: str, times: TimeReader) -> Callable[[list[str]], Moment | None]:
        """The time of a field; None where its cells are empty."""
        text, title = self.text(name), self.title(name)

        def read(cells: list[str]) -> Moment | None:
            stamp = text(cells)
            if not stamp:
                return None
            try:
                return times.read(stamp)
            except CellError as error:
                raise CellError(f"{title}: {error}") from error

        return read

    def word(
        self, name: str, known: Mapping[str, tuple[str, ...]]
    ) -> Callable[[list[str]], str | None]:
        """One of a closed set of words, by the profile's own spelling first.

        Raises:
            NoTrade: the word says that the row moves money without a fill.
        """
        text, title = self.text(name), self.title(name)
        meanings = {normalised(w): meant for meant, words in known.items() for w in words}
        own = self._profile.values.get(name, {})
        meanings |= {_plain(w): meant for meant, words in own.items() for w in words}
        meanings |= {meant: meant for meant in known}
        cache: dict[str, str | None] = {"": None}

        def read(cells: list[str]) -> str | None:
            written = text(cells)
            if written not in cache:
                meant = meanings.get(_plain(written)) or meanings.get(normalised(written))
                if meant is None:
                    _refuse_word(written, title, tuple(known))
                cache[written] = meant
            return cache[written]

        return read

    def title(self, name: str) -> str:
        places = self.places(name)
        return " + ".join(self._table.title(place) for place in places) or name


def _plain(text: str) -> str:
    """A word as the profile spells it, but for case: ``+`` and ``-`` stay what they are."""
    return text.strip().casefold()


def _refuse_word(written: str, title: str, known: tuple[str, ...]) -> None:
    words = normalised(written).split()
    if any(word in NO_TRADE for word in words):
        raise NoTrade(f"{written.strip().lower()}, no trade")
    raise CellError(f"{title}: {shown(written)} is neither {' nor '.join(known)}")
