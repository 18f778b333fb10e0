"""Addresses of the pages that lead from a number to its records."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.desk.reporting.figures import Result, Source, Year
from gongkai.desk.reporting.figures.model import PREVIOUS


def drill(key: str, year: int) -> str:
    """The page of the records behind a figure."""
    if key.endswith(PREVIOUS):
        return drill(key.removesuffix(PREVIOUS), year - 1)
    return reverse("reporting:drill", args=[year, key])


def of(result: Result | None, year: int) -> str:
    """The link of a number: empty for what was stated by hand or counts nothing."""
    if result is None or not result.records:
        return ""
    if result.figure.source in (Source.MEANS, Source.STATED):
        return ""
    return drill(result.figure.key, year)


def cell(year: Year, key: str, current: str = "") -> dict[str, Any]:
    """A number of this year with its link."""
    result = year.now[key]
    return {"value": result.value, "href": of(result, year.year), "current": key == current}


def before(year: Year, key: str) -> dict[str, Any]:
    """The same number of the year before."""
    result = year.before.find(key)
    return {"value": result.value if result else None, "href": of(result, year.year - 1)}
