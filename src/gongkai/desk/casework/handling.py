"""The flow that every case has; apps with more stages make their own around these moves."""

from __future__ import annotations

from gongkai.desk.casework.flow import Flow, Issue, Move, Need, Situation
from gongkai.desk.casework.models import Answer, Assignment, Closing
from gongkai.desk.casework.rules import directs, handles
from gongkai.desk.casework.stages import Stage

OPEN, CLOSED, VOIDED = frozenset({Stage.OPEN}), frozenset({Stage.CLOSED}), Stage.VOIDED


def has_unit(now: Situation) -> Issue | None:
    """A unit answers for the case (件件有落实)."""
    if Assignment.objects.filter(case=now.case, until__isnull=True).exists():
        return None
    return Issue("no-unit", "案件还没有承办单位", "请先分派承办单位")


def is_answered(now: Situation) -> Issue | None:
    """There is an answer with its proof, given since the case was last taken up (事事有回音)."""
    answers = Answer.objects.filter(case=now.case, voided_on__isnull=True).exclude(proof="")
    last = Closing.objects.filter(case=now.case, reopened_on__isnull=False).order_by("-reopened_on").first()
    if last is not None:
        answers = answers.filter(answered_on__gte=last.reopened_on)
    if answers.exists():
        return None
    again = "（重新办理后须再次答复）" if last is not None else ""
    return Issue("no-answer", f"案件还没有答复和答复凭证{again}", "请先登记答复，写明送达方式和凭证")


CLOSING_NEEDS: tuple[Need, ...] = (has_unit, is_answered)
"""What the desk demands before it closes anything (DESIGN.md law 8)."""

HANDLING = Flow(
    Stage,
    moves=(
        Move("assign", OPEN, Stage.OPEN, "分派", may=directs),
        Move("reassign", OPEN, Stage.OPEN, "改派", may=directs, needs=(has_unit,)),
        Move("answer", OPEN, Stage.OPEN, "登记答复", may=handles, needs=(has_unit,)),
        Move("close", OPEN, Stage.CLOSED, "办结", may=handles, needs=CLOSING_NEEDS),
        Move("reopen", CLOSED, Stage.OPEN, "重新办理", may=directs),
        Move("merge", OPEN | CLOSED, VOIDED, "误录合并", may=directs),
        Move("void", OPEN | CLOSED, VOIDED, "作废", may=directs),
    ),
    start=Stage.OPEN,
)
