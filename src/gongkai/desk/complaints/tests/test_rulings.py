"""A dispute over whose case it is: who raised it reads the ruling, who gets the case has its clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from gongkai.desk.agencies.rules import held
from gongkai.desk.complaints import rulings, verbs
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.queries import visible_to
from gongkai.desk.complaints.tests.centre import NAME, PHONE
from gongkai.desk.complaints.waiting import waiting

pytestmark = pytest.mark.django_db
IN_2022 = datetime(2022, 5, 9, 2, tzinfo=UTC)
SHOP = "威海康颐堂生物科技有限公司"


def parts(centre, who, at):
    day = at.date()
    return {part.key: part.jobs for part in waiting(centre[who], day, held(centre[who], day))}


def raised(centre, at, reason="经营地在田和，店主电话13806319999"):
    case = centre.case(at)
    verbs.dispute(case, reason, claims=centre.units["TH"], by=centre["handler"], at=at)
    return case


def ruled(centre, at, unit="TH", by="leader"):
    case = raised(centre, at)
    verbs.rule_dispute(case, centre.units[unit], "经营地在田和街道", by=centre[by], at=at)
    case.refresh_from_db()
    return case


def test_what_waits_for_a_ruling_stands_on_the_first_page_of_who_may_rule_with_the_limit_that_runs(centre):
    case = raised(centre, IN_2022)
    case.refresh_from_db()
    for who in ("operator", "office", "leader"):
        (job,) = parts(centre, who, IN_2022)["disputes"]
        assert job.on == case.due_on and job.href.endswith("?do=rule_dispute")
        assert "怡园监管所 → 田和监管所" in job.note and "13806319999" not in job.title
    assert "disputes" not in parts(centre, "handler", IN_2022)
    verbs.rule_dispute(case, centre.units["TH"], "是", by=centre["operator"], at=IN_2022)
    assert parts(centre, "leader", IN_2022)["disputes"] == ()


def test_the_unit_that_lost_the_case_still_reads_the_ruling_and_nothing_of_the_case(centre, client_of):
    now = timezone.now()
    case = ruled(centre, now)
    assert not visible_to(centre["handler"], now.date()).filter(pk=case.pk).exists()
    (job,) = parts(centre, "handler", now)["rulings"]
    assert (job.stands, job.words) == ("裁定由田和监管所办理", "经营地在田和街道")
    page = client_of("handler").get("/complaints/disputes/").content.decode()
    assert job.title in page and "由田和监管所办理" in page and "经营地在田和街道" in page
    for hidden in (NAME, PHONE, SHOP, "深海鱼油", "13806319999", str(case.uid)):
        assert hidden not in page
    assert client_of("handler").get(f"/complaints/{case.uid}/").status_code == 404


def test_the_unit_that_gets_the_case_sees_it_with_the_limit_that_never_stood_still(centre, client_of):
    now = timezone.now()
    case = raised(centre, now)
    case.refresh_from_db()
    before = case.due_on
    verbs.rule_dispute(case, centre.units["TH"], "经营地在田和街道", by=centre["leader"], at=now)
    case.refresh_from_db()
    assert case.due_on == before is not None
    assert [job.on for job in parts(centre, "other", now)["complaints"]] == [before]
    assert f"/complaints/{case.uid}/" in client_of("other").get("/complaints/disputes/").content.decode()


def test_a_unit_without_a_part_in_it_reads_no_ruling(centre, client_of):
    now = timezone.now()
    ruled(centre, now)
    assert rulings.page(centre["inspector"], now.date()) == []
    assert "没有本单位的管辖争议" in client_of("captain").get("/complaints/disputes/").content.decode()
    assert len(rulings.page(centre["auditor"], now.date())) == 1


def test_a_ruling_leaves_the_first_page_after_the_days_of_the_house_and_stays_on_its_own(centre):
    ruled(centre, IN_2022)
    last = IN_2022 + timedelta(days=house().days("ruling_days"))
    assert len(parts(centre, "handler", last)["rulings"]) == 1
    assert parts(centre, "handler", last + timedelta(days=1))["rulings"] == ()
    assert len(rulings.page(centre["handler"], last.date() + timedelta(days=90))) == 1


def test_what_waits_for_a_ruling_comes_first_however_many_newer_ones_were_ruled(centre, monkeypatch):
    monkeypatch.setattr(rulings, "MOST", 2)
    waits = raised(centre, IN_2022)
    newer = [ruled(centre, IN_2022) for _ in range(2)]
    found = rulings.page(centre["leader"], IN_2022.date())
    assert [one.dispute.case_id for one in found] == [waits.pk, newer[1].pk]
