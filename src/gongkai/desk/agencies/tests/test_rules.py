"""Duties are held by date and unit; deputies stand in for a while and not for everything."""

from datetime import date

import pytest

from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Unit
from gongkai.desk.agencies.rules import eligible, held, holds, standing

pytestmark = pytest.mark.django_db
SINCE, LAST, AFTER = date(2017, 3, 1), date(2017, 6, 30), date(2017, 7, 1)


@pytest.fixture
def agency():
    return Agency.objects.create(code="A", name="某局")


@pytest.fixture
def unit(agency):
    return Unit.objects.create(agency=agency, code="1", name="怡园所", kind="监管所")


def _officer(agency, name, kind=None, unit=None):
    officer = Officer.objects.create_user(name, name=name, agency=agency)
    if kind:
        Duty.objects.create(officer=officer, kind=kind, unit=unit, since=SINCE, until=LAST)
    return officer


def test_first_and_last_day_count(agency, unit):
    zhang = _officer(agency, "zhang", "head", unit)
    days = (date(2017, 2, 28), SINCE, LAST, AFTER)
    assert [holds(zhang, Duty.Kind.HEAD, unit, day) for day in days] == [False, True, True, False]
    assert not holds(zhang, Duty.Kind.CLERK, unit, SINCE)
    assert holds(zhang, (Duty.Kind.CLERK, Duty.Kind.HEAD), unit, SINCE)


def test_a_duty_counts_in_its_unit_or_everywhere(agency, unit):
    other = Unit.objects.create(agency=agency, code="2", name="田和所", kind="监管所")
    own, everywhere = _officer(agency, "a", "head", unit), _officer(agency, "b", "head")
    assert [holds(own, "head", where, SINCE) for where in (unit, other, None)] == [True, False, False]
    assert [holds(everywhere, "head", where, SINCE) for where in (unit, other, None)] == [True] * 3
    foreign = Unit.objects.create(
        agency=Agency.objects.create(code="B", name="另一局"), code="1", name="怡园所", kind="监管所"
    )
    assert not holds(everywhere, "head", foreign, SINCE)
    assert not holds(everywhere, "head", None, SINCE, agency=foreign.agency)


def test_a_deputy_stands_in_from_a_day_until_a_day(agency, unit):
    principal, deputy = _officer(agency, "a", "head", unit), _officer(agency, "b")
    Deputy.objects.create(officer=principal, deputy=deputy, since=date(2017, 5, 1), until=date(2017, 5, 7))
    assert not holds(deputy, "head", unit, date(2017, 4, 30))
    assert standing(deputy, "head", unit, date(2017, 5, 7)).deputy_for == principal.pk
    assert not holds(deputy, "head", unit, date(2017, 5, 8))
    assert holds(principal, "head", unit, date(2017, 5, 7))


def test_a_deputy_of_a_deputy_has_nothing_and_duties_end_with_the_principals(agency, unit):
    a, b, c = _officer(agency, "a", "head", unit), _officer(agency, "b"), _officer(agency, "c")
    Deputy.objects.create(officer=a, deputy=b, since=SINCE)
    Deputy.objects.create(officer=b, deputy=c, since=SINCE)
    assert not holds(c, "head", unit, SINCE)
    assert not holds(b, "head", unit, AFTER)


@pytest.mark.parametrize("kind", ["auditor", "keeper"])
def test_some_duties_are_a_persons_own(agency, kind):
    principal, deputy = _officer(agency, "a", kind), _officer(agency, "b")
    Deputy.objects.create(officer=principal, deputy=deputy, since=SINCE)
    assert not holds(deputy, kind, None, SINCE)
    assert list(eligible(kind, None, SINCE, agency=agency)) == [principal]


def test_own_duty_before_the_principals(agency, unit):
    principal, deputy = _officer(agency, "a", "head", unit), _officer(agency, "b", "head", unit)
    Deputy.objects.create(officer=principal, deputy=deputy, since=SINCE)
    assert [one.deputy_for for one in held(deputy, SINCE)] == [None, principal.pk]
    assert standing(deputy, "head", unit, SINCE).deputy_for is None


def test_who_is_eligible(agency, unit):
    a, b, c = _officer(agency, "a", "head", unit), _officer(agency, "b"), _officer(agency, "c", "head")
    Deputy.objects.create(officer=a, deputy=b, since=SINCE)
    assert list(eligible("head", unit, SINCE, agency=agency)) == [a, b, c]
    assert list(eligible("head", None, SINCE, agency=agency)) == [c]
    assert not eligible("head", unit, AFTER, agency=agency).exists()


def test_who_left_holds_nothing(agency, unit):
    zhang = _officer(agency, "zhang", "head", unit)
    zhang.is_active = False
    zhang.save()
    assert not holds(zhang, "head", unit, SINCE)
    assert not eligible("head", unit, SINCE, agency=agency).exists()
