"""The pages of the yearly plan and of activities: planned, shown, done, dropped; entered, voided, paged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework import paging
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.oversight import activities, plan, waiting
from gongkai.desk.oversight.models import Activity, PlannedTask
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def bureau(keys: object) -> Bureau:
    return Bureau.found()


def planned(bureau: Bureau, days: int = 20, **more: object) -> PlannedTask:
    given = {"task": "公开抽检结果", "unit": bureau.unit, "due_on": today() + timedelta(days=days)} | more
    by = bureau.officers["office"]
    return plan.plan(bureau.agency, today().year, **given, by=by, at=timezone.now())


def held_today(name: str) -> dict[str, str]:
    return {"kind": "宣传活动", "name": name, "on": today().isoformat()}


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_the_office_plans_a_task_and_its_unit_finishes_it_with_evidence(bureau: Bureau) -> None:
    office, clerk = enter(bureau, "office"), enter(bureau, "clerk")
    assert clerk.get("/plan/new").status_code == 403
    given = {"year": today().year, "task": "公开抽检结果", "unit": bureau.unit.pk, "source": "工作要点第六条"}
    assert office.post("/plan/new", given).status_code == 422
    answer = office.post("/plan/new", given | {"due_on": (today() + timedelta(days=20)).isoformat()})
    here = answer["Location"]
    shown = text(clerk.get(here))
    assert "还没有佐证" in shown and 'value="finish"' not in shown
    refused = clerk.post(here, {"act": "finish", "done_on": today().isoformat()})
    assert refused.status_code == 422
    proof = {"act": "evidence", "what": "第三季度抽检公告", "on": today().isoformat()}
    assert clerk.post(here, proof).status_code == 302
    assert clerk.post(here, {"act": "finish", "done_on": today().isoformat()}).status_code == 302
    table = text(office.get("/plan/"))
    assert "第三季度抽检公告" in table and "已完成" in table and "工作要点第六条" in table
    assert clerk.post(here, {"act": "burn"}).status_code == 404


def test_a_task_past_its_limit_is_late_and_one_given_up_is_not(bureau: Bureau) -> None:
    late = planned(bureau, -3)
    office = enter(bureau, "office")
    assert ">已逾期</span>" in text(office.get("/plan/"))
    assert late.task in text(office.get("/plan/?state=overdue"))
    here = f"/plan/{late.uid}/"
    assert office.post(here, {"act": "drop"}).status_code == 422
    assert office.post(here, {"act": "drop", "reason": "merged"}).status_code == 302
    shown = text(office.get("/plan/?state=不再执行"))
    assert "公开抽检结果" in shown and ">已逾期</span>" not in shown
    assert "没有符合条件" in text(office.get("/plan/?state=未完成&year=1999"))


def test_what_is_near_its_limit_waits_for_the_unit_that_has_it(bureau: Bureau) -> None:
    planned(bureau)
    planned(bureau, waiting.NEAR + 1, task="以后的")
    parts = {}
    for name in ("clerk", "head", "office"):
        officer = bureau.officers[name]
        parts[name] = [
            job.title
            for part in waiting.waiting(officer, today(), held(officer, today()))
            for job in part.jobs
            if part.key == "planned"
        ]
    assert parts["clerk"] == parts["head"] == ["公开抽检结果"] and parts["office"] == []


def test_an_activity_is_entered_with_what_was_counted_and_blanks_stay_blank(bureau: Bureau) -> None:
    clerk = enter(bureau, "clerk")
    given = held_today("3·15现场咨询") | {
        "place": "怡园广场",
        "leaflets": "600",
        "consulted": "120",
        "cases": "3",
    }
    assert clerk.post("/activities/new", held_today("") | {"people": "-1"}).status_code == 422
    here = clerk.post("/activities/new", given)["Location"]
    made = Activity.objects.get()
    assert (made.leaflets, made.consulted, made.cases, made.people) == (600, 120, 3, None)
    assert "怡园广场" in text(clerk.get(here)) and "3·15现场咨询" in text(
        clerk.get("/activities/?kind=宣传活动")
    )
    again = clerk.post("/activities/new", given)
    assert again.status_code == 422 and "已经登记过" in text(again, 422)
    later = given | {"name": "明天的", "on": (today() + timedelta(days=1)).isoformat()}
    assert "还没有到" in text(clerk.post("/activities/new", later), 422)


def test_who_entered_an_activity_does_not_void_it(bureau: Bureau) -> None:
    office, leader, now = bureau.officers["office"], bureau.officers["leader"], timezone.now()
    given = {"kind": "会议", "name": "领导小组会议", "on": today()}
    made = activities.enter(bureau.agency, given, by=office, at=now)
    assert code(activities.void, made, "twice", by=office, at=now) == "same-person"
    assert code(activities.void, made, "twice", by=bureau.officers["clerk"], at=now) == "not-held"
    assert code(activities.void, made, "bored", by=leader, at=now) == "unknown-reason"
    client = enter(bureau, "leader")
    assert client.post(f"/activities/{made.uid}/", {"reason": "twice"}).status_code == 302
    assert "已作废" in text(client.get("/activities/"))
    assert code(activities.void, made, "twice", by=leader, at=now) == "voided"
    assert [one.type for one in Event.objects.filter(stream=activities.stream_of(made)).order_by("n")] == [
        "activity-entered",
        "activity-voided",
    ]


def test_an_activity_of_nobodys_item_or_agency_is_refused(bureau: Bureau) -> None:
    given = {"kind": "政策解读", "name": "解读", "on": today(), "related_item": "371002SC/2017-99999"}
    clerk = bureau.officers["clerk"]
    assert code(activities.enter, bureau.agency, given, by=clerk, at=timezone.now()) == "unknown-item"
    secrecy = bureau.officers["secrecy"]
    assert code(activities.enter, bureau.agency, given, by=secrecy, at=timezone.now()) == "not-held"


def test_the_list_is_paged_by_day_and_key_forth_and_back(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(paging, "SHOWN", 3)
    for number in range(8):
        on = today() - timedelta(days=number // 2)
        Activity.objects.create(agency=bureau.agency, kind="会议", name=f"第{number}次", on=on)
    seen = Activity.objects.all()
    rows, pager = paging.page(seen, {}, {}, day="on")
    names, pages = [one.name for one in rows], [[one.name for one in rows]]
    while pager["next"]:
        after = pager["next"].removeprefix("?after=")
        with django_assert_max_num_queries(2):
            rows, pager = paging.page(seen, {}, {"after": after}, day="on")
        names += [one.name for one in rows]
        pages.append([one.name for one in rows])
    assert names == [f"第{n}次" for n in (1, 0, 3, 2, 5, 4, 7, 6)]
    before = pager["previous"].removeprefix("?before=")
    assert [one.name for one in paging.page(seen, {}, {"before": before}, day="on")[0]] == pages[-2]
    assert paging.page(seen, {}, {"after": "nonsense"}, day="on")[0][0].name == "第1次"
