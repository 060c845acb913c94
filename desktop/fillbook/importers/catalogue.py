"""The formats that can be read, in the order in which a file is offered to them."""

from fillbook.domain.errors import UnreadableFile
from fillbook.importers.bars_csv import holds_bars
from fillbook.importers.generic_csv import GenericCsv
from fillbook.importers.importer import Importer, SourceFile
from fillbook.importers.metatrader4 import MetaTrader4Statement
from fillbook.importers.metatrader4_tester import MetaTrader4Tester
from fillbook.importers.metatrader5 import (
    MT5_HISTORY_HTML,
    MT5_HISTORY_XLSX,
    MT5_TESTER_HTML,
    MT5_TESTER_XLSX,
)
from fillbook.importers.proposal import propose_profile
from fillbook.importers.thinkorswim import Thinkorswim
from fillbook.importers.tradingview import TradingView

IMPORTERS: tuple[Importer, ...] = (
    MetaTrader4Statement(),
    MetaTrader4Tester(),
    MT5_HISTORY_HTML,
    MT5_HISTORY_XLSX,
    MT5_TESTER_HTML,
    MT5_TESTER_XLSX,
    Thinkorswim(),
    TradingView(),
    GenericCsv(),  # last: it takes any table with clear headers
)


def importer(format_id: str) -> Importer:
    """The importer of a format.

    Raises:
        UnreadableFile: there is none of that id.
    """
    for candidate in IMPORTERS:
        if candidate.id == format_id:
            return candidate
    known = ", ".join(candidate.id for candidate in IMPORTERS)
    raise UnreadableFile(f"There is no format {format_id}.", f"Choose one of {known}.")


def detect(source: SourceFile) -> Importer:
    """The importer that recognises a file by its content.

    Raises:
        UnreadableFile: none does.
    """
    for candidate in IMPORTERS:
        if candidate.recognises(source):
            return candidate
    if holds_bars(source):
        raise UnreadableFile(
            f"{source.name} holds price bars and no trades.",
            "Drop it on the window: its bars are drawn under the fills.",
        )
    raise UnreadableFile(
        f"{source.name} is no statement that Fillbook knows{_why(source)}.",
        "If it is a table of trades, map its columns with a profile.",
    )


def _why(source: SourceFile) -> str:
    """What kept a table from being read without a mapping; "" where it is no such table."""
    try:
        proposal = propose_profile(source)
    except UnreadableFile:
        return ""
    if len(proposal.profile.columns) < 3:
        return ""
    return f": {'; '.join(proposal.doubts[:3])}"
