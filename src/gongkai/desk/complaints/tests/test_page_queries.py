"""The page of a case asks the database little, however long its course is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.desk.casework.recording import record
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.tests.centre import AT, DAY, later

pytestmark = pytest.mark.django_db
MOST = 25


def asked(officer, case):
    web = Client()
    web.force_login(officer)
    with CaptureQueriesContext(connection) as found:
        assert web.get(f"/complaints/{case.uid}/").status_code == 200
    return len(found)


@pytest.mark.parametrize("who", ["handler", "head", "operator", "office", "leader", "auditor"])
def test_a_case_of_200_events_needs_25_queries(centre, who):
    case = centre.accepted()
    for _ in range(200):
        record(case.stream, "noted", by=centre["handler"], occurred=DAY, at=AT)
    for days in range(3):
        centre.case(later(days))
    assert asked(centre[who], case) <= MOST


def test_as_many_for_a_long_course_as_for_a_short_one(centre):
    short, long = centre.accepted(), centre.accepted()
    for case, count in ((short, 1), (long, 30)):
        for number in range(count):
            verbs.note(case, f"第{number}次核实", by=centre["handler"], at=AT)
    assert asked(centre["handler"], short) == asked(centre["handler"], long)
