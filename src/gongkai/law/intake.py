"""Where a message of a citizen belongs on a day, and what an application must say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law import registry

MOST_REPRESENTATIVES = 2
"""Of a joint complaint (工商总局令第62号第十四条; 总局令第20号第十一条; 第121号第十二条)."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Several people complain together about one dispute; ``basis`` names law and article."""

    representatives: int
    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Platform:
    """The one place through which complaints and reports go; ``basis`` is the citation."""

    name: str
    address: str
    telephone: str
    basis: str
    text: str


def complaint_platform(on: date) -> Platform | None:
    """The national platform where the law of the day prescribes it; null when our own form stands alone."""
    found = [rule for rule in registry.candidates("complaint", on) if "platform" in rule.data]
    if not found:
        return None
    rule, entry = found[0], found[0].data["platform"]
    text = next(fact.text for fact in rule.facts if fact.key == "platform")
    basis = rule.cite() + entry["article"]
    return Platform(entry["name"], entry["address"], entry["telephone"], basis, text)


@dataclass(frozen=True, slots=True)
class ApplicationNeeds:
    """What an application for disclosure must say on a day; ``basis`` is the citation."""

    needs: frozenset[str]
    basis: str

    @property
    def identity(self) -> bool:
        """Whether proof of identity belongs to it (条例 2019 art. 29)."""
        return "identity" in self.needs

    @property
    def special_need(self) -> bool:
        """Whether the purpose is asked for: 生产、生活、科研等特殊需要 (条例 2008 art. 13)."""
        return "special_need" in self.needs


def application_needs(on: date) -> ApplicationNeeds:
    """What an application received on ``on`` must say. Raises Refused before the first regulation."""
    rule = registry.select("foi", on)
    entry = rule.data["application"]
    return ApplicationNeeds(frozenset(entry["needs"]), rule.cite() + entry["article"])


def joint_complaint(on: date) -> Joint | None:
    """What the law of the day says of several who complain together; null where no text of it is known."""
    for rule in registry.candidates("complaint", on):
        fact, entry = rule.find_fact("joint"), rule.data.get("joint")
        if fact is not None and entry is not None:
            return Joint(entry["representatives"], fact.text, rule.cite(fact))
    return None
