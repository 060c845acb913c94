"""Builders of columns: trades as a test names them, in the shape that the library gives."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from fillbook.domain.account import Account
from fillbook.domain.exchange_rate import ExchangeRate
from fillbook.domain.execution import Direction
from fillbook.domain.query import TradeQuery
from fillbook.domain.trade_columns import MISSING, TradeColumns, Words
from fillbook.statistics.population import Population
from fillbook.statistics.populations import population
from fillbook.statistics.terms import Terms

MONDAY = date(2026, 3, 2)
NAN = float("nan")


def an_account(
    name: str = "Main",
    *,
    currency: str = "USD",
    starting_balance: str | None = "10000",
    band: tuple[str, str] = ("0", "0"),
    counted: bool = True,
) -> Account:
    return Account(
        id=name,
        name=name,
        currency=currency,
        starting_balance=None if starting_balance is None else Decimal(starting_balance),
        breakeven_low=Decimal(band[0]),
        breakeven_high=Decimal(band[1]),
        counted=counted,
    )


@dataclass(frozen=True, kw_only=True)
class ATrade:
    """A trade in a trader's terms. ``parts`` are its realised amounts by day."""

    net: str | None = "0"
    day: int = 0  # after MONDAY, of the last closing fill
    minute: int = 0  # of that day, UTC, at which it closes
    held: int = 30  # minutes
    fees: str | None = "0"
    fees_unknown: int = 0
    risk: str | None = None
    parts: tuple[tuple[int, str], ...] | None = None
    is_open: bool = False
    executed: bool = True
    archived: bool = False
    reviewed: bool = False
    day_precision: bool = False
    quantity: str = "1"
    tick: str | None = "0.25"
    account: str = "Main"
    symbol: str = "MES"
    asset_type: str = "futures"
    direction: Direction = Direction.LONG
    setup: str | None = None
    strategy: str | None = None
    grade: str | None = None
    emotion: str | None = None
    session: str | None = None
    exit_type: str | None = None
    tags: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()  # rules
    broken: tuple[str, ...] = ()
    decision: int = -1
    id: str | None = None

    @property
    def closed_at(self) -> datetime:
        return datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC) + timedelta(
            days=self.day, minutes=self.minute
        )

    @property
    def opened_at(self) -> datetime:
        return self.closed_at - timedelta(minutes=self.held)

    @property
    def realised(self) -> tuple[tuple[int, str], ...]:
        """Day and amount of each closing fill."""
        if self.parts is not None:
            return self.parts
        if self.is_open or not self.executed or self.net is None:
            return ()
        return ((self.day, self.net),)


@dataclass(frozen=True, kw_only=True)
class Cash:
    amount: str
    day: int
    account: str = "Main"


@dataclass
class _Dictionary:
    """Codes given to words in the order of their first use."""

    codes: list[int] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=dict)

    def code(self, word: str | None) -> int:
        return -1 if word is None else self.words.setdefault(word, len(self.words))

    def add(self, word: str | None) -> None:
        self.codes.append(self.code(word))

    def column(self) -> Words:
        return Words(codes=array("i", self.codes), words=tuple(self.words))


