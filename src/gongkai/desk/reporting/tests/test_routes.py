"""Every route of the desk against every duty: 200, 302, 403 or 404. A route without a row fails."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gongkai.desk.agencies.tests.second_round import in_second
from gongkai.desk.casework.models import Assignment
from gongkai.desk.disclosure.files import store
from gongkai.desk.disclosure.knowing import policy_of
from gongkai.desk.disclosure.models import Consultation, FileCheck
from gongkai.desk.disclosure.verbs import hand_in
from gongkai.desk.outlets.models import ColumnDuty, Delivery, Place, Posting
from gongkai.desk.oversight.inspecting import Found, enter
from gongkai.desk.oversight.models import Activity, PlannedTask
from gongkai.desk.reporting.tests import factories as make
from gongkai.desk.reporting.tests.routes_table import DUTIES, TABLE

pytestmark = pytest.mark.django_db(databases=["default"])


def routes(patterns=None, prefix=""):
    """Every pattern of the desk's addresses."""
    for one in get_resolver("gongkai.sites.desk_urls").url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, prefix + str(one.pattern))
        else:
            assert isinstance(one, URLPattern)
            yield prefix + str(one.pattern)


def test_every_route_has_a_row():
    assert set(routes()) == {route for route, _, _ in TABLE}


def door(agency, at):
    """Nothing to tell of the door: this test has the desk's database only."""
    return {}


@pytest.fixture
def bureau(keys, settings):
    settings.GONGKAI_EXCHANGE_STANDING = f"{__name__}.door"
    agency = make.AgencyFactory()
    unit, other = make.UnitFactory(agency=agency), make.UnitFactory(agency=agency)
    stranger = make.AgencyFactory()
    handed_in = make.item(agency, unit=unit, text="请妥善保存票据。")
    data = b"%PDF-1.7"
    file = handed_in.files.create(name="a.pdf", type="application/pdf", size=len(data), sha256=store(data))
    made = FileCheck(sha256=file.sha256, policy=policy_of(handed_in).id, type="pdf", at=make.NOON)
    made.save()
    clerk = make.officer(agency, "clerk", unit=unit)
    hand_in(handed_in, clerk, make.NOON)
    return outlets_of(handed_in, unit, clerk) | {
        "uid": handed_in.uid,
        "digest": file.sha256,
        "incomplete": make.item(agency, unit=unit).uid,
        "consultation": consultation_of(make.item(agency, unit=unit), clerk),
        "item of another unit": make.item(agency, unit=other).uid,
        "item of another agency": make.item(stranger).uid,
        "agency": agency,
        "unit": unit,
        "of the unit": make.matter(agency, unit=unit, closed=date(2017, 4, 1)).registration.uid,
        "of another unit": make.matter(agency, unit=other).registration.uid,
        "of another agency": make.matter(stranger).registration.uid,
        "item": make.item(agency, unit=unit).uid,
        "finding": finding_of(agency, unit),
        "finding of another unit": finding_of(agency, other),
        **planned_of(agency, unit),
        "request": request_of(agency, unit),
        "request of another unit": request_of(agency, other),
        "case": make.matter(agency, unit=unit).registration.cases.get().uid,
        "case of another unit": make.matter(agency, unit=other).registration.cases.get().uid,
    }


def consultation_of(item, clerk):
    """A consultation that is over, with one opinion."""
    day = make.NOON.date()
    made = Consultation.objects.create(
        item=item, subject="other", basis="依据", opens_on=day, closes_on=day + timedelta(days=30),
        feedback_by=day + timedelta(days=60), opened_by=clerk,
    )  # fmt: skip
    made.opinions.create(
        uid="u", no=1, box="b", sender="person", text="意见", dek=b"", sealed=b"", came_on=day,
        taken_at=make.NOON,
    )  # fmt: skip
    return made.uid


def finding_of(agency, unit):
    """What an inspection found, to be mended by a unit."""
    found = Found(
        inspector="self", found_on=date(2017, 3, 1), kind="link", words="链接打不开", unit=unit,
        told_on=date(2017, 3, 1), days=10,
    )  # fmt: skip
    return enter(agency, found, by=make.officer(agency, "office"), at=make.NOON).uid


