from datetime import UTC, datetime
from decimal import Decimal

import pytest

from builders import a_fill, a_trade
from fillbook.domain.execution import Basis, StatedPnl
from fillbook.domain.instrument import AssetType
from fillbook.domain.trade import Kind
from fillbook.remotes.tradavity import creation
from fillbook.remotes.tradavity.asset_config import asset_config

NET: dict[str, str] = {}


def test_a_new_trade_states_all_that_cannot_be_said_later():
    trade = a_trade(
        "-2@5700.5",
        "2@5702.75",
        symbol="mes",
        asset_type=AssetType.FUTURES,
        multiplier=Decimal(5),
        initial_stop=Decimal("5706.5"),
        take_profit=Decimal("5691.5"),
        r_multiple=Decimal("-0.3917"),
    )

    assert creation.body(trade, NET, "7") == {
        "account_id": 7,
        "trade_date": "2024-05-01T12:00:00Z",
        "symbol": "MES",
        "direction": "short",
        "net_pnl": Decimal("-23.5"),
        "gross_pnl": Decimal("-22.5"),
        "fees": Decimal(1),
        "quantity": 2,
        "multiplier": 5,
        "asset_type": "futures",
        "total_points": Decimal("-2.25"),
        "holding_time": 60,
        "rr_expected": Decimal("1.5"),
        "rr_realized": Decimal("-0.3917"),
    }


def test_times_are_floored_to_the_second():
    early = datetime(2024, 5, 1, 12, 0, 0, 999_999, tzinfo=UTC)
    fills = (a_fill(1, 10, fees=0, executed_at=early), a_fill(-1, 12, fees=0, minute=1))

    body = creation.body(a_trade(fills=fills), NET, "7")

    assert body["trade_date"] == "2024-05-01T12:00:00Z"
    assert body["holding_time"] == 60


def test_figures_are_what_survives_a_double():
    trade = a_trade(net_pnl=Decimal("1234567890.123456789"), multiplier=Decimal("100000000"))

    body = creation.body(trade, NET, "7")

    assert body["net_pnl"] == Decimal("1234567890.12346")
    assert "multiplier" not in body


def test_the_facts_are_what_it_would_list():
    facts = creation.facts(a_trade("2@10", "-2@15", symbol=" acme "), NET)

    assert facts.symbol == "ACME"
    assert facts.opened_at == datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
    assert facts.closed_at == datetime(2024, 5, 1, 12, 1, tzinfo=UTC)
    assert (facts.entry_price, facts.exit_price) == (10, 15)
    assert (facts.gross_pnl, facts.fees, facts.net_pnl) == (10, 1, 9)


def test_a_journal_of_gross_figures_is_told_no_costs():
    facts = creation.facts(a_trade("2@10", "-2@15"), {"pnl": "gross"})

    assert (facts.gross_pnl, facts.fees, facts.net_pnl) == (10, 0, 10)


@pytest.mark.parametrize(
    ("fields", "account", "words"),
    [
        ({}, "7", ()),
        ({"kind": Kind.MISSED}, "7", ("not executed",)),
        ({}, None, ('the account "Main" is not mapped',)),
        ({"net_pnl": None}, "7", ("no P&L known",)),
        ({"fees_unknown": 1}, "7", ("costs unknown",)),
        ({"opened_at": None}, "7", ("no time of entry",)),
        (
            {"opened_at": datetime(1999, 12, 31, tzinfo=UTC)},
            "7",
            ("entered before the year 2000",),
        ),
        ({"symbol": "S" * 51}, "7", ("a symbol of 1 to 50 characters",)),
        (
            {"net_pnl": None, "opened_at": None},
            None,
            ('the account "Main" is not mapped', "no P&L known", "no time of entry"),
        ),
    ],
    ids=str,
)
def test_what_is_lacking_is_said(
    fields: dict[str, object], account: str | None, words: tuple[str, ...]
):
    assert creation.lacking(a_trade(**fields), NET, account) == words


def test_an_open_trade_waits_for_its_end():
    assert creation.lacking(a_trade("2@10", "-1@12"), NET, "7") == ("still open",)


@pytest.mark.parametrize("option", [{"unknown_costs": "zero"}, {"pnl": "gross"}])
def test_unknown_costs_may_be_taken_for_none(option: dict[str, str]):
    assert creation.lacking(a_trade(fees_unknown=1), option, "7") == ()


def test_a_pnl_that_is_stated_after_costs_needs_none():
    net = StatedPnl(Decimal(5), Basis.NET)
    fills = (a_fill(1, 10), a_fill(-1, 15, minute=1, sequence=1, stated_pnl=net))

    assert creation.lacking(a_trade(fills=fills), NET, "7") == ()


@pytest.mark.parametrize("symbol", ["AAPL  240119C00150000", ".AAPL240119C150", "AAPL240119C150.0"])
def test_an_option_is_told_from_its_symbol(symbol: str):
    trade = a_trade(symbol=symbol, asset_type=AssetType.OPTIONS).trade

    assert asset_config(trade) == {
        "option_type": "call",
        "strike_price": 150,
        "expiration": "2024-01-19",
    }


@pytest.mark.parametrize("symbol", ["AAPL", ".AAPL241319C150", "SPX WEEKLY"])
def test_an_option_of_another_spelling_says_nothing(symbol: str):
    assert asset_config(a_trade(symbol=symbol, asset_type=AssetType.OPTIONS).trade) is None


def test_a_pair_in_the_accounts_currency_has_a_lot_and_a_pip():
    trade = a_trade(symbol="EUR/USD", asset_type=AssetType.FOREX, multiplier=Decimal(100_000))

    assert asset_config(trade.trade) == {"lot_type": "standard", "pip_value": 10}


@pytest.mark.parametrize(("symbol", "lot"), [("USDJPY", 100_000), ("EURUSD", 50_000)])
def test_another_pair_says_nothing(symbol: str, lot: int):
    trade = a_trade(symbol=symbol, asset_type=AssetType.FOREX, multiplier=Decimal(lot))

    assert asset_config(trade.trade) is None
