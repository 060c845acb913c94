"""How sure a figure is: what it would have been, had the days been drawn anew."""

from dataclasses import dataclass

import numpy as np

from fillbook.gui.figures.words import value_text
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.integers import Floats, Indices
from fillbook.statistics.population import Population
from fillbook.statistics.terms import Measure
from fillbook.statistics.uncertainty import Interval, Resampling, percentiles, resamples

RESAMPLED = frozenset({"expectancy", "profit_factor", "mean_r", "expectancy_r", "sqn"})
"""The figures that resampling bounds."""

_BINS = 36
_SHOWN = (0.002, 0.998)  # quantiles: a rare resample would press the rest together


@dataclass(frozen=True, eq=False)
class Certainty:
    """The resamples of a figure, counted in bins of one width."""

    key: str
    edges: Floats
    counts: Indices
    interval: Interval
    value: float  # the figure itself
    measure: Measure

    def text(self, value: float) -> str:
        return value_text(BY_KEY[self.key], value, self.measure)


def certainty(population: Population, key: str, plan: Resampling) -> Certainty | None:
    """Of a figure that can be resampled; None where too little is there to draw from.

    Raises:
        Stopped: the plan was cancelled.
    """
    drawn, value = resamples(population, key, plan), BY_KEY[key].of(population).value
    known = drawn[np.isfinite(drawn)]
    if value is None or len(known) < 2:
        return None
    low, high = np.quantile(known, _SHOWN)
    low, high = min(float(low), float(value)), max(float(high), float(value))
    if high <= low:
        return None
    counts, edges = np.histogram(known, _BINS, (low, high))
    return Certainty(key, edges, counts, percentiles(drawn), float(value), population.measure)
