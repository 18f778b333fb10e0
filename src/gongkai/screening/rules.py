"""The rules of ``data/rules.toml``: kind, verdict, what they cite and the sentence for the clerk."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from gongkai.screening import articles
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
    """A name of ``data/articles.toml``: what is cited depends on the day."""
    order: int
    """Of two rules on the same characters the one with the smaller number wins."""


def read(name: str) -> dict[str, Any]:
    """A file of ``data``."""
    return tomllib.loads((resources.files("gongkai.screening.data") / name).read_text(encoding="utf-8"))


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id."""
    entries = read("rules.toml")["rules"]
    return MappingProxyType(
        {
            key: Rule(key, row["kind"], Verdict(row["verdict"]), row["why"], row["article"], order)
            for order, (key, row) in enumerate(entries.items())
        }
    )


@cache
def kinds() -> tuple[str, ...]:
    """The kinds that rules can give, in their order."""
    return tuple(dict.fromkeys(rule.kind for rule in rules().values()))


def finding(hit: Hit, rule: Rule, text: str, where: str, day: date | None = None) -> Finding:
    """The finding of a hit by ``rule`` on ``text``, citing what was in force on the day of the text."""
    name, start, end, whom, value, verdict, why, article, kind = hit
    return Finding(
        kind or rule.kind, verdict or rule.verdict, text[start:end], where, start, end, name,
        why or rule.why, article or articles.cite(rule.article, day), whom, value,
    )  # fmt: skip
