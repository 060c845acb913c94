"""Guesses the mapping of an unknown table from its headers and cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.cells import CellError, shown
from fillbook.importers.csv_rows import Row
from fillbook.importers.csv_table import filled_rows
from fillbook.importers.encoding import decode_head
from fillbook.importers.importer import SourceFile
from fillbook.importers.numbers import detect_style, is_nothing
from fillbook.importers.profile import Profile, RowKind, SkipRule, Source, header_hash
from fillbook.importers.time_formats import AmbiguousDates, detect_time_formats, looks_like_time
from fillbook.importers.vocabulary import (
    BUY,
    FILLED,
    HEADERS,
    NO_TRADE,
    SELL,
    UNFILLED,
    normalised,
)

SAMPLE_ROWS = 8
_HEADER_WITHIN = 30
_HEAD_BYTES = 256 * 1024
_LOOK_AT_ROWS = 1000

_EXECUTION_FIELDS = (
    "external_id", "order_id", "executed_at", "side", "price", "quantity", "symbol", "fees",
    "account", "multiplier", "currency",
)  # fmt: skip
_ROUND_TRIP_FIELDS = (
    "opened_at", "closed_at", "entry_price", "exit_price", "direction", "gross_pnl", "net_pnl",
    "quantity", "symbol", "fees", "stop_loss", "take_profit", "initial_risk", "external_id",
    "account", "multiplier", "currency",
)  # fmt: skip
_NUMBERS = frozenset({
    "price", "quantity", "fees", "multiplier", "entry_price", "exit_price", "gross_pnl",
    "net_pnl", "stop_loss", "take_profit", "initial_risk",
})  # fmt: skip
_CLEAR_SIDES = frozenset({"side", "b s", "buy sell", "k v", "long short"})
_TIMES = frozenset({"executed_at", "opened_at", "closed_at"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A first mapping of a table, for the user to confirm or correct."""

    profile: Profile  # required fields may still be missing
    header: tuple[str, ...]
    header_hash: str
    sample: tuple[tuple[str, ...], ...]  # the first rows under the header
    confidence: Mapping[str, float]  # 0 to 1 for each mapped field
    doubts: tuple[str, ...]  # why the table cannot be read without asking

    @property
    def is_certain(self) -> bool:
        return not self.doubts


def propose_profile(source: SourceFile) -> Proposal:
    """The likeliest mapping of a table.

    Raises:
        UnreadableFile: it is no text, or holds no table.
    """
    rows = filled_rows(decode_head(source.content, _HEAD_BYTES))
    if len(rows) < 2:
        raise UnreadableFile(f"{source.name} holds no table.", "Choose the export of your broker.")
    at = _header_index(rows)
    line, header = rows[at]
    body = rows[at + 1 :][:_LOOK_AT_ROWS]
    is_whole = len(source.content) <= _HEAD_BYTES and len(body) == len(rows) - at - 1
    guess = _Guess(header, body, is_whole=is_whole)
    kind = RowKind.EXECUTIONS
    columns, confidence = guess.columns(_EXECUTION_FIELDS)
    trips, trips_confidence = guess.columns(_ROUND_TRIP_FIELDS)
    if _is_round_trips(trips):
        kind, columns, confidence = RowKind.ROUND_TRIPS, trips, trips_confidence
    skip, status_doubt = guess.status_rule()
    profile = Profile(
        name=_name(source.name), kind=kind, columns=columns, header_row=line, skip=skip
    )
    doubts = [f"no column is certainly the {_spoken(name)}" for name in profile.missing]
    doubts += [
        f"the column of the {_spoken(name)} is a guess"
        for name, sure in confidence.items()
        if sure < 1
    ]
    doubts += status_doubt
    if kind is RowKind.EXECUTIONS:
        doubts += guess.side_doubts(columns)
    elif "closed_at" not in columns or "direction" not in columns:
        doubts.append("closing time or direction is not certain")
    doubts += guess.writing_doubts(columns)
    currencies = guess.words_under(columns.get("currency"))
    if len(currencies) > 1:
        doubts.append(f"amounts are in several currencies: {', '.join(currencies)}")
    return Proposal(
        profile=profile,
        header=tuple(cell.strip() for cell in header),
        header_hash=header_hash(header),
        sample=tuple(tuple(cells) for _, cells in body[:SAMPLE_ROWS]),
        confidence=confidence,
        doubts=tuple(doubts),
    )


