"""What Tradervue's documentation leaves open, as switches of its stand-in."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """One reading of the open points."""

    zone: str = "America/New_York"  # the user's, for offsets and date filters
    side_words: Literal["long", "L"] = "long"
    open_end: Literal["absent", "null"] = "absent"  # end_datetime of an open trade
    shell_figures: Literal["null", "zero", "absent"] = "null"  # of a trade without fills
    tags_when_none: Literal["empty", "absent"] = "empty"
    tag_case: Literal["kept", "lower"] = "kept"
    tags_can_be_cleared: bool = True  # by an empty list
    null_risk: Literal["clears", "ignored", "refused"] = "clears"
    line_ends: Literal["LF", "CRLF"] = "LF"
    price_places: int = 4  # average prices are rounded
    template: str = "Plan:\n\nReview:"  # an omitted note becomes this
    delete_status: int = 200
    denial_body: Literal["empty", "html", "json"] = "empty"  # of 401, 403, 404
    import_takes_s: float = 0
    merge_mode: Literal["normal", "force_split", "force_merge"] = "normal"
    drops_twins: bool = False  # identical fills of one batch count as duplicates
    max_fills: int | None = None  # in one import
    quota: int | None = None  # fills that the plan still takes
    allows_futures: bool = True
    allows_options: bool = True
    allows_forex: bool = True
    per_second: int | None = None
    organization: bool = False  # the login is an organization's administrator
