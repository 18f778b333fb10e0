"""督办 on the first page: letters to answer, letters to sign, supervision by rule that has no letter yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Assignment
from gongkai.desk.casework.rules import HANDLES
from gongkai.desk.casework.waiting import SHOWN, Job, Part, first, left, reasons
from gongkai.desk.complaints import notices
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Supervision, SupervisionNotice
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.rules import LEADS
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar


def supervising(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of the first page, each for whom it concerns (see ``casework.waiting``)."""
    units = {one.unit_id for one in duties if one.kind in HANDLES and one.unit_id}
    if units:
        own = Assignment.objects.filter(
            case=OuterRef("supervision__case"), until__isnull=True, unit__in=units
        )
        mine = notices.unanswered(notices.of_agency(officer, today)).filter(Exists(own))
        yield _part("supervised", _("督办待反馈"), _dated(mine), today)
    wide = {one.kind for one in duties if one.unit_id is None}
    if wide.intersection(LEADS):
        every = _dated(notices.unanswered(notices.of_agency(officer, today)))
        late = [(one, due) for one, due in every if due.due is not None and due.due < today]
        yield _part("supervision-late", _("督办逾期未反馈"), late, today, mine=False)
        yield _unreceived([one for one, _due in every], today)
        yield _without(officer, today)
    if Duty.Kind.LEADER in wide:
        drafts = notices.of_agency(officer, today).filter(signed_on__isnull=True, withdrawn_on__isnull=True)
        yield _drafts(drafts.filter(supervision__lifted_on__isnull=True))


def _dated(rows: Iterable[SupervisionNotice]) -> list[tuple[SupervisionNotice, Answer]]:
    """Letters with their limits, the earliest first; few are open at any time."""
    table = calendar()
    found = [(one, due) for one in rows if (due := notices.answer_by(one, table)) is not None]
    return sorted(found, key=lambda pair: (pair[1].due or date.max, pair[0].pk))


def _part(
    key: str, label: str, found: list[tuple[SupervisionNotice, Answer]], today: date, *, mine: bool = True
) -> Part:
    table = calendar()
    jobs = tuple(
        Job(
            title=f"{one.number} {one.asked}",
            href=_href(one.supervision),
            on=due.due,
            words=reasons(due, today),
            stands="、".join(_standing(one, today, table)),
            note=one.unit.name,
            left=left(table, today, due.due) if due.due else None,
            provisional=due.provisional,
        )
        for one, due in found[:SHOWN]
    )
    href = f"{reverse('complaints:queue')}?view=watch"
    return Part(key, label, href, jobs, len(found), mine)


def _standing(one: SupervisionNotice, today: date, table: Calendar) -> list[str]:
    """Where a letter stands, its receipt first while it is owed."""
    owed = notices.receipt(one, today, table)[1] if one.received_at is None else ""
    return [words for words in (owed, notices.state(one, today, table)[1]) if words]


def _unreceived(rows: Sequence[SupervisionNotice], today: date) -> Part:
    """Letters that no unit acknowledged in time."""
    table = calendar()
    found = [
        one for one in rows if one.received_at is None and notices.receipt(one, today, table)[0] == "late"
    ]
    jobs = []
    for one in found[:SHOWN]:
        due = notices.receive_by(one, table)
        jobs.append(
            Job(
                title=f"{one.number} {one.asked}",
                href=_href(one.supervision),
                on=due.due if due else None,
                words=reasons(due, today),
                stands=_("逾期未签收"),
                note=one.unit.name,
                left=left(table, today, due.due) if due and due.due else None,
            )
        )
    href = f"{reverse('complaints:queue')}?view=watch"
    return Part("supervision-unreceived", _("督办逾期未签收"), href, tuple(jobs), len(found), mine=False)


def _drafts(rows: Iterable[SupervisionNotice]) -> Part:
    found = list(rows)
    jobs = tuple(
        Job(
            title=f"{one.number} {one.asked}",
            href=_href(one.supervision),
            stands=_("%(name)s拟办，等签发") % {"name": one.drafted_by.name},
            note=one.unit.name,
        )
        for one in found[:SHOWN]
    )
    href = f"{reverse('complaints:queue')}?view=watch"
    return Part("supervision-drafts", _("督办通知待签发"), href, jobs, len(found))


def _without(officer: Officer, today: date) -> Part:
    """What came under supervision and got no letter yet."""
    written = SupervisionNotice.objects.filter(supervision=OuterRef("pk"), withdrawn_on__isnull=True)
    rows = Supervision.objects.filter(
        ~Exists(written), lifted_on__isnull=True, case__in=visible_to(officer, today)
    )
    found, count = first(rows.select_related("case__registration"), "on", "pk")
    jobs = tuple(
        Job(
            title=one.case.registration.number,
            href=_href(one),
            words=house().supervision.get(one.rule, ""),
            stands=_("%(on)s 列入督办，还没有督办通知") % {"on": one.on},
        )
        for one in found
    )
    href = f"{reverse('complaints:queue')}?view=watch"
    return Part("supervision-unwritten", _("督办待发通知"), href, jobs, count, mine=False)


def _href(one: Supervision) -> str:
    return reverse("complaints:supervision", args=[one.case.uid])
