"""Spans of a list: every place beyond the start lies in one of them, and is new in only one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.desk.lists.models import PK_BITS
from gongkai.desk.lists.spans import _BEGINS, Span, spans

DAYS = st.integers(-40_000, 800_000)


def parts_of(place: int) -> set[int]:
    """The numbers of the parts of a place, computed as PostgreSQL does."""
    return {(place >> bits) + begin for bits, begin in _BEGINS.items()}


def new_in(span: Span, place: int, *, is_back: bool) -> bool:
    return bool(parts_of(place) & set(span.parts)) and (place < span.start if is_back else place > span.start)


@given(
    day=DAYS, key=st.integers(0, 1 << 20), away=st.integers(1, 40_000), hits=st.lists(DAYS, max_size=3),
    is_back=st.booleans(), near=st.integers(0, 40_000),
)  # fmt: skip
def test_the_spans_read_a_list_on_in_its_order(day, key, away, hits, is_back, near):
    """A place up to the last is new in a first span, all of which comes before what the next ones hold."""
    start = day << PK_BITS | key
    way = -1 if is_back else 1
    last = start + way * (away << PK_BITS)
    seen = list(
        spans(start, last, is_back=is_back, hits=[one << PK_BITS for one in hits], around=100 << PK_BITS)
    )
    starts = [one.start for one in seen]
    assert starts == sorted(set(starts), reverse=is_back) and starts[0] == start
    for place in (start + way, last, start + way * (min(near, away) << PK_BITS)):
        if place == start:
            continue
        first = next(no for no, one in enumerate(seen) if new_in(one, place, is_back=is_back))
        later = [one.start for one in seen[first + 1 :]]
        assert all(place >= one if is_back else place <= one for one in later)
    assert not any(new_in(one, start, is_back=is_back) for one in seen)


def test_where_the_list_ends_there_is_none():
    assert not list(spans(5 << PK_BITS, 5 << PK_BITS, is_back=True))
    assert not list(spans(5 << PK_BITS, 5 << PK_BITS, is_back=False))


def test_records_without_a_day_are_one_span_more():
    there = list(spans(736_000 << PK_BITS, 1 << PK_BITS, is_back=True))
    assert len(there) < 60 and parts_of(1 << PK_BITS) & set(there[-1].parts)
