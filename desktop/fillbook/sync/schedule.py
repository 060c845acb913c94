"""When a connection is synced by itself. Times are seconds of a clock that never goes back."""

from dataclasses import dataclass, replace

AFTER_EDIT_S = 2.0
WHILE_VISIBLE_S = 300.0
WHILE_HIDDEN_S = 1_800.0
AFTER_WAKE_S = 3.0
AFTER_PREVIEW_S = 300.0
"""Time to read what a run would do, before it does that by itself."""

ASLEEP_S = 30.0
"""A timer that is so much too late was asleep with the computer."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What has happened that a run depends on."""

    is_visible: bool = True
    ran_at: float | None = None  # the start of the last run; None: none yet
    edited_at: float | None = None  # the last edit that no run has seen the start of
    first_edited_at: float | None = None
    woke_at: float | None = None
    previewed_at: float | None = None

    def due_at(self) -> float:
        """When the next run begins; in the past where it should run now."""
        times = [-1.0 if self.ran_at is None else self.ran_at + self._every_s]
        if self.edited_at is not None and self.first_edited_at is not None:
            quiet = self.edited_at + AFTER_EDIT_S
            times.append(min(quiet, self.first_edited_at + WHILE_VISIBLE_S))
        if self.woke_at is not None:
            times.append(self.woke_at + AFTER_WAKE_S)
        if self.previewed_at is None:
            return min(times)
        return max(min(times), self.previewed_at + AFTER_PREVIEW_S)

    def edited(self, now: float) -> "Schedule":
        """After an edit: the run waits until the typing rests."""
        first = now if self.first_edited_at is None else self.first_edited_at
        return replace(self, edited_at=now, first_edited_at=first)

    def shown(self, is_visible: bool) -> "Schedule":
        """After the window came to the front or went."""
        return replace(self, is_visible=is_visible)

    def woke(self, now: float) -> "Schedule":
        """After the computer or its network came back."""
        return replace(self, woke_at=now)

    def previewed(self, now: float) -> "Schedule":
        """After somebody asked what a run would do."""
        return replace(self, previewed_at=now)

    def ran(self, now: float) -> "Schedule":
        """After a run began."""
        return Schedule(is_visible=self.is_visible, ran_at=now)

    @property
    def _every_s(self) -> float:
        return WHILE_VISIBLE_S if self.is_visible else WHILE_HIDDEN_S
