"""On PostgreSQL: the places where the words of a question are found.

Its index of tokens knows no order, so what is common is found by walking the list in its own: the first rows
of each scope are read anyway. What they leave of a page is asked of the index, span by span as the list goes
on, until it is found. The walk is a statement of its own, as it says what the index is asked for; all that it
is asked for is another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from django.db import connection

from gongkai.desk.lists import tokens
from gongkai.desk.lists.places import Asked, Place, Sql, bounds, either
from gongkai.desk.lists.spans import FAR, PARTS, Dense, Span, spans
from gongkai.desk.lists.walks import Looked, Pair, Walk, look

_WIDE = 4
"""Where one row in so many has one of the values of the scopes, they are only compared."""
_READ, _FETCHED = 60_000, 1_500
"""Where so few rows have the rarest of what is asked for, and so few all of it, it is asked for at once;
also what never seems to meet, which the index sees without a look at rows."""
_ALL = 1_000_000
"""More than a part of a list with an order of its own has."""
_CHOICES = 512
"""As many ways to tell scopes by a value each are weighed."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ask:
    """What is asked of the index beyond the walks of some scopes: ``left`` more places, up to ``most``.

    ``shared``: values that all scopes have. ``either``: values of which each has one.
    ``among``: the ask that counts all of the same. Where it finds fewer than it looks for, it has found those
    of the page too, which are then not looked for again.
    """

    looked: Looked
    walks: tuple[Walk, ...]
    shared: frozenset[Pair]
    either: frozenset[Pair]
    left: int
    most: int
    among: _Ask | None = None

    @property
    def place(self) -> Place:
        """Where the walks begin."""
        return self.walks[0].place

    def whole(self) -> _Ask:
        """The same for all there is, where the index gives it at once: the page is then found with it."""
        is_whole = self.looked.asked.order != "place" or self.is_rare
        return replace(self, left=_ALL, most=_ALL) if is_whole else self

    def sql(self) -> Sql:
        """Whether it is all, and the places: on go the spans of the list until enough is found."""
        asked = self.looked.asked
        if asked.order != "place" or self.is_rare:
            every, far = self._found("", _end(self.walks))
            return f"SELECT true AS is_all, place FROM ({every}) AS beyond", far  # noqa: S608 - our own names
        steps = list(self._spans())
        if not steps:
            return "SELECT true AS is_all, 0::bigint AS place WHERE false", ()
        values = ", ".join(f"({no}, %s::bigint[], %s::bigint)" for no, _ in enumerate(steps))
        sql, params = self._found("span.parts", "span.start")
        return (
            f"WITH RECURSIVE span(no, parts, start) AS (VALUES {values}), gone(no, number, places) AS ("  # noqa: S608
            "SELECT -1, 0, '{}'::bigint[] UNION ALL "
            "SELECT span.no, gone.number + cardinality(found.places), found.places "
            "FROM gone JOIN span ON span.no = gone.no + 1 CROSS JOIN LATERAL "
            f"(SELECT coalesce(array_agg(place), '{{}}') AS places FROM ({sql}) AS one) AS found "
            f"WHERE gone.number < {self.left}) "
            f"SELECT (SELECT max(number) < {self.left} FROM gone) AS is_all, unnest(places) AS place "
            "FROM gone",
            (*(one for step in steps for one in (list(step.parts), step.start)), *params),
        )

    @property
    def is_rare(self) -> bool:
        """Whether the index has soon read all that is asked for."""
        looked = self.looked
        values = [looked.often[one] for one in self.shared]
        values += [_part(looked, self.either)] if self.either else []
        rarest = min([*values, *(looked.often[one] for one in looked.pieces)])
        hits = looked.all_words * self._part_of_scopes() * looked.rows
        return not looked.is_seen or (hits <= _FETCHED and rarest * looked.rows <= _READ)

    def _part_of_scopes(self) -> float:
        """About which part of the rows these scopes hold, as if values came together by chance; for where
        they do not, thrice that."""
        often = self.looked.often
        held = (prod(often[one] for one in self.looked.pairs(walk)) for walk in self.walks)
        return min(3 * sum(held), 1)

    def _spans(self) -> Iterator[Span]:
        """The spans of the list from the end of the walks on, within the period that is asked for."""
        looked, (low, high) = self.looked, self.looked.ends
        held = looked.rows * self._part_of_scopes() * FAR / max(looked.extent, FAR)
        dense = Dense(looked.dense, held / _FETCHED)
        least, most = self.looked.asked.low, self.looked.asked.high
        is_back = self.place.before is None
        last = max(low, least or low) if is_back else min(high, (most or high + 1) - 1)
        return spans(_end(self.walks), last, is_back=is_back, dated=looked.dated, dense=dense)

    def _found(self, parts: str, start: str | int) -> Sql:
        """The places that the index finds beyond ``start``, in the spans of the column ``parts`` or all."""
        asked, table = self.looked.asked, self.looked.asked.listing.row._meta.db_table
        pieces = self.looked.pieces if parts else self.looked.apart
        listing = asked.listing
        plain = {name: value for name, value in self.shared if name not in listing.filtered}
        chosen = {name: value for name, value in self.shared if name in listing.filtered}
        short = tokens.of_values(plain) + tokens.coded(one for one in pieces if len(one) < tokens.LONGER)
        own = [token for pair in self.either for token in tokens.of_values(dict([pair]))]
        longer = [one for one in pieces if len(one) >= tokens.LONGER]
        wanted = [
            ("grams @> %s::text[]", short),
            ("grams && %s::text[]", own),
            (f"{tokens.LONG}(text) @> %s::text[]", longer),
            (f"{tokens.filters(listing)} @> %s::text[]", tokens.of_filters(chosen)),
        ]
        wanted = [one for one in wanted if one[1]]
        known = " AND ".join([*(sql for sql, _one in wanted), *([f"{PARTS} && {parts}"] if parts else [])])
        scopes, order = [one.scope for one in self.walks], asked.order
        period, params = bounds(asked, self.place, order)
        sign, way = ("<", "DESC") if self.place.before is None else (">", "ASC")
        beyond = [start] if isinstance(start, int) else []
        where = " AND ".join(
            [
                *(f"{name} = %s" for name in asked.conditions),
                either(scopes),
                *period,
                f"{order} {sign} {'%s' if beyond else start}",
                *("strpos(text, %s) > 0" for _ in asked.words),
            ]
        )
        # OFFSET 0: the planner would rather walk the list in its order than ask the index of tokens.
        sql = (
            f"SELECT {order} AS place FROM (SELECT * FROM {table} WHERE {known} OFFSET 0) AS known "  # noqa: S608
            f"WHERE {where} ORDER BY {order} {way} LIMIT {self.most}"
        )
        seen = (value for one in scopes for value in one.values())
        given = (*(one for _sql, one in wanted), *asked.conditions.values(), *seen, *params)
        return sql, (*given, *beyond, *asked.words)


