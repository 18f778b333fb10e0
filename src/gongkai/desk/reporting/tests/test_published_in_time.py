"""Timely publication: the earliest limit of the day counts, for a penalty that of the credit site."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import Item
from gongkai.desk.reporting.facts.limits import published_in_time

PENALTY, OTHER = "案件办理信息", "业务工作"


@pytest.mark.parametrize(
    ("category", "decided", "last"),
    [
        (OTHER, date(2017, 12, 26), date(2018, 1, 24)),
        (PENALTY, date(2017, 12, 26), date(2018, 1, 5)),
        (PENALTY, date(2022, 1, 4), date(2022, 1, 13)),
        ("餐饮公告", date(2017, 12, 26), date(2018, 1, 24)),
    ],
)
def test_the_earliest_limit_of_the_day_counts(category: str, decided: date, last: date) -> None:
    after = date.fromordinal(last.toordinal() + 1)
    assert published_in_time(decided, last, category=category) is True
    assert published_in_time(decided, after, category=category) is False


def test_before_the_credit_site_a_penalty_had_twenty_days() -> None:
    assert published_in_time(date(2015, 3, 2), date(2015, 3, 27), category=PENALTY) is True


def test_without_a_day_nothing_is_known() -> None:
    assert published_in_time(None, date(2018, 1, 5), category=PENALTY) is None


@pytest.mark.parametrize("category", [PENALTY, OTHER])
@pytest.mark.parametrize(
    "decided", [date(2015, 3, 2), date(2017, 12, 26), date(2020, 6, 1), date(2023, 9, 20)]
)
def test_the_figure_counts_by_the_day_that_the_desk_shows(category: str, decided: date) -> None:
    shown = due.publication(Item(means="主动公开", category=category, formed_on=decided), decided).on
    assert shown is not None
    assert published_in_time(decided, shown, category=category) is True
    assert published_in_time(decided, date.fromordinal(shown.toordinal() + 1), category=category) is False
