"""Instruments: found by symbol and kind, made when first met, and what a point is worth."""

import json
from collections.abc import Iterable
from decimal import Decimal

from fillbook.domain.account import Account
from fillbook.domain.errors import NotFound, Refused
from fillbook.domain.execution import Execution
from fillbook.domain.instrument import AssetType, Instrument, known_multiplier, symbol_key
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction
from fillbook.storage.values import decimal


class Instruments:
    """The instruments that the fills of one account are in.

    A source that does not say what a symbol is means what the account trades, or what it
    traded under that symbol before.
    """

    def __init__(self, tx: Transaction, account: Account) -> None:
        self._tx = tx
        self._account = account
        self._known: dict[tuple[str, AssetType | None], str] = {}
        self._multipliers: dict[str, Decimal | None] = {}
        self._decimals: dict[str, int] = {}
        self.changed: set[str] = set()
        """Instruments whose multiplier became known: their trades are derived anew."""

    def of(self, fill: Execution) -> str:
        """The id of the fill's instrument."""
        key = (fill.symbol, fill.asset_type)
        instrument = self._known.get(key)
        if instrument is None:
            instrument = self._known[key] = self._find_or_add(fill)
        if fill.multiplier is not None and self._multipliers[instrument] is None:
            self._tx.update("instrument", instrument, {"multiplier": fill.multiplier})
            self._multipliers[instrument] = fill.multiplier
            self.changed.add(instrument)
        if fill.price is not None:
            places = _places(fill.price)
            if places > self._decimals.get(instrument, -1):
                self._decimals[instrument] = places
        return instrument

    def save_decimals(self) -> None:
        """Keep the finest decimals met; a price list is shown with them."""
        self._tx.connection.executemany(
            "UPDATE instrument SET price_decimals = ?, rev = rev + 1, updated_hlc = ?"
            " WHERE id = ? AND coalesce(price_decimals, -1) < ?",
            (
                (places, self._tx.hlc, instrument, places)
                for instrument, places in self._decimals.items()
            ),
        )

    def _find_or_add(self, fill: Execution) -> str:
        key = symbol_key(fill.symbol)
        rows = self._tx.connection.execute(
            "SELECT id, asset_type, multiplier FROM instrument i WHERE symbol_key = ?"
            " ORDER BY EXISTS (SELECT 1 FROM execution e WHERE e.account_id = ?"
            " AND e.instrument_id = i.id) DESC, asset_type = ? DESC",
            (key, self._account.id, self._account.asset_type),
        ).fetchall()
        for id_, asset_type, multiplier in rows:
            if fill.asset_type is None or fill.asset_type == asset_type:
                self._multipliers[id_] = decimal(multiplier)
                return str(id_)
        asset_type = fill.asset_type or self._account.asset_type
        multiplier = fill.multiplier or known_multiplier(fill.symbol, asset_type)
        added = self._tx.insert(
            "instrument",
            {
                "symbol": fill.symbol.strip(),
                "symbol_key": key,
                "asset_type": asset_type,
                "multiplier": multiplier,
            },
        )
        self._multipliers[added] = multiplier
        return added


def _places(price: Decimal) -> int:
    """The digits behind the point, as the source wrote them."""
    text = str(price)
    if "E" in text:
        text = format(price, "f")
    return len(text.partition(".")[2])


def set_multiplier(tx: Transaction, instrument_id: str, multiplier: Decimal | None) -> None:
    """Say what a unit of quantity and of price is worth; None: not known.

    Raises:
        NotFound: there is no such instrument.
        Refused: it is not above zero.
    """
    if multiplier is not None and not (multiplier.is_finite() and multiplier > 0):
        raise Refused(f"{multiplier} is no contract size.", "Give a number above zero.")
    if not tx.connection.execute(
        "SELECT 1 FROM instrument WHERE id = ?", (instrument_id,)
    ).fetchone():
        raise NotFound("There is no such instrument.", "Look at the trade again.")
    tx.update("instrument", instrument_id, {"multiplier": multiplier})


def multipliers(connection: Connection, ids: Iterable[str]) -> dict[str, Decimal | None]:
    """What a point of each of these instruments is worth."""
    rows = connection.execute(
        "SELECT id, multiplier FROM instrument WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {id_: decimal(multiplier) for id_, multiplier in rows}


def read_all(connection: Connection) -> tuple[Instrument, ...]:
    """All instruments by symbol."""
    rows = connection.execute(
        "SELECT id, symbol, asset_type, multiplier, tick_size, price_decimals FROM instrument"
        " WHERE deleted_hlc IS NULL ORDER BY symbol_key, asset_type"
    )
    return tuple(
        Instrument(
            id=key,
            symbol=symbol,
            asset_type=AssetType(asset_type),
            multiplier=decimal(multiplier),
            tick_size=decimal(tick_size),
            price_decimals=price_decimals,
        )
        for key, symbol, asset_type, multiplier, tick_size, price_decimals in rows
    )
