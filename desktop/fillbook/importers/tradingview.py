"""TradingView's list of trades: two rows a trade, in any of the headers it has had."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from fillbook.domain.errors import UnreadableFile
from fillbook.domain.execution import Execution
from fillbook.domain.instrument import AssetType
from fillbook.domain.money import canonical, exact_sum
from fillbook.domain.statement import ControlTotal, LeftOut, Statement, rounding_tolerance
from fillbook.importers.cells import CellError
from fillbook.importers.csv_rows import Row, detect_delimiter, is_blank, read_rows
from fillbook.importers.encoding import decode, decode_head
from fillbook.importers.importer import HEAD_BYTES, ReadOptions, SourceFile
from fillbook.importers.numbers import MIXED, NumberStyle, detect_style
from fillbook.importers.time_formats import detect_time_formats
from fillbook.importers.timestamps import Clock, TimeReader
from fillbook.importers.tradingview_rows import LegReader, StillOpen, Trade, fills_of, pair_legs
from fillbook.importers.tradingview_words import currency_in, find_columns
from fillbook.importers.workbook import is_workbook, read_sheets

CHECK_EVERY = 2000

_SYMBOL_IN_NAME = re.compile(r"_([A-Z0-9!.&-]+)_\d{4}-\d{2}-\d{2}")
_DATE_IN_NAME = re.compile(r"[-_ ]*\d{4}-\d{2}-\d{2}.*$")


class TradingView:
    """Reads the List of Trades that TradingView's strategy tester exports, CSV or XLSX."""

    id = "tradingview"
    title = "TradingView list of trades"
    extensions = (".csv", ".xlsx")

    def recognises(self, source: SourceFile) -> bool:
        if is_workbook(source.content):
            return _trade_sheet(source) is not None
        head = decode_head(source.content, HEAD_BYTES).partition("\n")[0]
        rows = read_rows(head, detect_delimiter([head]))
        return any(find_columns(cells) is not None for _, cells in rows)

    def read(self, source: SourceFile, options: ReadOptions) -> Statement:
        table, encoding = _table(source)
        (_, header), *body = table
        columns = find_columns(header)
        if columns is None:
            raise UnreadableFile(
                f"{source.name} is no list of trades of TradingView.",
                "Export the List of Trades of the strategy tester.",
            )
        rows = [row for row in body if not is_blank(row[1])]
        symbol, named = symbol_in(source.name)
        clock = Clock(options.zone)
        try:
            formats = detect_time_formats(
                cells[columns["time"]] for _, cells in rows if len(cells) > columns["time"]
            )
        except CellError as error:
            raise UnreadableFile(
                f"{source.name}: {error}.", "Export the List of Trades again."
            ) from error
        reader = LegReader(
            columns,
            TimeReader(formats, clock),
            _number_style(columns, rows),
            symbol,
            _asset_type(symbol, options),
        )
        trades, skipped, unhappened = _read_trades(reader, rows, options)
        fills, made_up = _fills(trades)
        warnings = [*_open_trades(trades), *clock.warnings()]
        if not named:
            warnings.append(f"The file names no symbol; {symbol} was taken from its name.")
        return Statement(
            file=source.name,
            sha256=source.sha256,
            format=self.id,
            encoding=encoding,
            timezone=options.zone.key,
            executions=fills,
            skipped=skipped,
            ignored=(*unhappened, *made_up),
            control_totals=_control_totals(trades),
            warnings=tuple(warnings),
            currency=currency_in(header, columns),
        )


def symbol_in(file_name: str) -> tuple[str, bool]:
    """The symbol, and whether the name is TradingView's own (``..._NSE_BANKNIFTY1!_2025-10-19``).

    A file that was renamed gives the best that its name holds.
    """
    stem = file_name.rpartition(".")[0] or file_name
    found = _SYMBOL_IN_NAME.search(stem)
    if found:
        return found.group(1), True
    return _DATE_IN_NAME.sub("", stem).upper().strip(" -_") or stem.upper(), False


def _asset_type(symbol: str, options: ReadOptions) -> AssetType:
    """A continuous contract ends in a mark: ``ES1!``."""
    return AssetType.FUTURES if symbol.endswith("!") else options.asset_type


