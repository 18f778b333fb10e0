"""After the answer: calls back, reopening, what is said later, pressure; cases together and apart."""

import json
from datetime import date

import pytest

from gongkai.desk.casework.models import Case, CaseText, Closing, Event
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import (
    Callback,
    Decision,
    FollowUp,
    Joint,
    Matter,
    Receipt,
    Supervision,
)
from gongkai.desk.complaints.screens.course import course
from gongkai.desk.complaints.tests.centre import AT, DAY, later
from gongkai.law.deadlines import compute
from gongkai.refusal import Refused


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    assert found.value.code == code, found.value
    return found.value


def events(case):
    return list(Event.objects.filter(stream=case.stream).order_by("n").values_list("type", flat=True))


def last_data(case):
    event = Event.objects.filter(stream=case.stream).order_by("-n").first()
    return json.loads(bytes(event.body)).get("data", {})


def step(case):
    return standing(case).step


def test_who_handled_a_case_never_calls_back(centre):
    case = centre.closed()
    refused(
        "not-allowed", verbs.callback, case, reached=True, satisfaction="满意", by=centre["handler"], at=AT
    )
    refused("no-satisfaction", verbs.callback, case, reached=True, by=centre["operator"], at=AT)
    verbs.callback(case, reached=False, by=centre["operator"], at=AT)
    verbs.callback(case, reached=True, satisfaction="满意", by=centre["operator"], at=later(1))
    refused(
        "wrong-step",
        verbs.callback,
        case,
        reached=True,
        satisfaction="满意",
        by=centre["operator"],
        at=later(1),
    )
    assert (Matter.objects.get().satisfaction, Callback.objects.count()) == ("满意", 2)


def test_an_operator_with_a_hand_in_the_case_does_not_call_back(centre):
    case = centre.answered()
    verbs.call(case, reached=True, by=centre["operator"], at=AT)
    verbs.close(case, by=centre["handler"], at=AT)
    refused(
        "not-allowed", verbs.callback, case, reached=True, satisfaction="满意", by=centre["operator"], at=AT
    )
    verbs.callback(case, reached=True, satisfaction="不满意", by=centre["operator2"], at=AT)
    assert Supervision.objects.get().rule == "unsatisfied"


def test_a_reopened_case_gets_a_new_clock_and_must_be_answered_again(centre):
    case, by = centre.closed(), centre["handler"]
    verbs.reopen(case, "dissatisfied", by=centre["operator"], at=later(20))
    case.refresh_from_db()
    assert case.due_on == compute("complaint-mediation", later(20).date(), settings={"line": "食药"}).due
    assert step(case) == Step.MEDIATE
    verbs.agree(case, "再退一半", by=by, at=later(21))
    assert step(case) == Step.ANSWER
    centre.answer(case, later(21))
    verbs.close(case, by=by, at=later(21))
    assert Closing.objects.filter(case=case).count() == 2


def test_what_is_taken_up_again_on_the_day_of_its_answer_is_answered_again(centre):
    case, by = centre.case(kind="咨询"), centre["handler"]
    centre.answer(case)
    verbs.close(case, by=by, at=AT)
    verbs.reopen(case, "dissatisfied", by=centre["operator"], at=AT)
    assert step(case) == Step.ANSWER
    refused("wrong-step", verbs.close, case, by=by, at=AT)
    centre.answer(case)
    assert step(case) == Step.CLOSE
    verbs.close(case, by=by, at=AT)


def test_a_refused_complaint_is_decided_anew_and_last_years_figure_stays(centre):
    case, by = centre.case(), centre["handler"]
    verbs.refuse(case, "other", "理由", by=by, at=AT)
    verbs.approve(case, by=centre["head"], at=AT)
    centre.answer(case)
    verbs.close(case, by=by, at=AT)
    verbs.reopen(case, "remedy", by=centre["office"], at=later(30))
    assert step(case) == Step.ACCEPT
    verbs.accept(case, by=by, at=later(30))
    assert (Matter.objects.get().acceptance, step(case)) == ("不予受理", Step.MEDIATE)


def test_what_is_said_later_always_lands(centre):
    case = centre.closed()
    made = verbs.follow_up(case, "又坏了", channel="12315", by=centre["operator"], at=later(3))
    assert (made.reopened, made.handled_on) == (False, None)
    assert verbs.respond(case, "已转告维修", by=centre["operator"], at=later(4)) == 1
    again = verbs.follow_up(
        case, "不满意", channel="12345", reopens="dissatisfied", by=centre["operator"], at=later(5)
    )
    case.refresh_from_db()
    assert (again.reopened, case.stage) == (True, "open")


def test_a_follow_up_on_an_open_case_must_be_answered_before_closing(centre):
    case = centre.answered()
    verbs.follow_up(case, "还要赔偿", channel="12315", by=centre["operator"], at=AT)
    refused("follow-up", verbs.close, case, by=centre["handler"], at=AT)
    verbs.respond(case, "已说明", by=centre["handler"], at=AT)
    verbs.close(case, by=centre["handler"], at=AT)
    assert FollowUp.objects.get().handled_on == DAY


def test_enough_chasing_becomes_supervision(centre):
    case = centre.case()
    for _ in range(2):
        verbs.urge(case, by=centre["operator"], at=AT)
    assert not Supervision.objects.exists()
    verbs.urge(case, by=centre["operator"], at=AT)
    assert Supervision.objects.get().rule == "urged"
    verbs.lift(case, by=centre["leader"], at=later(1))
    verbs.supervise(case, by=centre["leader"], at=later(1))
    refused("wrong-step", verbs.supervise, case, by=centre["leader"], at=later(1))


