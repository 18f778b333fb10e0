"""``gongkai screen --public``: what is already public, read over 读网 by the lists and rules of today.

Words that inspections look for (wrong names of bodies, sensitive words), dead or foreign links, and what must
never have gone out: secrecy marks and numbers of persons. Names and other findings that a policy decided when
an item was released are not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongkai.cli.django_setup import part, setup
from gongkai.refusal import Refused
from gongkai.screening.finding import Report
from gongkai.screening.known import Known
from gongkai.screening.screening import screen

KINDS = frozenset(
    {"wording", "bad_link", "sensitive_term", "secret_mark", "id18", "id15", "bank", "passport", "permit"}
)
"""Kinds of findings that are told about what is public."""
PORTAL = "gongkai.sites.portal"


def reports(known: Known, clamd: str = "") -> Iterator[Report | tuple[str, Refused]]:
    """For every public page and file that holds something its report; for one that cannot be read why."""
    setup(PORTAL, needs_home=False)
    for item in part("gongkai.portal.publishing.rereading").public():
        then = replace(known, decision_date=item.day)
        yield from _told(screen(item.text, None, then, name=item.path))
        for path, name, place in item.files:
            yield from _of_file(path, name, place, then, clamd)


def _of_file(
    path: str, name: str, place: Path, known: Known, clamd: str
) -> Iterator[Report | tuple[str, Refused]]:
    """The report of an attachment, under its public address."""
    try:
        report: Any = screen(place.read_bytes(), None, known, name=name, clamd=clamd)
    except OSError as gone:
        yield path, Refused("unreadable", f"附件读不出来：{gone.strerror}", "请用 gongkai verify 核对")
    except Refused as refused:
        yield path, refused
    else:
        yield from _told(replace(report, file=path))


def _told(report: Report) -> Iterator[Report]:
    """A report with the findings that count here, if there are any."""
    findings = tuple(one for one in report.findings if one.kind in KINDS and one.verdict != "keep")
    if findings:
        yield replace(report, findings=findings)
