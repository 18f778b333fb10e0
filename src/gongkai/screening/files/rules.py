"""The rules of ``data/files.toml``: what it means that a file hides something."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from gongkai.screening import articles
from gongkai.screening.finding import Finding, Verdict


@dataclass(frozen=True, slots=True)
class FileRule:
    """One rule: its kind of finding, verdict, article and the sentence for the clerk."""

    id: str
    kind: str
    verdict: Verdict
    why: str
    article: str
    """A name of ``data/articles.toml``: what is cited depends on the day."""


def dated(found: Finding, day: date | None) -> Finding:
    """The finding citing what was in force on the day of the text."""
    return replace(found, article=articles.cite(file_rules()[found.rule].article, day))


@cache
def file_rules() -> Mapping[str, FileRule]:
    """Every rule about files by its id."""
    data = resources.files("gongkai.screening.data") / "files.toml"
    read = tomllib.loads(data.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            key: FileRule(key, row["kind"], Verdict(row["verdict"]), row["why"], row["article"])
            for key, row in read["rules"].items()
        }
    )


def finding(rule_id: str, text: str, where: str, start: int, end: int, note: str = "") -> Finding:
    """The finding that a rule gives on a place; ``note`` goes before the rule's own sentence."""
    rule = file_rules()[rule_id]
    why = f"{note}：{rule.why}" if note else rule.why
    return Finding(
        rule.kind, rule.verdict, text, where, start, end, rule.id, why, articles.cite(rule.article)
    )
