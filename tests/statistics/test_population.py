"""Who is counted, and what happens to the rest."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from populations import MONDAY, ATrade, Cash, a_population, an_account, columns_of, nets

from fillbook.domain.execution import Basis
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade import Outcome, Status
from fillbook.statistics.catalogue import BY_KEY, STATISTICS, figures
from fillbook.statistics.populations import Populations
from fillbook.statistics.statistic import Unit
from fillbook.statistics.terms import Terms


def test_what_is_left_out_is_named_with_its_reason():
    accounts = [an_account(), an_account("Paper", counted=False)]
    people = a_population(
        ATrade(id="kept", net="10"),
        ATrade(id="missed", executed=False, net=None),
        ATrade(id="archived", net="10", archived=True),
        ATrade(id="paper", net="10", account="Paper"),
        ATrade(id="lots", net=None),
        accounts=accounts,
    )

    reasons = {left.trade: left.reason for left in people.excluded()}

    assert len(people) == 1
    assert reasons == {
        "missed": "a plan or a missed trade",
        "archived": "archived",
        "paper": "account Paper is not counted",
        "lots": "its P&L is not known",
    }


def test_an_open_trade_is_no_trade_yet_but_its_partial_exit_is_money():
    people = a_population(
        ATrade(net="100", day=0),
        ATrade(is_open=True, net="-30", day=1, parts=((1, "-30"),)),
    )

    found = figures(people)

    assert (found["trades"].value, found["net_pnl"].value) == (1, Decimal("100.00"))
    assert len(people.open_rows) == 1
    assert people.money(people.realised_open) == Decimal("-30.00")
    assert found["max_drawdown"].value == Decimal("30.00")
    assert [int(net) for net in people.daily.net] == [10000, -3000]


def test_a_partial_exit_realises_on_its_own_day():
    people = a_population(ATrade(net="50", day=3, parts=((0, "20"), (3, "30"))))

    assert [int(net) for net in people.daily.net] == [2000, 0, 0, 3000]
    assert people.daily.closed.tolist() == [0, 0, 0, 1]


def test_currencies_are_never_added():
    accounts = [an_account(), an_account("Berlin", currency="EUR")]
    people = a_population(
        ATrade(net="100", risk="50"),
        ATrade(net="-40", risk="40", account="Berlin"),
        accounts=accounts,
    )

    found = figures(people)

    assert people.currency is None
    assert found["net_pnl"].reason == "trades in EUR and USD are not added up"
    assert all(found[s.key].value is None for s in STATISTICS if s.unit is Unit.MONEY)
    assert found["profit_factor"].value is None
    assert (found["trades"].value, found["wins"].value, found["mean_r"].value) == (2, 1, 0.5)


def test_two_accounts_of_one_currency_are_added():
    accounts = [an_account(), an_account("Second")]
    people = a_population(ATrade(net="100"), ATrade(net="-40", account="Second"), accounts=accounts)

    assert figures(people)["net_pnl"].value == Decimal("60.00")
    assert people.balance.start == 20000


def test_an_account_without_trades_lends_no_currency():
    accounts = [an_account(), an_account("Berlin", currency="EUR")]

    assert a_population(ATrade(net="100"), accounts=accounts).currency == "USD"


def test_the_breakeven_band_moves_counts_and_no_sum():
    journal = nets("100", "4", "-5", "-60", "5")

    narrow = figures(a_population(*journal))
    wide = figures(a_population(*journal, accounts=[an_account(band=("-5", "5"))]))

    assert (narrow["wins"].value, narrow["losses"].value) == (3, 2)
    assert (wide["wins"].value, wide["losses"].value, wide["breakevens"].value) == (1, 1, 3)
    for key in ("gross_profit", "gross_loss", "net_pnl", "profit_factor", "expectancy"):
        assert narrow[key].value == wide[key].value


def test_a_band_finer_than_the_money_columns_keeps_its_edges():
    accounts = [an_account(band=("-0.005", "0.015"))]

    found = figures(a_population(*nets("0.01", "0.02", "-0.01"), accounts=accounts))

    assert (found["wins"].value, found["breakevens"].value, found["losses"].value) == (1, 1, 1)


def test_each_account_keeps_its_own_band():
    accounts = [an_account(band=("-5", "5")), an_account("Second")]
    people = a_population(ATrade(net="3"), ATrade(net="3", account="Second"), accounts=accounts)

    assert (people.wins, people.breakevens) == (1, 1)


def test_gross_figures_leave_the_costs_out():
    people = a_population(ATrade(net="95", fees="5"), terms=Terms(basis=Basis.GROSS))

    assert figures(people)["gross_profit"].value == Decimal("100.00")


def test_unknown_fees_are_flagged_and_not_taken_as_zero():
    partly = figures(a_population(ATrade(net="10", fees="1", fees_unknown=2), ATrade(net="5")))
    wholly = figures(a_population(ATrade(net="10", fees=None, fees_unknown=2)))

    assert partly["fees"].value == Decimal("1.00")
    assert partly["net_pnl"].reason == "fees unknown on 2 fills"
    assert wholly["fees"].value is None
    assert wholly["cost_drag"].reason == "fees unknown on 2 fills"


def test_a_deposit_makes_no_profit_and_hides_no_drawdown():
    journal = (ATrade(net="-1000", day=0), ATrade(net="500", day=2), ATrade(net="-1900", day=4))
    cash = (Cash(amount="10000", day=1),)

    without = a_population(*journal)
    deposited = a_population(*journal, cash=cash)

    assert without.index.max_drawdown == pytest.approx(2400 / 10000, rel=1e-12)
    # 9,000 of 10,000; then 500 on 19,000 and -1,900 on 19,500.
    expected = 1 - 0.9 * (1 + 500 / 19000) * (1 - 1900 / 19500)
    assert deposited.index.max_drawdown == pytest.approx(expected, rel=1e-12)
    assert figures(deposited)["max_drawdown"].value == Decimal("2400.00")


def test_a_deposit_before_the_first_trade_is_the_starting_balance():
    cash = (Cash(amount="500", day=-1),)
    unnamed = [an_account(starting_balance=None)]

    assert a_population(*nets("-50"), cash=cash, accounts=unnamed).balance.start == 500
    assert a_population(*nets("-50"), cash=cash).balance.start == 10000


def test_without_a_starting_balance_there_is_money_and_no_share():
    found = figures(a_population(*nets("-50"), accounts=[an_account(starting_balance=None)]))

    assert found["max_drawdown"].value == Decimal("50.00")
    assert found["max_drawdown_percent"].reason == "the starting balance is not known"
    assert found["sharpe"].reason == "the starting balance is not known"


def test_a_balance_that_is_used_up_has_no_returns():
    journal = (ATrade(net="-10000", day=0), ATrade(net="50", day=1), ATrade(net="50", day=2))

    found = figures(a_population(*journal))

    assert found["sharpe"].reason == "the balance was not above zero on 2026-03-03"
    assert found["max_drawdown_percent"].value == 1.0


def test_crypto_has_a_return_on_every_day():
    weekend = [ATrade(net="10", day=4), ATrade(net="-5", day=7)]
    coins = [replace(trade, asset_type="crypto") for trade in weekend]

    stocks, crypto = a_population(*weekend).index, a_population(*coins).index
    assert len(stocks.returns) + stocks.idle_days == 2
    assert len(crypto.returns) + crypto.idle_days == 4


def test_the_same_question_gets_the_same_population_until_the_library_changes():
    populations, columns = Populations(), columns_of(nets("10"))
    wins = TradeQuery(outcomes=(Outcome.WIN,))

    first = populations.of(columns, wins)

    assert populations.of(columns, wins) is first
    assert populations.of(columns, TradeQuery()) is not first
    assert populations.of(columns_of(nets("10")), wins) is not first


def test_only_the_trades_of_the_query_are_counted_or_excluded():
    people = a_population(
        ATrade(net="10", day=0),
        ATrade(net="20", day=1, archived=True),
        ATrade(net="30", day=2),
        query=TradeQuery(first_day=MONDAY + timedelta(days=2), statuses=(Status.CLOSED,)),
    )

    assert (people.net, list(people.excluded())) == (3000, [])


def test_every_statistic_has_its_own_key_and_words():
    assert len(BY_KEY) == len(STATISTICS)
    assert all(statistic.title and statistic.formula for statistic in STATISTICS)


def test_the_money_weighted_return_weighs_a_deposit_by_its_time():
    # 1,000 for four days and 1,000 for the last two become 2,100: (1 + r) + (1 + r)^(1/2) = 2.1.
    accounts = [an_account(starting_balance="1000")]
    trades = [ATrade(net="0", held=0), ATrade(net="100", day=4, held=0)]

    people = a_population(*trades, accounts=accounts, cash=[Cash(amount="1000", day=2)])
    alone = a_population(*trades, accounts=accounts)

    root = (-1 + (1 + 4 * 2.1) ** 0.5) / 2
    weighted = BY_KEY["money_weighted_return"].of(people).value
    assert weighted == pytest.approx(root**2 - 1, abs=1e-6)
    assert BY_KEY["money_weighted_return"].of(alone).value == pytest.approx(0.1)
