"""The public facts beside an item's text: ``content.meta``, read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.refusal import Refused

VALIDITIES = ("有效", "失效", "废止")
KINDS = ("item", "annual-report")
FIELDS = ("内容概述", "关键词")
"""Labels of the class fields that held summary and keywords before there was a catalogue."""
CONSULTED = ("feedback", "final")
"""What an item is to the draft that the public was asked about: 采纳情况反馈, or the document it became."""
_COLUMN_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the item is about: its key in ``figures.json``, how it is called, value and unit.

    ``note`` is a sentence below it; a rate may say its ``part`` and ``whole``, which are then drawn.
    """

    key: str
    label: str
    value: str
    unit: str
    note: str = ""
    part: int | None = None
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue metadata 目录元数据: subject, kind of document, for whom, summary, keywords.

    Empty where a content says nothing, as those from before them do.
    """

    topic: str = ""
    genre: str = ""
    reach: str = ""
    summary: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What ``content.meta`` says; empty or null where it says nothing.

    ``asks``: the first and last day on which the public may say what it thinks; ``consulted``: about what.
    """

    column: str
    column_name: str
    unit: str
    published: date
    means: str
    scope: str
    validity: str
    outlets: tuple[str, ...]
    norm: bool
    kind: str
    year: int | None
    period: tuple[date, date] | None
    figures: tuple[Figure, ...]
    warning_until: date | None
    asks: tuple[date, date] | None = None
    consulted: str = ""
    catalogue: Catalogue = Catalogue()


def read(given: Any) -> Meta:
    """The facts in ``content.meta``; ``E_META`` names the one that does not fit."""
    if not isinstance(given, Mapping):
        raise _unfit("meta")
    column = given.get("column")
    key, name = (_text(_mapping(column, "column"), part) for part in ("key", "name"))
    if not _COLUMN_KEY.fullmatch(key) or not name:
        raise _unfit("column")
    validity, kind = _text(given, "validity"), _text(given, "kind") or "item"
    if validity and validity not in VALIDITIES:
        raise _unfit("validity")
    year = given.get("year")
    if kind not in KINDS or (kind == "annual-report" and year is None):
        raise _unfit("kind")
    if year is not None and (type(year) is not int or not 1949 <= year <= 9999):
        raise _unfit("year")
    published = _day(given, "published")
    if published is None:
        raise _unfit("published")
    return Meta(
        column=key,
        column_name=name,
        unit=_text(given, "unit"),
        published=published,
        means=_text(given, "means") or "主动公开",
        scope=_text(given, "scope"),
        validity=validity,
        outlets=tuple(str(outlet) for outlet in _list(given, "outlets")),
        norm=given.get("norm") is True,
        kind=kind,
        year=year,
        period=_period(given.get("period")),
        figures=tuple(_figure(figure) for figure in _list(given, "figures")),
        warning_until=_day(given, "warning_until"),
        asks=_period(given.get("consultation"), "consultation"),
        consulted=_consulted(given.get("consulted")),
        catalogue=catalogue(given),
    )


def catalogue(given: Mapping[str, Any]) -> Catalogue:
    """The catalogue metadata in ``content.meta``; before them, summary and keywords were :data:`FIELDS`."""
    of = given.get("catalogue")
    if of is None:
        before = {one.get("label"): str(one.get("value") or "") for one in given.get("fields") or ()}
        first, words = (before.get(label, "") for label in FIELDS)
        return Catalogue(summary=first, keywords=tuple(word for word in words.split("、") if word))
    said = _mapping(of, "catalogue")
    keywords = _list(said, "keywords")
    if not all(isinstance(word, str) for word in keywords):
        raise _unfit("catalogue")
    topic, genre, reach, summary = (_text(said, name) for name in ("topic", "genre", "reach", "summary"))
    return Catalogue(topic, genre, reach, summary, tuple(keywords))


def _figure(given: Any) -> Figure:
    of = _mapping(given, "figures")
    part, whole = (of.get(name) for name in ("part", "whole"))
    if not all(one is None or type(one) is int for one in (part, whole)):
        raise _unfit("figures")
    key, label, value, unit, note = (_text(of, name) for name in ("key", "label", "value", "unit", "note"))
    return Figure(key, label, value, unit, note, part, whole)


def _period(given: Any, name: str = "period") -> tuple[date, date] | None:
    if given is None:
        return None
    of = _mapping(given, name)
    first, last = _day(of, "from"), _day(of, "to")
    if first is None or last is None or first > last:
        raise _unfit(name)
    return first, last


def _consulted(given: Any) -> str:
    """The index number of the draft that the item answers, or became; empty for most."""
    if given is None:
        return ""
    of = _mapping(given, "consulted")
    if _text(of, "as") not in CONSULTED:
        raise _unfit("consulted")
    return _text(of, "index")


def _mapping(given: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise _unfit(name)
    return given


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    value = given.get(name) or []
    if not isinstance(value, list):
        raise _unfit(name)
    return value


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _unfit(name)
    return value


def _day(given: Mapping[str, Any], name: str) -> date | None:
    text = _text(given, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise _unfit(name) from wrong


def _unfit(name: str) -> Refused:
    return Refused("E_META", f"公开要素“{name}”缺失或不合格式", "请核对发布端的版本")
