"""Remedies: linked to the decision, with what is owed, how they ended, what was changed."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.agencies.queries import SHANGHAI, today
from gongkai.desk.casework.clocks import verify_due
from gongkai.desk.casework.models import Assignment, Case, Party, Registration
from gongkai.desk.remedies import verbs
from gongkai.desk.remedies.clocks import SOURCE
from gongkai.desk.remedies.models import Remedy
from gongkai.law.deadlines.remedies import remedy_step
from gongkai.refusal import Refused

DAY = date(2024, 3, 1)


def at(day, hour=10):
    return datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)


@pytest.fixture
def bureau(db, keys):
    agency = Agency.objects.create(code="371002SC", name="高区市场监督管理局")
    unit = Unit.objects.create(agency=agency, code="FG", name="政策法规科", kind="科室")
    found = {"agency": agency, "unit": unit}
    for name, _duty, where in (
        ("office", "office", None),
        ("handler", "handler", unit),
        ("keeper", "keeper", None),
    ):
        person = Officer.objects.create_user(name, name=name, agency=agency)
        Duty.objects.create(officer=person, kind=name, unit=where, since=date(2010, 1, 1))
        found[name] = person
    since = date(2024, 1, 5)
    registration = Registration.objects.create(
        agency=agency, series="applications", number="依申请〔2024〕1号", key="1", channel="信函",
        registered_on=since, recorded_at=at(since),
    )  # fmt: skip
    case = Case.objects.create(registration=registration, kind="依申请公开", stage="closed", opened_on=since)
    Assignment.objects.create(case=case, unit=unit, since=since)
    found["application"] = registration
    return found


def arrival(bureau, **more):
    values = {
        "kind": "行政复议", "received_on": DAY, "organ": "高区管委会", "unit": bureau["unit"], "copy_on": DAY,
        "application": bureau["application"], "person": {"name": "张三丰"},
    }  # fmt: skip
    return verbs.Arrival(bureau["agency"], **values | more)


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as wrong:
        call(*args, **kwargs)
    assert (wrong.value.code, bool(wrong.value.mend)) == (code, True)


def test_a_review_from_its_copy_to_what_was_changed(bureau):
    case = verbs.register(arrival(bureau), by=bureau["office"], at=at(DAY))
    remedy = Remedy.objects.get()
    assert (case.registration.number, remedy.application) == ("复诉〔2024〕1号", bureau["application"])
    assert case.due_on == remedy_step("review_answer", DAY).due
    assert "张三丰".encode() not in bytes(Party.objects.get().sealed)
    handler = bureau["handler"]
    verbs.submit(case, date(2024, 3, 8), by=handler, at=at(date(2024, 3, 8)))
    assert case.due_on is None
    end = date(2024, 4, 26)
    refused("no-answer", verbs.close, case, "维持", by=handler, at=at(end))
    verbs.rule(case, end, "高管复决〔2024〕3号", by=handler, at=at(end))
    refused("no-change", verbs.close, case, "纠正", by=handler, at=at(end))
    refused("unknown-result", verbs.close, case, "尚未审结", by=handler, at=at(end))
    verbs.close(case, "纠正", change="撤销原答复，重新答复", by=handler, at=at(end))
    remedy.refresh_from_db()
    assert (remedy.result, remedy.closed_on, remedy.change_on) == ("纠正", end, end)
    verbs.change(case, "撤销原答复，已重新答复", by=handler, at=at(end))
    assert verify_due([SOURCE]).holds


def test_a_suit_has_the_courts_limits_and_an_appeal(bureau):
    case = verbs.register(arrival(bureau, kind="行政诉讼-直接起诉"), by=bureau["office"], at=at(DAY))
    handler, first = bureau["handler"], date(2024, 6, 3)
    assert case.due_on == remedy_step("suit_answer", DAY).due
    verbs.submit(case, DAY, by=handler, at=at(DAY))
    verbs.hear(case, date(2024, 5, 20), True, by=handler, at=at(DAY))
    refused("no-ruling", verbs.appeal, case, first, True, by=handler, at=at(first))
    verbs.rule(case, first, "（2024）鲁10行初3号", by=handler, at=at(first))
    assert case.due_on == remedy_step("appeal", first).due
    late = date(2024, 7, 1)
    refused("too-late", verbs.appeal, case, late, True, by=handler, at=at(late))
    verbs.appeal(case, date(2024, 6, 10), False, by=handler, at=at(late))
    assert case.due_on is None
    review = verbs.register(arrival(bureau, number="复1"), by=bureau["office"], at=at(late))
    refused("no-suit", verbs.appeal, review, late, True, by=handler, at=at(late))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "别的"}, "unknown-kind"),
        ({"organ": " "}, "no-organ"),
        ({"received_on": date(2024, 3, 2)}, "wrong-day"),
        ({"copy_on": date(2024, 3, 2)}, "wrong-day"),
        ({"received_on": date(2023, 12, 1), "copy_on": None}, "wrong-day"),
    ],
)
def test_entering_refuses(bureau, change, code):
    refused(code, verbs.register, arrival(bureau, **change), by=bureau["office"], at=at(DAY))
    assert not Remedy.objects.exists()


def test_days_in_order_and_the_same_number_once(bureau):
    case = verbs.register(arrival(bureau, number="复1", copy_on=None), by=bureau["office"], at=at(DAY))
    handler = bureau["handler"]
    refused("no-copy", verbs.submit, case, DAY, by=handler, at=at(DAY))
    refused("wrong-day", verbs.copy, case, date(2024, 2, 1), by=handler, at=at(DAY))
    refused("known", verbs.register, arrival(bureau, number="复1"), by=bureau["office"], at=at(DAY))
    assert case.due_on is None


def client(person):
    made = Client()
    made.force_login(person)
    return made


def test_the_pages(bureau):
    office, handler = client(bureau["office"]), client(bureau["handler"])
    data = {
        "kind": "行政复议", "organ": "高区管委会", "application": bureau["application"].number,
        "received_on": "2024-03-01", "copy_on": "2024-03-01", "unit": str(bureau["unit"].pk),
        "name": "张三丰",
    }  # fmt: skip
    assert office.post("/remedies/new", data | {"organ": ""}).status_code == 422
    assert office.post("/remedies/new", data | {"application": "没有"}).status_code == 422
    made = office.post("/remedies/new", data)
    assert made.status_code == 302
    url = made["Location"]
    page = handler.get(url + "?do=submit").content.decode()
    assert "提交答复和证据" in page
    assert "张三丰" not in page
    assert bureau["application"].number in handler.get("/remedies/").content.decode()
    assert handler.post(url + "do/submit", {"on": "2024-02-01"}).status_code == 422
    assert handler.post(url + "do/submit", {"on": "2024-03-05"}).status_code == 302
    assert client(bureau["keeper"]).get("/remedies/").status_code == 403
    assert handler.get("/remedies/new").status_code == 403
    assert Case.objects.get(kind="复议诉讼").due_on is None


def test_the_page_says_what_happened_what_comes_next_and_by_when(bureau):
    """Each button says what follows, with the law's date; what is next stands first."""
    handler = client(bureau["handler"])
    suit = arrival(bureau, kind="行政诉讼-直接起诉", copy_on=None)
    case = verbs.register(suit, by=bureau["office"], at=at(DAY))
    url = f"/remedies/{case.uid}/"

    def shown(query=""):
        return handler.get(url + query).content.decode()

    def first(page):
        return page.partition("d-btn--go d-btn--big")[2].partition("?do=")[2].partition("#")[0]

    page = shown()
    assert "等申请书、起诉状副本送达" in page and first(page) == "copy"
    today_due = remedy_step("suit_answer", today()).due
    assert f"须提交答复和证据，到 {today_due} 为止" in shown("?do=copy")
    verbs.copy(case, DAY, by=bureau["handler"], at=at(DAY))
    page = shown()
    assert f"{DAY} 收到副本" in page and first(page) == "submit"
    verbs.submit(case, DAY, by=bureau["handler"], at=at(DAY))
    verbs.hear(case, date(2024, 5, 20), True, by=bureau["handler"], at=at(DAY))
    assert "2024-05-20 开庭" in shown()
    verbs.rule(case, date(2024, 6, 3), "（2024）鲁10行初3号", by=bureau["handler"], at=at(date(2024, 6, 3)))
    assert "决定是否上诉" in shown() and first(shown()) == "close"
    verbs.close(case, "维持", by=bureau["handler"], at=at(date(2024, 7, 1)))
    assert "计入当年年度报告" in shown()


def test_a_review_offers_no_appeal_and_a_grievance_no_limit(bureau):
    handler = client(bureau["handler"])
    review = verbs.register(arrival(bureau, number="复2"), by=bureau["office"], at=at(DAY))
    page = handler.get(f"/remedies/{review.uid}/").content.decode()
    assert "do=appeal" not in page and "按复议决定履行" in page
    told = arrival(bureau, kind="举报投诉", number="举1", organ="", copy_on=None)
    grievance = verbs.register(told, by=bureau["office"], at=at(DAY))
    page = handler.get(f"/remedies/{grievance.uid}/").content.decode()
    assert "查明、答复后结案" in page and "没有法定的答辩期限" in page
