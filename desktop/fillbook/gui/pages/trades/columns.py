"""The columns of the trades table, whatever its rows come from."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from fillbook.gui.icons import Icon
from fillbook.gui.widgets.table.column import CENTER, RIGHT, Column

if TYPE_CHECKING:
    from fillbook.gui.widgets.table.column import Keys


class TradeTexts(Protocol):
    """What stands in the cells of a row."""

    def number(self, row: int) -> str: ...
    def opened(self, row: int) -> str: ...
    def closed(self, row: int) -> str: ...
    def account(self, row: int) -> str: ...
    def symbol(self, row: int) -> str: ...
    def side(self, row: int) -> str: ...
    def side_icon(self, row: int) -> Icon: ...
    def quantity(self, row: int) -> str: ...
    def entry(self, row: int) -> str: ...
    def exit(self, row: int) -> str: ...
    def held(self, row: int) -> str: ...
    def gross(self, row: int) -> str: ...
    def fees(self, row: int) -> str: ...
    def net(self, row: int) -> str: ...
    def net_ink(self, row: int) -> str: ...
    def net_tip(self, row: int) -> str: ...
    def r_multiple(self, row: int) -> str: ...
    def r_tip(self, row: int) -> str: ...
    def setup(self, row: int) -> str: ...
    def setup_dot(self, row: int) -> int | None: ...
    def strategy(self, row: int) -> str: ...
    def grade(self, row: int) -> str: ...
    def tags(self, row: int) -> str: ...
    def reviewed_icon(self, row: int) -> Icon | None: ...
    def pictures_icon(self, row: int) -> Icon | None: ...
    def pictures_tip(self, row: int) -> str: ...


SortKeys = Callable[[str], "Callable[[], Keys] | None"]
"""Gives the sort keys of a column, by its key."""


def trade_columns(texts: TradeTexts, keys: SortKeys) -> tuple[Column, ...]:
    """Every column; the user chooses among them."""
    return (
        Column(key="number", title="#", width=48, text=texts.number, align=RIGHT, token="text3",
               keys=keys("number")),
        Column(key="opened", title="Opened", width=118, text=texts.opened, align=RIGHT,
               token="text2", keys=keys("opened")),
        Column(key="closed", title="Closed", width=142, text=texts.closed, align=RIGHT,
               token="text2", keys=keys("closed"), shown=False, rank=8),
        Column(key="account", title="Account", width=120, text=texts.account, token="text2",
               keys=keys("account"), shown=False, rank=9),
        Column(key="symbol", title="Symbol", width=76, text=texts.symbol, role="symbol",
               keys=keys("symbol")),
        Column(key="side", title="Side", width=72, text=texts.side, token="text2",
               icon=texts.side_icon, keys=keys("side"), rank=1),
        Column(key="quantity", title="Qty", width=52, text=texts.quantity, role="value",
               align=RIGHT, keys=keys("quantity"), rank=1),
        Column(key="entry", title="Entry", width=94, text=texts.entry, align=RIGHT,
               token="text2", keys=keys("entry"), shown=False, rank=6),
        Column(key="exit", title="Exit", width=94, text=texts.exit, align=RIGHT, token="text2",
               keys=keys("exit"), shown=False, rank=7),
        Column(key="held", title="Held", width=96, text=texts.held, align=RIGHT, token="text2",
               keys=keys("held"), shown=False, rank=6),
        Column(key="gross", title="Gross", width=104, text=texts.gross, align=RIGHT,
               token="text2", keys=keys("gross"), shown=False, rank=7),
        Column(key="fees", title="Fees", width=80, text=texts.fees, align=RIGHT, token="text2",
               keys=keys("fees"), shown=False, rank=7),
        Column(key="net", title="Net", width=90, text=texts.net, role="value", align=RIGHT,
               ink=texts.net_ink, tip=texts.net_tip, keys=keys("net")),
        Column(key="r", title="R", width=54, text=texts.r_multiple, align=RIGHT, token="text2",
               tip=texts.r_tip, keys=keys("r"), rank=2),
        Column(key="setup", title="Setup", width=112, text=texts.setup, token="text2",
               dot=texts.setup_dot, keys=keys("setup"), stretch=True, rank=6),
        Column(key="strategy", title="Strategy", width=120, text=texts.strategy, token="text2",
               keys=keys("strategy"), shown=False, rank=8),
        Column(key="tags", title="Tags", width=150, text=texts.tags, token="text2", shown=False,
               rank=8),
        Column(key="grade", title="Grade", width=58, text=texts.grade, role="symbol",
               align=CENTER, keys=keys("grade"), rank=3),
        Column(key="reviewed", title="Reviewed", width=86, text=_nothing, align=CENTER,
               icon=texts.reviewed_icon, keys=keys("reviewed"), shown=False, rank=8),
        Column(key="pictures", title="", width=36, text=_nothing, align=CENTER,
               icon=texts.pictures_icon, tip=texts.pictures_tip, keys=keys("pictures"), rank=4),
    )  # fmt: skip


def _nothing(_row: int) -> str:
    return ""
