"""What the centre does with a case: every verb holds its rule, and says how to go on when it refuses."""

import json
from datetime import date, time

import pytest

from gongkai.desk.casework.models import Answer, Assignment, CaseText, Correction, Event
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import (
    Matter,
    Mediation,
    Note,
    Profile,
)
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, PHONE, later, sample
from gongkai.desk.complaints.verbs.sorting import Sorted
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


# registering


def test_a_text_with_both_becomes_two_linked_cases_with_their_own_clocks(centre):
    matter = centre.register(kind="投诉举报")
    complaint, report = matter.registration.cases.order_by("pk")
    assert (complaint.kind, report.kind, matter.cases_count) == ("投诉", "举报", 2)
    assert matter.registration.number == "诉〔2018〕0001号"
    complaint.refresh_from_db()
    report.refresh_from_db()
    assert complaint.due_on == compute("complaint-accept", DAY, settings={"line": "食药"}).due
    assert report.due_on == compute("report-verify", DAY, settings={"line": "食药"}).due


def test_the_text_is_kept_as_it_was_said_and_masked_for_work(centre):
    case = centre.case(text=f"我是{NAME}，电话{PHONE}，要求退款。")
    text = CaseText.objects.get(case=case, field="content")
    assert NAME not in text.masked
    assert "4417" not in text.masked
    assert events(case) == ["registered", "taken-down", "assigned"]


def test_a_secrecy_mark_is_refused_before_anything_is_stored(centre):
    refused("secrecy-mark", centre.register, text="机密★3年 关于某事的情况")
    assert not Matter.objects.exists()


def test_who_is_neither_named_nor_anonymous_is_asked(centre):
    assert "匿名" in refused("no-person", centre.register, person={}).mend
    assert centre.register(person={}, is_anonymous=True, kind="举报").kind == "举报"


def test_a_source_number_is_registered_once(centre):
    centre.register(source_number="371000-1")
    refused("known", centre.register, source_number="371000-1")


def test_safety_words_and_place_are_seen_at_once(centre):
    profile = Profile.objects.get(case=centre.case(text="怡园一家饭店吃饭后食物中毒住院"))
    assert (profile.area, profile.problem, profile.safety) == ("怡园", "safety", "食物中毒")


# handing out


def test_exactly_one_unit_answers_for_a_case(centre):
    case = centre.case()
    refused("wrong-step", verbs.assign, case, centre.units["TH"], by=centre["operator"], at=AT)
    assert Assignment.objects.filter(case=case, until__isnull=True).count() == 1


def test_a_unit_returns_to_the_centre_and_passes_nothing_on(centre):
    case = centre.case()
    refused("not-allowed", verbs.reassign, case, centre.units["TH"], by=centre["handler"],
            approved_by=centre["leader"], reason="x", at=AT)  # fmt: skip
    refused("E_REASON", verbs.give_back, case, "why not", by=centre["handler"], at=AT)
    verbs.give_back(case, "other-place", by=centre["handler"], at=AT)
    assert (step(case), Profile.objects.get(case=case).returned_on) == (Step.ASSIGN, DAY)
    verbs.assign(case, centre.units["TH"], by=centre["operator"], at=later(1))
    assert standing(case).unit == centre.units["TH"]


def test_giving_back_does_not_move_the_clock(centre):
    case = centre.case()
    case.refresh_from_db()
    before = case.due_on
    verbs.give_back(case, "not-ours", by=centre["handler"], at=later(1))
    case.refresh_from_db()
    assert case.due_on == before


def test_reassigning_is_a_correction_that_another_approves(centre):
    case = centre.case()
    same = {"by": centre["office"], "reason": "辖区调整", "at": AT}
    refused("four-eyes", verbs.reassign, case, centre.units["TH"], approved_by=centre["office"], **same)
    verbs.reassign(case, centre.units["TH"], approved_by=centre["leader"], **same)
    assert Correction.objects.get().kind == "改派"


def test_a_handler_is_one_of_the_unit(centre):
    case = centre.case()
    refused("not-eligible", verbs.name_handler, case, centre["other"], by=centre["head"], at=AT)
    verbs.name_handler(case, centre["colleague"], by=centre["head"], at=AT)
    refused("not-allowed", verbs.accept, case, by=centre["handler"], at=AT)
    verbs.accept(case, by=centre["colleague"], at=AT)


def test_sorting_changes_what_is_wrong_and_says_which_columns(centre):
    case = centre.case()
    said = Sorted("食品", "食药", "另一家店", "", "田和", "田和")
    assert set(verbs.sort(case, said, by=centre["operator"], at=AT)) >= {"category", "respondent", "area"}
    refused("unchanged", verbs.sort, case, said, by=centre["operator"], at=AT)


# deciding


def test_acceptance_starts_mediation(centre):
    case = centre.accepted(at=AT)
    matter = Matter.objects.get(registration=case.registration)
    case.refresh_from_db()
    assert (matter.acceptance, matter.accepted_on, step(case)) == ("受理", DAY, Step.MEDIATE)
    assert case.due_on == compute("complaint-mediation", DAY, settings={"line": "食药"}).due


