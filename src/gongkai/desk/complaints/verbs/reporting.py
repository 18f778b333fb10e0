"""Checks 核查 of reports and of violations found while mediating; the head decides about opening a case."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.acting import LONGEST_REASON, decide, doing, write
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Decision, Note


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
        checks = Note.objects.filter(case=act.case, kind=Note.Kind.CHECK)
        checked = checks.filter(pk__gt=found.gist_id) if found is not None else checks
        act.require(checked.exists(), "还没有核查记录", "请先记录核查", "no-check")
        act.require(bool(reason.strip()), "没有写理由", "请写涉嫌违法行为，或不予立案的理由", "no-reason")
        act.require(
            len(reason) <= 200 if opens else len(reason) <= LONGEST_REASON, "写得太长", "请精简", "too-long"
        )
        act.require(bool(number.strip()) or not opens, "没有立案号", "请填写立案号", "no-number")
        kind = Decision.Kind.FILED if opens else Decision.Kind.NOT_FILED
        made = decide(act, kind, waits=True, about=found, reason=reason, proof=number if opens else "")
        act.record("violation-proposed" if found else "filing-proposed", data={"decision": kind})
    return made
