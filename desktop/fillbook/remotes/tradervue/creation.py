"""What is sent to Tradervue for a new trade: its fills as an import, or a shell without any."""

from collections.abc import Sequence
from decimal import Decimal

from fillbook.domain.instrument import AssetType
from fillbook.domain.remote_trade import Facts
from fillbook.domain.trade import Kind, Status, TradeDetail
from fillbook.remotes import canonical, joined_notes
from fillbook.remotes.costs import Result
from fillbook.remotes.tradervue import fills, mapping


def lacking(trade: TradeDetail) -> tuple[str, ...]:
    """What keeps a trade from being created, all of it, in words."""
    row = trade.trade
    if row.kind is not Kind.EXECUTED:
        return ("not executed",)
    missing = []
    if not row.symbol.strip():
        missing.append("needs a symbol")
    if row.asset_type is AssetType.OPTIONS:
        missing.append("Tradervue asks for the contract of an option apart from its symbol")
    if mapping.size_of_lot(row) is None:
        missing.append(f"the size of a lot of {row.symbol} is not known")
    return tuple(missing)


def facts(trade: TradeDetail) -> Facts:
    """Our trade as Tradervue would list it."""
    row, result = trade.trade, Result.of(trade.trade)
    size = mapping.size_of_lot(row) or Decimal(1)
    is_timed = mapping.parts(trade) is not None
    return Facts(
        symbol=symbol(trade),
        direction=row.direction,
        asset_type=row.asset_type,
        quantity=canonical.double(row.quantity * size),
        opened_at=canonical.second(row.opened_at) if row.opened_at and is_timed else None,
        closed_at=canonical.second(row.closed_at) if row.closed_at and is_timed else None,
        trading_day=None if is_timed else row.trading_day,
        entry_price=_double(row.entry_price),
        exit_price=_double(row.exit_price),
        gross_pnl=result.gross,
        fees=result.fees,
        net_pnl=result.net,
        currency=row.currency,
        is_open=row.status is Status.OPEN,
    )


def symbol(trade: TradeDetail) -> str:
    """The symbol as Tradervue writes it."""
    return canonical.text(trade.trade.symbol).strip().upper()


def import_body(
    trade: TradeDetail, parts: Sequence[fills.Part], marker: str | None, account: str | None
) -> dict[str, object]:
    """Fills of a trade as an import, which drops those that are there already.

    Args:
        account: The tag of the account; None leaves it open.
    """
    return {
        "allow_duplicates": False,
        "overlay_commissions": False,
        "tags": [] if marker is None else [mapping.mark(marker)],
        "account_tag": account,
        "executions": [_execution(symbol(trade), part) for part in parts],
    }


def shell_body(trade: TradeDetail, marker: str | None) -> dict[str, object]:
    """A trade without fills. Notes are always sent: the user's template would fill their place."""
    fields = mapping.translate(trade)
    tags = fields["tags"]
    assert isinstance(tags, tuple)
    found: dict[str, object] = {
        "symbol": symbol(trade),
        "notes": fields[joined_notes.KEY] or "",
        "shared": False,
        "tags": [*tags, *([] if marker is None else [mapping.mark(marker)])],
    }
    risk = fields["initial_risk"]
    return found if risk is None else found | {"initial_risk": Decimal(str(risk))}


def _execution(name: str, part: fills.Part) -> dict[str, object]:
    fill = part.fill
    sign = 1 if fill.side.value == "buy" else -1
    found: dict[str, object] = {
        "datetime": canonical.instant_text(fill.at),
        "symbol": name,
        "quantity": canonical.amount(fill.quantity * sign),
        "price": canonical.amount(fill.price),
        "option": "",
    }
    return found if part.fees is None else found | {"commission": canonical.amount(part.fees)}


def _double(value: Decimal | None) -> Decimal | None:
    return None if value is None else canonical.double(value)
