"""Levels and longest terms of state secrets, by the law of the day."""

from __future__ import annotations

from datetime import date

from gongkai.law import registry
from gongkai.refusal import Refused


def longest_term(level: str, on: date) -> int:
    """The longest term in years that a mark of ``level`` (绝密, 机密, 秘密) may state, 另有规定的除外.

    A longer one in a document is suspicious. Raises Refused for an unknown level or a day before the first
    recorded law.
    """
    years: dict[str, int] = registry.select("secrets", on).data["longest"]["years"]
    if level not in years:
        raise Refused("unknown-level", f"没有密级“{level}”", f"可以是 {'、'.join(years)}")
    return years[level]
