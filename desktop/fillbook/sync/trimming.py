"""A trade without the fields that a remote refuses, so that the rest can be created."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from fillbook.domain.review import Review
from fillbook.domain.trade import TradeDetail

_OF_THE_REVIEW = frozenset(field.name for field in fields(Review)) - {"notes", "tags", "reviewed"}
_OF_THE_TRADE = frozenset({"stop_loss", "take_profit", "initial_risk"})


def without(trade: TradeDetail, refused: Iterable[str]) -> TradeDetail | None:
    """The trade with these fields unset; None where a refusal is about something else."""
    keys = frozenset(refused)
    notes = frozenset(key.removeprefix("notes.") for key in keys if key.startswith("notes."))
    known = (keys & (_OF_THE_REVIEW | _OF_THE_TRADE)) | {f"notes.{kind}" for kind in notes}
    if not keys or keys != known:
        return None
    kept = {kind: text for kind, text in trade.trade.review.notes.items() if kind not in notes}
    unset: dict[str, Any] = dict.fromkeys(keys & _OF_THE_REVIEW)
    review = replace(trade.trade.review, notes=kept, **unset)
    levels: dict[str, Any] = dict.fromkeys(keys & _OF_THE_TRADE)
    return replace(trade, trade=replace(trade.trade, review=review, **levels))
