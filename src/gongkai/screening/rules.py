"""The rules of ``data/rules.toml``: kind, verdict, article and the sentence for the clerk."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from gongkai.screening.finding import Finding, Verdict
from gongkai.screening.hits import Hit


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    kind: str
    verdict: Verdict
    why: str
    article: str
    order: int
    """Of two rules on the same characters the one with the smaller number wins."""


def read(name: str) -> dict[str, Any]:
    """A file of ``data``."""
    return tomllib.loads((resources.files("gongkai.screening.data") / name).read_text(encoding="utf-8"))


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id."""
    articles = read("rules.toml")
    named: dict[str, str] = articles["articles"]
    return MappingProxyType(
        {
            key: Rule(key, row["kind"], Verdict(row["verdict"]), row["why"], named[row["article"]], order)
            for order, (key, row) in enumerate(articles["rules"].items())
        }
    )


@cache
def kinds() -> tuple[str, ...]:
    """The kinds that rules can give, in their order."""
    return tuple(dict.fromkeys(rule.kind for rule in rules().values()))


def finding(hit: Hit, text: str, where: str) -> Finding:
    """The finding of a hit on ``text``."""
    rule = rules()[hit.rule]
    return Finding(
        kind=hit.kind or rule.kind,
        verdict=hit.verdict or rule.verdict,
        text=text[hit.start : hit.end],
        where=where,
        start=hit.start,
        end=hit.end,
        rule=hit.rule,
        why=hit.why or rule.why,
        article=hit.article or rule.article,
        whom=hit.whom,
        value=hit.value,
    )
