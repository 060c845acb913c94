"""Notes of days, what brokers say of accounts, exchange rates: kept once, taken back, restored."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from builders import an_account
from fillbook.domain.account_state import AccountState
from fillbook.domain.errors import Refused
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.storage.library import Library

DAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path / "library") as opened:
        yield opened


def a_rate(rate: str) -> ExchangeRate:
    return ExchangeRate(base="EUR", quote="USD", day=DAY, rate=Decimal(rate), source="typed")


def test_a_day_has_one_note_and_undo_brings_the_old_one_back(library: Library):
    library.write_day_note(DAY, "calm\r\nand patient")
    library.write_day_note(DAY, "calm")

    assert [note.text for note in library.day_notes()] == ["calm"]
    library.undo()
    assert [note.text for note in library.day_notes(DAY, DAY)] == ["calm\nand patient"]
    library.undo()
    assert library.day_notes() == ()


def test_an_empty_note_is_none(library: Library):
    library.write_day_note(DAY, "calm")
    library.write_day_note(DAY, "")

    assert library.day_notes() == ()


def test_a_rate_takes_the_place_of_the_days_older_one(library: Library):
    library.put_rates([a_rate("1.08")])
    library.put_rates([a_rate("1.0842")])

    assert library.rates() == (a_rate("1.0842"),)
    library.undo()
    assert library.rates() == (a_rate("1.08"),)


def test_a_rate_of_nothing_is_refused_and_nothing_is_kept(library: Library):
    with pytest.raises(Refused, match="no rate of EUR in USD on 2026-11-02"):
        library.put_rates([a_rate("1.08"), a_rate("0")])

    assert library.rates() == ()


def test_a_brokers_word_is_kept_when_it_differs(library: Library):
    account, _ = library.add_account(an_account())

    def told(balance: str, minutes: int) -> bool:
        state = AccountState(
            account_id=account.id,
            source="broker",
            at=NOON + timedelta(minutes=minutes),
            balance=Decimal(balance),
            today_trades=2,
        )
        kept, _ = library.sync(lambda store: store.put_account_state(state))
        return kept

    assert [told("100", 0), told("100", 1), told("101.5", 2), told("90", 1)] == [
        True,
        False,
        True,
        False,
    ]
    series = library.account_states(account.id, NOON, NOON + timedelta(hours=1))
    assert [str(state.balance) for state in series] == ["100", "101.5"]


def test_they_come_back_from_an_export(library: Library, tmp_path: Path):
    library.write_day_note(DAY, "calm")
    library.put_rates([a_rate("1.0842")])
    library.export(tmp_path / "all.json")

    Library.restore(tmp_path / "other", tmp_path / "all.json")

    with Library.open(tmp_path / "other") as other:
        assert [note.text for note in other.day_notes()] == ["calm"]
        assert other.rates() == library.rates()
