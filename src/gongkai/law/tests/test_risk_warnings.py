"""Food safety risk warnings are for the province and above: 食品安全法第一百一十八条."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.risk_warnings import is_of_province, is_warning, why_not

DAY = date(2017, 6, 1)
COUNTY, CITY, PROVINCE = "371002SC", "371000SC", "370000SC"


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("关于织纹螺的食品安全风险警示", True),
        ("食品 安全 风险警示（第3期）", True),
        ("食用野蘑菇风险警示", True),
        ("关于织纹螺的消费提示", False),
        ("转发省局关于织纹螺的食品安全风险警示", False),
        ("预付卡消费风险警示", False),
        ("电热毯消费警示", False),
    ],
)
def test_a_title_says_whether_it_is_a_warning_of_ones_own(title: str, wanted: bool) -> None:
    assert is_warning(title) is wanted


@pytest.mark.parametrize("organ", [COUNTY, CITY, "SC-1", ""])
def test_below_the_province_it_is_not_published__art_118(organ: str) -> None:
    said = why_not(organ, "关于河鲀的食品安全风险警示", DAY)
    assert "《中华人民共和国食品安全法》" in said and "第一百一十八条" in said and "消费提示" in said
    assert why_not(organ, "关于河鲀的消费提示", DAY) == ""


def test_a_province_may_and_of_days_without_a_rule_nothing_is_said() -> None:
    assert is_of_province(PROVINCE) and not is_of_province("00")
    assert why_not(PROVINCE, "关于河鲀的食品安全风险警示", DAY) == ""
    assert why_not(COUNTY, "关于河鲀的食品安全风险警示", date(2015, 9, 30)) == ""
    assert why_not(COUNTY, "关于河鲀的食品安全风险警示", date(2015, 10, 1))
