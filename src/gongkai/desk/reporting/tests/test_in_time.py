"""What was in time goes by the same rule set and the same calendar as the clocks on the desk."""

from datetime import date, timedelta

import pytest

from gongkai.desk.casework.clocks import calendar
from gongkai.desk.reporting.facts.limits import Candidate, in_time, published_in_time
from gongkai.desk.reporting.figures.measuring import spread
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import ComplaintClock, complaint_accept, item_publication

YEAR = """[2029]
offdays = [2029-10-01, 2029-10-02, 2029-10-03, 2029-10-04, 2029-10-05, 2029-10-06, 2029-10-07]
workdays = [2029-09-29]
"""


@pytest.mark.parametrize(
    ("policy", "last_day"), [("by_receipt", date(2020, 3, 3)), ("by_act", date(2020, 3, 13))]
)
def test_the_offices_policy_chooses_the_limit_of_what_was_pending_when_the_law_changed(
    settings, policy, last_day
):
    """Received under order 62, accepted under order 20: 60 days by receipt, 45 working days by the act."""
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"transition_policy": policy}

    def closed(day):
        received, accepted = date(2019, 12, 30), date(2020, 1, 3)
        return in_time(Candidate(1, "12315", "投诉", "受理", False, received, accepted, day))

    assert closed(last_day)
    assert not closed(last_day + timedelta(days=1))


def test_the_figures_count_with_the_calendar_of_the_home_as_the_clocks_do(settings, tmp_path):
    """Law 4 of the house: what was in time by its clock is in time in the figures, in a new year too."""
    settings.GONGKAI_HOME = tmp_path
    day = date(2029, 9, 28)
    guessed = item_publication(day, Calendar.default()).due
    assert published_in_time(day, guessed) and not published_in_time(day, guessed + timedelta(days=1))
    (tmp_path / "calendar.toml").write_text(YEAR)
    known = item_publication(day, calendar()).due
    assert known > guessed and published_in_time(day, known)
    assert not published_in_time(day, known + timedelta(days=1))
    until = complaint_accept(ComplaintClock(day, "12315"), calendar()).due
    one = Candidate(1, "12315", "投诉", "受理", False, day, until, until)
    assert in_time(one)
    assert spread([(day, date(2029, 10, 8), 1)]) == [(2, 1)]
    (tmp_path / "calendar.toml").unlink()
    assert not in_time(one) and spread([(day, date(2029, 10, 8), 1)]) == [(6, 1)]
