"""What has to be published (法定主动公开内容), the bureau's own categories, and the outlets.

The statutory codes (``p10_11``, ``p20_06``) tag an item; the nine categories of the bureau's catalogue map to
them by date; an outlet maps to the row of the 2014 form that counts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from gongkai.law import registry
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused


@dataclass(frozen=True, slots=True)
class Scope:
    """One item of the statutory list: ``cite`` names law and article."""

    code: str
    text: str
    article: str
    cite: str
    confidence: Confidence
    ruleset: str


@dataclass(frozen=True, slots=True)
class Category:
    """One category of the catalogue.

    ``key`` is its slug in addresses, ``name`` the cell 信息类别, ``column`` the portal's column; ``code2008``
    and ``code2019`` are the statutory codes, the main one first.
    """

    key: str
    name: str
    column: str
    code2008: tuple[str, ...]
    code2019: tuple[str, ...]
    confidence: Confidence

    def codes(self, on: date) -> tuple[str, ...]:
        """The statutory codes for information formed on ``on``. Raises Refused before 2008."""
        return self.code2008 if registry.select("scope", on).id == "scope.2008" else self.code2019


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet (公开渠道): ``row`` is the key of the 2014 form that counts it."""

    key: str
    name: str
    row: str
    confidence: Confidence


def scopes(on: date) -> tuple[Scope, ...]:
    """The statutory list for information formed on ``on``. Raises Refused before 2008-05-01."""
    return _scopes(registry.select("scope", on).id)


def scope(code: str) -> Scope:
    """The item of either list with that code. Raises Refused for an unknown one."""
    for rule in registry.of_field("scope"):
        for one in _scopes(rule.id):
            if one.code == code:
                return one
    raise Refused(
        "unknown-scope", f"没有代码为“{code}”的主动公开内容", "用 gongkai law show scope.2019 查看全部"
    )


@cache
def _scopes(identity: str) -> tuple[Scope, ...]:
    rule = registry.by_id(identity)
    return tuple(
        Scope(
            code=entry["key"],
            text=entry["text"],
            article=entry["article"],
            cite=rule.cite() + entry["article"],
            confidence=Confidence(entry["confidence"]),
            ruleset=rule.id,
        )
        for entry in rule.data["scope"]
    )


@cache
def categories() -> tuple[Category, ...]:
    """The nine categories in the order of the report."""
    return tuple(
        Category(
            key=entry["key"],
            name=entry["name"],
            column=entry["column"],
            code2008=tuple(entry["code2008"]),
            code2019=tuple(entry["code2019"]),
            confidence=Confidence(entry["confidence"]),
        )
        for entry in registry.by_id("scope.categories").data["category"]
    )


def category(name: str) -> Category | None:
    """The category with that name, column or key; ``None`` for a bureau's own, free category."""
    text = name.strip()
    for attribute in ("name", "key", "column"):
        for one in categories():
            if text == getattr(one, attribute):
                return one
    return None


def names_of(key: str) -> tuple[str, ...]:
    """The names under which a register may give the category of that key."""
    found = [one for one in categories() if one.key == key]
    return tuple(dict.fromkeys(name for one in found for name in (one.name, one.key, one.column)))


@lru_cache(maxsize=64)
def is_penalty(name: str) -> bool:
    """Whether a category with that name publishes penalty decisions 行政处罚."""
    known = category(name)
    return known is not None and known.key == "penalties"


@cache
def outlets() -> tuple[Outlet, ...]:
    """The outlets that a register may name, in its order."""
    return tuple(
        Outlet(entry["key"], entry["name"], entry["row"], Confidence(entry["confidence"]))
        for entry in _outlet_entries()
    )


def outlet(name: str) -> Outlet:
    """The outlet with that name, key or another name in use. Raises Refused for an unknown one."""
    text = name.strip()
    for one, entry in zip(outlets(), _outlet_entries(), strict=True):
        if text in {one.name, one.key, *entry["names"]}:
            return one
    names = "、".join(one.name for one in outlets())
    raise Refused("unknown-outlet", f"不认识公开渠道“{name}”", f"可以是 {names}")


def _outlet_entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = registry.by_id("scope.outlets").data["outlet"]
    return entries
