"""Officers of a real home: they come with duties by date, change their password, leave."""

from datetime import date

import pytest
from django.test import Client

from gongkai.desk.agencies import people
from gongkai.desk.agencies.models import Agency, Duty, Officer, Post, Unit
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
PASSWORD = "k7mq-2wxp-9tfr"
DAY = date(2018, 3, 1)


@pytest.fixture
def bureau():
    agency = Agency.objects.create(code="371002SC", name="高区市场监管局")
    Unit.objects.create(agency=agency, code="BGS", name="办公室（政务公开）", kind="科室")
    return agency


def come(bureau, username="wenbo", duties=("clerk", "office"), unit="BGS", password=PASSWORD):
    return people.add(
        bureau,
        username,
        name="姜文博",
        title="信息员",
        unit=unit,
        duties=duties,
        since=DAY,
        password=password,
    )


def enter(username="wenbo", password=PASSWORD):
    return Client().post("/login", {"username": username, "password": password}).status_code == 302


def test_an_officer_comes_with_a_post_and_duties_and_logs_in(bureau):
    officer = come(bureau)
    assert enter()
    assert {duty.kind: duty.unit and duty.unit.code for duty in officer.duties.all()} == {
        "clerk": "BGS",
        "office": None,
    }
    assert people.listed(bureau, DAY)[0]["duties"] == ["clerk", "office"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "文博"}, "不能用"),
        ({"duties": ("king",)}, "没有“king”这种职责"),
        ({"unit": "XYZ"}, "没有单位“XYZ”"),
        ({"unit": "", "duties": ("head",)}, "要有单位"),
        ({"password": "1234567890"}, "口令不够安全"),
        ({"password": "short"}, "口令不够安全"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nobody_behind(bureau, changes, said):
    with pytest.raises(Refused, match=said):
        come(bureau, **changes)
    assert not Officer.objects.exists() and not Post.objects.exists()


def test_a_user_name_is_given_once(bureau):
    come(bureau)
    with pytest.raises(Refused, match="已有人用"):
        come(bureau)


def test_a_new_password_ends_the_old_one(bureau):
    come(bureau)
    people.set_password("wenbo", "other-words-here-9")
    assert not enter() and enter(password="other-words-here-9")


def test_who_left_keeps_the_past_and_cannot_log_in(bureau):
    officer = come(bureau)
    people.leave("wenbo", on=date(2018, 6, 30), today=date(2018, 7, 1))
    assert not enter()
    assert people.listed(bureau, date(2018, 6, 30))[0]["duties"] == ["clerk", "office"]
    assert people.listed(bureau, date(2018, 7, 1))[0]["duties"] == []
    assert Duty.objects.filter(officer=officer, until=date(2018, 6, 30)).count() == 2


def test_nobody_leaves_before_they_came(bureau):
    come(bureau)
    with pytest.raises(Refused, match="才开始"):
        people.leave("wenbo", on=date(2018, 2, 1), today=date(2018, 7, 1))


def test_an_unknown_user_name_is_refused(bureau):
    with pytest.raises(Refused, match="没有用户名"):
        people.set_password("nobody", PASSWORD)
