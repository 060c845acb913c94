"""The log, the revisions, and how many statements a piece of work takes."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from builders import a_fill, a_statement, an_account, fills_of
from fillbook.domain.image import NamedBytes
from fillbook.domain.money import exact_product
from fillbook.storage.columns import DecimalText
from fillbook.storage.database import DRIVER, Connection
from fillbook.storage.library import Library
from fillbook.storage.session import session
from fillbook.storage.tables.facts import AccountRow
from pictures import png


def many_trades(folder: Path, count: int) -> Library:
    """So many closed trades, each with a note, a tag and a picture."""
    library = Library.open(folder)
    account, _ = library.add_account(an_account("Main"))
    fills = [a_fill((-1) ** step, 10 + step, minute=step) for step in range(2 * count)]
    library.save_import(account.id, [a_statement(*fills)])
    ids = [row.id for row in library.newest(count)]
    library.edit(ids, {"notes.general": "words", "tags": "tag", "grade": "A"})
    for trade in ids[:5]:
        library.attach(trade, [NamedBytes("x.png", png(2, 2))])
    return library


def writer_of(library: Library) -> Connection:
    assert library._writer is not None
    return library._writer


def asked(library: Library, work: Callable[[], object]) -> list[str]:
    """The statements that some work takes, on whichever connection; not those of triggers."""
    with library._reading():
        pass
    seen: list[str] = []
    connections = [writer_of(library), *library._idle]
    for connection in connections:
        connection.set_trace_callback(seen.append)
    work()
    for connection in connections:
        connection.set_trace_callback(None)
    return [sql for sql in seen if not sql.startswith("--") and "_search" not in sql]


def reading(library: Library) -> list[int]:
    """How many statements each piece of reading takes."""
    ids = [row.id for row in library.newest()]
    pieces: list[Callable[[], object]] = [
        library.newest,
        library.columns,
        library.vocabulary,
        library.changes,
        library.counts,
        lambda: library.trades(ids),
        lambda: library.trade(ids[0]),
        lambda: library.search("words tag"),
    ]
    return [len(asked(library, piece)) for piece in pieces]


def test_no_piece_of_reading_asks_once_for_each_trade(tmp_path: Path):
    with many_trades(tmp_path / "3", 3) as few, many_trades(tmp_path / "30", 30) as many:
        counts = reading(few)

        assert counts == reading(many)
        assert counts[0] == 3  # begin, the page, the end


def selects_of_an_edit(library: Library) -> int:
    ids = [row.id for row in library.newest()]
    edits = {"grade": "B", "notes.general": "other", "tags+": "new", "setup": "ORB"}
    statements = asked(library, lambda: library.edit(ids, edits))
    return len([sql for sql in statements if sql.startswith("SELECT")])


def test_an_edit_of_many_trades_asks_no_more_than_that_of_a_few(tmp_path: Path):
    with many_trades(tmp_path / "3", 3) as few, many_trades(tmp_path / "30", 30) as many:
        assert selects_of_an_edit(few) == selects_of_an_edit(many)


def test_the_log_has_no_gaps_and_the_clock_only_rises(tmp_path: Path):
    with many_trades(tmp_path, 3) as library:
        library.undo()
        writer = writer_of(library)
        log = writer.execute("SELECT device_seq FROM change_log ORDER BY 1").fetchall()
        clocks = writer.execute("SELECT hlc FROM change_set ORDER BY created_at, id").fetchall()
        (stored,) = writer.execute("SELECT device_seq FROM library_meta").fetchone()

    assert [number for (number,) in log] == list(range(1, stored + 1))
    assert clocks == sorted(set(clocks))


def test_a_bulk_import_is_one_row_of_the_log_for_each_file(tmp_path: Path):
    with Library.open(tmp_path) as library:
        account, _ = library.add_account(an_account())
        library.save_import(
            account.id,
            [a_statement(*fills_of("1@1", "-1@2", symbol=name), file=name) for name in ("a", "b")],
        )
        rows = (
            writer_of(library)
            .execute(
                "SELECT entity, count(*) FROM change_log WHERE change_set_id ="
                " (SELECT id FROM change_set WHERE origin = 'import') GROUP BY 1"
            )
            .fetchall()
        )

    assert dict(rows)["import_batch"] == 2
    assert not {"execution", "trade", "leg"} & dict(rows).keys()


def test_each_change_raises_the_revision_of_the_trade_and_of_the_library(tmp_path: Path):
    with many_trades(tmp_path, 2) as library:
        trade = library.newest()[0].id
        for edits in ({"grade": "B"}, {"notes.general": "x"}, {"tags+": "y"}, {"stop_loss": "1"}):
            before = library.revision(), library.trade(trade).trade.revision
            library.edit([trade], edits)
            after = library.revision(), library.trade(trade).trade.revision

            assert after[0] == before[0] + 1
            assert after[1] > before[1]


def test_the_same_words_again_are_no_change(tmp_path: Path):
    with many_trades(tmp_path, 2) as library:
        trade, revision = library.newest()[0].id, library.revision()

        changes = library.edit([trade], {"grade": "A", "tags": "tag", "notes.general": "words"})

        assert (changes.change_id, library.revision()) == (None, revision)


def test_a_row_that_changes_without_its_revision_is_refused(tmp_path: Path):
    with many_trades(tmp_path, 1) as library:
        for table in ("trade", "note", "account", "execution", "tag"):
            with pytest.raises(DRIVER.IntegrityError, match="must raise rev"):
                writer_of(library).execute(f"UPDATE {table} SET owner_id = 'x'")


@pytest.mark.parametrize("table", ["change_log", "change_set"])
def test_the_log_is_never_rewritten(tmp_path: Path, table: str):
    with many_trades(tmp_path, 1) as library:
        for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET device_id = 'x'"):
            with pytest.raises(DRIVER.IntegrityError, match="append only"):
                writer_of(library).execute(sql)


def test_a_decimal_never_becomes_a_float(tmp_path: Path):
    price, quantity = Decimal("0.10000000000000000555"), Decimal("123456789.12345678")
    fills = (
        a_fill(quantity, price=price),
        a_fill(-quantity, price=price + price, minute=1),
    )
    with Library.open(tmp_path) as library:
        account, _ = library.add_account(an_account(starting_balance=price))
        library.save_import(account.id, [a_statement(*fills)])
        trade = library.trades([library.newest()[0].id])[0]

        assert library.account(account.id).starting_balance == price
        assert trade.quantity == quantity
        assert trade.net_pnl == exact_product(price, quantity)
        kinds = writer_of(library).execute(
            "SELECT typeof(quantity), typeof(price) FROM execution"
            " UNION SELECT typeof(net_pnl), typeof(gross_pnl) FROM trade"
        )
        assert kinds.fetchall() == [("text", "text")]


def test_a_float_where_a_decimal_belongs_fails_loudly(tmp_path: Path):
    with Library.open(tmp_path) as library:
        library.add_account(an_account())
        with pytest.raises(AssertionError, match="money is a Decimal"):
            DecimalText().process_bind_param(0.1, sqlite.dialect())  # type: ignore[arg-type]
        with pytest.raises(DRIVER.IntegrityError, match="CHECK"):
            writer_of(library).execute("UPDATE account SET breakeven_low = 1e30, rev = rev + 1")


def test_an_object_of_sqlmodel_carries_the_same_values(tmp_path: Path):
    with Library.open(tmp_path) as library:
        account, _ = library.add_account(an_account(starting_balance=Decimal("10000.50")))
        with session(writer_of(library)) as objects:
            row = objects.get(AccountRow, account.id)
            assert row is not None
            assert row.starting_balance == Decimal("10000.50")
            assert row.created_at.tzinfo is not None