def _trade_sheet(source: SourceFile) -> list[Row] | None:
    try:
        sheets = read_sheets(source.content)
    except UnreadableFile:
        return None
    return next((rows for rows in sheets if find_columns(rows[0][1]) is not None), None)


def _table(source: SourceFile) -> tuple[list[Row], str]:
    """The rows, header first, and the encoding they came in."""
    if is_workbook(source.content):
        rows, encoding = _trade_sheet(source) or [], "utf-8"
    else:
        decoded = decode(source.content)
        delimiter = detect_delimiter([decoded.text.partition("\n")[0]])
        rows, encoding = list(read_rows(decoded.text, delimiter)), decoded.encoding
    if not rows:
        raise UnreadableFile(f"{source.name} holds no rows.", "Export the List of Trades again.")
    return rows, encoding


def _number_style(columns: Mapping[str, int], rows: Sequence[Row]) -> NumberStyle:
    """How the file writes numbers; where a lone comma stays in doubt, each by itself."""
    places = [columns[name] for name in ("price", "quantity", "profit") if name in columns]
    cells = (cells[place] for _, cells in rows for place in places if place < len(cells))
    return detect_style(cells) or MIXED


def _read_trades(
    reader: LegReader, rows: Sequence[Row], options: ReadOptions
) -> tuple[tuple[Trade, ...], tuple[LeftOut, ...], tuple[LeftOut, ...]]:
    """The trades, the rows that cannot be read, and the exits that have not happened."""
    legs = []
    skipped = []
    unhappened = []
    for done, (line, cells) in enumerate(rows):
        if done % CHECK_EVERY == 0:
            options.checkpoint(done, len(rows))
        try:
            legs.append(reader.leg(line, cells))
        except CellError as error:
            skipped.append(LeftOut(line, str(error)))
        except StillOpen as still_open:
            unhappened.append(LeftOut(line, str(still_open)))
    options.checkpoint(len(rows), len(rows))
    trades, lost = pair_legs(legs)
    skipped += [
        LeftOut(leg.fill.row or 0, f"trade {leg.number} has no single entry and exit")
        for leg in lost
    ]
    return trades, tuple(sorted(skipped, key=lambda out: out.row)), tuple(unhappened)


def _fills(trades: Sequence[Trade]) -> tuple[tuple[Execution, ...], tuple[LeftOut, ...]]:
    """The fills, and the made-up exits of trades that are still open."""
    fills = tuple(fill for trade in trades for fill in fills_of(trade))
    ignored = tuple(
        LeftOut(trade.exit.fill.row or 0, f"trade {trade.number} is still open; no exit happened")
        for trade in trades
        if trade.is_open and trade.exit is not None
    )
    return fills, ignored


def _control_totals(trades: Sequence[Trade]) -> tuple[ControlTotal, ...]:
    """The cumulative P&L before the first open trade, and the count by the highest number.

    An open trade's figure is a valuation at the last bar, which TradingView adds to the
    cumulative column differently than to its row: both sides stop before it.
    """
    if not trades:
        return ()
    first_open = next((i for i, trade in enumerate(trades) if trade.is_open), len(trades))
    closed = trades[:first_open]
    totals = []
    if closed and closed[-1].cumulative is not None:
        net = exact_sum(trade.profit for trade in closed if trade.profit is not None)
        totals.append(
            ControlTotal(
                name="net_pnl",
                stated=closed[-1].cumulative,
                computed=net,
                tolerance=rounding_tolerance(len(closed)),
            )
        )
    count = ControlTotal(
        name="trades",
        stated=Decimal(trades[-1].number),
        computed=Decimal(len(trades)),
        tolerance=Decimal(0),
    )
    return (*totals, count)


def _open_trades(trades: Sequence[Trade]) -> list[str]:
    """What the file says of trades that are still open, and of the totals with them."""
    still_open = [trade for trade in trades if trade.is_open]
    if not still_open:
        return []
    warnings = [
        f"Trade {trade.number} is still open: TradingView values it at "
        f"{canonical(trade.profit)}, which is not counted."
        for trade in still_open
        if trade.profit is not None
    ]
    last = trades[-1].cumulative
    if last is not None and trades[-1].is_open:
        everything = exact_sum(trade.profit or Decimal(0) for trade in trades)
        warnings.append(
            f"With open trades the rows add up to {canonical(everything)} and the cumulative "
            f"column ends at {canonical(last)}."
        )
    return warnings
