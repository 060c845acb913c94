"""Random fills for property tests: adds, partials, flips, ties, gaps in what is known."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from builders import NOON
from fillbook.domain.execution import Basis, Execution, Side, StatedPnl

UNIT = Decimal("0.5")

units = st.integers(1, 6).map(lambda count: UNIT * count)
prices = st.one_of(
    st.just(Decimal(0)),
    st.integers(0, 10**10).map(lambda digits: Decimal(digits).scaleb(-8)),
    st.integers(-50, 500).map(Decimal),
)
fees = st.one_of(st.none(), st.integers(-200, 999).map(lambda cents: Decimal(cents) / 100))
stated = st.one_of(
    st.none(),
    st.none(),
    st.builds(
        StatedPnl,
        st.integers(-9999, 9999).map(lambda cents: Decimal(cents) / 100),
        st.just(Basis.GROSS),
    ),
)


@st.composite
def random_fills(
    draw: st.DrawFn, *, missing_prices: bool = True, with_stated: bool = True, largest: int = 10
) -> list[Execution]:
    """Fills of one stream in their order; several may share an instant."""
    minute, fills = 0, []
    for sequence in range(draw(st.integers(0, largest))):
        minute += draw(st.integers(0, 2))
        price = draw(st.one_of(prices, prices, prices, st.none()) if missing_prices else prices)
        fills.append(
            Execution(
                symbol="ACME",
                side=draw(st.sampled_from(Side)),
                quantity=draw(units),
                price=price,
                executed_at=NOON + timedelta(minutes=minute),
                sequence=sequence,
                commission=draw(fees),
                swap=draw(fees),
                stated_pnl=draw(stated) if with_stated else None,
            )
        )
    return fills
