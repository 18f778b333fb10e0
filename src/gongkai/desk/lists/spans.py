"""Spans of a list as its index on PostgreSQL knows them: parts of 8, 64 and 512 days.

That index knows no order. Asked for a part it gives all that lies in it, so a list can be read in its order:
the next days closely, what is far in parts of more than a year, but not where many hits are known to lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.desk.lists.models import PK_BITS

_NEAR, _MIDDLE, _FAR = PK_BITS + 3, PK_BITS + 6, PK_BITS + 9
"""By so many bits a place is cut to the number of its part."""
_BEGINS = {_NEAR: 0, _MIDDLE: 1 << 32, _FAR: 1 << 33}
"""Where the numbers of the parts of each size begin, so that no two parts have the same."""
_TOGETHER = 4
"""Of the smallest parts so many are asked for at once."""
_MOST = 40
"""Of the largest parts so many one by one; the rest at once, as records without a day lie far from all."""

PARTS = f"ARRAY[{', '.join(f'(place >> {bits}) + {begin}::bigint' for bits, begin in _BEGINS.items())}]"
"""The numbers of the parts in which a row lies, as PostgreSQL computes them."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some parts that are asked for at once; only what lies beyond ``start`` is new in them."""

    parts: tuple[int, ...]
    start: int


def spans(
    start: int, last: int, *, is_back: bool, hits: Sequence[int] = (), around: int = 0
) -> Iterator[Span]:
    """The spans beyond the place ``start`` to the place ``last`` and no further, down (``is_back``) or up.

    Together they hold every place between. ``hits``: places where much is found, and so far ``around`` them.
    """
    at = start
    many = [(one - around, one + around) for one in hits]
    for bits, parts in _parts(start, last, is_back=is_back, many=many):
        if (at <= last) if is_back else (at >= last):
            return
        end = parts[-1] << bits if is_back else ((parts[-1] + 1) << bits) - 1
        if (end < at) if is_back else (end > at):
            yield Span(tuple(one + _BEGINS[bits] for one in parts), at)
            at = end


def _parts(
    start: int, last: int, *, is_back: bool, many: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, range]]:
    """The size of the parts of each span and their numbers, in the order of the list."""
    way = -1 if is_back else 1
    begin = start + way
    near = begin >> _NEAR
    yield _NEAR, range(near, near + way * _TOGETHER, way)
    far = begin >> _FAR
    middle = begin >> _MIDDLE
    while middle >> (_FAR - _MIDDLE) == far:
        yield from _closely(middle, _MIDDLE, way, many)
        middle += way
    for number in range(far + way, far + way * (_MOST + 1), way):
        yield from _closely(number, _FAR, way, many)
    beyond = far + way * (_MOST + 1)
    yield _FAR, range(beyond, (last >> _FAR) + way, way)


def _closely(
    number: int, bits: int, way: int, many: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, range]]:
    """A part as one, or by the smallest where many hits lie in it."""
    low, high = number << bits, (number + 1) << bits
    if not any(first < high and end >= low for first, end in many):
        yield bits, range(number, number + way, way)
        return
    small = range(low >> _NEAR, high >> _NEAR)
    for at in range(0, len(small), _TOGETHER):
        yield _NEAR, small[::way][at : at + _TOGETHER]
