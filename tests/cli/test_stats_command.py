from decimal import Decimal
from pathlib import Path

import pytest

from cli_run import PIXEL, Run


def test_figures_are_exact_and_missing_ones_say_why(three_trades: Run):
    document = three_trades("stats", "--json").document
    figures = {figure["key"]: figure for figure in document["statistics"]}

    assert document["population"]["trades"] == 2
    assert document["population"]["open"] == 1
    assert document["population"]["currency"] == "USD"
    assert document["groups"] is None
    assert figures["net_pnl"]["value"] == "86"
    assert figures["gross_profit"]["value"] == "98"
    assert figures["gross_loss"]["value"] == "12"
    assert figures["win_rate_all"]["value"] == "0.5"
    assert figures["average_loss"]["value"] == "-12"
    assert figures["mean_r"]["value"] is None
    assert figures["mean_r"]["reason"]


def test_groups_follow_the_dimension(three_trades: Run):
    groups = three_trades("stats", "--by", "weekday", "--json").document["groups"]

    assert [group["key"] for group in groups] == ["wednesday", "thursday"]


def test_filters_narrow_the_population(three_trades: Run):
    document = three_trades("stats", "--symbol", "MSFT", "--json").document

    assert document["population"]["trades"] == 1


def test_an_empty_journal_has_figures_without_values(fillbook: Run):
    document = fillbook("stats", "--json").document

    assert document["population"]["trades"] == 0
    assert {figure["key"]: figure["value"] for figure in document["statistics"]}[
        "profit_factor"
    ] is None


def test_an_unknown_dimension_is_wrong_usage(fillbook: Run):
    assert fillbook("stats", "--by", "moon").code == 2


@pytest.mark.parametrize("by", [(), ("--by", "symbol")])
def test_the_readable_form_names_the_figures(three_trades: Run, by: tuple[str, ...]):
    answer = three_trades("stats", *by)

    assert answer.code == 0
    assert "Profit factor" in answer.out


def test_notes_tags_and_pictures_never_move_a_figure(three_trades: Run, tmp_path: Path):
    before = three_trades("stats", "--by", "symbol", "--json").out
    picture = tmp_path / "chart.png"
    picture.write_bytes(PIXEL)

    words = ("notes.general=a long story", "notes.mistakes=none", "tags+=breakout", "emotion=CALM")
    assert three_trades("edit", "1", *words).code == 0
    assert three_trades("attach", "1", picture, "--label", "entry").code == 0

    assert three_trades("stats", "--by", "symbol", "--json").out == before


def test_one_figure_can_be_explained(three_trades: Run):
    document = three_trades("stats", "--explain", "gross_profit", "--json").document
    explanation = document["explanation"]

    assert document["population"]["trades"] == 2
    assert explanation["formula"].startswith("sum of all trades above zero")
    assert [part["value"] for part in explanation["contributions"]] == ["98"]
    assert [left["reason"] for left in explanation["left_out"]] == ["still open"]
    assert "still open" in three_trades("stats", "--explain", "gross_profit").out


def test_an_unknown_figure_is_wrong_usage(fillbook: Run):
    assert fillbook("stats", "--explain", "moon").code == 2


def test_results_are_told_in_the_unit_and_on_the_clock_that_were_asked_for(three_trades: Run):
    trade = three_trades("trades", "--status", "closed", "--json").document[0]["number"]
    three_trades("edit", str(trade), "initial_risk=50")

    asked = ("--unit", "r", "--basis", "gross", "--breakeven=-0.1:0.1r")
    clock = ("--timezone", "Asia/Tokyo", "--day-ends", "06:00")
    document = three_trades("stats", *asked, *clock, "--json").document

    figures = {each["key"]: each for each in document["statistics"]}
    assert figures["net_pnl"]["unit"] == "r"
    assert figures["net_pnl"]["value"] == figures["total_r"]["value"]
    assert document["population"]["breakeven"] == {"low": "-0.1", "high": "0.1", "unit": "r"}
    assert document["population"]["clock"] == [{"timezone": "Asia/Tokyo", "day_ends": "06:00"}]
    assert [each["reason"] for each in document["population"]["excluded"]] == ["no initial risk"]


