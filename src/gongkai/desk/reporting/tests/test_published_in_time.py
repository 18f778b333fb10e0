"""Timely publication: the earliest limit of the day counts, for a penalty that of the credit site."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from gongkai.desk.agencies.models import Duty, Unit
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import Item
from gongkai.desk.reporting.facts.limits import published_in_time
from gongkai.desk.reporting.figures import compute
from gongkai.desk.reporting.figures.records import records
from gongkai.desk.reporting.tests import factories as make
from gongkai.law import scope

PENALTY, OTHER = "案件办理信息", "业务工作"
BUDGET = scope.names_of("finance")[0]
TODAY = date(2018, 3, 1)


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


@pytest.mark.parametrize("approved", [date(2017, 2, 10), date(2017, 9, 12), date(2018, 1, 25)])
def test_a_budget_has_twenty_days_from_its_approval__budget_law_art_14(approved: date) -> None:
    given = {"category": BUDGET, "formed_on": approved, "extras": {"fields": {"approved": f"{approved}"}}}
    shown = due.publication(Item(means="主动公开", **given), approved).on
    assert shown is not None and shown >= approved + timedelta(20)
    for day, kept in ((shown, True), (shown + timedelta(1), False)):
        assert published_in_time(approved, day, category=BUDGET, further=approved) is kept


def by_hand(item: Item) -> bool:
    """Both limits counted day by day: 20 working days of forming, 20 days of approval; rest days move on."""
    days, public = calendar(), item.published_on
    left, last = 20, item.formed_on
    while left:
        last += timedelta(1)
        left -= days.is_workday(last)
    said = (item.extras.get("fields") or {}).get("approved", "")
    if item.category == BUDGET and said.startswith("20"):
        second = date.fromisoformat(said) + timedelta(20)
        while not days.is_workday(second):
            second += timedelta(1)
        last = min(last, second)
    return public <= last


@pytest.mark.django_db(databases=["default"])
def test_the_figure_of_a_year_is_that_of_counting_by_hand() -> None:
    agency, rng = make.AgencyFactory(), random.Random(14)
    made = []
    for _ in range(60):
        formed = date(2017, 1, 3) + timedelta(rng.randrange(300))
        approved = formed - timedelta(rng.randrange(0, 25))
        said = rng.choice([f"{approved}", f"{approved}", "", "待定"])
        extras = {"fields": {"approved": said}} if rng.random() < 0.8 else {"备注": "无"}
        on = formed + timedelta(rng.randrange(0, 40))
        kind = rng.choice([BUDGET, BUDGET, OTHER])
        made.append(make.item(agency, on, formed_on=formed, category=kind, extras=extras))
    kept = [one for one in made if by_hand(one)]
    plain = [one for one in made if (one.published_on - one.formed_on).days <= 20 and one not in kept]
    assert plain and 0 < len(kept) < len(made), "some are late by their approval only"
    year = compute(agency, 2017)
    assert (year["items.in_time"].value, year["items.dated"].value) == (len(kept), len(made))
    leader = make.officer(agency, Duty.Kind.LEADER)
    shown = records("items.in_time", agency, 2017, leader, TODAY)
    assert {one.pk for one in shown} == {one.pk for one in kept}


@pytest.mark.parametrize(
    ("category", "line", "formed", "further"),
    [
        (PENALTY, "食药", date(2015, 3, 2), date(2015, 3, 3)),
        (PENALTY, "食药", date(2015, 3, 2), date(2015, 3, 26)),
        (OTHER, "", date(2019, 6, 10), date(2019, 6, 3)),
    ],
)
def test_service_and_end_of_a_task_count_in_the_figure_as_on_the_desk(
    category: str, line: str, formed: date, further: date
) -> None:
    field = due.day_field(category)
    unit = Unit(name="稽查大队", line=line)
    given = {"category": category, "formed_on": formed, "unit": unit}
    shown = due.publication(
        Item(means="主动公开", extras={"fields": {field: f"{further}"}}, **given), formed
    ).on
    assert shown is not None
    for day, kept in ((shown, True), (shown + timedelta(1), False)):
        assert published_in_time(formed, day, category=category, line=line, further=further) is kept
