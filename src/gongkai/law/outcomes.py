"""Outcomes of an application for disclosure (答复结果), and the row in which each form counts them.

Two vocabularies: until 2018 the answers of the 2014 form (codes ``reply.…``), since 2019 the types of the
2019 条例 (``grant.…``, ``deny.…`` and so on). The day of the answer chooses, because the report of that year
counts it. Every code has a row in every form, or expressly none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from gongkai.law import registry
from gongkai.law.forms import form
from gongkai.law.registry import Confidence, RuleSet
from gongkai.refusal import Refused

FIELD = "outcome"
_ORDINALS = re.compile(
    r"^(?:其中:|[一二三四五六七八九十]+(?=[、.(])[、.]?|\([一二三四五六七八九十]+\)|\d+[.、]?|\s)+"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_PARTS = re.compile(r"[():]")
_SHORTEST = 4
"""A reason in brackets is at least this long; 其他 in brackets does not say of what."""
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which an application is answered.

    ``group`` is grant, partial, deny, unable, skip, other or process; ``article`` that of the 条例 which
    governs the outcome (empty where only the form knows it); ``letter`` the kind of letter. ``decisive``
    outcomes carry a notice of remedies; those that do not ``closes`` leave the application open.
    ``review_first``: since 2024 to be brought before reconsideration first. ``note`` is for the handler.
    """

    code: str
    label: str
    group: str
    article: str
    letter: str
    decisive: bool
    closes: bool
    review_first: bool
    twin: str
    note: str
    confidence: Confidence
    ruleset: str


@cache
def _known(rule: RuleSet) -> dict[str, Outcome]:
    return {
        entry["code"]: Outcome(
            code=entry["code"],
            label=entry["label"],
            group=entry["group"],
            article=entry["article"],
            letter=entry["letter"],
            decisive=entry.get("decisive", True),
            closes=entry.get("closes", True),
            review_first=entry.get("review_first", False),
            twin=entry.get("twin", ""),
            note=entry.get("note", ""),
            confidence=Confidence(entry["confidence"]),
            ruleset=rule.id,
        )
        for entry in rule.data["outcome"]
    }


@cache
def _names(rule: RuleSet) -> dict[str, str]:
    """Normal form of every label and other name → code."""
    names: dict[str, str] = {}
    for entry in rule.data["outcome"]:
        for text in (entry["label"], *entry.get("names", ())):
            for form_ in _normal_forms(text):
                names.setdefault(form_, entry["code"])
    return names


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {
        entry["code"]: entry["rows"] for rule in registry.of_field(FIELD) for entry in rule.data["outcome"]
    }


def _normal_forms(text: str) -> tuple[str, ...]:
    """``text`` without ordinals, punctuation and the ending 数: with and without what stands in brackets."""
    plain = _ORDINALS.sub("", unicodedata.normalize("NFKC", text).strip())
    forms = [_NOT_WORDS.sub("", plain), _NOT_WORDS.sub("", _BRACKETS.sub("", plain))]
    return tuple(dict.fromkeys(one for whole in forms for one in (whole, whole.removesuffix("数")) if one))


def _inner(text: str) -> Iterator[str]:
    """Normal forms of what stands in brackets or after a colon: the reason in ``不予公开（国家秘密）``."""
    for part in _PARTS.split(unicodedata.normalize("NFKC", text))[1:]:
        yield from (one for one in _normal_forms(part) if len(one) >= _SHORTEST)


def _vocabulary(on: date | int) -> RuleSet:
    day = on if isinstance(on, date) else _last_day(on)
    return registry.select(FIELD, day)


def _last_day(year: int) -> date:
    if not 1 <= year <= date.max.year:
        raise Refused("bad-year", f"没有 {year} 年", "请核对年份")
    return date(year, 12, 31)


def outcomes(on: date | int) -> tuple[Outcome, ...]:
    """All outcomes of the vocabulary of a day, or of a report year, in the order of the form."""
    return tuple(_known(_vocabulary(on)).values())


def outcome(code: str) -> Outcome:
    """The outcome with that code, of either vocabulary. Raises Refused for an unknown code."""
    for rule in registry.of_field(FIELD):
        if code in _known(rule):
            return _known(rule)[code]
    raise Refused("unknown-outcome", f"没有代码为“{code}”的答复结果", "见 gongkai law show outcome.2019")


def outcome_named(text: str, on: date | int) -> Outcome:
    """The outcome that a register's cell 答复结果 means: a code, a row label or another name in use.

    ``on`` is the day of the answer or its year; with a day, the article of a condition that was not yet
    in force (answers of early 2019) is left out. Numerals, brackets, quotation marks and an ending 数 do
    not matter. Raises Refused for what the vocabulary of the day does not know.
    """
    rule = _vocabulary(on)
    known = _known(rule)
    cell = text.strip()
    code = cell.lower() if cell.lower() in known else None
    if code is None:
        names = _names(rule)
        whole, *without = _normal_forms(cell) or ("",)
        code = next((names[one] for one in (whole, *_inner(cell), *without) if one in names), None)
    if code is None:
        examples = "、".join(one.label for one in list(known.values())[:3])
        when = on.isoformat() if isinstance(on, date) else f"{on} 年"
        raise Refused(
            "unknown-outcome",
            f"{when}的答复结果不能是“{cell}”",
            f"可以是 {examples} 等，见 gongkai law show {rule.id}",
        )
    found = known[code]
    if isinstance(on, date) and registry.select("foi", on).id != rule.data["law"]:
        return replace(found, article="")
    return found


def row(code: str, form_id: str) -> str | None:
    """The row of a form that counts an outcome, or ``None`` where the form has no row for it.

    For the 2014 form this is the key of the cell, for the others the key of the row, to which a column is
    added (``out.grant`` → ``out.grant.natural``). Raises Refused for an unknown code or form.
    """
    outcome(code)
    form(form_id)
    return _rows()[code][form_id] or None


def counterpart(code: str) -> Outcome | None:
    """The outcome of the other vocabulary that means the same, or ``None`` where that cannot be said."""
    twin = outcome(code).twin
    return outcome(twin) if twin else None
