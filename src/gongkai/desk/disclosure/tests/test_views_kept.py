"""Saved views are one's own, one may open by itself; the bar keeps what is chosen."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.places import span
from gongkai.desk.lists.saved import MOST

pytestmark = pytest.mark.django_db(databases=["default"])
VIEWS = "/lists/items/views"


@pytest.fixture
def bureau(db: None, keys: object) -> Bureau:
    return Bureau.found()


def save(client: Client, name: str, **chosen: str) -> str:
    return client.post(VIEWS, {"name": name, **chosen})["Location"]


def test_a_view_keeps_filters_under_a_name(bureau):
    client = enter(bureau, "office")
    assert (
        save(client, " 我的 草稿 ", state="draft", q="警示", nonsense="x")
        == "/items/?state=draft&q=%E8%AD%A6%E7%A4%BA"
    )
    view = SavedView.objects.get()
    assert (view.name, view.chosen, view.is_default) == ("我的 草稿", {"state": "draft", "q": "警示"}, False)
    html = text(client.get("/items/?state=draft&q=警示"))
    # PostgreSQL keeps the keys of a view in an order of its own.
    links = ("?state=draft&amp;q=%E8%AD%A6%E7%A4%BA", "?q=%E8%AD%A6%E7%A4%BA&amp;state=draft")
    assert any(f'{link}" aria-current="page">我的 草稿' in html for link in links)
    save(client, "我的 草稿", state="public")
    assert SavedView.objects.get().chosen == {"state": "public"}


def test_a_default_view_opens_by_itself_until_everything_is_asked_for(bureau):
    client = enter(bureau, "office")
    save(client, "审签", state="review", is_default="on")
    assert client.get("/items/")["Location"] == "/items/?state=review"
    assert client.get("/items/?all=1").status_code == client.get("/items/?state=draft").status_code == 200
    save(client, "草稿", state="draft", is_default="on")
    assert client.get("/items/")["Location"] == "/items/?state=draft"
    view = SavedView.objects.get(is_default=True)
    client.post(f"{VIEWS}/{view.pk}", {"do": "default"})
    assert client.get("/items/").status_code == 200
    client.post(f"{VIEWS}/{view.pk}", {"do": "delete"})
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_views_are_ones_own(bureau):
    save(enter(bureau, "office"), "审签", state="review")
    other = enter(bureau, "leader")
    assert "删除视图" not in text(other.get("/items/"))
    pk = SavedView.objects.get().pk
    assert other.post(f"{VIEWS}/{pk}", {"do": "delete"}).status_code == 404 and SavedView.objects.exists()


def test_what_is_wrong_is_said(bureau):
    client = enter(bureau, "office")
    assert "请给视图起个名称" in client.post(VIEWS, {"name": ""}, follow=True).content.decode()
    for number in range(MOST):
        save(client, f"视图{number}", state="draft")
    assert f"最多保存 {MOST} 个视图" in client.post(VIEWS, {"name": "多"}, follow=True).content.decode()
    assert client.post("/lists/nothing/views", {"name": "x"}).status_code == 404
    keeper = Officer.objects.create_user("keeper", name="管理员", agency=bureau.agency)
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    client.force_login(keeper)
    assert client.post(VIEWS, {"name": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("year", "days"),
    [
        ("2017", ("2017-01-01", "2018-01-01")),
        ("2017-12", ("2017-12-01", "2018-01-01")),
        ("2016-02", ("2016-02-01", "2016-03-01")),
    ],
)
def test_a_year_or_month_is_a_span_of_places(year, days):
    low, high = span(year)
    assert low is not None and high is not None
    assert tuple(str(bound >> 41) for bound in (low, high)) == tuple(
        str(date.fromisoformat(day).toordinal()) for day in days
    )


@pytest.mark.parametrize("year", ["", "17", "2017-13", "2017-00", "0000", "x", "2017-1-1"])
def test_what_is_no_year_is_passed_over(year):
    assert span(year) == (None, None)
