"""The platform's worksheet 工单: giving it back 退单, asking for more time 延期, and the platform's word.

The platform has a clock of its own. Nothing here stops or moves a statutory one.
"""

from __future__ import annotations

from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Act, Situation
from gongkai.desk.casework.models import Case, Registration
from gongkai.desk.complaints.acting import LONGEST_REASON, decide, doing, mark_matter, tell
from gongkai.desk.complaints.clocks import return_by
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.flow import NOT_ENDED
from gongkai.desk.complaints.models import Decision, Matter, PlatformAsk, Receipt
from gongkai.desk.complaints.needs import NATIONAL

Kind = PlatformAsk.Kind
LONGEST = 200
"""Characters of a proof, and of the platform's words."""


def ask_return(case: Case, reason: str, proof: str, *, by: Officer, at: datetime) -> PlatformAsk:
    """Ask the platform to take its worksheet back 退单. The case is worked on until the platform agrees.

    Raises Refused: ``no-reason``, ``too-long``, ``no-proof``, ``return-late``.
    """
    with doing(case, "ask_return", by=by, at=at) as act:
        matter = _matter(act)
        last = return_by(matter, calendar())
        _demand(act, reason)
        act.require(bool(proof.strip()), "没有佐证材料", "请写明依据，如权责清单条目、核查记录", "no-proof")
        act.require(len(proof) <= LONGEST, f"佐证材料超过 {LONGEST} 字", "请精简", "too-long")
        made = _ask(act, Kind.RETURN, matter, reason, proof=proof.strip())
        act.record("return-asked", data={"by": last.isoformat()})
    return made


def ask_extension(case: Case, reason: str, wanted_on: date, *, by: Officer, at: datetime) -> PlatformAsk:
    """Ask the platform for more time 延期, before its date has passed and only so often.

    Raises Refused: ``no-reason``, ``too-long``, ``no-feedback-date``, ``extension-late``, ``wrong-date``
    for a date that is no later than the present one, ``extended``.
    """
    with doing(case, "ask_extension", by=by, at=at) as act:
        matter = _matter(act)
        due = matter.feedback_due
        act.require(due is not None, "工单没有要求反馈时限", "不用延期", "no-feedback-date")
        assert due is not None
        act.require(wanted_on > due, f"申请的日期 {wanted_on} 没有晚于 {due}", "请写更晚的日期", "wrong-date")
        _demand(act, reason)
        made = _ask(act, Kind.EXTENSION, matter, reason, wanted_on=wanted_on)
        act.record("extension-asked", data={"due": due.isoformat(), "wanted": wanted_on.isoformat()})
    return made


def answer_return(case: Case, granted: bool, said: str, *, by: Officer, at: datetime) -> PlatformAsk:
    """The platform's word about a 退单: taken back, the case ends here as handed over 移送; else it goes on.

    Raises Refused: ``no-proof`` without the platform's words, ``wrong-step`` where the case was decided.
    """
    with doing(case, "answer_return", by=by, at=at) as act:
        made = _answered(act, Kind.RETURN, granted, said)
        if granted:
            issue = NOT_ENDED(Situation(act.case, by, at, {"standing": standing(act.case)}))
            act.require(issue is None, "案件已经作出决定，平台不能再收回", "请登记为不同意退单", "wrong-step")
            matter = _matter(act)
            body = matter.forwarded_by or f"{matter.channel}平台"
            Matter.objects.filter(pk=matter.pk).update(is_returned=True)
            decide(act, Decision.Kind.TRANSFERRED, body=body, proof=f"退单 {made.number} {made.said}".strip())
            mark_matter(act.case, Decision.Kind.TRANSFERRED, act.day)
            tell(act, kind="status", text=f"您反映的事项已退回{body}另行转办。", status="已移送")
        act.record("return-answered", data={"granted": granted})
    return made


def answer_extension(
    case: Case, granted: bool, said: str, *, until: date | None = None, by: Officer, at: datetime
) -> PlatformAsk:
    """The platform's word about a 延期: ``until`` (the date asked for) becomes its date of feedback.

    Raises Refused: ``no-proof``, ``wrong-date`` for one that is no later than the present one.
    """
    with doing(case, "answer_extension", by=by, at=at) as act:
        made = _answered(act, Kind.EXTENSION, granted, said)
        if granted:
            new = until or made.wanted_on
            assert new is not None
            later = made.due_before is None or new > made.due_before
            act.require(later, f"同意的日期 {new} 没有晚于原来的", "请核对日期", "wrong-date")
            made.until = new
            made.save(update_fields=["until"])
            mine = Matter.objects.filter(registration=act.case.registration_id)
            mine.update(feedback_due=new, is_extended=True)
        act.record("extension-answered", data={"granted": granted} | _day("until", made.until))
    return made


def enter_platform(case: Case, number: str, *, by: Officer, at: datetime) -> Receipt:
    """What came here by another way was entered on the national platform: its number there.

    Raises Refused: ``no-number``, ``too-long``, ``doubled`` for one that another registration has.
    """
    with doing(case, "enter_platform", by=by, at=at) as act:
        said = number.strip()
        act.require(bool(said), "没有写平台单号", "请填写全国12315平台的单号", "no-number")
        act.require(len(said) <= 64, "平台单号超过 64 字", "请核对", "too-long")
        agency = act.case.registration.agency_id
        ours = Registration.objects.filter(agency=agency, channel=NATIONAL, source_number=said)
        others = Receipt.objects.filter(
            registration__agency=agency, channel=NATIONAL, source_number=said
        ).exclude(registration=act.case.registration_id)
        free = not ours.exists() and not others.exists()
        act.require(
            free, f"平台单号 {said} 已登记在另一件", "请核对单号；确是同一件的，按同一信件判断", "doubled"
        )
        made = Receipt.objects.create(
            registration=act.case.registration, channel=NATIONAL, source_number=said, received_on=act.day
        )
        act.record("platform-entered", data={"number": said})
    return made


def _ask(act: Act, kind: str, matter: Matter, reason: str, **more: object) -> PlatformAsk:
    return PlatformAsk.objects.create(
        case=act.case,
        kind=kind,
        number=act.case.registration.source_number,
        reason=reason.strip(),
        due_before=matter.feedback_due,
        asked_on=act.day,
        asked_by=act.by,
        **more,
    )


def _answered(act: Act, kind: str, granted: bool, said: str) -> PlatformAsk:
    act.require(bool(said.strip()), "没有写平台的意见", "请写平台的审核意见或者审核单号", "no-proof")
    act.require(len(said) <= LONGEST, f"平台的意见超过 {LONGEST} 字", "请摘要", "too-long")
    waiting = PlatformAsk.objects.select_for_update(of=("self",))
    made = waiting.get(case=act.case, kind=kind, answered_on__isnull=True)
    made.granted, made.said = granted, said.strip()
    made.answered_on, made.answered_by = act.day, act.by
    made.save(update_fields=["granted", "said", "answered_on", "answered_by"])
    return made


def _matter(act: Act) -> Matter:
    return Matter.objects.select_for_update(of=("self",)).get(registration=act.case.registration_id)


def _demand(act: Act, reason: str) -> None:
    act.require(bool(reason.strip()), "没有写理由", "请写明理由", "no-reason")
    act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")


def _day(name: str, day: date | None) -> dict[str, str]:
    return {name: day.isoformat()} if day else {}
