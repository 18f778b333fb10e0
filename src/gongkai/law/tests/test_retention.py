"""How long a file is kept: from the year after it was closed, whole years, for ever where it says so."""

from datetime import date

import pytest

from gongkai.law import registry
from gongkai.law.retention import destruction, is_due, period, periods
from gongkai.refusal import Refused


def test_the_three_periods_of_documents():
    assert [(one.key, one.years) for one in periods(date(2024, 3, 1))] == [
        ("permanent", None),
        ("30", 30),
        ("10", 10),
    ]


@pytest.mark.parametrize(
    ("key", "closed", "until"),
    [
        ("10", date(2024, 1, 1), 2034),
        ("10", date(2024, 12, 31), 2034),
        ("30", date(2024, 6, 1), 2054),
        ("permanent", date(2024, 6, 1), None),
    ],
)
def test_a_period_runs_to_the_end_of_a_year(key, closed, until):
    assert period(key, closed).until(closed) == until


@pytest.mark.parametrize(
    ("until", "day", "due"),
    [
        (2034, date(2034, 12, 31), False),
        (2034, date(2035, 1, 1), True),
        (None, date(2999, 1, 1), False),
    ],
)
def test_a_file_is_due_on_the_first_day_of_the_year_after(until, day, due):
    assert is_due(until, day) is due


def test_what_nobody_knows_is_refused():
    with pytest.raises(Refused) as refused:
        period("7", date(2024, 1, 1))
    assert refused.value.code == "no-retention"
    assert "永久" in refused.value.mend
    with pytest.raises(Refused):
        periods(date(1990, 1, 1))


def test_what_is_not_checked_against_the_text_says_so():
    rule = registry.select("retention", date(2024, 1, 1))
    assert {fact.key: fact.confidence.value for fact in rule.facts} == {
        "kinds": "recalled",
        "counted": "open",
        "class": "open",
    }
    assert destruction(date(2024, 1, 1)).confidence.value == "recalled"
    assert destruction(date(2015, 1, 1)) is None
