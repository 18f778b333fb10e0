"""What the grammar of official papers and letters gives away: rows of names, wide heads, first persons."""

from __future__ import annotations

import pytest

from gongkai.screening import Verdict, prefilter
from gongkai.screening.text import screen_text


def spans(text: str, kind: str) -> list[str]:
    found = [
        screen_text(text, way=way) for way in (prefilter.linear(), prefilter.vectored(), prefilter.Whole())
    ]
    assert found[0] == found[1] == found[2]
    return [one.text for one in found[0] if one.kind == kind and one.verdict is not Verdict.KEEP]


@pytest.mark.parametrize(("text", "name"), [
    ("出席的代表有：柳长青、骆秀峰、顾大妹、樊志成。", "骆秀峰"),
    ("获奖名单：程雅琴 莫小兰 祝春华", "莫小兰"),
    ("1.俞永茂（村民代表）\n2.薛根生（商户代表）", "薛根生"),
    ("孔祥雷不服我局处罚，已向法院起诉。", "孔祥雷"),
    ("证人仲崇礼述称，当日看见两辆车驶入。", "仲崇礼"),
    ("执行人毛振东名下的车辆已被查封。", "毛振东"),
    ("【案例】裴玉成无证经营烟花爆竹案", "裴玉成"),
    ("“夏海英诉市场监管局政府信息公开案”宣判。", "夏海英"),
    ("证据五：安秀云、田守义询问笔录各一份。", "田守义"),
    ("邻居刘大爷闻到过异味。", "刘大爷"),
    ("门卫老孟称老板出差。", "老孟"),
    ("聘用未取得执业资格的人员刘海燕从事注射活动。", "刘海燕"),
    ("72岁的谭秀英老人购买压片糖果。", "谭秀英"),
    ("股东为谷翠莲（持股60%）、丁一（持股40%）。", "丁一"),
    ("户名 邹本刚，账号见附件。", "邹本刚"),
    ("台胞林志豪在该店购买海参。", "林志豪"),
    ("投宿登记荆秀兰，护照E12345678", "荆秀兰"),
    ("供货人为宋村镇的“阿彪”（电话不详）。", "阿彪"),
    ("我和我对象老丛，还有一个学徒。", "老丛"),
    ("出席：吕建国、苗青（副科长）、侯绍军", "苗青"),
    ("带班领导：吕建国　值班人员：苗青", "苗青"),
    ("曲淑芬电话已停机。", "曲淑芬"),
])  # fmt: skip
def test_a_name_is_found_by_its_characters_and_its_place(text: str, name: str) -> None:
    assert name in spans(text, "person")


@pytest.mark.parametrize("text", [
    "乐购便利店、万家超市、利群商厦均已下架该批次产品。",
    "金银饰品、古玩字画、花卉苗木不在此次抽查范围。",
    "高压锅、安全阀、压力表均在检验有效期内。",
    "严查重点领域、强化源头管控、加大执法力度。",
    "荣成、文登、乳山三地同步开展检查。",
    "经查，该公司与双方均无异议。",
    "孕妇、儿童慎用。",
    "成员：各市场监管所、质检科、执法大队。",
    "参加：全体干部　记录：完整　审核：高区分局",
    "申请人 王府井店，负责人 安全员，",
    "从业人员金华火腿厂培训。",
    "韩国籍，护照遗失的游客，护照须随身携带。",
])  # fmt: skip
def test_a_row_of_words_is_no_row_of_names(text: str) -> None:
    assert spans(text, "person") == []


def test_what_stands_behind_a_head_set_wide_is_read_as_if_it_were_close() -> None:
    text = "当 事 人：乔广胜\n住  址：威海市经济技术开发区皇冠街道青岛中路71号3单元602\n"
    assert spans(text, "person") == ["乔广胜"]
    assert spans(text, "address") == ["威海市经济技术开发区皇冠街道青岛中路71号3单元602"]


