"""Complaints go through the national platform since order 121; identity proof is asked for since 2019."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.appraisal import appraisal
from gongkai.law.intake import MOST_REPRESENTATIVES, application_needs, complaint_platform, joint_complaint
from gongkai.law.registry import Confidence
from gongkai.refusal import Refused


@pytest.mark.parametrize("day", [date(2017, 9, 25), date(2020, 1, 1), date(2026, 4, 14)])
def test_before_order_121_our_own_form_stands_alone(day):
    assert complaint_platform(day) is None


def test_from_order_121_on_the_form_points_to_the_national_platform():
    platform = complaint_platform(date(2026, 4, 15))
    assert platform is not None
    assert (platform.name, platform.telephone) == ("全国12315平台", "12315")
    assert platform.basis.startswith("《市场监督管理投诉举报处理办法》（国家市场监督管理总局令第121号）")
    assert platform.basis.endswith("第八条、第四十条")
    assert platform.text == "投诉举报统一通过全国12315平台办理"


def test_identity_proof_is_asked_for_from_2019_on_and_the_special_need_before():
    old, new = application_needs(date(2019, 5, 14)), application_needs(date(2019, 5, 15))
    assert (old.identity, old.special_need) == (False, True)
    assert (new.identity, new.special_need) == (True, False)
    assert new.basis.endswith("第二十九条")


def test_before_the_first_regulation_nothing_can_be_applied_for():
    with pytest.raises(Refused):
        application_needs(date(2008, 4, 30))


@pytest.mark.parametrize(
    ("day", "article"),
    [(date(2018, 3, 1), "第十四条"), (date(2020, 1, 1), "第十一条"), (date(2026, 4, 15), "第十二条")],
)
def test_several_complain_together_by_two_who_ask_the_others_before_they_agree(day, article):
    joint = joint_complaint(day)
    assert joint is not None
    assert joint.representatives == MOST_REPRESENTATIVES and joint.basis.endswith(article)
    assert "书面推选" in joint.text and "代表人变更、放弃投诉请求" in joint.text


def test_before_the_first_text_that_is_known_nothing_is_said_of_several():
    assert joint_complaint(date(2013, 1, 1)) is None


@pytest.mark.parametrize(
    ("rule", "designates", "confidence"),
    [
        ("complaint.samr121", True, Confidence.FOUND),
        ("complaint.samr20", False, Confidence.FOUND),
        ("complaint.saic62", None, Confidence.RECALLED),
        ("complaint.cfda21", None, Confidence.OPEN),
        ("complaint.aqsiq51", None, Confidence.OPEN),
    ],
)
def test_only_order_121_lets_the_bureau_designate_who_tests(rule, designates, confidence):
    said = appraisal(rule)
    assert (said.designates, said.confidence) == (designates, confidence)
    assert (confidence.label in said.in_words) == (confidence is not Confidence.FOUND)


def test_of_an_unknown_rule_set_nothing_is_said():
    with pytest.raises(Refused):
        appraisal("complaint.nothing")
