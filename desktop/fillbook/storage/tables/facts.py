"""Facts: accounts, instruments, what was imported, fills, cash and bars."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, literal_column
from sqlmodel import SQLModel

from fillbook.domain.account import Matching
from fillbook.domain.cash import CashKind
from fillbook.domain.execution import Basis, Precision, Side
from fillbook.domain.instrument import AssetType
from fillbook.storage.columns import decimal, digits, instant, integer, one_of, text
from fillbook.storage.tables.record import STRICT, Record, Synced


class AccountRow(Synced, table=True):
    """An account."""

    __tablename__ = "account"
    __table_args__ = (
        one_of("asset_type", AssetType),
        one_of("matching", Matching),
        digits("starting_balance", "breakeven_low", "breakeven_high"),
        Index(
            "account_name",
            "name_key",
            unique=True,
            sqlite_where=literal_column("deleted_hlc IS NULL"),
        ),
        STRICT,
    )

    name: str = text()
    name_key: str = text()  # without regard to case
    currency: str = text()
    timezone: str = text()
    day_ends: str = text()  # HH:MM:SS on the wall clock of the zone
    starting_balance: Decimal | None = decimal()
    asset_type: str = text()
    matching: str = text()
    breakeven_low: Decimal = decimal()
    breakeven_high: Decimal = decimal()
    counted: int = integer()
    archived: int = integer()


class InstrumentRow(Synced, table=True):
    """What is traded."""

    __tablename__ = "instrument"
    __table_args__ = (
        one_of("asset_type", AssetType),
        digits("multiplier", "tick_size"),
        Index("instrument_key", "symbol_key", "asset_type", unique=True),
        STRICT,
    )

    symbol: str = text()
    symbol_key: str = text()
    asset_type: str = text()
    multiplier: Decimal | None = decimal()
    tick_size: Decimal | None = decimal()
    price_decimals: int | None = integer()


class ImportBatchRow(Synced, table=True):
    """One file that was imported; ``deleted_hlc`` says that the import was undone."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("import_batch_file", "account_id", "sha256"), STRICT)

    account_id: str = text(foreign_key="account.id")
    file: str = text()
    sha256: str = text()
    format: str = text()
    encoding: str = text()
    timezone: str = text()
    profile: str | None = text()
    executions_read: int = integer()
    executions_new: int = integer()
    executions_known: int = integer()
    cash_events: int = integer()
    totals: str = text()  # JSON: the control totals with their stated and computed values


class ExecutionRow(Synced, table=True):
    """A fill, never changed: a correction is a new row that supersedes it."""

    __tablename__ = "execution"
    __table_args__ = (
        one_of("side", Side),
        one_of("precision", Precision),
        one_of("stated_basis", Basis),
        digits("quantity", "price", "commission", "other_fees", "swap", "stated_pnl"),
        digits("multiplier", "stop_loss", "take_profit", "initial_risk"),
        CheckConstraint("(stated_pnl IS NULL) = (stated_basis IS NULL)"),
        Index("execution_identity", "account_id", "identity", unique=True),
        Index("execution_stream", "account_id", "instrument_id", "position_id", "executed_at"),
        Index("execution_batch", "batch_id"),
        STRICT,
    )

    account_id: str = text(foreign_key="account.id")
    instrument_id: str = text(foreign_key="instrument.id")
    identity: str = text()  # the broker's id, else content hash and ordinal
    symbol: str = text()  # as received
    side: str = text()
    quantity: Decimal = decimal()
    price: Decimal | None = decimal()
    executed_at: datetime = instant()
    utc_offset_minutes: int | None = integer()
    precision: str = text()
    sequence: int = integer()
    content_hash: str = text()
    ordinal: int = integer()
    commission: Decimal | None = decimal()
    other_fees: Decimal | None = decimal()
    swap: Decimal | None = decimal()
    stated_pnl: Decimal | None = decimal()
    stated_basis: str | None = text()
    asset_type: str | None = text()  # as the source says
    multiplier: Decimal | None = decimal()  # as the source says
    external_id: str | None = text()
    order_id: str | None = text()
    position_id: str | None = text()
    stop_loss: Decimal | None = decimal()
    take_profit: Decimal | None = decimal()
    initial_risk: Decimal | None = decimal()  # of the trade that it opens
    derived: int = integer()
    source: str = text()  # import, manual, or a connection's name
    batch_id: str | None = text(foreign_key="import_batch.id")
    row: int | None = integer()  # of the file
    superseded_by: str | None = text(foreign_key="execution.id")


