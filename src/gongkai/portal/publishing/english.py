"""English pages: the fixed one at ``/en/``, and words that the catalogue of messages does not hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from django.utils import translation

from gongkai.portal.publishing import site, stale
from gongkai.portal.publishing.columns import columns
from gongkai.portal.store import Rendered

LANGUAGE = "en"
ROOT = stale.ENGLISH
"""Below it lie the English pages, each under the address of the Chinese one."""


def page(now: datetime) -> Rendered:
    """The fixed page: what is published here, how to ask, whom to call."""
    said = words()["page"]
    context = site.context(
        said=said,
        columns=[
            {"title": column(one["key"], one["name"]), "href": one["href"], "count": one["count"]}
            for one in columns()
        ],
        statistics_href=in_english(stale.STATISTICS),
        crumbs=[{"title": said["title"], "url": ""}],
        meta={
            "column_name": said["title"],
            "column_description": said["lead"],
            "column_keywords": "open government information",
            "column_type": "English",
        },
        chinese_href=stale.FRONT,
        english_href=ROOT,
        updated=f"{site.day_of(now):%Y-%m-%d}",
    )
    return site.render("portal/english.html", context, language=LANGUAGE)


def in_english(path: str) -> str:
    """The address of the English version of a page that has one."""
    return ROOT + path.removeprefix("/")


def is_on() -> bool:
    """Whether the page that is being made is an English one."""
    return translation.get_language() == LANGUAGE


def column(key: str, name: str) -> str:
    """A column's name in the language of the page."""
    return words()["columns"].get(key, name) if is_on() else name


def figures(given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Figures with label and unit in the language of the page; Chinese notes are left out."""
    if not is_on():
        return [dict(one) for one in given]
    known = words()
    return [
        {
            **one,
            "label": known["figures"].get(one.get("key", ""), one["label"]),
            "unit": unit(one["unit"]),
            "note": "",
        }
        for one in given
    ]


def unit(name: str) -> str:
    """A unit in the language of the page."""
    return words()["units"].get(name, name) if is_on() else name


@cache
def words() -> dict[str, dict[str, str]]:
    """What the file of English words says."""
    file = resources.files("gongkai.portal.data").joinpath("english.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
