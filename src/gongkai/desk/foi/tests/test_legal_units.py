"""Which units do the legal review is said by one rule, whether the database or the program is asked."""

from datetime import date, timedelta

import pytest

from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.foi.rules import legal_units, reviews_law

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 5)
NAMES = ("政策法规科", "法制科", "法规处", "办公室", "食品流通餐饮科")


def test_database_and_program_name_the_same_units_on_every_day():
    agency = Agency.objects.create(code="371002SC", name="某市场监督管理局")
    spans = [(None, None), (DAY, None), (None, DAY), (DAY, DAY), (DAY + timedelta(1), None)]
    for number, (name, (since, until)) in enumerate((n, s) for n in NAMES for s in spans):
        Unit.objects.create(
            agency=agency, code=f"{number:02}", name=f"{name}{number}", kind="科室", since=since, until=until
        )
    units, named = list(Unit.objects.all()), 0
    for day in (DAY - timedelta(1), DAY, DAY + timedelta(1)):
        found = set(legal_units(agency.pk, day).values_list("pk", flat=True))
        assert found == {one.pk for one in units if reviews_law(one, day)}
        named += len(found)
    assert named
