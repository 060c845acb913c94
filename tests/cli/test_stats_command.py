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
