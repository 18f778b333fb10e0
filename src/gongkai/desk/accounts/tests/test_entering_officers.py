"""Officers entered, corrected and taken back on the page: two persons, a one-time code, no password seen."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from gongkai.desk.accounts import recovery, tenure
from gongkai.desk.accounts.models import Reset
from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.casework.models import Event
from gongkai.face.tests.pages import check
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
AT = datetime(2018, 3, 1, 4, 0, tzinfo=UTC)
DAY = date(2018, 3, 1)
PASSWORD = "k7mq-2wxp-9tfr"
GIVEN = {
    "username": "wenbo",
    "name": "姜文博",
    "title": "信息员",
    "duties": ["clerk", "operator"],
    "since": "2018-03-05",
}


@pytest.fixture
def bureau():
    agency = Agency.objects.create(code="371002SC", name="威海火炬高技术产业开发区市场监督管理局")
    unit = Unit.objects.create(agency=agency, code="BGS", name="办公室", kind="科室")
    made = {"unit": unit}
    for name in ("keeper", "leader", "clerk"):
        officer = Officer.objects.create_user(name, PASSWORD, name=f"{name}甲", agency=agency)
        scope = unit if name == "clerk" else None
        Duty.objects.create(officer=officer, kind=name, unit=scope, since=date(2015, 1, 1))
        made[name] = officer
    return made


def entered(bureau, **more) -> Officer:
    given = {
        "username": "wenbo", "name": "姜文博", "title": "信息员", "unit": bureau["unit"],
        "duties": ["clerk", "operator"], "since": DAY, "by": bureau["keeper"], "at": AT,
    } | more  # fmt: skip
    return tenure.enter(given.pop("username"), **given)


def client_of(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_a_new_officer_comes_in_only_by_the_code_that_a_second_person_confirmed(bureau) -> None:
    made = entered(bureau)
    assert not made.has_usable_password()
    assert {(one.kind, one.unit) for one in made.duties.all()} == {
        ("clerk", bureau["unit"]),
        ("operator", None),
    }
    reset = Reset.objects.get(officer=made)
    assert (reset.reason, reset.asked_by) == ("new", bureau["keeper"])
    with pytest.raises(Refused):
        recovery.confirm(reset, by=bureau["keeper"], at=AT)
    code = recovery.confirm(reset, by=bureau["leader"], at=AT)
    assert recovery.open_reset("wenbo", code, AT) == reset
    recovery.use(reset, PASSWORD, AT)
    made.refresh_from_db()
    assert made.check_password(PASSWORD) and recovery.open_reset("wenbo", code, AT) is None
    types = list(
        Event.objects.filter(stream=f"officer/{made.uid}").order_by("n").values_list("type", flat=True)
    )
    assert types[:3] == ["entered", "reset-asked", "reset-confirmed"]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("taken", {"username": "clerk"}),
        ("bad-username", {"username": "姜"}),
        ("no-name", {"name": " "}),
        ("unit-needed", {"unit": None}),
        ("unknown-duty", {"duties": ["king"]}),
        ("unknown-duty", {"duties": []}),
    ],
)
def test_what_does_not_fit_is_refused_and_nobody_is_entered(bureau, code, change) -> None:
    with pytest.raises(Refused) as refused:
        entered(bureau, **change)
    assert refused.value.code == code and Officer.objects.count() == 3


def test_only_the_keeper_enters_officers(bureau) -> None:
    with pytest.raises(Refused):
        entered(bureau, by=bureau["leader"])
    assert client_of(bureau["leader"]).get("/officers/new").status_code == 403


def test_the_page_enters_an_officer_and_says_what_is_wrong(bureau) -> None:
    client = client_of(bureau["keeper"])
    page = client.get("/officers/new")
    check(page.content.decode())
    assert client.post("/officers/new", GIVEN).status_code == 422  # a clerk needs a unit
    answer = client.post("/officers/new", GIVEN | {"unit": bureau["unit"].pk})
    made = Officer.objects.get(username="wenbo")
    assert answer["Location"] == f"/officers/{made.uid}/"
    text = client.get("/officers/").content.decode()
    assert "姜文博" in text and "等另一人确认" in text and "password" not in text


def test_a_name_is_corrected_with_an_event_that_holds_no_name(bureau) -> None:
    client = client_of(bureau["keeper"])
    answer = client.post(f"/officers/{bureau['clerk'].uid}/do/name", {"name-name": "王建国"})
    assert answer.status_code == 302
    bureau["clerk"].refresh_from_db()
    assert bureau["clerk"].name == "王建国"
    event = Event.objects.get(stream=f"officer/{bureau['clerk'].uid}", type="renamed")
    assert "王建国" not in bytes(event.body).decode()
    with pytest.raises(Refused):
        tenure.rename(bureau["keeper"], "别名", by=bureau["keeper"], at=AT)


def test_who_left_comes_back_without_the_old_password_or_duties(bureau) -> None:
    clerk = bureau["clerk"]
    with pytest.raises(Refused):
        tenure.come_back(clerk, by=bureau["keeper"], at=AT)
    tenure.leave(clerk, on=DAY, by=bureau["keeper"], at=AT)
    clerk.refresh_from_db()
    page = client_of(bureau["keeper"]).get(f"/officers/{clerk.uid}/").content.decode()
    assert "登记回岗" in page
    tenure.come_back(clerk, by=bureau["keeper"], at=AT)
    clerk.refresh_from_db()
    assert clerk.is_active and not clerk.has_usable_password()
    assert not clerk.duties.filter(until__isnull=True).exists()
    assert Reset.objects.get(officer=clerk).factor
