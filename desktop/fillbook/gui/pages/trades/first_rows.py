"""The first page of trades: rows as the library's one statement gives them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property

from fillbook.domain.account import Account
from fillbook.gui import format, theme
from fillbook.gui.icons import Icon
from fillbook.gui.pages.trades.columns import trade_columns
from fillbook.gui.widgets.table.column import Column
from fillbook.storage.first_page import TradeRow

_ARROWS = {"long": Icon.LONG, "short": Icon.SHORT}


class FirstRows:
    """Shown before anything heavy is loaded; sorted as it came, newest first."""

    def __init__(
        self, rows: Sequence[TradeRow], accounts: Sequence[Account], zone: str, year: int
    ) -> None:
        self._rows = rows
        self._zones = {account.name: zone or account.timezone for account in accounts}
        self._year = year
        self._colours: dict[str, int] = {}
        self.ids = [row.id for row in rows]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return trade_columns(self, lambda _key: None)

    @property
    def colours(self) -> Mapping[str, int]:
        """Dots of the setups met, in order of first use."""
        return self._colours

    def number(self, row: int) -> str:
        return str(self._rows[row].number)

    def opened(self, row: int) -> str:
        return self._moment(row, self._rows[row].opened_at)

    def closed(self, row: int) -> str:
        return self._moment(row, self._rows[row].closed_at)

    def account(self, row: int) -> str:
        return self._rows[row].account

    def symbol(self, row: int) -> str:
        return self._rows[row].symbol

    def side(self, row: int) -> str:
        return self._rows[row].direction.capitalize()

    def side_icon(self, row: int) -> Icon:
        return _ARROWS[self._rows[row].direction]

    def quantity(self, row: int) -> str:
        return format.quantity(Decimal(self._rows[row].quantity))

    def entry(self, row: int) -> str:
        return self._price(row, self._rows[row].entry_price)

    def exit(self, row: int) -> str:
        return self._price(row, self._rows[row].exit_price)

    def held(self, row: int) -> str:
        opened, closed = self._rows[row].opened_at, self._rows[row].closed_at
        if opened is None or closed is None:
            return format.UNKNOWN
        return format.duration((closed - opened) // 1_000_000)

    def gross(self, row: int) -> str:
        return format.money(_decimal(self._rows[row].gross_pnl), signed=True)

    def fees(self, row: int) -> str:
        return format.money(_decimal(self._rows[row].fees))

    def net(self, row: int) -> str:
        return format.money(_decimal(self._rows[row].net_pnl), signed=True)

    def net_ink(self, row: int) -> str:
        net = self._rows[row].net_pnl
        return theme.pnl_token(float(net)) if net is not None else "text3"

    def net_tip(self, row: int) -> str:
        shown = self._rows[row]
        if shown.status == "open":
            return "Still open; what its exits have realised so far"
        return "" if shown.net_pnl is not None else "The contract size is not known"

    def r_multiple(self, row: int) -> str:
        return format.r_multiple(_decimal(self._rows[row].r_multiple), unit=False)

    def r_tip(self, row: int) -> str:
        return "" if self._rows[row].r_multiple is not None else "No initial risk is known"

    def setup(self, row: int) -> str:
        return self._rows[row].setup or format.UNKNOWN

    def setup_dot(self, row: int) -> int | None:
        setup = self._rows[row].setup
        return None if setup is None else self._colours.setdefault(setup, len(self._colours))

    def strategy(self, row: int) -> str:
        return self._rows[row].strategy or format.UNKNOWN

    def grade(self, row: int) -> str:
        return self._rows[row].grade or format.UNKNOWN

    def tags(self, row: int) -> str:
        return (self._rows[row].tags or format.UNKNOWN).replace("\n", ", ")

    def reviewed_icon(self, row: int) -> Icon | None:
        return Icon.TICK if self._rows[row].reviewed else None

    def pictures_icon(self, row: int) -> Icon | None:
        return Icon.IMAGE if self._rows[row].screenshots else None

    def pictures_tip(self, row: int) -> str:
        return format.plural(self._rows[row].screenshots, "picture", "pictures")

    def _moment(self, row: int, instant: int | None) -> str:
        if instant is None:
            return format.UNKNOWN
        there = datetime.fromtimestamp(instant // 1_000_000, UTC)
        return format.recent_moment(there, self._zones[self._rows[row].account], self._year)

    def _price(self, row: int, price: str | None) -> str:
        return format.price(_decimal(price), self._rows[row].price_decimals)


def _decimal(digits: str | None) -> Decimal | None:
    return None if digits is None else Decimal(digits)
