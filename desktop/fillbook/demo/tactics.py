"""How a trade runs on a tape of bars: entry, stop, target, and what is done between."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from fillbook.demo.market import TapeBar
from fillbook.domain.review import ExitType


class Style(Enum):
    """What the trader does between entry and exit."""

    ALL_OUT = auto()  # stop or target, the whole position
    SCALE_OUT = auto()  # half at one risk, the stop to the entry
    SCALE_IN = auto()  # half first, half when it goes well
    TRAIL = auto()  # the stop follows after one risk


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided before the entry. Distances in ticks from the entry, positive."""

    style: Style
    units: int  # of the market's smallest size
    stop: int
    target: int
    patience: int  # bars until it is closed whatever happened


@dataclass(frozen=True, slots=True)
class Touch:
    """A fill on the tape."""

    bar: int
    price: int  # ticks
    units: int  # positive buys, negative sells


@dataclass(frozen=True, slots=True)
class Play:
    """A trade as it ran."""

    sign: int  # 1 long, -1 short
    entry: int  # ticks
    touches: tuple[Touch, ...]
    exit: ExitType | None  # None: still open
    result: int  # ticks times units

    @property
    def last_bar(self) -> int:
        return self.touches[-1].bar


def play(
    tape: Sequence[TapeBar], start: int, price: int, sign: int, plan: Plan, *, stays: bool = False
) -> Play:
    """Enter in a bar and follow the plan to its end.

    Where a bar reaches both the stop and the target, the stop counts.

    Args:
        stays: Leave open what the tape does not end, instead of closing it with time.
    """
    run = _Run(tape, start, price, sign, plan)
    end = min(start + plan.patience, len(tape) - 1)
    for index in range(start + 1, end + 1):
        if run.step(index):
            break
    else:
        if not stays:
            run.leave(end, sign * tape[end].close, ExitType.TIME)
    return run.finished()


class _Run:
    """The state of one trade, in prices mirrored for shorts so that up is always good."""

    def __init__(
        self, tape: Sequence[TapeBar], start: int, price: int, sign: int, plan: Plan
    ) -> None:
        self.tape, self.sign, self.plan = tape, sign, plan
        self.entry = sign * price
        self.stop = self.entry - plan.stop
        self.touches: list[Touch] = []
        self.position = 0
        self.cash = 0
        self.exit: ExitType | None = None
        self.moved = False  # scaled in or out already
        first = -(-plan.units // 2) if plan.style is Style.SCALE_IN else plan.units
        self._trade(start, self.entry, first)

    def step(self, index: int) -> bool:
        """Whether the trade is over after this bar."""
        bar = self.tape[index]
        opening, closing = self.sign * bar.open, self.sign * bar.close
        low, high = sorted((self.sign * bar.low, self.sign * bar.high))
        if low <= self.stop:
            self.leave(index, min(opening, self.stop), self._stop_kind())
            return True
        self._manage(index, opening, high)
        target = self.entry + self.plan.target
        if high >= target:
            self.leave(index, max(opening, target), ExitType.TAKE_PROFIT)
            return True
        if self.plan.style is Style.TRAIL and closing >= self.entry + self.plan.stop:
            self.stop = max(self.stop, closing - self.plan.stop)
        return False

    def leave(self, index: int, price: int, kind: ExitType) -> None:
        """Close what is left."""
        self._trade(index, price, -self.position)
        self.exit = kind

    def finished(self) -> Play:
        return Play(self.sign, self.sign * self.entry, tuple(self.touches), self.exit, self.cash)

    def _manage(self, index: int, opening: int, high: int) -> None:
        if self.moved or self.plan.units < 2:
            return
        if self.plan.style is Style.SCALE_OUT and high >= self.entry + self.plan.stop:
            self._trade(index, max(opening, self.entry + self.plan.stop), -(self.position // 2))
            self.stop, self.moved = self.entry, True
        added = self.entry + self.plan.stop // 2
        if self.plan.style is Style.SCALE_IN and high >= added:
            self._trade(index, max(opening, added), self.plan.units - self.position)
            self.moved = True

    def _stop_kind(self) -> ExitType:
        if self.stop == self.entry:
            return ExitType.BREAKEVEN
        return ExitType.STOP_LOSS if self.stop < self.entry else ExitType.TRAILING_STOP

    def _trade(self, index: int, price: int, units: int) -> None:
        self.touches.append(Touch(index, self.sign * price, self.sign * units))
        self.position += units
        self.cash -= price * units
