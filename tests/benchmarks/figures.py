"""All headline figures and four breakdowns against one compiled pass over the columns.

Floor: numba, every value and group in a single loop, from the same columns in memory.
Ours: a new population of all trades, the fixed set of figures without the median, which
no single pass gives, and counts, wins and net by symbol, weekday, hour and tag.
Keys of trades are derived once a revision and given to both.
"""

import statistics
import sys
import time
from array import array
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))
sys.path.insert(0, str(Path(__file__).parents[1] / "statistics"))

import numba
import numpy as np
from populations import an_account, columns_of

from fillbook.domain.execution import Basis
from fillbook.domain.trade_columns import TradeColumns, Words
from fillbook.statistics.breakdown import GroupTable, table
from fillbook.statistics.catalogue import BY_KEY, FIXED_KEYS, figures
from fillbook.statistics.columns import Table
from fillbook.statistics.dimensions import BY_KEY as DIMENSIONS
from fillbook.statistics.population import counted_among
from fillbook.statistics.statistic import Figure

SIZES = (1_000, 10_000, 100_000, 1_000_000)
GOAL = 6.0
ROUNDS = 9
SPLITS = ("symbol", "weekday", "hour", "tag")
STATISTICS = tuple(BY_KEY[key] for key in FIXED_KEYS if key != "median_pnl")
DAYS, FIRST_DAY, START = 3650, 736_000, 100_000
_DAY_US, _EPOCH_DAY = 86_400_000_000, 719_163


def workload(trades: int) -> TradeColumns:
    """Trades of ten years in 50 symbols and 20 tags, four of five with a known risk."""
    random = np.random.default_rng(11)
    day = np.sort(random.integers(0, DAYS, trades)) + FIRST_DAY
    closed = (day - _EPOCH_DAY) * _DAY_US + random.integers(3600, 86_400, trades) * 1_000_000
    closed.sort()
    day = closed // _DAY_US + _EPOCH_DAY
    net = random.integers(-200_00, 230_00, trades)
    minute = random.integers(0, 1440, trades)
    tagged = random.integers(0, 3, trades)
    starts = np.concatenate(([0], np.cumsum(tagged)))

    def column(code: str, values: np.ndarray) -> "array[int]":
        kind = {"q": np.int64, "i": np.int32, "b": np.int8, "d": np.float64}[code]
        filled = array(code)
        filled.frombytes(np.ascontiguousarray(values, dtype=kind).tobytes())
        return filled

    def words(count: int) -> Words:
        codes = column("i", random.integers(0, count, trades))
        return Words(codes=codes, words=tuple(f"word {i}" for i in range(count)))

    none, one = np.zeros(trades), np.ones(trades)
    empty = columns_of((), accounts=[an_account(starting_balance=str(START))])
    shared = {name: getattr(empty, name) for name in empty.__slots__ if name.startswith("cash")}
    return TradeColumns(
        **shared,
        revision=1,
        ids=tuple(map(str, range(trades))),
        accounts=empty.accounts,
        money_places=2,
        number=column("q", np.arange(trades)),
        account=column("i", none),
        direction=column("b", one),
        is_open=column("b", none),
        is_executed=column("b", one),
        is_archived=column("b", none),
        is_reviewed=column("b", none),
        opened_at=column("q", closed - random.integers(1, 3600, trades) * 1_000_000),
        closed_at=column("q", closed),
        open_day=column("i", day),
        open_minute=column("i", minute),
        open_weekday=column("b", (day - 1) % 7),
        close_day=column("i", day),
        quantity=column("d", one),
        entry_price=column("d", one),
        exit_price=column("d", one),
        price_decimals=column("b", one),
        gross_pnl=column("q", net + 124),
        fees=column("q", np.full(trades, 124)),
        net_pnl=column("q", net),
        fees_unknown=column("i", none),
        broker_differs=column("b", none),
        initial_risk=column("d", np.where(random.random(trades) < 0.8, 100.0, np.nan)),
        stop_loss=column("d", one),
        take_profit=column("d", one),
        multiplier=column("d", one),
        tick_size=column("d", one),
        confidence=column("b", none),
        screenshots=column("i", none),
        executions=column("i", one),
        symbol=words(50),
        asset_type=Words(codes=column("i", none), words=("futures",)),
        setup=words(6),
        strategy=words(3),
        grade=words(5),
        emotion=words(8),
        bias=words(3),
        trading_session=words(4),
        market_condition=words(6),
        exit_type=words(4),
        rule_words=(),
        rule_starts=column("i", np.zeros(trades + 1)),
        rule_codes=column("i", np.zeros(0)),
        decision=column("i", np.full(trades, -1)),
        tag_words=tuple(f"tag {i}" for i in range(20)),
        tag_starts=column("i", starts),
        tag_codes=column("i", random.integers(0, 20, int(starts[-1]))),
        leg_trade=column("i", np.arange(trades)),
        leg_at=column("q", closed),
        leg_day=column("i", day),
        leg_gross=column("q", net + 124),
        leg_fees=column("q", none),
        leg_net=column("q", net),
    )


