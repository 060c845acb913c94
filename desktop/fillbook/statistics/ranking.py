"""Groups ranked by how sure their expectancy is: by its lower bound, not by its mean."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fillbook.statistics.breakdown import groups
from fillbook.statistics.catalogue import BY_KEY
from fillbook.statistics.dimensions import Dimension
from fillbook.statistics.population import Population
from fillbook.statistics.statistic import Figure
from fillbook.statistics.uncertainty import Resampling, r_intervals

_KEYS = (
    "trades", "win_rate_decided", "profit_factor", "expectancy", "expectancy_r",
    "median_holding_time_s", "net_pnl",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """A group with its headline figures; ``expectancy_r`` carries its interval."""

    key: str | None  # None is no value
    figures: Mapping[str, Figure]

    @property
    def lower_bound(self) -> float:
        """What sorts the groups; the lowest where chance is not bounded."""
        low = self.figures["expectancy_r"].low
        return float("-inf") if low is None else float(low)


def headline(
    key: str | None, population: Population, resampling: Resampling | None = None
) -> RankedGroup:
    """The headline figures of one group, or of all trades."""
    figures = {name: BY_KEY[name].of(population) for name in _KEYS}
    interval = r_intervals(population, resampling).get("expectancy_r")
    if interval is not None:
        figures["expectancy_r"] = replace(
            figures["expectancy_r"], low=interval.low, high=interval.high
        )
    return RankedGroup(key, figures)


def ranked(
    population: Population, dimension: Dimension, resampling: Resampling | None = None
) -> tuple[RankedGroup, ...]:
    """The groups of a dimension, the surest expectancy in R first."""
    rows = [headline(g.key, g.population, resampling) for g in groups(population, dimension)]
    return tuple(sorted(rows, key=lambda row: row.lower_bound, reverse=True))