class ExecutionSourceRow(Record, table=True):
    """Another source that states a fill which is known already: an alias, no second fill."""

    __tablename__ = "execution_source"
    __table_args__ = (
        Index("execution_source_fill", "execution_id", "batch_id", unique=True),
        Index("execution_source_batch", "batch_id"),
        STRICT,
    )

    execution_id: str = text(foreign_key="execution.id")
    account_id: str = text(foreign_key="account.id")
    source: str = text()
    external_id: str | None = text()
    batch_id: str | None = text(foreign_key="import_batch.id")
    row: int | None = integer()


class CashEventRow(Synced, table=True):
    """Money that moves a balance without a trade."""

    __tablename__ = "cash_event"
    __table_args__ = (
        one_of("kind", CashKind),
        digits("amount"),
        Index("cash_event_identity", "account_id", "identity", unique=True),
        Index("cash_event_batch", "batch_id"),
        STRICT,
    )

    account_id: str = text(foreign_key="account.id")
    identity: str = text()  # the broker's id, else content hash and ordinal
    kind: str = text()
    amount: Decimal = decimal()
    at: datetime = instant()
    external_id: str | None = text()
    comment: str = text()
    batch_id: str | None = text(foreign_key="import_batch.id")
    row: int | None = integer()


class AccountStateRow(Synced, table=True):
    """What a broker said of an account at a moment."""

    __tablename__ = "account_state"
    __table_args__ = (
        digits("balance", "equity", "today_gross", "today_net", "today_fees"),
        Index("account_state_at", "account_id", "at", unique=True),
        STRICT,
    )

    account_id: str = text(foreign_key="account.id")
    source: str = text()  # the connection's name
    at: datetime = instant()
    balance: Decimal = decimal()
    equity: Decimal | None = decimal()
    today_gross: Decimal | None = decimal()
    today_net: Decimal | None = decimal()
    today_fees: Decimal | None = decimal()
    today_trades: int | None = integer()


class ExchangeRateRow(Synced, table=True):
    """What one unit of a currency was worth in another on a day."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        digits("rate"),
        Index("exchange_rate_day", "base", "quote", "day", unique=True),
        STRICT,
    )

    base: str = text()
    quote: str = text()
    day: int = integer()  # ordinal
    rate: Decimal = decimal()
    source: str = text()  # a file's name, a bank


class BarSeriesRow(Synced, table=True):
    """Bars that came together. Where two series have the same bar, the later one holds."""

    __tablename__ = "bar_series"
    __table_args__ = (Index("bar_series_symbol", "symbol_key", "resolution_s"), STRICT)

    symbol: str = text()
    symbol_key: str = text()
    resolution_s: int = integer()


class BarRow(SQLModel, table=True):
    """A price bar."""

    __tablename__ = "bar"
    __table_args__ = (
        digits("open", "high", "low", "close", "volume"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    series_id: str = text(primary_key=True, foreign_key="bar_series.id")
    starts_at: datetime = instant(primary_key=True)
    open: Decimal = decimal()
    high: Decimal = decimal()
    low: Decimal = decimal()
    close: Decimal = decimal()
    volume: Decimal | None = decimal()


class MappingProfileRow(Synced, table=True):
    """How the columns of somebody's CSV are read."""

    __tablename__ = "mapping_profile"
    __table_args__ = (
        Index("mapping_profile_name", "name_key", unique=True),
        Index("mapping_profile_header", "header_hash"),
        STRICT,
    )

    name: str = text()
    name_key: str = text()
    header_hash: str | None = text()
    profile: str = text()  # JSON, as `fillbook import --map` takes it


class SettingRow(Synced, table=True):
    """A choice that belongs to the library; its id is its name."""

    __tablename__ = "setting"
    __table_args__ = (STRICT,)

    value: str | None = text()
