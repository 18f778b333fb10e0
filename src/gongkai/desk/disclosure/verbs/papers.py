"""Decisions on paper 纸质签批: entered with the scan by one person, compared by another, then the leader's.

The leader need not log in; whoever enters cannot confirm, and nobody enters or confirms for themselves.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import due, files, rules, screened, stages
from gongkai.desk.disclosure.models import Clearance, Item, PaperApproval, Submission
from gongkai.desk.disclosure.verbs.clearing import clear
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.refusal import Refused
from gongkai.screening import Known, Verdict
from gongkai.screening.files.types import type_of
from gongkai.screening.screening import screen

ENTERED, CONFIRMED, REFUSED = "paper-entered", "paper-confirmed", "paper-refused"
CALLED, SUPPLIED = "phone-authorised", "phone-signed"
"""Types of the events."""
ENTERS = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.SECRECY, Duty.Kind.OFFICE)
"""Who may enter a signed sheet."""
CONFIRMS = (Duty.Kind.SECRECY, Duty.Kind.OFFICE, Duty.Kind.LEADER)
"""Who may compare and confirm it."""
SCANS = ("pdf", "png", "jpeg", "tiff")
LARGEST = 20_000_000


def enter_paper(
    submission: Submission,
    stage: str,
    leader: Officer,
    decision: str,
    signed_on: date,
    scan: tuple[str, bytes],
    by: Officer,
    at: datetime,
    *,
    note: str = "",
) -> PaperApproval:
    """Enter what a leader signed on the printed sheet; ``scan`` is (name, bytes), PDF or a picture.

    Raises Refused: ``not-held``, ``four-eyes`` when the leader enters their own, ``bad-day``, ``not-a-scan``,
    ``secrecy-mark``, ``waits-already``.
    """
    day = shanghai_date(at)
    item = submission.item
    demand_duty(by, ENTERS, submission.item, day, "录入纸质签批")
    if by.pk == leader.pk:
        raise Refused("four-eyes", "不能录入自己的签批", "请直接在审签页签署，或者由别人录入")
    if not shanghai_date(submission.at) <= signed_on <= day:
        raise Refused("bad-day", "签字日期不在送审之后、今天之前", "请核对签批单上的日期")
    name, data = scan
    digest = stored_scan(name, data)
    screened.demand_no_mark([note])
    with transaction.atomic():
        lock(item)
        if submission.papers.filter(stage=stage, state=PaperApproval.State.ENTERED).exists():
            raise Refused("waits-already", "这一环节已录入一份纸质签批，等另一人核对", "请先核对那一份")
        made = PaperApproval.objects.create(
            submission=submission,
            stage=stage,
            leader=leader,
            decision=decision,
            note=note.strip(),
            signed_on=signed_on,
            scan=digest,
            scan_name=name[:200],
            scan_size=len(data),
            entered_by=by,
            entered_at=at,
        )
        data_of = {"stage": stage, "decision": decision, "scan": digest, "leader": leader.uid}
        record(item.stream, ENTERED, by=by, occurred=day, at=at, data=data_of)
    return made


def confirm_paper(paper: PaperApproval, by: Officer, at: datetime) -> Clearance:
    """Confirm that sheet and entry agree: from then on it is that leader's decision, signed like any other.

    Raises Refused: ``four-eyes`` for whoever entered it or decided it, ``not-held``, ``settled``, and those
    of :func:`clear` (order of the stages, the leader's duty on that day).
    """
    day = shanghai_date(at)
    submission = paper.submission
    with transaction.atomic():
        lock(submission.item)
        paper.refresh_from_db()
        _demand_checker(paper, by, day)
        given = f"纸质签批，签字日期{paper.signed_on:%Y-%m-%d}"
        if paper.by_phone:
            given = f"电话授权，{paper.signed_on:%Y-%m-%d}，{paper.sign_by:%Y-%m-%d}前补签"
        note = "；".join(part for part in (given, paper.note) if part)
        made = clear(submission, paper.stage, paper.decision, paper.leader, at, note=note)
        paper.state, paper.clearance = PaperApproval.State.CONFIRMED, made
        paper.checked_by, paper.checked_at = by, at
        paper.save(update_fields=["state", "clearance", "checked_by", "checked_at"])
        data = {"stage": paper.stage, "scan": paper.scan, "clearance": made.digest}
        record(submission.item.stream, CONFIRMED, by=by, occurred=day, at=at, data=data)
    return made


def enter_call(
    submission: Submission,
    stage: str,
    leader: Officer,
    called_on: date,
    note: str,
    by: Officer,
    at: datetime,
) -> PaperApproval:
    """Enter what a leader authorised on the phone 电话授权: an urgent warning outside working hours.

    A second person calls back and confirms; the signed sheet follows by the next working day. Raises Refused:
    ``not-urgent`` for any other route, ``no-words`` without what was said, and those of :func:`enter_paper`.
    """
    day = shanghai_date(at)
    item = submission.item
    demand_duty(by, ENTERS, submission.item, day, "登记电话授权")
    if not stages.by_key(submission.route).any_order:
        raise Refused("not-urgent", "只有走快速通道的消费警示可以电话授权", "其他信息请在线或者在纸上签批")
    if by.pk == leader.pk:
        raise Refused("four-eyes", "不能登记自己的授权", "请直接在审签页签署")
    if not shanghai_date(submission.at) <= called_on <= day:
        raise Refused("bad-day", "通话日期不在送审之后、今天之前", "请核对通话日期")
    if not note.strip():
        raise Refused("no-words", "没有写通话时间和授权原话", "请写明几点几分、怎样说的")
    screened.demand_no_mark([note])
    with transaction.atomic():
        lock(item)
        if submission.papers.filter(stage=stage, state=PaperApproval.State.ENTERED).exists():
            raise Refused("waits-already", "这一环节已录入一份签批，等另一人核对", "请先核对那一份")
        made = PaperApproval.objects.create(
            submission=submission,
            stage=stage,
            leader=leader,
            decision="open",
            note=note.strip(),
            signed_on=called_on,
            by_phone=True,
            sign_by=due.to_be_signed(called_on),
            entered_by=by,
            entered_at=at,
        )
        data = {"stage": stage, "leader": leader.uid, "sign_by": str(made.sign_by)}
        record(item.stream, CALLED, by=by, occurred=called_on, at=at, data=data)
    return made


def supply_sheet(
    paper: PaperApproval, signed_on: date, scan: tuple[str, bytes], by: Officer, at: datetime
) -> PaperApproval:
    """Hand in the sheet that was signed after a call 补签; from then on the authorisation is not open.

    Raises Refused: ``not-open``, ``four-eyes``, ``bad-day``, ``not-a-scan``, ``secrecy-mark``, ``not-held``.
    """
    day = shanghai_date(at)
    demand_duty(by, ENTERS, paper.submission.item, day, "补录签批单")
    if by.pk == paper.leader_id:
        raise Refused("four-eyes", "不能补录自己的签批", "请由别人补录")
    if not paper.signed_on <= signed_on <= day:
        raise Refused("bad-day", "补签日期不在通话之后、今天之前", "请核对签批单上的日期")
    digest = stored_scan(*scan)
    with transaction.atomic():
        lock(paper.submission.item)
        paper.refresh_from_db()
        if not paper.is_open:
            raise Refused("not-open", "这份授权不用补签，或者已经补签", "请刷新后再看")
        paper.scan, paper.scan_name, paper.scan_size = digest, scan[0][:200], len(scan[1])
        paper.supplied_by, paper.supplied_at = by, at
        paper.save(update_fields=["scan", "scan_name", "scan_size", "supplied_by", "supplied_at"])
        data = {
            "stage": paper.stage,
            "scan": digest,
            "late": paper.sign_by is not None and day > paper.sign_by,
        }
        stream = paper.submission.item.stream
        record(stream, SUPPLIED, by=by, occurred=signed_on, at=at, data=data)
    return paper


def refuse_paper(paper: PaperApproval, by: Officer, at: datetime) -> None:
    """Say that sheet and entry do not agree; it never counted, another may be entered."""
    day = shanghai_date(at)
    with transaction.atomic():
        lock(paper.submission.item)
        paper.refresh_from_db()
        _demand_checker(paper, by, day)
        paper.state, paper.checked_by, paper.checked_at = PaperApproval.State.REFUSED, by, at
        paper.save(update_fields=["state", "checked_by", "checked_at"])
        data = {"stage": paper.stage, "scan": paper.scan}
        record(paper.submission.item.stream, REFUSED, by=by, occurred=day, at=at, data=data)


def _demand_checker(paper: PaperApproval, by: Officer, day: date) -> None:
    if paper.state != PaperApproval.State.ENTERED:
        raise Refused("settled", "这份签批已经核对过", "无需再办")
    if by.pk in (paper.entered_by_id, paper.leader_id):
        raise Refused("four-eyes", "录入人和签批人不能自己核对", "请由另一人核对签批单")
    demand_duty(by, CONFIRMS, paper.submission.item, day, "核对纸质签批")


def demand_duty(by: Officer, kinds: tuple[Duty.Kind, ...], item: Item, day: date, what: str) -> None:
    """Refuse (``not-held``) who may not enter or compare paper for this item."""
    if rules.standing(by, kinds, agency=item.agency, unit=item.unit, day=day) is None:
        raise Refused(
            "not-held", f"{by.name}当日没有{what}的职责", "请由信息员、保密审查员或政务公开办公室办理"
        )


def stored_scan(name: str, data: bytes) -> str:
    """Keep a scan that was looked at; its SHA-256."""
    kind = type_of(data, name) if data else ""
    if kind not in SCANS or len(data) > LARGEST:
        raise Refused("not-a-scan", "扫描件须是 PDF 或者图片，不超过 20 MB", "请重新扫描")
    _demand_unmarked(name, data)
    return files.store(data)


def _demand_unmarked(name: str, data: bytes) -> None:
    """The scan is stored too: it may bear no secrecy mark."""
    report = screen(data, known=Known(), name=name)
    if any(one.kind == "secret_mark" and one.verdict is Verdict.BLOCK for one in report.findings):
        raise secrecy.refusal(
            "扫描件带有密级标志，没有保存",
            "本系统为非涉密系统：请立即停止办理，清除本机上的这份文件并报告保密办公室",
        )