@pytest.mark.parametrize("wrong", ["--breakeven=5", "--breakeven=5:-5", "--day-ends=17:00"])
def test_half_a_band_or_half_a_clock_is_wrong_usage(fillbook: Run, wrong: str):
    assert fillbook("stats", wrong).code == 2


def test_bars_tell_how_far_trades_went(three_trades: Run, tmp_path: Path):
    trade = three_trades("trades", "--symbol", "MSFT", "--json").document[0]
    prices = tmp_path / "MSFT.csv"
    low, high = Decimal(trade["entry_price"]) - 1, Decimal(trade["exit_price"]) + 1
    opened = trade["opened_at"][:10]
    rows = [f"{opened} {hour:02}:00:00,{low},{high},{low},{high}" for hour in range(24)]
    prices.write_text("\n".join(["Date,Open,High,Low,Close", *rows]))

    kept = three_trades("bars", "import", str(prices), "--symbol", "MSFT", "--json").document
    document = three_trades("stats", "--symbol", "MSFT", "--json").document

    figures = {each["key"]: each for each in document["statistics"]}
    assert (kept[0]["symbol"], kept[0]["resolution_s"], kept[0]["count"]) == ("MSFT", 3600, 24)
    assert three_trades("bars", "list", "--json").document == kept
    assert figures["bar_coverage"]["value"] == "1"
    assert figures["average_mae"]["reason"] == "bars of 3600 s on 100% of the time held"


def test_money_is_converted_at_the_rates_that_were_imported(three_trades: Run, tmp_path: Path):
    rates = tmp_path / "bank.csv"
    days = three_trades("trades", "--status", "closed", "--json").document
    lines = [f"{trade['trading_day']},USD,EUR,0.5" for trade in days]
    rates.write_text("\n".join(["Date,From,To,Rate", *lines]))
    assert (
        three_trades("stats", "--currency", "EUR", "--json").document["population"]["trades"] == 0
    )

    kept = three_trades("rates", "import", str(rates), "--json").document
    document = three_trades("stats", "--currency", "EUR", "--json").document

    figures = {each["key"]: each["value"] for each in document["statistics"]}
    assert (document["population"]["currency"], figures["net_pnl"]) == ("EUR", "43")
    assert document["population"]["rates"] == three_trades("rates", "list", "--json").document
    assert kept[0]["source"] == "bank.csv"


def test_two_dimensions_two_groups_and_other_courses_can_be_asked_for(three_trades: Run):
    by = ("--by", "symbol", "--cross", "direction", "--compare", "AAPL", "MSFT")
    document = three_trades("stats", *by, "--simulate", "--loss", "10", "--json").document

    cells = {(cell["row"], cell["column"]): cell for cell in document["cross"]["cells"]}
    assert sum(int(cell["trades"]) for cell in cells.values()) == 2
    assert {row for row, _ in cells} == {group["key"] for group in document["groups"]}
    assert document["comparison"]["expectancy"]["difference"] is not None
    simulation = document["simulation"]
    assert (simulation["paths"], simulation["limit"]) == (5000, "10")
    # One of the two orders has the loss of 12 first.
    assert simulation["reshuffled"]["end"] == {"p5": "86", "p50": "86", "p95": "86"}
    assert 0.4 < float(simulation["reshuffled"]["chance_of_loss"]) < 0.6
    assert "reshuffled" in three_trades("stats", "--simulate").out


@pytest.mark.parametrize(
    "wrong", [("--cross", "hour"), ("--loss", "5"), ("--simulate", "--loss", "none")]
)
def test_a_study_that_is_not_fully_told_is_wrong_usage(fillbook: Run, wrong: tuple[str, ...]):
    assert fillbook("stats", *wrong).code == 2


def test_the_population_names_the_filters_in_force(three_trades: Run):
    asked = ("--symbol", "MSFT", "--direction", "long", "--from", "2020-01-01")

    filtered = three_trades("stats", *asked, "--json").document["population"]
    everything = three_trades("stats", "--json").document["population"]

    assert filtered["filters"] == {
        "first_day": "2020-01-01", "symbols": ["MSFT"], "directions": ["long"],
    }  # fmt: skip
    assert everything["filters"] == {}
