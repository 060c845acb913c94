"""Sentences of the invented trader's notes."""

from fillbook.domain.instrument import AssetType

REASONS = {
    "breakout": (
        "Range of the first minutes was tight and {symbol} closed outside of it on volume. "
        "Went {side} at {level}, stop {stop} on the other side of the range.",
        "Third test of the same level, each pullback shallower. Took the break {side}, "
        "target {target} is the measured move.",
        "Overnight range broke with the wider market. Plan was **{side} above the retest**, "
        "and the retest came.",
        "Inside day yesterday, so expecting expansion. {side} through {level} with the stop "
        "below the last swing.",
    ),
    "pullback": (
        "Clear trend since the open, waited for the pullback to VWAP and the first higher "
        "close. {symbol} {side} at {level}.",
        "Trend day so far:\n\n- higher lows on the 5-minute chart\n- VWAP rising\n- pullback on "
        "light volume\n\nEntered {side}, stop {stop}.",
        "Did not chase the first leg. Came back to the average, buyers defended it twice. "
        "Target {target} at the prior extreme.",
        "Second pullback of the day, usually the better one. {side} {symbol} with a stop where "
        "the idea is wrong.",
    ),
    "reversal": (
        "Break of yesterday's low found no followers and came straight back inside. {side} at "
        "{level} once the level was reclaimed.",
        "Stops below the range were taken, then nothing. Trapped sellers should fuel the way "
        "to {target}.",
        "Exhaustion move into the daily level, climax volume, long wick. Took it {side} with "
        "{stop} as the line in the sand.",
    ),
    "range": (
        "Quiet morning, no news until two. Fading the edge of the range, {side} at {level}.",
        "Balanced day, value did not move. {side} from the extreme back to the middle.",
        "Fourth touch of the edge. Weaker idea than the trend trades, so half of the usual hope.",
    ),
    "earnings": (
        "Strong report two days ago, gap was held. Joining {side} on the first quiet day.",
        "Guidance raised and the sector follows. Want to hold this for days, stop {stop} below "
        "the gap.",
        "Drift after the numbers, relative strength against the index all week.",
    ),
}

MISTAKES = {
    "chased": (
        "Entered after the move had gone. The planned entry was well before {level}.",
        "Missed the first signal and took a worse price out of fear to miss the rest.",
        "Chased. By the time I clicked, half of the way to {target} was done.",
    ),
    "stop": (
        "Moved the stop further away when it came close, then it was hit anyway.",
        "Stop at {stop} was in the obvious place and a few ticks too near.",
    ),
    "early": (
        "Did not wait for the close of the bar. The signal never completed.",
        "Anticipated the break instead of trading it.",
    ),
    "size": (
        "Too large for this kind of day. The size made me watch the money and not the chart.",
        "Doubled the size after the last winner. There was no reason to.",
    ),
    "again": (
        "Third try at the same idea. The first two losses were the message.",
        "Wanted the money of the morning back. This was no setup.",
    ),
}

MISTAKE_TAGS = {
    "chased": "chased",
    "stop": "moved stop",
    "early": "early entry",
    "size": "oversized",
    "again": "revenge",
}

LESSONS = {
    "chased": (
        "If the entry is gone, the trade is gone. There is another one tomorrow.",
        "Set the order at the level and leave it. No market orders after the break.",
    ),
    "stop": (
        "The stop is a decision from before the entry. It only moves in one direction.",
        "Put the stop behind the structure and take less size instead.",
    ),
    "early": ("Wait for the close. A worse price with a signal beats a good price without one.",),
    "size": ("Fixed risk, no exceptions. Size goes up once a month, not once an hour.",),
    "again": (
        "Two losses on one idea and it is off the list for the day.",
        "Stand up after a loss. Ten minutes.",
    ),
}

PRAISE = (
    "Followed the plan from entry to exit. This is what the others should look like.",
    "Patience paid: the entry at {level} was the third candidate.",
    "Let it work and did nothing until {target}. Doing nothing was the skill.",
    "Took the partial where planned and the rest did the work.",
)

GENERAL = (
    "Slept badly, smaller size all day.",
    "Good spread between {symbol} and the index worth watching.",
    "Platform lagged at the open, fills were fine.",
    "Compare with the one from last week, nearly the same picture.",
    "Low volume, holiday in London.",
)

QUALITIES = (
    "textbook",
    "good, late in the day",
    "clean level, weak volume",
    "average",
    "messy but at the right place",
)

CAUSES = {
    AssetType.FUTURES: ("CPI at 8:30", "FOMC minutes", "Payrolls", "Crude inventories"),
    AssetType.FOREX: ("ECB press conference", "UK CPI", "Payrolls"),
    AssetType.STOCKS: ("Earnings this week", "Analyst upgrade", "Sector rotation"),
}
