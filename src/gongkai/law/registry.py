"""All rule sets with their dates: which text governs a given day.

A rule set is one text in force over a period (``foi.2008``, ``complaint.samr121``). It belongs to a
*field*; within a field and a line of business (条线) at most one set is in force on a day. Days,
articles and titles live in the TOML files of ``law/data``; this module gives them a type.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from gongkai.law.reading import read_folder
from gongkai.refusal import Refused

FOLDERS: dict[str, tuple[str, ...]] = {
    "foi": (
        "foi",
        "foi.service",
        "foi.shandong",
    ),
    "receipt": ("foi.receipt",),
    "fees": ("fee",),
    "catalogue": (
        "catalogue.genre",
        "catalogue.reach",
        "catalogue.topic",
    ),
    "complaints": (
        "complaint",
        "complaint.body",
        "complaint.publicity",
        "complaint.superior",
    ),
    "consultation": (
        "consultation.business",
        "consultation.decision",
        "consultation.practice",
        "consultation.rule",
    ),
    "penalties": (
        "credit.repair.creditchina",
        "credit.repair.gsxt",
        "penalty.credit",
        "penalty.law",
        "penalty.pub",
    ),
    "publication": (
        "budget",
        "double_random",
        "enterprise.info",
        "food.law",
        "sampling",
    ),
    "report": (
        "report",
        "report.places",
        "report.sections",
    ),
    "outcomes": ("outcome",),
    "review": ("review",),
    "scope": (
        "scope",
        "scope.category",
        "scope.outlet",
    ),
    "secrets": (
        "pipl",
        "secrets",
        "secrets.regulation",
    ),
    "retention": (
        "retention",
        "retention.destruction",
    ),
    "registry": (
        "remedy",
        "reward",
        "suits",
    ),
}
"""The folders of ``law/data`` and the fields whose rule sets each holds, so that a question reads only
its own; ``registry`` those whose content other modules read."""


class Confidence(StrEnum):
    """How well a fact is known; users see it."""

    FOUND = "found"
    RECALLED = "recalled"
    OPEN = "open"

    @property
    def label(self) -> str:
        """In words, for screens."""
        return {
            "found": "已核对原文",
            "recalled": "凭记忆收录，待核对原文",
            "open": "尚未查明，可由单位设定",
        }[self.value]


class Transition(StrEnum):
    """Which day chooses the rule set of a file that was pending when the law changed."""

    BY_RECEIPT = "by_receipt"
    """The day on which application, complaint or report was received (default: no text says otherwise)."""
    BY_ACT = "by_act"
    """The day of the act whose limit is asked for."""


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much a limit may be extended, once; ``alternatives`` are other readings of an open text."""

    days: int
    alternatives: tuple[int, ...] = ()
    consent: str = ""

    @property
    def most(self) -> int:
        """As many days at the most, by whichever reading."""
        return max((self.days, *self.alternatives))


@dataclass(frozen=True, slots=True)
class Limit:
    """One statutory limit of a rule set.

    ``unit`` is ``working`` (工作日), ``calendar`` (自然日), ``open`` (the text says 日 and nobody could
    check which), ``months``, ``years``, ``until`` (a fixed day ``month_day`` of the next year) or
    ``none``; then ``text`` says why there is no limit. ``pauses`` and ``restarts`` are events. Where the
    text that ``cite`` names replaced another within the life of the rule set, ``earlier`` is how that one was
    cited, up to the day ``earlier_until``.
    """

    key: str
    unit: str
    text: str
    days: int = 0
    article: str = ""
    confidence: Confidence = Confidence.FOUND
    source: str = ""
    cite: str = ""
    warning: str = ""
    month_day: str = ""
    extension: Extension | None = None
    pauses: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    earlier: str = ""
    earlier_until: date | None = None

    def as_cited_on(self, day: date) -> Limit:
        """The same limit with the citation of the text in force on a day."""
        if self.earlier_until is None or day > self.earlier_until:
            return self
        return dataclasses.replace(self, cite=self.earlier)


@dataclass(frozen=True, slots=True)
class Fact:
    """A rule that is not a limit, in words."""

    key: str
    text: str
    article: str = ""
    confidence: Confidence = Confidence.FOUND
    source: str = ""


@dataclass(frozen=True)
class RuleSet:
    """One text in force from ``from_`` to ``to`` (both days included; ``None``: still in force)."""

    id: str
    field: str
    title: str
    number: str
    from_: date
    to: date | None
    select_by: str
    confidence: Confidence
    lines: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    dates_note: str = ""
    limits: tuple[Limit, ...] = ()
    facts: tuple[Fact, ...] = ()
    data: Mapping[str, Any] = dataclasses.field(default_factory=dict, repr=False, compare=False)

    def in_force(self, on: date) -> bool:
        """Whether ``on`` lies in the period of this set."""
        return self.from_ <= on and (self.to is None or on <= self.to)

    def find_limit(self, key: str) -> Limit | None:
        """The limit with that key, or ``None``."""
        for limit in self.limits:
            if limit.key == key:
                return limit
        return None

    def limit(self, key: str) -> Limit:
        """The limit with that key; a set without it is a mistake in the data (KeyError)."""
        if (limit := self.find_limit(key)) is None:
            raise KeyError(f"{self.id} has no limit {key}")
        return limit

    def find_fact(self, key: str) -> Fact | None:
        """What the set states under ``key``; null when it states nothing."""
        return next((one for one in self.facts if one.key == key), None)

    def cite(self, limit: Limit | Fact | None = None) -> str:
        """Title, number and article in words: ``《…》（…）第三十三条``."""
        own = getattr(limit, "cite", "")
        name = own or (f"《{self.title}》" + (f"（{self.number}）" if self.number else ""))
        return name + (limit.article if limit else "")


