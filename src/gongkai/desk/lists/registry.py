"""All lists by name, whatever they are read from: what saved views and exports go by."""

from __future__ import annotations

from gongkai.desk.lists import listing
from gongkai.desk.lists.listing import LISTINGS, Listing
from gongkai.desk.lists.own import Own
from gongkai.desk.lists.short import Short

AnyList = Listing | Short | Own
OTHERS: dict[str, Short | Own] = {}
"""The lists that are not read from a row table of their name."""


def register(one: AnyList) -> AnyList:
    """Make a list known to saved views and exports, one with a row table to triggers too."""
    if isinstance(one, Listing):
        return listing.register(one)
    OTHERS[one.name] = one
    return one


def named(name: str) -> AnyList | None:
    """The list of that name; null where there is none, or only rows without a page."""
    found = LISTINGS.get(name) or OTHERS.get(name)
    return found if found is not None and found.address else None
