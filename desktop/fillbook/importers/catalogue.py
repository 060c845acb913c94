"""The formats that can be read, in the order in which a file is offered to them."""

from pathlib import Path

from fillbook.domain.errors import UnreadableFile
from fillbook.domain.statement import Statement
from fillbook.importers.importer import Importer, ReadOptions, SourceFile

IMPORTERS: tuple[Importer, ...] = ()


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
    raise UnreadableFile(
        f"{source.name} is no statement that Fillbook knows.",
        "If it is a table of trades, map its columns with a profile.",
    )


def read_statement(path: Path, options: ReadOptions, format_id: str | None = None) -> Statement:
    """The statement in a file, read by the named format or by the one that recognises it.

    Raises:
        UnreadableFile: the file cannot be read as a whole, or nothing recognises it.
        Cancelled: the user stopped the reading.
    """
    source = SourceFile.at(path)
    chosen = importer(format_id) if format_id else detect(source)
    return chosen.read(source, options)
