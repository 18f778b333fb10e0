"""Nothing of which the source is not at hand is a silent constant: the answer itself says so."""

from datetime import date, timedelta

import pytest

from gongkai.law import registry
from gongkai.law.deadlines import KINDS, compute
from gongkai.law.deadlines.remedies import TOLD, remedy_step
from gongkai.law.receipt import CHANNELS
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused

DAYS = [date(2009, 1, 5) + timedelta(days=61 * n) for n in range(108)]
SAID = ("凭记忆收录", "没有核对原文", "没有查到", "没有明文", "没有相应", "请核对")
LINES = ("12315", "12331", "12365", "工商", "质监", "食药")


def uncertain(answer):
    """The limits in the basis of an answer that were not found."""
    known = [(rule, one.as_cited_on(answer.on)) for rule in registry.rule_sets() for one in rule.limits]
    return [
        one
        for rule, one in known
        if one.confidence is not Confidence.FOUND and f"{rule.cite(one)}：{one.text}" in answer.basis
    ]


def asked(kind):
    for day in DAYS:
        for settings in ({}, *({"line": line} for line in LINES)):
            more = {"channel": "visit"} if kind == "foi-receipt" else {}
            try:
                yield compute(kind, day, settings=settings | more)
            except Refused:
                continue


@pytest.mark.parametrize("kind", KINDS)
def test_a_date_that_rests_on_memory_says_so_among_its_steps(kind):
    told = 0
    for answer in asked(kind):
        if answer.due is not None and uncertain(answer):
            told += 1
            words = "".join(step.what for step in answer.steps)
            assert any(word in words for word in SAID), (answer.on, answer.basis)
    if kind in {"foi-reply", "item-publication", "annual-report", "complaint-mediation", "report-verify"}:
        assert told


@pytest.mark.parametrize("step", TOLD)
def test_a_step_of_a_remedy_that_rests_on_memory_says_so(step):
    for day in DAYS:
        answer = remedy_step(step, day)
        if answer.due is not None:
            assert any("凭记忆收录" in one.what for one in answer.steps)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_date_of_receipt_by_the_2008_text_says_how_sure_it_is(channel):
    day = date(2010, 3, 1)
    events = [("signed", day), ("arrived", day), ("confirmed", day)]
    answer = compute("foi-receipt", day, events=events, settings={"channel": channel})
    assert any(word in step.what for step in answer.steps for word in SAID)


def test_sixty_days_of_the_regulation_stand_beside_45_working_days_and_are_told_to_be_from_memory():
    """The implementing regulation (2024-07-01) was not read: both dates, the earlier one due, and a word."""
    answer = compute("complaint-mediation", date(2024, 7, 1))
    assert (answer.due, [one.due for one in answer.also]) == (date(2024, 8, 30), [date(2024, 9, 2)])
    assert any("国务院令第778号" in step.what and "凭记忆收录" in step.what for step in answer.steps)
    before = compute("complaint-mediation", date(2024, 6, 28))
    assert not before.also and not any("凭记忆" in step.what for step in before.steps)


@pytest.mark.parametrize(("day", "said"), [(date(2019, 3, 1), True), (date(2018, 6, 1), False)])
def test_a_period_of_which_the_last_day_is_not_certain_says_so_near_its_end(day, said):
    answer = compute("penalty-publicity", day, settings={"line": "食药"})
    assert any("随机构改革停止适用" in step.what for step in answer.steps) is said
