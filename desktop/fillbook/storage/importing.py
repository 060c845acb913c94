"""An import as a whole: the files' fills, and the trades that they make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fillbook.domain.account import Account
from fillbook.domain.importing import FileImport
from fillbook.domain.statement import Statement
from fillbook.storage import derivation, imports, settings
from fillbook.storage.history import Transaction


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did to fills and trades."""

    files: tuple[FileImport, ...]
    created: tuple[str, ...]  # ids of trades, in order of their opening
    changed: tuple[str, ...]


def save(
    tx: Transaction,
    account: Account,
    statements: Sequence[Statement],
    progress: Callable[[int], None],
) -> Imported:
    """Store several files of one account, and derive their trades.

    Args:
        progress: Told how many fills of a file are stored; what it raises stops the import.

    Raises:
        Refused: a fill cannot have happened.
    """
    names = ", ".join(statement.file for statement in statements)
    tx.title = f"import of {names}"
    saved = imports.save(tx, account, statements, progress)
    written = derivation.derive(tx, saved.touched)
    changed = dict.fromkeys(written.changed)
    for instrument in saved.instruments:
        changed |= dict.fromkeys(derivation.derive_instrument(tx, instrument).changed)
    if not tx.is_empty:
        for statement in statements:
            settings.remember_file_zone(tx, account.id, statement.format, statement.timezone)
    created = tuple(written.created)
    return Imported(
        tuple(saved.files), created, tuple(id_ for id_ in changed if id_ not in created)
    )
