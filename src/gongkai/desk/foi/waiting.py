"""What waits for a person among the applications: their unit's cases, replies to be signed, what is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.stages import ENDED
from gongkai.desk.casework.waiting import Job, Part, first, reasons
from gongkai.desk.foi.queries import visible_to
from gongkai.desk.foi.screens.listing import Row, lines, with_told
from gongkai.desk.foi.stages import Stage

_WORKS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER, Duty.Kind.OFFICE)
_SIGNS = (Duty.Kind.SECRECY, Duty.Kind.LEADER)


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The part of disclosure on request (see :mod:`gongkai.desk.casework.waiting`)."""
    kinds = {one.kind for one in duties}
    if not kinds.intersection((*_WORKS, *_SIGNS)):
        return
    seen = visible_to(officer, today, duties).exclude(stage__in=(*ENDED, Stage.SERVED))
    if not kinds.intersection(_WORKS):
        seen = seen.filter(stage=Stage.CHAIN)
    found, count = first(with_told(seen), F("due_on").asc(nulls_last=True), "pk")
    jobs = tuple(_job(row, today) for row in lines(found, today))
    yield Part("requests", _("依申请公开"), reverse("foi:cases"), jobs, count)


def _job(row: Row, today: date) -> Job:
    return Job(
        title=f"{row.case.registration.number} {row.text}",
        href=row.href,
        on=row.due.on,
        words=row.due.paused or reasons(row.due.answer, today),
        stands=row.stage,
        note=row.unit,
        left=row.left,
        provisional=bool(row.due.answer and row.due.answer.provisional),
        is_paused=bool(row.due.paused),
    )
