"""What belongs to a word in its phrase, names beside names, further ways of telling; near misses."""

from __future__ import annotations

import pytest

from gongkai.screening import prefilter
from gongkai.screening.text import screen_text

WHOLE = (
    ("health", "他自称患糖尿病十多年，离不开胰岛素。", "患糖尿病十多年"),
    ("health", "宝宝喝了之后连着拉肚子三天，现已好转。", "连着拉肚子三天"),
    ("health", "投诉人右手手腕粉碎性骨折，打了石膏。", "右手手腕粉碎性骨折"),
    ("minor", "投诉人上小学四年级的外孙骑车摔倒。", "投诉人上小学四年级的外孙"),
    ("address", "该老人租住在望岛小区2号楼东户阁楼，无人照看。", "望岛小区2号楼东户阁楼"),
    ("work_secret", "本名单在发布前任何人不得对外泄露。", "本名单在发布前任何人不得对外泄露"),
)
FOUND = (
    ("person", "其中向佟春霞、禹航等七人销售了该药。", "禹航"),
    ("person", "执法中见到佟春霞和殷超，二人均未签字。", "殷超"),
    ("person", "信访答复：付国良同志：您反映的问题收悉。", "付国良"),
    ("person", "被那个叫小米粒的女店员推销了六盒面膜，真名叫小白的男子收的钱。", "小白"),
    ("person", "经询问，店员高兴证实，货是当天下午到的。", "高兴"),
    ("person", "主播“糖糖”（实名解晓彤）当晚下播。", "解晓彤"),
    ("reporter_hint", "来电者对夜班交接流程非常熟悉，线索较具体。", "对夜班交接流程非常熟悉"),
    ("reporter_hint", "收到举报后，厂长问：昨天请假那个是不是来过你们局里？", "昨天请假那个"),
    ("reporter_hint", "举报照片的拍摄位置在二号库房里间，当天只有班组在场。", "拍摄位置在二号库房里间"),
    ("reporter_hint", "举报材料是和老板因为分红翻脸的前合伙人送来的。", "前合伙人"),
    ("work_secret", "行动代号及集合地点另行口头告知，车辆提前加油。", "行动代号及集合地点另行口头告知"),
    ("work_secret", "抽检名单在复检结果出来之前谁也不准往外说。", "谁也不准往外说"),
    ("work_secret", "领取凭证单独封存，不入案卷，由专人保管。", "领取凭证单独封存，不入案卷"),
    ("work_secret", "参战人员不得在微信群、朋友圈谈论本次行动。", "不得在微信群、朋友圈谈论"),
    ("address", "他在渔港路老鱼市后身租了一间阁楼居住。", "渔港路老鱼市后身"),
    ("address", "半成品存放于其位于北山嘴村南街的家中。", "北山嘴村南街"),
)
NOTHING = (
    ("person", "对校园周边销售的学生书包、儿童水杯、儿童和学生用品开展抽查。"),
    ("person", "抽样单位为张家口、和平路两处门店，负责人均在场。"),
    ("person", "消费者高兴地领取了退款，双方和平解决了争议。"),
    ("person", "抽查的品牌有王守义、张裕等老字号。"),
    ("reporter_hint", "工作人员对《投诉举报处理办法》的规定非常熟悉。"),
    ("reporter_hint", "执法记录仪的拍摄位置应当正对检查现场。"),
    ("reporter_hint", "该公司两名股东因分红闹翻，已诉至法院。"),
    ("work_secret", "会议时间、地点另行通知。"),
    ("work_secret", "请保存好购物小票，注意保存就诊票据。"),
    ("work_secret", "备份样品单独封存，存放于检验机构冷库。"),
    ("work_secret", "在检验结论告知之前，不得向消费者销售该批次产品。"),
    ("address", "当事人在工业园3号厂房内租用一间房加工挂面。"),
    ("health", "讲座介绍了高血压、糖尿病患者的饮食知识。"),
    ("minor", "重点抽查校园周边的儿童文具和小学生书包。"),
)


def texts(text: str, kind: str) -> list[str]:
    """What is found of a kind; each way of searching finds the same."""
    ways = [
        [
            one.text
            for one in screen_text(text, way=prefilter.WAYS[name]())
            if one.kind == kind and one.verdict != "keep"
        ]
        for name in ("linear", "whole")
    ]
    assert ways[0] == ways[1]
    return ways[0]


@pytest.mark.parametrize(("kind", "text", "span"), WHOLE)
def test_a_finding_takes_its_whole_phrase(kind: str, text: str, span: str) -> None:
    assert span in texts(text, kind)


@pytest.mark.parametrize(("kind", "text", "span"), FOUND)
def test_a_person_is_told_by_what_stands_beside(kind: str, text: str, span: str) -> None:
    assert any(span in one for one in texts(text, kind))


@pytest.mark.parametrize(("kind", "text"), NOTHING)
def test_goods_rules_and_open_notices_tell_of_nobody(kind: str, text: str) -> None:
    assert texts(text, kind) == []


def test_facts_of_the_case_are_no_part_of_an_illness() -> None:
    found = texts("消费者使用后面部红肿并要求商家退还货款。", "health")
    assert found
    assert not any("退还" in one for one in found)


def test_a_long_row_of_names_takes_linear_time() -> None:
    row = "、".join(["佟春霞", "禹航"] * 2000)
    found = [one for one in screen_text(f"经查，{row}等人参与。") if one.kind == "person"]
    assert len(found) > 3000
