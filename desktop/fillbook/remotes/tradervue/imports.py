"""What became of an import, as Tradervue tells it once."""

from fillbook.remotes.effects import Answer
from fillbook.remotes.record import Record
from fillbook.remotes.remote import ImportOutcome, ImportState
from fillbook.remotes.tradervue import answers

_STATES = {
    "ready": ImportState.IDLE,
    "queued": ImportState.RUNNING,
    "processing": ImportState.RUNNING,
    "succeeded": ImportState.DONE,
    "failed": ImportState.FAILED,
}
_SKIPPED = {
    "skipped_futures": "futures",
    "skipped_options": "options",
    "skipped_forex": "forex",
}


def outcome(answer: Answer) -> ImportOutcome:
    """The state of the last import, and what of it did not go in."""
    body = answers.payload(answer)
    state = _STATES.get((body.text("status") or "").casefold(), ImportState.RUNNING)
    found = body.record("info") or body
    return ImportOutcome(
        state=state,
        reason=_failure(found) if state is ImportState.FAILED else _of_the_plan(found),
        taken=found.whole("exec_count") or 0,
        duplicates=found.whole("duplicate_count") or 0,
        body=answer.body,
    )


def _failure(found: Record) -> str:
    words = found.text("error_description") or "Tradervue refused the import"
    place = found.whole("error_execnumber")
    return words if place is None else f"{words} (fill {place})"


def _of_the_plan(found: Record) -> str | None:
    """What the user's plan kept out, in words."""
    skipped = [words for name, words in _SKIPPED.items() if found.flag(name)]
    if skipped:
        return f"the Tradervue plan takes no {' and '.join(skipped)}"
    over = found.whole("overquota_count") or 0
    return f"{over} fills are over the limit of the Tradervue plan" if over else None
