"""Checks 核查 of reports and of violations found while mediating; the head decides about opening a case."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case, Party
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import grounds
from gongkai.desk.complaints.acting import LONGEST_REASON, decide, doing, write
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Decision, Note
from gongkai.desk.complaints.queries import visible_to


def check(case: Case, record: str, *, by: Officer, at: datetime) -> Note:
    """Write what the check found 核查记录."""
    with doing(case, "check", by=by, at=at) as act:
        made, commitment = write(act, Note.Kind.CHECK, record)
        act.record("checked", commits={"record": commitment})
    return made


def file(case: Case, *, opens: bool, reason: str, number: str = "", by: Officer, at: datetime) -> Decision:
    """Propose to open a case or not 提请立案与否; the head of the unit decides.

    ``reason`` is the suspected violation, or why no case is opened; ``number`` the number of the new case.
    In a complaint it is about the violation that was found while mediating.
    Raises Refused: ``no-check`` before anything was checked, ``no-reason``, ``no-number``.
    """
    with doing(case, "file", by=by, at=at) as act:
        found = standing(act.case).check
        act.require(bool(reason.strip()), "没有写理由", "请写涉嫌违法行为，或不予立案的理由", "no-reason")
        act.require(
            len(reason) <= 200 if opens else len(reason) <= LONGEST_REASON, "写得太长", "请精简", "too-long"
        )
        act.require(bool(number.strip()) or not opens, "没有立案号", "请填写立案号", "no-number")
        kind = Decision.Kind.FILED if opens else Decision.Kind.NOT_FILED
        made = decide(act, kind, waits=True, about=found, reason=reason, proof=number if opens else "")
        act.record("violation-proposed" if found else "filing-proposed", data={"decision": kind})
    return made


def repeat(case: Case, first: Case, reason: str, *, is_same: bool, by: Officer, at: datetime) -> Decision:
    """Propose that a report says again what its reporter reported before 重复举报: it is not handled anew.

    ``first`` is the earlier report, open or closed; it may have been a 投诉举报. ``is_same``: the handler has
    made sure that reporter and fact are the same; persons of reports are not indexed, so nobody else can.
    Order 121 art. 35(2). Raises Refused: ``not-same``, ``not-found``, ``wrong-first``, ``no-reason``.
    """
    with doing(case, "repeat", by=by, at=at) as act:
        act.require(is_same, "没有核对是同一举报人、同一事实", "请核对后勾选", "not-same")
        found = visible_to(by, act.day).filter(pk=first.pk, kind=Case.Kind.REPORT).first()
        act.require(found is not None, "没有先收到的这一件举报", "请核对编号", "not-found")
        assert found is not None
        fits = found.pk != act.case.pk and found.stage != Stage.VOIDED and _came_before(found, act.case)
        act.require(fits, "不是在本件以前收到的举报", "请填写先收到的一件的编号", "wrong-first")
        hidden = Party.objects.filter(case=found, role=Party.Role.PETITIONER, is_anonymous=True)
        act.require(
            not hidden.exists(), "先收到的一件是匿名举报", "不能认定是同一举报人，请照常核查", "anonymous"
        )
        act.require(bool(reason.strip()), "没有写理由", "请写明同一事实是什么、前一件怎样处理", "no-reason")
        act.require(len(reason) <= LONGEST_REASON, f"理由超过 {LONGEST_REASON} 字", "请精简", "too-long")
        ruleset = grounds.ruleset_of(standing(act.case), act.day)
        made = decide(act, Decision.Kind.REPEATED, waits=True, first=found, reason=reason, ruleset=ruleset)
        act.record("repeat-proposed", data={"first": found.uid, "ruleset": ruleset})
    return made


def _came_before(first: Case, later: Case) -> bool:
    return (first.opened_on, first.pk) < (later.opened_on, later.pk)
