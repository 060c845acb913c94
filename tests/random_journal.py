"""Random trades in a library of their own, for pages and the figures behind them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from builders import a_fill, a_statement, an_account
from fillbook.domain.execution import Execution
from fillbook.storage.library import Library

SETUPS = ("Breakout", "Pullback", "Fade")
SYMBOLS = ("MES", "MNQ", "MCL", "GOLD")
START = datetime(2026, 3, 2, 14, tzinfo=UTC)


def random_fills(trades: int, seed: int = 7) -> tuple[Execution, ...]:
    """Round trips of one to three shares over many days, some of them half closed first."""
    draw = np.random.default_rng(seed)
    fills: list[Execution] = []
    for number in range(trades):
        at = START + timedelta(hours=7 * number, minutes=int(draw.integers(0, 50)))
        quantity = int(draw.integers(1, 4))
        symbol = SYMBOLS[int(draw.integers(0, len(SYMBOLS)))]
        result = int(draw.integers(-30, 41))
        side = 1 if draw.random() < 0.6 else -1
        more = {"symbol": symbol, "fees": Decimal("0.37")}
        fills.append(a_fill(side * quantity, 100, executed_at=at, **more))
        exits = (1, quantity - 1) if quantity > 1 and draw.random() < 0.3 else (quantity,)
        for place, part in enumerate(exits, 1):
            held = timedelta(minutes=int(draw.integers(2, 90)) * place)
            price = 100 + side * result
            fills.append(a_fill(-side * part, price, executed_at=at + held, **more))
    return tuple(fills)


def fill_library(library: Library, trades: int = 60) -> None:
    """One account of random trades; two of three have a setup, a tag, a grade and a risk."""
    account, _ = library.add_account(an_account("Futures", starting_balance=Decimal(10_000)))
    library.save_import(account.id, [a_statement(*random_fills(trades))])
    ids = library.columns().ids
    for place, setup in enumerate(SETUPS):
        mine = [each for number, each in enumerate(ids) if number % 4 == place]
        grade = "ABC"[place]
        edits = {"setup": setup, "tags": [f"tag {place}"], "grade": grade}
        library.edit(mine, edits | {"initial_risk": str(20 + 5 * place)})