def test_chasing_by_the_person_and_by_the_office_are_counted_apart(centre):
    case = centre.case()
    verbs.urge(case, by=centre["operator"], at=AT)
    verbs.urge(case, by=centre["leader"], at=AT, by_petitioner=False)
    told = [row["detail"] for row in course(case) if row["type"] == "催办"]
    assert sorted(told) == ["本局第 1 次", "诉求人第 1 次"]


def test_what_is_far_over_its_limit_comes_under_supervision_by_rule(centre):
    case = centre.case()
    assert verbs.supervise_overdue(centre.agency, at=later(10)) == 0
    assert verbs.supervise_overdue(centre.agency, at=later(40)) == 1
    assert verbs.supervise_overdue(centre.agency, at=later(41)) == 0
    assert events(case)[-1] == "supervised"


# together and apart


def test_complainants_are_heard_together_only_with_consent_and_part_without_loss(centre):
    main, case = centre.accepted(), centre.accepted()
    by = centre["handler"]
    refused("no-consent", verbs.join, case, main, "", by=by, at=AT)
    refused("wrong-main", verbs.join, case, case, "书面同意", by=by, at=AT)
    elsewhere = centre.accepted(respondent="别家", credit_code="")
    refused("other-respondent", verbs.join, elsewhere, main, "书面同意", by=by, at=AT)
    case.refresh_from_db()
    before = case.due_on
    verbs.join(case, main, "书面同意", by=by, at=AT)
    case.refresh_from_db()
    assert (case.due_on, step(case)) == (before, Step.JOINED)  # no law lets the limit wait
    refused("is-main", verbs.join, main, case, "书面同意", by=by, at=AT)
    verbs.unjoin(case, by=by, at=later(1))
    case.refresh_from_db()
    assert (case.due_on, step(case), Joint.objects.get().undone_on) == (
        before,
        Step.MEDIATE,
        date(2018, 3, 2),
    )
    assert CaseText.objects.filter(case=case, field="content").exists()


@pytest.mark.parametrize("how", ["agree", "end", "withdraw", "void"])
def test_who_was_heard_with_another_goes_on_with_a_clock_when_that_mediation_ends(centre, how):
    main, case = centre.accepted(), centre.accepted()
    by = centre["handler"]
    verbs.join(case, main, "书面同意", by=by, at=AT)
    match how:
        case "agree":
            verbs.agree(main, "退还货款", by=by, at=later(2))
        case "end":
            verbs.end(main, "other", by=by, at=later(2))
        case "withdraw":
            verbs.withdraw(main, "书面申请", by=by, at=later(2))
        case "void":
            said = {"by": centre["office"], "approved_by": centre["leader"]}
            verbs.void(main.registration, reason="误录", at=later(2), **said)
    case.refresh_from_db()
    assert (step(case), case.due_on is None) == (Step.MEDIATE, False)
    assert Joint.objects.get().undone_on == later(2).date()
    assert (events(case)[-1], events(main).count("was-parted")) == ("parted", 1)
    assert course(case)[0]["detail"].startswith("诉〔2018〕")


@pytest.mark.parametrize("how", ["withdraw", "void"])
def test_who_was_heard_with_another_and_ends_alone_leaves_that_mediation(centre, how):
    main, case = centre.accepted(), centre.accepted()
    verbs.join(case, main, "书面同意", by=centre["handler"], at=AT)
    if how == "withdraw":
        verbs.withdraw(case, "书面申请", by=centre["handler"], at=later(2))
    else:
        said = {"by": centre["office"], "approved_by": centre["leader"]}
        verbs.void(case.registration, reason="误录", at=later(2), **said)
    assert Joint.objects.get().undone_on == later(2).date()
    assert ("parted" in events(case), events(main)[-1], step(main)) == (True, "was-parted", Step.MEDIATE)


def test_splitting_makes_the_other_case_with_its_own_key(centre):
    case = centre.case()
    made = verbs.split(case, by=centre["operator"], at=AT)
    assert (made.kind, made.registration_id) == ("举报", case.registration_id)
    assert bytes(made.keys.dek_h) != bytes(case.keys.dek_h)
    matter = Matter.objects.get()
    assert (matter.kind, matter.cases_count) == ("投诉举报", 2)
    refused("wrong-step", verbs.split, case, by=centre["operator"], at=AT)


def test_the_same_letter_over_two_hotlines_is_one_with_both_receipts(centre):
    first = centre.register().registration
    second = centre.register(channel="12345", source_number="W-7").registration
    verdict = verbs.judge(second, first, "同一信件", by=centre["operator"], at=AT)
    assert Receipt.objects.get(registration=first).source_number == "W-7"
    refused("judged", verbs.judge, first, second, "无关", by=centre["operator"], at=AT)
    verbs.undo_verdict(verdict, by=centre["operator"], at=later(1))
    assert not Receipt.objects.exists()
    assert Case.objects.filter(registration=second).exists()


def test_withdrawal_needs_a_proof(centre):
    case = centre.accepted()
    refused("no-proof", verbs.withdraw, case, "", by=centre["handler"], at=AT)
    verbs.withdraw(case, "录音 LY-2", by=centre["handler"], at=AT)
    centre.answer(case)
    assert verbs.close(case, by=centre["handler"], at=AT).outcome == "撤回"
    assert Decision.objects.filter(case=case).last().proof == "录音 LY-2"


def test_nobody_acts_on_a_case_that_they_cannot_see(centre):
    case = centre.case()
    refused("not-found", verbs.accept, case, by=centre["other"], at=AT)
