"""延长期限: more time for a limit that runs, asked for before it ends, given by the head, once."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.acting import LONGEST_REASON, doing
from gongkai.desk.complaints.clocks import longer_of
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.foreseen import round_of
from gongkai.desk.complaints.models import MoreTime


def ask_time(case: Case, reason: str, *, by: Officer, at: datetime, days: int | None = None) -> MoreTime:
    """Ask for more time, by as many days as the rules allow or fewer; until then the date stands.

    It is for the limit of the case, or for that of the check of a violation found while mediating.
    Raises Refused: ``no-reason``, ``too-long``, ``no-extension`` where the rules of the day know none or it
    was given before, ``late`` after the limit, ``wrong-days``.
    """
    with doing(case, "ask_time", by=by, at=at) as act:
        one = standing(act.case)
        limit = longer_of(one)
        act.require(bool(reason.strip()), "没有写理由", "请写明有什么特殊情况", "no-reason")
        act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")
        act.require(limit is not None, "期限不能再延长", "请在期限以内办理", "no-extension")
        assert limit is not None
        rule, check = limit
        wanted = rule.days if days is None else days
        act.require(1 <= wanted <= rule.most, f"最多延长 {rule.most} 日", "请改短延长的天数", "wrong-days")
        made = MoreTime.objects.create(
            case=act.case,
            round=round_of(act.case),
            violation=check,
            days=wanted,
            reason=mask(reason.strip())[:LONGEST_REASON],
            asked_on=act.day,
            asked_by=by,
        )
        act.record("time-asked", data={"days": wanted} | ({"check": True} if check else {}))
    return made


def decide_time(case: Case, granted: bool, *, by: Officer, at: datetime) -> MoreTime:
    """The head's word, as somebody else than who asked. Raises Refused: ``four-eyes``."""
    with doing(case, "decide_time", by=by, at=at) as act:
        waiting = MoreTime.objects.select_for_update(of=("self",)).select_related("asked_by")
        made = waiting.get(case=act.case, decided_on__isnull=True)
        made.granted, made.decided_on, made.decided_by = granted, act.day, by
        made.save(update_fields=["granted", "decided_on", "decided_by"])
        data = {"days": made.days, "granted": granted, "proposed_by": made.asked_by.uid}
        data |= {"check": True} if made.violation_id else {}
        act.record("time-decided", data=data)
    return made