def _limit(entry: dict[str, Any], path: str) -> Limit:
    entry = dict(entry)
    if extension := entry.pop("extension", None):
        entry["extension"] = Extension(
            extension["days"], tuple(extension.get("alternatives", ())), extension.get("consent", "")
        )
    for key in ("pauses", "restarts"):
        entry[key] = tuple(entry.get(key, ()))
    entry["confidence"] = Confidence(entry["confidence"])
    if entry["unit"] not in {"working", "calendar", "open", "months", "years", "until", "none"}:
        raise ValueError(f"{path}: unknown unit {entry['unit']}")
    return Limit(**entry)


def _rule_set(entry: dict[str, Any]) -> RuleSet:
    rest = dict(entry)
    limits = tuple(_limit(limit, entry["id"]) for limit in rest.pop("limit", ()))
    facts = tuple(
        Fact(**{**fact, "confidence": Confidence(fact["confidence"])}) for fact in rest.pop("fact", ())
    )
    head = {
        "id": rest.pop("id"),
        "field": rest.pop("field"),
        "title": rest.pop("title"),
        "number": rest.pop("number"),
        "from_": rest.pop("from"),
        "to": rest.pop("to", None),
        "select_by": rest.pop("selects_by"),
        "confidence": Confidence(rest.pop("confidence")),
        "lines": tuple(rest.pop("lines", ())),
        "source": rest.pop("source"),
        "note": rest.pop("note", ""),
        "dates_note": rest.pop("dates_note", ""),
    }
    return RuleSet(**head, limits=limits, facts=facts, data=rest)


def _order(rule: RuleSet) -> tuple[str, date, str]:
    return rule.field, rule.from_, rule.id


@cache
def _of_folder(folder: str) -> tuple[RuleSet, ...]:
    return tuple(map(_rule_set, read_folder(folder)))


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """All rule sets, ordered by field and date."""
    return tuple(sorted((rule for folder in FOLDERS for rule in _of_folder(folder)), key=_order))


@cache
def of_field(name: str) -> tuple[RuleSet, ...]:
    """The rule sets of one field, oldest first; none for a field that nobody knows."""
    folders = [folder for folder, fields in FOLDERS.items() if name in fields]
    found = (rule for folder in folders for rule in _of_folder(folder) if rule.field == name)
    return tuple(sorted(found, key=_order))


@cache
def by_id(identity: str) -> RuleSet:
    """The rule set with that id. Raises Refused for an unknown one."""
    for rule in rule_sets():
        if rule.id == identity:
            return rule
    raise Refused("unknown-rule-set", f"没有编号为“{identity}”的规则", "用 gongkai law list 查看全部规则")


@cache
def known_lines(name: str) -> frozenset[str]:
    """The lines of business that rule sets of a field tell apart."""
    return frozenset(line for rule in of_field(name) for line in rule.lines)


def check_line(name: str, line: str | None) -> None:
    """Refuse a line of business that the rule sets of a field do not know."""
    if line is not None and known_lines(name) and line not in known_lines(name):
        choices = "、".join(sorted(known_lines(name)))
        raise Refused("unknown-line", f"不认识条线“{line}”", f"条线可以是 {choices}")


def candidates(name: str, on: date) -> tuple[RuleSet, ...]:
    """All sets of a field in force on a day; more than one only where lines of business differ."""
    return tuple(rule for rule in of_field(name) if rule.in_force(on))


def find(name: str, on: date, *, line: str | None = None) -> RuleSet | None:
    """The set of a field in force on ``on``, or ``None``. Refuses where a line is needed or unknown."""
    check_line(name, line)
    found = candidates(name, on)
    if line is None and any(rule.lines for rule in found):
        choices = "、".join(sorted(line for rule in found for line in rule.lines))
        raise Refused("line-needed", f"{on} 的规则按条线不同", f"请用 --set line= 指明条线：{choices}")
    fitting = [rule for rule in found if not rule.lines or line in rule.lines]
    return fitting[0] if fitting else None


def select(name: str, on: date, *, line: str | None = None) -> RuleSet:
    """The set of a field in force on ``on``. Raises Refused where none is recorded."""
    rule = find(name, on, line=line)
    if rule is None:
        fitting = [rule for rule in of_field(name) if not rule.lines or line is None or line in rule.lines]
        first = f"，最早的一部自 {fitting[0].from_} 起" if fitting else ""
        raise Refused("no-rule-set", f"{on} 没有收录适用的规则（{name}）{first}", "请核对日期")
    return rule


def governing_day(
    act: date, *, received: date | None = None, policy: Transition = Transition.BY_RECEIPT
) -> date:
    """The day that chooses the rule set: the receipt (default), or the act under ``by_act``."""
    return received if received is not None and policy is Transition.BY_RECEIPT else act
