"""The push 推送 of a decision to the province where its party is registered: the duty, its day, its proof.

The bureau that decided pushes, the one of the place of registration publishes (总局令第45号第十条). Where the
rules of the day of the decision do not know the duty, there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.recording import record
from gongkai.desk.casework.waiting import Job, Part, first, left
from gongkai.desk.disclosure.models import Item
from gongkai.desk.enforcement import public, queries
from gongkai.desk.enforcement.models import Penalty, Push
from gongkai.law import registry
from gongkai.law.answer import Answer
from gongkai.law.deadlines import PenaltyClock, penalty_push
from gongkai.law.deadlines.penalties import FIELD
from gongkai.refusal import Refused

PUSHED = "penalty-pushed"
"""Type of the event, in the stream of the decision."""


def due(penalty: Penalty, done: Push | None = None) -> Answer | None:
    """By when the decision must be pushed, or had to be; null where there is no duty."""
    if not penalty.is_cross_province or penalty.voided_on is not None:
        return None
    clock = PenaltyClock(penalty.decided_on, pushed_on=done.pushed_on if done else None)
    try:
        answer = penalty_push(clock, calendar())
    except Refused:
        return None
    return answer if answer.due else None


def of(penalty: Penalty) -> Push | None:
    """How it was pushed; null while it was not."""
    return Push.objects.select_related("by").filter(penalty=penalty).first()


def open_ones(officer: Officer, day: date) -> QuerySet[Penalty]:
    """The decisions that still have to be pushed, of those that the officer sees."""
    limits = [(rule.from_, rule.find_limit("push")) for rule in registry.of_field(FIELD)]
    known = [first_day for first_day, limit in limits if limit is not None and limit.days]
    seen = queries.penalties(officer, day).filter(is_cross_province=True, voided_on__isnull=True)
    waiting_ones = seen.filter(push__isnull=True)
    return waiting_ones.filter(decided_on__gte=min(known)) if known else waiting_ones.none()


def push(penalty: Penalty, to: str, on: date, proof: str, by: Officer, at: datetime) -> Push:
    """Enter that a decision was pushed, with its proof.

    Raises Refused: ``no-push`` without the duty, ``pushed``, ``no-place``, ``no-proof``, ``wrong-day`` before
    the decision or after today.
    """
    to, proof, today = to.strip(), proof.strip(), shanghai_date(at)
    if not to:
        raise Refused("no-place", "没有写推送给哪个机关", "请填写登记地的市场监督管理部门")
    if not proof:
        raise Refused("no-proof", "没有凭据", "请填写平台回执号或者函号")
    with transaction.atomic():
        locked = Penalty.objects.select_for_update().get(pk=penalty.pk)
        if due(locked) is None:
            raise Refused("no-push", f"{locked.doc_no} 不需要推送外省", "请核对“是否跨省”和决定日期")
        if of(locked) is not None:
            raise Refused("pushed", f"{locked.doc_no} 已经登记推送", "无需再办")
        if not locked.decided_on <= on <= today:
            raise Refused("wrong-day", "推送日期须在决定日期之后，不晚于今天", "请核对日期")
        made = Push.objects.create(penalty=locked, to=to[:120], pushed_on=on, proof=proof[:200], by=by, at=at)
        stream = f"penalty/{locked.uid}"
        record(stream, PUSHED, by=by, occurred=on, at=at, data={"pushed": on.isoformat()})
    return made


def panel(item: Item, officer: Officer, day: date) -> dict[str, Any] | None:
    """What the page of an item shows of the push of its decision (see ``GONGKAI_ITEM_PANELS``)."""
    if item.category != public.PENALTIES:
        return None
    penalty = public.decision_of(item, queries.penalties(officer, day))
    told = panel_of(penalty, day) if penalty is not None else None
    return {"template": "enforcement/_push.html", **told} if told else None


def panel_of(penalty: Penalty, day: date) -> dict[str, Any] | None:
    """The duty with the way to enter it, for the page of a decision; null without one."""
    told = said(penalty, day)
    return {"href": href(penalty), **told} if told else None


def said(penalty: Penalty, day: date) -> dict[str, Any] | None:
    """The duty for a page: its answer, whether it was done, how many days are left; null without one."""
    if not penalty.is_cross_province:
        return None
    done = of(penalty)
    answer = due(penalty, done)
    if answer is None or answer.due is None:
        return None
    return {
        "due": answer,
        "done": done,
        "left": left(calendar(), day, answer.due),
        "late": bool(done and done.pushed_on > answer.due),
    }


def href(penalty: Penalty) -> str:
    """The page of the push."""
    return reverse("enforcement:push", args=[penalty.uid])


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The part of the first page (see :mod:`gongkai.desk.casework.waiting`)."""
    if not any(one.kind in queries.ACTS for one in duties):
        return
    rows, count = first(open_ones(officer, today), "decided_on", "pk")
    jobs = tuple(_job(one, answer, today) for one in rows if (answer := due(one)) is not None)
    yield Part("push", _("外省处罚待推送"), reverse("enforcement:penalties"), jobs, count)


def _job(penalty: Penalty, answer: Answer, today: date) -> Job:
    assert answer.due is not None
    return Job(
        title=penalty.doc_no,
        href=href(penalty),
        on=answer.due,
        words=_("决定 %(day)s，应当推送当事人登记地") % {"day": f"{penalty.decided_on:%Y-%m-%d}"},
        stands=_("等推送"),
        note=penalty.party,
        left=left(calendar(), today, answer.due),
        provisional=answer.provisional,
    )
