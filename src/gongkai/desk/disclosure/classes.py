"""The forms of the classes 信息类别 as data: which fields, which required, which parts a text has."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from gongkai.law import publicity, registry, scope
from gongkai.law.deadlines.penalties import FIELD


@dataclass(frozen=True, slots=True)
class ClassField:
    """One field of a class: ``kind`` is text, long, day or url, ``inner`` what readers are not shown."""

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    required: bool = False
    inner: bool = False


def fields(category: str, day: date | None = None, *, moved: bool = False) -> tuple[ClassField, ...]:
    """The fields of a category by its name, for information formed on ``day``; the common ones last.

    With ``moved`` also those that are written in the catalogue metadata now.
    """
    known = scope.category(category)
    key = known.key if known else ""
    found: list[ClassField] = []
    for row in _data()["field"]:
        if row.get("classes") and key not in row["classes"]:
            continue
        if row.get("moved") and not moved:
            continue
        if row.get("law") == "penalty":
            found += _summary(row, day)
            continue
        found.append(
            ClassField(
                row["key"],
                row["label"],
                row.get("kind", "text"),
                row.get("hint", ""),
                row.get("required", False),
                row.get("inner", False),
            )
        )
    return tuple(found)


def headings(category: str) -> tuple[str, ...]:
    """The headings that a text of this category has."""
    known = scope.category(category)
    key = known.key if known else ""
    return tuple(one for row in _data()["outline"] if key in row["classes"] for one in row["headings"])


def shown(category: str, given: Mapping[str, Any]) -> list[dict[str, str]]:
    """The filled fields as readers see them, in the order of the form."""
    known = [one for one in fields(category, moved=True) if not one.inner]
    rows = [(one.label, str(given.get(one.key) or "").strip()) for one in known]
    return [{"label": label, "value": value} for label, value in rows if value]


def missing(category: str, given: Mapping[str, Any], text: str, day: date | None = None) -> list[str]:
    """What the class asks for and is not there: labels of fields, headings of the text."""
    empty = [
        one.label
        for one in fields(category, day)
        if one.required and not str(given.get(one.key) or "").strip()
    ]
    return empty + lacking_headings(category, text) + _without_text(category, text)


def lacking_headings(category: str, text: str) -> list[str]:
    """The headings that a text of this category should have and has not."""
    lines = {line.strip("# 　\t") for line in text.splitlines()}
    return [one for one in headings(category) if one not in lines]


def _without_text(category: str, text: str) -> list[str]:
    """The headings of the category below which nothing is written."""
    found, bare = list[str](), ""
    for line in [*(one.strip() for one in text.splitlines()), *headings(category)[:1]]:
        words = line.strip("# 　\t")
        if words in headings(category):
            found += [bare] if bare else []
            bare = words
        elif words and not line.startswith("#"):
            bare = ""
    return [f"“{one}”的内容" for one in found]


def outlined(category: str, text: str) -> str:
    """The text with the headings that it lacks at its end, for somebody to write below them."""
    lacking = [f"# {one}" for one in lacking_headings(category, text)]
    return "\n\n".join([*([text.strip()] if text.strip() else []), *lacking])


def _summary(row: Mapping[str, Any], day: date | None) -> list[ClassField]:
    """The summary 摘要 that the publicity rules of the day ask for; before them that of the oldest ones."""
    asked = publicity.penalty_facts(day).summary if day else ()
    if not asked:
        sets = [rule for rule in registry.of_field(FIELD) if rule.data["publicity"]["summary"]]
        asked = tuple(sets[-1].data["publicity"]["summary"]) if sets else ()
    named = zip(row["keys"], asked, strict=False)
    skipped = row.get("skip", ())
    return [ClassField(key, label, required=row["required"]) for key, label in named if key not in skipped]


@cache
def _data() -> dict[str, Any]:
    file = resources.files("gongkai.desk.disclosure.data").joinpath("classes.toml")
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return {"field": found["field"], "outline": found["outline"]}
