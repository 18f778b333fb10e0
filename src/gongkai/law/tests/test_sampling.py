"""The second test of a failed sample, the publication of results, random checks: by day and by law."""

from datetime import date

import pytest

from gongkai.law.deadlines.sampling import (
    ResultClock,
    double_random_publication,
    sample_notice,
    sample_publication,
    sample_recheck,
)
from gongkai.law.tests.oracle import working_limit
from gongkai.refusal import Refused


@pytest.mark.parametrize("told", [date(2015, 10, 1), date(2017, 9, 25), date(2020, 1, 20), date(2024, 2, 5)])
def test_a_second_test_is_asked_for_within_7_working_days_of_receipt__food_law_art_88(told):
    answer = sample_recheck(told)
    assert answer.due == working_limit(told, 7)
    assert "第八十八条" in answer.basis and not any("注意" in step.what for step in answer.steps)


def test_before_the_law_of_2015_no_period_is_recorded_and_the_basis_says_so():
    answer = sample_recheck(date(2015, 9, 30))
    assert answer.due is None and "没有收录" in answer.basis


def test_the_notice_within_5_working_days_is_recalled_and_says_so():
    answer = sample_notice(date(2020, 3, 2))
    assert answer.due == working_limit(date(2020, 3, 2), 5)
    assert any("没有核对原文" in step.what for step in answer.steps)
    assert sample_notice(date(2018, 3, 2)).due is None


def test_what_failed_counts_from_its_final_conclusion_and_names_the_earlier_date():
    report, final = date(2020, 3, 2), date(2020, 3, 13)
    answer = sample_publication(ResultClock(report, final))
    assert answer.due == working_limit(final, 20)
    assert [one.due for one in answer.also] == [working_limit(report, 20)]
    assert "未见明文" in answer.steps[-1].what
    plain = sample_publication(ResultClock(report))
    assert plain.due == working_limit(report, 20) and plain.also == ()


def test_while_a_conclusion_is_open_the_date_is_provisional():
    answer = sample_publication(ResultClock(date(2020, 3, 2), None, True))
    assert answer.provisional and answer.due == working_limit(date(2020, 3, 2), 20)
    with pytest.raises(Refused):
        sample_publication(ResultClock(date(2020, 3, 2), date(2020, 3, 1)))


def test_random_checks_are_published_20_working_days_after_the_task__recalled():
    answer = double_random_publication(date(2021, 5, 6))
    assert answer.due == working_limit(date(2021, 5, 6), 20)
    assert any("没有核对原文" in step.what for step in answer.steps)
    assert double_random_publication(date(2018, 5, 7)).due is None
