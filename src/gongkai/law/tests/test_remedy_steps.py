"""What a bureau owes in a remedy, under the law of the day on which the paper arrived."""

from datetime import date

import pytest

from gongkai.law.deadlines.remedies import TOLD, remedy_step
from gongkai.law.tests import oracle
from gongkai.refusal import Refused


@pytest.mark.parametrize(
    ("step", "on", "due"),
    [
        ("review_answer", date(2017, 6, 1), date(2017, 6, 11)),
        ("review_answer", date(2024, 3, 1), date(2024, 3, 15)),
        ("suit_answer", date(2014, 3, 3), date(2014, 3, 13)),
        ("suit_answer", date(2017, 6, 1), date(2017, 6, 16)),
        ("suit_answer", date(2024, 3, 1), date(2024, 3, 16)),
        ("appeal", date(2024, 3, 1), date(2024, 3, 16)),
        ("appeal", date(2017, 9, 20), date(2017, 10, 9)),
    ],
)
def test_the_limits_of_each_time(step, on, due):
    found = remedy_step(step, on)
    assert found.due == due
    assert found.steps


def test_every_day_of_three_years_as_the_oracle_walks():
    for on in oracle.every_day(date(2014, 12, 1), date(2015, 6, 1)) + oracle.every_day(
        date(2023, 11, 1), date(2024, 3, 1)
    ):
        new = on >= date(2024, 1, 1)
        walk = oracle.working_limit if new else oracle.calendar_limit
        assert remedy_step("review_answer", on, explain=False).due == walk(on, 10)
        days = 10 if on < date(2015, 5, 1) else 15
        assert remedy_step("suit_answer", on, explain=False).due == oracle.calendar_limit(on, days)


def test_unknown_steps_and_times_before_the_law():
    with pytest.raises(Refused):
        remedy_step("retrial", date(2024, 1, 1))
    assert remedy_step("appeal", date(2001, 1, 1)).due is None
    assert all(told.opening for told in TOLD.values())
