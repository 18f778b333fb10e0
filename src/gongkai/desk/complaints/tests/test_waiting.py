"""The first page shows what waits in the centre: whose, by when, why; in a bounded number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.desk.casework.waiting import SHOWN
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.models import Signal
from gongkai.desk.complaints.tests.centre import AT, DAY

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def home(centre):
    def read(name):
        client = Client()
        client.force_login(centre[name])
        return client.get("/").content.decode()

    return read


def test_a_case_waits_for_its_handler_with_date_and_reasoning(centre, home):
    case = centre.case(timezone.now())
    verbs.name_handler(case, centre["handler"], by=centre["head"], at=timezone.now())
    mine = home("handler")
    assert f"/complaints/{case.uid}/" in mine and "等您办理 <b>1</b> 件" in mine
    assert "是否受理 收到" in mine and "待受理" in mine
    assert f"/complaints/{case.uid}/" not in home("colleague")
    assert f"/complaints/{case.uid}/" in home("head")
    assert f"/complaints/{case.uid}/" not in home("other")


def test_what_nobody_in_the_unit_is_named_for_waits_for_all_of_them(centre, home):
    case = centre.case(timezone.now())
    assert f"/complaints/{case.uid}/" in home("handler") and f"/complaints/{case.uid}/" in home("colleague")


def test_what_no_unit_has_waits_for_the_operator(centre, home):
    case = centre.case(timezone.now(), unit=None)
    page = home("operator")
    assert 'id="wait-unassigned"' in page and f"/complaints/{case.uid}/" in page
    assert f"/complaints/{case.uid}/" not in home("handler")


def test_what_is_late_is_shown_to_those_who_see_to_it_and_is_not_called_theirs(centre, home):
    centre.case(AT)
    page = home("leader")
    assert 'id="wait-late"' in page and "请督促" in page and "没有等您办理的事" in page
    assert "已逾期 <b>1</b> 件" in page
    assert 'id="wait-' not in home("auditor")


def test_a_signal_waits_for_who_may_judge_it(centre, home):
    Signal.objects.create(
        agency=centre.agency, year=2018, number=1, key="product=保健食品", day=DAY, window=14, people=9,
        expected=2.0, limit=6, q=0.01, crossed_on=DAY, found_at=AT,
    )  # fmt: skip
    assert "/signals/2018/1/" in home("operator") and "14 天内 9 人，警戒线 6 人" in home("operator")
    assert "/signals/2018/1/" not in home("handler")


def test_the_page_asks_the_same_number_of_times_however_much_waits(centre, home):
    asked = []
    for _round in range(2):
        for number in range(SHOWN + 2):
            centre.case(timezone.now() - timedelta(days=number))
        with CaptureQueriesContext(connection) as captured:
            page = home("head")
        asked.append(len(captured))
    assert asked[0] >= asked[1]
    assert page.count("/complaints/") >= SHOWN and "全部投诉举报" in page
