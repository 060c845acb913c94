"""The trades of the year, as they ran, before anything is written of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from fillbook.demo.market import Market, TapeBar, daily_levels, session, trading_days
from fillbook.demo.playbook import BOOKS, FIRST_DAY, LAST_DAY, SEED, WEAK_MONTHS, Book, Setup
from fillbook.demo.tactics import Plan, Play, Style, play
from fillbook.domain.execution import Execution, Side
from fillbook.domain.review import ExitType

_TURN_CHANCE = 0.09
_SPLIT_CHANCE = 0.2
_RISKS = (Decimal("0.6"), Decimal("0.8"), Decimal(1), Decimal(1), Decimal(1), Decimal("1.3"))
_LAST_DAYS = 5  # of the year, on which something is left open
_LATE_ROOM = 2.2  # wider stops then
_BARS_AROUND = 40
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Taken:
    """One trade of the year."""

    key: str  # futures-042
    book: Book
    market: Market
    setup: Setup
    plan: Plan
    play: Play
    opened_at: datetime
    bars: Sequence[TapeBar]  # around it
    turned: bool = False  # entered by the fill that closed the one before

    @property
    def stop(self) -> Decimal:
        """The first stop."""
        return self.market.price(self.play.entry - self.play.sign * self.plan.stop)

    @property
    def target(self) -> Decimal:
        return self.market.price(self.play.entry + self.play.sign * self.plan.target)

    @property
    def r(self) -> float:
        """What it made or lost, in units of its risk and before costs."""
        return self.play.result / (self.plan.stop * self.plan.units)


@dataclass(frozen=True, slots=True)
class BookYear:
    """What one account did in the year."""

    book: Book
    trades: tuple[Taken, ...]
    executions: tuple[Execution, ...]


def the_year() -> tuple[BookYear, ...]:
    """Each account's year; the same at every call."""
    return tuple(_Trader(book).year() for book in BOOKS)


