"""What is typed into the entry form, and the trade that it makes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from fillbook.domain.account import Account
from fillbook.domain.draft import TradeDraft
from fillbook.domain.execution import Direction, Execution, Precision, Side
from fillbook.domain.money import canonical, optional_canonical
from fillbook.domain.trade import Kind

_FORMATS = (
    ("%Y-%m-%d %H:%M:%S", Precision.SECOND),
    ("%Y-%m-%d %H:%M", Precision.MINUTE),
    ("%Y-%m-%d", Precision.DAY),
)
TIME_HINT = "2026-11-20 10:47"


@dataclass(frozen=True, slots=True)
class FillText:
    """One line of the form, as typed."""

    side: Side
    quantity: str
    price: str
    at: str
    fees: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.quantity.strip() or self.price.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryText:
    """The whole form, as typed."""

    account: Account
    kind: Kind
    direction: Direction
    symbol: str
    multiplier: str = ""
    fills: Sequence[FillText] = ()
    stop: str = ""
    target: str = ""
    tags: str = ""
    note: str = ""


@dataclass(slots=True)
class Entry:
    """What the form makes: a draft, or what is wrong by field (``fill 0 price``)."""

    draft: TradeDraft | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_entry(typed: EntryText) -> Entry:
    """The trade that was typed, or every field that cannot be understood."""
    errors: dict[str, str] = {}
    if not typed.symbol.strip():
        errors["symbol"] = "Which instrument"
    multiplier = _amount(typed.multiplier, "multiplier", errors)
    fills = tuple(
        fill
        for place, line in enumerate(typed.fills)
        if not line.is_empty and (fill := _fill(place, line, typed, errors)) is not None
    )
    if typed.kind is Kind.EXECUTED and not fills and not errors:
        errors["fill 0 quantity"] = "How many were traded"
    edits = _edits(typed, errors)
    if errors:
        return Entry(errors=errors)
    return Entry(
        TradeDraft(
            account_id=typed.account.id,
            symbol=typed.symbol.strip(),
            asset_type=typed.account.asset_type,
            multiplier=multiplier,
            fills=fills,
            kind=typed.kind,
            direction=None if fills else typed.direction,
            edits=edits,
        )
    )


def fill_text(fill: Execution, account: Account) -> FillText:
    """A fill as somebody would type it, its time on the account's clock."""
    at = fill.executed_at.astimezone(ZoneInfo(account.timezone))
    return FillText(
        side=fill.side,
        quantity=canonical(fill.quantity),
        price=optional_canonical(fill.price) or "",
        at=f"{at:%Y-%m-%d %H:%M:%S}",
        fees=optional_canonical(fill.fees) or "",
    )


def corrected(
    fill: Execution, typed: FillText, account: Account
) -> tuple[Execution | None, dict[str, str]]:
    """The fill with what was typed over it, or what is wrong by field.

    What is typed as it was before keeps its own value, to the last digit and microsecond.
    """
    before, errors = fill_text(fill, account), dict[str, str]()
    quantity = _amount(typed.quantity, "quantity", errors)
    price = _amount(typed.price, "price", errors)
    at = _instant(typed.at, account)
    fees = _amount(typed.fees, "fees", errors)
    if quantity is None or quantity <= 0:
        errors["quantity"] = "Above zero"
    if price is None and (typed.price.strip() or fill.price is not None):
        errors.setdefault("price", "At which price")
    if at is None:
        errors["time"] = f"As {TIME_HINT}"
    if errors or quantity is None or at is None:
        return None, errors
    instant, precision = at
    if typed.at == before.at:
        instant, precision = fill.executed_at, fill.precision
    changed = replace(
        fill,
        side=typed.side,
        quantity=quantity,
        price=price,
        executed_at=instant,
        precision=precision,
    )
    if typed.fees != before.fees:
        changed = replace(changed, commission=fees, other_fees=None, swap=None)
    return changed, {}


def now_text(account: Account) -> str:
    """This minute on the account's clock."""
    return f"{datetime.now(UTC).astimezone(ZoneInfo(account.timezone)):%Y-%m-%d %H:%M}"


def amount(text: str) -> Decimal | None:
    """A number as people type it, with either separator; None where it is none."""
    plain = text.strip().replace(" ", "").replace("\u2212", "-").replace("'", "")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma > point:
        decimal_comma = plain.count(",") == 1 and (point >= 0 or len(plain) - comma != 4)
        plain = plain.replace(".", "").replace(",", "." if decimal_comma else "")
    else:
        plain = plain.replace(",", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _amount(text: str, name: str, errors: dict[str, str]) -> Decimal | None:
    if not text.strip():
        return None
    value = amount(text)
    if value is None:
        errors[name] = "Not a number"
    return value


def _fill(place: int, line: FillText, typed: EntryText, errors: dict[str, str]) -> Execution | None:
    name = f"fill {place}"
    quantity = _amount(line.quantity, f"{name} quantity", errors)
    price = _amount(line.price, f"{name} price", errors)
    fees = _amount(line.fees, f"{name} fees", errors)
    if quantity is None:
        errors.setdefault(f"{name} quantity", "How many")
    elif quantity <= 0:
        errors[f"{name} quantity"] = "Above zero"
    if price is None:
        errors.setdefault(f"{name} price", "At which price")
    at = _instant(line.at, typed.account)
    if at is None:
        errors[f"{name} at"] = f"As {TIME_HINT}"
    if at is None or quantity is None or price is None:
        return None
    instant, precision = at
    return Execution(
        symbol=typed.symbol.strip(),
        side=line.side,
        quantity=quantity,
        price=price,
        executed_at=instant,
        sequence=place,
        precision=precision,
        commission=fees,
        asset_type=typed.account.asset_type,
        multiplier=amount(typed.multiplier) if typed.multiplier.strip() else None,
    )


def _instant(text: str, account: Account) -> tuple[datetime, Precision] | None:
    for pattern, precision in _FORMATS:
        try:
            wall = datetime.strptime(text.strip().replace("T", " "), pattern)  # noqa: DTZ007
        except ValueError:
            continue
        return wall.replace(tzinfo=ZoneInfo(account.timezone)).astimezone(UTC), precision
    return None


def _edits(typed: EntryText, errors: dict[str, str]) -> dict[str, object]:
    edits: dict[str, object] = {}
    for key, text in (("stop_loss", typed.stop), ("take_profit", typed.target)):
        value = _amount(text, key, errors)
        if value is not None:
            edits[key] = value
    tags = tuple(tag.strip() for tag in typed.tags.split(",") if tag.strip())
    if tags:
        edits["tags"] = tags
    if typed.note.strip():
        edits["notes.general"] = typed.note.strip()
    return edits
