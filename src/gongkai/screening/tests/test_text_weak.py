"""The kinds that words alone give away: who reported, children, names without a label, secrets of trade."""

from __future__ import annotations

import pytest

from gongkai.screening import prefilter
from gongkai.screening.tests.text_cases import of_kind
from gongkai.screening.text import screen_text


def spans(text: str, kind: str) -> list[str]:
    found = [screen_text(text, way=way) for way in (prefilter.linear(), prefilter.Whole())]
    assert found[0] == found[1]
    return [one.text for one in found[0] if one.kind == kind]


TOLD = [
    ("举报人在当事人的冷库开过叉车，熟悉位置。", "在当事人的冷库开过叉车"),
    ("举报人即当事人去年开除的店长。", "即当事人去年开除的店长"),
    ("投诉人与当事人打过劳动仲裁。", "与当事人打过劳动仲裁"),
    ("来访人为六十岁左右的男子，胶东口音，未留姓名。", "为六十岁左右的男子，胶东口音"),
    ("一位在该厂看大门的老人来电反映夜间偷排。", "一位在该厂看大门的老人"),
    ("据为该酒店洗涤床单的人举报，床品未换。", "为该酒店洗涤床单的人"),
    ("举报信用某幼儿园的信笺书写，投递于厂门口。", "用某幼儿园的信笺书写，投递于厂门口"),
    ("举报人的丈夫在当事人处任车间主任。", "的丈夫在当事人处任车间主任"),
]


@pytest.mark.parametrize(("text", "span"), TOLD)
def test_the_whole_clause_that_tells_who_reported_is_one_hint(text: str, span: str) -> None:
    assert span in spans(text, "reporter_hint")


@pytest.mark.parametrize("text", [
    "举报人有权要求答复处理结果。",
    "举报人为实名举报，已按规定告知。",
    "投诉人为生活消费需要购买商品。",
    "举报人于2017年5月在该店购买蛋糕一个。",
    "举报人不愿提供姓名和联系方式。",
    "投诉人与被投诉人达成调解协议。",
    "我局接到群众举报后立即检查。",
    "该线索由市场监管总局执法稽查局转办。",
    "举报人的诉求为退一赔三。",
])  # fmt: skip
def test_steps_of_the_procedure_tell_nothing_of_the_reporter(text: str) -> None:
    assert spans(text, "reporter_hint") == []


@pytest.mark.parametrize(("text", "span"), [
    ("死者为一名年仅四岁的幼儿，系坠落。", "一名年仅四岁的幼儿"),
    ("该歌厅接待不满十七岁的少女三人。", "不满十七岁的少女"),
    ("八个半月大的男婴使用后皮肤发红。", "八个半月大的男婴"),
    ("店员向背着书包的孩子出售槟榔。", "背着书包的孩子"),
    ("三名刚升入初二的学生结伴文身。", "三名刚升入初二的学生"),
    ("当时其女还在吃奶，不能离人。", "其女还在吃奶"),
])  # fmt: skip
def test_a_child_is_found_with_all_that_is_said_of_it(text: str, span: str) -> None:
    assert span in spans(text, "minor")


@pytest.mark.parametrize("text", [
    "幼儿园、小学、初中、高中周边不得设置烟草销售网点。",
    "适合3岁以上儿童使用。",
    "保质期为18个月，开封后请于5天内食用完毕。",
    "全市高一、高二年级开展食品安全知识竞赛。",
])  # fmt: skip
def test_children_in_general_are_none(text: str) -> None:
    assert spans(text, "minor") == []


@pytest.mark.parametrize(("text", "found"), [
    ("货物由芦金凤签收。", ["person redact 芦金凤"]),
    ("对韩冬梅的询问笔录3页。", ["person redact 韩冬梅"]),
    ("迟学礼、宫丽娜夫妻承包了鱼塘。", ["person redact 迟学礼", "person redact 宫丽娜"]),
    ("单据上有“姚春雷”字样的签名。", ["person redact 姚春雷"]),
    ("钥匙由孙强保管。", ["person review 孙强"]),
    ("古丽·阿不都经营的馕店未公示价格。", ["person redact 古丽·阿不都"]),
    ("以上为其别号（又名小张）。", ["person redact 小张"]),
])  # fmt: skip
def test_names_by_what_is_done(text: str, found: list[str]) -> None:
    assert of_kind(text, "person") == found


@pytest.mark.parametrize("text", [
    "由市局统一组织，与区财政局联系。",
    "与施工单位核对工程量，由专人负责保管。",
    "由高校负责培训，与商家协商，由单位保管。",
    "项目于2017年开工，安全检查于8月开展。",
    "与房东协商，向何人购买不详，从何处购进不详。",
])  # fmt: skip
def test_bodies_and_things_that_do_the_same_are_no_names(text: str) -> None:
    assert of_kind(text, "person") == []


@pytest.mark.parametrize(("text", "span"), [
    ("附件三：产品配方（商业秘密）", "商业秘密"),
    ("商业秘密　严禁外泄\n工艺说明", "商业秘密　严禁外泄"),
    ("本材料涉及我公司商业秘密，请勿对外公开。", "本材料涉及我公司商业秘密"),
    ("是否涉及商业秘密：是；涉及个人隐私：否。", "是"),
    ("公司机密，内部留存", "公司机密"),
])  # fmt: skip
def test_a_secret_of_trade_that_a_paper_claims_is_for_a_person(text: str, span: str) -> None:
    found = [one for one in screen_text(text) if one.kind == "trade_secret"]
    assert [(one.text, one.verdict.value) for one in found] == [(span, "review")]


@pytest.mark.parametrize("text", [
    "行政机关不得公开涉及商业秘密、个人隐私等的政府信息。",
    "查处侵犯商业秘密案件2起。",
    "该信息不涉及国家秘密、商业秘密和个人隐私。",
    "涉及商业秘密：否",
    "执法人员应当为企业保守商业秘密。",
    "当事人生产配方属于商业秘密，公开文本中已作处理。",
    "商业秘密",
])  # fmt: skip
def test_talk_of_secrets_of_trade_is_none(text: str) -> None:
    assert spans(text, "trade_secret") == []
