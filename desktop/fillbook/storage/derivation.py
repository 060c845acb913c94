"""From fills to trades: what the rule makes of them, and what is written of it.

Only streams with a changed fill are matched, and those from their last flat point on. A
trade keeps its identity, and with it everything that a trader said of it.
"""

from collections.abc import Iterable, Iterator
from datetime import time
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fillbook.domain.account import Matching
from fillbook.domain.execution import BROKER
from fillbook.domain.round_trip import RoundTrip, as_one, round_trips, walk
from fillbook.domain.trading_day import TradingCalendar
from fillbook.storage import identity, streams
from fillbook.storage.database import Connection
from fillbook.storage.executions import LIVE
from fillbook.storage.history import Transaction
from fillbook.storage.identity import Derived
from fillbook.storage.streams import Stream, Touched
from fillbook.storage.trade_figures import FIGURES, figures, legs
from fillbook.storage.trade_writing import Written, stored, write
from fillbook.storage.values import decimal

BULK = 1_000
"""From so many changed fills on, a stream is matched as columns."""


def derive(tx: Transaction, execution_ids: Iterable[str]) -> Written:
    """Bring the trades of these fills up to date, whether they were added, changed or removed."""
    touched = streams.touched(tx.connection, execution_ids)
    derived = list(_matched(tx.connection, touched))
    return write(tx, derived, identity.claims(tx.connection, derived, touched.fills))


def rebuild_all(tx: Transaction) -> Written:
    """Derive every trade of the library from its fills."""
    return derive(tx, _all_fills(tx.connection))


def differences(connection: Connection) -> tuple[str, ...]:
    """Where the stored trades are not what their fills make; empty is as it should be."""
    touched = streams.touched(connection, _all_fills(connection))
    derived = list(_matched(connection, touched))
    claims = identity.claims(connection, derived, touched.fills)
    before = stored(connection, (trade.id for trade in claims.winners.values()))
    problems = [
        f"Trade #{trade.number} has no fills."
        for trade in (*claims.gone, *(t for lost in claims.losers.values() for t in lost))
        if not trade.vanished
    ]
    for index, item in enumerate(derived):
        known = claims.winners.get(index)
        if known is None:
            first = item.trip.legs[0].execution.fill
            problems.append(f"The fill of {first.symbol} at {first.executed_at} has no trade.")
            continue
        now = figures(item.trip, item.calendar, item.multiplier)
        then = before.figures.get(known.id, (None,) * len(FIGURES))
        problems += (
            f"Trade #{known.number}: {name} is {old}, its fills make {new}."
            for name, old, new in zip(FIGURES, then, now, strict=True)
            if old != new
        )
        if before.legs[known.id] != legs(item.trip, item.calendar):
            problems.append(f"Trade #{known.number}: its parts are not those of its fills.")
    return tuple(problems)


_MULTIPLIER = f"""
SELECT CASE WHEN EXISTS (SELECT 1 FROM connection) AND EXISTS (
    SELECT 1 FROM execution e WHERE e.account_id = :account AND e.instrument_id = :instrument
        AND substr(e.source, 1, {len(BROKER)}) = '{BROKER}' AND e.{LIVE.replace(" AND ", " AND e.")}
        AND e.multiplier IS NULL AND e.asset_type IS NOT NULL
    ) THEN NULL ELSE multiplier END
FROM instrument WHERE id = :instrument
"""
"""What a point is worth to an account. Where its broker knows the instrument and not its worth,
prices are in other money than the account's, and what another account makes of it is no help."""


class _Terms(NamedTuple):
    """By what the fills of an account and instrument are matched."""

    calendar: TradingCalendar
    matching: Matching
    multiplier: Decimal | None


def _matched(connection: Connection, touched: Touched) -> Iterator[Derived]:
    """The round trips of every touched stream and group."""
    terms: dict[Stream, _Terms] = {}
    for stream in touched.first:
        whole = stream._replace(position_id=None)
        if whole not in terms:
            terms[whole] = _terms(connection, whole)
        calendar, matching, multiplier = terms[whole]
        for trip in _of_stream(connection, touched, stream, terms[whole]):
            yield Derived(trip, calendar, multiplier)
    for group in sorted(touched.groups):
        calendar, matching, multiplier = terms[group.stream]
        members = touched.members[group.stream]
        trips = round_trips(streams.fills_of(connection, group, members), multiplier, matching)
        if trips:
            yield Derived(as_one(trips), calendar, multiplier, group)


def _of_stream(
    connection: Connection, touched: Touched, stream: Stream, terms: _Terms
) -> Iterator[RoundTrip]:
    """The stream's round trips from its last flat point to where nothing changes any more."""
    taken = touched.members[stream._replace(position_id=None)]
    since = streams.last_flat_point(connection, stream, taken, touched.first[stream])
    fills = streams.fills(connection, stream, taken, since)
    if touched.count[stream] >= BULK and terms.matching is Matching.FIFO:
        from fillbook.storage.bulk_matching import match

        yield from match(list(fills), terms.multiplier)
        return
    for trip in walk(fills, terms.multiplier, terms.matching):
        yield trip
        if _settled(connection, touched, stream, trip):
            return


def _settled(connection: Connection, touched: Touched, stream: Stream, trip: RoundTrip) -> bool:
    """Whether the position is flat where it was flat before, after the last changed fill."""
    if trip.is_open or trip.flipped:
        return False
    last = trip.legs[-1].execution
    return streams.order_of(last) > touched.last[stream] and streams.was_flat_after(
        connection, last.id
    )


def _terms(connection: Connection, stream: Stream) -> _Terms:
    zone, day_ends, matching = connection.execute(
        "SELECT timezone, day_ends, matching FROM account WHERE id = ?", (stream.account_id,)
    ).fetchone()
    (multiplier,) = connection.execute(
        _MULTIPLIER, {"account": stream.account_id, "instrument": stream.instrument_id}
    ).fetchone()
    calendar = TradingCalendar(ZoneInfo(zone), time.fromisoformat(day_ends))
    return _Terms(calendar, Matching(matching), decimal(multiplier))


def _all_fills(connection: Connection) -> list[str]:
    """Every fill that counts, and every one that a trade is made of."""
    rows = connection.execute(
        f"SELECT id FROM execution WHERE {LIVE} UNION SELECT execution_id FROM leg"
    )
    return [id_ for (id_,) in rows]
