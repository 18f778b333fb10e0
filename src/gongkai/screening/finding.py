"""What screening says: a finding with its verdict, and the report of a file.

A finding points into the text that was given (``start``/``end`` count characters of it, zero-width and
line breaks included), quotes the raw span, names its rule and article and explains itself for a clerk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

ReportVerdict = Literal["clean", "review", "block"]
"""The verdict over a whole file: ``clean`` when all that was found may stay."""


class Verdict(StrEnum):
    """What has to happen with a finding."""

    BLOCK = "block"
    """Must not leave the desk: a secrecy mark, an unreadable or encrypted file."""
    REDACT = "redact"
    """Personal data that a policy masks or removes without asking."""
    REVIEW = "review"
    """A person decides: a near miss, a hint, a word on a list."""
    KEEP = "keep"
    """Looks like personal data, has to stay; the reason is in ``why``."""


class Whom(StrEnum):
    """To whom a finding belongs, by the words or the caller's list of parties; policies ask for it."""

    UNKNOWN = ""
    ENTERPRISE = "enterprise"
    """An enterprise that is a party or is named: name and premises are public."""
    TRADER = "trader"
    """个体工商户: treated as an enterprise."""
    PERSON = "person"
    """A natural person who is the party."""
    REPRESENTATIVE = "representative"
    """法定代表人, 负责人, 经营者 of an enterprise."""
    REPORTER = "reporter"
    """举报人, 投诉人: no hint may remain."""
    THIRD = "third"
    """Witness, agent, worker, anyone else."""
    OFFICIAL = "official"
    """Staff of the office on duty, with a number of their own."""
    OFFICE = "office"
    """The office itself: its address and lines are published by law."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found."""

    kind: str
    """``secret_mark``, ``id18``, ``person``, …: the closed list stands in ``kinds.KINDS``."""
    verdict: Verdict
    text: str
    """The raw span."""
    where: str
    """A place a person finds again: 第 3 页, Sheet2!B7, 第 12 段."""
    start: int
    end: int
    rule: str
    """Stable id of the rule, a key of ``data/rules.toml``."""
    why: str
    """A sentence that a clerk understands."""
    article: str = ""
    """Law and article, empty where no article speaks."""
    whom: Whom = Whom.UNKNOWN
    value: str = ""
    """The normal form: digits without blanks, the full name behind an abbreviation."""

    def as_json(self) -> dict[str, str | int]:
        """The finding as `gongkai screen --json` prints it."""
        found: dict[str, str | int] = {
            "kind": self.kind,
            "verdict": self.verdict.value,
            "text": self.text,
            "where": self.where,
            "start": self.start,
            "end": self.end,
            "rule": self.rule,
            "why": self.why,
            "article": self.article,
        }
        if self.whom:
            found["whom"] = self.whom.value
        return found


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file or text."""

    file: str
    type: str
    """``txt``, ``csv``, ``html``, ``docx``, ``xlsx``, ``pdf``, ``png``, ``jpeg``, ``tiff``, ``text``."""
    sha256: str
    """Of the bytes that were given, in hex."""
    findings: tuple[Finding, ...] = field(default=())

    @property
    def verdict(self) -> ReportVerdict:
        """``block`` when one finding blocks, ``review`` when one may not simply stay, else ``clean``."""
        return overall(self.findings)

    def as_json(self) -> dict[str, object]:
        """The report as one entry of ``files`` in `gongkai screen --json`."""
        return {
            "file": self.file,
            "type": self.type,
            "sha256": self.sha256,
            "verdict": self.verdict,
            "findings": [finding.as_json() for finding in self.findings],
        }


def overall(findings: Iterable[Finding]) -> ReportVerdict:
    """The verdict over several findings."""
    verdicts = {finding.verdict for finding in findings}
    if Verdict.BLOCK in verdicts:
        return "block"
    return "review" if verdicts - {Verdict.KEEP} else "clean"
