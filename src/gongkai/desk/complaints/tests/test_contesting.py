"""Disputes with another bureau: days to agree by the law of the day, then the superior; clocks run on."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongkai.desk.casework import letters
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Event, Letter
from gongkai.desk.complaints import clocks, verbs
from gongkai.desk.complaints.facts import Step, standing
from gongkai.desk.complaints.listing import Reader
from gongkai.desk.complaints.models import Contest, Decision
from gongkai.desk.complaints.screens import queue as screen
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, later
from gongkai.desk.complaints.verbs.writing import issue_paper
from gongkai.desk.lists import marks
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
IN_2022 = datetime(2022, 3, 1, 2, tzinfo=UTC)
OTHER, SUPERIOR = "环翠区市场监督管理局", "威海市市场监督管理局"
WHY = "被投诉人实际经营地在环翠区"


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def contested(centre, at=IN_2022, **more):
    case = centre.case(at, **more)
    return case, verbs.contest(case, OTHER, WHY, by=centre["handler"], at=at)


def test_seven_working_days_to_agree__order_20_art_30(centre):
    case, made = contested(centre)
    answer = clocks.agree_by(standing(case), made.arose_on, calendar())
    assert answer.due == date(2022, 3, 10)
    assert "第三十条" in answer.basis


def test_the_orders_of_2017_know_no_such_days_and_say_so(centre):
    case, made = contested(centre, AT)
    answer = clocks.agree_by(standing(case), made.arose_on, calendar())
    assert answer.due is None
    assert "没有写明" in answer.basis


def test_the_clock_of_the_case_runs_on_and_closing_and_transfer_wait(centre):
    case = centre.case(IN_2022)
    case.refresh_from_db()
    due = case.due_on
    verbs.contest(case, OTHER, WHY, by=centre["handler"], at=IN_2022)
    case.refresh_from_db()
    assert case.due_on == due
    assert code(verbs.transfer, case, OTHER, "函1", by=centre["handler"], at=IN_2022) == "contested"
    assert code(verbs.contest, case, OTHER, WHY, by=centre["handler"], at=IN_2022) == "wrong-step"
    verbs.accept(case, by=centre["handler"], at=IN_2022)
    verbs.agree(case, "退款", by=centre["handler"], at=IN_2022)
    centre.answer(case, IN_2022)
    assert code(verbs.close, case, by=centre["handler"], at=IN_2022) == "contested"


def test_the_common_superior_is_asked_by_a_letter_that_names_nobody(centre):
    case, made = contested(centre)
    letter = issue_paper(
        case, f"c.jurisdiction~contest-{made.pk}",
        {"争议的案件": "投诉一件", "争议各方": f"本局、{OTHER}", "协商情况": "协商未果", "本机关的意见": WHY,
         "随函材料": "协商记录"},
        body=SUPERIOR, by=centre["handler"], at=IN_2022,
    )  # fmt: skip
    assert letter.title == "关于指定管辖的请示"
    assert NAME not in str(letters.document(letter, by=centre["handler"], at=IN_2022))
    assert code(verbs.settle_contest, case, "designated", ours=True, proof="批复1", by=centre["operator"],
                at=IN_2022) == "not-reported"  # fmt: skip
    verbs.refer(case, SUPERIOR, letter.number, by=centre["handler"], at=IN_2022)
    verbs.settle_contest(case, "designated", ours=True, proof="批复1", by=centre["operator"], at=IN_2022)
    made.refresh_from_db()
    assert (made.superior, made.how, made.is_ours) == (SUPERIOR, "designated", True)
    assert standing(case).step == Step.ACCEPT
    kinds = set(Event.objects.filter(stream=case.stream).values_list("type", flat=True))
    assert {"contest-raised", "contest-reported", "contest-settled"} <= kinds
    assert Letter.objects.get().key == "c.jurisdiction"


def test_what_is_the_others_goes_there_with_the_proof_and_the_person_is_told(centre):
    case, _ = contested(centre)
    verbs.settle_contest(case, "agreed", ours=False, proof="协商纪要3", by=centre["handler"], at=IN_2022)
    made = Decision.objects.get(case=case)
    assert (made.kind, made.body, made.proof) == ("移送", OTHER, "协商纪要3")
    assert standing(case).step == Step.ANSWER


def test_dates_and_words_that_do_not_fit_are_refused(centre):
    case = centre.case()
    by = centre["handler"]
    assert code(verbs.contest, case, " ", WHY, by=by, at=AT) == "no-body"
    assert code(verbs.contest, case, OTHER, "", by=by, at=AT) == "no-reason"
    early = date(2018, 2, 1)
    assert code(verbs.contest, case, OTHER, WHY, arose_on=early, by=by, at=AT) == "wrong-date"
    assert code(verbs.contest, case, OTHER, WHY, arose_on=later(1).date(), by=by, at=AT) == "wrong-date"
    assert code(verbs.refer, case, SUPERIOR, "1", by=by, at=AT) == "wrong-step"
    made = verbs.contest(case, OTHER, WHY, arose_on=DAY, by=by, at=AT)
    assert code(verbs.settle_contest, case, "agreed", ours=True, proof="", by=by, at=AT) == "no-proof"
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.filter(pk=made.pk).update(settled_on=DAY)


def test_the_page_offers_it_and_shows_the_day_until_when_to_agree(centre):
    case = centre.case()
    web = Client()
    web.force_login(centre["handler"])
    page = f"/complaints/{case.uid}/"
    assert "对方机关" in web.get(page + "?do=contest").content.decode()
    done = web.post(page + "do/contest", {"body": OTHER, "reason": WHY, "arose_on": ""})
    assert done.status_code == 302
    shown = web.get(page).content.decode()
    assert "跨机关管辖争议" in shown
    assert OTHER in shown
    assert web.post(page + "do/refer", {"superior": SUPERIOR, "number": "请示1"}).status_code == 302
    assert "等指定管辖" in web.get(page).content.decode()
    data = {"how": "designated", "ours": "no", "proof": "批复2"}
    assert web.post(page + "do/settle_contest", data).status_code == 302
    assert "上级指定" in web.get(page).content.decode()


def test_the_tab_stands_in_the_order_of_the_days_by_which_to_agree_and_says_how_they_are_counted(
    centre,
):
    day = date(2022, 3, 2)
    at_ = {n: datetime(2022, 3, n, 2, tzinfo=UTC) for n in (1, 2)}
    first, second, asked = (centre.case(at_[1]) for _ in range(3))
    verbs.contest(asked, OTHER, WHY, by=centre["handler"], at=at_[1])
    verbs.refer(asked, SUPERIOR, "请示1", by=centre["handler"], at=at_[1])
    verbs.contest(second, OTHER, WHY, by=centre["handler"], at=at_[2])
    verbs.contest(first, OTHER, WHY, by=centre["handler"], at=at_[2], arose_on=date(2022, 3, 1))
    verbs.accept(first, by=centre["handler"], at=at_[2])  # its statutory date is now the later one
    marks.settle_all(1000)
    reader = Reader.of(centre["operator"], day)
    made = screen.page(reader, {"view": "contest"}, {})
    assert [row.case.pk for row in made["rows"]] == [first.pk, second.pk, asked.pk]
    shown = [(row.due.on, row.due.words) for row in made["rows"]]
    assert shown[0] == (date(2022, 3, 10), "发生争议 03-01 +7 个工作日")
    assert shown[1] == (date(2022, 3, 11), "发生争议 03-02 +7 个工作日")
    assert shown[2] == (None, f"03-01 报请{SUPERIOR}指定管辖")
    assert made["rows"][0].tags[0].words.startswith("法定 ")
    other = screen.page(reader, {}, {})["rows"]
    assert [row.case.pk for row in other][-1] == first.pk
    assert [row.case.pk for row in screen.page(reader, {"view": "contest", "q": "康颐堂"}, {})["rows"]] == [
        row.case.pk for row in made["rows"]
    ]
