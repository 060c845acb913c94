"""The equity curve of realised amounts, and its deepest fall."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from fillbook.statistics.columns import Codes, Instants
from fillbook.statistics.integers import Indices, Integers


@dataclass(frozen=True, slots=True)
class Fall:
    """A drawdown: from the last touch of a peak to the first level at or above it."""

    depth: int  # in the smallest units, positive
    peak: int  # index of the leg at the peak; -1 is the start
    trough: int
    recovered: int | None  # index of the leg that reached the peak again
    peak_day: int  # ordinals of dates
    trough_day: int
    end_day: int  # of the recovery; while there is none, the last day of the curve

    @property
    def days(self) -> int:
        """Calendar days from the peak to the end."""
        return max(0, self.end_day - self.peak_day)


@dataclass(frozen=True, eq=False)
class Curve:
    """One entry a closing leg, in order; amounts in the smallest units, from zero."""

    levels: Integers  # realised up to and with each leg
    at: Instants
    days: Codes
    trades: Codes  # row of the trade

    @classmethod
    def of(cls, realised: Integers, at: Instants, days: Codes, trades: Codes) -> "Curve":
        return cls(np.cumsum(realised), at, days, trades)

    def __len__(self) -> int:
        return len(self.levels)

    @cached_property
    def peaks(self) -> Integers:
        """The highest level so far; the start, zero, is one of them."""
        peaks: Integers = np.maximum.accumulate(self.levels)
        if len(peaks) and peaks[0] < 0:
            peaks = np.maximum(peaks, 0)
        return peaks

    @cached_property
    def falls(self) -> Integers:
        """How far each level lies under the peak before it, zero or positive."""
        falls: Integers = self.peaks - self.levels
        return falls

    @cached_property
    def deepest(self) -> Fall | None:
        """The deepest fall, the first of equal ones; None where equity never fell."""
        if not len(self):
            return None
        trough = int(self.falls.argmax())
        return self._fall_at(trough) if self.falls[trough] > 0 else None

    def episodes(self) -> tuple[Fall, ...]:
        """Every fall from a peak to its recovery, oldest first; the last may be ongoing."""
        return tuple(self._episode(first, end) for first, end in self.spans.tolist())

    @cached_property
    def spans(self) -> Indices:
        """A row a fall: its first entry under the peak, and the one after its last."""
        under = np.concatenate(([False], self.falls > 0, [False]))
        return np.flatnonzero(under[1:] != under[:-1]).reshape(-1, 2)

    def recovery_days(self) -> Indices:
        """Calendar days from the peak back to its level, of each fall that recovered."""
        recovered = self.spans[self.spans[:, 1] < len(self)]
        peaks, ends = np.maximum(recovered[:, 0] - 1, 0), recovered[:, 1]
        days: Indices = np.maximum(self.days[ends] - self.days[peaks], 0)
        return days

    def trades_in(self, fall: Fall) -> int:
        """Trades that closed something from the peak to the end of a fall."""
        end = len(self) - 1 if fall.recovered is None else fall.recovered
        rows = self.trades[fall.peak + 1 : end + 1]
        return int(np.count_nonzero(np.bincount(rows - rows.min())))

    def _episode(self, first: int, end: int) -> Fall:
        """The fall whose levels under the peak are those from first to before end."""
        trough = first + int(self.falls[first:end].argmax())
        return Fall(
            depth=int(self.falls[trough]),
            peak=first - 1,
            trough=trough,
            recovered=end if end < len(self) else None,
            peak_day=int(self.days[max(first - 1, 0)]),
            trough_day=int(self.days[trough]),
            end_day=int(self.days[min(end, len(self) - 1)]),
        )

    def _fall_at(self, trough: int) -> Fall:
        height = self.peaks[trough]
        touched = self.levels[trough::-1] == height
        back = int(touched.argmax())
        peak = trough - back if touched[back] else -1
        above = self.levels[trough:] >= height
        ahead = int(above.argmax())
        recovered = trough + ahead if above[ahead] else None
        end = len(self) - 1 if recovered is None else recovered
        return Fall(
            depth=int(self.falls[trough]),
            peak=peak,
            trough=trough,
            recovered=recovered,
            peak_day=int(self.days[max(peak, 0)]),
            trough_day=int(self.days[trough]),
            end_day=int(self.days[end]),
        )