@numba.njit(cache=False)
def _single_pass(
    net, fees, risk, opened, closed, day, start, symbols, weekdays, hours, tags, tag_trades, sizes
):
    n = len(net)
    wins = losses = streak = best_streak = worst_streak = 0
    profit = total = costs = level = peak = deepest = 0
    largest, smallest = net[0], net[0]
    deepest_share = 0.0
    peak_day = fall_from = day[0]
    falling = False
    fall_days = fall_peak = 0
    held = 0
    r_known, r_mean, r_squares = 0, 0.0, 0.0
    first_day = day[0]
    days = np.zeros(day[-1] - first_day + 1, np.int64)
    active = np.zeros(day[-1] - first_day + 1, np.int64)
    groups = np.zeros((4, sizes.max(), 3), np.int64)
    entry = 0
    for i in range(n):
        p = net[i]
        total += p
        costs += fees[i]
        won = 0
        if p > 0:
            won = 1
            wins += 1
            profit += p
            streak = streak + 1 if streak > 0 else 1
            best_streak = max(best_streak, streak)
        elif p < 0:
            losses += 1
            streak = streak - 1 if streak < 0 else -1
            worst_streak = min(worst_streak, streak)
        largest = max(largest, p)
        smallest = min(smallest, p)
        level += p
        if falling and level >= fall_peak:
            fall_days = day[i] - fall_from
            falling = False
        if level >= peak:
            peak = level
            peak_day = day[i]
        fall = peak - level
        if fall > deepest:
            deepest = fall
            fall_peak, fall_from, falling = peak, peak_day, True
        deepest_share = max(deepest_share, fall / (start + peak))
        held += closed[i] - opened[i]
        if risk[i] > 0:
            r = p / 100.0 / risk[i]
            r_known += 1
            step = r - r_mean
            r_mean += step / r_known
            r_squares += step * (r - r_mean)
        d = day[i] - first_day
        days[d] += p
        active[d] += 1
        for split in range(3):
            code = symbols[i] if split == 0 else weekdays[i] if split == 1 else hours[i]
            groups[split, code, 0] += 1
            groups[split, code, 1] += won
            groups[split, code, 2] += p
        while entry < len(tags) and tag_trades[entry] == i:
            groups[3, tags[entry], 0] += 1
            groups[3, tags[entry], 1] += won
            groups[3, tags[entry], 2] += p
            entry += 1
    if falling:
        fall_days = day[-1] - fall_from
    balance = float(start)
    best_day = days[0]
    active_days = count = 0
    mean = squares = below = 0.0
    for d in range(len(days)):
        best_day = max(best_day, days[d])
        active_days += active[d] > 0
        weekday = (first_day + d) % 7
        if active[d] > 0 or (weekday != 0 and weekday != 6):
            r = days[d] / balance
            count += 1
            step = r - mean
            mean += step / count
            squares += step * (r - mean)
            below += min(r, 0.0) ** 2
        balance += days[d]
    year = 252**0.5
    sharpe = mean / (squares / (count - 1)) ** 0.5 * year
    sortino = mean / (below / count) ** 0.5 * year
    gross_loss = profit - total
    values = np.array([
        n, wins, losses, n - wins - losses, profit / 100, gross_loss / 100, total / 100,
        costs / 100, profit / gross_loss, total / n / 100, profit / wins / 100,
        -gross_loss / losses / 100, (profit / wins) / (gross_loss / losses), largest / 100,
        smallest / 100, deepest / 100, deepest_share, fall_days, total / deepest, best_streak,
        -worst_streak, held / n / 1e6, n / active_days, costs / profit, r_mean, r_known,
        min(r_known, 100) ** 0.5 * r_mean / (r_squares / (r_known - 1)) ** 0.5,
        sharpe, sortino, best_day / total,
    ])  # fmt: skip
    return values, groups


