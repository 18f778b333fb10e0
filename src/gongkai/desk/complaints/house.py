"""The office's own words and rules: categories, places and units, problems, safety words, house limits.

Read from ``centre.toml`` in the home where there is one, else from the file that is shipped. Statutory
limits are not here: they are :mod:`gongkai.law`'s.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Category:
    """One class of goods, services or supervision; ``parent`` is the wider class, empty at the top."""

    name: str
    group: str
    line: str
    words: tuple[str, ...]
    parent: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the district, the words by which an address shows it, and its station."""

    name: str
    unit: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class House:
    """Everything of the file, typed."""

    rules: Mapping[str, Any]
    supervision: Mapping[str, str]
    problems: Mapping[str, tuple[str, tuple[str, ...]]]
    safety: tuple[str, ...]
    places: tuple[Place, ...]
    categories: tuple[Category, ...]
    report_unit: Mapping[str, str]
    complaint_unit: Mapping[str, str]
    beyond: tuple[tuple[tuple[str, ...], str], ...]
    not_consumer: tuple[str, ...]
    sorting: Mapping[str, tuple[str, ...]]

    def days(self, name: str) -> int:
        """A number of the house rules; what a home's own file does not say is that of the shipped one."""
        return int(self.rules[name] if name in self.rules else _read("", 0).rules[name])

    def category(self, name: str) -> Category | None:
        """The category of that name."""
        return next((one for one in self.categories if one.name == name), None)

    def parent_of(self, name: str) -> str:
        """The wider class of a category, or its group; empty for what the file does not know."""
        found = self.category(name)
        return (found.parent or found.group) if found else ""


def house() -> House:
    """The rules of this home."""
    file = Path(settings.GONGKAI_HOME) / "centre.toml"
    return _read(str(file), file.stat().st_mtime_ns) if file.is_file() else _read("", 0)


def first_with(text: str, words: Iterable[str]) -> str:
    """The longest of the words that stands in the text; empty for none."""
    return max((word for word in words if word in text), key=len, default="")


@cache
def _read(path: str, _changed: int) -> House:
    text = resources.files("gongkai.desk.complaints.data").joinpath("house.toml").read_text("utf-8")
    shipped = tomllib.loads(text)
    data = tomllib.loads(Path(path).read_text(encoding="utf-8")) if path else shipped
    return House(
        rules=shipped["rules"] | data["rules"],  # an older file of the office knows not every rule
        supervision=data["supervision"],
        problems={code: (one[0], tuple(one[1])) for code, one in data["problems"].items()},
        safety=tuple(data["safety"]["words"]),
        places=tuple(Place(one["name"], one["unit"], tuple(one["words"])) for one in data["place"]),
        categories=tuple(
            Category(
                one["name"],
                one["group"],
                one["line"],
                tuple(one["words"]),
                one.get("parent", ""),
                one.get("unit", ""),
            )
            for one in data["category"]
        ),
        report_unit=data["report_unit"],
        complaint_unit=data["complaint_unit"],
        beyond=tuple((tuple(one["words"]), one["body"]) for one in data["beyond"]),
        not_consumer=tuple(data["not_consumer"]["words"]),
        sorting={name: tuple(words) for name, words in data["sorting"].items()},
    )
