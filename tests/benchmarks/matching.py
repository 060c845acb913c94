"""Matching a million fills, exact, against one compiled pass over the same columns.

Floor: numba, one loop over the fills in their order with a state for each symbol.
Ours: grouping by symbol included, from integer columns to realised totals (flat to flat) and
to lots with their amounts (first in, first out). Results are compared before times are.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "desktop"))

import numba
import numpy as np

from fillbook.storage.matching import Fills, fifo, flat_to_flat

FILLS, SYMBOLS, FLAT_SHARE = 1_000_000, 50, 0.4
GOALS = {"flat to flat": 6.0, "first in, first out": 10.0}
ROUNDS = 7
QUEUE = 1 << 10  # open entries a symbol, far more than the workload has

Columns = tuple[Any, Any, Any]


def workload() -> Columns:
    """Adds, partial exits, flips and flat positions in 50 symbols, interleaved in time."""
    random = np.random.default_rng(5)
    symbol = random.integers(0, SYMBOLS, FILLS).astype(np.uint8)
    steps = random.integers(1, 9, FILLS) * random.choice((-100, 100), FILLS)
    flat = random.random(FILLS) < FLAT_SHARE
    quantity, position = np.empty(FILLS, dtype=np.int64), [0] * SYMBOLS
    for fill, (one, step, to_flat) in enumerate(zip(symbol.tolist(), steps, flat, strict=True)):
        before = position[one]
        target = 0 if to_flat else int(step)
        position[one] = target if target != before else int(step) * 2
        quantity[fill] = position[one] - before
    price = 1_000_000 + np.cumsum(random.integers(-30, 31, FILLS))
    return symbol, quantity, price


@numba.njit(cache=False)
def flat_floor(symbol: Any, quantity: Any, price: Any) -> Any:
    position, made = np.zeros(256, np.int64), np.zeros(256, np.int64)
    end, total, count = np.empty(len(symbol), np.int64), np.empty(len(symbol), np.int64), 0
    for i in range(len(symbol)):
        one, change = symbol[i], quantity[i]
        before = position[one]
        after = before + change
        made[one] -= change * price[i]
        position[one] = after
        if (before > 0 and after <= 0) or (before < 0 and after >= 0):
            end[count] = i
            total[count] = made[one] + after * price[i]
            made[one] = -after * price[i]
            count += 1
    return end[:count], total[:count]


@numba.njit(cache=False)
def fifo_floor(symbol: Any, quantity: Any, price: Any) -> Any:
    size = len(symbol)
    open_fill = np.empty((50, QUEUE), np.int64)
    open_quantity = np.empty((50, QUEUE), np.int64)
    head, tail = np.zeros(50, np.int64), np.zeros(50, np.int64)
    entry, exit_ = np.empty(size, np.int64), np.empty(size, np.int64)
    part, amount = np.empty(size, np.int64), np.empty(size, np.int64)
    position, count = np.zeros(50, np.int64), 0
    for i in range(size):
        one, rest = symbol[i], quantity[i]
        while rest != 0 and head[one] != tail[one] and (position[one] > 0) != (rest > 0):
            slot = head[one] & (QUEUE - 1)
            lot = min(abs(rest), open_quantity[one, slot])
            side = 1 if position[one] > 0 else -1
            first = open_fill[one, slot]
            entry[count], exit_[count], part[count] = first, i, lot
            amount[count] = side * lot * (price[i] - price[first])
            count += 1
            open_quantity[one, slot] -= lot
            if open_quantity[one, slot] == 0:
                head[one] += 1
            rest += side * lot
            position[one] -= side * lot
        if rest != 0:
            slot = tail[one] & (QUEUE - 1)
            open_fill[one, slot], open_quantity[one, slot] = i, abs(rest)
            tail[one] += 1
            position[one] += rest
    return entry[:count], exit_[:count], part[:count], amount[:count]


def flat_ours(symbol: Any, quantity: Any, price: Any) -> Any:
    fills, origin = Fills.grouped(symbol, quantity, price)
    trips = flat_to_flat(fills)
    return origin[trips.end], trips.total


def fifo_ours(symbol: Any, quantity: Any, price: Any) -> Any:
    fills, origin = Fills.grouped(symbol, quantity, price)
    lots = fifo(fills)
    return origin[lots.entry], origin[lots.exit], lots.quantity, lots.amount


def in_order(columns: tuple[Any, ...]) -> list[Any]:
    """Rows sorted by their fills, so that both sides can be compared."""
    order = np.lexsort(columns[:2][::-1])
    return [column[order] for column in columns]


def cpu_s(work: Callable[..., Any], columns: Columns) -> float:
    begun = time.process_time()
    work(*columns)
    return time.process_time() - begun


def main() -> None:
    columns = workload()
    pairs = {
        "flat to flat": (flat_floor, flat_ours),
        "first in, first out": (fifo_floor, fifo_ours),
    }
    print(f"{FILLS:,} fills, {SYMBOLS} symbols; CPU time a fill, medians of {ROUNDS} rounds")
    for name, (floor, ours) in pairs.items():
        expected, found = in_order(floor(*columns)), in_order(ours(*columns))
        assert all(np.array_equal(*pair) for pair in zip(expected, found, strict=True)), name
        floors, times = [], []
        for _ in range(ROUNDS):
            floors.append(cpu_s(floor, columns))
            times.append(cpu_s(ours, columns))
        least, took = statistics.median(floors), statistics.median(times)
        ratios = [ours_s / floor_s for ours_s, floor_s in zip(times, floors, strict=True)]
        print(
            f"{name:20} {len(expected[0]):>9,} rows"
            f"  floor {least / FILLS * 1e9:6.1f} ns  ours {took / FILLS * 1e9:6.1f} ns"
            f"  ratio {took / least:5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"
            f"  goal {GOALS[name]:.2f}"
        )


if __name__ == "__main__":
    main()
