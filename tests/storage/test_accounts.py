"""Accounts: made, found, changed, and what may not be."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from builders import a_statement, an_account, fills_of
from fillbook.domain.account import Matching, NewAccount
from fillbook.domain.errors import NotFound, Refused
from fillbook.domain.instrument import AssetType
from fillbook.storage.library import Library


@pytest.fixture
def library(tmp_path: Path):
    with Library.open(tmp_path) as opened:
        yield opened


def test_an_account_comes_back_as_it_was_made(library: Library):
    wanted = NewAccount(
        name="Prop firm",
        currency="EUR",
        timezone="America/New_York",
        day_ends=time(17, 0),
        starting_balance=Decimal("50000.10"),
        asset_type=AssetType.FUTURES,
        matching=Matching.AVERAGE,
        breakeven_low=Decimal(-5),
        breakeven_high=Decimal("2.5"),
        counted=False,
        archived=True,
    )

    added, changes = library.add_account(wanted)

    assert library.accounts() == (added,)
    assert {name: getattr(added, name) for name in wanted.__slots__} == {
        name: getattr(wanted, name) for name in wanted.__slots__
    }
    assert (changes.title, changes.accounts) == ("account Prop firm", True)


def test_an_account_is_found_by_name_in_any_case_or_by_id(library: Library):
    added, _ = library.add_account(an_account(" Main ", currency="usd"))

    assert library.account("main") == library.account(added.id) == added
    assert (added.name, added.currency) == ("Main", "USD")
    with pytest.raises(NotFound, match="account add NAME"):
        library.account("other")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "MAIN"}, "already"),
        ({"currency": "dollars"}, "not a currency"),
        ({"currency": "U$D"}, "not a currency"),
        ({"timezone": "New York"}, "not a time zone"),
        ({"timezone": "../etc"}, "not a time zone"),
        ({"timezone": ""}, "not a time zone"),
        ({"breakeven_low": Decimal(1)}, "upside down"),
        ({"starting_balance": Decimal("NaN")}, "not an amount"),
    ],
)
def test_an_impossible_account_is_refused(library: Library, fields: dict[str, object], reason: str):
    library.add_account(an_account("Main"))

    with pytest.raises(Refused, match=reason):
        library.add_account(an_account(**({"name": "Other"} | fields)))
    assert len(library.accounts()) == 1


def test_another_zone_moves_the_days_of_its_trades(library: Library):
    account, _ = library.add_account(an_account("Main"))
    library.save_import(account.id, [a_statement(*fills_of("1@1", "-1@2"))])
    assert library.trade("1").trade.trading_day == date(2024, 5, 1)

    library.change_account(replace(account, timezone="Pacific/Auckland"))

    assert library.trade("1").trade.trading_day == date(2024, 5, 2)
    assert library.check() == ()


def test_the_currency_of_an_account_with_fills_stays(library: Library):
    account, _ = library.add_account(an_account("Main"))
    library.change_account(replace(account, currency="EUR"))
    library.save_import(account.id, [a_statement(*fills_of("1@1", "-1@2"))])

    with pytest.raises(Refused, match="currency"):
        library.change_account(replace(account, currency="USD"))


def test_a_name_that_was_taken_back_is_free_again(library: Library):
    library.add_account(an_account("Main"))
    library.undo()

    again, _ = library.add_account(an_account("main"))

    assert library.accounts() == (again,)


def test_a_mapping_profile_is_found_by_name_and_by_the_last_header(library: Library):
    library.save_profile("My broker", "aa", "{1}")
    library.save_profile("other", "aa", "{2}")
    library.save_profile("MY  BROKER", "bb", "{3}")

    assert library.profiles() == ("MY BROKER", "other")
    assert library.profile("my broker") == "{3}"
    assert (library.profile_for_header("aa"), library.profile_for_header("bb")) == ("{2}", "{3}")
    assert library.profile_for_header("cc") is None
    with pytest.raises(NotFound, match="Known: MY BROKER, other"):
        library.profile("third")


def test_the_zone_of_files_is_remembered_for_each_account(library: Library):
    account, _ = library.add_account(an_account("Main"))
    other, _ = library.add_account(an_account("Other"))
    library.save_import(
        account.id, [a_statement(*fills_of("1@1"), format="mt4_html", timezone="Etc/GMT-2")]
    )

    assert library.file_zone(account.id, "mt4_html") == "Etc/GMT-2"
    assert library.file_zone(other.id, "mt4_html") is None
