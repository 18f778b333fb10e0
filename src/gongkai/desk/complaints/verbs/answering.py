"""Answers with their proof, closing: nothing closes without an answer (事事有回音)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import verbs as casework
from gongkai.desk.casework.models import Answer, Case, Closing
from gongkai.desk.complaints import foreseen, telling
from gongkai.desk.complaints.acting import doing, refresh, write
from gongkai.desk.complaints.facts import Kind, Standing, standing
from gongkai.desk.complaints.flow import FLOW
from gongkai.desk.complaints.models import Call, Note
from gongkai.desk.complaints.verbs.calling import demand_proof, in_words, prove
from gongkai.desk.mailbox.queries import boxes
from gongkai.refusal import Refused

DELIVERIES = ("电话", "短信", "平台回复", "邮寄", "当面", "门户")
"""Ways of giving an answer."""
BY_CALL = DELIVERIES[0]
"""The way that a call proves."""
BY_PORTAL = DELIVERIES[-1]
"""The way into the box that a receipt code opens."""
UNREACHED = "无法联系"
"""The way of an answer that could not be given, lawfully."""
OUTCOMES = {
    Kind.AGREED: "调解成功",
    Kind.REFUSED: "其他",
    Kind.TRANSFERRED: "移送",
    Kind.TOLD: "答复",
    Kind.FILED: "立案",
    Kind.NOT_FILED: "不予立案",
    Kind.REPEATED: "重复举报",
    Kind.WITHDRAWN: "撤回",
}
"""The decision that ended the work → the word of the register."""
_WITHDRAWN_GROUND, _DISAGREED = "withdrawn", ("no_agreement", "timeout")


def outcome_of(one: Standing) -> str:
    """The outcome that a case closes with: it follows from what was decided, nobody chooses it."""
    if one.end != Kind.ENDED:
        return OUTCOMES.get(Kind(one.end), "答复") if one.end else "答复"
    ground = next((made.ground for made in reversed(one.decisions) if made.kind == Kind.ENDED), "")
    if ground == _WITHDRAWN_GROUND:
        return "撤回"
    return "调解不成" if ground in _DISAGREED else "终止调解"


def note(case: Case, text: str, *, by: Officer, at: datetime) -> Note:
    """Write something down 办理记录."""
    with doing(case, "note", by=by, at=at) as act:
        made, commitment = write(act, Note.Kind.OTHER, text)
        act.record("noted", commits={"note": commitment})
    return made


def question(case: Case, text: str, *, by: Officer, at: datetime) -> Note:
    """Ask the citizen of a receipt for something 请诉求人补充: it heads their page until they reply.

    What they reply lands as a follow-up that is owed an answer. No clock stands still for it.
    """
    with doing(case, "question", by=by, at=at) as act:
        made, commitment = write(act, Note.Kind.OTHER, text)
        act.record("question-asked", commits={"text": commitment})
        telling.asked(act.case, text, by=by, at=at)
    return made


def answer(
    case: Case,
    text: str,
    *,
    delivery: str,
    proof: str,
    by: Officer,
    at: datetime,
    answered_on: date | None = None,
    call: Call | None = None,
) -> Answer:
    """Enter the answer that was given 登记答复; a citizen of the portal gets it in their box as well.

    ``call``: the call in which it was given, which then is its proof; words may stand beside it.
    Raises Refused: ``unknown-delivery``, ``no-box``, ``wrong-call``, and ``no-text``, ``no-proof``,
    ``wrong-day`` of :func:`gongkai.desk.casework.verbs.answer`.
    """
    if delivery not in DELIVERIES:
        raise Refused("unknown-delivery", f"没有“{delivery}”这种答复方式", f"可以是 {'、'.join(DELIVERIES)}")
    has_box = boxes(case).exists()
    if delivery == BY_PORTAL and not has_box:
        raise Refused("no-box", "这件不是从门户来的，不能用门户答复", "请改用其他方式")
    with transaction.atomic():
        if call is not None:
            demand_proof(call, case, fits=delivery == BY_CALL)
            proof = in_words(call, proof)
        if delivery == BY_PORTAL and not proof.strip():
            proof = f"门户查询码信箱，{shanghai_date(at)} 送出"
        made = casework.answer(
            case, text, delivery=delivery, proof=proof, by=by, at=at, answered_on=answered_on, flow=FLOW
        )
        if call is not None:
            prove(call, by=by, at=at, answer=made)
        if has_box:
            telling.answered(case, text, by=by, at=at)
        refresh(case, at=at)
    return made


def unreached(case: Case, *, by: Officer, at: datetime) -> Answer:
    """Nobody can be told 无法联系: so many failed calls on different days, or anonymous without contact.

    Raises Refused: ``not-tried-enough`` with the days on which somebody tried.
    """
    with doing(case, "unreached", by=by, at=at) as act:
        days = [str(day) for day in foreseen.tried(act.case)]
        proof = "匿名，没有联系方式" if foreseen.is_nameless(act.case) else f"拨打未接通：{'、'.join(days)}"
        made = Answer.objects.create(case=act.case, answered_on=act.day, delivery=UNREACHED, proof=proof)
        act.record("answered", data={"delivery": UNREACHED, "days": days})
    return made


def close(case: Case, *, by: Officer, at: datetime) -> Closing:
    """Close a case 办结 with the outcome that follows from its decisions. Raises Refused: ``no-answer`` …"""
    with transaction.atomic():
        made = casework.close(case, outcome_of(standing(case)), by=by, at=at, flow=FLOW)
        telling.closed(case, made, by=by, at=at)
        refresh(case, at=at)
    return made
