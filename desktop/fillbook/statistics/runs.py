"""Runs of equal entries in a sequence."""

from dataclasses import dataclass

import numpy as np

from fillbook.statistics.integers import Indices, Mask


@dataclass(frozen=True, eq=False)
class Runs:
    """One entry a run, in order."""

    lengths: Indices
    of_wins: Mask

    @classmethod
    def of(cls, won: Mask) -> "Runs":
        """The runs of a sequence of wins (true) and losses (false)."""
        if not len(won):
            return cls(np.zeros(0, dtype=np.intp), won)
        starts = np.concatenate(([0], np.flatnonzero(won[1:] != won[:-1]) + 1))
        return cls(np.diff(starts, append=len(won)), won[starts])

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
