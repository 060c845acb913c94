"""MetaTrader 5 reports, of an account's history and of the Strategy Tester."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fillbook.domain.statement import Statement
from fillbook.importers.encoding import decode
from fillbook.importers.importer import ReadOptions, SourceFile
from fillbook.importers.metatrader5_fills import Origin, cash_of, fills_of
from fillbook.importers.metatrader5_positions import Assignment, assign
from fillbook.importers.metatrader5_report import read_tables
from fillbook.importers.metatrader5_totals import totals_of
from fillbook.importers.metatrader_cells import Reading
from fillbook.importers.metatrader_kind import (
    ReportKind,
    kind_of,
    kind_of_page,
    kind_of_workbook,
    require,
)
from fillbook.importers.metatrader_tables import Row, html_rows, is_cut_off, is_number, with_points
from fillbook.importers.metatrader_workbook import workbook_rows

_ACCOUNT = re.compile(r"(\d+) ?\(([A-Z]{3}), ?([^()]*)\)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_HEAD_ROWS = 400


@dataclass(frozen=True, slots=True)
class MetaTrader5Report:
    """One report, as a page or as a workbook."""

    id: str
    title: str
    extensions: tuple[str, ...]
    kind: ReportKind
    is_workbook: bool

    def recognises(self, source: SourceFile) -> bool:
        kind = kind_of_workbook(source) if self.is_workbook else kind_of_page(source)
        return kind is self.kind

    def read(self, source: SourceFile, options: ReadOptions) -> Statement:
        reading = Reading.of(options)
        rows, encoding = self._rows(source, reading)
        require(kind_of(rows, has_sections=True), self.kind, source.name)
        head = _head(rows)
        report = read_tables(rows, reading)
        assignment = assign(report, head.hedging, reading)
        is_test = self.kind is ReportKind.MT5_TESTER
        origin = Origin.TEST if is_test else Origin.HEDGING if head.hedging else Origin.ACCOUNT
        fills = fills_of(report, assignment, origin, reading)
        _warn(assignment, reading)
        return Statement(
            file=source.name,
            sha256=source.sha256,
            format=self.id,
            encoding=encoding,
            timezone=options.zone.key,
            executions=fills,
            cash_events=cash_of(report, reading.cash, origin),
            skipped=tuple(reading.skipped),
            ignored=tuple(reading.ignored),
            control_totals=totals_of(rows, report, assignment, reading),
            warnings=reading.all_warnings(),
            currency=head.currency,
            account_name=head.account,
        )

    def _rows(self, source: SourceFile, reading: Reading) -> tuple[list[Row], str]:
        if self.is_workbook:
            return with_points(list(workbook_rows(source.content, reading.options))), "xlsx"
        page = decode(source.content)
        if is_cut_off(page.text):
            reading.warnings.append("The file ends before its closing line; it may be cut off.")
        return with_points(list(html_rows(page.text, reading.options))), page.encoding


@dataclass(frozen=True, slots=True)
class _Head:
    """What the lines above the tables say of the account."""

    account: str | None = None
    currency: str | None = None
    hedging: bool | None = None  # None: not said


def _head(rows: Sequence[Row]) -> _Head:
    """An account as ``123456 (USD, Server, real, Hedge)``, or a test's currency by its place."""
    for row, following in zip(rows[:_HEAD_ROWS], [*rows[1:_HEAD_ROWS], None], strict=False):
        for cell in row.filled:
            account = _ACCOUNT.fullmatch(cell)
            if account is not None:
                return _Head(account.group(1), account.group(2), _hedging(account.group(3)))
        if following is not None and _is_currency_line(row, following):
            return _Head(currency=row.filled[1])
    return _Head()


def _is_currency_line(row: Row, following: Row) -> bool:
    """Whether a line is a label and a currency, with the deposit in the line below."""
    return (
        len(row.filled) == 2
        and _CURRENCY.fullmatch(row.filled[1]) is not None
        and len(following.filled) == 2
        and is_number(following.filled[1])
    )


def _hedging(words: str) -> bool | None:
    lowered = words.lower()
    if "hedge" in lowered or "hedging" in lowered:
        return True
    return False if "netting" in lowered else None


def _warn(assignment: Assignment, reading: Reading) -> None:
    if assignment.guessed:
        reading.warnings.append(
            f"{assignment.guessed} closing deals fit several open positions; each closes the "
            "oldest that fits."
        )
    if assignment.unopened:
        reading.warnings.append(
            f"{len(assignment.unopened)} closing deals close what this file never opened; "
            "import the period before it too."
        )


MT5_HISTORY_HTML = MetaTrader5Report(
    "mt5_html",
    "MetaTrader 5 history report (HTML)",
    (".html", ".htm"),
    ReportKind.MT5_HISTORY,
    is_workbook=False,
)
MT5_HISTORY_XLSX = MetaTrader5Report(
    "mt5_xlsx",
    "MetaTrader 5 history report (XLSX)",
    (".xlsx",),
    ReportKind.MT5_HISTORY,
    is_workbook=True,
)
MT5_TESTER_HTML = MetaTrader5Report(
    "mt5_tester_html",
    "MetaTrader 5 Strategy Tester (HTML)",
    (".html", ".htm"),
    ReportKind.MT5_TESTER,
    is_workbook=False,
)
MT5_TESTER_XLSX = MetaTrader5Report(
    "mt5_tester_xlsx",
    "MetaTrader 5 Strategy Tester (XLSX)",
    (".xlsx",),
    ReportKind.MT5_TESTER,
    is_workbook=True,
)
