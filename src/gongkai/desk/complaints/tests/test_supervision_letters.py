"""督办通知: numbered, signed, its limit reckoned; answered in writing by the unit; what is late is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.complaints import filing, notices, verbs
from gongkai.desk.complaints.keeping import ROOM
from gongkai.desk.complaints.models import Supervision, SupervisionNotice
from gongkai.desk.complaints.notice_waiting import supervising
from gongkai.desk.complaints.sheets import supervisions
from gongkai.desk.complaints.signed import PAPER
from gongkai.desk.complaints.tests.centre import AT, DAY, NAME, PHONE, later
from gongkai.desk.complaints.tests.test_afterwards import events, last_data, refused
from gongkai.desk.complaints.verbs import notifying
from gongkai.desk.disclosure.tests.pages import text
from gongkai.desk.disclosure.tests.test_papers import scan
from gongkai.desk.signing import papers
from gongkai.desk.signing import verbs as signing

ASKED = "三日内约双方到所调解，查清讲师的身份"
DUE = date(2018, 3, 8)
"""Five working days after Thursday, 1 March 2018."""


@pytest.fixture
def case(centre):
    made = centre.accepted()
    verbs.supervise(made, by=centre["leader"], at=AT)
    return made


def drafted(centre, case, by="office", **more):
    return notifying.draft_notice(case, ASKED, by=centre[by], at=AT, **more)


def signed(centre, case, **more):
    return notifying.sign_notice(drafted(centre, case, **more), by=centre["leader"], at=AT)


def parts(centre, who, day):
    officer = centre[who]
    return {one.key: one for one in supervising(officer, day, held(officer, day)) if one.count}


def test_the_office_drafts_a_leader_signs_and_the_unit_has_it_as_an_event(centre, case):
    made = drafted(centre, case)
    assert (made.number, made.days, made.signed_on) == ("督办〔2018〕1号", 5, None)
    refused("not-allowed", notifying.sign_notice, made, by=centre["office"], at=AT)
    refused("not-signed", notifying.answer_notice, made, "已约", by=centre["handler"], at=AT)
    notifying.sign_notice(made, by=centre["leader"], at=AT)
    assert (made.signed_by, made.signed_on, made.unit) == (centre["leader"], DAY, centre.units["YY"])
    assert events(case)[-2:] == ["notice-drafted", "notice-issued"]
    assert last_data(case) == {"number": made.number, "unit": "YY", "days": 5}
    refused("settled", notifying.sign_notice, made, by=centre["leader"], at=AT)


def test_a_leader_who_drafts_it_has_signed_it_and_a_unit_drafts_none(centre, case):
    refused("not-allowed", drafted, centre, case, by="head")
    assert drafted(centre, case, by="leader").signed_by == centre["leader"]


def test_its_limit_is_counted_in_working_days_from_the_day_after_the_signature(centre, case):
    made = signed(centre, case)
    answer = notices.answer_by(made)
    assert answer.due == DUE and "5 个工作日" in answer.basis
    assert answer.steps[0].date == DAY and answer.steps[-1].date == DUE
    other = signed(centre, supervised(centre), days=10)
    assert notices.answer_by(other).due == date(2018, 3, 15)
    assert notices.answer_by(SupervisionNotice()) is None


def supervised(centre):
    made = centre.accepted()
    verbs.supervise(made, by=centre["leader"], at=AT)
    return made


def test_one_letter_at_a_time_and_a_number_is_never_used_again(centre, case):
    made = drafted(centre, case)
    refused("one-at-a-time", drafted, centre, case)
    notifying.withdraw_notice(made, by=centre["office"], at=AT)
    again = signed(centre, case)
    assert again.number == "督办〔2018〕2号"
    refused("one-at-a-time", drafted, centre, case)
    refused("settled", notifying.withdraw_notice, again, by=centre["office"], at=AT)
    notifying.answer_notice(again, "已约双方", by=centre["handler"], at=AT)
    assert drafted(centre, case).number == "督办〔2018〕3号"


def test_the_unit_answers_in_writing_once_and_the_day_stays(centre, case):
    made = signed(centre, case)
    refused("not-allowed", notifying.answer_notice, made, "已办", by=centre["office"], at=AT)
    refused("not-found", notifying.answer_notice, made, "已办", by=centre["other"], at=AT)
    refused("no-text", notifying.answer_notice, made, " ", by=centre["head"], at=AT)
    notifying.answer_notice(made, f"已约双方，电话{PHONE.replace(' ', '')}", by=centre["head"], at=later(4))
    made.refresh_from_db()
    assert (made.answered_on, made.answered_by) == (later(4).date(), centre["head"])
    assert PHONE.replace(" ", "") not in made.answer and made.answer.startswith("已约双方")
    assert events(case)[-1] == "notice-answered"
    refused("settled", notifying.answer_notice, made, "再报", by=centre["head"], at=later(4))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"asked": " "}, "no-text"),
        ({"asked": "查" * 501}, "too-long"),
        ({"asked": "机密★10年"}, "secrecy-mark"),
        ({"days": 61}, "wrong-days"),
    ],
)
def test_what_makes_no_letter_takes_no_number(centre, case, more, why):
    given = {"asked": ASKED, "days": None} | more
    refused(why, notifying.draft_notice, case, given["asked"], days=given["days"], by=centre["office"], at=AT)
    assert drafted(centre, case).number == "督办〔2018〕1号"


def test_without_supervision_there_is_no_letter_and_a_lifted_one_is_owed_no_answer(centre, case):
    refused("not-supervised", drafted, centre, centre.accepted())
    made = signed(centre, case)
    assert "supervised" in parts(centre, "head", DAY)
    verbs.lift(case, by=centre["leader"], at=AT)
    assert "supervised" not in parts(centre, "head", DAY)
    made.refresh_from_db()
    assert notices.state(made, later(90).date())[1] == "督办已解除，未反馈"


def test_what_is_owed_waits_for_the_unit_and_what_is_late_also_for_the_office(centre, case):
    made = signed(centre, case)
    found = parts(centre, "head", DAY)["supervised"]
    assert (found.count, found.jobs[0].on, found.mine) == (1, DUE, True)
    assert "supervised" in parts(centre, "handler", DAY) and "supervised" not in parts(centre, "other", DAY)
    assert "supervision-late" not in parts(centre, "office", DUE)
    late = DUE + timedelta(days=1)
    assert parts(centre, "office", late)["supervision-late"].jobs[0].left == -1
    assert parts(centre, "head", late)["supervised"].jobs[0].stands == "逾期未签收、逾期未反馈"
    notifying.answer_notice(made, "已约双方", by=centre["head"], at=later(20))
    assert not parts(centre, "head", late) and "supervision-late" not in parts(centre, "office", late)
    assert notices.state(made, later(20).date()) == ("late", "逾期反馈")


def test_supervision_by_rule_waits_until_a_letter_is_written_and_the_draft_for_a_leader(centre):
    case = centre.accepted()
    for _ in range(3):
        verbs.urge(case, by=centre["operator"], at=AT)
    assert Supervision.objects.get().rule == "urged"
    assert parts(centre, "office", DAY)["supervision-unwritten"].count == 1
    made = drafted(centre, case)
    assert "supervision-unwritten" not in parts(centre, "office", DAY)
    assert parts(centre, "leader", DAY)["supervision-drafts"].jobs[0].title.startswith(made.number)
    notifying.withdraw_notice(made, by=centre["office"], at=AT)
    assert parts(centre, "office", DAY)["supervision-unwritten"].count == 1


def test_a_case_that_goes_to_another_unit_takes_its_letter_along(centre, case):
    signed(centre, case)
    verbs.reassign(
        case,
        centre.units["TH"],
        by=centre["office"],
        approved_by=centre["leader"],
        reason="地址不在辖区",
        at=AT,
    )
    assert "supervised" in parts(centre, "other", DAY) and "supervised" not in parts(centre, "handler", DAY)


def test_the_letter_says_case_reason_what_is_asked_by_which_weekday_and_names_nobody(centre, case):
    made = signed(centre, case)
    said = str(notices.document(made))
    for words in (
        *("督办通知单", made.number, case.registration.number, "怡园监管所", "领导批示", ASKED),
        *("2018年3月8日", "周四", "5 个工作日", "leader", "2018年3月1日", "期限的计算"),
    ):
        assert words in said, words
    assert NAME not in said and PHONE.replace(" ", "") not in said
    notifying.answer_notice(made, "已约双方到所", by=centre["head"], at=later(1))
    assert "已约双方到所" in str(notices.document(made))
    assert notices.printed(made).startswith(b"%PDF")


def test_the_file_of_the_case_holds_the_signed_letter(centre, case):
    drafted(centre, supervised(centre))
    made = signed(centre, case)
    titles = [one.title for one in filing.parts(case, by=centre["handler"], at=AT)]
    assert f"督办通知　{made.number}" in titles


def test_a_leader_may_sign_it_on_paper(centre, case):
    made = drafted(centre, case)
    number = papers.check_number(papers.digest(PAPER, PAPER.locked(made)))
    sheet = signing.enter(
        PAPER, PAPER.locked(made), centre["leader"], True, number, DAY, scan(), by=centre["office"], at=AT
    )
    refused("four-eyes", signing.confirm, PAPER, PAPER.locked(made), sheet, by=centre["office"], at=AT)
    signing.confirm(PAPER, PAPER.locked(made), sheet, by=centre["operator"], at=AT)
    made.refresh_from_db()
    assert (made.signed_by, made.signed_on) == (centre["leader"], DAY)


def test_the_ledger_of_the_month_has_every_signed_letter_and_what_became_of_it(centre, case):
    made = signed(centre, case)
    drafted(centre, supervised(centre))
    notifying.answer_notice(made, "已约双方", by=centre["head"], at=later(20))
    months = (date(2018, 3, 1), date(2018, 4, 1))
    officer = centre["office"]
    found = supervisions("督办台账", officer, DAY, held(officer, DAY), months, None)
    assert len(found.rows) == 1 and len(found.rows[0]) == len(found.heads)
    row = found.rows[0]
    assert row[1] == made.number and "2018-03-08" in row and "逾期反馈" in row and "head" in row
    for unit, count in (("TH", 0), ("YY", 1)):
        assert len(supervisions("", officer, DAY, (), months, centre.units[unit]).rows) == count


def test_a_destroyed_file_leaves_no_words_of_the_letter(centre, case):
    made = signed(centre, case)
    notifying.answer_notice(made, "已约双方", by=centre["head"], at=AT)
    ROOM.forget(case)
    made.refresh_from_db()
    assert ASKED not in made.asked and "已约双方" not in made.answer


def test_the_database_keeps_signature_and_answer_in_order(centre, case):
    made = drafted(centre, case)
    for wrong in (
        {"answer": "办了", "answered_on": DAY, "answered_by": centre["head"]},
        {"signed_on": DAY},
        {"asked": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            SupervisionNotice.objects.filter(pk=made.pk).update(**wrong)


def client(centre, who):
    made = Client()
    made.force_login(centre[who])
    return made


def test_the_pages_draft_sign_answer_and_print(centre, case):
    page = f"/complaints/{case.uid}/supervision"
    office, leader, head = (client(centre, who) for who in ("office", "leader", "head"))
    assert page in office.get(f"/complaints/{case.uid}/").content.decode()
    assert "还没有督办通知" in text(head.get(page)) and 'name="draft"' not in text(head.get(page))
    assert office.post(page, {"draft": "1", "asked": "", "days": "5"}).status_code == 422
    assert office.post(page, {"draft": "1", "asked": ASKED, "days": "5"}).status_code == 302
    made = SupervisionNotice.objects.get()
    assert "在纸上签批" in text(office.get(page)) and 'name="sign"' not in text(office.get(page))
    assert head.post(page, {"sign": "1", "notice": made.pk}).status_code == 403
    assert leader.post(page, {"sign": "1", "notice": made.pk}).status_code == 302
    html = text(head.get(page))
    assert ASKED in html and "怎么算的" in html and 'name="answer"' in html
    assert "督办待反馈" in text(head.get("/"))
    given = {"answer": "1", "notice": made.pk, "words": "已约双方到所"}
    assert head.post(page, given | {"words": ""}).status_code == 422
    assert head.post(page, given).status_code == 302
    assert "已约双方到所" in text(office.get(page))
    assert head.get(f"{page}/{made.pk}").content.startswith(b"%PDF")
    assert office.post(page, {"sign": "1", "notice": "9999"}).status_code == 404
    sheet = text(office.get(f"/ledgers/supervisions/?month={today():%Y-%m}"))
    assert made.number in sheet
    assert Event.objects.filter(stream=case.stream, type="notice-answered").count() == 1


def test_the_unit_acknowledges_it_by_name_and_time_and_once(centre, case):
    made = drafted(centre, case)
    refused("not-signed", notifying.receive_notice, made, by=centre["handler"], at=AT)
    notifying.sign_notice(made, by=centre["leader"], at=AT)
    assert notices.receive_by(made).due == date(2018, 3, 2)
    assert notices.receipt(made, DAY) == ("now", "等签收")
    refused("not-allowed", notifying.receive_notice, made, by=centre["office"], at=AT)
    refused("not-found", notifying.receive_notice, made, by=centre["other"], at=AT)
    notifying.receive_notice(made, by=centre["handler"], at=later(1))
    made.refresh_from_db()
    assert (made.received_by, made.received_at) == (centre["handler"], later(1))
    assert notices.receipt(made, DUE) == ("done", "已签收") and events(case)[-1] == "notice-received"
    refused("settled", notifying.receive_notice, made, by=centre["head"], at=later(1))
    assert made.received_by.name in notices._received(made)


def test_what_was_not_acknowledged_in_time_is_told_to_unit_and_office(centre, case):
    made = signed(centre, case)
    assert "supervision-unreceived" not in parts(centre, "office", date(2018, 3, 2))
    monday = date(2018, 3, 5)
    found = parts(centre, "office", monday)["supervision-unreceived"]
    assert found.jobs[0].stands == "逾期未签收" and found.jobs[0].on == date(2018, 3, 2) and not found.mine
    assert parts(centre, "handler", monday)["supervised"].jobs[0].stands == "逾期未签收、等反馈"
    notifying.receive_notice(made, by=centre["handler"], at=later(4))
    assert notices.receipt(made, monday) == ("late", "逾期签收")
    assert "supervision-unreceived" not in parts(centre, "office", monday)
    assert parts(centre, "handler", monday)["supervised"].jobs[0].stands == "等反馈"


def test_who_answers_at_once_has_received_it(centre, case):
    made = signed(centre, case)
    notifying.answer_notice(made, "已约双方", by=centre["head"], at=later(1))
    made.refresh_from_db()
    assert (made.received_by, made.received_at) == (centre["head"], later(1))
    assert events(case)[-2:] == ["notice-received", "notice-answered"]


def test_a_home_whose_own_rules_do_not_name_the_limit_has_the_shipped_one(centre, case, monkeypatch):
    shipped = notices.house()
    rules = {name: value for name, value in shipped.rules.items() if name != "receive_days"}
    monkeypatch.setattr(notices, "house", lambda: replace(shipped, rules=rules))
    assert notices.receive_by(signed(centre, case)).due == date(2018, 3, 2)


def test_the_page_has_the_button_until_it_is_acknowledged(centre, case):
    signed(centre, case)
    page, head = f"/complaints/{case.uid}/supervision", client(centre, "head")
    assert 'name="receive"' in text(head.get(page)) and "应在" in text(head.get(page))
    assert 'name="receive"' not in text(client(centre, "office").get(page))
    made = SupervisionNotice.objects.get()
    assert head.post(page, {"receive": "1", "notice": made.pk}).status_code == 302
    assert 'name="receive"' not in text(head.get(page)) and "逾期签收" in text(head.get(page))
    assert head.post(page, {"receive": "1", "notice": made.pk}).status_code == 422
