"""Terms of marks, diplomatic plates, cards in pieces, pet names behind a limit, papers of clinics, brands."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.screening import Finding, Known, prefilter
from gongkai.screening.text import screen_text


def findings(text: str, known: Known | None = None) -> list[Finding]:
    """What every way of searching finds alike."""
    known = known or Known()
    ways = (prefilter.linear(), prefilter.vectored(), prefilter.Whole())
    first, *others = [screen_text(text, known, way=way) for way in ways]
    assert all(other == first for other in others)
    return first


def spans(text: str, kind: str, *verdicts: str) -> list[str]:
    return [
        one.text for one in findings(text) if one.kind == kind and (not verdicts or one.verdict in verdicts)
    ]


@pytest.mark.parametrize("mark", [
    "秘密★1年6个月", "机密★10年6个月", "秘密★１年零６个月", "机密 ★ 3 年 9 个月", "绝密★长期", "秘密★两年半",
    "机密★至2029年12月31日", "秘密★至2026年", "秘密★2027年3月1日前", "机密★至2028-06-30", "秘密★6月",
    "秘密★启封前", "机密★公布前", "秘密（2年3个月）", "机密★解密日期2030年",
])  # fmt: skip
def test_the_term_of_a_mark_belongs_to_it_whole(mark: str) -> None:
    assert spans(f"{mark}\n各科室：\n请按方案执行。", "secret_mark", "block") == [mark]


@pytest.mark.parametrize(("text", "mark"), [
    ("文件为【机密·长期】，限局领导。", "机密·长期"),
    ("机  密（保密期限：20年）\n督办通知", "机  密（保密期限：20年）"),
    ("该件（秘密，1年6个月）已退回。", "秘密，1年6个月"),
])  # fmt: skip
def test_a_mark_without_a_star_is_told_by_its_term(text: str, mark: str) -> None:
    assert spans(text, "secret_mark", "block") == [mark]


@pytest.mark.parametrize("text", [
    "定密权限（绝密、机密、秘密）由上级授权。", "档案（机密、长期保存的除外）移交。",
    "商业秘密（1年）保密协议。",
    "密级分为三级（绝密、机密和秘密，30年、20年、10年）。",
])  # fmt: skip
def test_levels_that_a_rule_lists_are_no_mark(text: str) -> None:
    assert spans(text, "secret_mark", "block") == []


def test_what_stands_behind_a_term_is_none_of_it() -> None:
    assert spans("秘密★1年 6月3日印发", "secret_mark") == ["秘密★1年"]
    assert spans("秘密★6个月，6月底前报送。", "secret_mark") == ["秘密★6个月"]


@pytest.mark.parametrize(("term", "rule"), [
    ("10年", "secrecy.mark"), ("10年1个月", "secrecy.mark.long"), ("120个月", "secrecy.mark"),
    ("121个月", "secrecy.mark.long"), ("9年11个月", "secrecy.mark"),
])  # fmt: skip
def test_a_term_in_months_is_measured_against_the_longest_one_too(term: str, rule: str) -> None:
    (mark,) = findings(f"秘密★{term}\n会议纪要", Known(decision_date=date(2026, 3, 2)))
    assert (mark.rule, mark.text) == (rule, f"秘密★{term}")


@pytest.mark.parametrize(("text", "plate"), [
    ("事故车辆为使017882，驾驶人已离开。", "使017882"),
    ("号牌使·224·105的轿车", "使·224·105"),
    ("一辆挂017882使号牌的轿车违停。", "017882使"),
    ("白色越野车（沪A0023领）", "沪A0023领"),
    ("桂A·0120领驶入该加油站。", "桂A·0120领"),
    ("该车号牌为粤A 1 0 4 5 领", "粤A 1 0 4 5 领"),
])  # fmt: skip
def test_plates_of_embassies_and_consulates_are_found(text: str, plate: str) -> None:
    assert spans(text, "plate", "redact") == [plate]


@pytest.mark.parametrize("text", [
    "降价使120000户家庭受益，运输车辆未受影响。",
    "该车贬值使100000元货款难以收回。",
    "支出450000使公司停车场项目停工。",
    "即使201805批次合格，也应当召回该车型。",
    "沪A0023领取样品，请凭车辆通行证入内。",
    "截至目前已有350000使用者注册。",
])  # fmt: skip
def test_six_digits_beside_a_verb_are_no_plate(text: str) -> None:
    assert spans(text, "plate") == []


@pytest.mark.parametrize("card", [
    "622848-000000-0000018", "6228-480000-000000018", "62284800-00000-000018", "622848—0000—00000—0018",
    "6228 48-0000-0000 00018",
])  # fmt: skip
def test_a_card_in_pieces_of_any_size_is_found(card: str) -> None:
    assert spans(f"货款打入{card}，对方未发货。", "bank", "redact") == [card]


@pytest.mark.parametrize("text", [
    "物流单号622848-000000-0000019。",
    "订单号：622848-000000-0000018。",
    "批号20240315-000128-6217。",
    "文件编号62-2024-0315-00128-6217。",
    "设备编码4367-429170-34236-673。",
])  # fmt: skip
def test_numbers_in_pieces_that_fit_no_card_or_name_their_paper_stay(text: str) -> None:
    assert spans(text, "bank", "redact") == []


def test_a_card_written_on_a_receipt_is_not_the_number_of_the_receipt() -> None:
    assert spans("收据背面写有6228480000000000018。", "bank", "redact") == ["6228480000000000018"]
    assert spans("收据号码6228480000000000018。", "bank") == []


@pytest.mark.parametrize(("text", "limit", "name"), [
    ("该店招用未满16周岁的小亮搬货。", "未满16周岁", "小亮"),
    ("向不满十四周岁的阿峰出售电子烟。", "不满十四周岁", "阿峰"),
    ("当日接待未满18周岁的甜甜、未满18周岁的小宇上网。", "未满18周岁", "甜甜"),
])  # fmt: skip
def test_a_child_by_its_pet_name_behind_a_limit_is_found_with_its_name(
    text: str, limit: str, name: str
) -> None:
    assert limit in spans(text, "minor")
    assert name in spans(text, "person")


def test_a_name_before_the_bracket_tells_of_a_child_too() -> None:
    assert spans("在场的小亮（未满14周岁）未受伤。", "minor") == ["未满14周岁"]
    assert spans("在场的林小果（未满14周岁）未受伤。", "minor") == ["未满14周岁"]


@pytest.mark.parametrize("text", [
    "未满14周岁的小学生乘车由监护人陪同。",
    "未满14周岁的小朋友可以免票。",
    "不得向未满18周岁的小童出售彩票。",
    "学徒（未满16周岁）不予备案。",
    "未满1岁的小型犬免费登记。",
    "优惠对象（未满14周岁）凭证件购票。",
])  # fmt: skip
def test_a_limit_of_a_rule_tells_of_no_child(text: str) -> None:
    assert spans(text, "minor") == []


@pytest.mark.parametrize(("text", "illness"), [
    ("病历显示急性阑尾炎，已手术。", "阑尾炎"),
    ("门诊病历（荨麻疹）一份。", "荨麻疹"),
    ("体检报告结论为高血压、高血脂、脂肪肝。", "脂肪肝"),
    ("彩超单提示甲状腺结节。", "甲状腺结节"),
    ("化验单写着尿酸偏高，未用药。", "尿酸偏高"),
    ("诊断证明书载明：腰椎间盘突出症。", "腰椎间盘突出症"),
])  # fmt: skip
def test_a_paper_of_a_clinic_tells_of_someone_although_it_names_nobody(text: str, illness: str) -> None:
    assert any(illness in span for span in spans(text, "health"))


@pytest.mark.parametrize("text", [
    "检验报告显示该批次产品水分超标。",
    "广告称“体检报告显示高血压已治愈”。",
    "检查报告显示，糖尿病防治知识宣传不足。",
    "病历书写应当记录高血压、糖尿病等慢性病史。",
    "检测结果显示该试剂对乙肝检出率偏低。",
])  # fmt: skip
def test_a_report_on_goods_or_a_claim_of_an_advertisement_is_nobodys_illness(text: str) -> None:
    assert spans(text, "health") == []


@pytest.mark.parametrize("text", [
    "“王大爷”牌辣酱三瓶。", "抽检“孙阿姨”卤味2批次。", "标称“老周”商标的瓜子不合格。",
    "当事人销售“陈师傅”方便面。", "品牌：李大姐；规格：250克。", "“周老师”系列文具。",
    "店招为“胖哥”。", "“王守义”牌调味料，合格。",
])  # fmt: skip
def test_a_brand_called_after_a_person_stays(text: str) -> None:
    assert spans(text, "person") == []


@pytest.mark.parametrize(("text", "name"), [
    ("王大爷反映油烟扰民。", "王大爷"),
    ("居民“王大爷”反映油烟扰民。", "王大爷"),
    ("“孙阿姨”说秤不准。", "孙阿姨"),
    ("摊主是“老周”的人，“老周”称货从外地来。", "老周"),
    ("陈师傅来电，品牌方未回应。", "陈师傅"),
])  # fmt: skip
def test_a_person_who_is_called_the_same_way_is_found(text: str, name: str) -> None:
    assert name in spans(text, "person")


def test_a_day_of_birth_in_numerals_is_found_behind_its_label() -> None:
    assert spans("出生于一九八五年六月十二日，无业。", "birth") == ["一九八五年六月十二日"]


def test_the_trade_of_a_reporter_in_brackets_is_a_hint_whatever_the_sentence_demands() -> None:
    text = "举报人徐某某（内部员工）提供照片，不得向被举报单位透露。"
    assert spans(text, "reporter_hint") == ["内部员工"]
    assert spans("举报人（系内部人员的，不得泄露）信息应当保密。", "reporter_hint") == []


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-01\n2021-03-02",
        "5000\n2020-05-12\n2020-05-12",
        "2021.03.01\n\n2021.03.02",
        "2021-03-01 2021-03-02",
    ],
)
def test_days_below_each_other_are_no_number(text: str) -> None:
    assert findings(text) == []