def test_an_anonymous_complaint_cannot_be_accepted(centre):
    case = centre.case(person={}, is_anonymous=True)
    refused("anonymous", verbs.accept, case, by=centre["handler"], at=AT)


def test_a_refusal_needs_a_lawful_ground_and_a_second_person(centre):
    case = centre.case()
    refused("unknown-ground", verbs.refuse, case, "no-lust", "理由", by=centre["handler"], at=AT)
    refused("no-reason", verbs.refuse, case, "not_competent", " ", by=centre["handler"], at=AT)
    verbs.refuse(case, "not_competent", "不属本局", by=centre["head"], at=AT)
    assert step(case) == Step.REVIEW
    refused("four-eyes", verbs.approve, case, by=centre["head"], at=AT)
    verbs.approve(case, by=centre["leader"], at=AT)
    matter = Matter.objects.get(registration=case.registration)
    assert (matter.acceptance, step(case)) == ("不予受理", Step.ANSWER)
    assert matter.refusal_reason == "不属于食品药品监督管理部门监管职责范围"


def test_what_is_sent_back_is_decided_anew(centre):
    case = centre.case()
    verbs.refuse(case, "other", "理由", by=centre["handler"], at=AT)
    verbs.disapprove(case, by=centre["head"], at=AT)
    assert step(case) == Step.ACCEPT
    verbs.accept(case, by=centre["handler"], at=AT)


def test_a_transfer_needs_a_body_and_a_proof(centre):
    case = centre.case()
    refused("no-body", verbs.transfer, case, "", "函1号", by=centre["handler"], at=AT)
    refused("no-proof", verbs.transfer, case, "城管局", "", by=centre["handler"], at=AT)
    verbs.transfer(case, "城管局", "函1号", by=centre["handler"], at=AT)
    centre.answer(case)
    assert verbs.close(case, by=centre["handler"], at=AT).outcome == "移送"


# mediating


def test_mediation_has_invitation_record_and_agreement(centre):
    case, by = centre.accepted(), centre["handler"]
    refused("wrong-day", verbs.invite, case, meets_on=date(2018, 2, 1), place="所", mediator=by, by=by, at=AT)
    verbs.invite(case, meets_on=date(2018, 3, 5), place="怡园所", mediator=by, by=by, at=AT)
    refused("too-early", verbs.hold, case, "双方到场", "记录", by=by, at=AT)
    verbs.hold(case, "双方到场", "双方陈述。", by=by, at=later(4))
    verbs.agree(case, "退还货款4960元", recovered_fen=496_000, by=by, at=later(4))
    centre.answer(case, later(4))
    assert verbs.close(case, by=by, at=later(4)).outcome == "调解成功"
    assert Matter.objects.get().recovered_fen == 496_000
    assert list(Note.objects.order_by("pk").values_list("kind", flat=True)) == ["调解笔录", "调解协议"]


def test_a_mediator_who_stepped_back_does_not_return(centre):
    case, by = centre.accepted(), centre["handler"]
    when = date(2018, 3, 5)
    verbs.invite(case, meets_on=when, place="所", mediator=centre["head"], by=by, at=AT)
    verbs.recuse(case, by=by, at=AT)
    refused("recused", verbs.invite, case, meets_on=when, place="所", mediator=centre["head"], by=by, at=AT)
    verbs.invite(case, meets_on=when, place="所", mediator=centre["colleague"], by=by, at=AT)


@pytest.mark.parametrize(
    ("ground", "outcome"), [("withdrawn", "撤回"), ("timeout", "调解不成"), ("absent", "终止调解")]
)
def test_the_outcome_follows_from_the_ground(centre, ground, outcome):
    case = centre.accepted(channel="12315", line="工商")
    refused("unknown-ground", verbs.end, case, "boredom", by=centre["handler"], at=AT)
    verbs.end(case, ground, by=centre["handler"], at=AT)
    centre.answer(case)
    assert verbs.close(case, by=centre["handler"], at=AT).outcome == outcome


def test_testing_stops_the_clock_and_gives_the_days_back(centre):
    case = centre.accepted(line="工商")
    case.refresh_from_db()
    before = case.due_on
    verbs.begin_test(case, sample(case), by=centre["handler"], at=later(1))
    case.refresh_from_db()
    assert (case.due_on, step(case)) == (None, Step.TEST)
    refused("wrong-step", verbs.agree, case, "x", by=centre["handler"], at=later(1))
    verbs.end_test(case, by=centre["handler"], at=later(10))
    case.refresh_from_db()
    assert (before, case.due_on) == (date(2018, 5, 2), date(2018, 5, 10))  # 1 May moved the first


# reports


def report(centre, **more):
    return centre.case(kind="举报", unit="JC", **more)


