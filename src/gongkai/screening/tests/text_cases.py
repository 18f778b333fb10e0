"""How the tables of the text tests are read: a text and ``kind verdict span`` of each finding."""

from __future__ import annotations

from datetime import date

from gongkai.screening import Finding, Known
from gongkai.screening.text import screen_text

DAY = date(2020, 1, 1)
KNOWN = Known(decision_date=DAY)


def seen(text: str, known: Known = KNOWN) -> list[str]:
    """The findings of ``text`` as rows of a table."""
    return [row(found) for found in screen_text(text, known)]


def row(found: Finding) -> str:
    """One finding as a row."""
    return f"{found.kind} {found.verdict} {found.text}"


def of_kind(text: str, *kinds: str, known: Known = KNOWN) -> list[str]:
    """The findings of some kinds as rows."""
    return [row(found) for found in screen_text(text, known) if found.kind in kinds]