def planned_of(agency, unit):
    """A task of the yearly plan and an activity."""
    day = make.NOON.date()
    task = PlannedTask.objects.create(agency=agency, year=2017, task="推进公开", unit=unit, due_on=day)
    return {
        "task": task.uid,
        "activity": Activity.objects.create(agency=agency, kind="会议", name="领导小组会议", on=day).uid,
    }


def request_of(agency, unit):
    """An open application for which a unit answers."""
    case = make.application(agency).case
    Assignment.objects.create(case=case, unit=unit, since=date(2017, 6, 9))
    return case.uid


def outlets_of(item, unit, clerk):
    """A placement, a place, a column and a delivery, by the part of the address that names them."""
    day, agency = make.NOON.date(), item.agency
    posting = Posting.objects.create(item=item, outlet="press", planned_on=day)
    place = Place.objects.create(agency=agency, name="一楼", kind="公开栏", keeper=clerk, since=day)
    duty = ColumnDuty.objects.create(
        agency=agency, column="work", unit=unit, officer=clerk, cycle_days=30, since=day
    )
    delivery = Delivery.objects.create(
        agency=agency, year=2017, quarter=1, to="档案馆", made_at=make.NOON, made_by=clerk
    )
    return {"posting": posting.uid, "place": place.uid, "duty": duty.uid, "delivery": delivery.uid}


def address(route, what, bureau):
    """A real address for a route; ``what`` says which of several."""
    kind = {"item": "items", "publication": "publication"}.get(what, "matters")
    parts = {
        "<int:year>": "1999" if what == "1999" else "2017",
        "<path:key>": "no.such" if what == "nonsense" else "complaints.received",
        "<str:section>": "nonsense" if what == "nonsense" else "overview",
        "<str:name>": "report.txt" if what == "nonsense" else "figures.json",
        "<slug:kind>": kind,
        "<slug:identity>": bureau.get(what, "nonsense"),
        "<slug:uid>": bureau.get(what, what if what == "nonsense" else bureau["uid"]),
        "<slug:digest>": bureau["digest"],
        "<slug:verb>": "note",
        "<slug:made>": "press",
        "<int:hanging>": "1",
        **{
            f"<slug:{name}>": bureau[name]
            for name in ("posting", "place", "duty", "delivery", "task", "activity")
        },
        "<slug:finding>": bureau.get(what, bureau["finding"]),
        "<slug:letter>": "nonsense",
        "<slug:other>": "nonsense",
        "<slug:name>": "items",
        "<int:pk>": "1",
        "<int:number>": "1",
    }
    for part, value in parts.items():
        route = route.replace(part, str(value))
    return f"/{route}"


@pytest.mark.parametrize("duty", in_second(DUTIES, ("office", "clerk", "leader")))
def test_routes_answer_by_duty(bureau, duty):
    whole = duty not in ("clerk", "head", "handler")
    user = make.officer(bureau["agency"], duty, unit=None if whole else bureau["unit"])
    found, expected = {}, {}
    for route, how, answers in TABLE:
        client = Client()
        client.force_login(user)
        method, _, what = how.partition(" ")
        url = address(route, what, bureau)
        data = {"checked": "on"} if method == "post" else None
        answer = getattr(client, method)(url, data)
        found[route, how] = answer.status_code
        expected[route, how] = answers[duty]
        page = getattr(answer, "content", b"") if answer.status_code == 200 else b""
        assert b'class="d-top"' not in page or b'action="/logout"' in page, f"nobody gets out of {url}"
    assert found == expected


def test_nobody_enters_without_login(bureau):
    for route, how, _ in TABLE:
        if route in ("login", "login/recover", "healthz", "logout"):
            continue
        method, _, what = how.partition(" ")
        response = getattr(Client(), method)(address(route, what, bureau))
        assert response.status_code in (302, 401), route


def test_an_officer_without_a_duty_sees_nothing(bureau):
    client = Client()
    client.force_login(make.officer(bureau["agency"]))
    assert client.get("/years/2017/").status_code == 403
