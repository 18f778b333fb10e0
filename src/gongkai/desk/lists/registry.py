"""All lists by name, long and short, as the rooms made them known: what saved views and exports go by."""

from __future__ import annotations

from gongkai.desk.lists import listing
from gongkai.desk.lists.listing import LISTINGS, Listing
from gongkai.desk.lists.short import Short

SHORT: dict[str, Short] = {}
"""The lists without a row table, by name."""


def register(one: Listing | Short) -> Listing | Short:
    """Make a list known to saved views and exports, one with a row table to triggers too."""
    if isinstance(one, Short):
        SHORT[one.name] = one
        return one
    return listing.register(one)


def named(name: str) -> Listing | Short | None:
    """The list of that name; null where there is none."""
    return LISTINGS.get(name) or SHORT.get(name)
