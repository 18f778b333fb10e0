"""The first page: what waits for me, by when and why; what I have to see to; what moved lately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Deputy, Duty, Officer
from gongkai.desk.agencies.rules import HeldDuty, eligible
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.waiting import late, rooms
from gongkai.desk.disclosure import due, waiting
from gongkai.desk.disclosure.course import Course, courses, stage_name
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.queries import visible_to
from gongkai.desk.disclosure.rows import LISTING
from gongkai.desk.disclosure.screens.item import tell
from gongkai.desk.lists import marks
from gongkai.face.templatetags.face import SOON_DAYS

MOST = 60
"""Rows of each kind that are looked at; the list says when there are more."""
_OVERSEES = (Duty.Kind.OFFICE, Duty.Kind.LEADER, Duty.Kind.HEAD)
"""Duties that see to it that others move."""
_EVENTS_BACK = 3000
_MOVES_SHOWN = 10
_LATER_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Job:
    """One line of what is to be done: what it is, where it stands, what to press."""

    item: Item
    course: Course
    due: due.Due
    mine: bool
    stands: str
    stands_note: str
    action: str
    href: str


def context(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> dict[str, Any]:
    """What ``home.html`` shows."""
    seen = visible_to(officer, today, duties)
    marks.fresh(LISTING)
    jobs = _jobs(officer, duties, seen, today)
    groups = _groups(jobs, today)
    mine = [job for job in jobs if job.mine]
    elsewhere = rooms(officer, today, duties)
    works = any(one.kind != Duty.Kind.KEEPER for one in duties)
    own = sum(1 for job in jobs if job.due.on and job.due.on < today)
    return {
        "today": today,
        "groups": groups,
        "mine": len(mine) + sum(part.count for part in elsewhere if part.mine),
        "rooms": elsewhere,
        "is_full": len(jobs) >= MOST,
        "late": late(elsewhere, today, own),
        "rest_day": _next_rest_day(today),
        "may_draft": any(one.kind in (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.OFFICE) for one in duties),
        "works": works,
        "tally": _tally(jobs),
        "moves": moves(seen, today) if works else [],
        "month": _month(officer, today),
        "on_duty": _on_duty(officer, today),
    }


def _jobs(officer: Officer, duties: Sequence[HeldDuty], seen: QuerySet[Item], today: date) -> list[Job]:
    """What waits for the officer, and what they oversee, the earliest due first."""
    queues = {
        "clear": waiting.to_clear(officer, duties),
        "mend": waiting.returned(officer, duties),
        "hand_in": waiting.to_hand_in(officer, duties),
    }
    if any(one.kind in _OVERSEES for one in duties):
        queues["watch"] = waiting.unfinished(officer, today, duties)
    tasks: dict[int, str] = {}
    for task, parts in queues.items():
        for key in waiting.first(parts, MOST):
            tasks.setdefault(key, task)
    items = list(seen.filter(pk__in=tasks).select_related("unit").defer("text", "body"))
    standing = courses(items)
    jobs = [_job(one, standing[one.pk], tasks[one.pk], today) for one in items]
    return sorted(jobs, key=lambda job: (job.due.on is None, job.due.on or today, not job.mine, job.item.pk))


def _job(item: Item, course: Course, task: str, today: date) -> Job:
    unit = item.unit.name if item.unit else _("未定单位")
    author = course.submission.author if course.submission else unit
    page = reverse("disclosure:item", args=[item.uid])
    edit = reverse("disclosure:edit", args=[item.uid])
    said = {
        "clear": (_("等您%(stage)s") % {"stage": stage_name(course.stage or "first")}, _("去审签")),
        "mend": (_("退回给您修改"), _("去修改")),
        "hand_in": (_("草稿，等您送审"), _("去送审")),
        "watch": (course.note or course.label, _("看")),
    }
    stands, action = said[task]
    review = reverse("disclosure:review", args=[item.uid])
    note = course.note if task == "mend" else (_("%(author)s 送审") % {"author": author})
    return Job(
        item=item,
        course=course,
        due=due.publication(item, today),
        mine=task != "watch",
        stands=stands,
        stands_note=unit if task == "hand_in" or course.submission is None else note,
        action=action,
        href={"clear": review, "mend": edit}.get(task, page),
    )


def _groups(jobs: Sequence[Job], today: date) -> list[dict[str, Any]]:
    """The jobs by urgency; empty groups are left out."""
    names = {
        "late": _("已逾期"),
        "today": _("今天到期"),
        "soon": _("将到期"),
        "later": _("不急"),
        "none": _("没有期限"),
    }
    sorted_jobs: dict[str, list[Job]] = {key: [] for key in names}
    for job in jobs:
        sorted_jobs[_urgency(job, today)].append(job)
    found = []
    for key, name in names.items():
        rows = sorted_jobs[key]
        shown = rows if key in ("late", "today", "soon") else _mine_first(rows)
        if rows:
            note = _("今后 %(n)d 个工作日") % {"n": SOON_DAYS} if key == "soon" else ""
            found.append({"key": key, "label": name, "count": len(rows), "rows": shown, "note": note})
    return found


def _mine_first(rows: Sequence[Job]) -> list[Job]:
    """All that waits for the person, and the first of the rest."""
    others = [job for job in rows if not job.mine][:_LATER_SHOWN]
    return [job for job in rows if job.mine or job in others]


def _urgency(job: Job, today: date) -> str:
    if job.due.on is None:
        return "none"
    if job.due.on < today:
        return "late"
    if job.due.on == today:
        return "today"
    return "soon" if job.due.left is not None and job.due.left <= SOON_DAYS else "later"


def _tally(jobs: Iterable[Job]) -> list[tuple[str, int]]:
    """How many of each kind wait for the person."""
    rows = [job for job in jobs if job.mine]
    kinds = (("review", _("等您审签")), ("returned", _("退回待改")), ("draft", _("草稿待送审")))
    return [(label, sum(1 for job in rows if job.course.key == key)) for key, label in kinds]


def _next_rest_day(today: date) -> date:
    """The next day after today on which nobody works."""
    days = due.calendar()
    day = date.fromordinal(today.toordinal() + 1)
    while days.is_workday(day):
        day = date.fromordinal(day.toordinal() + 1)
    return day


def moves(seen: QuerySet[Item], today: date) -> list[dict[str, Any]]:
    """What happened lately to items that the officer sees, the last of each, newest first."""
    newest = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    recent = Event.objects.filter(pk__gt=newest - _EVENTS_BACK, stream__startswith="item/").order_by("-pk")
    found = list(recent[: _MOVES_SHOWN * 6])
    uids = {event.stream.partition("/")[2] for event in found}
    titles = dict(seen.filter(uid__in=uids).values_list("uid", "title"))
    newest_of = {event.stream: event for event in reversed(found)}
    shown = [
        event
        for event in found
        if event.stream.partition("/")[2] in titles and newest_of[event.stream] is event
    ][:_MOVES_SHOWN]
    told = tell(shown)
    for one in told:
        uid = one["stream"].partition("/")[2]
        one |= {"title": titles[uid], "href": reverse("disclosure:item", args=[uid])}
        year, month_and_day = one["occurred"][:4], one["occurred"][5:10]
        one["when"] = month_and_day if year == str(today.year) else year
    return told


def _month(officer: Officer, today: date) -> dict[str, Any]:
    """How many items became public this month so far, and in the same days of the year before."""
    before = today.replace(year=today.year - 1, day=min(today.day, 28) if today.month == 2 else today.day)
    first, first_before = today.replace(day=1), before.replace(day=1)
    ours = Item.objects.filter(agency=officer.agency_id, voided_on__isnull=True)
    return {
        "now": ours.filter(published_on__range=(first, today)).count(),
        "before": ours.filter(published_on__range=(first_before, before)).count(),
        "before_year": before.year,
    }


def _on_duty(officer: Officer, today: date) -> list[tuple[str, str]]:
    """Who may clear today for the whole agency, and who stands in for whom."""
    rows = []
    for kind, label in (
        (Duty.Kind.SECRECY, _("保密审查")),
        (Duty.Kind.OFFICE, _("签发")),
        (Duty.Kind.LEADER, _("分管领导")),
    ):
        names = [one.name for one in eligible(kind, None, today, agency=officer.agency)[:4]]
        rows.append((label, "、".join(names) or _("今天没有人")))
    deputies = Deputy.objects.filter(Deputy.on(today), officer__agency=officer.agency_id)
    said = [
        f"{one.officer.name} → {one.deputy.name}" for one in deputies.select_related("officer", "deputy")[:6]
    ]
    if said:
        rows.append((_("AB角"), "；".join(said)))
    return rows
