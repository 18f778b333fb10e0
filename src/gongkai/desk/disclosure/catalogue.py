"""The catalogue metadata of an item: 主题分类, 体裁分类, 公开范围, 内容概述, 关键词 (条例第十二条, 目录).

Each has a suggestion that follows from what the item says; what somebody wrote instead stays. An item keeps
the settled values in ``extras["catalogue"]``, so that its exact content never changes by itself; one from
before them has none, and its content stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.desk.disclosure.models import Item
from gongkai.law import catalogue, scope
from gongkai.papers import beginning, blocks

KEY = "catalogue"
"""Where an item keeps them among its extras, and where its content tells them."""
NAMES: dict[str, Any] = {
    "topic": gettext_lazy("主题分类"),
    "genre": gettext_lazy("体裁分类"),
    "reach": gettext_lazy("公开范围"),
    "summary": gettext_lazy("内容概述"),
    "keywords": gettext_lazy("关键词"),
}
"""The five by key, as screens name them."""
HEADERS = catalogue.HEADERS
"""The columns of a register that hold them, and how the records name them in any language of the desk."""
MOVED = {"abstract": "summary", "keywords": "keywords"}
"""Fields of the classes that held some of them before, and which."""
LONGEST = {"topic": 40, "genre": 20, "reach": 40, "summary": 200, "keywords": 120}
"""Characters of each."""
_MOST_WORDS, _SHORTEST, _LONGEST_WORD = 5, 2, 12
_BETWEEN = "、"
_APART = re.compile(r"[、，,；;\s]+")
_ISSUED = re.compile(r"^.{0,30}?关于")
_PARTS = re.compile(
    r"[^\w]+|[的和与及]|关于|以及|进一步|做好|开展|加强|印发|公布|有关|情况|工作|"
    r"第?[0-9〇零一二两三四五六七八九十百]+[年月日号期批次个条件种]*度?"
)


def suggest(
    title: str, category: str, means: str, formed: date | None, body: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """What follows from title, class, way of publication, day and text; an empty value is left out."""
    known = scope.category(category)
    topic = catalogue.topic_of(known.key) if known else None
    genre = catalogue.genre_of(title, formed or date.max)
    found = {
        "topic": topic.name if topic else "",
        "genre": genre.name if genre else "",
        "reach": catalogue.reach_of(means),
        "summary": " ".join(beginning.of(blocks.body_from_json(list(body))).split()),
        "keywords": _BETWEEN.join(_keywords(title, genre, known.column if known else category)),
    }
    return {key: value for key, value in found.items() if value}


def suggested(item: Item, body: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The same for an item as it stands."""
    return suggest(item.title, item.category, item.means, item.formed_on, body)


def suggested_of(content: Mapping[str, Any]) -> dict[str, str]:
    """The same for an exact content."""
    formed = date.fromisoformat(content["formed"]) if content["formed"] else None
    means = str(content["meta"].get("means") or "")
    return suggest(content["title"], content["category"], means, formed, content["body"])


def settled(given: Mapping[str, str], before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """The values to keep: what somebody wrote, else the suggestion of now.

    A value that says what was suggested ``before`` was not written by anybody, and follows.
    """
    values = {key: own_value or now.get(key, "") for key, own_value in _each(own(given, before))}
    return {key: value for key, value in values.items() if value}


def own(given: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """The values that somebody wrote, those that were only suggested aside."""
    return {key: value for key, value in _each(tidy(given)) if value and value != before.get(key)}


def tidy(given: Mapping[str, str]) -> dict[str, str]:
    """The values in their form: one line each, keywords once each and parted by 、."""
    values = {key: " ".join(str(given.get(key) or "").split()) for key in NAMES}
    values["keywords"] = _BETWEEN.join(words(values["keywords"]))
    return {key: value for key, value in values.items() if value}


def kept(item: Item) -> dict[str, str]:
    """What the item keeps; nothing for one from before them."""
    given = (item.extras or {}).get(KEY)
    return tidy(given) if isinstance(given, Mapping) else {}


def of(item: Item) -> dict[str, str]:
    """What the item keeps; for one from before them what it says in the fields of its class instead."""
    if KEY in (item.extras or {}):
        return kept(item)
    given = (item.extras or {}).get("fields") or {}
    return tidy({key: given.get(field, "") for field, key in MOVED.items()})


def public(item: Item) -> dict[str, Any]:
    """The values as the content tells them: keywords as a list."""
    values: dict[str, Any] = kept(item)
    return values | ({"keywords": words(values["keywords"])} if "keywords" in values else {})


def said(content: Mapping[str, Any]) -> dict[str, str]:
    """The values of an exact content, keywords in one text."""
    given = content["meta"].get(KEY)
    if not isinstance(given, Mapping):
        return {}
    flat = dict(given) | {"keywords": _BETWEEN.join(given.get("keywords") or ())}
    return {key: value for key, value in _each(flat) if value}


def words(keywords: str) -> list[str]:
    """The single words of a line of keywords, each once."""
    return list(dict.fromkeys(word for word in _APART.split(keywords) if word))


def of_register(columns: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The values among the columns of a register as they came, and the headers of those too long to take."""
    given = {key: columns[header] for key, header in HEADERS.items() if columns.get(header)}
    long = [key for key, value in tidy(given).items() if len(value) > LONGEST[key]]
    return {key: value for key, value in given.items() if key not in long}, [HEADERS[key] for key in long]


def _each(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, str(given.get(key) or "")) for key in NAMES]


def _keywords(title: str, genre: catalogue.Genre | None, column: str) -> list[str]:
    """Words of a title between the small words of official language, then the column."""
    rest = _ISSUED.sub("", title, count=1)
    for end in sorted(genre.endings, key=len, reverse=True) if genre else ():
        rest = rest.removesuffix(end)
    parts = [part for part in _PARTS.split(rest) if _SHORTEST <= len(part) <= _LONGEST_WORD]
    return [*dict.fromkeys(parts[: _MOST_WORDS - 1]), *([column] if column and column not in parts else [])]
