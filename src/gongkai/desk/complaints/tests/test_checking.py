"""A violation found while mediating has a clock of its own, more time, a decision; the complaint goes on."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pypdfium2 import PdfDocument

from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import verify_due
from gongkai.desk.casework.models import Case, Event
from gongkai.desk.casework.verifying import verify_chains, verify_stages
from gongkai.desk.complaints import filing, verbs
from gongkai.desk.complaints.clocks import SOURCE, check_of
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.listing import Reader, views
from gongkai.desk.complaints.models import Clue, Decision, QueueRow, Violation
from gongkai.desk.complaints.rows import LISTING
from gongkai.desk.complaints.screens import queue
from gongkai.desk.complaints.tests.centre import sample
from gongkai.desk.complaints.waiting import waiting
from gongkai.desk.lists import marks
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import ComplaintClock, complaint_violation_check, violation_check_extension
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
IN_2018 = datetime(2018, 3, 1, 2, tzinfo=UTC)
IN_2022 = datetime(2022, 3, 1, 2, tzinfo=UTC)
LATER = datetime(2022, 3, 8, 2, tzinfo=UTC)
WHAT, GIST = "销售标签不符合规定的食品", "柳如眉带来的瓶身没有批准文号，货架上还有同批次"


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def found(centre, at=IN_2022, **more):
    case = centre.accepted(at)
    verbs.find_violation(case, WHAT, GIST, by=centre["handler"], at=at, **more)
    return case


def due(case):
    return check_of(standing(case), Calendar.default()).due


def decided(centre, case, *, opens, at=LATER):
    verbs.check(case, "现场检查，扣押同批次 12 瓶", by=centre["handler"], at=at)
    said = {"reason": WHAT if opens else "标签更换前已下架，情节轻微", "number": "威高市监立〔2022〕7号"}
    verbs.file(case, opens=opens, by=centre["handler"], at=at, **said)
    return verbs.approve(case, by=centre["head"], at=at)


@pytest.mark.parametrize(
    ("received", "on", "wanted", "more", "article"),
    [
        (date(2022, 3, 1), date(2022, 3, 1), date(2022, 3, 22), 15, "第二十三条"),
        (date(2026, 5, 6), date(2026, 5, 6), date(2026, 5, 26), 15, "第二十七条"),
        (date(2018, 3, 1), date(2018, 3, 8), None, None, ""),
    ],
)
def test_the_law_of_the_day_of_receipt_gives_15_and_15_working_days__art_23_art_27(
    received, on, wanted, more, article
):
    clock = ComplaintClock(on, "any" if received.year < 2020 else None, received)
    answer = complaint_violation_check(clock)
    assert answer.due == wanted
    assert article in answer.basis
    extension = violation_check_extension(clock)
    assert (extension.days if extension else None) == more


def test_the_check_runs_beside_mediation_and_moves_nothing_of_the_case(centre):
    case = centre.accepted(IN_2022)
    case.refresh_from_db()
    before = case.due_on
    verbs.find_violation(case, WHAT, GIST, by=centre["handler"], at=LATER, found_on=date(2022, 3, 4))
    case.refresh_from_db()
    one = standing(case)
    assert (case.due_on, one.step, one.end) == (before, Step.MEDIATE, "")
    assert due(case) == date(2022, 3, 25)
    assert not one.matter.cases_count > 1 and one.matter.kind == "投诉"
    event = Event.objects.filter(stream=case.stream, type="violation-found").get()
    assert str(event.occurred)[:10] == "2022-03-04"
    assert "柳如眉" not in case.texts.get(field=one.check.gist.field).masked
    verbs.begin_test(case, sample(case), by=centre["handler"], at=LATER)
    assert due(case) == date(2022, 3, 25), "testing for the dispute does not stop the check"


def test_only_in_a_complaint_that_is_mediated_and_on_a_day_of_its_mediation(centre):
    report, fresh = centre.case(IN_2022, kind="举报"), centre.case(IN_2022)
    for case in (report, fresh):
        assert code(verbs.find_violation, case, WHAT, GIST, by=centre["handler"], at=IN_2022) == "wrong-step"
    case, by = centre.accepted(IN_2022), centre["handler"]
    for on in (date(2022, 2, 28), date(2022, 3, 9)):
        said = {"by": by, "at": LATER, "found_on": on}
        assert code(verbs.find_violation, case, WHAT, GIST, **said) == "wrong-date"
    assert code(verbs.find_violation, case, " ", GIST, by=by, at=LATER) == "no-text"
    assert code(verbs.find_violation, case, WHAT, " ", by=by, at=LATER) == "no-text"
    assert code(verbs.find_violation, case, WHAT, GIST, by=centre["other"], at=LATER) == "not-found"
    verbs.find_violation(case, WHAT, GIST, by=by, at=LATER)
    assert code(verbs.find_violation, case, WHAT, GIST, by=by, at=LATER) == "wrong-step"


def test_the_mediator_writes_it_down_also_where_another_handles_the_case(centre):
    case = centre.accepted(IN_2022)
    verbs.name_handler(case, centre["handler"], by=centre["head"], at=IN_2022)
    said = {"by": centre["colleague"], "at": IN_2022}
    assert code(verbs.find_violation, case, WHAT, GIST, **said) == "not-allowed"
    verbs.invite(
        case, meets_on=IN_2022.date(), place="所", mediator=centre["colleague"], by=centre["handler"],
        at=IN_2022,
    )  # fmt: skip
    verbs.find_violation(case, WHAT, GIST, **said)


def test_more_time_is_given_once_by_another_person(centre):
    case = found(centre)
    assert due(case) == date(2022, 3, 22)
    verbs.ask_time(case, "须检验", by=centre["handler"], at=LATER)
    assert code(verbs.decide_time, case, True, by=centre["handler"], at=LATER) == "not-allowed"
    verbs.decide_time(case, True, by=centre["head"], at=LATER)
    assert due(case) == date(2022, 4, 13)
    assert standing(case).more_days == 0, "mediation has no more time"
    assert code(verbs.ask_time, case, "再延", by=centre["handler"], at=LATER) == "wrong-step"
    late = found(centre)
    said = {"by": centre["handler"], "at": datetime(2022, 3, 23, 2, tzinfo=UTC)}
    assert code(verbs.ask_time, late, "须检验", **said) == "late"


def test_who_gives_the_time_sees_the_date_of_the_check_and_not_of_the_case(centre):
    case = found(centre)
    verbs.ask_time(case, "须检验", by=centre["handler"], at=LATER)
    marks.settle_all(10_000)
    parts = {
        one.key: one for one in waiting(centre["head"], LATER.date(), held(centre["head"], LATER.date()))
    }
    (job,) = parts["times"].jobs
    case.refresh_from_db()
    assert job.on == date(2022, 3, 22) != case.due_on


def test_a_case_is_opened_by_the_head_and_the_complaint_becomes_its_clue(centre):
    case, by = found(centre), centre["handler"]
    assert code(verbs.file, case, opens=True, reason=WHAT, number="1", by=by, at=LATER) == "no-check"
    made = decided(centre, case, opens=True)
    row = Violation.objects.get()
    assert row.settled_on == LATER.date() and row.investigation.number == "威高市监立〔2022〕7号"
    assert Clue.objects.get().investigation == row.investigation
    one = standing(case)
    assert (one.step, one.end, one.check) == (Step.MEDIATE, "", None)
    assert made.violation == row and one.decisions[-1].kind == Decision.Kind.ACCEPTED
    assert Event.objects.filter(stream=case.stream, type="violation-decided").count() == 1
    assert code(verbs.file, case, opens=False, reason="x", by=by, at=LATER) == "wrong-step"
    verbs.find_violation(case, "另一行为", GIST, by=by, at=LATER)  # another one may follow
    assert verify_chains().holds and verify_stages().holds and verify_due((SOURCE,)).holds


def test_no_case_is_opened_for_a_reason_and_what_is_sent_back_is_checked_again(centre):
    case = found(centre)
    verbs.check(case, "没有同批次", by=centre["handler"], at=LATER)
    verbs.file(case, opens=False, reason="没有依据", by=centre["head"], at=LATER)
    assert code(verbs.approve, case, by=centre["head"], at=LATER) == "four-eyes"
    assert standing(case).step == Step.MEDIATE, "mediation does not wait for it"
    verbs.disapprove(case, by=centre["leader"], at=LATER)
    assert due(case) is not None
    decided(centre, case, opens=False)
    assert Violation.objects.get().investigation is None and not Clue.objects.exists()


def test_no_case_is_opened_for_a_complaint_that_went_back_to_the_centre(centre):
    case = found(centre)
    verbs.check(case, "已查", by=centre["handler"], at=LATER)
    verbs.file(case, opens=True, reason=WHAT, number="立1", by=centre["handler"], at=LATER)
    verbs.give_back(case, "other-place", by=centre["handler"], at=LATER)
    assert code(verbs.approve, case, by=centre["office"], at=LATER) == "no-unit"
    verbs.assign(case, centre.units["TH"], by=centre["operator"], at=LATER)
    verbs.approve(case, by=centre["office"], at=LATER)
    assert Violation.objects.get().investigation.unit == centre.units["TH"]


def test_the_check_goes_on_after_the_closing_and_stays_in_the_queue(centre):
    case = found(centre)
    verbs.agree(case, "退还货款", by=centre["handler"], at=IN_2022)
    centre.answer(case, IN_2022)
    verbs.close(case, by=centre["handler"], at=IN_2022)
    marks.settle_all(10_000)
    assert QueueRow.objects.get().is_checking and due(case) == date(2022, 3, 22)
    verbs.ask_time(case, "须检验", by=centre["handler"], at=LATER)
    verbs.decide_time(case, True, by=centre["head"], at=LATER)
    marks.settle_all(10_000)
    assert marks.differing(LISTING, [case.pk]) == []
    decided(centre, case, opens=True)
    marks.settle_all(10_000)
    assert not QueueRow.objects.exists()
    assert code(verbs.ask_time, case, "x", by=centre["handler"], at=LATER) == "wrong-step"
    case.refresh_from_db()
    assert case.stage == "closed" and case.closings.get().outcome == "调解成功"


def test_an_entry_is_not_voided_or_merged_while_its_check_runs(centre):
    case, right = found(centre), centre.accepted(IN_2022)
    said = {"by": centre["office"], "approved_by": centre["leader"], "reason": "重复", "at": LATER}
    assert code(verbs.void, case.registration, **said) == "checking"
    assert code(verbs.merge, case.registration, right.registration, **said) == "checking"
    decided(centre, case, opens=False)
    verbs.void(case.registration, **said)


def test_before_order_20_it_is_written_down_without_a_date_and_says_so(centre):
    case = found(centre, IN_2018)
    assert due(case) is None
    (row,) = queue.rows([case], IN_2018.date())
    assert "核查违法线索" in [tag.words for tag in row.tags]
    web = Client()
    web.force_login(centre["handler"])
    assert "当时的规定没有写明" in web.get(f"/complaints/{case.uid}/").content.decode()


def test_queue_first_page_and_case_page_show_the_date_and_how_it_is_counted(centre):
    case, day = found(centre), IN_2022.date()
    verbs.find_violation(other := centre.accepted(LATER), WHAT, GIST, by=centre["handler"], at=LATER)
    marks.settle_all(10_000)
    reader = Reader.of(centre["handler"], day)
    rows, _pager, _fresh = reader.page(views(centre["handler"], day)["check"], {}, {}, 10, 100)
    assert [row.record_id for row in rows] == [case.pk, other.pk], "what is due first stands first"
    (row,) = queue.rows([case], day, "check_place")
    assert (row.due.on, row.due.words) == (date(2022, 3, 22), "发现 03-01 +15 个工作日")
    (row,) = queue.rows([case], day)
    assert "核查线索 03-22" in [tag.words for tag in row.tags]
    parts = {part.key: part for part in waiting(centre["handler"], day, held(centre["handler"], day))}
    assert parts["checks"].jobs[0].on == date(2022, 3, 22)
    web = Client()
    web.force_login(centre["handler"])
    page = web.get(f"/complaints/{case.uid}/").content.decode()
    assert WHAT in page and "第二十三条" in page and "do=check" in page
    assert "还没有核查记录" in page and "期限已过，不能再延长" in page, "years later, and nothing written yet"
    assert web.get("/complaints/?view=check").status_code == 200


def test_the_page_takes_it_from_finding_to_the_investigation(centre):
    case, web = centre.accepted(IN_2022), Client()
    web.force_login(centre["handler"])
    page = f"/complaints/{case.uid}/"
    assert "投诉人不因此成为举报人" in web.get(f"{page}?do=find_violation").content.decode()
    bad = web.post(f"{page}do/find_violation", {"what": WHAT, "gist": GIST, "found_on": "2022-02-01"})
    assert bad.status_code in (409, 422) and "请核对日期" in bad.content.decode()
    given = {"what": WHAT, "gist": GIST, "found_on": "2022-03-04"}
    assert web.post(f"{page}do/find_violation", given).status_code == 302
    assert web.post(f"{page}do/check", {"text": "已查"}).status_code == 302
    given = {"opens": "yes", "reason": WHAT, "number": "威高市监立〔2022〕8号"}
    assert web.post(f"{page}do/file", given).status_code == 302
    web.force_login(centre["head"])
    assert "提请“立案”" in web.get(f"{page}?do=approve").content.decode()
    assert web.post(f"{page}do/approve", {"word": "yes"}).status_code == 302
    inside = web.get(page).content.decode()
    number = Violation.objects.get().investigation
    assert f"/enforcement/investigations/{number.uid}/" in inside and "决定立案与否" in inside


def test_the_file_of_the_case_says_what_was_found_and_decided(centre):
    case = found(centre)
    decided(centre, case, opens=False)
    bound = filing.court_file(case, by=centre["head"], at=LATER)
    said = "".join("".join(page.get_textpage().get_text_range() for page in PdfDocument(bound)).split())
    assert "调解中发现的涉嫌违法行为" in said and "情节轻微" in said


def test_nothing_of_it_counts_as_a_report_or_a_decision_of_the_case(centre):
    case = found(centre)
    decided(centre, case, opens=True)
    assert Case.objects.filter(registration=case.registration).count() == 1
    assert not case.decisions.filter(violation__isnull=True).exclude(kind="受理").exists()
    said = {"by": centre["handler"], "at": LATER, "is_natural": True, "finance": ""}
    assert code(verbs.propose_reward, case, 1, 100, "x", **said) == "wrong-step"
