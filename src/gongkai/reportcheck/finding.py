"""What the checker says: a finding with its place and the way to mend it, and the result of a file."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Severity = Literal["error", "warn"]
Said = str | int | Decimal | None
"""What was expected or found; ``None`` where no single value says it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``message`` says in Chinese what it is and how to mend it.

    ``rule`` is a stable name (``balance.natural``, ``leftover.image``), ``where`` a place that a person
    finds again (``表三 三（一） 自然人``, ``第五节 第1段``, ``第 3 页``).
    """

    rule: str
    severity: Severity
    where: str
    message: str
    expected: Said = None
    found: Said = None

    def as_json(self) -> dict[str, Any]:
        """The finding as ``gongkai check-report --json`` prints it."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "where": self.where,
            "message": self.message,
            "expected": _plain(self.expected),
            "found": _plain(self.found),
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """The result: the form that the report follows, its year (both ``None`` if unknown), the findings."""

    form: str | None
    year: int | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be mended."""
        return tuple(one for one in self.findings if one.severity == "error")

    def as_json(self) -> dict[str, Any]:
        """The document of FORMATS.md 1."""
        return {"form": self.form, "year": self.year, "findings": [one.as_json() for one in self.findings]}


def _plain(said: Said) -> str | int | float | None:
    if isinstance(said, Decimal):
        return int(said) if said == said.to_integral_value() else float(said)
    return said
