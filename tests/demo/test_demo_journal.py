from pathlib import Path

import pytest

from fillbook.demo.journal import make_demo
from fillbook.domain.errors import Refused
from fillbook.domain.query import TradeQuery
from fillbook.statistics.catalogue import figures
from fillbook.statistics.populations import population
from fillbook.storage.library import Library


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "library"
    make_demo(folder)
    return folder


def test_the_library_holds_the_year_and_is_sound(demo: Path):
    with Library.open(demo, writing=False) as library:
        counts = library.counts()
        assert library.check() == ()

    assert counts.accounts == 3
    assert 580 <= counts.trades <= 640
    assert counts.open == 2
    assert counts.unreviewed == 12


def test_its_figures_are_believable(demo: Path):
    with Library.open(demo, writing=False) as library:
        found = figures(population(library.columns(), TradeQuery()))

    value = {key: float(figure.value) for key, figure in found.items() if figure.value is not None}
    assert 0.45 < value["win_rate_decided"] < 0.6
    assert 1.3 < value["profit_factor"] < 2.0
    assert value["net_pnl"] > 0
    assert 0.01 < value["max_drawdown_percent"] < 0.2
    assert value["r_known"] == value["trades"]
    assert found["net_pnl"].reason is None


def test_trades_have_bars_words_and_pictures(demo: Path):
    with Library.open(demo, writing=False) as library:
        trades = library.trades(library.columns().ids)
        pictured = [trade for trade in trades if trade.screenshots]
        detail = library.trade(pictured[0].id)
        assert detail.trade.opened_at is not None
        assert detail.trade.closed_at is not None
        series = library.bars(detail.trade.symbol, detail.trade.opened_at, detail.trade.closed_at)

    assert len(pictured) >= 10
    assert sum(bool(trade.review.notes) for trade in trades) > 200
    assert len({trade.review.setup for trade in trades}) > 5
    assert series[0].bars
    assert detail.screenshots[0].mime_type == "image/png"


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(Refused):
        make_demo(tmp_path)

    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]
