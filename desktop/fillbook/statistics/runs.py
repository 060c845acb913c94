"""Runs of equal entries in a sequence."""

from dataclasses import dataclass

import numpy as np

from fillbook.statistics.integers import Indices, Mask, begins


@dataclass(frozen=True, eq=False)
class Runs:
    """One entry a run, in order."""

    lengths: Indices
    of_wins: Mask

    @classmethod
    def of(cls, won: Mask) -> "Runs":
        """The runs of a sequence of wins (true) and losses (false)."""
        starts = begins(won)
        lengths = np.empty_like(starts)
        np.subtract(starts[1:], starts[:-1], out=lengths[:-1])
        lengths[-1:] = len(won) - starts[-1:]
        return cls(lengths, won[starts])

    def longest(self, *, of_wins: bool) -> int:
        """The longest run of one kind; 0 where there is none."""
        if not len(self.lengths):
            return 0
        first = 0 if bool(self.of_wins[0]) is of_wins else 1
        return int(self.lengths[first::2].max(initial=0))  # runs take turns

    @property
    def last(self) -> int:
        """The run at the end: of wins positive, of losses negative, 0 where there is none."""
        if not len(self.lengths):
            return 0
        return int(self.lengths[-1]) if self.of_wins[-1] else -int(self.lengths[-1])
