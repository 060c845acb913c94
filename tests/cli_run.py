"""What a command gave back."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on the standard output."""
        return json.loads(self.out)


Run = Callable[..., Answer]

PROFILE = """{"name": "Plain", "kind": "executions", "encoding": null, "delimiter": null,
 "header_row": null, "decimal": ".", "thousands": "", "time_formats": ["%Y-%m-%d %H:%M:%S"],
 "timezone": null,
 "columns": {"symbol": "symbol", "side": "side", "quantity": "quantity", "price": "price",
             "executed_at": "time", "fees": "fee", "external_id": "id"},
 "values": {}, "constants": {"asset_type": "stocks"}, "skip": []}
"""
"""A mapping of a table with plain headers."""

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A PNG of one transparent pixel."""
