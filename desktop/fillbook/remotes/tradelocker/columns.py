"""The broker's config: what each cell of a row is, and how fast each route may be asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fillbook.remotes.errors import Unreadable
from fillbook.remotes.record import BadRecord, Record
from fillbook.remotes.remote import Limits

SHARE = 0.9
"""Our part of what a route takes."""

_ROWS_OF_HISTORY = 10_000
_BARS = 20_000
_PER_MINUTE = 60
_SECONDS = {"SECONDS": 1.0, "MINUTES": 60.0}


class Section(StrEnum):
    """A kind of row."""

    POSITIONS = "positionsConfig"
    ORDERS = "ordersConfig"
    HISTORY = "ordersHistoryConfig"
    EXECUTIONS = "filledOrdersConfig"
    STATE = "accountDetailsConfig"


_NEEDED = {
    Section.POSITIONS: ("id", "tradableInstrumentId", "side", "qty", "avgPrice"),
    Section.ORDERS: ("id", "tradableInstrumentId", "qty", "side", "type", "status"),
    Section.HISTORY: (
        "id", "tradableInstrumentId", "side", "status", "filledQty", "avgPrice", "createdDate",
        "lastModified", "positionId",
    ),
    Section.EXECUTIONS: (
        "id", "price", "side", "createdDate", "qty", "orderId", "positionId",
        "tradableInstrumentId",
    ),
    Section.STATE: ("balance",),
}  # fmt: skip
"""Columns without which a row says nothing that can be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What ``/trade/config`` says."""

    columns: Mapping[Section, tuple[str, ...]]
    limits: Limits
    rows_of_history: int  # of one answer, at most
    bars: int  # of one answer, at most

    def named(self, section: Section, cells: object) -> Record:
        """The cells of a row under the names of their columns."""
        columns = self.columns[section]
        if not isinstance(cells, list) or len(cells) != len(columns):
            raise BadRecord(f"A row does not have the {len(columns)} columns of its config.")
        return Record(dict(zip(columns, cells, strict=True)))


def config(body: object) -> Config:
    """The config of an answer.

    Raises:
        Unreadable: a section, or a column that is needed, is missing; it is named.
    """
    record = Record.of(body, "The config")
    columns = {section: _columns(record, section) for section in Section}
    most = {_word(one, "limitType"): _count(one, "limit") for one in _listed(record, "limits")}
    return Config(
        columns=columns,
        limits=Limits(per_minute=_PER_MINUTE, lanes=dict(_lanes(record))),
        rows_of_history=most.get("MAX_ORDERS_COUNT_IN_HISTORY") or _ROWS_OF_HISTORY,
        bars=most.get("QUOTES_HISTORY_BARS") or _BARS,
    )


def _columns(record: Record, section: Section) -> tuple[str, ...]:
    found = record.record(section)
    if found is None:
        raise Unreadable(f'The broker\'s config has no "{section}".')
    names = tuple(_word(column, "id") for column in found.records("columns") or ())
    lacking = [name for name in _NEEDED[section] if name not in names]
    if lacking:
        raise Unreadable(f'The broker\'s "{section}" lacks the column "{lacking[0]}".')
    if len(set(names)) < len(names):
        raise Unreadable(f'The broker\'s "{section}" names a column twice.')
    return names


def _lanes(record: Record) -> Iterator[tuple[str, tuple[int, float]]]:
    """Requests in so many seconds, by route, at our share of what is stated.

    A route that takes one a second is asked once in a little more: a share of one is none.
    """
    for rate in _listed(record, "rateLimits"):
        span_s = _count(rate, "intervalNum") * _SECONDS.get(_word(rate, "measure"), 60.0)
        limit = _count(rate, "limit")
        if limit > 0 and span_s > 0:
            yield _word(rate, "rateLimitType"), (limit, span_s / SHARE)


def _listed(record: Record, key: str) -> Iterable[Record]:
    return record.records(key) or ()


def _word(record: Record, key: str) -> str:
    found = record.text(key)
    if found is None:
        raise Unreadable(f'The broker\'s config lacks "{key}".')
    return found


def _count(record: Record, key: str) -> int:
    return record.whole(key) or 0
