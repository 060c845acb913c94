"""What the broker trades, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fillbook.domain.execution import Direction, Side
from fillbook.domain.instrument import AssetType
from fillbook.remotes.broker import OpenPosition
from fillbook.remotes.tradelocker.market import Instrument, InstrumentDetail
from fillbook.remotes.tradelocker.records import Order, Position

ASSET_TYPES: Mapping[str, AssetType] = {
    "FOREX": AssetType.FOREX,
    "CRYPTO": AssetType.CRYPTO,
    "EQUITY": AssetType.STOCKS,
    "EQUITY_CFD": AssetType.STOCKS,
    "ETF": AssetType.STOCKS,
    "FUTURES": AssetType.FUTURES,
    "FUTURES_CFD": AssetType.FUTURES,
    "INDICES": AssetType.FUTURES,  # by points, as a future is
    "OPTIONS": AssetType.OPTIONS,
}
_PIPS_OF_TEN_TICKS = (Decimal("0.00001"), Decimal("0.001"))
_PIPS_OF_ONE_TICK = (Decimal("0.0001"), Decimal("0.01"))
_TEN = Decimal(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a lot of a symbol is to one account."""

    symbol: str
    asset_type: AssetType | None = None
    multiplier: Decimal | None = None  # account's money a lot and a point; None: not known
    pip: Decimal | None = None  # None: the broker's unit of offsets is not known

    @classmethod
    def unlisted(cls, instrument_id: str) -> "Contract":
        """What the broker does not list any more."""
        return cls(symbol=f"Instrument {instrument_id}")


def contract(
    instrument: Instrument, detail: InstrumentDetail | None, account_currency: str
) -> Contract:
    """An instrument as an account in some currency trades it.

    A lot's size makes money of points only where prices are in the account's own currency:
    the rates of conversion at the time of a fill are told nowhere.
    """
    kind = (detail.kind if detail else None) or instrument.kind or ""
    asset_type = ASSET_TYPES.get(kind.upper())
    return Contract(
        symbol=instrument.name,
        asset_type=asset_type,
        multiplier=_multiplier(detail, account_currency),
        pip=_pip(asset_type, detail),
    )


def open_position(
    position: Position, listed: Mapping[str, Instrument], pending: Mapping[str, Order]
) -> OpenPosition:
    """A position under the name of its instrument, with the levels of its pending orders."""
    instrument = listed.get(position.instrument_id)
    unlisted = Contract.unlisted(position.instrument_id)
    stop = pending.get(position.stop_order_id or "")
    target = pending.get(position.target_order_id or "")
    return OpenPosition(
        id=position.id,
        symbol=unlisted.symbol if instrument is None else instrument.name,
        direction=Direction.LONG if position.side is Side.BUY else Direction.SHORT,
        quantity=position.quantity,
        average_price=position.average_price,
        stop_loss=None if stop is None else stop.stop_price or stop.price,
        take_profit=None if target is None else target.price or target.stop_price,
        opened_at=position.opened_at,
        unrealised_pnl=position.unrealised_pnl,
    )


def _multiplier(detail: InstrumentDetail | None, currency: str) -> Decimal | None:
    if detail is None or detail.lot_size is None or detail.lot_size <= 0:
        return None
    in_own_money = (detail.quote_currency or "").upper() == currency.upper()
    return detail.lot_size if in_own_money else None


def _pip(asset_type: AssetType | None, detail: InstrumentDetail | None) -> Decimal | None:
    """The unit of offsets, which is settled for currency pairs alone."""
    if asset_type is not AssetType.FOREX or detail is None or detail.tick_size is None:
        return None
    if detail.tick_size in _PIPS_OF_TEN_TICKS:
        return detail.tick_size * _TEN
    return detail.tick_size if detail.tick_size in _PIPS_OF_ONE_TICK else None
