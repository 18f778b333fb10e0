"""Testing and appraisal 检测、鉴定: agreed or designated by the law of the day; the limit stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.flow import Act
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Case, Pause
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import grounds
from gongkai.desk.complaints.acting import doing, refresh
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.heard import heard_in
from gongkai.desk.complaints.models import LabTest

Chosen = LabTest.Chosen
LONGEST_WHAT, LONGEST_BODY, LONGEST_PROOF = 200, 80, 200
"""Characters of what is tested, of a body's name, of a proof or a report."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What goes to which body, who chose it, who pays, with which proof of that."""

    what: str
    body: str
    chosen: str
    payer: str
    proof: str = ""
    expected_on: date | None = None


def begin_test(case: Case, said: Sample, *, by: Officer, at: datetime) -> LabTest:
    """A sample goes to the laboratory 送检: the clock stands still from this day on, where the law says so.

    Raises Refused: ``nothing-tested``, ``no-body``, ``unknown-choice``, ``no-proof``, ``wrong-date`` for a
    day that has passed, ``not-agreed`` where the law of the day lets nobody but both sides choose the body,
    ``not-ours`` for a complaint whose sides did not choose.
    """
    with doing(case, "begin_test", by=by, at=at) as act:
        _demand(act, said)
        made = LabTest.objects.create(
            pause=Pause.objects.create(case=act.case, kind=Pause.Kind.TESTING, since=act.day),
            case=act.case,
            what=mask(said.what.strip())[:LONGEST_WHAT],
            body=said.body.strip()[:LONGEST_BODY],
            chosen=said.chosen,
            payer=said.payer,
            proof=mask(said.proof.strip())[:LONGEST_PROOF],
            expected_on=said.expected_on,
            by=act.by,
        )
        expected = said.expected_on.isoformat() if said.expected_on else ""
        act.record("testing-began", data={"chosen": said.chosen, "payer": said.payer, "expected": expected})
        _with_the_heard(act, "main-testing-began")
    return made


def end_test(case: Case, report: str = "", *, by: Officer, at: datetime) -> Pause:
    """The report of the laboratory came; the clock runs again from the next day."""
    with doing(case, "end_test", by=by, at=at) as act:
        running = Pause.objects.get(case=act.case, kind=Pause.Kind.TESTING, until__isnull=True)
        running.until = act.day
        running.save(update_fields=["until"])
        LabTest.objects.filter(pause=running).update(report=mask(report.strip())[:LONGEST_PROOF])
        act.record("testing-ended", data={"since": running.since.isoformat()})
        _with_the_heard(act, "main-testing-ended")
    return running


def _with_the_heard(act: Act, type_: str) -> None:
    """The limits of those that are heard in this mediation stand still and run on with it."""
    together = list(heard_in(act.case))
    for case in together:
        data = {"main": act.case.uid, "number": short(act.case.registration.number)}
        record(case.stream, type_, by=act.by, occurred=act.day, at=act.at, data=data)
    if together:
        refresh(*together, at=act.at)


def _demand(act: Act, said: Sample) -> None:
    act.require(bool(said.what.strip()), "没有写检测、鉴定什么", "请填写样品和项目", "nothing-tested")
    act.require(bool(said.body.strip()), "没有写检测、鉴定机构", "请填写机构名称", "no-body")
    known = said.chosen in Chosen.values and said.payer in LabTest.Payer.values
    act.require(known, "没有选机构怎样确定、费用由谁承担", "请选择", "unknown-choice")
    late = said.expected_on is not None and said.expected_on < act.day
    act.require(not late, f"预计出结果日期 {said.expected_on} 已过", "请核对日期", "wrong-date")
    is_report = act.case.kind == Case.Kind.REPORT
    fits = is_report or said.chosen != Chosen.OURS
    act.require(fits, "投诉中的检测、鉴定由双方协商确定机构", "请选双方协商确定，并写凭证", "not-ours")
    has_proof = said.chosen == Chosen.OURS or bool(said.proof.strip())
    act.require(has_proof, "没有写协商或者指定的凭证", "请写书面协议、录音编号或者指定文书号", "no-proof")
    if is_report or said.chosen != Chosen.DESIGNATED:
        return
    one = standing(act.case)
    law = grounds.testing(one)
    act.require(
        law is None or law.designates is not False,
        "收到之日施行的规定没有让本局指定检测、鉴定机构",
        "；".join(filter(None, (grounds.not_agreed(one), law.in_words if law else ""))),
        "not-agreed",
    )
