"""纸质签批 of an answer: the signed sheet is entered with its scan by one person, compared by another.

Who signed need not log in; whoever entered it cannot confirm it, nor whoever drafted or signed.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Attachment, Case
from gongkai.desk.casework.recording import record
from gongkai.desk.foi import attachments, chain, queries
from gongkai.desk.foi.models import Decision, Opinion, PaperOpinion
from gongkai.desk.foi.rules import directs, handles, signs
from gongkai.desk.foi.verbs.deciding import give_opinion
from gongkai.refusal import Refused

SCANS = ("application/pdf", "image/png", "image/jpeg", "image/tiff")
"""What a scan may be."""


def enter_paper(
    case: Case,
    officer: Officer,
    passed: bool,
    signed_on: date,
    scan: tuple[str, bytes],
    *,
    by: Officer,
    at: datetime,
    note: str = "",
) -> PaperOpinion:
    """Enter what ``officer`` signed on the printed sheet for the step that waits; ``scan`` is name and bytes.

    Raises Refused: ``not-pending``, ``not-allowed``, ``not-held`` when that person cannot sign this step,
    ``four-eyes`` for one's own opinion, ``bad-day``, ``not-a-scan``, ``waits-already``, ``no-reason`` for a
    refusal without its words, and those of :func:`attachments.keep`.
    """
    day = shanghai_date(at)
    decision, step = _waiting(case)
    if not _deals(by, case, day):
        raise Refused(
            "not-allowed", f"{by.name}当日没有录入纸质签批的职责", "请由承办人或者政务公开办公室录入"
        )
    if by.pk == officer.pk:
        raise Refused("four-eyes", "不能录入自己的签批", "请直接在审批页签署，或者由别人录入")
    if signs(officer, case, step, day, main_signs=decision.main_signs) is None:
        label = chain.label(step, decision)
        raise Refused("not-held", f"{officer.name}不能签“{label}”这一环节", "请核对是谁签的字、该签哪一栏")
    if not shanghai_date(decision.drafted_at) <= signed_on <= day:
        raise Refused("bad-day", "签字日期不在送审之后、今天之前", "请核对审批单上的日期")
    if not passed and not note.strip():
        raise Refused("no-reason", "退回须照抄纸上的意见", "请填写批示原文")
    if _entered(decision, step).exists():
        raise Refused("waits-already", "这一环节已录入一份纸质签批，等另一人核对", "请先核对那一份")
    file = attachments.keep(case, Attachment.Purpose.SHEET, scan[0], scan[1], by=by, at=at)
    if file.type not in SCANS:
        attachments.discard(file)
        raise Refused("not-a-scan", "扫描件须是 PDF 或者图片", "请重新扫描")
    with transaction.atomic():
        Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
        if _entered(decision, step).exists():
            raise Refused("waits-already", "这一环节刚刚录入了一份", "请先核对那一份")
        made = PaperOpinion.objects.create(
            decision=decision,
            stage=step,
            officer=officer,
            passed=passed,
            note=note.strip(),
            signed_on=signed_on,
            scan=file,
            entered_by=by,
            entered_at=at,
        )
        data = {"stage": step, "scan": file.sha256, "officer": officer.uid, "passed": passed}
        record(case.stream, "paper-entered", by=by, occurred=day, at=at, data=data)
    return made


def confirm_paper(paper: PaperOpinion, *, by: Officer, at: datetime) -> Opinion:
    """Confirm that sheet and entry agree: from then on it is that person's opinion, signed like any other.

    Raises Refused: ``settled``, ``four-eyes``, ``not-allowed``, and those of :func:`give_opinion`.
    """
    case = paper.decision.application.case
    _demand_checker(paper, by, at)
    # the leader's signature takes a number for the letter durably: two transactions, so look what is there
    made = Opinion.objects.filter(decision=paper.decision, stage=paper.stage).first()
    if made is None:
        made = _given(paper, case, by, at)
    elif made.officer_id != paper.officer_id or made.confirmed_by_id is None:
        raise Refused("stale", "这一环节已经有人在审批页签过", "请把这份纸质签批记为核对不符")
    with transaction.atomic():
        _close(paper, PaperOpinion.State.CONFIRMED, by, at, made)
    return made


def refuse_paper(paper: PaperOpinion, *, by: Officer, at: datetime) -> None:
    """Say that sheet and entry do not agree; it never counted, another may be entered."""
    _demand_checker(paper, by, at)
    with transaction.atomic():
        _close(paper, PaperOpinion.State.REFUSED, by, at, None)


def _given(paper: PaperOpinion, case: Case, by: Officer, at: datetime) -> Opinion:
    """The opinion on paper, given as if it were given here."""
    if chain.open_step(paper.decision) != paper.stage:
        raise Refused("stale", "这份拟办答复已不在这一环节", "请把这份纸质签批记为核对不符")
    words = (f"纸质签批，签字日期{paper.signed_on:%Y-%m-%d}", paper.note)
    return give_opinion(
        case,
        paper.passed,
        by=paper.officer,
        at=at,
        note="；".join(part for part in words if part),
        digest=paper.decision.digest,
        confirmed_by=by,
    )


def _waiting(case: Case) -> tuple[Decision, str]:
    decision = queries.current_decision(case)
    step = chain.open_step(decision) if decision is not None else None
    if decision is None or step is None:
        raise Refused("not-pending", "没有等待审批的答复", "请先拟办答复")
    return decision, step


def _entered(decision: Decision, step: str) -> QuerySet[PaperOpinion]:
    return PaperOpinion.objects.filter(decision=decision, stage=step, state=PaperOpinion.State.ENTERED)


def _close(paper: PaperOpinion, state: str, by: Officer, at: datetime, made: Opinion | None) -> None:
    locked = PaperOpinion.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if locked.state != PaperOpinion.State.ENTERED:
        raise Refused("settled", "这份签批已经核对过", "无需再办")
    paper.state, paper.opinion, paper.checked_by, paper.checked_at = state, made, by, at
    paper.save(update_fields=["state", "opinion", "checked_by", "checked_at"])
    case = paper.decision.application.case
    type = "paper-confirmed" if made is not None else "paper-refused"
    data = {"stage": paper.stage, "scan": paper.scan.sha256 if paper.scan else ""}
    record(case.stream, type, by=by, occurred=shanghai_date(at), at=at, data=data)


def _demand_checker(paper: PaperOpinion, by: Officer, at: datetime) -> None:
    case = paper.decision.application.case
    if paper.state != PaperOpinion.State.ENTERED:
        raise Refused("settled", "这份签批已经核对过", "无需再办")
    if by.pk in (paper.entered_by_id, paper.officer_id, paper.decision.drafted_by_id):
        raise Refused("four-eyes", "录入人、签批人、拟稿人不能自己核对", "请由另一人核对审批单")
    if not _deals(by, case, shanghai_date(at)):
        raise Refused("not-allowed", f"{by.name}当日没有核对纸质签批的职责", "请由政务公开办公室核对")


def _deals(officer: Officer, case: Case, day: date) -> bool:
    return handles(officer, case, day) or directs(officer, case, day)
