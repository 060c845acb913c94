"""Words for buying and selling, where a report does not use MetaTrader's own.

MetaTrader writes ``buy`` and ``sell`` in every language. Where something translated them,
the trades say which is which: who gains while the price rises has bought.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from fillbook.domain.execution import Side
from fillbook.importers.cells import CellError
from fillbook.importers.metatrader_cells import side_of
from fillbook.importers.numbers import parse_number

SideWords = dict[str, Side]


def learned_sides(trades: Iterable[tuple[str, str, str, str]]) -> SideWords:
    """The side of each unknown word.

    Args:
        trades: Word, opening price, closing price and profit of closed trades, as cells.
    """
    votes: dict[str, int] = defaultdict(int)
    for word, opened, closed, profit in trades:
        if side_of(word) is not None:
            continue
        try:
            gained = (parse_number(closed) - parse_number(opened)) * parse_number(profit)
        except CellError:
            continue
        votes[word.lower()] += (gained > Decimal(0)) - (gained < Decimal(0))
    return {word: Side.BUY if vote > 0 else Side.SELL for word, vote in votes.items() if vote}
