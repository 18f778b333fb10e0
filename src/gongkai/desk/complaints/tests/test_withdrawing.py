"""The citizen withdraws, at whatever stage: a complaint ends, a report goes on, nobody waits in vain."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from gongkai.desk.agencies.rules import held
from gongkai.desk.complaints import arriving, verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.models import FollowUp, Mediation, Note
from gongkai.desk.complaints.tests.centre import PHONE
from gongkai.desk.complaints.tests.test_arriving import message
from gongkai.desk.complaints.tests.test_telling import agreed, read, received
from gongkai.desk.complaints.waiting import waiting

pytestmark = pytest.mark.django_db
IN_2022 = datetime(2022, 5, 9, 2, tzinfo=UTC)
MEETS = date(2022, 5, 16)


def withdraw(*cases, n=1, **said):
    return arriving.receive(message("withdraw", cases, n, at=IN_2022, **said or {"text": ""}))


def invite(centre, case, at=IN_2022, meets_on=MEETS):
    by = centre["handler"]
    given = {"meets_on": meets_on, "meets_at": time(9, 30), "place": "怡园所调解室", "mediator": by}
    return verbs.invite(case, **given, by=by, at=at)


def parts(centre, who, day):
    found = waiting(centre[who], day, held(centre[who], day))
    return {part.key: part.jobs for part in found if part.jobs and part.key != "complaints"}


def test_before_acceptance_the_complaint_ends_and_the_way_back_is_said(centre):
    _box, case = received(centre, at=IN_2022)
    taken = withdraw(case, text="不想投诉了")
    assert taken.status == "投诉已撤回"
    assert taken.text == "您的投诉已按您的要求撤回，不再办理。想继续办理的，请在本页补充说明。"
    assert standing(case).step == Step.ANSWER


def test_while_it_is_mediated_the_meeting_is_called_off_and_both_sides_are_told(centre, client_of):
    today = timezone.now()
    box, case = received(centre, at=today)
    verbs.accept(case, by=centre["handler"], at=today)
    invite(centre, case, today, today.date() + timedelta(days=9))
    assert [job.stands for job in parts(centre, "handler", today.date())["meetings"]] == ["等调解"]
    arriving.receive(message("withdraw", [case], 1, at=today, text="已经和解"))
    assert not Mediation.called().exists()
    assert "meetings" not in parts(centre, "handler", today.date())
    said = read(box)[-1][2]
    assert said.startswith("原定") and "9时30分在怡园所调解室进行的调解取消，请不用到场。" in said
    assert "请告知被投诉人：不用到场" in client_of("handler").get(f"/complaints/{case.uid}/").content.decode()


def test_who_withdraws_by_telephone_reads_it_with_the_code_too(centre):
    box, case = received(centre, at=IN_2022)
    verbs.accept(case, by=centre["handler"], at=IN_2022)
    invite(centre, case)
    verbs.withdraw(case, "录音 LY-4", by=centre["handler"], at=IN_2022)
    assert [one[1] for one in read(box)][-2:] == ["", "投诉已撤回"]
    assert not Mediation.called().exists()


def test_after_the_answer_nothing_is_undone_and_a_reply_is_promised_by_a_day(centre):
    _box, case = received(centre, at=IN_2022)
    agreed(centre, case, IN_2022)
    taken = withdraw(case)
    assert (taken.status, taken.text) == (
        "",
        "您的撤回已收到。撤回以前已经作出的处理不变。我们在2022年5月12日（周四）以前回应您。",
    )
    assert standing(case).step == Step.CLOSE


def test_a_withdrawal_without_a_reason_is_not_called_an_enclosure(centre, client_of):
    _box, case = received(centre, at=IN_2022)
    agreed(centre, case, IN_2022)
    withdraw(case)
    page = client_of("handler").get(f"/complaints/{case.uid}/").content.decode()
    assert "申请撤回：没有写原因" in page and "只有附件" not in page
    assert "后续反映 1 条待回应，05-12 周四 以前" in page


def test_a_report_goes_on_and_says_by_when__order_20_art_31(centre):
    _box, report = received(centre, "report", at=IN_2022)
    taken = withdraw(report, text="怕被报复")
    assert taken.text == (
        "您的撤回已收到。举报不因撤回而终止，仍会依法核查。"
        "我们在2022年5月30日（周一）以前核查并决定是否立案，检测、鉴定的时间依规定扣除。"
        "我们在2022年5月12日（周四）以前回应您。"
    )
    assert standing(report).step == Step.CHECK


def test_of_both_the_report_goes_on_and_so_does_the_receipt(centre):
    _box, complaint, report = received(centre, "both", at=IN_2022)
    taken = withdraw(complaint, report)
    assert taken.status == "办理中"
    assert "撤回，不再办理。举报不因撤回而终止，仍会依法核查。我们在2022年5月30日（周一）以前" in taken.text
    assert (standing(complaint).step, standing(report).step) == (Step.ANSWER, Step.CHECK)


def test_what_was_said_later_waits_on_the_first_page_by_its_day_also_of_closed_cases(centre):
    _box, case = received(centre, at=IN_2022)
    agreed(centre, case, IN_2022)
    verbs.close(case, by=centre["handler"], at=IN_2022)
    arriving.receive(message("supplement", [case], 1, at=IN_2022, text="钱没有到"))
    (job,) = parts(centre, "handler", IN_2022.date())["later"]
    assert (job.on, job.stands) == (date(2022, 5, 12), "待回应")
    assert parts(centre, "other", IN_2022.date()) == {}
    verbs.respond(case, "已催", by=centre["handler"], at=IN_2022)
    assert parts(centre, "handler", IN_2022.date()) == {}
    assert FollowUp.objects.get().handled_on == IN_2022.date()


def test_a_meeting_of_ones_own_is_called_off_when_one_is_heard_with_another(centre):
    main = centre.accepted(IN_2022)
    case = centre.accepted(IN_2022, person={"name": "林一帆", "phone": PHONE.replace("4417", "4418")})
    invite(centre, case)
    verbs.join(case, main, "录音 LY-7", by=centre["handler"], at=IN_2022)
    assert Mediation.objects.get().called_off_on == IN_2022.date()


def test_the_citizens_reason_for_withdrawing_is_headed_as_what_it_is(centre, client_of):
    _box, case = received(centre, at=IN_2022)
    arriving.receive(message("withdraw", [case], 1, at=IN_2022, text="商家已退款"))
    assert Note.objects.get(case=case).kind == "撤回理由"
    page = client_of("handler").get(f"/complaints/{case.uid}/").content.decode()
    assert "<b>撤回理由</b>" in page and "<b>办理记录</b>" not in page


@pytest.mark.parametrize(("hour", "told"), [((12, 1, 29), True), ((12, 1, 30), False), ((13, 1, 0), False)])
def test_nobody_is_told_not_to_come_to_a_meeting_whose_hour_has_passed(centre, hour, told):
    box, case = received(centre, at=IN_2022)
    verbs.accept(case, by=centre["handler"], at=IN_2022)
    invite(centre, case, meets_on=date(2022, 5, 12))
    at = datetime(2022, 5, *hour, tzinfo=UTC)
    verbs.withdraw(case, "录音 LY-9", by=centre["handler"], at=at)
    assert any("请不用到场" in text for _kind, _status, text in read(box)) is told
    assert Mediation.objects.get().called_off_on == at.date()
