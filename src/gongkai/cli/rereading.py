"""``gongkai screen --public``: what is already public, read over 读网 by the lists and rules of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongkai.cli.django_setup import part, setup_portal
from gongkai.refusal import Refused, reason_of
from gongkai.screening.finding import Report
from gongkai.screening.known import Known
from gongkai.screening.rereading import told
from gongkai.screening.screening import screen


def reports(known: Known, clamd: str = "") -> Iterator[Report | tuple[str, Refused]]:
    """For every public page and file that holds something its report; for one that cannot be read why."""
    setup_portal()
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
        yield path, Refused("unreadable", f"附件读不出来：{reason_of(gone)}", "请用 gongkai verify 核对")
    except Refused as refused:
        yield path, refused
    else:
        yield from _told(replace(report, file=path))


def _told(report: Report) -> Iterator[Report]:
    """A report with the findings that count here, if there are any."""
    if findings := told(report):
        yield replace(report, findings=findings)
