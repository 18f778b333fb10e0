"""What waits on the first page: signed sheets that the officer may compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.waiting import MOST, SHOWN, Job, Part
from gongkai.desk.signing import papers
from gongkai.desk.signing.models import SignedSheet
from gongkai.desk.signing.verbs import may_compare


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """Sheets that wait to be compared (see ``casework.waiting``); each room's gate is asked."""
    rows = SignedSheet.objects.filter(agency=officer.agency_id, state=SignedSheet.State.ENTERED)
    known = papers.every()
    jobs = []
    for one in rows.exclude(entered_by=officer).select_related("leader", "entered_by").order_by("pk")[:MOST]:
        paper = known.get(one.kind)
        matter = paper.found(officer, today, one.subject) if paper is not None else None
        if paper is None or matter is None or not may_compare(paper, matter, one, officer, today):
            continue
        stands = _("%(name)s录入，等另一人核对") % {"name": one.entered_by.name}
        href = reverse("signing:sheet", args=[one.kind, one.subject])
        jobs.append(Job(title=f"{paper.name} {paper.content(matter).number}", href=href, stands=stands))
    if jobs:
        yield Part("signed", _("纸质签批待核对"), jobs[0].href, tuple(jobs[:SHOWN]), len(jobs))
