"""The figures once more: slowly, from records, in exact fractions.

Written from the definitions, trade by trade, and sharing nothing with the engine.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

from populations import MONDAY, ATrade

from fillbook.domain.account import Account

Exact = Fraction | None


def root(value: Fraction) -> Fraction:
    with localcontext() as context:
        context.prec = 60
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def sample_deviation(values: Sequence[Fraction]) -> Fraction:
    mean = sum(values, Fraction(0)) / len(values)
    return root(sum((v - mean) ** 2 for v in values) / Fraction(len(values) - 1))


@dataclass
class Oracle:
    trades: Sequence[ATrade]
    accounts: Sequence[Account]

    def __post_init__(self) -> None:
        owner = {account.name: account for account in self.accounts}
        fit = [t for t in self.trades if t.executed and not t.archived and owner[t.account].counted]
        self.closed = sorted(
            (t for t in fit if not t.is_open and t.net is not None), key=lambda t: t.closed_at
        )
        self.open = [t for t in fit if t.is_open]
        self.p = [Fraction(t.net) for t in self.closed]
        self.classes = [self._class(Fraction(t.net), owner[t.account]) for t in self.closed]
        self.r = [
            Fraction(t.net) / Fraction(t.risk)
            for t in self.closed
            if t.risk is not None and Fraction(t.risk) > 0
        ]
        in_order = [*self.closed, *sorted(self.open, key=lambda t: t.closed_at)]
        self.legs = sorted(
            (
                (day, t.minute if day == t.day else 0, place, Fraction(amount))
                for place, t in enumerate(in_order)
                for day, amount in t.realised
            ),
            key=lambda leg: leg[:3],
        )
        involved = {in_order[place].account for _, _, place, _ in self.legs}
        balances = [owner[name].starting_balance for name in involved]
        self.start = (
            sum((Fraction(b) for b in balances), Fraction(0))
            if balances and all(b is not None for b in balances)
            else None
        )

    @staticmethod
    def _class(net: Fraction, account: Account) -> str:
        if Fraction(account.breakeven_low) <= net <= Fraction(account.breakeven_high):
            return "B"
        return "W" if net > 0 else "L"

    def of_class(self, kind: str) -> list[Fraction]:
        return [p for p, c in zip(self.p, self.classes, strict=True) if c == kind]

    def figures(self) -> dict[str, Exact]:
        return self.core() | self.streaks() | self.r_family() | self.equity() | self.days()

    def core(self) -> dict[str, Exact]:
        n, p = len(self.p), self.p
        won, lost, flat = self.of_class("W"), self.of_class("L"), self.of_class("B")
        profit = sum((x for x in p if x > 0), Fraction(0))
        loss = -sum((x for x in p if x < 0), Fraction(0))
        costs = [Fraction(t.fees) for t in self.closed if t.fees is not None]
        ordered = sorted(p)
        both = won and lost
        average_win = sum(won, Fraction(0)) / len(won) if won else None
        average_loss = sum(lost, Fraction(0)) / len(lost) if lost else None
        decided = len(won) + len(lost)
        payoff = average_win / -average_loss if both else None
        rate = Fraction(len(won), decided) if decided else None
        kelly = rate - (1 - rate) / payoff if both else None
        break_even = (
            (-average_loss - sum(flat, Fraction(0)) / decided) / (average_win - average_loss)
            if both
            else None
        )
        held = [(t.closed_at - t.opened_at) // timedelta(microseconds=1) for t in self.closed]
        return {
            "trades": Fraction(n),
            "wins": Fraction(len(won)),
            "losses": Fraction(len(lost)),
            "breakevens": Fraction(len(flat)),
            "win_rate_decided": rate,
            "win_rate_all": Fraction(len(won), n) if n else None,
            "gross_profit": profit,
            "gross_loss": loss,
            "net_pnl": sum(p, Fraction(0)),
            "fees": None if n and not costs else sum(costs, Fraction(0)),
            "profit_factor": profit / loss if loss else None,
            "cost_drag": sum(costs, Fraction(0)) / profit if profit and costs else None,
            "expectancy": sum(p, Fraction(0)) / n if n else None,
            "average_win": average_win,
            "average_loss": average_loss,
            "payoff_ratio": payoff,
            "break_even_win_rate": break_even,
            "largest_win": max((x for x in p if x > 0), default=None),
            "largest_loss": min((x for x in p if x < 0), default=None),
            "median_pnl": (ordered[(n - 1) // 2] + ordered[n // 2]) / 2 if n else None,
            "average_holding_time_s": Fraction(sum(held), n * 1_000_000) if n else None,
            "trades_per_day": Fraction(n, len({t.day for t in self.closed})) if n else None,
            "kelly": kelly if kelly is not None and kelly > 0 else None,
        }

    def streaks(self) -> dict[str, Exact]:
        longest = {"W": 0, "L": 0}
        kind, run = "", 0
        for c in self.classes:
            if c == "B":
                continue
            run = run + 1 if c == kind else 1
            kind = c
            longest[kind] = max(longest[kind], run)
        return {
            "longest_winning_streak": Fraction(longest["W"]),
            "longest_losing_streak": Fraction(longest["L"]),
        }

    def r_family(self) -> dict[str, Exact]:
        n = len(self.r)
        mean = sum(self.r, Fraction(0)) / n if n else None
        spread = sample_deviation(self.r) if n > 1 else Fraction(0)
        return {
            "mean_r": mean,
            "expectancy_r": mean,
            "r_known": Fraction(n),
            "sqn": root(Fraction(min(n, 100))) * mean / spread if spread else None,
        }

    def equity(self) -> dict[str, Exact]:
        level = peak = deepest = Fraction(0)
        share = Fraction(0)
        peak_day = self.legs[0][0] if self.legs else 0
        days: int | None = 0
        falling: tuple[Fraction, int] | None = None  # the deepest fall's peak and its day
        for day, _, _, amount in self.legs:
            level += amount
            if falling is not None and level >= falling[0]:
                days, falling = day - falling[1], None
            if level >= peak:
                peak, peak_day = level, day
            if peak - level > deepest:
                deepest, falling = peak - level, (peak, peak_day)
            if self.start is not None and self.start + peak > 0:
                share = max(share, (peak - level) / (self.start + peak))
        if falling is not None:
            days = self.legs[-1][0] - falling[1]
        total = sum((leg[3] for leg in self.legs), Fraction(0))
        return {
            "max_drawdown": deepest if self.legs else None,
            "max_drawdown_days": Fraction(days) if self.legs else None,
            "max_drawdown_percent": share if self.legs and self.start is not None else None,
            "recovery_factor": total / deepest if deepest else None,
        }

    def days(self) -> dict[str, Exact]:
        net: dict[int, Fraction] = defaultdict(Fraction)
        for day, _, _, amount in self.legs:
            net[day] += amount
        total = sum(net.values(), Fraction(0))
        figures: dict[str, Exact] = {
            "best_day_share": max(net.values()) / total if total > 0 else None,
            "sharpe": None,
            "sortino": None,
            "calmar": None,
        }
        if self.start is None or not net:
            return figures
        returns, balance = [], self.start
        for day in range(min(net), max(net) + 1):
            if (MONDAY + timedelta(days=day)).weekday() < 5 or day in net:
                if balance <= 0:
                    return figures
                returns.append(net[day] / balance)
                balance += net[day]
        mean = sum(returns, Fraction(0)) / len(returns)
        year = root(Fraction(252))
        if len(returns) > 1:
            spread = sample_deviation(returns)
            figures["sharpe"] = mean / spread * year if spread else None
            below = root(
                sum((min(r, Fraction(0)) ** 2 for r in returns), Fraction(0)) / len(returns)
            )
            figures["sortino"] = mean / below * year if below else None
        deepest = self.equity()["max_drawdown_percent"]
        if deepest:  # the random populations span less than a year
            figures["calmar"] = (balance / self.start - 1) / deepest
        return figures