def _spoken(field: str) -> str:
    """A field's name as a trader says it."""
    return "time" if field == "executed_at" else field.replace("_", " ").removesuffix(" at")


def _name(file_name: str) -> str:
    return file_name.rpartition(".")[0] or file_name or "Table"


def _header_index(rows: Sequence[Row]) -> int:
    """The row that holds the most known header words; the first of the widest when none does."""
    words = {word for listed in HEADERS.values() for word in listed}
    known = [sum(normalised(cell) in words for cell in cells) for _, cells in rows[:_HEADER_WITHIN]]
    if max(known) >= 2:
        return known.index(max(known))
    widths = [len(cells) for _, cells in rows[:_HEADER_WITHIN]]
    return widths.index(max(widths))


def _is_round_trips(columns: Mapping[str, Source]) -> bool:
    both_prices = "entry_price" in columns and "exit_price" in columns
    has_result = both_prices or "net_pnl" in columns or "gross_pnl" in columns
    return "opened_at" in columns and "closed_at" in columns and has_result


class _Guess:
    """One table under inspection."""

    def __init__(self, header: Sequence[str], body: Sequence[Row], *, is_whole: bool) -> None:
        self._is_whole = is_whole
        self._header = [normalised(cell) for cell in header]
        self._titles = [cell.strip() for cell in header]
        self._body = body

    def _cells(self, place: int) -> list[str]:
        return [cells[place].strip() for _, cells in self._body if place < len(cells)]

    def columns(self, fields: Sequence[str]) -> tuple[dict[str, Source], dict[str, float]]:
        """A column for each field that has one, and how sure that is."""
        taken: set[int] = set()
        columns: dict[str, Source] = {}
        confidence: dict[str, float] = {}
        for name in fields:
            places, sure = self._places(name, taken)
            if not places:
                continue
            sources = tuple(self._source(place) for place in places)
            columns[name] = sources[0] if len(sources) == 1 else sources
            confidence[name] = sure
            taken.update(places)
        return columns, confidence

    def _source(self, place: int) -> str | int:
        title = self._titles[place]
        return title if title and self._titles.count(title) == 1 else place + 1

    def _places(self, name: str, taken: set[int]) -> tuple[tuple[int, ...], float]:
        if name == "executed_at":
            return self._time_places(taken)
        exact = [
            place
            for word in HEADERS[name]
            for place, title in enumerate(self._header)
            if title == word and place not in taken and self._fits(name, place)
        ]
        if name == "fees":
            return tuple(sorted(set(exact))), 1.0
        if exact:
            return (exact[0],), 1.0
        words = HEADERS[name][:3]
        near = [
            place
            for place, title in enumerate(self._header)
            if place not in taken
            and any(word in title.split() for word in words)
            and self._fits(name, place)
        ]
        return (tuple(near[:1]), 0.5) if name in _NUMBERS | _TIMES | {"symbol"} else ((), 0.0)

    def _time_places(self, taken: set[int]) -> tuple[tuple[int, ...], float]:
        """One column with date and time, or a date and a clock beside it, or a date alone."""

        def places(name: str) -> list[int]:
            return [
                place
                for word in HEADERS[name]
                for place, title in enumerate(self._header)
                if title == word and place not in taken
            ]

        full = [place for place in places("executed_at") if self._is_time(place)]
        dates = [place for place in places("date") if self._is_time(place)]
        clocks = [place for place in places("clock") if self._is_clock(place)]
        if full:
            return (full[0],), 1.0
        if dates and clocks:
            return (dates[0], clocks[0]), 1.0
        return (dates[0],) if dates else (), 1.0

    def _fits(self, name: str, place: int) -> bool:
        """Whether the cells under a header can be what its words promise."""
        filled = [cell for cell in self._cells(place) if not is_nothing(cell)]
        if name in _NUMBERS:
            return sum(any(c.isdigit() for c in cell) for cell in filled) * 2 > len(filled) or (
                name == "fees"
            )
        if name in _TIMES:
            return self._is_time(place)
        if name in ("side", "direction"):
            known = {*BUY, *SELL}
            is_clear = self._header[place] in _CLEAR_SIDES
            return is_clear or any(normalised(cell) in known for cell in filled)
        if name == "symbol":
            return any(any(c.isalpha() for c in cell) for cell in filled)
        return bool(filled)

    def _is_time(self, place: int) -> bool:
        filled = [cell for cell in self._cells(place) if not is_nothing(cell)]
        return sum(map(looks_like_time, filled)) * 2 > len(filled)

    def _is_clock(self, place: int) -> bool:
        filled = [cell for cell in self._cells(place) if cell]
        return bool(filled) and all(cell[:1].isdigit() and ":" in cell[:6] for cell in filled)

    def side_doubts(self, columns: Mapping[str, Source]) -> list[str]:
        """What is not clear about which rows buy and which sell."""
        side = columns.get("side")
        if side is None:
            amounts = self._under(columns.get("quantity"))
            signs = {cell.startswith(("-", "(")) for cell in amounts}
            if len(signs) < 2 or any(is_nothing(cell) or cell == "0" for cell in amounts):
                return ["nothing says which rows buy and which sell"]
            return []
        for (line, _), word in zip(self._body, self._under(side), strict=True):
            plain = normalised(word)
            known = plain in BUY or plain in SELL or any(w in NO_TRADE for w in plain.split())
            if word and not known:
                return [f"row {line}, {side}: what {shown(word)} means is not known"]
        return []

    def words_under(self, source: Source | None) -> list[str]:
        """The different words of a column, in order; none where it is not known."""
        return sorted({cell for cell in self._under(source) if not is_nothing(cell)})

    def status_rule(self) -> tuple[tuple[SkipRule, ...], list[str]]:
        """A rule that keeps only what was filled, where a column tells."""
        for place, _ in enumerate(self._header):
            words = {cell for cell in self._cells(place) if cell}
            plain = {normalised(word) for word in words}
            if plain & set(FILLED) and plain & set(UNFILLED):
                kept = tuple(sorted(word for word in words if normalised(word) in FILLED))
                unclear = plain - set(FILLED) - set(UNFILLED)
                doubts = [f"what the status “{min(unclear)}” means is not known"] if unclear else []
                return (SkipRule(self._source(place), kept, keep_these=True),), doubts
        return (), []

    def writing_doubts(self, columns: Mapping[str, Source]) -> list[str]:
        """What is not clear about how dates and numbers are written."""
        doubts = []
        for name in sorted(_TIMES & columns.keys()):
            try:
                detect_time_formats(self._under(columns[name]))
            except AmbiguousDates as error:
                if self._is_whole:  # else the rest of the file may tell
                    doubts.append(f"{columns[name]}: {error}")
            except CellError as error:
                doubts.append(f"row {self._body[0][0]}, {columns[name]}: {error}")
        numbers = [
            cell for name in _NUMBERS & columns.keys() for cell in self._under(columns[name])
        ]
        if self._is_whole and detect_style(numbers) is None:
            doubts.append("a comma in the numbers may mark decimals or thousands")
        return doubts

    def _under(self, source: Source | None) -> list[str]:
        """The cells of a field, its columns joined with a space."""
        if source is None:
            return []
        parts = source if isinstance(source, tuple) else (source,)
        places = [part - 1 if isinstance(part, int) else self._titles.index(part) for part in parts]
        return [
            " ".join(cells[place].strip() for place in places if place < len(cells)).strip()
            for _, cells in self._body
        ]