def test_a_report_is_checked_before_a_case_is_opened_and_the_head_decides(centre):
    case, by = report(centre), centre["inspector"]
    refused("no-check", verbs.file, case, opens=False, reason="x", by=by, at=AT)
    verbs.check(case, "现场检查，发现过期食品。", by=by, at=AT)
    refused("no-number", verbs.file, case, opens=True, reason="销售过期食品", by=by, at=AT)
    verbs.file(case, opens=True, reason="销售过期食品", number="高市监立〔2018〕1号", by=by, at=AT)
    verbs.approve(case, by=centre["captain"], at=AT)
    clue = case.clues.get()
    assert (clue.investigation.number, clue.investigation.violation) == (
        "高市监立〔2018〕1号",
        "销售过期食品",
    )
    centre.answer(case, by="inspector")
    assert verbs.close(case, by=by, at=AT).outcome == "立案"


def test_a_real_name_reporter_is_told_where_the_law_of_the_day_asks(centre):
    at = AT.replace(year=2021)
    case = report(centre, at=at)
    verbs.check(case, "未发现违法。", by=centre["inspector"], at=at)
    verbs.file(case, opens=False, reason="证据不足", by=centre["inspector"], at=at)
    verbs.approve(case, by=centre["captain"], at=at)
    case.refresh_from_db()
    assert case.due_on == compute("report-notice", at.date(), settings={"line": "食药"}).due
    hidden = report(centre, at=at, person={}, is_anonymous=True)
    verbs.check(hidden, "未发现违法。", by=centre["inspector"], at=at)
    verbs.file(hidden, opens=False, reason="证据不足", by=centre["inspector"], at=at)
    verbs.approve(hidden, by=centre["captain"], at=at)
    hidden.refresh_from_db()
    assert hidden.due_on is None


def test_a_reporter_is_told_where_to_go(centre):
    case = report(centre)
    verbs.tell(case, "环翠区市场监管局", by=centre["inspector"], at=AT)
    centre.answer(case, by="inspector")
    assert verbs.close(case, by=centre["inspector"], at=AT).outcome == "答复"


# answering and closing


def test_nothing_closes_without_an_answer(centre):
    case = centre.accepted()
    verbs.agree(case, "退款", by=centre["handler"], at=AT)
    refused("wrong-step", verbs.close, case, by=centre["handler"], at=AT)
    refused("no-proof", verbs.answer, case, "x", delivery="电话", proof="", by=centre["handler"], at=AT)
    refused(
        "unknown-delivery", verbs.answer, case, "x", delivery="喊话", proof="x", by=centre["handler"], at=AT
    )
    refused("no-box", verbs.answer, case, "x", delivery="门户", proof="", by=centre["handler"], at=AT)
    centre.answer(case)
    assert verbs.close(case, by=centre["handler"], at=AT).outcome == "调解成功"


def test_three_failed_calls_on_different_days_close_lawfully(centre):
    case, by = centre.accepted(), centre["handler"]
    verbs.agree(case, "退款", by=by, at=AT)
    for days in (0, 0, 1):
        verbs.call(case, reached=False, by=by, at=later(days))
    assert "2018-03-02" in refused("not-tried-enough", verbs.unreached, case, by=by, at=later(1)).sentence
    verbs.call(case, reached=False, by=by, at=later(2))
    made = verbs.unreached(case, by=by, at=later(2))
    assert made.proof == "拨打未接通：2018-03-01、2018-03-02、2018-03-03"
    verbs.close(case, by=by, at=later(2))


def test_who_was_reached_cannot_be_called_unreachable(centre):
    case, by = centre.accepted(), centre["handler"]
    verbs.agree(case, "退款", by=by, at=AT)
    for days in (0, 1, 2):
        verbs.call(case, reached=False, by=by, at=later(days))
    verbs.call(case, reached=True, by=by, at=later(3))
    refused("not-tried-enough", verbs.unreached, case, by=by, at=later(3))


def test_an_anonymous_reporter_without_contact_needs_no_call(centre):
    case = report(centre, person={}, is_anonymous=True)
    verbs.tell(case, "某局", by=centre["inspector"], at=AT)
    verbs.unreached(case, by=centre["inspector"], at=AT)
    assert Answer.objects.get().proof == "匿名，没有联系方式"


def test_a_meeting_is_moved_with_its_mediator_and_nobody_seems_to_have_stepped_back(centre):
    case, by = centre.accepted(), centre["handler"]
    where = {"place": "怡园所", "by": by, "at": AT}
    verbs.invite(case, meets_on=date(2018, 3, 5), meets_at=time(9), mediator=by, **where)
    refused("wrong-day", verbs.move_meeting, case, meets_on=date(2018, 3, 1), meets_at=time(9), **where)
    moved = verbs.move_meeting(case, meets_on=date(2018, 3, 7), meets_at=time(14, 30), **where)
    first = Mediation.objects.exclude(pk=moved.pk).get()
    assert (first.became, first.recused_on, moved.mediator) == ("改期或者取消", None, by)
    assert moved.when == "2018年3月7日（周三）14时30分"
    assert list(Mediation.called()) == [moved]
    verbs.end(case, "other", by=by, at=AT)
    moved.refresh_from_db()
    assert (moved.called_off_on, moved.recused_on) == (AT.date(), None)
