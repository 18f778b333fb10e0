"""The platform's worksheet: back in time and with proof, more time once, its own clock beside the law's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import arriving, verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.listing import Reader, views
from gongkai.desk.complaints.models import Decision, Matter, PlatformAsk
from gongkai.desk.complaints.tests.centre import AT, DAY, later
from gongkai.desk.complaints.tests.test_arriving import message
from gongkai.desk.complaints.waiting import waiting
from gongkai.desk.lists import marks
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
SHEET = {
    "channel": "12345",
    "source_number": "WH180301007",
    "forwarded_by": "市12345热线",
    "forwarded_on": DAY,
    "feedback_due": date(2018, 3, 8),
}
NOT_OURS, LIST = "属于城管部门职责", "权责清单第12条"


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def sheet_of(case):
    return Matter.objects.get(registration=case.registration_id)


def test_a_worksheet_goes_back_only_in_time_and_with_proof(centre):
    case, by = centre.case(**SHEET), centre["handler"]
    assert code(verbs.ask_return, case, NOT_OURS, " ", by=by, at=AT) == "no-proof"
    assert code(verbs.ask_return, case, "", LIST, by=by, at=AT) == "no-reason"
    assert code(verbs.ask_return, case, NOT_OURS, LIST, by=by, at=later(4)) == "return-late"
    made = verbs.ask_return(case, NOT_OURS, LIST, by=by, at=later(1))
    assert (made.number, made.due_before) == ("WH180301007", date(2018, 3, 8))
    assert code(verbs.ask_return, case, NOT_OURS, LIST, by=by, at=later(1)) == "wrong-step"
    assert code(verbs.ask_return, centre.case(), NOT_OURS, LIST, by=by, at=AT) == "wrong-step"


def test_until_the_platform_agrees_the_statutory_clock_runs_and_nothing_closes(centre):
    case, by = centre.case(**SHEET), centre["handler"]
    case.refresh_from_db()
    due = case.due_on
    verbs.ask_return(case, NOT_OURS, LIST, by=by, at=AT)
    case.refresh_from_db()
    assert case.due_on == due
    assert standing(case).step == Step.ACCEPT
    verbs.accept(case, by=by, at=AT)
    verbs.agree(case, "退款", by=by, at=AT)
    centre.answer(case)
    assert code(verbs.close, case, by=by, at=AT) == "returning"
    assert code(verbs.answer_return, case, True, "同意", by=by, at=AT) == "wrong-step"
    verbs.answer_return(case, False, "不同意，请继续办理", by=by, at=AT)
    verbs.close(case, by=by, at=AT)


def test_what_the_platform_takes_back_is_handed_over_and_answered(centre):
    case, by = centre.case(**SHEET), centre["handler"]
    verbs.ask_return(case, NOT_OURS, LIST, by=by, at=AT)
    verbs.answer_return(case, True, "审核单 T-9", by=centre["operator"], at=later(1))
    made = Decision.objects.get(case=case)
    assert (made.kind, made.body) == ("移送", "市12345热线")
    assert "WH180301007" in made.proof
    assert sheet_of(case).is_returned
    assert standing(case).step == Step.ANSWER
    kinds = set(Event.objects.filter(stream=case.stream).values_list("type", flat=True))
    assert {"return-asked", "return-answered"} <= kinds


def test_more_time_is_asked_once_before_the_date_and_moves_only_the_platforms(centre):
    case, by = centre.case(**SHEET), centre["handler"]
    case.refresh_from_db()
    due, wanted = case.due_on, date(2018, 3, 15)
    assert code(verbs.ask_extension, case, "检测中", DAY, by=by, at=AT) == "wrong-date"
    assert (
        code(verbs.ask_extension, case, "检测中", date(2018, 4, 1), by=by, at=later(10)) == "extension-late"
    )
    verbs.ask_extension(case, "等检测报告", wanted, by=by, at=AT)
    assert sheet_of(case).feedback_due == date(2018, 3, 8)
    early = date(2018, 3, 2)
    assert code(verbs.answer_extension, case, True, "同意", until=early, by=by, at=AT) == "wrong-date"
    verbs.answer_extension(case, True, "同意", by=by, at=AT)
    assert (sheet_of(case).feedback_due, sheet_of(case).is_extended) == (wanted, True)
    case.refresh_from_db()
    assert case.due_on == due
    assert code(verbs.ask_extension, case, "再延", date(2018, 4, 1), by=by, at=AT) == "extended"


def test_a_refused_extension_leaves_the_date_and_may_be_asked_again(centre):
    case, by = centre.case(**SHEET), centre["handler"]
    verbs.ask_extension(case, "等检测报告", date(2018, 3, 15), by=by, at=AT)
    assert code(verbs.answer_extension, case, False, "", by=by, at=AT) == "no-proof"
    verbs.answer_extension(case, False, "理由不足", by=by, at=AT)
    assert (sheet_of(case).feedback_due, sheet_of(case).is_extended) == (date(2018, 3, 8), False)
    verbs.ask_extension(case, "检测机构已受理", date(2018, 3, 15), by=by, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformAsk.objects.filter(answered_on__isnull=True).update(granted=True)


def test_a_worksheet_sent_again_brings_its_new_date(centre):
    case = centre.closed(**SHEET)
    by = centre["operator"]
    sent = {"channel": "12345", "reopens": "dissatisfied"}
    assert code(verbs.follow_up, case, "不满意", **sent, feedback_due=DAY, by=by, at=later(5)) == "wrong-date"
    verbs.follow_up(case, "不满意", **sent, feedback_due=date(2018, 3, 20), by=by, at=later(5))
    assert (sheet_of(case).feedback_due, sheet_of(case).is_redone) == (date(2018, 3, 20), True)


def test_the_queue_and_the_first_page_say_what_the_platform_wants_and_when(centre):
    now, day = timezone.now(), today()
    case = centre.case(now, **(SHEET | {"forwarded_on": day, "feedback_due": day}))
    other = centre.case(now, **(SHEET | {"source_number": "2", "feedback_due": date(2099, 1, 1)}))
    verbs.contest(other, "环翠区市场监督管理局", "经营地", by=centre["handler"], at=now)
    marks.settle_all(10_000)
    reader = Reader.of(centre["operator"], day)
    for view, wanted in (("platform", case), ("contest", other)):
        rows, _, _ = reader.page(views(reader.officer, day)[view], {}, {}, 20, 100)
        assert [row.record_id for row in rows] == [wanted.pk]
    parts = {part.key: part for part in waiting(centre["operator"], day, held(centre["operator"], day))}
    assert [job.on for job in parts["platform"].jobs] == [day]
    assert "WH180301007" in parts["platform"].jobs[0].words
    assert [job.stands for job in parts["contests"].jobs] == ["管辖争议"]
    web = Client()
    web.force_login(centre["operator"])
    page = web.get("/complaints/").content.decode()
    assert f"平台 {day:%m-%d}" in page
    assert "管辖" in page
    verbs.ask_return(case, NOT_OURS, LIST, by=centre["handler"], at=now)
    verbs.answer_return(case, True, "同意", by=centre["operator"], at=now)
    marks.settle_all(10_000)
    assert reader.counted([views(reader.officer, day)["platform"]], 100) == [0]


def test_the_page_shows_number_and_date_and_takes_the_acts(centre):
    now, day = timezone.now(), today()
    case = centre.case(now, **(SHEET | {"forwarded_on": day, "feedback_due": day}))
    web = Client()
    web.force_login(centre["handler"])
    page = f"/complaints/{case.uid}/"
    shown = web.get(page).content.decode()
    assert "平台工单" in shown
    assert "WH180301007" in shown
    assert "不因延期改变" in web.get(page + "?do=ask_extension").content.decode()
    data = {"reason": "等检测", "wanted_on": "2099-01-05"}
    assert web.post(page + "do/ask_extension", data).status_code == 302
    assert "等平台审核" in web.get(page).content.decode()
    assert web.post(page + "do/answer_extension", {"word": "yes", "said": "同意"}).status_code == 302
    assert "平台同意 2099-01-05" in web.get(page).content.decode()
    assert web.post(page + "do/ask_return", {"reason": NOT_OURS, "proof": LIST}).status_code == 302
    assert web.post(page + "do/answer_return", {"word": "no", "said": "不同意"}).status_code == 302
    assert "平台不同意" in web.get(page).content.decode()


IN_2026 = datetime(2026, 4, 15, 2, tzinfo=UTC)


def test_since_order_121_nothing_closes_without_its_number_on_the_national_platform(centre):
    by = centre["handler"]
    case = centre.answered(IN_2026, channel="来信")
    assert code(verbs.close, case, by=by, at=IN_2026) == "not-on-platform"
    assert code(verbs.enter_platform, case, " ", by=by, at=IN_2026) == "no-number"
    verbs.enter_platform(case, "37100226001", by=by, at=IN_2026)
    assert code(verbs.enter_platform, case, "37100226002", by=by, at=IN_2026) == "wrong-step"
    verbs.close(case, by=by, at=IN_2026)
    other = centre.case(IN_2026, channel="来信")
    assert code(verbs.enter_platform, other, "37100226001", by=by, at=IN_2026) == "doubled"
    platforms = centre.answered(IN_2026, channel="12315", source_number="37100226009")
    verbs.close(platforms, by=by, at=IN_2026)


def test_before_order_121_no_such_number_is_asked_for(centre):
    case = centre.case(channel="来信")
    assert code(verbs.enter_platform, case, "1", by=centre["handler"], at=AT) == "wrong-step"
    day_before = IN_2026 - timedelta(days=1)
    verbs.close(centre.answered(day_before, channel="来信"), by=centre["handler"], at=day_before)


def test_the_queue_says_what_is_not_on_the_platform_yet(centre):
    case = centre.case(timezone.now(), channel="来信")
    web = Client()
    web.force_login(centre["operator"])
    assert "未录入平台" in web.get("/complaints/").content.decode()
    verbs.enter_platform(case, "37100226001", by=centre["operator"], at=timezone.now())
    assert "未录入平台" not in web.get("/complaints/").content.decode()


def test_what_came_by_our_own_portal_is_no_platforms_worksheet(centre):
    (case,) = arriving.receive(message(at=timezone.now())).cases
    verbs.assign(case, centre.units["YY"], by=centre["operator"], at=timezone.now())
    client = Client()
    client.force_login(centre["handler"])
    page = client.get(f"/complaints/{case.uid}/").content.decode()
    assert "平台工单" not in page and "?do=ask_return" not in page
    arriving.receive(message("supplement", [case], 1, at=timezone.now(), text="小票"))
    page = client.get(f"/complaints/{case.uid}/").content.decode()
    assert "补充" in page and "supplement" not in page.split("经过")[-1]


def test_a_refused_return_goes_on_with_both_clocks_as_they_were(centre):
    case = centre.case(**SHEET)
    case.refresh_from_db()
    due = case.due_on
    verbs.ask_return(case, NOT_OURS, LIST, by=centre["handler"], at=AT)
    verbs.answer_return(case, False, "按属地办理", by=centre["handler"], at=later(1))
    case.refresh_from_db()
    assert (case.due_on, sheet_of(case).feedback_due, sheet_of(case).is_returned) == (
        due,
        date(2018, 3, 8),
        False,
    )
    assert standing(case).step == Step.ACCEPT


@pytest.mark.parametrize("accepted", [False, True])
def test_a_worksheet_that_was_taken_back_and_comes_again_goes_on_and_the_law_counts_from_its_first_day(
    centre, accepted
):
    case, by = centre.case(**SHEET), centre["handler"]
    if accepted:
        verbs.accept(case, by=by, at=AT)
    case.refresh_from_db()
    due, step = case.due_on, standing(case).step
    verbs.ask_return(case, NOT_OURS, LIST, by=by, at=AT)
    verbs.answer_return(case, True, "同意退单", by=by, at=later(1))
    case.refresh_from_db()
    assert (case.due_on, standing(case).step) == (None, Step.ANSWER)
    new = date(2018, 3, 20)
    verbs.follow_up(
        case, "平台再次转来", channel="12345", feedback_due=new, by=centre["operator"], at=later(2)
    )
    case.refresh_from_db()
    assert (case.due_on, standing(case).step, standing(case).end) == (due, step, "")
    assert (sheet_of(case).feedback_due, sheet_of(case).is_returned) == (new, False)
    assert [
        one.data.get("again") for one in Event.objects.filter(stream=case.stream, type="followed-up")
    ] == [True]


def test_what_comes_again_after_the_return_was_answered_is_closed_and_taken_up_anew(centre):
    case, by = centre.case(**SHEET), centre["handler"]
    verbs.ask_return(case, NOT_OURS, LIST, by=by, at=AT)
    verbs.answer_return(case, True, "同意退单", by=by, at=AT)
    centre.answer(case)
    sent = {"channel": "12345", "feedback_due": date(2018, 3, 20), "by": centre["operator"]}
    assert code(verbs.follow_up, case, "再次转来", **sent, at=later(1)) == "answered"
    verbs.close(case, by=by, at=later(1))
    verbs.follow_up(case, "再次转来", reopens="sent-again", **sent, at=later(4))
    case.refresh_from_db()
    assert (standing(case).step, standing(case).base) == (Step.ACCEPT, later(4).date())
    assert case.due_on > later(4).date() and not sheet_of(case).is_returned


def test_a_number_that_is_there_says_where_the_worksheet_lands_when_it_comes_again(centre):
    centre.case(**SHEET)
    with pytest.raises(Refused) as refused:
        centre.case(**SHEET)
    assert refused.value.code == "known" and "登记后续反映" in refused.value.mend


def test_a_worksheet_that_comes_again_is_signed_for_anew_and_may_be_given_back_from_then(centre):
    case, by = centre.case(**SHEET), centre["handler"]
    verbs.ask_return(case, NOT_OURS, LIST, by=by, at=AT)
    verbs.answer_return(case, True, "同意退单", by=by, at=later(1))
    sent = {"channel": "12345", "feedback_due": date(2018, 3, 20), "by": centre["operator"]}
    verbs.follow_up(case, "平台再次转来", **sent, at=later(6))
    assert (sheet_of(case).signed_on, sheet_of(case).forwarded_on) == (later(6).date(), DAY)
    verbs.ask_return(case, NOT_OURS, LIST, by=by, at=later(7))


def test_of_a_complaint_with_a_report_both_go_on_when_the_worksheet_comes_again(centre):
    first, by = centre.case(kind="投诉举报", **SHEET), centre["handler"]
    second = first.registration.cases.get(kind="举报")
    verbs.assign(second, centre.units["YY"], by=centre["operator"], at=AT)
    for case in (first, second):
        verbs.ask_return(case, NOT_OURS, LIST, by=by, at=AT)
        verbs.answer_return(case, True, "同意退单", by=by, at=AT)
    sent = {"channel": "12345", "feedback_due": date(2018, 3, 20), "by": centre["operator"]}
    for case in (first, second):
        verbs.follow_up(case, "平台再次转来", **sent, at=later(1))
        case.refresh_from_db()
        assert standing(case).end == "" and case.due_on is not None
