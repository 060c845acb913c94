"""Many fills matched as columns are the same records that the rule gives one by one."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from builders import fills_of, stored
from fillbook.domain.execution import Execution
from fillbook.domain.round_trip import round_trips
from fillbook.storage.bulk_matching import match
from random_fills import random_fills

multipliers = st.sampled_from([None, Decimal(1), Decimal("0.1"), Decimal(12500000)])


@given(random_fills(largest=16), multipliers)
def test_columns_equal_the_rule(fills: list[Execution], multiplier: Decimal | None):
    records = stored(fills)

    assert tuple(match(records, multiplier)) == round_trips(records, multiplier)


def test_amounts_beyond_64_bits_equal_the_rule():
    huge = stored(fills_of("123456789012.12345678@98765432109.87654321", "-123456789013@1"))

    assert tuple(match(huge, Decimal(50))) == round_trips(huge, Decimal(50))
