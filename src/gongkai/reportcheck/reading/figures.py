"""Our own ``figures.json`` (FORMATS.md 3): figures without a narrative."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from gongkai.law import forms
from gongkai.refusal import Refused
from gongkai.reportcheck.paper import Paper

_LONGEST = 15
"""Digits of a figure; nothing that a bureau counts has more."""


def looks_so(text: str) -> bool:
    """Whether the text is a JSON object."""
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def _wrong(what: str) -> Refused:
    return Refused("bad-figures", f"JSON {what}", "请提供 gongkai annual-report 写出的 figures.json")


def read(text: str) -> Paper:
    """The figures of a year. Raises Refused for JSON that is not ours."""
    try:
        document = json.loads(text.lstrip("\ufeff"), parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError) as wrong:
        raise _wrong("不完整或者有语法错误") from wrong
    if not isinstance(document, dict):
        raise _wrong("不是一个对象")
    figures, year = document.get("figures"), document.get("year")
    if not isinstance(figures, dict) or isinstance(year, bool) or not isinstance(year, int):
        raise _wrong("没有 year 和 figures 两项")
    values = {str(key): _value(str(key), entry) for key, entry in figures.items()}
    known = {key for form in forms.forms() for key in form.keys}
    named = document.get("forms")
    form = named[0] if isinstance(named, list) and named and isinstance(named[0], str) else ""
    return Paper(
        kind="figures",
        parts=(),
        values={key: value for key, value in values.items() if key in known},
        others={key: value for key, value in values.items() if key not in known},
        year=year,
        agency=_name(document.get("agency")),
        form=form,
    )


def _name(agency: Any) -> str:
    """Whose figures they are: the name alone, or among other facts."""
    named = agency.get("name") if isinstance(agency, dict) else agency
    return named if isinstance(named, str) else ""


def _value(key: str, entry: Any) -> int | Decimal | None:
    value = entry.get("value") if isinstance(entry, dict) else entry
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong(f"中指标 {key[:60]} 的值不是数")
    if abs(value) >= 10**_LONGEST:
        raise _wrong(f"中指标 {key[:60]} 的值超过 {_LONGEST} 位")
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
