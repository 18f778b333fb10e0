"""Whether what a letter cites belongs to the rule set of its day.

A text typed from an old template cites the article of a law that no longer governs: what ordered the notice
to a reporter until 2026 is platform jurisdiction since. Law and article are looked up in the rule sets of the
same field: an article that only a sibling of another time knows is a slip, and so is the number of a text
that is not in force. Laws that no rule set records are nobody's slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.law import registry
from gongkai.law.registry import RuleSet

_ARTICLE = r"第[一二三四五六七八九十百零〇\d]+条"
_CITED = re.compile(
    rf"《(?P<title>[^《》]{{2,60}})》\s*(?:[（(](?P<number>[^（）()]*(?:令|号|〔)[^（）()]*)[）)])?"
    rf"\s*(?P<articles>{_ARTICLE}(?:[^，。；、\s]{{0,14}}?[、和及]\s*{_ARTICLE})*)?"
)
_ONE = re.compile(_ARTICLE)
_SHORT = ("条例", "办法", "规定", "暂行办法")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Slip:
    """A citation that does not belong: what stands there, and why it is wrong, in the user's words."""

    cited: str
    why: str


def slips(text: str, rule: RuleSet) -> tuple[Slip, ...]:
    """The citations in ``text`` that do not belong to ``rule`` or to a law in force with it."""
    found: list[Slip] = []
    for cited in _CITED.finditer(_SPACE.sub("", text)):
        slip = _judge(cited, rule)
        if slip is not None:
            found.append(slip)
    return tuple(found)


def articles(rule: RuleSet) -> frozenset[str]:
    """The articles that a rule set records anywhere, as 第N条."""
    return _articles(rule.id)


@cache
def _articles(identity: str) -> frozenset[str]:
    rule = registry.by_id(identity)
    own = [limit.article for limit in rule.limits] + [fact.article for fact in rule.facts]
    own += list(_texts(rule.data))
    if rule.field == "foi":
        for words in registry.of_field("outcome"):
            if words.data["law"] == rule.id:
                own += [str(entry["article"]) for entry in words.data["outcome"]]
    return frozenset(found for text in own for found in _ONE.findall(text))


def _texts(data: Any) -> Iterator[str]:
    """Every text under a key ``article``, however deep."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "article" and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def _judge(cited: re.Match[str], rule: RuleSet) -> Slip | None:
    title, number = cited["title"], cited["number"] or ""
    siblings = registry.of_field(rule.field)
    named = [one for one in siblings if _means(title, one)]
    if not named:
        return None
    words = cited[0]
    if rule not in named:
        return Slip(words, f"{rule.cite()}才是本件适用的规定，《{title}》不是")
    if number and number != rule.number:
        return Slip(words, f"本件适用的是{rule.cite()}，不是{number}")
    for article in _ONE.findall(cited["articles"] or ""):
        if article not in _articles(rule.id) and any(
            article in _articles(one.id) for one in siblings if one is not rule
        ):
            return Slip(words, f"{rule.cite()}的{article}不管这件事，这是另一时期规定的条号")
    return None


def _means(title: str, rule: RuleSet) -> bool:
    """Whether a title, in full or as 《条例》, means this text."""
    return title == rule.title or (title in _SHORT and rule.title.endswith(title))
