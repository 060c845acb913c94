"""Random schedules: trades, edits on both sides, faults, crashes and restarts, then rest."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

import pytest

from fillbook.domain.link import LinkState
from fillbook.remotes import canonical
from journal_scenes import JournalScene
from simulator.driver import Crashed, CrashPlan
from standins.faults import FaultKind
from standins.ledger import API

Make = Callable[..., JournalScene]

FAULTS = (
    FaultKind.REFUSED,
    FaultKind.DROPPED_BEFORE,
    FaultKind.APPLIED_THEN_RESET,
    FaultKind.APPLIED_THEN_TIMEOUT,
    FaultKind.RATE_LIMITED,
    FaultKind.SERVER_ERROR_APPLIED,
    FaultKind.SERVER_ERROR_NOT_APPLIED,
    FaultKind.TRUNCATED,
    FaultKind.WRONG_TYPE,
    FaultKind.EMPTY_200,
    FaultKind.REDIRECT,
)
SWITCHES: dict[str, dict[str, list[Any]]] = {
    "tradervue": {
        "import_takes_s": [0, 3, 90],
        "line_ends": ["LF", "CRLF"],
        "tag_case": ["kept", "lower"],
        "side_words": ["long", "L"],
        "tags_when_none": ["empty", "absent"],
        "denial_body": ["empty", "html", "json"],
    },
    "tradejournalpro": {
        "ids": ["text", "number", "none"],
        "list_key": ["trades", "data", "bare"],
        "create_body": ["trade", "data", "id", "ok"],
        "direction_echo": ["as_sent", "BUY", "LONG", "lower"],
        "numbers_as_text": [False, True],
        "order": ["created", "date"],
        "create_status": [200, 201],
        "not_ok_with_200": [False, True],
    },
    "tradejournal": {
        "order": ["newest", "oldest", "id"],
        "per_page_max": [2, 100],
        "paginator_keys": [False, True],
        "filter_by": ["entry_time", "exit_time"],
        "to_is_exclusive": [False, True],
        "trims_texts": [False, True],
        "numbers_as_text": [False, True],
        "validation": ["app", "framework"],
    },
}
WORDS = ("one", "two", "zwei", "## Thinking", "a\nb", "Zoë")


class Story:
    """One random course of events."""

    def __init__(self, make_journal: Make, kind: str, seed: int) -> None:
        self.random = Random(f"{kind} {seed}")
        switches = {
            name: self.random.choice(values)
            for name, values in SWITCHES[kind].items()
            if self.random.random() < 0.5
        }
        self.scene = make_journal(kind, **switches)
        self.said: dict[str, list[str]] = {}
        self.noted: dict[date, list[str]] = {}

    def run(self) -> None:
        for _ in range(self.random.randint(3, 9)):
            self.random.choice(self._happenings())()
        self.scene.plan.by_match.clear()

    def _happenings(self) -> tuple[Callable[[], None], ...]:
        usual = (self._trade, self._edit, self._website, self._sync, self._sync)
        return (*usual, self._note, self._diary) if self.scene.kind == "tradervue" else usual

    def _note(self) -> None:
        self.scene.library.write_day_note(*self._word_of_a_day())

    def _diary(self) -> None:
        self.scene.server.website_writes_day(*self._word_of_a_day())

    def _word_of_a_day(self) -> tuple[date, str]:
        day = date(2026, 11, self.random.randint(1, 2))
        word = f"{self.random.choice(WORDS)} {self.random.getrandbits(20)}"
        self.noted.setdefault(day, []).append(word)
        return day, word

    def _trade(self) -> None:
        # Tradervue takes equal fills once.
        scalp = self.scene.kind != "tradervue" and self.random.random() < 0.4
        number = 0 if scalp else len(self.said) + 1
        place = str(self.random.getrandbits(40))
        fills = ("1@10", "-1@12") if scalp else ("2@10", "-1@12", "-1@15")
        made = self.scene.traded(*fills, position_id=place, symbol=f"S{number}")
        self.said[made] = []

    def _edit(self) -> None:
        if self.said:
            trade = self.random.choice(sorted(self.said))
            word = f"{self.random.choice(WORDS)} {self.random.getrandbits(20)}"
            self.scene.edit(trade, notes__general=word)
            self.said[trade].append(word)

    def _website(self) -> None:
        numbers = sorted(self.scene.server.trades)
        if numbers:
            word = f"web {self.random.getrandbits(20)}"
            self.scene.server.website_edits(self.random.choice(numbers), notes=word)

    def _sync(self) -> None:
        for _ in range(self.random.randint(0, 2)):
            method = self.random.choice(("POST", "POST", "GET", "PUT"))
            fault = self.random.choice(FAULTS)
            self.scene.fails(method, "", fault, nth=self.random.randint(0, 4))
        crash = None
        if self.random.random() < 0.4:
            crash = CrashPlan(self.random.randint(1, 12), self.random.random() < 0.5)
        with suppress(Crashed):
            self.scene.sync(crash=crash)
        if crash is not None:
            self.scene.reopen()
        self.scene.clock.advance(self.random.choice((1, 60, 200)))


def come_to_rest(scene: JournalScene) -> None:
    """Sync and answer every question with ours until nothing happens any more."""
    for _ in range(25):
        before = scene.library.revision()
        report = scene.sync()
        if scene.questions():
            scene.answer("mine")
            continue
        waits = any(entry.until is not None for entry in report.parked)
        if not report.writes and not waits and scene.library.revision() == before:
            return
        scene.clock.advance(150)
    raise AssertionError((report, scene.traces[-1].lines))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", SWITCHES)
def test_every_trade_is_there_once_and_nothing_is_lost(make_journal: Make, kind: str, seed: int):
    story = Story(make_journal, kind, seed)
    scene = story.scene

    story.run()
    come_to_rest(scene)

    assert sorted(scene.trades()) == sorted(story.said)
    assert {scene.link(trade).state for trade in story.said} <= {
        LinkState.LINKED,
        LinkState.STALE_REMOTE,
    }
    scene.one_each()
    assert len(scene.server.ledger.of("created", "trade", API)) == len(story.said)
    for trade, words in story.said.items():
        ours = scene.library.trade(trade)
        kept = {entry.new for entry in ours.history} | {entry.old for entry in ours.history}
        assert set(words) <= kept | set(ours.trade.review.notes.values()), kept
    assert_days_are_equal(story)
    scene.calm(2)


def assert_days_are_equal(story: Story) -> None:
    """Each day of which anything was written stands once on both sides, in the same words."""
    scene = story.scene
    if scene.kind != "tradervue":
        return
    here = {note.day: note.text for note in scene.library.day_notes()}
    entries = scene.server.diary.entries.values()
    assert sorted((leaf.day, canonical.text(leaf.notes)) for leaf in entries) == sorted(
        here.items()
    )
    assert here.keys() == story.noted.keys()
