"""A violation that was found while mediating 调解中发现涉嫌违法行为: written down, so its clock runs.

It is checked with :func:`~gongkai.desk.complaints.verbs.reporting.check` and decided with ``file`` and
``approve`` as a report is, and given more time with ``ask_time``; but it stays with its complaint.
"""

from __future__ import annotations

from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.acting import doing, write
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import Clue, Decision, Note, Violation
from gongkai.desk.enforcement.models import Investigation

LONGEST_WHAT = 200
"""Characters of a suspected violation."""


def find_violation(
    case: Case, what: str, gist: str, *, by: Officer, at: datetime, found_on: date | None = None
) -> Violation:
    """Write down what the mediator came upon: which violation, what was seen, on ``found_on`` or today.

    Raises Refused: ``no-text``, ``too-long``, ``wrong-date`` before acceptance, after mediation ended or in
    the future.
    """
    with doing(case, "find_violation", by=by, at=at) as act:
        one, on = standing(act.case), found_on or act.day
        act.require(bool(what.strip()), "没有写涉嫌违法行为", "请填写涉嫌什么违法行为", "no-text")
        act.require(len(what) <= LONGEST_WHAT, f"超过 {LONGEST_WHAT} 字", "请精简", "too-long")
        last = min(one.ended_on or act.day, act.day)
        fits = one.accepted_on is not None and one.accepted_on <= on <= last
        act.require(
            fits,
            f"发现日期 {on} 不在受理到调解结束之间（{one.accepted_on} 至 {last}）",
            "请核对日期",
            "wrong-date",
        )
        note, commitment = write(act, Note.Kind.VIOLATION, gist)
        made = Violation.objects.create(
            case=act.case,
            what=mask(what.strip())[:LONGEST_WHAT],
            found_on=on,
            recorded_on=act.day,
            recorded_by=by,
            gist=note,
        )
        act.record("violation-found", occurred=on, commits={"gist": commitment})
    return made


def settle(act: Act, decided: Decision, investigation: Investigation | None) -> None:
    """The approved decision ends the check: its investigation, or none, with the event."""
    found = decided.violation
    assert found is not None and decided.proposed_by is not None
    found.settled_on, found.investigation = act.day, investigation
    found.save(update_fields=["settled_on", "investigation"])
    data = {"decision": decided.kind, "proposed_by": decided.proposed_by.uid}
    if investigation is not None:
        Clue.objects.get_or_create(case=act.case, investigation=investigation, defaults={"on": act.day})
        data["investigation"] = investigation.uid
    act.record("violation-decided", data=data)