class _Trader:
    """Walks one account through the year."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.random = Random(f"{SEED}/{book.name}")
        self.days = trading_days(FIRST_DAY, LAST_DAY)
        self.levels = {
            market.symbol: daily_levels(market, self.days, SEED) for market in book.markets
        }
        self.busy_until: dict[str, datetime] = {}
        self.trades: list[Taken] = []
        self.executions: list[Execution] = []

    def year(self) -> BookYear:
        """Every trade, in the order of their days."""
        for number in range(len(self.days)):
            late = self.book.sessions > 1 and number >= len(self.days) - _LAST_DAYS
            count = 1 if late else self.random.choice(self.book.trades_a_day)
            for market in self.random.sample(self.book.markets, min(count, len(self.book.markets))):
                self._enter(number, market, late)
        order = sorted(self.executions, key=lambda fill: fill.executed_at)
        numbered = tuple(
            replace(fill, external_id=f"{self.book.name[:2].upper()}{number:06d}", sequence=number)
            for number, fill in enumerate(order, 1)
        )
        return BookYear(self.book, tuple(self.trades), numbered)

    def _enter(self, number: int, market: Market, late: bool) -> None:
        tape = self._tape(number, market)
        start = int(self.random.triangular(4, market.bars * 4 // 5, market.bars // 8))
        busy = self.busy_until.get(market.symbol)
        if busy is not None and tape[start].starts_at <= busy:
            return
        setup = self.random.choice(self.book.setups)
        price = tape[start].close
        plan = self._plan(price, market, setup, late)
        first = self._better_side(tape, start, setup, plan, self.days[number], late)
        plays = [(first, plan)]
        if self._turns(first, tape):
            back = replace(plan, style=Style.ALL_OUT, patience=plan.patience * 2)
            exit_ = first.touches[-1]
            plays.append((play(tape, exit_.bar, exit_.price, -first.sign, back), back))
        self._keep(market, setup, plays, tape)

    def _tape(self, number: int, market: Market) -> list[TapeBar]:
        """The sessions that a trade of this day may last."""
        last = min(number + self.book.sessions, len(self.days))
        levels = self.levels[market.symbol]
        return [
            bar
            for index in range(number, last)
            for bar in session(market, self.days[index], *levels[index], SEED)
        ]

    def _plan(self, price: int, market: Market, setup: Setup, late: bool) -> Plan:
        usual = market.daily_move * price * self.book.stop_share
        stop = max(4, round(usual * self.random.uniform(0.7, 1.35) * (_LATE_ROOM if late else 1)))
        unit_risk = stop * market.tick_value * self.book.unit
        units = int(self.book.risk * self.random.choice(_RISKS) / unit_risk + Decimal("0.5"))
        low, high = self.book.patience
        return Plan(
            style=self.random.choice(setup.styles),
            units=max(1, units),
            stop=stop,
            target=round(stop * self.random.uniform(*setup.reward)),
            patience=high if late else self.random.randint(low, high),
        )

    def _better_side(
        self, tape: Sequence[TapeBar], start: int, setup: Setup, plan: Plan, day: date, late: bool
    ) -> Play:
        """Long or short: more often than not the side that works out."""
        price = tape[start].close
        sides = sorted(
            (play(tape, start, price, sign, plan, stays=late) for sign in (1, -1)),
            key=lambda each: each.result if each.exit else 0,
        )
        edge = setup.edge + WEAK_MONTHS.get((day.year, day.month), 0.0)
        return sides[1] if self.random.random() < edge else sides[0]

    def _turns(self, first: Play, tape: Sequence[TapeBar]) -> bool:
        """Whether the trader stops out and reverses with one fill."""
        return (
            self.book.sessions == 1
            and first.exit is ExitType.STOP_LOSS
            and first.last_bar < len(tape) - 30
            and self.random.random() < _TURN_CHANCE
        )

    def _keep(
        self,
        market: Market,
        setup: Setup,
        plays: Sequence[tuple[Play, Plan]],
        tape: Sequence[TapeBar],
    ) -> None:
        around = tape[
            max(0, plays[0][0].touches[0].bar - _BARS_AROUND) : plays[-1][0].last_bar + _BARS_AROUND
        ]
        filler = _Filler(self.book, market, tape, self.random)
        for index, (run, plan) in enumerate(plays):
            opened_at = filler.fill(run, plan, turning=index > 0)
            key = f"{self.book.name.lower()}-{len(self.trades) + 1:03d}"
            self.trades.append(
                Taken(key, self.book, market, setup, plan, run, opened_at, around, index > 0)
            )
        self.executions += filler.executions
        still_open = plays[-1][0].exit is None
        self.busy_until[market.symbol] = _NEVER if still_open else filler.executions[-1].executed_at


class _Filler:
    """Turns the touches of a tape into executions."""

    def __init__(self, book: Book, market: Market, tape: Sequence[TapeBar], random: Random) -> None:
        self.book, self.market, self.tape, self.random = book, market, tape, random
        self.executions: list[Execution] = []

    def fill(self, run: Play, plan: Plan, *, turning: bool) -> datetime:
        """Add the fills of one play; the first of a turn joins the fill before it.

        The opening fill carries the first stop and the target, as a platform states them.
        """
        touches = list(run.touches)
        opening = len(self.executions) - turning
        if turning:
            last = self.executions.pop()
            units = touches.pop(0).units
            self._add(last.executed_at, run.entry, units + _units(last, self.book))
            opened_at = last.executed_at
        else:
            opened_at = self._next_instant(touches[0].bar)
        for index, touch in enumerate(touches):
            at = opened_at if index == 0 and not turning else self._next_instant(touch.bar)
            if abs(touch.units) >= 3 and self.random.random() < _SPLIT_CHANCE:
                part = touch.units // 3
                self._add(at, touch.price, part)
                self._add(at + timedelta(seconds=1), touch.price, touch.units - part)
            else:
                self._add(at, touch.price, touch.units)
        self.executions[opening] = replace(
            self.executions[opening],
            stop_loss=self.market.price(run.entry - run.sign * plan.stop),
            take_profit=self.market.price(run.entry + run.sign * plan.target),
        )
        return opened_at

    def _next_instant(self, bar: int) -> datetime:
        """A moment inside a bar, after the fill before."""
        start = self.tape[bar].starts_at
        span = timedelta(minutes=self.market.bar_minutes)
        earliest = start + timedelta(seconds=1)
        if self.executions:
            earliest = max(earliest, self.executions[-1].executed_at + timedelta(seconds=1))
        room = int((start + span - earliest).total_seconds()) - 3
        return earliest + timedelta(seconds=self.random.randint(0, max(0, room)))

    def _add(self, at: datetime, price: int, units: int) -> None:
        size = abs(units)
        self.executions.append(
            Execution(
                symbol=self.market.symbol,
                side=Side.BUY if units > 0 else Side.SELL,
                quantity=size * self.book.unit,
                price=self.market.price(price),
                executed_at=at,
                commission=size * self.book.commission,
                other_fees=size * self.book.exchange_fee,
                asset_type=self.book.asset_type,
                multiplier=self.market.multiplier,
            )
        )


def _units(fill: Execution, book: Book) -> int:
    return int(fill.signed_quantity / book.unit)
