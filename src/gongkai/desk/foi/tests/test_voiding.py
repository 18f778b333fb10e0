"""A void is told with its reason: by the receipt page, or by a notice that the office prints."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.desk.casework.models import Event
from gongkai.desk.foi import notices, verbs
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


def test_the_notice_names_the_applicant_the_number_and_the_reason_once(bureau):
    case = bureau.register(DAY)
    with pytest.raises(Refused) as refused:
        notices.void_notice(case, by=bureau.office, at=at(DAY))
    assert refused.value.code == "not-voided"
    void(bureau, case)
    assert case.stage == "voided"
    said = html.render(notices.void_notice(case, by=bureau.office, at=at(DAY + timedelta(1))))
    assert "张三丰：" in said and case.registration.number in said
    assert "2024年2月1日收到" in said and "2024年2月2日作废" in said
    assert "作废的理由：与依申请〔2024〕9号重复登记。" in said and "。。" not in said
    assert Event.objects.filter(stream=case.stream, type="void-notice").count() == 1


def test_the_page_says_why_it_was_voided_and_prints_for_those_who_keep_files(bureau):
    case = bureau.register(DAY)
    void(bureau, case)
    for person, shown in ((bureau.office, 200), (bureau.handler, 200), (bureau.auditor, 403)):
        client = Client()
        client.force_login(person)
        page = client.get(f"/requests/{case.uid}/").content.decode()
        assert WHY in page and ("打印作废告知" in page) == (shown == 200)
        answer = client.get(f"/requests/{case.uid}/void-notice")
        assert answer.status_code == shown
        assert shown != 200 or answer.content.startswith(b"%PDF")
