"""The first page shows what waits in the centre: whose, by when, why; in a bounded number of queries."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.desk.casework.waiting import SHOWN
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.models import Authority, Signal
from gongkai.desk.complaints.tests.centre import AT, DAY
from gongkai.desk.complaints.verbs import Acting

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def home(centre):
    def read(name):
        client = Client()
        client.force_login(centre[name])
        return client.get("/").content.decode()

    return read


def case_page(centre, case):
    client = Client()
    client.force_login(centre["handler"])
    return client.get(f"/complaints/{case.uid}/").content.decode()


def test_a_case_waits_for_its_handler_with_date_and_reasoning(centre, home):
    case = centre.case(timezone.now())
    verbs.name_handler(case, centre["handler"], by=centre["head"], at=timezone.now())
    mine = home("handler")
    assert f"/complaints/{case.uid}/" in mine and "等您办理 <b>1</b> 件" in mine
    assert "是否受理 收到" in mine and "待受理" in mine
    assert f"/complaints/{case.uid}/" not in home("colleague")
    assert f"/complaints/{case.uid}/" in home("head")
    assert f"/complaints/{case.uid}/" not in home("other")


def test_papers_that_were_asked_for_wait_for_the_handler_and_say_what_happens_when_they_do_not_come(
    centre, home
):
    now = timezone.now()
    case = centre.case(now, acting=Acting("代理"))
    until = now.date() + timedelta(days=4)
    verbs.ask_papers(case, until, by=centre["handler"], at=now)
    waits = home("handler")
    assert 'id="wait-papers"' in waits and "通知补正，缺授权委托书原件、受托人身份证明" in waits
    assert f"{until:%m-%d}" in waits and "等补正" in waits
    assert 'id="wait-papers"' not in home("other")
    Authority.objects.update(asked_on=until - timedelta(days=9), asked_until=until - timedelta(days=6))
    late = home("handler")
    assert "补正到期" in late and "按未提供材料不予受理，或者再次通知" in late
    assert "按未提供材料不予受理" in case_page(centre, case) and "?do=refuse" in case_page(centre, case)
    verbs.enter_papers(case, identity=True, letter=True, scope="代为投诉", by=centre["handler"], at=now)
    assert 'id="wait-papers"' not in home("handler")


def test_the_queue_orders_asked_papers_by_their_day_and_tags_the_case_elsewhere(centre):
    now = timezone.now()
    for days in (6, 3):
        case = centre.case(now, acting=Acting("代理"))
        verbs.ask_papers(case, now.date() + timedelta(days=days), by=centre["handler"], at=now)
    web = Client()
    web.force_login(centre["handler"])
    rows = web.get("/complaints/?view=papers").context["rows"]
    assert [row.due.on for row in rows] == [now.date() + timedelta(days=3), now.date() + timedelta(days=6)]
    assert all(row.due.title == "补正" for row in rows)
    tags = [tag.words for row in web.get("/complaints/").context["rows"] for tag in row.tags]
    assert sum(words.startswith("补正到") for words in tags) == 2
    verbs.refuse(case, "other", "没有提供材料", by=centre["handler"], at=now)
    verbs.approve(case, by=centre["head"], at=now)
    assert len(web.get("/complaints/?view=papers").context["rows"]) == 1


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


def test_a_tab_that_is_rarely_needed_stands_there_only_while_it_has_something(centre):
    web = Client()
    web.force_login(centre["handler"])

    def labels(address="/complaints/"):
        return [tab["label"] for tab in web.get(address).context["tabs"]]

    assert "等补正" not in labels() and "已办结" in labels() and "已逾期" in labels()
    assert "等补正" in labels("/complaints/?view=papers")
    case = centre.case(timezone.now(), acting=Acting("代理"))
    until = timezone.now().date() + timedelta(days=3)
    verbs.ask_papers(case, until, by=centre["handler"], at=timezone.now())
    assert "等补正" in labels()


def test_meetings_stand_on_the_first_page_of_handler_and_mediator_with_their_hour(centre, home):
    case, day = centre.case(timezone.now()), timezone.localdate() + timedelta(days=2)
    verbs.accept(case, by=centre["handler"], at=timezone.now())
    where = {"meets_on": day, "meets_at": time(9, 30), "place": "怡园所调解室"}
    verbs.invite(case, **where, mediator=centre["colleague"], by=centre["handler"], at=timezone.now())
    for name in ("handler", "colleague"):
        assert "调解安排" in home(name) and "9时30分" in home(name)
    page = case_page(centre, case)
    assert "怡园所调解室" in page and "调解改期" in page
    assert "?do=move_meeting#act" not in page.partition("d-btn--big")[2][:60]
    assert page.index("?do=begin_test") < page.index("?do=check") and "?do=move_meeting" in page
