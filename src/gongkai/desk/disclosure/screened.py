"""What is looked for in a content before it is handed in, and what was found.

Screening proper does not exist yet, and a submission says so: its rules are ``none``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RULES = "none"
"""No screening took place."""


@dataclass(frozen=True, slots=True)
class Screening:
    """The name of the rules that were applied and what they found (``finding`` of submission/1)."""

    rules: str
    findings: tuple[Mapping[str, Any], ...] = ()


def look(content: Mapping[str, Any]) -> Screening:
    """Screen a content."""
    del content
    return Screening(RULES)