def _end(walks: Sequence[Walk]) -> int:
    """The place beyond which not all of these walks have been."""
    ends = [one.end for one in walks]
    return max(ends) if walks[0].place.before is None else min(ends)


def _telling(looked: Looked, walks: Sequence[Walk]) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """The values that all of these scopes have, and some of which each has one: the rarest together, none
    where they are common."""
    own = [looked.pairs(one) for one in walks]
    shared = frozenset.intersection(*own)
    held = looked.asked.listing.token_columns
    others = [sorted((pair for pair in one - shared if pair[0] in held), key=repr) for one in own]
    if not 0 < prod(len(one) for one in others) <= _CHOICES:
        return shared, frozenset()
    rarest = min((frozenset(one) for one in product(*others)), key=lambda one: _part(looked, one))
    return shared, rarest if _part(looked, rarest) * _WIDE < 1 else frozenset()


def _part(looked: Looked, pairs: frozenset[Pair]) -> float:
    """The part of the rows that has one of these values."""
    return sum(looked.often[one] for one in pairs)


def applies(asked: Asked) -> bool:
    """Whether this question is for this module."""
    return bool(asked.words) and connection.vendor == "postgresql"


def found(asked: Asked, place: Place, most: int) -> list[int]:
    """The first ``most`` places from a place on, in the order of the list; one query or two."""
    looked = look(asked, (place,), most)
    said = _answers(_asks(looked, place, most, most))
    return place.first(_found(looked, place, said)[0], most)


