"""A table inside delimited text: where its header is, and what stands under which header."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.csv_rows import Row, detect_delimiter, is_blank, read_rows
from fillbook.importers.encoding import decode
from fillbook.importers.importer import ReadOptions, SourceFile
from fillbook.importers.profile import Profile, Source
from fillbook.importers.vocabulary import normalised

_HEADER_WITHIN = 50
_DELIMITER_SAMPLE = 8192  # characters


@dataclass(frozen=True, slots=True)
class CsvTable:
    """The header and the rows below it, blank ones left out."""

    header: tuple[str, ...]  # empty where the table has none
    header_row: int  # 1-based line; 0 where the table has none
    rows: list[Row]
    encoding: str

    def title(self, place: int) -> str:
        """What messages call a column."""
        named = place < len(self.header) and self.header[place].strip()
        return self.header[place].strip() if named else f"column {place + 1}"


def filled_rows(text: str, delimiter: str | None = None) -> list[Row]:
    """Every row that is not blank; without a delimiter the likeliest one parts the cells."""
    return list(_filled(text, delimiter))


def _filled(text: str, delimiter: str | None) -> Iterator[Row]:
    if delimiter is None:
        delimiter = detect_delimiter(text[:_DELIMITER_SAMPLE].splitlines())
    return (row for row in read_rows(text, delimiter) if not is_blank(row[1]))


def table_for(source: SourceFile, profile: Profile, options: ReadOptions) -> CsvTable:
    """The table that a profile speaks of.

    Raises:
        UnreadableFile: a column that it names is not there; both lists are given.
        Cancelled: the user stopped it.
    """
    decoded = decode(source.content, profile.encoding)
    rows = list(options.watched(_filled(decoded.text, profile.delimiter)))
    encoding = decoded.encoding
    wanted = _named_columns(profile)
    index = _header_index(rows, profile, wanted)
    if index is None:
        table = CsvTable((), 0, rows, encoding)
    else:
        line, cells = rows[index]
        table = CsvTable(tuple(cells), line, rows[index + 1 :], encoding)
    missing = [name for name in wanted if find_column(table.header, name) is None]
    widest = max((len(cells) for _, cells in table.rows[:_HEADER_WITHIN]), default=0)
    widest = max(widest, len(table.header))
    missing += [f"column {number}" for number in _numbers(profile) if number > widest]
    if missing:
        has = ", ".join(name.strip() for name in table.header if name.strip()) or "none"
        raise UnreadableFile(
            f"{source.name} lacks columns that the profile names: {', '.join(missing)}.",
            f"The file has: {has}.",
        )
    if not table.rows:
        raise UnreadableFile(f"{source.name} has no rows under its header.", "Export it again.")
    return table


def find_column(header: Sequence[str], name: str) -> int | None:
    """The place of a header: written the same, else the same but for case and marks."""
    stripped = [cell.strip() for cell in header]
    if name.strip() in stripped:
        return stripped.index(name.strip())
    plain = [normalised(cell) for cell in header]
    wanted = normalised(name)
    return plain.index(wanted) if wanted and wanted in plain else None


def column_places(header: Sequence[str], source: Source) -> tuple[int, ...]:
    """The places of a field's columns; they are known to be there."""
    parts = source if isinstance(source, tuple) else (source,)
    places = [part - 1 if isinstance(part, int) else find_column(header, part) for part in parts]
    return tuple(place for place in places if place is not None)


def _parts(profile: Profile) -> list[str | int]:
    sources = [*profile.columns.values(), *(rule.column for rule in profile.skip)]
    parts: list[str | int] = []
    for source in sources:
        parts.extend(source if isinstance(source, tuple) else (source,))
    return parts


def _named_columns(profile: Profile) -> list[str]:
    return list(dict.fromkeys(part for part in _parts(profile) if isinstance(part, str)))


def _numbers(profile: Profile) -> list[int]:
    return sorted({part for part in _parts(profile) if isinstance(part, int)})


def _header_index(rows: Sequence[Row], profile: Profile, wanted: Sequence[str]) -> int | None:
    """The index of the header among the rows; None when there is none.

    Without a number it is the first row that holds every named header, else the one that
    holds most of them.
    """
    if profile.header_row == 0:
        return None
    if profile.header_row is not None:
        at = [index for index, (line, _) in enumerate(rows) if line == profile.header_row]
        return at[0] if at else None
    if not wanted:
        return 0
    held = [
        sum(find_column(cells, name) is not None for name in wanted)
        for _, cells in rows[:_HEADER_WITHIN]
    ]
    return held.index(max(held)) if held else None
