"""Any table of fills or of whole trades, read by a mapping profile or by its own clear headers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from fillbook.domain.errors import UnreadableFile
from fillbook.domain.execution import Execution
from fillbook.domain.statement import LeftOut, Statement
from fillbook.importers.cells import CellError
from fillbook.importers.csv_rows import Row
from fillbook.importers.csv_table import CsvTable, column_places, table_for
from fillbook.importers.importer import ReadOptions, SourceFile
from fillbook.importers.mapped_rows import FillReader, RoundTripReader
from fillbook.importers.numbers import MIXED, NumberStyle, detect_style
from fillbook.importers.profile import Profile, RowKind, SkipRule
from fillbook.importers.proposal import propose_profile
from fillbook.importers.row_fields import NoTrade, RowFields
from fillbook.importers.time_formats import detect_time_formats
from fillbook.importers.timestamps import Clock, TimeReader

CHECK_EVERY = 1000

_NUMBER_FIELDS = (
    "quantity", "price", "fees", "swap", "multiplier", "entry_price", "exit_price", "gross_pnl",
    "net_pnl", "initial_risk", "stop_loss", "take_profit",
)  # fmt: skip
_TIME_FIELDS = ("executed_at", "opened_at", "closed_at")


class GenericCsv:
    """Reads a table without a profile where its headers leave no doubt."""

    id = "generic_csv"
    title = "Table of trades (CSV)"
    extensions = (".csv", ".txt", ".tsv")

    def recognises(self, source: SourceFile) -> bool:
        try:
            return propose_profile(source).is_certain
        except UnreadableFile:
            return False

    def read(self, source: SourceFile, options: ReadOptions) -> Statement:
        proposal = propose_profile(source)
        if not proposal.is_certain:
            raise UnreadableFile(
                f"{source.name}: {'; '.join(proposal.doubts)}.",
                "Map its columns with a profile.",
            )
        return replace(read_mapped(source, proposal.profile, options), profile=None)


def read_mapped(source: SourceFile, profile: Profile, options: ReadOptions) -> Statement:
    """The statement in a table, read as a profile says.

    Raises:
        UnreadableFile: a named column is not there, nothing proves how times or numbers are
            written, or no row can be read.
        Cancelled: the user stopped it.
    """
    table = table_for(source, profile, options)
    clock = Clock(ZoneInfo(profile.timezone) if profile.timezone else options.zone)
    style, style_doubt = _number_style(table, profile, options)
    fields = RowFields(table, profile, style)
    times = TimeReader(_formats(source, table, profile, fields, options), clock)
    reader: FillReader | RoundTripReader = (
        FillReader(fields, times, options.asset_type)
        if profile.kind is RowKind.EXECUTIONS
        else RoundTripReader(fields, times, options.asset_type)
    )
    found = _read_rows(table, _skipping(table, profile.skip), reader.read, options)
    if not found.fills and found.skipped:
        first = found.skipped[0]
        raise UnreadableFile(
            f"{source.name}: no row can be read. Row {first.row}, {first.reason}.",
            "Check the mapping of its columns.",
        )
    fills, fee_warnings = reader.finish(found.fills)
    account = fields.text("account")
    lines = dict(table.rows) if fields.has("account") else {}
    currencies = sorted({c for c in found.currencies if c})
    warnings = [*style_doubt, *fee_warnings, *clock.warnings()]
    if len(currencies) > 1:
        warnings.append(f"Amounts are in several currencies: {', '.join(currencies)}.")
    return Statement(
        file=source.name,
        sha256=source.sha256,
        format=GenericCsv.id,
        encoding=table.encoding,
        timezone=clock.zone.key,
        executions=fills,
        skipped=tuple(found.skipped),
        ignored=tuple(found.ignored),
        warnings=tuple(warnings),
        currency=currencies[0] if len(currencies) == 1 else None,
        profile=profile.name,
        accounts={
            index: account(lines[fill.row]) for index, fill in enumerate(fills) if fill.row in lines
        },
    )


@dataclass(slots=True)
class _Found:
    fills: list[tuple[Execution, ...]]
    skipped: list[LeftOut]
    ignored: list[LeftOut]
    currencies: set[str]


def _read_rows(
    table: CsvTable,
    pass_over: Callable[[list[str]], str],
    read: Callable[[int, list[str]], tuple[tuple[Execution, ...], str]],
    options: ReadOptions,
) -> _Found:
    found = _Found([], [], [], set())
    for done, (line, cells) in enumerate(table.rows):
        if done % CHECK_EVERY == 0:
            options.checkpoint(done, len(table.rows))
        reason = pass_over(cells)
        if reason:
            found.ignored.append(LeftOut(line, reason))
            continue
        try:
            fills, currency = read(line, cells)
        except NoTrade as no_trade:
            found.ignored.append(LeftOut(line, str(no_trade)))
        except CellError as error:
            found.skipped.append(LeftOut(line, str(error)))
        else:
            found.fills.append(fills)
            found.currencies.add(currency)
    options.checkpoint(len(table.rows), len(table.rows))
    return found


def _skipping(table: CsvTable, rules: Sequence[SkipRule]) -> Callable[[list[str]], str]:
    """Why a row is passed over; "" when it is not."""
    compiled = [
        (column_places(table.header, rule.column)[0], _plain_words(rule.words), rule.keep_these)
        for rule in rules
    ]

    def pass_over(cells: list[str]) -> str:
        for place, words, keep_these in compiled:
            word = cells[place].strip() if place < len(cells) else ""
            if (word.casefold() in words) is not keep_these:
                return f"{table.title(place)} is {word or 'empty'}"
        return ""

    return pass_over


def _plain_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in words)


def _number_style(
    table: CsvTable, profile: Profile, options: ReadOptions
) -> tuple[NumberStyle, tuple[str, ...]]:
    """How the file writes numbers, and a warning where that is not one way."""
    if profile.number_style is not None:
        return profile.number_style, ()
    places = [
        place
        for name in _NUMBER_FIELDS
        if name in profile.columns
        for place in column_places(table.header, profile.columns[name])
    ]
    style = detect_style(
        cells[place]
        for _, cells in options.watched(table.rows)
        for place in places
        if place < len(cells)
    )
    if style is None:
        raise UnreadableFile(
            "A comma in the numbers may mark decimals or thousands.",
            "Say which in the profile: “decimal” is “.” or “,”.",
        )
    if style is MIXED:
        return style, ("Decimal points and decimal commas occur; each number was read by itself.",)
    return style, ()


def _formats(
    source: SourceFile,
    table: CsvTable,
    profile: Profile,
    fields: RowFields,
    options: ReadOptions,
) -> tuple[str, ...]:
    if profile.time_formats is not None:
        return profile.time_formats
    texts = [fields.text(name) for name in _TIME_FIELDS if name in profile.columns]
    passed_over = _skipping(table, profile.skip)
    rows = [row for row in table.rows if not passed_over(row[1])] if profile.skip else table.rows
    try:
        return detect_time_formats(
            text(cells) for _, cells in options.watched(rows) for text in texts
        )
    except CellError as error:
        line = _line_of(rows, texts, error)
        raise UnreadableFile(
            f"{source.name}, row {line}: {error}.",
            'Add “time_formats” to the profile, such as ["%d.%m.%Y %H:%M:%S"].',
        ) from error


def _line_of(
    rows: Sequence[Row], texts: Sequence[Callable[[list[str]], str]], error: CellError
) -> int:
    """The first row whose own time gives the fault; else the first row of all."""
    for line, cells in rows:
        for text in texts:
            try:
                detect_time_formats([text(cells) or "2000-01-01"])
            except CellError as own:
                if str(own) == str(error):
                    return line
    return rows[0][0] if rows else 1
