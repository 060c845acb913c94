"""Other orders and other days."""

import numpy as np
import pytest
from populations import ATrade, a_population, an_account, golden, nets

from fillbook.statistics.monte_carlo import redrawn_days, reshuffled, risk_of_ruin
from fillbook.statistics.uncertainty import Resampling, Stopped

FEW = Resampling(resamples=600)


def test_other_orders_keep_the_end_and_spread_the_drawdown():
    paths = reshuffled(golden(), FEW)

    assert (paths.end.p5, paths.end.p95) == (641.0, 641.0)
    assert paths.drawdown.p5 < 254 < paths.drawdown.p95
    assert paths.drawdowns[0] >= 240
    assert paths.drawdowns[-1] <= 737


def test_every_order_of_two_trades_is_met_about_as_often():
    paths = reshuffled(a_population(*nets("100", "-60")), Resampling(resamples=4000))

    assert set(paths.lowest.tolist()) == {-60.0, 0.0}
    assert paths.chance_of_loss(60) == pytest.approx(0.5, abs=0.03)
    assert paths.chance_of_drawdown(60) == 1.0


def test_drawn_days_move_the_end():
    paths = redrawn_days(golden(), FEW)

    assert paths.end.p5 < 641 < paths.end.p95
    assert paths.fan.shape == (3, 5)
    assert np.all(np.diff(paths.fan, axis=0) >= 0)
    assert paths.steps.tolist() == [0.2, 0.4, 0.6, 0.8, 1.0]


def test_the_same_seed_draws_the_same_paths():
    assert redrawn_days(golden(), FEW).end == redrawn_days(golden(), FEW).end
    assert redrawn_days(golden(), FEW).end != redrawn_days(golden(), Resampling(600, 5)).end


def test_ruin_by_even_bets_is_the_gamblers():
    people = a_population(*nets("1", "-1"))

    # An even walk of 4 steps touches -2 in 6 of 16 paths.
    chance = risk_of_ruin(people, limit=2, trades=4, plan=Resampling(resamples=8000))

    assert chance == pytest.approx(6 / 16, abs=0.02)


def test_long_histories_are_shown_at_two_hundred_steps():
    people = a_population(*(ATrade(net="1", day=i) for i in range(450)))

    assert redrawn_days(people, FEW).fan.shape == (3, 200)


def test_nothing_is_simulated_of_nothing_or_of_two_currencies():
    mixed = a_population(
        ATrade(net="1"),
        ATrade(net="1", account="Berlin"),
        accounts=[an_account(), an_account("Berlin", currency="EUR")],
    )

    assert reshuffled(a_population()) is None
    assert redrawn_days(mixed) is None
    assert risk_of_ruin(golden(), limit=0, trades=10) is None


def test_a_simulation_reports_and_can_be_stopped():
    seen = []
    reshuffled(golden(), Resampling(600, progress=lambda done, total: seen.append((done, total))))

    assert seen[-1] == (600, 600)
    with pytest.raises(Stopped):
        reshuffled(golden(), Resampling(cancelled=lambda: True))
