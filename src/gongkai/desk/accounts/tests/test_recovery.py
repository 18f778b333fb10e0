"""The way back: one asks, another confirms, a code once; nobody does it for themselves or alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from gongkai.desk.accounts import recovery
from gongkai.desk.accounts.models import Reset
from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.casework.models import Event
from gongkai.face.tests.pages import check
from gongkai.refusal import Refused

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
PASSWORD = "k7mq-2wxp-9tfr"
NEW = "lantern-orbit-saddle"
AT = datetime(2018, 3, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def people():
    agency = Agency.objects.create(code="371002SC", name="威海火炬高技术产业开发区市场监督管理局")
    made = {}
    for name in ("keeper", "leader", "clerk"):
        made[name] = Officer.objects.create_user(name, PASSWORD, name=f"{name}甲", agency=agency)
        if name != "clerk":
            Duty.objects.create(officer=made[name], kind=name, since=date(2015, 1, 1))
    return made


def reset(people, at=AT, factor=False):
    made = recovery.ask(people["clerk"], by=people["keeper"], reason="forgotten", factor=factor, at=at)
    return made, recovery.confirm(made, by=people["leader"], at=at)


def refused(code, act, *args, **said):
    with pytest.raises(Refused) as found:
        act(*args, **said)
    assert found.value.code == code


def test_two_persons_and_neither_the_one_concerned(people):
    keeper, leader, clerk = people["keeper"], people["leader"], people["clerk"]
    refused("not-keeper", recovery.ask, clerk, by=leader, reason="lost", factor=False, at=AT)
    refused("own-account", recovery.ask, keeper, by=keeper, reason="lost", factor=False, at=AT)
    refused("E_REASON", recovery.ask, clerk, by=keeper, reason="because", factor=False, at=AT)
    made = recovery.ask(clerk, by=keeper, reason="lost", factor=False, at=AT)
    refused("two-persons", recovery.confirm, made, by=keeper, at=AT)
    refused("not-second", recovery.confirm, made, by=clerk, at=AT)
    Duty.objects.create(officer=clerk, kind="auditor", since=date(2015, 1, 1))
    refused("two-persons", recovery.confirm, made, by=clerk, at=AT)
    recovery.confirm(made, by=leader, at=AT)
    refused("confirmed", recovery.confirm, made, by=leader, at=AT)


def test_the_code_is_kept_as_a_hash_and_lasts_half_an_hour(people):
    made, code = reset(people)
    made.refresh_from_db()
    assert code not in str(made.__dict__) and code.replace("-", "") not in str(made.__dict__)
    assert recovery.open_reset("clerk", code, AT + timedelta(minutes=29)) == made
    assert recovery.open_reset("clerk", code.lower().replace("-", " "), AT) == made
    assert recovery.open_reset("clerk", code, AT + timedelta(minutes=31)) is None
    assert recovery.open_reset("keeper", code, AT) is None
    assert recovery.open_reset("clerk", "AAAA-BBBB-CCCC", AT) is None


def test_a_code_works_once_and_the_chain_says_who(people):
    made, code = reset(people, factor=True)
    Authenticator.objects.create(user=people["clerk"], type="totp", data={"secret": "x"})
    recovery.use(recovery.open_reset("clerk", code, AT), NEW, AT)
    assert recovery.open_reset("clerk", code, AT) is None
    refused("too-late", recovery.use, made, NEW + "-2", AT)
    assert not Authenticator.objects.exists()
    rows = Event.objects.filter(stream=f"officer/{people['clerk'].uid}").order_by("n")
    assert [(one.type, one.by) for one in rows] == [
        ("reset-asked", people["keeper"].uid),
        ("reset-confirmed", people["leader"].uid),
        ("reset-used", people["clerk"].uid),
    ]


def test_a_new_request_makes_the_one_before_void(people):
    _, code = reset(people)
    recovery.ask(people["clerk"], by=people["keeper"], reason="lost", factor=False, at=AT)
    assert recovery.open_reset("clerk", code, AT) is None
    assert len(recovery.waiting(people["clerk"].agency, AT)) == 1


def test_a_late_confirmation_is_refused(people):
    made = recovery.ask(people["clerk"], by=people["keeper"], reason="lost", factor=False, at=AT)
    refused("too-late", recovery.confirm, made, by=people["leader"], at=AT + timedelta(days=4))


def enter(username, password=PASSWORD):
    client = Client()
    assert client.post("/login", {"username": username, "password": password}).status_code == 302
    return client


def test_the_whole_way_on_the_pages(people):
    keeper, leader, officer = enter("keeper"), enter("leader"), enter("clerk")
    uid = people["clerk"].uid
    asked = keeper.post(f"/officers/{uid}/do/reset", {"reset-reason": "lost", "reset-factor": "on"})
    assert asked.status_code == 302
    made = Reset.objects.get()
    assert keeper.post(f"/officers/resets/{made.uid}/confirm").url == "/officers/"
    listed = leader.get("/officers/").content.decode()
    check(listed)
    assert "确认并取得一次性码" in listed
    shown = leader.post(f"/officers/resets/{made.uid}/confirm")
    check(shown.content.decode())
    code = shown.context["code"]
    page = Client().get("/login/recover").content.decode()
    check(page)
    stranger = Client()
    said = {"username": "clerk", "code": code, "new": "short", "again": "short"}
    assert stranger.post("/login/recover", said).status_code == 422
    assert stranger.post("/login/recover", said | {"new": PASSWORD, "again": PASSWORD}).status_code == 422
    assert stranger.post("/login/recover", said | {"new": NEW, "again": NEW}).url == "/login"
    assert officer.get("/account/").status_code == 302, "sessions of before end"
    assert enter("clerk", NEW)
    assert stranger.post("/login/recover", said | {"new": NEW + "2", "again": NEW + "2"}).status_code == 422


def test_guessing_the_one_time_code_locks(people, settings):
    settings.AXES_ENABLED = True
    reset(people)
    said = {"username": "clerk", "code": "AAAA-BBBB-CCCC", "new": NEW, "again": NEW}
    answers = [Client().post("/login/recover", said).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]


def test_a_reset_of_another_bureau_is_not_found(people):
    made, _ = reset(people)
    other = Agency.objects.create(code="371003SC", name="文登区市场监督管理局")
    stranger = Officer.objects.create_user("stranger", PASSWORD, name="乙", agency=other)
    Duty.objects.create(officer=stranger, kind="leader", since=date(2015, 1, 1))
    assert enter("stranger").post(f"/officers/resets/{made.uid}/cancel").status_code == 404
    assert enter("stranger").get(f"/officers/{people['clerk'].uid}/").status_code == 404
