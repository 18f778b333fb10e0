"""Index numbers 索引号 of items: given out by year, never twice, and never again after an item was voided.

A number is ``<prefix>/<year>-<running number>`` (RULES.md 9). The prefix is the one that the agency's own
register uses, else its organisation code. Numbers come from the counters of :mod:`casework.numbers`; a draft
that then fails leaves a gap, which is lawful.
"""

from __future__ import annotations

import re

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework import numbers
from gongkai.desk.disclosure.models import Item

SERIES = "items"
"""Name of the counter of index numbers."""
_SHAPE = re.compile(r"(?P<prefix>.+)/(?P<year>\d{4})-(?P<number>\d{5,9})", re.ASCII)
_ORGANISATION = slice(8, 17)
"""Where the organisation code stands in a 统一社会信用代码."""
_LOOKED_AT = 50


def allocate(agency: Agency, year: int) -> str:
    """The next index number of a year, durable at once. Call it before the verb's transaction."""
    prefix = prefix_of(agency)
    numbers.raise_to(agency, SERIES, year, _highest(agency, prefix, year))
    while True:
        index = f"{prefix}/{year}-{numbers.allocate(agency, SERIES, year):05d}"
        if not Item.objects.filter(agency=agency, index=index).exists():
            return index


def prefix_of(agency: Agency) -> str:
    """What stands before the year: as in the newest items of the agency, else by its codes."""
    newest = Item.objects.filter(agency=agency, kind=Item.Kind.ITEM).order_by("-pk")
    for index in newest.values_list("index", flat=True)[:_LOOKED_AT]:
        if found := _SHAPE.fullmatch(index):
            return found["prefix"]
    return agency.uscc[_ORGANISATION] or agency.code


def _highest(agency: Agency, prefix: str, year: int) -> int:
    """The highest number that an item of the year bears already, 0 for none."""
    borne = Item.objects.filter(agency=agency, index__startswith=f"{prefix}/{year}-").order_by("-index")
    found = (_SHAPE.fullmatch(index) for index in borne.values_list("index", flat=True)[:_LOOKED_AT])
    return max((int(one["number"]) for one in found if one), default=0)
