"""Choices that the filters of many lists offer: the agency's units, the lines, the values of a field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from gongkai.desk.agencies.models import Line, Officer
from gongkai.desk.agencies.queries import units_of
from gongkai.desk.lists.listing import Choices


def units(officer: Officer, _day: date) -> Choices:
    """The units of the agency, by key."""
    return [(str(one.pk), one.name) for one in units_of(officer.agency_id)]


def lines(_officer: Officer, _day: date) -> Choices:
    """The lines of business 条线."""
    return said(Line.choices)


def of(*given: Iterable[tuple[str, Any]]) -> Callable[[Officer, date], Choices]:
    """The same choices for everybody, in words of the reader's language."""
    return lambda _officer, _day: [one for part in given for one in said(part)]


def said(given: Iterable[tuple[str, Any]]) -> Choices:
    """Values with their words as they are said now."""
    return [(value, str(words)) for value, words in given]
