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
