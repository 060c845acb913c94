"""Exchange rates of a file, kept in the library."""

from pathlib import Path

from fillbook.domain.change import Changes
from fillbook.storage.library import Library


def keep_rates(library: Library, file: Path) -> Changes:
    """Read a file of rates and keep them, each in the place of the one that its day had.

    Raises:
        UnreadableFile: the file holds none, or a row is none.
    """
    from fillbook.importers.importer import SourceFile
    from fillbook.importers.rates_csv import read_rates

    return library.put_rates(read_rates(SourceFile.at(file)))
