"""A penalty, a budget is due by the earliest of its limits, beside that of all information."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.desk.agencies.models import Unit
from gongkai.desk.disclosure import due
from gongkai.desk.disclosure.models import Item

DAY = date(2018, 1, 3)


def publication(category: str, formed: date, line: str = "") -> due.Due:
    unit = Unit(name="稽查大队", line=line)
    return due.publication(Item(means="主动公开", category=category, formed_on=formed, unit=unit), DAY)


def test_from_the_first_draft_a_penalty_shows_the_seven_days_and_the_twenty() -> None:
    found = publication("案件办理信息", date(2017, 12, 26))
    assert found.on == date(2018, 1, 5) and found.words.endswith("+7 个工作日 → 01-05 周五（双公示）")
    days = [step.date for step in found.steps]
    assert date(2018, 1, 24) in days and "公示" in found.basis and found.left == 2


def test_other_information_keeps_its_twenty_days() -> None:
    found = publication("消费警示信息", date(2017, 12, 26))
    assert found.on == date(2018, 1, 24) and "双公示" not in found.words


@pytest.mark.parametrize(("formed", "named"), [(date(2015, 3, 2), False), (date(2022, 1, 4), True)])
def test_the_rules_of_the_day_of_the_decision_count(formed: date, named: bool) -> None:
    assert ("双公示" in publication("案件办理信息", formed).words) is named


def test_food_and_drug_decisions_before_the_merger_wait_for_their_service() -> None:
    found = publication("案件办理信息", date(2017, 12, 26), "食药")
    assert found.on == date(2018, 1, 5) and "送达" in found.basis


def test_a_budget_is_due_twenty_days_after_its_approval__budget_law_art_14() -> None:
    given = {"means": "主动公开", "category": "财务公开信息", "formed_on": date(2018, 1, 2)}
    found = due.publication(Item(**given, extras={"fields": {"approved": "2018-01-04"}}), DAY)
    assert found.on == date(2018, 1, 24) and found.words == "批复 01-04 周四 +20 日 → 01-24 周三（预算法）"
    assert "预算法" in found.basis
    for fields in ({}, {"approved": "下周"}):
        assert due.publication(Item(**given, extras={"fields": fields}), DAY).on == date(2018, 1, 30)
    other = Item(**(given | {"category": "其他类"}), extras={"fields": {"approved": "2018-01-04"}})
    assert due.publication(other, DAY).on == date(2018, 1, 30)


def test_a_day_out_of_reach_has_no_date() -> None:
    assert publication("案件办理信息", date(9999, 12, 30)).on is None


def with_field(category: str, formed: date, line: str = "", **fields: str) -> due.Due:
    unit = Unit(name="稽查大队", line=line)
    given = {"means": "主动公开", "category": category, "formed_on": formed, "unit": unit}
    return due.publication(Item(**given, extras={"fields": fields}), DAY)


@pytest.mark.parametrize("formed", [date(2015, 3, 2), date(2019, 3, 20)])
def test_a_food_penalty_counts_from_its_service_until_the_merger(formed: date) -> None:
    days, line = due.calendar(), "食药"
    served = formed.replace(day=formed.day + 1)
    found = with_field("案件办理信息", formed, line, served=served.isoformat())
    plain = with_field("案件办理信息", formed, line)
    seven = days.add_workdays(served, 7)
    assert found.on == (seven if plain.on is None else min(seven, plain.on))
    assert "送达" in found.basis


def test_before_the_credit_site_the_service_makes_the_draft_due_earlier_and_says_so() -> None:
    found = with_field("案件办理信息", date(2015, 3, 2), "食药", served="2015-03-03")
    assert found.on == date(2015, 3, 12)
    assert found.words.startswith("送达 2015-03-03") and "+7 个工作日" in found.words
    for line, served in (("工商", "2015-03-03"), ("食药", "2015-02-01"), ("食药", "不详")):
        assert with_field("案件办理信息", date(2015, 3, 2), line, served=served).on == date(2015, 3, 30)


def test_results_of_random_checks_are_due_from_the_end_of_the_task_and_say_that_it_is_recalled() -> None:
    found = with_field("业务工作", date(2019, 6, 10), finished="2019-06-03")
    assert found.on == due.calendar().add_workdays(date(2019, 6, 3), 20)
    assert found.words.startswith("抽查完成 2019-06-03") and found.words.endswith("（双随机）")
    assert any("没有核对原文" in step.what for step in found.steps)
    later = with_field("业务工作", date(2019, 6, 10), finished="2019-06-20")
    assert later.on == with_field("业务工作", date(2019, 6, 10)).on
