"""What a case waits for with a day of its own: a meeting, papers of an agent, a report of a laboratory,
a reply to what was said later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.waiting import Job, Part, first
from gongkai.desk.complaints import reasoning
from gongkai.desk.complaints.clocks import respond_by
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Authority, FollowUp, LabTest, Mediation
from gongkai.desk.complaints.outside_waiting import of_mine
from gongkai.desk.complaints.reasoning import papers_words
from gongkai.desk.lists.listing import Scope
from gongkai.law.calendar import Calendar


def awaited(officer: Officer, today: date, scopes: Sequence[Scope]) -> Iterator[Part]:
    """The parts of the first page, for open cases of these scopes; each waits there as a case already."""
    if part := _meetings(officer, today, scopes):
        yield part
    if part := _papers(officer, today, scopes):
        yield part
    if part := _tests(officer, today, scopes):
        yield part
    if part := _follow_ups(officer, today, scopes):
        yield part


def test_words(one: LabTest, today: date) -> str:
    """Which body tests; once its day has passed that it is to be asked."""
    if one.expected_on is not None and one.expected_on < today:
        return _("预计出结果的日期已过，请催问%(body)s") % {"body": one.body}
    return one.body


def _meetings(officer: Officer, today: date, scopes: Sequence[Scope]) -> Part | None:
    """Meetings that both sides were called to, the next first; who only mediates has them here too."""
    own = {
        "agency_id": officer.agency_id,
        "record__in": Mediation.called().filter(mediator=officer).values("case"),
    }
    called = of_mine(Mediation.called(), officer, today, (*scopes, own))
    found, count = first(called.select_related("case__registration", "mediator"), "meets_on", "pk")
    if not found:
        return None
    days = calendar()
    jobs = tuple(
        Job(
            title=_title(one.case, one.place),
            href=_href(one.case),
            on=one.meets_on,
            words=one.when if one.meets_on >= today else _("已到日期，还没有记录"),
            stands=_("等调解"),
            note=one.mediator.name,
            left=_left(one.meets_on, today, days),
        )
        for one in found
    )
    return Part("meetings", _("调解安排"), reverse("complaints:queue"), jobs, count, mine=False)


def _papers(officer: Officer, today: date, scopes: Sequence[Scope]) -> Part | None:
    """Papers that were asked for and have not come: the earliest first, the passed with the next step."""
    asked = of_mine(Authority.objects.all(), officer, today, scopes, is_lacking=True)
    found, count = first(asked.select_related("case__registration"), "asked_until", "pk")
    if not found:
        return None
    days = calendar()
    jobs = tuple(
        Job(
            title=_title(one.case, "、".join(one.lacking)),
            href=_href(one.case),
            on=one.asked_until,
            words=papers_words(one, today),
            stands=_("补正到期") if one.asked_until and one.asked_until < today else _("等补正"),
            note=_("%(on)s 通知") % {"on": one.asked_on},
            left=_left(one.asked_until, today, days),
        )
        for one in found
    )
    href = reverse("complaints:queue") + "?view=papers"
    return Part("papers", _("等补正委托材料"), href, jobs, count, mine=False)


def _tests(officer: Officer, today: date, scopes: Sequence[Scope]) -> Part | None:
    """Laboratories whose report is waited for; without a day they stand last."""
    running = LabTest.objects.filter(pause__until__isnull=True)
    mine = of_mine(running, officer, today, scopes, is_testing=True)
    related = mine.select_related("case__registration", "pause")
    found, count = first(related, F("expected_on").asc(nulls_last=True), "pk")
    if not found:
        return None
    days = calendar()
    jobs = tuple(
        Job(
            title=_title(one.case, one.what),
            href=_href(one.case),
            on=one.expected_on,
            words=test_words(one, today),
            stands=_("等检测"),
            note=_("%(on)s 送检") % {"on": one.pause.since},
            left=_left(one.expected_on, today, days),
        )
        for one in found
    )
    href = reverse("complaints:queue") + "?view=test"
    return Part("tests", _("等检测、鉴定结果"), href, jobs, count, mine=False)


def _follow_ups(officer: Officer, today: date, scopes: Sequence[Scope]) -> Part | None:
    """What was said later and nobody answered, of closed cases too; what came first leads."""
    owed = FollowUp.objects.filter(handled_on__isnull=True)
    mine = of_mine(owed, officer, today, scopes, has_follow_up=True).exclude(case__stage=Stage.VOIDED)
    found, count = first(mine.select_related("case__registration__matter"), "on", "pk")
    if not found:
        return None
    days = calendar()
    due = {one.pk: respond_by(one.on, days) for one in found}
    jobs = tuple(
        Job(
            title=_title(one.case, one.case.registration.matter.respondent or one.case.kind),
            href=_href(one.case),
            on=due[one.pk],
            words=_("局内规定：收到后 %(n)d 个工作日内回应") % {"n": house().days("follow_up_days")},
            stands=_("待回应"),
            note=_("%(on)s %(channel)s 收到") % {"on": one.on, "channel": one.channel},
            left=_left(due[one.pk], today, days),
        )
        for one in found
    )
    href = reverse("complaints:queue") + "?view=later"
    return Part("later", _("后续反映待回应"), href, jobs, count, mine=False)


def _title(case: Case, what: str) -> str:
    return f"{short(case.registration.number)} {what}"


def _href(case: Case) -> str:
    return reverse("complaints:case", args=[case.uid])


def _left(on: date | None, today: date, days: Calendar) -> int | None:
    return reasoning.left(days, today, on) if on else None
