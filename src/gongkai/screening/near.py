"""Searching for a pattern only near what each of its matches has to hold."""

from __future__ import annotations

import re
from collections.abc import Iterator


def matches(
    pattern: re.Pattern[str], part: str, anchor: re.Pattern[str], back: int
) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(part)`` gives, when a match of ``anchor`` begins in the first ``back`` + 1
    characters of each of its matches: only there it is tried.
    """
    tried = 0
    found = anchor.search(part)
    while found:
        at = found.start()
        start = max(at - back, tried)
        while start <= at:
            hit = pattern.match(part, start)
            start = start + 1 if hit is None else max(hit.end(), start + 1)
            if hit is not None:
                yield hit
        tried = start
        found = anchor.search(part, max(at + 1, tried))


def holds(part: str, needed: tuple[str, ...]) -> bool:
    """Whether ``part`` holds one of some words."""
    return any(word in part for word in needed)
