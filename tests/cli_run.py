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
