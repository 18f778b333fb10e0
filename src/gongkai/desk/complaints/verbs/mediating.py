"""Mediation 调解: invitation, mediator and recusal, record, agreement, end."""

from __future__ import annotations

from datetime import date, datetime, time

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import grounds, telling
from gongkai.desk.complaints.acting import decide, doing, write
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Decision, Matter, Mediation, Note

Kind = Decision.Kind


def invite(
    case: Case,
    *,
    meets_on: date,
    place: str,
    mediator: Officer,
    by: Officer,
    at: datetime,
    meets_at: time | None = None,
) -> Mediation:
    """Call both sides to a meeting 邀请调解. Raises Refused: ``wrong-day``, ``no-place``."""
    with doing(case, "invite", by=by, at=at) as act:
        _demand_ahead(act, meets_on, meets_at, place)
        left = Mediation.objects.filter(case=act.case, mediator=mediator, recused_on__isnull=False)
        act.require(not left.exists(), f"{mediator.name}已在本件回避", "请另选调解员", "recused")
        made = Mediation.objects.create(
            case=act.case,
            invited_on=act.day,
            meets_on=meets_on,
            meets_at=meets_at,
            place=place.strip(),
            mediator=mediator,
        )
        act.record("mediation-called", data={"meets_on": meets_on.isoformat(), "mediator": mediator.uid})
        telling.invited(act.case, made, by=by, at=at)
    return made


def move_meeting(
    case: Case, *, meets_on: date, place: str, by: Officer, at: datetime, meets_at: time | None = None
) -> Mediation:
    """Call both sides to another hour or place 调解改期, with the same mediator. Raises as :func:`invite`."""
    with doing(case, "move_meeting", by=by, at=at) as act:
        _demand_ahead(act, meets_on, meets_at, place)
        running = _running(act.case)
        running.called_off_on = act.day
        running.save(update_fields=["called_off_on"])
        made = Mediation.objects.create(
            case=act.case,
            invited_on=act.day,
            meets_on=meets_on,
            meets_at=meets_at,
            place=place.strip(),
            mediator=running.mediator,
        )
        act.record("mediation-moved", data={"meets_on": meets_on.isoformat()})
        telling.invited(act.case, made, by=by, at=at, moved=True)
    return made


def recuse(case: Case, *, by: Officer, at: datetime) -> Mediation:
    """The mediator steps back 回避; another is named with a new invitation."""
    with doing(case, "recuse", by=by, at=at) as act:
        running = _running(act.case)
        running.recused_on = act.day
        running.save(update_fields=["recused_on"])
        act.record("mediator-recused", data={"mediator": running.mediator.uid})
    return running


def hold(case: Case, attended: str, record: str, *, by: Officer, at: datetime) -> Mediation:
    """Write the record of a meeting 调解笔录. Raises ``no-text``, ``not-attended``, ``too-early``."""
    with doing(case, "hold", by=by, at=at) as act:
        running = _running(act.case)
        act.require(attended in Mediation.Attended.values, "没有写到场情况", "请选择到场情况", "not-attended")
        running.held_on, running.attended = act.day, attended
        running.save(update_fields=["held_on", "attended"])
        _, commitment = write(act, Note.Kind.RECORD, record)
        act.record("mediation-held", data={"attended": attended}, commits={"record": commitment})
    return running


def agree(
    case: Case, agreement: str, *, recovered_fen: int | None = None, by: Officer, at: datetime
) -> Decision:
    """Both sides agreed 达成调解; ``recovered_fen`` is what the complainant gets back, in 分."""
    with doing(case, "agree", by=by, at=at) as act:
        _, commitment = write(act, Note.Kind.AGREEMENT, agreement)
        made = decide(act, Kind.AGREED)
        if recovered_fen is not None:
            Matter.objects.filter(registration=act.case.registration_id).update(recovered_fen=recovered_fen)
        act.record("agreed", data={"recovered_fen": recovered_fen}, commits={"agreement": commitment})
    return made


def end(case: Case, ground: str, *, reason: str = "", by: Officer, at: datetime) -> Decision:
    """End mediation without agreement 终止调解, on a ground of the rule set. Raises ``unknown-ground``."""
    with doing(case, "end", by=by, at=at) as act:
        ruleset = grounds.ruleset_of(standing(act.case), act.day)
        grounds.ending(ruleset, ground)
        made = decide(act, Kind.ENDED, ground=ground, ruleset=ruleset, reason=reason)
        act.record("mediation-ended", data={"ground": ground, "ruleset": ruleset})
    return made


def _running(case: Case) -> Mediation:
    return Mediation.called().select_related("mediator").get(case=case)


def _demand_ahead(act: Act, meets_on: date, meets_at: time | None, place: str) -> None:
    """A meeting lies ahead and has a place."""
    act.require(meets_on >= act.day, f"调解日期 {meets_on} 已过", "请选今天或以后的日期", "wrong-day")
    is_past = meets_at is not None and datetime.combine(meets_on, meets_at, SHANGHAI) <= act.at
    act.require(not is_past, "调解时间已过", "请选现在以后的时间", "wrong-day")
    act.require(bool(place.strip()), "没有写调解地点", "请填写地点", "no-place")
