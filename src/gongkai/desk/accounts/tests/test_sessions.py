"""Sessions end: unused, too old, at a change of posts, at one's own wish; sensitive acts ask again."""

import time
from datetime import date
from urllib.parse import urlencode

import pytest
from django import forms
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from gongkai.desk.accounts import sessions
from gongkai.desk.accounts.store import SessionStore
from gongkai.desk.accounts.views import mine
from gongkai.desk.agencies import people
from gongkai.desk.agencies.models import Agency, Duty, Officer, Post
from gongkai.face.tests.pages import check

pytestmark = [pytest.mark.django_db(databases=["default"]), pytest.mark.usefixtures("keys")]
PASSWORD = "k7mq-2wxp-9tfr"
NEW = "lantern-orbit-saddle"
FORM = "application/x-www-form-urlencoded"


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
    Post.objects.create(officer=made, title="专职人员", since=date(2015, 1, 1))
    return made


def enter(password=PASSWORD, **extra):
    client = Client(**extra)
    assert client.post("/login", {"username": "office", "password": password}).status_code == 302
    return client


def test_an_unused_session_ends(officer, clock):
    client = enter()
    clock["now"] += 59 * 60
    assert client.get("/account/").status_code == 200
    clock["now"] += 59 * 60
    assert client.get("/account/").status_code == 200
    clock["now"] += 61 * 60
    assert client.get("/account/").url == "/login?next=%2Faccount%2F"
    assert "登录已超时结束" in client.get("/login").content.decode()


def test_no_session_lasts_longer_than_a_working_day(officer, clock):
    client = enter()
    for _ in range(15):
        clock["now"] += 30 * 60
        assert client.get("/account/").status_code == 200
    clock["now"] += 30 * 60
    assert client.get("/account/").status_code == 302


def test_the_officer_sees_all_sessions_and_ends_the_others(officer):
    here = enter(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 6.1) Chrome/86.0")
    there = enter(REMOTE_ADDR="10.0.0.9")
    page = here.get("/account/").content.decode()
    check(page)
    assert "10.0.0.9" in page and "Chrome · Windows" in page
    here.post("/account/sessions/end")
    assert there.get("/account/").status_code == 302 and here.get("/account/").status_code == 200


def test_the_officer_sees_when_each_session_was_last_used(officer, clock):
    here, there = enter(), enter(REMOTE_ADDR="10.0.0.9")
    clock["now"] += 600
    assert there.get("/account/").status_code == 200
    clock["now"] += 600
    assert here.get("/account/").status_code == 200
    used = {one.address: int(one.seen.timestamp()) for one in sessions.listed(officer, None)}
    assert used == {"127.0.0.1": clock["now"], "10.0.0.9": clock["now"] - 600}


def test_the_last_use_is_written_down_once_a_minute_in_one_statement(officer, clock):
    client = enter()
    for seconds, wanted in ((59, 0), (2, 1), (59, 0)):
        clock["now"] += seconds
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/account/").status_code == 200
        written = [one["sql"] for one in queries if not one["sql"].startswith("SELECT")]
        assert len(written) == wanted, written


def busy(*_given, **_named):
    raise OperationalError("database is locked")


def test_a_page_is_read_while_an_import_holds_the_database(officer, clock, monkeypatch):
    """Nothing waits for the note that the session was used: the next page writes it."""
    client = enter()
    clock["now"] += 61
    with monkeypatch.context() as held:
        held.setattr(SessionStore, "save", busy)
        assert client.get("/account/").status_code == 200
    assert client.session[sessions.SEEN] == clock["now"] - 61
    assert client.get("/account/").status_code == 200
    assert client.session[sessions.SEEN] == clock["now"]


@pytest.mark.parametrize("has_files", [False, True])
def test_what_a_busy_database_did_not_take_is_given_back(officer, has_files, monkeypatch):
    client, words = enter(), "写了很久的一段理由，不能丢"
    client.raise_request_exception = False
    monkeypatch.setattr(mine, "ChangeForm", busy)
    said = {
        "why": words,
        "old": PASSWORD,
        "body": f"<h2></h2><p>{words}</p><p>二段</p>",
        "empty": "<p></p><p></p>",
    }
    sent = {"data": said} if has_files else {"data": urlencode(said), "content_type": FORM}
    answer = client.post("/account/password", **sent)
    page = answer.content.decode()
    check(page)
    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert "什么也没有改" in page and page.count(words) == 2 and PASSWORD not in page
    assert f"{words}\n二段" in page and "&lt;p&gt;" not in page and page.count("<textarea") == 2


def test_an_ended_session_is_not_written_again(officer):
    client = enter()
    session = client.session
    assert session[sessions.SEEN]
    sessions.end_all(officer)
    session["kept"] = True
    with pytest.raises(UpdateError):
        session.save()
    assert client.get("/account/").status_code == 302


def test_who_leaves_is_out_at_once(officer):
    client = enter()
    people.leave("office", on=date(2018, 6, 30), today=date(2018, 7, 1))
    assert client.get("/account/").status_code == 302


def test_a_change_of_posts_ends_the_sessions(officer):
    client = enter()
    people.tell_changed(officer)
    assert client.get("/account/").status_code == 302


def test_a_new_password_ends_the_others_and_keeps_this_one(officer):
    here, there = enter(), enter()
    page = here.get("/account/password").content.decode()
    check(page)
    answer = here.post("/account/password", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert answer.url == "/account/"
    assert here.get("/account/").status_code == 200 and there.get("/account/").status_code == 302
    assert enter(NEW)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("short-one", "12"),
        ("918273645500", "数字"),
        ("1q2w3e4r5t6y", "常见"),
        ("officeoffice", "相似"),
        (PASSWORD, "不能再用最近"),
    ],
)
def test_weak_or_used_passwords_are_refused(officer, new, said):
    answer = enter().post("/account/password", {"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 422 and said in answer.content.decode()


def test_none_of_the_last_five_passwords_comes_again(officer):
    words = [f"lantern-orbit-saddle-{n}" for n in range(6)]
    for word in words:
        people.set_password("office", word)
    client = enter(words[-1])
    for old, status in ((words[1], 422), (words[0], 302)):
        answer = client.post("/account/password", {"old": words[-1], "new": old, "again": old})
        assert answer.status_code == status, old


def test_a_wrong_present_password_changes_nothing_and_locks(officer, settings):
    settings.AXES_ENABLED = True
    client = enter()
    for _ in range(5):
        last = client.post("/account/password", {"old": "wrong", "new": NEW, "again": NEW})
    assert last.status_code == 429
    assert client.get("/account/").status_code == 302, "who guesses in a stolen session loses it"


def _secrets(kind):
    for below in kind.__subclasses__():
        yield from _secrets(below)
    for name, field in getattr(kind, "base_fields", {}).items():
        if isinstance(field.widget, forms.PasswordInput) or "one-time-code" in str(field.widget.attrs):
            yield name


def test_no_password_is_given_back_on_the_page_that_says_that_the_session_has_ended():
    secret = "nobody may read this over the shoulder"
    get_resolver().url_patterns  # noqa: B018  all forms of the desk are there once its addresses are
    names = {*_secrets(forms.BaseForm)}
    assert {"old", "new", "again", "password"} <= names
    said = dict.fromkeys(names, secret)
    answer = Client().post("/account/password", urlencode(said), content_type=FORM)
    assert answer.status_code == 401 and secret not in answer.content.decode()
