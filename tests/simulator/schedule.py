"""One random life of a journal: edits on both sides, a bad line, crashes, and what is left."""

from datetime import timedelta

from builders import NOON, a_fill
from fillbook.domain.draft import TradeDraft
from fillbook.domain.instrument import AssetType
from simulator.chance import Chance
from simulator.driver import Crashed, CrashPlan
from simulator.shadow import WORDS, Shadow, check
from simulator.world import World
from standins.faults import Fault, FaultKind, FaultPlan

_UNUSED = (
    FaultKind.UNAUTHORIZED_ONCE, FaultKind.DELAY, FaultKind.REDIRECT, FaultKind.STALE_PAGE,
)  # fmt: skip
_LINE = tuple(kind for kind in FaultKind if kind not in _UNUSED)
_RESTS = (1, 30, 400, 7_200, 90_000)
_GRADES = ("A+", "A", "B", "C", "F")


class Schedule:
    """A seeded run of user, service, line and clock against each other."""

    def __init__(self, world: World) -> None:
        self.chance = Chance(world.chance.seed)
        self.world = world
        self.shadow = Shadow()
        self.shadow.watch(self.world)
        self._count = 0
        self._edited: tuple[str, str] | None = None  # second thoughts come often

    def run(self) -> str:
        """Live it; the hash of its trace."""
        world, chance = self.world, self.chance
        for _ in range(chance.number(1, 2)):
            self._add_trade()
        if chance.happens(0.3):
            self._website_adds()
        for _ in range(chance.number(1, 3)):
            self._act()
            self._sync_badly()
            world.clock.advance(chance.pick(_RESTS))
        world.line.plan = FaultPlan()
        world.skew = timedelta(0)
        world.clock.advance(3_600)
        world.line.apply_late()
        world.settled()  # its last run wrote nothing, neither there nor here
        check(world, self.shadow)
        return "".join(trace.hash for trace in world.traces)

    def _act(self) -> None:
        acts = (self._edit, self._edit, self._website_edits, self._website_edits, self._tag)
        for _ in range(self.chance.number(0, 2)):
            self.chance.pick(acts)()
        if self.chance.happens(0.05):
            self._website_archives()
        if self.chance.happens(0.15):
            self._add_trade()
        if self.chance.happens(0.1):
            self._website_adds()

    def _sync_badly(self) -> None:
        world, chance = self.world, self.chance
        first = len(world.line.requests)
        plan = FaultPlan()
        rate = 0.5 if chance.happens(0.1) else 0.06
        for number in range(30):
            if chance.happens(rate):
                late = chance.pick((5.0, 40.0, 80.0))
                plan.by_number[first + number] = Fault(
                    kind=chance.pick(_LINE), late_s=late, retry_after=chance.pick(("1", None, "x"))
                )
        world.line.plan = plan
        if chance.happens(0.1):
            world.skew = timedelta(hours=chance.pick((-24, 24)))
        crash = None
        if chance.happens(0.25):
            crash = CrashPlan(chance.number(1, 25), after=chance.happens(0.5))
        if chance.happens(0.2):
            world.between = self._between
        try:
            world.sync(crash=crash)
        except Crashed:
            if chance.happens(0.2):
                world.reopen()
        world.between = lambda: None

    def _between(self) -> None:
        """The user edits while a sync is under way."""
        if self.chance.happens(0.1):
            self._edit()

    def _add_trade(self) -> None:
        self._count += 1
        twin = self._count > 1 and self.chance.happens(0.3)
        minute = 0 if twin else self._count * 7
        world = self.world
        if not twin and self.chance.happens(0.12):
            self._website_types(minute)
        opened = a_fill(2, "10", symbol="MES", minute=minute, fees="1")
        closed = a_fill(-2, "12.5", symbol="MES", minute=minute + 2, fees="1", sequence=1)
        trade, _ = world.library.add_trade(
            TradeDraft(
                account_id=world.account,
                symbol="MES",
                asset_type=AssetType.FUTURES,
                fills=(opened, closed),
            )
        )
        self.shadow.trades.add(trade)

    def _edit(self) -> None:
        trades = self.world.library.newest(20)
        if not trades:
            return
        trade = self.chance.pick(trades)
        if self.chance.happens(0.3):
            self.world.library.edit([trade.id], {"grade": self.chance.pick(_GRADES)})
            return
        if self._edited is None or self.chance.happens(0.6):
            self._edited = trade.id, self.chance.pick(tuple(WORDS))
        (trade_id, key), value = self._edited, self._word("mine")
        self.world.library.edit([trade_id], {key: value})
        self.shadow.ours[trade_id, key] = value

    def _tag(self) -> None:
        trades = self.world.library.newest(20)
        if trades:
            trade, tag = self.chance.pick(trades), self._word("tag of mine").replace(" ", "-")
            self.world.library.edit([trade.id], {"tags+": tag})
            self.shadow.tags.setdefault(trade.id, set()).add(tag)

    def _website_edits(self) -> None:
        rows = self.world.server.live_trades()
        if not rows:
            return
        number = self.chance.pick(rows)["trade_number"]
        if self.chance.happens(0.3):
            book, tag = self.world.server.book, self._word("tag of theirs").replace(" ", "-")
            present = [book.tags[key]["name"] for key in book.trades[number]["tags"]]
            self.world.server.website_tags(number, *present, tag)
            self.shadow.their_tags.setdefault(number, set()).add(tag)
            return
        key, value = self.chance.pick(tuple(WORDS)), self._word("theirs")
        self.world.server.website_edits(number, **{WORDS[key]: value})
        self.shadow.theirs[number, key] = value

    def _website_types(self, minute: int) -> None:
        """The vendor brings in the trade before we do."""
        at = NOON + timedelta(minutes=minute)
        self.world.server.website_adds(
            trade_date=at.isoformat(), symbol="MES", direction="long", net_pnl=23, quantity=2
        )

    def _website_archives(self) -> None:
        rows = self.world.server.live_trades()
        if len(rows) > 2:
            self.world.server.website_archives(self.chance.pick(rows)["trade_number"])

    def _website_adds(self) -> None:
        self._count += 1
        at = self.world.clock.now().replace(microsecond=0) - timedelta(hours=self._count)
        self.world.server.website_adds(
            trade_date=at.isoformat(), symbol="NQ", direction="long", net_pnl=100 + self._count
        )

    def _word(self, side: str) -> str:
        self._count += 1
        return f"{side} {self._count} of {self.chance.seed}"
