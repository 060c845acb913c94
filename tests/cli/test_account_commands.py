import pytest

from cli_run import Run


def test_an_account_is_made_with_its_zone_and_day(fillbook: Run):
    answer = fillbook(
        "account", "add", "Futures", "--currency", "usd", "--timezone", "America/New_York",
        "--day-ends", "17:00", "--starting-balance", "10000.50", "--asset-type", "futures",
        "--json",
    )  # fmt: skip

    document = answer.document
    assert answer.code == 0
    assert document["name"] == "Futures"
    assert document["currency"] == "USD"
    assert document["timezone"] == "America/New_York"
    assert document["day_ends"] == "17:00"
    assert document["starting_balance"] == "10000.5"
    assert document["asset_type"] == "futures"
    assert fillbook("account", "list", "--json").document == [document]


def test_a_new_library_has_no_accounts(fillbook: Run):
    assert fillbook("account", "list", "--json").document == []


def test_a_name_is_taken_once_in_any_case(fillbook: Run):
    fillbook("account", "add", "Main", "--currency", "USD")

    assert fillbook("account", "add", "MAIN", "--currency", "USD").code == 3


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--timezone", "Mars/Olympus"),
        ("--day-ends", "25:00"),
        ("--starting-balance", "much"),
        ("--starting-balance", "NaN"),
        ("--currency", "12"),
    ],
)
def test_an_impossible_value_is_refused_in_words(fillbook: Run, option: str, value: str):
    currency = () if option == "--currency" else ("--currency", "USD")
    answer = fillbook("account", "add", "Main", *currency, option, value)

    assert answer.code == 3
    assert value in answer.err
    assert fillbook("account", "list", "--json").document == []


def test_a_missing_currency_is_wrong_usage(fillbook: Run):
    answer = fillbook("account", "add", "Main", "--json")

    assert answer.code == 2
    assert answer.document["error"]["exit"] == 2
    assert "--currency" in answer.document["error"]["title"]
