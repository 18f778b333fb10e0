"""After the closing: what the person said later, the call back, taking up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import verbs as casework
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.models import Case, Closing
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import telling
from gongkai.desk.complaints.acting import doing, refresh, write
from gongkai.desk.complaints.clocks import restarts
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.flow import FLOW
from gongkai.desk.complaints.models import Call, Callback, Decision, FollowUp, Matter, Note, PlatformAsk
from gongkai.desk.complaints.verbs.pressing import supervise_by_rule
from gongkai.refusal import Refused

AGAIN = {"dissatisfied": "不满意", "new-facts": "有新的事实", "sent-again": "平台退单后再次转来"}
"""Why what was said later takes a closed case up again."""


def follow_up(
    case: Case,
    text: str,
    *,
    channel: str,
    by: Officer,
    at: datetime,
    source_number: str = "",
    reopens: str = "",
    feedback_due: date | None = None,
    is_new: bool = False,
    names: Sequence[str] = (),
) -> FollowUp:
    """Write down what the person said later 后续反映: it lands here and is owed a reply, also when closed.

    ``reopens`` (``dissatisfied``, ``new-facts``) takes a closed case up again, with a new clock.
    ``feedback_due``: a platform sent its worksheet again 重办 and wants the answer by then; what it had taken
    back 退单 goes on.
    ``is_new``: a report that is being verified is told new facts; where the law of its day says so, its limit
    runs from today. ``names``: of others whom the text speaks of, masked as the person's own.
    Raises Refused: ``no-text``, ``voided``, ``E_REASON``, ``wrong-date`` for one that has passed,
    ``no-restart`` where new facts start nothing anew, ``answered`` for what came again after the answer.
    """
    with transaction.atomic():
        case.stage = _stage(case, feedback_due, reopens, at)
        taken_up = case.stage == Stage.CLOSED and bool(reopens)
        if taken_up:
            reopen(case, reopens, by=by, at=at)
        verb = "follow_up" if case.stage == Stage.OPEN else "follow_up_closed"
        with doing(case, verb, by=by, at=at) as act:
            again = feedback_due is not None and _sent_again(act)
            fits = not is_new or (act.case.stage == Stage.OPEN and restarts(standing(act.case)))
            act.require(fits, "期限不因新的事实重新计算", "请不要勾选“反映新的事实”", "no-restart")
            kept, commitment = write(act, Note.Kind.FOLLOW_UP, text, names=names)
            made = FollowUp.objects.create(
                case=act.case,
                on=act.day,
                channel=channel,
                source_number=source_number.strip(),
                field=kept.field,
                reopened=taken_up,
                is_new=is_new,
            )
            if feedback_due is not None:
                signs = {"signed_on": act.day} if again or reopens == "sent-again" else {}
                mine = Matter.objects.filter(registration=act.case.registration_id)
                mine.update(feedback_due=feedback_due, is_returned=False, **signs)
            data: dict[str, object] = {"channel": channel} | ({"new_facts": True} if is_new else {})
            act.record(
                "followed-up", data=data | ({"again": True} if again else {}), commits={"text": commitment}
            )
        if again:
            telling.sent_again(case, by=by, at=at)
    return made


def _stage(case: Case, feedback_due: date | None, reopens: str, at: datetime) -> str:
    """How the case stands, once what was said can be taken at all."""
    if feedback_due is not None and feedback_due < shanghai_date(at):
        raise Refused("wrong-date", f"反馈时限 {feedback_due} 已经过去", "请核对平台要求的日期")
    if reopens and reopens not in AGAIN:
        raise Refused("E_REASON", "请说明重新办理的理由", "可以是：" + "、".join(AGAIN.values()))
    stage = Case.objects.values_list("stage", flat=True).get(pk=case.pk)
    if stage == Stage.VOIDED:
        raise Refused("voided", "这件已作废", "请另行登记")
    return stage


def _sent_again(act: Act) -> bool:
    """The platform took its worksheet back and sends it again before the case was closed: what the return
    ended goes on where it was, and the limits run as if it had never been away.

    Raises Refused: ``answered`` where the return was answered already.
    """
    one = standing(act.case)
    if act.case.stage != Stage.OPEN or one.end != Decision.Kind.TRANSFERRED:
        return False
    # of a 投诉举报 each case was given back by itself; the first that goes on clears the worksheet's mark
    gone = PlatformAsk.objects.filter(case=act.case, kind=PlatformAsk.Kind.RETURN, granted=True)
    if not one.matter.is_returned and not gone.filter(answered_on=one.ended_on).exists():
        return False
    act.require(
        not one.answered,
        "已按退单答复诉求人",
        "请先办结，再登记后续反映，选“平台退单后再次转来”重新办理",
        "answered",
    )
    ended = Decision.objects.filter(case=act.case, kind=Decision.Kind.TRANSFERRED, on__isnull=False)
    ended.filter(revoked_on__isnull=True).update(revoked_on=act.day)
    mine = Matter.objects.filter(registration=act.case.registration_id)
    mine.filter(acceptance=Matter.Acceptance.TRANSFERRED).update(
        acceptance="", accepted_on=None, refusal_reason=""
    )
    return True


def respond(case: Case, text: str, *, by: Officer, at: datetime) -> int:
    """Answer what was said later 回应后续反映; how many of them it answers."""
    verb = "respond" if case.stage == Stage.OPEN else "respond_closed"
    with doing(case, verb, by=by, at=at) as act:
        _, commitment = write(act, Note.Kind.OTHER, text)
        waiting = FollowUp.objects.filter(case=act.case, handled_on__isnull=True)
        count = waiting.update(handled_on=act.day)
        act.record("responded", data={"count": count}, commits={"text": commitment})
        telling.responded(act.case, text, by=by, at=at)
    return count


def callback(
    case: Case,
    *,
    reached: bool,
    by: Officer,
    at: datetime,
    satisfaction: str = "",
    recording: str = "",
) -> Callback:
    """Call back 回访, never by who had a hand in the case; 不满意 puts the case under supervision.

    Raises Refused: ``no-satisfaction`` for a call that was answered without one.
    """
    with doing(case, "callback", by=by, at=at) as act:
        known = satisfaction in Matter.Satisfaction.values
        act.require(known or not reached, "没有选满意度", "请选择满意度", "no-satisfaction")
        closing = Closing.objects.get(case=act.case, reopened_on__isnull=True)
        made = Callback.objects.create(
            closing=closing,
            on=act.day,
            by=by,
            reached=reached,
            satisfaction=satisfaction if reached else "",
            recording=recording.strip(),
        )
        Call.objects.create(
            case=act.case, at=at, on=act.day, by=by, purpose=Call.Purpose.CALLBACK, reached=reached,
            recording=recording.strip(),
        )  # fmt: skip
        if reached:
            rate(act.case, satisfaction)
            if satisfaction == Matter.Satisfaction.BAD:
                supervise_by_rule(act.case, "unsatisfied", act.day)
        act.record("called-back", data={"reached": reached, "satisfaction": made.satisfaction})
    return made


def rate(case: Case, satisfaction: str) -> None:
    """Keep the person's word on the matter; the first that was given stands."""
    Matter.objects.filter(
        registration=case.registration_id, satisfaction__in=["", Matter.Satisfaction.NONE]
    ).update(satisfaction=satisfaction)


def reopen(case: Case, reason: str, *, by: Officer, at: datetime) -> Closing:
    """Take a closed case up again 重新办理: it is decided anew and its clock runs from this day."""
    with transaction.atomic():
        made = casework.reopen(case, reason, by=by, at=at, flow=FLOW)
        Matter.objects.filter(registration=case.registration_id).update(is_redone=True)
        telling.reopened(case, by=by, at=at)
        refresh(case, at=at)
    return made
