"""The figures leave out the days of a test for all that were mediated together, as their clocks do."""

from datetime import UTC, datetime

import pytest

from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.tests.centre import Centre, sample
from gongkai.desk.reporting.facts import Period
from gongkai.desk.reporting.figures import year

pytestmark = pytest.mark.django_db


def test_the_test_of_the_main_case_is_left_out_of_the_joined_complaints_too__order_20_art_20(keys):
    centre = Centre.found()
    first, tested = datetime(2022, 3, 1, 2, tzinfo=UTC), datetime(2022, 3, 7, 2, tzinfo=UTC)
    main, case = centre.accepted(first), centre.accepted(first)
    by = centre["handler"]
    verbs.join(case, main, "录音 LY-7", by=by, at=first)
    verbs.begin_test(main, sample(main, tested), by=by, at=tested)
    verbs.end_test(main, by=by, at=tested)
    spans = year.testing_spans(centre.agency, Period.of(2022))
    same = (tested.date(), tested.date())
    assert spans == {one.registration_id: (same,) for one in (main, case)}
