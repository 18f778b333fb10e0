"""What findings and policies cite, by the day of the text: ``data/articles.toml``.

A text is judged by the rules of its own day: a decision of 2018 cites the 条例 of 2008 and no law on personal
information. Without a day the rules in force today are cited, not those that are recorded ahead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

RECALLED = "（凭记忆收录）"
"""Stands behind an article that was not compared with its text."""


@dataclass(frozen=True, slots=True)
class Part:
    """One norm of a citation, in force from ``since`` to ``until`` (null: still)."""

    since: date
    until: date | None
    cite: str
    confidence: str

    def in_force(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def words(self) -> str:
        """The citation, with a word where it rests on memory."""
        return self.cite + (RECALLED if self.confidence == "recalled" else "")


@cache
def articles() -> Mapping[str, tuple[Part, ...]]:
    """Every citation by its name."""
    data = resources.files("gongkai.screening.data") / "articles.toml"
    read = tomllib.loads(data.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: tuple(
                Part(one["from"], one.get("to"), one["cite"], one["confidence"]) for one in entry["parts"]
            )
            for name, entry in read.items()
            if name != "version"
        }
    )


_CHINA = timezone(timedelta(hours=8))


def today() -> date:
    """The day it is in China."""
    return datetime.now(_CHINA).date()


def cite(name: str, day: date | None = None) -> str:
    """What to cite on a day, else today, the norms joined; empty where none is recorded and for ``none``."""
    return _cite(name, day or today())


@lru_cache(maxsize=4096)
def _cite(name: str, day: date) -> str:
    return "；".join(one.words for one in articles().get(name, ()) if one.in_force(day))


def cite_all(names: Iterable[str], day: date | None = None) -> str:
    """Several citations, each once."""
    return "；".join(dict.fromkeys(words for name in names if (words := cite(name, day))))
