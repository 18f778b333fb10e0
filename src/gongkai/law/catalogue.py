"""The vocabularies of the catalogue 政府信息公开目录: 主题分类, 体裁分类, 公开范围, by date.

The labels of the catalogue are known, its lists of values are recalled or arranged (``confidence`` says so):
they suggest, whoever drafts may write another value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from gongkai.law import registry
from gongkai.law.registry import Confidence

HEADERS = {
    "topic": "主题分类",
    "genre": "体裁分类",
    "reach": "公开范围",
    "summary": "内容概述",
    "keywords": "关键词",
}
"""The labels of the catalogue by key: columns of a register that hold them, and how records name them."""
_BRACKETS = re.compile(r"[（(〔\[【][^（(〔\[【]*[）)〕\]】]$")
_CLOSING = '》〉”"」。．. 　'


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject 主题分类; ``categories`` are the keys of the categories that fall into it by default."""

    key: str
    name: str
    categories: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Genre:
    """One kind of official document 体裁分类; ``endings`` are the ends of titles that show it."""

    key: str
    name: str
    endings: tuple[str, ...]
    confidence: Confidence
    ruleset: str


@cache
def topics() -> tuple[Topic, ...]:
    """The subjects of the catalogue in their order."""
    rows = registry.by_id("catalogue.topics").data["topic"]
    return tuple(
        Topic(row["key"], row["name"], tuple(row["categories"]), Confidence(row["confidence"]))
        for row in rows
    )


def topic_of(category: str) -> Topic | None:
    """The subject of a category by its key; null for one that the list does not place."""
    return next((one for one in topics() if category in one.categories), None)


def genres(on: date) -> tuple[Genre, ...]:
    """The kinds of documents in force on a day; those of the oldest rules for a day before them."""
    sets = registry.of_field("catalogue.genre")
    return _genres((registry.find("catalogue.genre", on) or sets[0]).id)


def genre_of(title: str, on: date) -> Genre | None:
    """The kind that the end of a title shows, notes in brackets aside: 《……的通知》（试行） is a 通知."""
    words = title.rstrip(_CLOSING)
    while (shorter := _BRACKETS.sub("", words).rstrip(_CLOSING)) != words:
        words = shorter
    fitting = [
        (len(end), one) for one in genres(on) for end in one.endings if words.endswith(end) and words != end
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


@cache
def reach_of(means: str) -> str:
    """Whom information of a way of publication 公开方式 is for 公开范围; empty for an unknown way."""
    rows = registry.by_id("catalogue.reach").data["reach"]
    return next((str(row["name"]) for row in rows if row["means"] == means), "")


@cache
def reaches() -> tuple[str, ...]:
    """The values of 公开范围 in use."""
    return tuple(str(row["name"]) for row in registry.by_id("catalogue.reach").data["reach"])


@cache
def _genres(identity: str) -> tuple[Genre, ...]:
    rule = registry.by_id(identity)
    return tuple(
        Genre(row["key"], row["name"], tuple(row["endings"]), Confidence(row["confidence"]), rule.id)
        for row in rule.data["genre"]
    )
