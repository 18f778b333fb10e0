"""A void is told with its reason: by the receipt page, or by a letter that the office sends."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework import letters
from gongkai.desk.casework.models import Event, Letter
from gongkai.desk.casework.verbs import void as void_case
from gongkai.desk.foi import verbs
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.tests.bureau import at
from gongkai.papers import html
from gongkai.refusal import Refused

DAY = date(2024, 2, 1)
WHY = "与依申请〔2024〕9号重复登记。"


def void(bureau, case, reason=WHY, approved_by=None):
    approved_by = approved_by or bureau.leader
    return verbs.void(case, reason, approved_by=approved_by, by=bureau.office, at=at(DAY + timedelta(1)))


def test_a_void_wants_a_reason_and_a_second_person(bureau):
    case = bureau.register(DAY)
    for code, changed in (("no-reason", {"reason": " "}), ("four-eyes", {"approved_by": bureau.office})):
        with pytest.raises(Refused) as refused:
            void(bureau, case, **changed)
        assert refused.value.code == code
    case.refresh_from_db()
    assert case.stage == "open"


def test_the_applicant_gets_one_numbered_letter_with_the_reason(bureau):
    case = bureau.register(DAY)
    who = {"by": bureau.office, "at": at(DAY + timedelta(1))}
    with pytest.raises(Refused) as refused:
        verbs.give_void_notice(case, **who)
    assert refused.value.code == "not-voided"
    void(bureau, case)
    letter = Letter.objects.get(case=case)
    assert (case.stage, letter.key, letter.title) == ("voided", "voided", "申请登记作废告知书")
    assert letter.number == "高市监公开〔2024〕第1号-废" and letter.dated == DAY + timedelta(1)
    said = html.render(letters.document(letter, **who))
    assert "张三丰：" in said and case.registration.number in said and "行政复议" not in said
    assert "2024年2月1日收到" in said and "2024年2月2日" in said
    assert "与依申请〔2024〕9号重复登记" in said and "。。" not in said
    assert verbs.give_void_notice(case, **who) == letter
    assert Event.objects.filter(stream=case.stream, type="letter-made").count() == 1


def test_a_registration_voided_before_there_was_a_letter_gets_it_now(bureau):
    case = bureau.register(DAY)
    void_case(
        case.registration, by=bureau.office, approved_by=bureau.leader, reason=WHY, at=at(DAY), flow=FLOW
    )
    assert not Letter.objects.exists()
    later = DAY + timedelta(30)
    made = verbs.give_void_notice(case, by=bureau.office, at=at(later))
    assert made.dated == later
    assert "2024年2月1日" in html.render(letters.document(made, by=bureau.office, at=at(later)))


def test_the_page_says_why_it_was_voided_and_prints_for_those_who_keep_files(bureau):
    case = bureau.register(DAY)
    void(bureau, case)
    letter = Letter.objects.get()
    for person, shown in ((bureau.office, 302), (bureau.handler, 302), (bureau.auditor, 403)):
        client = Client()
        client.force_login(person)
        page = client.get(f"/requests/{case.uid}/").content.decode()
        assert WHY in page and ("打印作废告知书" in page) == (shown == 302)
        answer = client.post(f"/requests/{case.uid}/do/void-notice")
        assert answer.status_code == shown
        assert shown != 302 or answer.url.endswith(f"/letters/{letter.uid}")
