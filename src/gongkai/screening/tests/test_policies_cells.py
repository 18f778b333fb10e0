"""Small cells of statistics: what is hidden cannot be computed from what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.refusal import Refused
from gongkai.screening.policies import policy, suppress

tables = st.integers(1, 5).flatmap(
    lambda wide: st.lists(st.lists(st.integers(0, 30), min_size=wide, max_size=wide), min_size=1, max_size=5)
)


def test_a_small_count_is_hidden_and_another_with_it():
    assert suppress([[2, 9, 40], [20, 30, 40]], 5) == ((None, None, 40), (None, None, 40))


def test_a_table_without_small_counts_is_as_it_was():
    assert suppress([[0, 9], [20, 5]], 5) == ((0, 9), (20, 5))


@given(tables)
def test_no_small_count_is_shown_and_no_hidden_one_stands_alone(table):
    shown = suppress(table, 5)
    for row, old in zip(shown, table, strict=True):
        assert all(cell is None or cell == was for cell, was in zip(row, old, strict=True))
        assert all(cell is None or cell == 0 or cell >= 5 for cell in row)
    lines = [row for row in shown if len(row) > 1] + [
        line for line in zip(*shown, strict=True) if len(line) > 1
    ]
    assert all(sum(cell is None for cell in line) != 1 for line in lines)


def test_the_limit_is_the_policys():
    assert policy("statistics").smallest_cell == 5


@pytest.mark.parametrize("table", [[[1, 2], [3]], [[-1]]])
def test_what_is_no_table_is_refused(table):
    with pytest.raises(Refused):
        suppress(table, 5)


def test_an_empty_table_stays_empty():
    assert suppress([], 5) == ()