def columns_of(
    trades: Sequence[ATrade],
    *,
    accounts: Sequence[Account] | None = None,
    cash: Sequence[Cash] = (),
    places: int = 2,
) -> TradeColumns:
    """The columns of trades; those that closed in one minute stay in the order given."""
    owners = tuple(accounts or (an_account(),))
    index = {account.name: i for i, account in enumerate(owners)}
    kinds = sorted(trades, key=lambda t: (not t.executed, t.is_open, t.closed_at))

    def units(amount: str | None) -> int:
        return MISSING if amount is None else int(Decimal(amount).scaleb(places))

    def instants(values: Sequence[datetime]) -> "array[int]":
        return array("q", [int(value.timestamp() * 1_000_000) for value in values])

    def words(*values: str | None) -> Words:
        dictionary = _Dictionary()
        for value in values:
            dictionary.add(value)
        return dictionary.column()

    def money(values: Sequence[int]) -> "array[int] | list[int]":
        fits = all(-(2**63) <= value < 2**63 for value in values)
        return array("q", values) if fits else list(values)

    def ordinal(day: int) -> int:
        return MONDAY.toordinal() + day

    tags = _Dictionary()
    starts = [0]
    for trade in kinds:
        for tag in trade.tags:
            tags.add(tag)
        starts.append(len(tags.codes))
    rules = _Dictionary()
    rule_starts = [0]
    for trade in kinds:
        for names, broken in ((trade.kept, 0), (trade.broken, 1)):
            rules.codes += [2 * rules.code(name) + broken for name in names]
        rule_starts.append(len(rules.codes))
    legs = sorted(
        (
            (day, trade.minute if day == trade.day else 0, row, amount)
            for row, trade in enumerate(kinds)
            for day, amount in trade.realised
        ),
        key=lambda leg: leg[:2],
    )
    closed = [t for t in kinds if t.executed and not t.is_open]
    nothing = [MISSING] * (len(kinds) - len(closed))
    net = [units(t.net) for t in kinds]
    fees = [units(t.fees) for t in kinds]
    gross = [
        MISSING if n == MISSING else n + (0 if f == MISSING else f)
        for n, f in zip(net, fees, strict=True)
    ]
    size = len(kinds)
    return TradeColumns(
        revision=1,
        ids=tuple(t.id or f"trade-{i + 1}" for i, t in enumerate(kinds)),
        accounts=owners,
        money_places=places,
        number=array("q", range(1, size + 1)),
        account=array("i", [index[t.account] for t in kinds]),
        direction=array("b", [1 if t.direction is Direction.LONG else -1 for t in kinds]),
        is_open=array("b", [t.is_open for t in kinds]),
        is_executed=array("b", [t.executed for t in kinds]),
        is_archived=array("b", [t.archived for t in kinds]),
        is_reviewed=array("b", [t.reviewed for t in kinds]),
        opened_at=instants([t.opened_at for t in kinds]),
        closed_at=array("q", [*instants([t.closed_at for t in closed]), *nothing]),
        open_day=array("i", [t.opened_at.date().toordinal() for t in kinds]),
        open_minute=array(
            "i",
            [-1 if t.day_precision else t.opened_at.hour * 60 + t.opened_at.minute for t in kinds],
        ),
        open_weekday=array("b", [t.opened_at.weekday() for t in kinds]),
        close_day=array("i", [*(ordinal(t.day) for t in closed), *(0 for _ in nothing)]),
        quantity=array("d", [float(t.quantity) for t in kinds]),
        entry_price=array("d", [100.0] * size),
        exit_price=array("d", [NAN] * size),
        price_decimals=array("b", [2] * size),
        gross_pnl=money(gross),
        fees=money(fees),
        net_pnl=money(net),
        fees_unknown=array("i", [t.fees_unknown for t in kinds]),
        broker_differs=array("b", [0] * size),
        initial_risk=array("d", [NAN if t.risk is None else float(t.risk) for t in kinds]),
        stop_loss=array("d", [NAN] * size),
        take_profit=array("d", [NAN] * size),
        multiplier=array("d", [5.0] * size),
        tick_size=array("d", [NAN if t.tick is None else float(t.tick) for t in kinds]),
        confidence=array("b", [0] * size),
        screenshots=array("i", [0] * size),
        executions=array("i", [2] * size),
        symbol=words(*(t.symbol for t in kinds)),
        asset_type=words(*(t.asset_type for t in kinds)),
        setup=words(*(t.setup for t in kinds)),
        strategy=words(*(t.strategy for t in kinds)),
        grade=words(*(t.grade for t in kinds)),
        emotion=words(*(t.emotion for t in kinds)),
        bias=words(*(None for _ in kinds)),
        trading_session=words(*(t.session for t in kinds)),
        market_condition=words(*(None for _ in kinds)),
        exit_type=words(*(t.exit_type for t in kinds)),
        rule_words=tuple(rules.words),
        rule_starts=array("i", rule_starts),
        rule_codes=array("i", rules.codes),
        decision=array("i", [t.decision for t in kinds]),
        tag_words=tuple(tags.words),
        tag_starts=array("i", starts),
        tag_codes=array("i", tags.codes),
        leg_trade=array("i", [row for _, _, row, _ in legs]),
        leg_at=instants(
            [
                datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC)
                + timedelta(days=day, minutes=minute)
                for day, minute, _, _ in legs
            ]
        ),
        leg_day=array("i", [ordinal(day) for day, _, _, _ in legs]),
        leg_gross=money([units(amount) for *_, amount in legs]),
        leg_fees=money([0 for _ in legs]),
        leg_net=money([units(amount) for *_, amount in legs]),
        cash_account=array("i", [index[event.account] for event in cash]),
        cash_day=array("i", [ordinal(event.day) for event in cash]),
        cash_at=instants(
            [
                datetime(MONDAY.year, MONDAY.month, MONDAY.day, tzinfo=UTC)
                + timedelta(days=event.day, seconds=1)
                for event in cash
            ]
        ),
        cash_amount=money([units(event.amount) for event in cash]),
    )


def a_population(
    *trades: ATrade,
    accounts: Sequence[Account] | None = None,
    cash: Sequence[Cash] = (),
    places: int = 2,
    query: TradeQuery | None = None,
    terms: Terms | None = None,
    rates: Sequence[ExchangeRate] = (),
) -> Population:
    columns = columns_of(trades, accounts=accounts, cash=cash, places=places)
    query = query or TradeQuery()
    return population(columns, query, terms=terms or Terms(), rates=tuple(rates))


def nets(*amounts: str) -> tuple[ATrade, ...]:
    """One trade after the other on one day, with these results."""
    return tuple(ATrade(net=amount, minute=60 + i) for i, amount in enumerate(amounts))


GOLDEN_NETS = (
    (0, "240", "120"), (0, "-125", "120"), (0, "3", "120"),
    (1, "-118", "120"), (1, "360", "120"),
    (2, "-130", "120"), (2, "-122", "120"), (2, "-2", "120"),
    (3, "500", "240"),
    (4, "-240", "240"), (4, "95", "120"), (4, "180", "120"),
)  # fmt: skip


def golden(terms: Terms | None = None) -> Population:
    """The twelve trades of the design's golden vector, Monday to Friday."""
    trades = (
        ATrade(net=net, day=day, minute=600 + i, risk=risk)
        for i, (day, net, risk) in enumerate(GOLDEN_NETS)
    )
    return a_population(*trades, accounts=[an_account(band=("-5", "5"))], terms=terms)
