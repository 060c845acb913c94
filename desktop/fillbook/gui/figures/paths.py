"""What else could have happened: many paths of the same trades."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from fillbook.gui import format
from fillbook.gui.charts.marks import Fan
from fillbook.statistics.integers import floats
from fillbook.statistics.monte_carlo import Simulation, redrawn_days, reshuffled
from fillbook.statistics.population import Population
from fillbook.statistics.uncertainty import SEED, Resampling

PATHS = 2000


class Draw(StrEnum):
    """How a path is drawn."""

    SHUFFLE = "shuffle"  # the same trades in another order
    DAYS = "days"  # days drawn with replacement


@dataclass(frozen=True, eq=False)
class Paths:
    """The fan, and what it says in words."""

    fan: Fan
    lines: tuple[tuple[str, str], ...]  # label and figure
    note: str  # how many paths, from which seed


def simulated(
    population: Population,
    draw: Draw,
    *,
    seed: int = SEED,
    paths: int = PATHS,
    cancelled: Callable[[], bool],
    progress: Callable[[int, int], None],
) -> Paths | None:
    """Draw the paths; None where there is nothing to draw from.

    Raises:
        Stopped: ``cancelled`` said so.
    """
    plan = Resampling(paths, seed, cancelled, progress)
    shuffle = draw is Draw.SHUFFLE
    found = reshuffled(population, plan) if shuffle else redrawn_days(population, plan)
    if found is None:
        return None
    if shuffle:
        taken = np.cumsum(population.pnl)
    else:
        daily = population.daily
        taken = np.cumsum(daily.net[daily.active])
    length = len(taken)
    levels = floats(taken, population.places)
    places = np.rint(found.steps * length).astype(np.intp) - 1
    fan = Fan(
        steps=(places + 1).astype(np.float64),
        low=found.fan[0],
        middle=found.fan[1],
        high=found.fan[2],
        taken=levels[places].astype(np.float64),
        noun="trades" if shuffle else "days",
    )
    return Paths(fan, _lines(population, found, shuffle=shuffle), _note(found))


def _lines(
    population: Population, found: Simulation, *, shuffle: bool
) -> tuple[tuple[str, str], ...]:
    deepest = population.curve.deepest
    came = float(population.money(deepest.depth)) if deepest else 0.0
    lines = [
        ("Drawdown, middle path", format.money(found.drawdown.p50)),
        ("Drawdown, one path in twenty is deeper", format.money(found.drawdown.p95)),
        ("Drawdown, as it came", format.money(came)),
    ]
    if came:
        share = found.chance_of_drawdown(came)
        chance = format.percent(share) if share else f"none of {format.count(found.paths)}"
        lines.append(("Paths with a drawdown as deep", chance))
    if not shuffle:
        low, middle, high = (
            format.money(each, signed=True) for each in (found.end.p5, found.end.p50, found.end.p95)
        )
        lines += [("End, middle path", middle), ("End, nine paths in ten", f"{low} to {high}")]
    return tuple(lines)


def _note(found: Simulation) -> str:
    return f"{format.count(found.paths)} paths, seed {found.seed}"
