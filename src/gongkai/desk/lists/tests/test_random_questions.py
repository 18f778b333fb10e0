"""Random questions with words, to every list: their pages and counts are what reading every row finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import models

from gongkai.desk.lists import paging, spans, tokens, walks, weighing, worded
from gongkai.desk.lists.listing import LISTINGS, Listing
from gongkai.desk.lists.models import PK_BITS, UNDATED, Row, place_of
from gongkai.desk.lists.places import Asked, Place
from gongkai.desk.lists.weighing import weighed

pytestmark = pytest.mark.django_db(databases=["default"])
ROWS, QUESTIONS = 90, 10
LIMITS: tuple[dict[Any, dict[str, float]], ...] = (
    {walks: {"_WALKED": 1}, worded: {"_READ": 0}, spans: {"_TOGETHER": 1, "_MOST": 1}},
    {walks: {"_WALKED": 1}, worded: {"_READ": 0}, spans: {"_MOST": 0}},
    {walks: {"_SAMPLE": 9, "_WALKED": 2, "_DENSE": 0}, worded: {"_READ": 0, "_FETCHED": 1}},
    {walks: {"_SAMPLE": 20, "_WALKED": 2, "_DENSE": 0.1}, worded: {"_READ": 0, "_FETCHED": 0.01}},
    {walks: {"_WALKED": 1, "_OFTEN": 1, "_MOST": 1}, worded: {"_READ": 10**9, "_FETCHED": 10**9}},
    {walks: {"_WALKED": 1, "_OFTEN": 0.1, "_TIMES": 100, "_MOST": 9}, worded: {"_READ": 0, "_WIDE": 0.1}},
    {walks: {"_WALKED": 1, "_OFTEN": 0.1}, worded: {"_FETCHED": 5, "_CHOICES": 1, "_WIDE": 0.1}},
    {weighing: {"_SAMPLE": 2, "_RARE": 1, "_OFTEN": 1, "_READ": 0}},
    {weighing: {"_SAMPLE": 2, "_RARE": 1, "_OFTEN": 99, "_READ": 0}},
    {weighing: {"_SAMPLE": 2, "_RARE": 0, "_WALKED": 10**6, "_READ": 0, "_FIRST": 4, "_PAGE": 0}},
)


def value_of(rng: Random, column: models.Field[Any, Any]) -> Any:
    """A value that some rows have."""
    if isinstance(column, models.BooleanField):
        return rng.random() < 0.6
    if isinstance(column, models.ForeignKey):
        return rng.choice([None, 1, 1, 2]) if column.null else rng.choice([1, 1, 1, 2])
    if isinstance(column, models.DateField):
        return rng.choice([date(2019, 1, 1), date(2020, 5, 5)])
    return rng.choice(["", "a", "a", "信"]) if isinstance(column, models.CharField) else rng.randint(1, 3)


def columns_of(listing: Listing) -> dict[str, models.Field[Any, Any]]:
    """The columns of the rows of a list beside the key, the text and the places."""
    there = (one for one in listing.row._meta.concrete_fields if not one.primary_key)
    return {one.attname: one for one in there if one.name != "text" and not one.name.endswith("place")}


def orders_of(listing: Listing) -> list[str]:
    """The columns with places."""
    return [one.name for one in listing.row._meta.concrete_fields if one.name.endswith("place")]


def written(rng: Random, listing: Listing) -> list[Any]:
    """Rows over days or decades, some without a day at either end."""
    first, width = rng.choice([700_000, 735_000]), rng.choice([3, 60, 900, 22_000])
    rows = []
    for key in rng.sample(range(1, 3 * ROWS), ROWS):
        drawn, undated = date.fromordinal(first + rng.randrange(width)), rng.choice([UNDATED, date(1, 1, 1)])
        said = {name: value_of(rng, one) for name, one in columns_of(listing).items()}
        for order in orders_of(listing):
            said[order] = rng.choice([None, rng.randrange(700_000, 700_400) << PK_BITS | key])
        said["place"] = place_of(rng.choice([drawn] * 8 + [undated]), key)
        text = "".join(rng.choice("公公告1b\n") for _ in range(rng.randint(3, 60)))
        rows.append(listing.row(record_id=key, text=text, **said))
    listing.row._default_manager.bulk_create(rows)
    tokens.put(listing, rows)
    return rows


def question(rng: Random, listing: Listing, rows: list[Any]) -> Asked:
    """Scopes that may overlap or have a null, conditions, periods and orders of their own, a few beside."""
    columns = columns_of(listing)
    others = sorted(set(columns) - {"agency_id"})

    def drawn(number: int) -> dict[str, Any]:
        return {name: value_of(rng, columns[name]) for name in rng.sample(others, min(number, len(others)))}

    order = rng.choice(["place", "place", *orders_of(listing)])
    places = [getattr(row, order) for row in rows if getattr(row, order) is not None]
    runs = [run for row in rng.sample(rows, 9) for run in row.text.split()]
    words = [rng.choice(runs)[: rng.choice([1, 1, 2, 2, 3, 4, 6])] for _ in range(rng.choice([1, 1, 1, 2]))]
    number = rng.choice([0, 0, 1, 2])
    return Asked(
        listing=listing,
        scopes=tuple({"agency_id": rng.choice([1, 1, 2])} | drawn(number) for _ in range(rng.randint(0, 5))),
        conditions=drawn(rng.choice([0, 0, 0, 1])),
        words=tuple(words),
        low=rng.choice([None] * 7 + [rng.choice(places)]),
        high=rng.choice([None] * 7 + [rng.choice(places)]),
        floors=rng.choice([{}] * 9 + [{"place": rng.choice(rows).place}]),
        ceilings=rng.choice([{}] * 9 + [{"place": rng.choice(rows).place}]),
        also=tuple(row.record_id for row in rng.sample(rows, rng.choice([0, 0, 4]))),
        overlaps=True,
        order=order,
    )


def by_force(asked: Asked, rows: list[Any]) -> list[int]:
    """The places of what is asked for, read row by row; a null is equal to nothing."""

    def has(row: Row, values: Any) -> bool:
        return all(value is not None and getattr(row, name) == value for name, value in values.items())

    found = (
        getattr(row, asked.order)
        for row in rows
        if (row.record_id in asked.also or any(has(row, one) for one in asked.scopes))
        and has(row, asked.conditions)
        and all(row.place >= one for one in asked.floors.values())
        and all(row.place <= one for one in asked.ceilings.values())
        and all(word in row.text for word in asked.words)
    )
    low, high = asked.low or 0, asked.high or 1 << 63
    return sorted((one for one in found if one is not None and low <= one < high), reverse=True)


def ungated(asked: Asked, place: Place, places: Any, _gate: Any) -> Any:
    """The rows at these places; their records are not there."""
    rows = asked.listing.row._default_manager.filter(**{f"{asked.order}__in": places})
    return rows.order_by(asked.order if place.before is not None else f"-{asked.order}")


def paged(asked: Asked, way: str, most: int, cap: int, wanted: list[int]) -> list[int]:
    """All by pages, from the first on or back from the end; what each page says of the number is true."""
    found: list[int] = []
    place = Place() if way == "next" else Place(before=0)
    while True:
        rows, pager = paging.read(asked, None, {}, place, cap, most)  # type: ignore[arg-type]
        keys = [getattr(row, asked.order) for row in rows]
        if keys:
            assert pager["total"] <= min(len(wanted), cap)
            assert pager["capped"] or pager["total"] == len(wanted)
        found = found + keys if way == "next" else keys + found
        if not pager[way]:
            return found
        number = int(pager[way].rpartition("=")[2])
        place = Place(after=number) if way == "next" else Place(before=number)


@pytest.mark.parametrize("name", sorted(LISTINGS))
def test_pages_and_counts_of_any_question_are_what_reading_every_row_finds(name, monkeypatch):
    """No miss, no repeat, forwards and backwards, never more counted than there are, whatever way it goes."""
    monkeypatch.setattr(paging, "_at", ungated)
    rng, hits = Random(name), 0
    plain = tuple(replace(one, implies={}) for one in LISTINGS[name].facets)  # the rows imply nothing
    listing = replace(LISTINGS[name], facets=plain)
    rows = written(rng, listing)
    for no in range(QUESTIONS):
        asked = question(rng, listing, rows)
        wanted = by_force(asked, rows)
        hits += len(wanted)
        with monkeypatch.context() as patch:
            for module, values in LIMITS[no % len(LIMITS)].items():
                for limit, value in values.items():
                    patch.setattr(module, limit, value)
            most, cap = rng.choice([1, 3, 30]), rng.choice([1, 5, 100])
            assert paging.count(weighed(asked), cap) == min(len(wanted), cap), asked
            for way in ("next", "previous"):
                assert paged(asked, way, most, cap, wanted) == wanted, (asked, way, most, cap)
    assert hits > QUESTIONS
    tokens.drop(listing.row, [row.place for row in rows])
    listing.row._default_manager.all().delete()  # before their records are missed


@pytest.mark.parametrize("name", ["mail"])
def test_the_last_number_that_fits_is_no_place(name, monkeypatch):
    """An address may hold any number; what lies one beyond is asked for too."""
    monkeypatch.setattr(paging, "_at", ungated)
    rng = Random(name)
    asked = Asked(LISTINGS[name], ({"agency_id": 1},), {}, ("公",))
    rows = written(rng, asked.listing)
    for given in (
        {"before": str((1 << 63) - 1)},
        {"after": str((1 << 63) - 1)},
        {"before": str((1 << 63) - 2)},
    ):
        found, _pager = paging.read(asked, None, {}, Place.read(given), 9, 9)  # type: ignore[arg-type]
        assert len(found) in (0, 9)
    tokens.drop(asked.listing.row, [row.place for row in rows])
    asked.listing.row._default_manager.all().delete()
