"""The desk is closed by default: without a login there is the login page and nothing else."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.face.tests.pages import check
from gongkai.sites.errors import broken
from gongkai.sites.policy import OPEN_PATHS

pytestmark = pytest.mark.django_db(databases=["default"])
PASSWORD = "k7mq-2wxp-9tfr"


@pytest.fixture
def officer():
    agency = Agency.objects.create(code="371002SC", name="威海火炬高技术产业开发区市场监督管理局")
    return Officer.objects.create_user("office", PASSWORD, name="姜文博", agency=agency)


def enter(client, **fields):
    return client.post("/login", {"username": "office", "password": PASSWORD} | fields)


def test_whoever_is_not_logged_in_is_led_to_the_login_page_and_back(officer):
    client = Client()
    asked = client.get("/years/2017/?unit=BGS")
    assert asked.status_code == 302 and asked.url == "/login?next=%2Fyears%2F2017%2F%3Funit%3DBGS"
    assert enter(client, next="/years/2017/").url == "/years/2017/"


def test_no_route_but_the_open_ones_answers_without_a_login(officer):
    client = Client()
    for pattern in get_resolver("gongkai.sites.desk_urls").url_patterns:
        path = "/" + str(pattern.pattern).lstrip("^")
        if path in OPEN_PATHS or "<" in path:
            continue
        assert client.get(path).status_code in (302, 404, 405) or path in OPEN_PATHS, path


def test_a_request_in_the_background_is_told_to_log_in_again():
    response = Client().get("/years/2017/", headers={"HX-Request": "true"})
    assert response.status_code == 401 and response.headers["HX-Redirect"] == "/login"


def test_a_wrong_password_says_so_and_keeps_the_name(officer):
    response = enter(Client(), password="wrong")
    html = response.content.decode()
    check(html)
    assert response.status_code == 200 and "用户名或口令不对" in html and 'value="office"' in html
    assert "wrong" not in html


def test_an_unknown_name_and_a_wrong_password_look_alike(officer):
    wrong = enter(Client(), password="wrong").content.decode()
    unknown = enter(Client(), username="nobody", password="wrong").content.decode()
    assert unknown.replace("nobody", "office").count("用户名或口令不对") == wrong.count("用户名或口令不对")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil"]
)
def test_login_never_leads_to_another_site(officer, target):
    assert enter(Client(), next=target).url == "/"


def test_five_failures_lock_this_name_at_this_address(officer, settings):
    settings.AXES_ENABLED = True
    client = Client()
    for _ in range(5):
        last = enter(client, password="wrong")
    assert last.status_code == 429 and "已停用 15 分钟" in last.content.decode()
    assert enter(client).status_code == 429
    assert enter(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302


def test_leaving_ends_the_session_and_needs_a_post(officer):
    client = Client()
    enter(client)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").url == "/login"
    assert client.get("/").status_code == 302


def test_every_answer_carries_the_strict_content_policy():
    policy = Client().get("/login").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy


def test_what_is_not_there_has_a_page_of_ours(officer):
    client = Client()
    client.force_login(officer)
    response = client.get("/nowhere")
    assert response.status_code == 404
    check(response.content.decode())
    assert "没有找到这一页" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words(officer):
    response = Client(enforce_csrf_checks=True).post("/login", {"username": "office", "password": PASSWORD})
    assert response.status_code == 403 and "确认已经过期" in response.content.decode()


def test_an_error_shows_a_number_and_no_inside(rf, caplog):
    response = broken(rf.get("/years/2017/"))
    html = response.content.decode()
    check(html)
    reference = re.search(r"[0-9a-f]{8}", html)[0]
    assert response.status_code == 500 and reference in caplog.text and "Traceback" not in html
