"""Whether a complaint was closed in time goes by the same rule set as its clock on the desk."""

from datetime import date, timedelta

import pytest

from gongkai.desk.reporting.facts.limits import Candidate, in_time


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
