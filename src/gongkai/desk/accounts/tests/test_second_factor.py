"""The second step of a login: codes once, recovery codes once, locks, what the settings demand."""

import base64
import re
import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as live
from django.test import Client

from gongkai.desk.accounts import keeping
from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.casework.models import Event
from gongkai.face.tests.pages import check

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
PASSWORD = "k7mq-2wxp-9tfr"
NOW = 1_900_000_010


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that stands until it is moved on."""
    hands = {"now": NOW}
    monkeypatch.setattr(time, "time", lambda: hands["now"])
    return hands


@pytest.fixture
def officer():
    agency = Agency.objects.create(code="371002SC", name="威海火炬高技术产业开发区市场监督管理局")
    made = Officer.objects.create_user("office", PASSWORD, name="姜文博", agency=agency)
    Duty.objects.create(officer=made, kind="office", since=date(2015, 1, 1))
    return made


def first_step(client, password=PASSWORD, **fields):
    return client.post("/login", {"username": "office", "password": password} | fields)


def code(secret, at):
    return format_hotp_value(hotp_value(secret, at // 30))


def enrol(client, clock):
    """An app for the officer: its secret, and the recovery codes."""
    first_step(client)
    secret = client.get("/account/app").context["secret"].replace(" ", "")
    answer = client.post("/account/app", {"code": code(secret, clock["now"])})
    assert answer.status_code == 302 and answer.url == "/account/codes"
    return secret, client.get("/account/codes").context["codes"]


def test_a_login_with_an_app_has_two_steps_and_leads_back(officer, clock):
    secret, _ = enrol(Client(), clock)
    clock["now"] += 60
    client = Client()
    assert first_step(client, next="/items/").url == "/login/code"
    assert client.get("/account/").status_code == 302, "a password alone opens nothing"
    page = client.get("/login/code").content.decode()
    check(page)
    assert client.post("/login/code", {"code": code(secret, clock["now"])}).url == "/items/"
    assert client.get("/account/").status_code == 200


def test_a_code_is_good_once_whatever_process_took_it(officer, clock):
    secret, _ = enrol(Client(), clock)
    clock["now"] += 60
    right = code(secret, clock["now"])
    first, second = Client(), Client()
    first_step(first)
    assert first.post("/login/code", {"code": right}).status_code == 302
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()
    first_step(second)
    again = second.post("/login/code", {"code": right})
    assert again.status_code == 200 and "已经用过" in again.content.decode()
    assert second.post("/login/code", {"code": code(secret, clock["now"] - 30)}).status_code == 200


def test_the_code_of_the_enrolment_is_used_up_too(officer, clock):
    secret, _ = enrol(Client(), clock)
    client = Client()
    first_step(client)
    assert client.post("/login/code", {"code": code(secret, clock["now"])}).status_code == 200


def test_a_recovery_code_stands_in_once(officer, clock):
    _, codes = enrol(Client(), clock)
    assert len(codes) == 10
    for expected in (302, 200):
        client = Client()
        first_step(client)
        assert client.post("/login/code", {"code": codes[0]}).status_code == expected


def test_wrong_codes_lock_as_wrong_passwords_do(officer, clock, settings):
    secret, _ = enrol(Client(), clock)
    settings.AXES_ENABLED = True
    clock["now"] += 60
    client = Client()
    first_step(client)
    for _ in range(5):
        last = client.post("/login/code", {"code": "000000"})
    assert last.status_code == 429 and "已停用 15 分钟" in last.content.decode()
    assert first_step(Client()).status_code == 429, "the right password opens nothing while locked"
    assert first_step(Client(REMOTE_ADDR="10.0.0.9")).url == "/login/code"
    client.post("/login/code", {"code": code(secret, clock["now"])})
    assert client.get("/account/").status_code == 302


def test_secrets_and_recovery_codes_are_encrypted_at_rest(officer, clock):
    secret, codes = enrol(Client(), clock)
    stored = {one.type: one.data for one in Authenticator.objects.all()}
    text = str(stored)
    assert secret not in text and not any(code in text for code in codes)
    assert keeping.reveal(stored["totp"]["secret"]) == secret
    assert stored["recovery_codes"]["seed"].startswith("a1.")


def test_a_secret_goes_under_the_newest_key_with_its_next_use(officer, clock, monkeypatch):
    secret, _ = enrol(Client(), clock)
    monkeypatch.setattr(keeping, "is_old", lambda sealed: True)
    before = Authenticator.objects.get(type="totp").data["secret"]
    clock["now"] += 60
    client = Client()
    first_step(client)
    client.post("/login/code", {"code": code(secret, clock["now"])})
    after = Authenticator.objects.get(type="totp").data["secret"]
    assert after != before and keeping.reveal(after) == secret


def test_enrolling_and_stopping_are_events(officer, clock):
    client = Client()
    enrol(client, clock)
    assert client.post("/account/app/remove").url == "/account/"
    types = list(
        Event.objects.filter(stream=f"officer/{officer.uid}").order_by("n").values_list("type", flat=True)
    )
    assert types == ["factor-added", "factor-removed"]
    assert not Authenticator.objects.exists(), "recovery codes go with the last factor"
    page = client.get("/account/").content.decode()
    check(page)
    assert "停用二次验证" in page


def demand(settings, **values):
    settings.GONGKAI_VALUES = live.GONGKAI_VALUES | values


def test_without_a_date_the_home_page_only_reminds(officer):
    client = Client()
    first_step(client)
    home = client.get("/")
    assert home.status_code == 200 and "您的职责应当启用二次验证" in home.content.decode()


def test_before_the_date_one_is_led_to_the_enrolment_once(officer, settings):
    demand(settings, second_factor_from="9999-01-01")
    client = Client()
    first_step(client)
    assert client.get("/").url == "/account/app"
    page = client.get("/account/app").content.decode()
    check(page)
    assert "9999-01-01" in page and "以后再说" in page
    assert client.get("/").status_code == 200


def test_after_the_date_nothing_else_opens_without_a_second_factor(officer, clock, settings):
    demand(settings, second_factor_from="2018-01-01")
    client = Client()
    first_step(client)
    for path in ("/", "/items/", "/years/2017/"):
        assert client.get(path).url == "/account/app", path
    assert client.post("/items/preview").url == "/account/app"
    assert client.get("/find", headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/account/").status_code == 200
    enrol(client, clock)
    assert client.get("/").status_code == 200
    assert client.post("/account/app/remove").status_code == 302
    assert Authenticator.objects.filter(type="totp").exists(), "who must have one keeps the last"


def test_who_has_no_such_duty_is_not_asked(officer, settings):
    demand(settings, second_factor_from="2018-01-01", second_factor_duties="keeper")
    client = Client()
    first_step(client)
    assert client.get("/").status_code == 200


def test_the_qr_code_holds_with_the_strict_policy(officer, clock):
    client = Client()
    first_step(client)
    answer = client.get("/account/app")
    html = answer.content.decode()
    check(html)
    picture = base64.b64decode(re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)[1]).decode()
    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg"') and "style=" not in html
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]
