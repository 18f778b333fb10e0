"""Testing: who chooses the body, who pays, whether time stands still (order 20 art. 20; 121 art. 22)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pypdfium2 import PdfDocument

from gongkai.desk.casework.models import Case, Event, Pause
from gongkai.desk.complaints import filing, verbs
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.models import LabTest
from gongkai.desk.complaints.tests.centre import sample
from gongkai.desk.complaints.verbs import Acting
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db
IN_2018 = datetime(2018, 3, 1, 2, tzinfo=UTC)
IN_2022 = datetime(2022, 3, 1, 2, tzinfo=UTC)
IN_2026 = datetime(2026, 5, 11, 2, tzinfo=UTC)


def code(case, said, by, at):
    with pytest.raises(Refused) as refused:
        verbs.begin_test(case, said, by=by, at=at)
    return refused.value.code


def form(centre, case, at):
    return ACTIONS["begin_test"].form(one=standing(case), by=centre["handler"], day=at.date())


def offered(found):
    return [value for value, _ in found.fields["chosen"].choices]


def page(centre, case):
    web = Client()
    web.force_login(centre["handler"])
    return web.get(f"/complaints/{case.uid}/?do=begin_test").content.decode()


def test_under_order_20_both_sides_choose_the_body_or_mediation_ends(centre):
    case, by = centre.accepted(IN_2022), centre["handler"]
    found = form(centre, case, IN_2022)
    assert offered(found) == ["协商"]
    assert "第二十条" in found.fields["chosen"].help_text and "共同委托" in found.fields["chosen"].help_text
    designated = replace(sample(case, IN_2022), chosen="指定")
    assert code(case, designated, by, IN_2022) == "not-agreed"
    assert not Pause.objects.exists()
    verbs.begin_test(case, sample(case, IN_2022), by=by, at=IN_2022)
    assert LabTest.objects.get().chosen == "协商"


def test_under_order_121_the_bureau_may_designate_where_they_do_not_agree_but_costs_are_agreed(centre):
    case, by = centre.accepted(IN_2026), centre["handler"]
    found = form(centre, case, IN_2026)
    assert offered(found) == ["协商", "指定"]
    assert "第二十二条" in found.fields["chosen"].help_text and "可以指定" in found.fields["chosen"].help_text
    assert "终止调解" in found.fields["payer"].help_text
    assert "凭记忆" not in found.fields["chosen"].help_text
    said = replace(sample(case, IN_2026), chosen="指定", proof="指定 3 号")
    verbs.begin_test(case, said, by=by, at=IN_2026)
    case.refresh_from_db()
    assert case.due_on is None
    verbs.end_test(case, "WH-2026-7，不合格", by=by, at=IN_2026 + timedelta(days=9))
    case.refresh_from_db()
    assert case.due_on == date(2026, 7, 19)  # 60 days after 11 May, nine of testing left out
    assert LabTest.objects.get().report == "WH-2026-7，不合格"


def test_before_2020_the_rules_of_the_line_count_and_what_is_from_memory_or_unknown_says_so(centre):
    shop = form(centre, centre.accepted(IN_2018, line="工商"), IN_2018)
    assert "凭记忆收录，待核对原文" in shop.fields["chosen"].help_text
    food = centre.accepted(IN_2018, line="食药")
    assert "尚未查明" in form(centre, food, IN_2018).fields["chosen"].help_text
    assert "期限照常计算" in page(centre, food)


def test_where_the_rules_leave_no_testing_out_the_limit_runs_on(centre):
    case = centre.accepted(IN_2018, channel="12331", line="食药")
    before = Case.objects.get(pk=case.pk).due_on
    assert before is not None
    verbs.begin_test(case, sample(case, IN_2018), by=centre["handler"], at=IN_2018)
    assert Case.objects.get(pk=case.pk).due_on == before


def test_what_is_tested_where_and_how_that_was_agreed_must_be_written(centre):
    case, by = centre.accepted(IN_2022), centre["handler"]
    good = sample(case, IN_2022)
    assert code(case, replace(good, what=" "), by, IN_2022) == "nothing-tested"
    assert code(case, replace(good, body=""), by, IN_2022) == "no-body"
    assert code(case, replace(good, payer=""), by, IN_2022) == "unknown-choice"
    assert code(case, replace(good, proof=""), by, IN_2022) == "no-proof"
    assert code(case, replace(good, chosen="本局"), by, IN_2022) == "not-ours"
    assert code(case, replace(good, expected_on=date(2022, 2, 1)), by, IN_2022) == "wrong-date"


def test_of_a_report_the_bureau_has_it_tested_for_itself(centre):
    case = centre.case(IN_2022, kind="举报")
    found = form(centre, case, IN_2022)
    assert offered(found) == ["本局"] and found.fields["payer"].initial == "本局"
    verbs.begin_test(case, sample(case, IN_2022), by=centre["handler"], at=IN_2022)
    data = Event.objects.get(stream=case.stream, type="testing-began")
    assert "鱼油" not in bytes(data.body).decode()


def test_the_page_shows_body_costs_and_law_and_the_first_page_the_day_of_the_result(centre):
    now = timezone.now()
    case = centre.accepted(now)
    said = replace(sample(case, now), what="鱼油，送样人 13806314417")
    verbs.begin_test(case, said, by=centre["handler"], at=now)
    web = Client()
    web.force_login(centre["handler"])
    shown = web.get(f"/complaints/{case.uid}/").content.decode()
    assert "威海市检验检测中心" in shown and "双方协商确定 · 双方分担 · 录音 LY-9" in shown
    assert "检测、鉴定的日子从期限中扣除" in shown and "13806314417" not in shown
    home = web.get("/").content.decode()
    assert 'id="wait-tests"' in home and "等检测、鉴定结果" in home and "威海市检验检测中心" in home
    LabTest.objects.update(expected_on=now.date() - timedelta(days=2))
    assert "预计出结果的日期已过，请催问威海市检验检测中心" in web.get("/").content.decode()
    web.force_login(centre["other"])
    assert 'id="wait-tests"' not in web.get("/").content.decode()


def test_a_pause_from_a_register_has_no_body_and_the_page_says_so(centre):
    case = centre.accepted(IN_2022)
    Pause.objects.create(case=case, kind=Pause.Kind.TESTING, since=IN_2022.date())
    assert "没有登记机构" in page(centre, case)
    verbs.end_test(case, by=centre["handler"], at=IN_2022 + timedelta(days=3))
    assert "2022-03-04 结束，这些日子不计入期限" in page(centre, case)


def test_the_button_posts_what_was_agreed(centre):
    now = timezone.now()
    case = centre.accepted(now)
    web = Client()
    web.force_login(centre["handler"])
    address = f"/complaints/{case.uid}/do/begin_test"
    assert web.post(address, {"what": "鱼油"}).status_code == 422
    said = {"what": "鱼油", "body": "检验中心", "chosen": "协商", "payer": "被投诉人", "proof": "协议书"}
    assert web.post(address, said).status_code == 302
    assert web.post(f"/complaints/{case.uid}/do/end_test", {"report": "WT-1"}).status_code == 302
    assert LabTest.objects.get().report == "WT-1"


def test_the_file_of_a_case_holds_what_was_tested_who_acted_and_every_receipt(centre):
    at = IN_2022
    people = {"name": "黎代表", "phone": "13900000001", "second": "沈代表", "others": "温三 1390\n邹四 1391"}
    case = centre.accepted(at, person=people, acting=Acting("共同", people=4, representatives=2))
    verbs.begin_test(case, sample(case, at), by=centre["handler"], at=at)
    verbs.end_test(case, "WT-7，合格", by=centre["handler"], at=at + timedelta(days=3))
    again = centre.case(at + timedelta(days=1), channel="12345", source_number="B-2")
    verbs.judge(case.registration, again.registration, "同一信件", by=centre["operator"], at=at)
    data = filing.court_file(case, by=centre["handler"], at=at + timedelta(days=4))
    said = "".join("".join(one.get_textpage().get_text_range().split()) for one in PdfDocument(data))
    for words in (
        "检测、鉴定",
        "双方协商确定",
        "WT-7，合格",
        "4人共同投诉，代表人2名",
        "沈代表",
        "邹四",
        "12345B-2",
    ):
        assert words in said, words
