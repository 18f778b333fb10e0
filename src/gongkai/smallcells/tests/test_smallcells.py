"""No hidden cell can be worked out: by elimination over all tables, and by trying every table there is."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import smallcells
from gongkai.smallcells import Row, columns, hidden, interval, rows

LEAST = 5


def table(*cells):
    return [Row(str(place), (str(place),), tuple(row)) for place, row in enumerate(cells)]


COUNTS = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 7, 12, 40]), min_size=width, max_size=width),
        min_size=2,
        max_size=6,
    )
)


def published(counts):
    """Rows as they are published, or null where a column's total is small (then it is put together first)."""
    width = len(counts[0])
    groups = columns({str(c): sum(row[c] for row in counts) for c in range(width)}, LEAST)
    joined = [[sum(row[int(c)] for c in group) for group in groups] for row in counts]
    return rows({str(place): row for place, row in enumerate(joined)}, LEAST)


def unknowns(tables, chosen):
    """The linear system of a reader: each hidden cell an unknown; what rows and columns say of them."""
    names = sorted((number, *place) for number, places in enumerate(chosen) for place in places)
    where = {name: place for place, name in enumerate(names)}
    equations = []
    for number, made in enumerate(tables):
        lines = [[(r, c) for c in range(len(row.cells))] for r, row in enumerate(made)]
        lines += [[(r, c) for r in range(len(made))] for c in range(len(made[0].cells))]
        for line in lines:
            equation = [Fraction(0)] * (len(names) + 1)
            for place in line:
                if place in chosen[number]:
                    equation[where[number, *place]] += 1
                    equation[-1] += made[place[0]].cells[place[1]]
            if any(equation[:-1]):
                equations.append(equation)
    return names, equations


def determined(names, equations):
    """The unknowns whose value the equations alone fix: Gauss and Jordan over fractions."""
    system, lead = [list(one) for one in equations], 0
    for column in range(len(names)):
        pivot = next((r for r in range(lead, len(system)) if system[r][column]), None)
        if pivot is None:
            continue
        system[lead], system[pivot] = system[pivot], system[lead]
        system[lead] = [one / system[lead][column] for one in system[lead]]
        for r in range(len(system)):
            if r != lead and system[r][column]:
                factor = system[r][column]
                system[r] = [a - factor * b for a, b in zip(system[r], system[lead], strict=True)]
        lead += 1
    return [names[place] for row in system for place in [_alone(row)] if place is not None]


def _alone(row):
    held = [place for place, one in enumerate(row[:-1]) if one]
    return held[0] if len(held) == 1 else None


def every_table(made, chosen):
    """All tables of counts that fit totals and open cells: brute force over the hidden ones."""
    free = sorted(chosen)
    tops = [min(made[r].total, sum(row.cells[c] for row in made)) for r, c in free]
    for values in product(*(range(top + 1) for top in tops)):
        tried = [list(row.cells) for row in made]
        for (r, c), value in zip(free, values, strict=True):
            tried[r][c] = value
        fits = all(sum(row) == one.total for row, one in zip(tried, made, strict=True))
        if fits and all(
            sum(row[c] for row in tried) == sum(one.cells[c] for one in made) for c in range(len(tried[0]))
        ):
            yield dict(zip(free, values, strict=True))


def test_a_small_cell_takes_three_others_with_it():
    made = table((40, 2), (30, 20), (50, 9))
    chosen = hidden(made, LEAST)
    assert (0, 1) in chosen
    assert len(chosen) == 4
    assert all(interval(made, chosen, place).width >= LEAST for place in chosen)


def test_a_cell_hidden_alone_is_told_by_its_row():
    made = table((40, 2), (30, 20))
    assert interval(made, {(0, 1)}, (0, 1)).width == 0