def page(asked: Asked, place: Place, most: int, cap: int) -> tuple[list[int], int]:
    """The same with how many there are from the beginning on, up to ``cap``.

    A negative number: at least so many, which were not counted on.
    """
    start = Place()
    looked = look(asked, dict.fromkeys((place, start)), most)
    counting: list[_Ask] = []
    if place != start and len({hit for one in looked.begun(start) for hit in one.hits}) < most:
        # They are only counted: not beyond the first rows if those fill a page.
        counting = [one.whole() for one in _asks(looked, start, cap, cap)]
    said = _answers([*counting, *_asks(looked, place, most, max(most, cap), counting)])
    there, is_all = _found(looked, place, said)
    counted, is_exact = (there, is_all) if place == start else _found(looked, start, said)
    number = min(len(counted), cap)
    return place.first(there, most), number if is_exact else -number


def count(asked: Asked, most: int) -> int:
    """How many there are, counted up to ``most``."""
    start = Place()
    looked = look(asked, (start,), 1)
    return min(len(_found(looked, start, _answers(_asks(looked, start, most, most)))[0]), most)


def _asks(looked: Looked, place: Place, most: int, cap: int, counting: Sequence[_Ask] = ()) -> list[_Ask]:
    """What is asked of the index so that the first ``most`` places are known, after ``counting``."""
    walks = tuple(one for one in looked.begun(place) if not one.is_whole)
    if not walks:
        return []
    end, is_back = _end(walks), place.before is None
    hits = {one for walk in looked.begun(place) for one in walk.hits}
    left = most - sum(one >= end if is_back else one <= end for one in hits)
    if left <= 0:
        return []
    scopes = [one.scope for one in walks]
    same = (one for one in counting if all(scope in [walk.scope for walk in one.walks] for scope in scopes))
    return [_Ask(looked, walks, *_telling(looked, walks), left, cap, next(same, None))]


def _answers(asks: Sequence[_Ask]) -> dict[Place, tuple[set[int], bool]]:
    """For the place of each ask what the index finds, and whether that is all; one query for all."""
    if not asks:
        return {}
    before, parts = [], []
    for no, ask in enumerate(asks):
        sql, params = ask.sql()
        named, gate = f"({sql})", ""
        if any(one.among is ask for one in asks):
            before.append((f"part{no} AS MATERIALIZED ({sql})", params))
            named, params = f"part{no}", ()
        if ask.among is not None:
            gate = f" WHERE (SELECT count(*) >= {ask.among.left} FROM part{asks.index(ask.among)})"  # noqa: S608
        parts.append((f"(SELECT {no}, part.is_all, part.place FROM {named} AS part{gate})", params))  # noqa: S608
    head = f"WITH {', '.join(sql for sql, _params in before)} " if before else ""
    with connection.cursor() as cursor:
        given = [value for _sql, params in (*before, *parts) for value in params]
        cursor.execute(head + " UNION ALL ".join(sql for sql, _params in parts), given)
        lines = cursor.fetchall()
    answers: dict[_Ask, tuple[set[int], bool]] = {}
    for no, ask in enumerate(asks):
        own = [(is_all, place) for number, is_all, place in lines if number == no]
        answers[ask] = {place for _is_all, place in own}, all(is_all for is_all, _place in own)
        if ask.among is not None and len(answers[ask.among][0]) < ask.among.left:
            walked = {one for walk in ask.among.walks for one in walk.hits}
            answers[ask] = answers[ask.among][0] | walked, True
    return {ask.place: said for ask, said in answers.items()}


def _found(
    looked: Looked, place: Place, said: Mapping[Place, tuple[set[int], bool]]
) -> tuple[set[int], bool]:
    """The places that were found from a place on, some perhaps before it, and whether those are all."""
    walks = looked.begun(place)
    nothing: tuple[set[int], bool] = set(), all(one.is_whole for one in walks)
    beyond, is_all = said.get(place, nothing)
    return set(looked.also).union(beyond, *(one.hits for one in walks)), is_all
