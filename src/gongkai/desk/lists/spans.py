"""Spans of a list as its index on PostgreSQL knows them: parts of 8, 64 and 512 days.

That index knows no order. Asked for a part it gives all that lies in it, so a list can be read in its order:
the next days closely, what is far in parts of more than a year, but not where many hits are known to lie.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.desk.lists.models import PK_BITS, UNDATED

_NEAR, _MIDDLE, _FAR = PK_BITS + 3, PK_BITS + 6, PK_BITS + 9
"""By so many bits a place is cut to the number of its part."""
_BEGINS = {_NEAR: 0, _MIDDLE: 1 << 32, _FAR: 1 << 33}
"""Where the numbers of the parts of each size begin, so that no two parts have the same."""
_TOGETHER = 4
"""Of the smallest parts so many are asked for at once."""
_MOST = 40
"""Of the largest parts so many one by one, the rest at once."""
DATED = (2 << PK_BITS, UNDATED.toordinal() << PK_BITS)
"""The places of records that have a day: from, and up to but without. All others lie before or behind them,
with thousands of years between."""

FAR = 1 << _FAR
"""So many places lie in the largest of them."""

PARTS = f"ARRAY[{', '.join(f'(place >> {bits}) + {begin}::bigint' for bits, begin in _BEGINS.items())}]"
"""The numbers of the parts in which a row lies, as PostgreSQL computes them."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some parts that are asked for at once; only what lies beyond ``start`` is new in them."""

    parts: tuple[int, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Dense:
    """Stretches of places where much is found: in a largest part ``times`` as much as should be read at
    once."""

    stretches: tuple[tuple[int, int], ...] = ()
    times: float = 1

    def within(self, number: int, bits: int) -> Dense:
        """Those that reach into a part of this size."""
        low, high = number << bits, (number + 1) << bits
        there = tuple((first, end) for first, end in self.stretches if first < high and end >= low)
        return Dense(there, self.times)

    def fits(self, bits: int) -> bool:
        """Whether a part of this size may be read at once."""
        return not self.stretches or self.times <= 1 << (_FAR - bits)


_NOWHERE = Dense()


def spans(
    start: int, last: int, *, is_back: bool, dated: tuple[int, int], dense: Dense = _NOWHERE
) -> Iterator[Span]:
    """The spans beyond the place ``start`` to the place ``last`` and no further, down (``is_back``) or up.

    Together they hold every place between that a record may have. ``dated``: the least and the greatest place
    of the list that has a day; before and behind are only records without. ``dense``: where much is found.
    """
    (low, high), way = dated, -1 if is_back else 1
    for first, end in ((DATED[1], 1 << 63), (low, high + 1), (-1 << 63, DATED[0]))[::-way]:
        nearest, furthest = (end, first) if is_back else (first - 1, end - 1)
        begin = min(start, nearest) if is_back else max(start, nearest)
        stop = max(last, furthest) if is_back else min(last, furthest)
        yield from _stretch(begin, stop, is_back=is_back, dense=dense)


def _stretch(start: int, last: int, *, is_back: bool, dense: Dense) -> Iterator[Span]:
    """The same of a stretch that holds places everywhere."""
    at = start
    for bits, parts in _parts(start, last, is_back=is_back, dense=dense):
        if (at <= last) if is_back else (at >= last):
            return
        end = parts[-1] << bits if is_back else ((parts[-1] + 1) << bits) - 1
        if (end < at) if is_back else (end > at):
            yield Span(tuple(one + _BEGINS[bits] for one in parts), at)
            at = end


def _parts(start: int, last: int, *, is_back: bool, dense: Dense) -> Iterator[tuple[int, range]]:
    """The size of the parts of each span and their numbers, in the order of the list."""
    way = -1 if is_back else 1
    begin = start + way
    near = begin >> _NEAR
    yield _NEAR, range(near, near + way * _TOGETHER, way)
    far = begin >> _FAR
    middle = begin >> _MIDDLE
    while middle >> (_FAR - _MIDDLE) == far:
        yield from _closely(middle, _MIDDLE, way, dense)
        middle += way
    for number in range(far + way, far + way * (_MOST + 1), way):
        yield from _closely(number, _FAR, way, dense)
    beyond = far + way * (_MOST + 1)
    yield _FAR, range(beyond, (last >> _FAR) + way, way)


def _closely(number: int, bits: int, way: int, dense: Dense) -> Iterator[tuple[int, range]]:
    """A part as one; where too much is found in it by those of the next size, and there by the smallest."""
    there = dense.within(number, bits)
    low, high = number << bits, (number + 1) << bits
    if there.fits(bits):
        yield bits, range(number, number + way, way)
    elif bits > _MIDDLE:
        for one in range(low >> _MIDDLE, high >> _MIDDLE)[::way]:
            yield from _closely(one, _MIDDLE, way, there)
    else:
        small = range(low >> _NEAR, high >> _NEAR)[::way]
        for at in range(0, len(small), _TOGETHER):
            yield _NEAR, small[at : at + _TOGETHER]
