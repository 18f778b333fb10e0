"""What conditions of the flow look up: each mark alone says what all together say, and is asked once."""

import pytest
from django.utils import timezone

from gongkai.desk.casework.flow import Situation
from gongkai.desk.complaints import needs, verbs
from gongkai.desk.complaints.marks import holds, marks_of
from gongkai.desk.complaints.tests.centre import AT, sample

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def case(centre):
    made = centre.accepted(AT)
    verbs.begin_test(made, sample(made), by=centre["handler"], at=AT)
    return made


def test_a_mark_alone_says_what_all_together_say_with_one_question_each(
    centre, case, django_assert_num_queries
):
    all_together = marks_of(case)
    assert any(all_together.values()) and not all(all_together.values())
    now = Situation(case, centre["handler"], timezone.now())
    with django_assert_num_queries(len(all_together)):
        assert {name: holds(now, name) for name in all_together} == dict(all_together)
    with django_assert_num_queries(0):
        assert {name: holds(now, name) for name in all_together} == dict(all_together)


def test_conditions_of_one_situation_ask_once_how_the_case_stands(centre, case, django_assert_num_queries):
    now = Situation(case, centre["handler"], timezone.now())
    first = needs.how(now)
    with django_assert_num_queries(0):
        assert needs.how(now) is first


def test_the_next_situation_sees_what_was_done_meanwhile(centre, case):
    before = Situation(case, centre["handler"], timezone.now())
    assert not holds(before, "supervised") and not marks_of(case)["supervised"]
    verbs.supervise(case, by=centre["leader"], at=AT)
    after = Situation(case, centre["handler"], timezone.now())
    assert holds(after, "supervised") and marks_of(case)["supervised"]
    assert needs.how(after) is not needs.how(before)
