from datetime import date

import pytest

from gongkai.law import registry
from gongkai.law.forms import form
from gongkai.law.grounds import (
    acceptance_ground,
    acceptance_grounds,
    termination_ground,
    termination_grounds,
)
from gongkai.law.registry import Confidence
from gongkai.law.scope import categories, category, outlet, outlets, scope, scopes
from gongkai.refusal import Refused

SETS = [rule.id for rule in registry.of_field("complaint")]


def codes(grounds):
    return [ground.code for ground in grounds]


def test_order_20_has_6_grounds_for_refusal_and_order_121_has_7__art_15_art_16():
    old, new = acceptance_grounds("complaint.samr20"), acceptance_grounds("complaint.samr121")
    assert (len(old), len(new)) == (6, 7)
    assert set(codes(new)) - set(codes(old)) == {"false_identity"}
    assert "其他调解组织" in acceptance_ground("complaint.samr20", "already_handled").text
    assert "其他调解组织" not in acceptance_ground("complaint.samr121", "already_handled").text
    assert "虚假材料" in acceptance_ground("complaint.samr121", "no_material").text


def test_order_20_ends_after_45_working_days_and_order_121_after_60_days__art_21_art_23():
    assert len(termination_grounds("complaint.samr20")) == 7
    assert len(termination_grounds("complaint.samr121")) == 8
    assert "四十五个工作日" in termination_ground("complaint.samr20", "timeout").text
    assert "六十日" in termination_ground("complaint.samr121", "timeout").text
    assert "party_gone" in codes(termination_grounds("complaint.samr121"))
    assert termination_ground("complaint.samr121", "timeout").article == "第二十三条第一款第（五）项"


@pytest.mark.parametrize("identity", SETS)
def test_every_complaint_set_has_grounds_with_unique_codes_in_order(identity):
    for grounds in (acceptance_grounds(identity), termination_grounds(identity)):
        assert len(set(codes(grounds))) == len(grounds)
        assert [ground.number for ground in grounds] == list(range(1, len(grounds) + 1))
        assert grounds[-1].code == "other"
        assert all(ground.text and ground.cite.startswith("《") for ground in grounds)


def test_grounds_that_nobody_could_read_are_marked_as_not_checked():
    for identity in ("complaint.cfda21", "complaint.aqsiq51"):
        assert all(one.confidence is not Confidence.FOUND for one in acceptance_grounds(identity))
    for identity in ("complaint.saic62", "complaint.samr20", "complaint.samr121"):
        assert all(one.confidence is Confidence.FOUND for one in acceptance_grounds(identity))


def test_a_citation_belongs_to_its_set():
    ground = acceptance_ground("complaint.samr121", "too_late")
    assert (
        ground.cite == "《市场监督管理投诉举报处理办法》（国家市场监督管理总局令第121号）第十六条第（四）项"
    )


def test_unknown_sets_and_grounds_are_refused():
    with pytest.raises(Refused, match="不是投诉举报的规则"):
        acceptance_grounds("foi.2019")
    with pytest.raises(Refused, match="没有编号"):
        termination_grounds("complaint.samr999")
    with pytest.raises(Refused, match="false_identity"):
        acceptance_ground("complaint.samr20", "false_identity")
    with pytest.raises(Refused, match="party_gone"):
        termination_ground("complaint.samr20", "party_gone")


def test_the_statutory_list_goes_by_the_day_the_information_was_formed():
    old, new = scopes(date(2019, 5, 14)), scopes(date(2019, 5, 15))
    assert [one.code for one in old] == [
        *(f"p9_{n}" for n in range(1, 5)),
        *(f"p10_{n:02d}" for n in range(1, 12)),
        "p19",
    ]
    assert [one.code for one in new] == [*(f"p20_{n:02d}" for n in range(1, 16)), "p12"]
    with pytest.raises(Refused):
        scopes(date(2008, 4, 30))


def test_a_scope_code_names_its_article():
    assert scope("p20_06").cite.endswith("第二十条第（六）项")
    assert "行政处罚决定" in scope("p20_06").text
    assert scope("p10_11").article == "第十条第（十一）项"
    with pytest.raises(Refused, match="p21_01"):
        scope("p21_01")


NINE = {
    "案件办理信息": ("penalties", "行政处罚", "p9_1", "p20_06"),
    "业务工作": ("work", "工作动态", "p9_4", "p20_15"),
    "抽检信息": ("sampling", "食品抽检", "p10_11", "p20_13"),
    "消费警示信息": ("warnings", "消费警示", "p9_2", "p20_12"),
    "法律法规信息": ("laws", "政策法规", "p10_01", "p20_01"),
    "信息公开流程信息": ("procedure", "公开指南", "p9_3", "p12"),
    "财务公开信息": ("finance", "预决算", "p10_04", "p20_07"),
    "典型案例": ("cases", "典型案例", "p9_2", "p20_06"),
    "其他类": ("other", "其他", "p9_4", "p20_15"),
}


def test_the_nine_categories_map_to_the_lists_of_both_conditions():
    assert [one.name for one in categories()] == list(NINE)
    for name, (key, column, old, new) in NINE.items():
        found = category(name)
        assert (found.key, found.column, found.code2008[0], found.code2019[0]) == (key, column, old, new)
        assert category(key) is category(f" {column} ") is found
        assert found.codes(date(2017, 6, 1)) == found.code2008
        assert found.codes(date(2020, 6, 1)) == found.code2019
        assert all(scope(code) for code in (*found.code2008, *found.code2019))
        assert found.key.isascii()


def test_a_bureaus_own_category_is_no_mistake():
    assert category("扶贫专栏") is None
    assert category("") is None


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("政府网站", "pro.ch.web"),
        ("局网站", "pro.ch.web"),
        ("政府公报", "pro.ch.gazette"),
        ("政务微博", "pro.ch.weibo"),
        ("政务微信", "pro.ch.wechat"),
        ("报刊", "pro.ch.other"),
        ("电视", "pro.ch.other"),
        ("电子显示屏", "pro.ch.other"),
        ("公开栏", "pro.ch.other"),
        ("其他", "pro.ch.other"),
    ],
)
def test_an_outlet_has_its_row_in_the_2014_form(name, row):
    assert outlet(name).row == row
    assert outlet(outlet(name).key) is outlet(name)


def test_the_outlets_are_those_of_the_register_and_reach_every_channel_row():
    assert len(outlets()) == 10
    keys = {key for key in form("report.stat_2014").keys if key.startswith("pro.ch.")}
    assert {one.row for one in outlets()} == keys
    with pytest.raises(Refused, match="电子显示屏"):
        outlet("飞鸽")
