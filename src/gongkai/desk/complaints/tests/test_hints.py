"""What stands beside the form of a call: nothing is clear before something was said."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.desk.complaints import hints
from gongkai.desk.complaints.screens import intake

DAY = date(2026, 11, 28)


def told(text: str, **more: object) -> dict[str, str]:
    """The labels of the list by their state."""
    values: dict[str, object] = {"respondent": "康颐堂", "named": True, "anonymous": False, "today": DAY}
    found = hints.law_hints(text, "投诉", **(values | more))  # type: ignore[arg-type]
    return {one.label: one.state for one in found}


def test_before_a_word_was_said_nothing_is_ticked():
    found = told("", respondent="")
    assert set(found.values()) == {"ask"}
    assert told("鱼油没有用，要求退款")["属本局职责"] == "ok"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("2023年12月买的鱼油", "ok"),
        ("2023年11月买的鱼油", "ask"),
        ("2023年3月买的鱼油", "ask"),
        ("2023年买的鱼油", "ask"),
        ("2022年12月买的鱼油", "ask"),
        ("2024年买的鱼油", "ok"),
    ],
)
def test_three_years_are_counted_in_months_not_in_calendar_years(text, state):
    assert next(state for label, state in told(text).items() if "3 年" in label) == state


@pytest.mark.parametrize(
    ("day", "line", "said"),
    [
        (date(2018, 3, 1), "12315", {"是否超过 1 年": "ask"}),
        (date(2018, 3, 1), "12331", {}),
        (date(2018, 3, 1), "12365", {}),
        (date(2018, 3, 1), "any", {"是否超过 1 年": "ask"}),
        (date(2020, 1, 1), "any", {"未超过 3 年": "ok"}),
        (date(2020, 1, 1), "食药", {"未超过 3 年": "ok"}),
    ],
)
def test_how_many_years_a_complaint_reaches_back_is_the_law_of_its_day_and_line__order_62_art_16(
    day, line, said
):
    found = told(f"{day.year - 1}年1月买的鱼油", today=day, line=line)
    assert {label: state for label, state in found.items() if "年" in label} == said


def test_who_the_other_side_is_and_where_is_asked_for():
    assert told("鱼油", address="")["对方在哪里"] == "ask"
    assert told("鱼油", address="文化西路18号")["对方明确"] == "ok"


def test_who_complains_and_reports_hears_both_dates():
    both = intake.say("投诉举报", "any", DAY)
    for kind in ("投诉", "举报"):
        assert intake.say(kind, "any", DAY)["promise"] in both["promise"]
