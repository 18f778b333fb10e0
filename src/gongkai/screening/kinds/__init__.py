"""One module for each family of findings; each reads folded windows of the text and gives hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.screening.hits import Hit
from gongkai.screening.kinds import (
    alone,
    contacts,
    dealings,
    health,
    hotlines,
    identifiers,
    links,
    minors,
    named,
    numbers,
    persons,
    places,
    reporters,
    roles,
    rolls,
    secrecy,
    trade,
    traits,
)
from gongkai.screening.known import Known

Finder = Callable[[str, Known], Iterator[Hit]]


def _numbers(part: str, known: Known) -> Iterator[Hit]:
    """Numbers, and the names that mobiles give away."""
    yield from numbers.find(part, known)
    yield from named.find_before_mobiles(part, known)


def _named(part: str, known: Known) -> Iterator[Hit]:
    """Names without a label."""
    yield from named.find(part, known)
    yield from rolls.find(part, known)
    yield from alone.find(part, known)
    yield from dealings.find(part, known)


def _persons(part: str, known: Known) -> Iterator[Hit]:
    """Names by the words around them, and in fields."""
    yield from persons.find(part, known)
    yield from alone.find_fields(part, known)


FINDERS: dict[str, Finder] = {
    "numbers": _numbers,
    "hotlines": hotlines.find,
    "hanzi_digits": numbers.find_in_words,
    "plates": identifiers.find_plates,
    "mails": contacts.find_mails,
    "im": contacts.find_accounts,
    "secrecy": secrecy.find_marks,
    "work": secrecy.find_work,
    "trade": trade.find,
    "births": traits.find_births,
    "traits": traits.find_traits,
    "addresses": places.find,
    "persons": _persons,
    "named": _named,
    "roles": roles.find,
    "minors": minors.find,
    "health": health.find,
    "reporters": reporters.find,
    "links": links.find,
}
"""For each family of triggers what reads its windows."""
