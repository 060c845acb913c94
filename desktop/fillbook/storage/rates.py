"""Exchange rates: one a day for two currencies, with who said so."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from fillbook.domain.errors import Refused
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.storage.database import Connection
from fillbook.storage.history import Transaction


def read(connection: Connection) -> tuple[ExchangeRate, ...]:
    """All rates, by currencies and day."""
    rows = connection.execute(
        "SELECT base, quote, day, rate, source FROM exchange_rate"
        " WHERE deleted_hlc IS NULL ORDER BY base, quote, day"
    )
    return tuple(
        ExchangeRate(
            base=base, quote=quote, day=date.fromordinal(day), rate=Decimal(rate), source=source
        )
        for base, quote, day, rate, source in rows
    )


def keep(tx: Transaction, rates: Iterable[ExchangeRate]) -> None:
    """Keep rates, each in the place of the one that its day had.

    Raises:
        Refused: a rate is not above zero.
    """
    for rate in rates:
        if rate.rate <= 0:
            raise Refused(
                f"{rate.rate} is no rate of {rate.base} in {rate.quote} on {rate.day}.",
                "A rate is above zero.",
            )
        row = tx.connection.execute(
            "SELECT id FROM exchange_rate WHERE base = ? AND quote = ? AND day = ?",
            (rate.base, rate.quote, rate.day.toordinal()),
        ).fetchone()
        told = {"rate": rate.rate, "source": rate.source}
        if row is None:
            key = {"base": rate.base, "quote": rate.quote, "day": rate.day}
            tx.insert("exchange_rate", {**key, **told})
        else:
            tx.update("exchange_rate", row[0], {**told, "deleted_hlc": None})
