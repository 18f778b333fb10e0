"""Findings that get more time or another unit: asked for with a reason, granted by another, verified."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, text
from gongkai.desk.oversight import changing, inspecting, moving, waiting
from gongkai.desk.oversight.inspecting import Found
from gongkai.desk.oversight.models import Finding, FindingChange
from gongkai.law.calendar import Calendar
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
AT = datetime(2018, 3, 5, 2, 0, tzinfo=UTC)
DUE, LATER = date(2018, 3, 16), date(2018, 3, 30)


@pytest.fixture
def bureau(keys: object) -> Bureau:
    return Bureau.found()


@pytest.fixture
def other(bureau: Bureau) -> Unit:
    return Unit.objects.create(agency=bureau.agency, code="02", name="稽查大队", kind="大队")


def entered(bureau: Bureau, at: datetime = AT, **more: object) -> Finding:
    given = {
        "inspector": "superior", "body": "市政府政务公开办公室", "found_on": date(2018, 3, 1), "kind": "link",
        "words": "第三条链接打不开", "unit": bureau.unit, "told_on": date(2018, 3, 2), "days": 10,
    }  # fmt: skip
    return inspecting.enter(bureau.agency, Found(**given | more), by=bureau.officers["office"], at=at)


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    assert refused.value.sentence and refused.value.mend
    return refused.value.code


def types(one: Finding) -> list[str]:
    return list(Event.objects.filter(stream=one.stream).order_by("n").values_list("type", flat=True))


def test_more_time_is_asked_for_with_a_reason_and_granted_by_another(bureau: Bureau) -> None:
    one, clerk, office = entered(bureau), bureau.officers["clerk"], bureau.officers["office"]
    asked = changing.ask_extension(one, LATER, "须等平台升级，市政务公开办 3 月 5 日同意", by=clerk, at=AT)
    one.refresh_from_db()
    assert (one.due_on, asked.before, asked.no) == (DUE, DUE, 1)
    changing.grant(one, by=office, at=AT, note="同意")
    one.refresh_from_db()
    answer = inspecting.due_of(one)
    assert one.due_on == answer.due == LATER
    assert answer.basis.endswith("经批准延长") and "2018-03-16" in answer.basis
    assert answer.steps[-1].what == "经批准延长到这一天完成整改"
    assert types(one)[1:] == ["finding-change-asked", "finding-extended"]
    again = changing.ask_extension(one, LATER + timedelta(days=3), "仍未升级", by=office, at=AT)
    assert (again.no, again.before) == (2, LATER)
    assert code(changing.grant, one, by=office, at=AT) == "four-eyes"
    assert code(changing.grant, one, by=clerk, at=AT) == "not-held"
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingChange.objects.filter(pk=again.pk).update(granted=True, judged_by=office, judged_on=DUE)


def test_what_makes_no_sense_is_not_asked_for(bureau: Bureau, other: Unit) -> None:
    one, clerk = entered(bureau), bureau.officers["clerk"]
    for day in (DUE, date(2019, 12, 1)):
        assert code(changing.ask_extension, one, day, "来不及", by=clerk, at=AT) == "wrong-day"
    late = AT + timedelta(days=30)
    assert code(changing.ask_extension, one, date(2018, 3, 20), "来不及", by=clerk, at=late) == "wrong-day"
    assert code(changing.ask_extension, one, LATER, " ", by=clerk, at=AT) == "no-reason"
    auditor = bureau.officers["auditor"]
    assert code(changing.ask_extension, one, LATER, "来不及", by=auditor, at=AT) == "not-held"
    assert code(changing.ask_hand_over, one, bureau.unit, "不归我们", by=clerk, at=AT) == "same-unit"
    Unit.objects.filter(pk=other.pk).update(until=date(2018, 1, 1))
    other.refresh_from_db()
    assert code(changing.ask_hand_over, one, other, "不归我们", by=clerk, at=AT) == "foreign-unit"
    assert code(changing.grant, one, by=bureau.officers["office"], at=AT) == "wrong-state"
    changing.ask_extension(one, LATER, "来不及", by=clerk, at=AT)
    assert code(changing.ask_extension, one, LATER, "来不及", by=clerk, at=AT) == "one-at-a-time"


def test_another_unit_takes_it_over_with_its_limit_and_sees_it_then(bureau: Bureau, other: Unit) -> None:
    one, clerk = entered(bureau), bureau.officers["clerk"]
    changing.ask_hand_over(one, other, "栏目已归稽查大队", by=clerk, at=AT)
    changing.grant(one, by=bureau.officers["leader"], at=AT)
    one.refresh_from_db()
    assert (one.unit, one.due_on) == (other, DUE)
    assert types(one)[-1] == "finding-handed-over"
    assert enter(bureau, "clerk").get(f"/inspections/{one.uid}/").status_code == 404


def test_a_decline_needs_a_reason_and_changes_nothing(bureau: Bureau) -> None:
    one, clerk, leader = entered(bureau), bureau.officers["clerk"], bureau.officers["leader"]
    changing.ask_extension(one, LATER, "人手不足", by=clerk, at=AT)
    assert code(changing.decline, one, " ", by=leader, at=AT) == "no-reason"
    changing.decline(one, "不是理由", by=leader, at=AT)
    one.refresh_from_db()
    assert (one.due_on, one.extended_to, types(one)[-1]) == (DUE, None, "finding-change-declined")
    assert changing.ask_extension(one, LATER, "再次申请", by=clerk, at=AT).no == 2


def test_what_waits_goes_to_the_unit_that_takes_a_merged_one_over(bureau: Bureau, other: Unit) -> None:
    third = Unit.objects.create(agency=bureau.agency, code="03", name="执法大队", kind="大队")
    one = entered(bureau)
    asked = changing.ask_hand_over(one, other, "不归我们", by=bureau.officers["clerk"], at=AT)
    moving.move(other, third, bureau.officers["office"], AT)
    asked.refresh_from_db()
    assert asked.unit == third


def test_verify_names_limits_that_do_not_follow_from_what_was_given_and_granted(bureau: Bureau) -> None:
    one, two = entered(bureau), entered(bureau)
    changing.ask_extension(two, LATER, "须等升级", by=bureau.officers["clerk"], at=AT)
    changing.grant(two, by=bureau.officers["office"], at=AT)
    assert (inspecting.verify().count, inspecting.verify().faults) == (2, [])
    Finding.objects.filter(pk=one.pk).update(due_on=LATER)
    assert inspecting.verify().faults == [f"{one.number}：期限缓存 2018-03-30，应为 2018-03-16"]
    Finding.objects.filter(pk=one.pk).update(due_on=LATER, extended_to=LATER)
    assert inspecting.verify().faults == [f"{one.number}：延长到 2018-03-30，批准的是 无"]
    Finding.objects.filter(pk=one.pk).update(due_on=DUE, extended_to=None)
    assert inspecting.refresh(Calendar.default()) == 0


def test_from_asking_to_granting_on_the_pages(bureau: Bureau, other: Unit) -> None:
    day = today()
    one = entered(bureau, datetime.now(UTC), inspector="self", body="", found_on=day, told_on=day, days=5)
    here, clerk, office = f"/inspections/{one.uid}/", enter(bureau, "clerk"), enter(bureau, "office")
    page = text(clerk.get(here))
    assert "来不及？申请延长期限" in page and "不归本单位？申请移交" in page
    until = one.due_on + timedelta(days=14)
    assert clerk.post(f"{here}extend", {"until": f"{until}"}).status_code == 422
    assert clerk.post(f"{here}extend", {"until": f"{until}", "reason": "等平台升级"}).status_code == 302
    page = text(clerk.get(here))
    assert "申请延长期限" not in page and "等申请人以外有复核职责的人批准" in page and "待批准" in page
    assert clerk.post(f"{here}decide", {"yes": "1"}).status_code == 403
    parts = waiting.waiting(bureau.officers["office"], day, list(held(bureau.officers["office"], day)))
    assert [part.count for part in parts if part.key == "to-grant"] == [1]
    assert one.number in text(office.get("/inspections/", {"state": "asked"}))
    assert "等您批准" in text(office.get(here))
    assert office.post(f"{here}decide", {"no": "1"}).status_code == 422
    assert office.post(f"{here}decide", {"yes": "1", "note": "同意"}).status_code == 302
    page = text(office.get(here))
    assert f"{until}" in page and "已批准" in page
    month = f"{day:%Y-%m}"
    assert f"{until}（延期）" in text(office.get("/ledgers/inspections/", {"month": month}))
    assert clerk.post(f"{here}hand-over", {"unit": "x", "reason": "y"}).status_code == 422
    given = {"unit": other.pk, "reason": "栏目归稽查大队"}
    assert clerk.post(f"{here}hand-over", given).status_code == 302
    assert office.post(f"{here}decide", {"yes": "1"}).status_code == 302
    assert "稽查大队" in text(office.get(here)) and clerk.get(here).status_code == 404


def test_an_items_page_lists_the_findings_about_it_that_one_may_see(bureau: Bureau, other: Unit) -> None:
    item = drafted(bureau)
    mine, theirs = entered(bureau, item=item), entered(bureau, item=item, unit=other, words="别处的问题")
    page = text(enter(bureau, "office").get(f"/items/{item.uid}/"))
    assert "检查发现的问题" in page and mine.number in page and theirs.number in page
    assert f"/inspections/new?index={item.index.replace('/', '%2F')}" in page
    page = text(enter(bureau, "clerk").get(f"/items/{item.uid}/"))
    assert mine.number in page and theirs.number not in page and "/inspections/new" not in page
    assert "检查发现的问题" not in text(enter(bureau, "clerk").get(f"/items/{drafted(bureau).uid}/"))