@pytest.mark.parametrize(("text", "home"), [
    ("送达地址：威海市文登区龙山路32号新苑小区2号楼501。", "威海市文登区龙山路32号新苑小区2号楼501"),
    ("户籍地为河南省周口市太康县清集镇刘庄行政村二组。", "河南省周口市太康县清集镇刘庄行政村二组"),
    ("老人独居于桥头镇报信村东头，子女在外地。", "桥头镇报信村东头"),
])  # fmt: skip
def test_a_home_in_a_village_needs_no_number(text: str, home: str) -> None:
    assert home in spans(text, "address")


@pytest.mark.parametrize(("text", "span"), [
    ("该包间内有四名穿校服的学生饮酒。", "四名穿校服的学生"),
    ("当事人容留在校职高生通宵上网。", "在校职高生"),
    ("受害女童的母亲提出索赔。", "受害女童的母亲"),
    ("当晚有三个十四五岁的孩子在店里喝酒。", "三个十四五岁的孩子"),
    ("我女儿才十五，就在他店里打工。", "才十五"),
])  # fmt: skip
def test_a_child_is_told_by_count_dress_and_school(text: str, span: str) -> None:
    assert any(span in one for one in spans(text, "minor"))


@pytest.mark.parametrize("text", [
    "当事人现年四十二岁，系该店经营者。",
    "禁止向未成年人销售烟酒，商场应当设置标志。",
    "对三家儿童乐园开展专项检查。",
    "该幼儿园食堂已整改。",
])  # fmt: skip
def test_rules_and_places_for_children_are_no_child(text: str) -> None:
    assert spans(text, "minor") == []


@pytest.mark.parametrize(("text", "span"), [
    ("投诉人吃完凉皮后腹痛呕吐，在社区医院输液。", "腹痛呕吐"),
    ("右膝十字韧带断裂的投诉人要求赔偿。", "右膝十字韧带断裂"),
    ("顾客使用染发膏后头皮红肿、起水疱。", "头皮红肿、起水疱"),
    ("我父亲血糖升至19.2mmol/L后住院。", "血糖升至19.2mmol/L后住院"),
    ("当事人提供了其妻的化疗记录。", "化疗记录"),
])  # fmt: skip
def test_symptoms_in_everyday_words_are_health(text: str, span: str) -> None:
    assert span in spans(text, "health")


@pytest.mark.parametrize("text", [
    "该产品宣称可以消除头皮红肿、瘙痒。",
    "老人、孕妇及心脏病患者请勿乘坐。",
    "患有有碍食品安全疾病的人员，应当调整工作岗位。",
    "店内销售血压计、血糖仪。",
])  # fmt: skip
def test_claims_warnings_and_goods_are_no_health_of_a_person(text: str) -> None:
    assert spans(text, "health") == []


@pytest.mark.parametrize(("text", "span"), [
    ("我是该厂的现任仓管员，厂里过期原料没有销毁。", "我是该厂的现任仓管员"),
    ("我在这家火锅店后厨干了两年多，锅底油反复用。", "我在这家火锅店后厨干了两年多"),
    ("举报视频系在该店后厨偷拍，画面清晰。", "系在该店后厨偷拍"),
    ("一名自称在该厂实习的大学生发来邮件。", "一名自称在该厂实习的大学生"),
    ("举报人提供了自己的工作证照片，以证明所述属实。", "提供了自己的工作证照片"),
    ("当事人怀疑是隔壁店老板举报，上门质问。", "隔壁店老板"),
])  # fmt: skip
def test_letters_and_what_came_with_them_tell_who_wrote(text: str, span: str) -> None:
    assert any(span in one for one in spans(text, "reporter_hint"))


@pytest.mark.parametrize("text", [
    "我是威海市民，想咨询注销需要哪些材料。",
    "本人已阅读上述笔录，与本人所述一致。",
    "举报人提供的照片无法证明该商品系当事人销售。",
    "我局在检查中发现该店未亮照经营。",
])  # fmt: skip
def test_a_first_person_without_a_trade_tells_nothing(text: str) -> None:
    assert spans(text, "reporter_hint") == []
