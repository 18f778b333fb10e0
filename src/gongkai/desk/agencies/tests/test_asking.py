"""Duties are asked once a request, and anew after every change; outside of a request always."""

from datetime import date

import pytest

from gongkai.desk.agencies import people
from gongkai.desk.agencies.asking import asking_once
from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer
from gongkai.desk.agencies.rules import held, holds

pytestmark = pytest.mark.django_db(databases=["default"])
DAY = date(2018, 3, 1)


@pytest.fixture
def officer():
    agency = Agency.objects.create(code="371002SC", name="高区市场监管局")
    made = Officer.objects.create(username="office", name="姜文博", agency=agency)
    Duty.objects.create(officer=made, kind="office", since=date(2015, 1, 1))
    return made


def test_one_question_a_request_for_each_officer_and_day(officer, django_assert_num_queries):
    with asking_once():
        with django_assert_num_queries(1):
            for kind in ("office", "leader", "clerk", "secrecy"):
                holds(officer, kind, None, DAY)
        with django_assert_num_queries(0):
            assert held(officer, DAY)
        with django_assert_num_queries(1):
            held(officer, date(2018, 3, 2))


def test_nothing_is_kept_outside_of_a_request(officer, django_assert_num_queries):
    with asking_once():
        held(officer, DAY)
    with django_assert_num_queries(2):
        held(officer, DAY)
        held(officer, DAY)


def test_every_change_makes_it_be_asked_anew(officer):
    other = Officer.objects.create(username="other", name="甲", agency=officer.agency)
    with asking_once():
        assert not holds(officer, "leader", None, DAY)
        given = Duty.objects.create(officer=officer, kind="leader", since=DAY)
        assert holds(officer, "leader", None, DAY)
        given.delete()
        assert not holds(officer, "leader", None, DAY)
        assert not holds(other, "office", None, DAY)
        Deputy.objects.create(officer=officer, deputy=other, since=DAY)
        assert holds(other, "office", None, DAY)
        people.leave("office", on=DAY, today=DAY)
        assert not holds(Officer.objects.get(username="office"), "office", None, DAY)


def test_a_caller_cannot_change_what_the_next_one_is_told(officer):
    with asking_once():
        held(officer, DAY).clear()
        assert holds(officer, "office", None, DAY)


def test_a_verb_inside_a_request_asks_nothing_again_and_a_verb_alone_keeps_nothing(
    officer, django_assert_num_queries
):
    with asking_once():
        held(officer, DAY)
        with django_assert_num_queries(0), asking_once():
            held(officer, DAY)
        with django_assert_num_queries(0):
            held(officer, DAY)
    with django_assert_num_queries(1):
        held(officer, DAY)
