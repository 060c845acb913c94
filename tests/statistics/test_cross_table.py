"""Two dimensions at once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from populations import ATrade, a_population

from fillbook.statistics.breakdown import groups
from fillbook.statistics.cross_table import cross_table
from fillbook.statistics.dimensions import BY_KEY


def test_setups_by_weekday():
    people = a_population(
        ATrade(net="10", day=0, minute=600, setup="gap", risk="10"),
        ATrade(net="20", day=0, minute=700, setup="gap"),
        ATrade(net="-5", day=4, minute=600, setup="fade", risk="10"),
        ATrade(net="7", day=4, minute=700),
    )

    cells = cross_table(people, BY_KEY["setup"], BY_KEY["weekday"])

    assert cells.row_keys == ("fade", "gap", None)
    assert cells.column_keys == ("monday", "friday")
    assert cells.trades.tolist() == [[0, 1], [2, 0], [0, 1]]
    assert cells.wins.tolist() == [[0, 0], [2, 0], [0, 1]]
    assert cells.net.tolist() == [[0, -500], [3000, 0], [0, 700]]
    np.testing.assert_array_equal(cells.mean_r, [[np.nan, -0.5], [1.0, np.nan], [np.nan, np.nan]])


@given(
    st.lists(
        st.builds(
            ATrade,
            net=st.integers(-99, 99).map(str),
            day=st.integers(0, 9),
            minute=st.just(600),
            symbol=st.sampled_from(["MES", "CL"]),
            tags=st.lists(st.sampled_from(["a", "b"]), unique=True).map(tuple),
        ),
        max_size=20,
    ),
    st.sampled_from([("symbol", "weekday"), ("tag", "symbol"), ("symbol", "tag"), ("tag", "tag")]),
)
def test_a_cell_is_a_group_within_a_group(journal, dimensions):
    people = a_population(*journal)
    rows, columns = (BY_KEY[dimension] for dimension in dimensions)

    cells = cross_table(people, rows, columns)

    found = {
        (row.key, column.key): (len(column.population), column.population.net)
        for row in groups(people, rows)
        for column in groups(row.population, columns)
    }
    for i, row in enumerate(cells.row_keys):
        for j, column in enumerate(cells.column_keys):
            expected = found.get((row, column), (0, 0))
            assert (cells.trades[i, j], cells.net[i, j]) == expected
