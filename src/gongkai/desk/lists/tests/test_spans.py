"""Spans of a list: every place beyond the start lies in one of them, and is new in only one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.desk.lists.models import PK_BITS, UNDATED
from gongkai.desk.lists.spans import _BEGINS, DATED, Dense, Span, spans

LEAST, GREATEST = 700_000, 740_000
DATED_PLACES = (LEAST << PK_BITS, (GREATEST << PK_BITS) + 7)
DAYS = st.one_of(st.integers(LEAST, GREATEST), st.sampled_from([0, 1, UNDATED.toordinal()]))
"""Days of the records of a list; some have none, at either end."""
PLACES = st.builds(lambda day, key: day << PK_BITS | key, DAYS, st.integers(0, 7))


def parts_of(place: int) -> set[int]:
    """The numbers of the parts of a place, computed as PostgreSQL does."""
    return {(place >> bits) + begin for bits, begin in _BEGINS.items()}


def new_in(span: Span, place: int, *, is_back: bool) -> bool:
    return bool(parts_of(place) & set(span.parts)) and (place < span.start if is_back else place > span.start)


@given(
    places=st.lists(PLACES, min_size=2, max_size=30, unique=True).map(sorted),
    many=st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=2), times=st.sampled_from([1, 5, 50]),
    is_back=st.booleans(),
)  # fmt: skip
def test_the_spans_read_a_list_on_in_its_order(places, many, times, is_back):
    """Each place up to the last is new in a first span, all of which comes before what the next ones hold."""
    start, *beyond = places[::-1] if is_back else places
    dense = Dense(tuple((low << PK_BITS, high << PK_BITS) for low, high in many), times)
    seen = list(spans(start, beyond[-1], is_back=is_back, dated=DATED_PLACES, dense=dense))
    starts = [one.start for one in seen]
    assert starts == sorted(set(starts), reverse=is_back)
    assert max(len(one.parts) for one in seen) < 100
    for place in beyond:
        first = next(no for no, one in enumerate(seen) if new_in(one, place, is_back=is_back))
        later = [one.start for one in seen[first + 1 :]]
        assert all(place >= one if is_back else place <= one for one in later)
    assert not any(new_in(one, start, is_back=is_back) for one in seen)


def test_where_the_list_ends_there_is_none():
    place = 720_000 << PK_BITS
    assert not list(spans(place, place, is_back=True, dated=DATED_PLACES))
    assert not list(spans(place, place, is_back=False, dated=DATED_PLACES))


def test_between_records_with_a_day_and_those_without_nothing_is_asked_for():
    """A draft without a day stands thousands of years behind the others, a sample without one before them."""
    top, bottom = DATED[1] | 5, 1 << PK_BITS
    down = list(spans(top, bottom, is_back=True, dated=DATED_PLACES))
    up = list(spans(bottom, top, is_back=False, dated=DATED_PLACES))
    years = (GREATEST - LEAST) // 512
    assert len(down) < years + 30 and len(up) < years + 30
    assert max(len(one.parts) for one in (*down, *up)) < 100