@pytest.mark.parametrize(
    ("cells", "chosen"),
    [
        (((3, 2), (4, 6)), {(0, 0), (0, 1), (1, 0), (1, 1)}),
        (((1, 2, 3), (2, 0, 4), (5, 1, 1)), {(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (1, 2), (2, 1)}),
        (((0, 2), (4, 0)), {(0, 0), (0, 1), (1, 0), (1, 1)}),
    ],
)
def test_intervals_are_exact(cells, chosen):
    made = table(*cells)
    found = list(every_table(made, chosen))
    for place in chosen:
        said = interval(made, chosen, place)
        assert (said.low, said.high) == (
            min(one[place] for one in found),
            max(one[place] for one in found),
        )


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_nothing_small_is_shown_and_nothing_hidden_is_determined(counts):
    made = published(counts)
    assert all(row.total == 0 or row.total >= LEAST for row in made) or sum(row.total for row in made) < LEAST
    if sum(row.total for row in made) < LEAST:
        return
    chosen = hidden(made, LEAST)
    shown = [
        row.cells[c] for r, row in enumerate(made) for c in range(len(row.cells)) if (r, c) not in chosen
    ]
    assert all(value == 0 or value >= LEAST for value in shown)
    assert determined(*unknowns([made], [chosen])) == []
    assert all(interval(made, chosen, place).width >= LEAST for place in chosen)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("KL")),
        min_size=12,
        max_size=60,
    )
)
def test_tables_that_share_their_columns_do_not_tell_on_each_other(records):
    """Two tables of the same records: whatever the one leaves open fits every choice of the other."""
    made = []
    for by in (0, 1):
        counts = {}
        for record in records:
            counts.setdefault(record[by], [0, 0])["KL".index(record[2])] += 1
        if any(sum(row[c] for row in counts.values()) < LEAST for c in (0, 1)):
            return
        made.append(rows(counts, LEAST))
    chosen = [hidden(one, LEAST) for one in made]
    assert determined(*unknowns(made, chosen)) == []
    for c in (0, 1):
        first, second = ([row.cells[c] for row in one] for one in made)
        assert sum(first) == sum(second)  # so the rows of both can be paired within the column


def test_what_an_earlier_version_hid_stays_hidden():
    made = table((40, 20), (30, 20), (50, 9))
    chosen = hidden(made, LEAST, also={(0, 0)})
    assert (0, 0) in chosen and len(chosen) == 4


def test_hiding_everything_protects_where_no_total_is_small():
    made = table((5, 95), (95, 5), (0, 5))
    every = {(r, c) for r in range(3) for c in range(2)}
    assert all(interval(made, every, place).width >= LEAST for place in every)


def test_a_table_that_is_its_totals_hides_nothing():
    assert hidden(table((7, 9)), LEAST, also={(0, 0)}) == frozenset()
    assert hidden(table((7, 0), (9, 0)), LEAST, also={(0, 1)}) == frozenset()


def test_small_rows_and_columns_are_put_together():
    made = rows({"甲": (30, 9), "乙": (1, 0), "丙": (2, 1)}, LEAST)
    assert [(row.label, row.members, row.total) for row in made] == [("其他", ("乙", "丙", "甲"), 43)]
    assert rows({"甲": (30, 9), "乙": (7, 0), "丙": (2, 1)}, LEAST)[-1].members == ("丙", "乙")
    assert columns({"投诉": 90, "举报": 3, "投诉举报": 8}, LEAST) == [("投诉",), ("举报", "投诉举报")]
    assert columns({"投诉": 90, "举报": 0}, LEAST) == [("投诉",), ("举报",)]


def test_rows_of_an_earlier_version_are_not_taken_apart():
    made = rows({"甲": (30, 9), "乙": (10, 0), "丙": (20, 1)}, LEAST, together=[("乙", "丙")])
    assert [row.members for row in made] == [("甲",), ("乙", "丙")]


def test_a_hidden_cell_of_a_line_is_never_alone_and_never_few() -> None:
    assert smallcells.line([10, 2, 7, 0, 30], 3) == {1, 2}
    assert smallcells.line([1, 1, 7], 3) == {0, 1, 2}  # two alone would add up to two
    assert smallcells.line([1, 2, 7], 3) == {0, 1}
    assert smallcells.line([0, 3, 9], 3) == frozenset()
    assert smallcells.line([1], 3) == {0}
