"""One gate: which duty sees how many cases."""

from datetime import date

import pytest

from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer
from gongkai.desk.casework.models import Assignment
from gongkai.desk.casework.queries import day_of, open_cases, registrations_visible_to, visible_to
from gongkai.desk.casework.tests.conftest import DAY

ALL, OURS, NONE = 4, 2, 0
TABLE = {
    ("office", None): ALL,
    ("leader", None): ALL,
    ("auditor", None): ALL,
    ("operator", None): ALL,
    ("operator", "own"): ALL,
    ("clerk", "own"): OURS,
    ("head", "own"): OURS,
    ("handler", "own"): OURS,
    ("head", None): ALL,
    ("secrecy", None): NONE,
    ("secrecy", "own"): NONE,
    ("keeper", None): NONE,
}


@pytest.fixture
def cases(make_case, units):
    """Two cases of the first unit, one of the second, one of none."""
    return [make_case(units[0]), make_case(units[0], stage="closed"), make_case(units[1]), make_case()]


@pytest.mark.parametrize(("kind", "where"), TABLE)
def test_which_duty_sees_how_many(kind, where, cases, officer, units):
    person = officer("zhang", (kind, units[0] if where else None))
    assert visible_to(person, DAY).count() == TABLE[kind, where]
    assert registrations_visible_to(person, DAY).count() == TABLE[kind, where]


def test_the_table_knows_every_duty():
    assert {kind for kind, _ in TABLE} == set(Duty.Kind.values)


def test_nobody_sees_without_a_duty_nor_outside_its_days(cases, officer):
    assert visible_to(officer("zhang"), DAY).count() == 0
    li = officer("li", ("office", None))
    Duty.objects.update(until=date(2017, 9, 24))
    assert visible_to(li, date(2017, 9, 24)).count() == ALL
    assert visible_to(li, DAY).count() == 0


def test_another_agency_sees_nothing(cases):
    other = Agency.objects.create(code="X", name="另一个局")
    person = Officer.objects.create_user("wang", name="王", agency=other)
    Duty.objects.create(officer=person, kind="office", since=date(2017, 1, 1))
    assert visible_to(person, DAY).count() == 0


def test_a_deputy_sees_what_the_principal_sees_while_it_lasts(cases, officer, units):
    li, zhang = officer("li", ("head", units[0])), officer("zhang", ("head", units[1]))
    Deputy.objects.create(officer=li, deputy=zhang, since=DAY, until=DAY)
    assert visible_to(zhang, DAY).count() == 3
    assert visible_to(zhang, date(2017, 9, 26)).count() == 1


def test_a_case_handed_on_is_seen_by_the_new_unit_only(cases, officer, units):
    li, zhang = officer("li", ("handler", units[0])), officer("zhang", ("handler", units[1]))
    case = cases[0]
    Assignment.objects.filter(case=case).update(until=DAY)
    Assignment.objects.create(case=case, unit=units[1], since=DAY)
    assert case not in visible_to(li, DAY)
    assert case in visible_to(zhang, DAY)


def test_open_cases_leave_out_what_ended(cases, officer):
    assert open_cases(officer("li", ("office", None)), DAY).count() == 3


def test_what_occurred_early_in_the_morning_occurred_on_the_day_of_the_bureau():
    assert day_of("2024-02-19T16:30:00Z") == "2024-02-20"
    assert day_of("2024-02-20T15:59:59Z") == "2024-02-20"
    assert day_of("2024-02-20") == "2024-02-20"