FLOOR_KEYS = (
    "trades", "wins", "losses", "breakevens", "gross_profit", "gross_loss", "net_pnl", "fees",
    "profit_factor", "expectancy", "average_win", "average_loss", "payoff_ratio", "largest_win",
    "largest_loss", "max_drawdown", "max_drawdown_percent", "max_drawdown_days",
    "recovery_factor", "longest_winning_streak", "longest_losing_streak",
    "average_holding_time_s", "trades_per_day", "cost_drag", "mean_r", "r_known", "sqn",
    "sharpe", "sortino", "best_day_share",
)  # fmt: skip


def floor_of(wrapped: Table) -> Callable[[], tuple[np.ndarray, np.ndarray]]:
    """The single pass, ready to run."""
    keys = [DIMENSIONS[split].keys_of(wrapped) for split in SPLITS]
    sizes = np.array([k.size for k in keys])
    columns = (
        wrapped.net_pnl, wrapped.fees, wrapped.initial_risk, wrapped.opened_at, wrapped.closed_at,
        wrapped.close_day.astype(np.int64), START * 100,
        *(k.codes.astype(np.int64) for k in keys), keys[3].trades, sizes,
    )  # fmt: skip
    return lambda: _single_pass(*columns)


def ours(wrapped: Table) -> tuple[dict[str, Figure], list[GroupTable]]:
    everything = np.ones(wrapped.size, dtype=np.bool_)
    people = counted_among(wrapped, everything, Basis.NET)
    found = figures(people, STATISTICS)
    tables = [table(people, DIMENSIONS[split]) for split in SPLITS]
    for rows in tables:
        _ = rows.trades, rows.wins, rows.net
    return found, tables


def check(wrapped: Table) -> None:
    """Both sides agree before they are timed."""
    values, groups = floor_of(wrapped)()
    found, tables = ours(wrapped)
    mine = [float(found[key].value) for key in FLOOR_KEYS]
    np.testing.assert_allclose(mine, values, rtol=1e-9)
    for rows, counts in zip(tables, groups, strict=True):
        present = counts[counts[:, 0] > 0]
        np.testing.assert_array_equal(np.column_stack((rows.trades, rows.wins, rows.net)), present)


def cpu_ms(work: Callable[[], object], repeats: int) -> float:
    begun = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - begun) / repeats * 1e3


def measured(trades: int) -> tuple[float, float, float, float]:
    """Medians of floor and ours in milliseconds, and their spreads."""
    wrapped = Table.of(workload(trades))
    check(wrapped)
    floor, repeats = floor_of(wrapped), max(1, 200_000 // trades)
    floors, times = [], []
    for _ in range(ROUNDS):
        floors.append(cpu_ms(floor, repeats))
        times.append(cpu_ms(lambda: ours(wrapped), repeats))
    spreads = [max(values) / min(values) for values in (floors, times)]
    return statistics.median(floors), statistics.median(times), spreads[0], spreads[1]


def main() -> None:
    print(f"{'figures':<12}{'floor ms':>10}{'ours ms':>10}{'ratio':>8}{'goal':>8}{'spread':>14}")
    for trades in SIZES:
        floor, mine, floor_spread, spread = measured(trades)
        ratio = mine / floor
        spreads = f"{floor_spread:.2f} {spread:.2f}"
        print(f"{trades:<12,}{floor:>10.2f}{mine:>10.2f}{ratio:>8.2f}{GOAL:>8.2f}{spreads:>14}")


if __name__ == "__main__":
    main()
