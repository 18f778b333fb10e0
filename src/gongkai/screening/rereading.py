"""What counts when something public is read over 读网, and by which rules and lists it was read.

Words that inspections look for (wrong names of bodies, sensitive words), dead or foreign links, and what must
never have gone out: secrecy marks and numbers of persons. Names and other findings that a policy decided when
an item was released are not asked again.
"""

from __future__ import annotations

from gongkai.screening.finding import Finding, Report, Verdict
from gongkai.screening.known import Known, TermList
from gongkai.screening.lists import shipped
from gongkai.screening.rules import read

LISTED = frozenset({"wording", "bad_link", "sensitive_term"})
"""Kinds that lists give; their words are public and may be quoted."""
KINDS = LISTED | {"secret_mark", "id18", "id15", "bank", "passport", "permit"}
"""Kinds of findings that are told about what is public."""


def told(report: Report) -> tuple[Finding, ...]:
    """The findings of a report that count here."""
    return tuple(one for one in report.findings if one.kind in KINDS and one.verdict is not Verdict.KEEP)


def lists_of(known: Known) -> tuple[TermList, ...]:
    """The lists by which a text is read, those that ship first."""
    return (*shipped(), *known.lists) if known.shipped_lists else known.lists


def version(found: Finding, known: Known) -> str:
    """By which rules or list something was found: 规则 2026-11-25; 本局 1."""
    for one in lists_of(known) if found.kind in LISTED else ():
        if one.kind == found.kind and any(term.text == found.value for term in one.terms):
            return f"{one.name} {one.version}"
    return f"规则 {read('rules.toml')['version']}"
