"""意见征集 as lists want it: who sees which, where each stands, whose feedback is due or overdue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework.waiting import Job, Part, first, left
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import Consultation, Opinion, Release
from gongkai.desk.disclosure.queries import visible_to
from gongkai.face.spoken import weekday

KEEPS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE)
"""Duties that run a consultation, each for its unit."""
READS = (*KEEPS, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties that read the opinions."""
STATES = {
    "planned": (gettext_lazy("待开始"), "calm"),
    "open": (gettext_lazy("征集中"), "now"),
    "weighing": (gettext_lazy("已截止，待反馈"), "due"),
    "done": (gettext_lazy("已反馈"), "done"),
}
"""Where a consultation stands, in words, with the kind of its tag."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a consultation stands on a day: a key of :data:`STATES`, and how many days it really had."""

    key: str
    has_draft: bool

    @property
    def label(self) -> str:
        """The state in words."""
        return str(STATES[self.key][0])

    @property
    def kind(self) -> str:
        """The kind of tag that shows it."""
        return STATES[self.key][1]


def consultations(
    officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None
) -> QuerySet[Consultation]:
    """The consultations whose drafts the officer may see; ``is_out``, ``is_answered`` say what is public."""
    seen = visible_to(officer, day, duties)
    return (
        Consultation.objects.filter(item__in=seen)
        .select_related("item", "item__unit", "feedback", "final")
        .annotate(is_out=Exists(_public("item")), is_answered=Exists(_public("feedback")))
    )


def opinions(officer: Officer, day: date, duties: Sequence[HeldDuty] | None = None) -> QuerySet[Opinion]:
    """The opinions that the officer may read: those of their units, all for office, leaders and auditors."""
    given = held(officer, day) if duties is None else duties
    reading = [one for one in given if one.kind in READS]
    found = Opinion.objects.filter(consultation__in=consultations(officer, day, given)).order_by("no")
    if any(one.unit_id is None for one in reading):
        return found
    return found.filter(consultation__item__unit__in=[one.unit_id for one in reading])


def standing(one: Consultation, day: date) -> Standing:
    """Where a consultation stands; ``one`` comes from :func:`consultations`."""
    out, answered = getattr(one, "is_out", False), getattr(one, "is_answered", False)
    if answered:
        key = "done"
    elif day > one.closes_on:
        key = "weighing"
    else:
        key = "open" if out and day >= one.opens_on else "planned"
    return Standing(key, one.feedback_id is not None)


def keeps(one: Consultation, duties: Sequence[HeldDuty]) -> bool:
    """Whether one of these duties runs the consultation; the verbs judge again."""
    return any(duty.kind in KEEPS and duty.unit_id in (None, one.item.unit_id) for duty in duties)


def said(day: date) -> str:
    """A day with its weekday: 2026-05-01 周五."""
    return f"{day:%Y-%m-%d} {weekday(day)}"


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """Consultations that ended and have no public feedback, for those who run them (``casework.waiting``)."""
    ours = [one for one in duties if one.kind in KEEPS]
    if not ours:
        return
    found = consultations(officer, today, duties).filter(~Exists(_public("feedback")), closes_on__lt=today)
    if all(one.unit_id is not None for one in ours):
        found = found.filter(item__unit__in=[one.unit_id for one in ours])
    rows, count = first(found, "feedback_by", "pk")
    days = due.calendar()
    jobs = tuple(
        Job(
            title=_("采纳情况反馈：%(title)s") % {"title": one.item.title},
            href=reverse("disclosure:consultation", args=[one.uid]),
            on=one.feedback_by,
            words=_("%(end)s 征集截止，承诺 %(by)s 前公布采纳情况")
            % {"end": said(one.closes_on), "by": said(one.feedback_by)},
            stands=_("反馈已起草，待发布") if one.feedback_id else _("待研究意见、起草反馈"),
            note=one.item.unit.name if one.item.unit else "",
            left=left(days, today, one.feedback_by),
        )
        for one in rows
    )
    yield Part("consultations", _("意见征集待反馈"), reverse("disclosure:consultations"), jobs, count)


def _public(of: str) -> QuerySet[Release]:
    """Releases of an item of the consultation that nobody took down."""
    return Release.objects.filter(item=OuterRef(of), withdrawal__isnull=True)
