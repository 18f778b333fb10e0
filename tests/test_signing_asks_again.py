"""Signing the annual report asks again who is there; reading it asks nothing."""

import time
from datetime import date

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.reporting.tests import factories as make
from gongkai.face.tests.pages import check

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
PASSWORD = "k7mq-2wxp-9tfr"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    hands = {"now": 1_900_000_010}
    monkeypatch.setattr(time, "time", lambda: hands["now"])
    return hands


@pytest.fixture
def officer():
    agency = Agency.objects.create(code="371002SC", name="威海火炬高技术产业开发区市场监督管理局")
    made = Officer.objects.create_user("office", PASSWORD, name="姜文博", agency=agency)
    Duty.objects.create(officer=made, kind="office", since=date(2015, 1, 1))
    return made


def enter():
    client = Client()
    assert client.post("/login", {"username": "office", "password": PASSWORD}).status_code == 302
    return client


def test_signing_the_report_asks_again_after_a_while(officer, clock):
    make.matter(officer.agency, unit=make.UnitFactory(agency=officer.agency), closed=date(2017, 4, 1))
    client = enter()
    assert client.post("/years/2017/report/", {"checked": "on"}).status_code == 422
    clock["now"] += 16 * 60
    led = client.post("/years/2017/report/", {"checked": "on"})
    assert led.url == "/account/confirm?next=%2Fyears%2F2017%2Freport%2F"
    page = client.get(led.url).content.decode()
    check(page)
    assert "再次确认身份" in page and "请重新提交" in page
    assert client.post(led.url, {"password": "wrong"}).status_code == 200
    assert (
        client.post(led.url, {"password": PASSWORD, "next": "/years/2017/report/"}).url
        == "/years/2017/report/"
    )
    assert client.post("/years/2017/report/", {"checked": "on"}).status_code == 422
    assert client.post("/account/confirm?next=//evil.example/", {"password": PASSWORD}).url == "/"


def test_reading_the_report_asks_nothing(officer, clock):
    make.matter(officer.agency, unit=make.UnitFactory(agency=officer.agency), closed=date(2017, 4, 1))
    client = enter()
    clock["now"] += 50 * 60
    assert client.get("/years/2017/report/").status_code == 200


@pytest.mark.parametrize("act", ["approve", "return", "begin"])
def test_a_list_of_destruction_is_approved_and_executed_only_after_a_fresh_login(officer, clock, act):
    page = "/requests/retention/lists/nonsense/"
    client = enter()
    assert client.post(page, {act: "1"}).status_code == 404
    clock["now"] += 16 * 60
    assert client.get(page).status_code == 404  # looking asks nothing
    led = client.post(page, {act: "1"})
    assert led.status_code == 302 and led.url.startswith("/account/confirm?next=")
