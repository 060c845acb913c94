"""What a year holds beside its trades: money in and out, trades missed and planned."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from fillbook.domain.cash import CashEvent, CashKind
from fillbook.domain.draft import TradeDraft
from fillbook.domain.execution import Direction
from fillbook.domain.instrument import AssetType
from fillbook.domain.trade import Kind


def _event(kind: CashKind, amount: str, day: str, comment: str) -> CashEvent:
    at = datetime.fromisoformat(f"{day}T15:00:00").replace(tzinfo=UTC)
    return CashEvent(
        kind=kind, amount=Decimal(amount), at=at, external_id=f"C-{day}", comment=comment
    )


CASH: dict[str, Sequence[CashEvent]] = {
    "Futures": (
        _event(CashKind.DEPOSIT, "5000", "2026-03-02", "Transfer in"),
        _event(CashKind.WITHDRAWAL, "-2500", "2026-08-03", "Transfer out"),
        _event(CashKind.FEE, "-36", "2026-10-01", "Market data"),
    ),
    "Forex": (_event(CashKind.DEPOSIT, "1500", "2026-05-04", "Transfer in"),),
    "Stocks": (
        _event(CashKind.DIVIDEND, "18.24", "2026-02-12", "AAPL dividend"),
        _event(CashKind.DIVIDEND, "23.10", "2026-06-11", "MSFT dividend"),
        _event(CashKind.INTEREST, "41.87", "2026-07-01", "Interest on cash"),
    ),
}


def unfilled(account_ids: dict[str, str]) -> tuple[TradeDraft, ...]:
    """A plan and missed trades, which no figure counts."""
    return (
        TradeDraft(
            account_id=account_ids["Futures"],
            symbol="MES",
            asset_type=AssetType.FUTURES,
            kind=Kind.MISSED,
            direction=Direction.LONG,
            edits={
                "setup": "Pullback to VWAP",
                "strategy": "Momentum",
                "tags": ("pullback", "hesitated"),
                "emotion": "hesitant",
                "notes.general": "Saw it, had the order ready and did not send it. Ran two "
                "times the risk without me.",
                "reviewed": True,
            },
        ),
        TradeDraft(
            account_id=account_ids["Stocks"],
            symbol="NVDA",
            asset_type=AssetType.STOCKS,
            kind=Kind.MISSED,
            direction=Direction.LONG,
            edits={
                "setup": "Base breakout",
                "strategy": "Swing",
                "tags": ("breakout", "hesitated"),
                "notes.lessons": "An alert is no order. Put the stop order in the evening before.",
                "reviewed": True,
            },
        ),
        TradeDraft(
            account_id=account_ids["Forex"],
            symbol="GBPUSD",
            asset_type=AssetType.FOREX,
            kind=Kind.PLANNED,
            direction=Direction.SHORT,
            edits={
                "setup": "London breakout",
                "strategy": "Momentum",
                "bias": "bearish",
                "notes.thought_process": "Weekly range is at its lower end. Short on a close "
                "below Friday's low, not before eight in London.",
            },
        ),
    )
