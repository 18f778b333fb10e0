"""Names of two characters that stand alone, what people are called, rows and fields of names; near misses."""

from __future__ import annotations

import pytest

from gongkai.screening import prefilter
from gongkai.screening.tests.text_cases import of_kind
from gongkai.screening.text import screen_text

NAMED = [
    ("询问中，徐静承认没有索取票据。", ["徐静"]),
    ("经查，魏强将货物卖给附近商户。", ["魏强"]),
    ("姚兰称，货是从集市上买的。", ["姚兰"]),
    ("潘飞通过平台向曹颖购买口罩。", ["潘飞", "曹颖"]),
    ("因蒋雪下落不明，公告送达。", ["蒋雪"]),
    ("彭丽不服处罚决定，申请复议。", ["彭丽"]),
    ("房屋租给余波使用。", ["余波"]),
    ("是阿勇让我放的，小赵开的车。", ["阿勇", "小赵"]),
    ("李姐把日期改了，大家都看见了。", ["李姐"]),
    ("群里叫“强哥”的人报价18元。", ["强哥"]),
    ("平时都找老韩进货。", ["老韩"]),
    ("小陈负责收银，阿梅负责配菜。", ["小陈", "阿梅"]),
    ("刘婶替她看摊，马嫂卖豆腐。", ["刘婶", "马嫂"]),
    ("老郑、老冯把空瓶搬进后院。", ["老郑", "老冯"]),
    ("退款名单：林涛、郑洁、高远，每人50元。", ["林涛", "郑洁", "高远"]),
    ("参加调解的有周平、吴红、徐亮以及市场方代表。", ["周平", "吴红", "徐亮"]),
    ("联系人\n汪洋\n联系电话\n见附件", ["汪洋"]),
]


@pytest.mark.parametrize(("text", "found"), NAMED)
def test_a_short_name_is_told_by_what_stands_behind_it_and_a_person_judges(text, found):
    assert of_kind(text, "person") == [f"person review {name}" for name in found]


@pytest.mark.parametrize(
    "text",
    [
        "“老马家”拉面、“小胡鸭”和“刘姐”酸辣粉抽检合格，“阿强”为某公司的注册商标。",
        "王老吉凉茶、老陈醋、小杨生煎各一批次，未检出不合格项目。",
        "处方药阿莫西林、阿胶补血颗粒不得开架自选销售。",
        "江苏称重设备、云南提供的检疫证明、广东在场检查的产品合格。",
        "白菜、黄瓜、马铃薯、石榴、向日葵没有检出农药残留。",
        "黄酒、白酒、金属、石材、花卉均应当明码标价。",
        "小康社会、小钱换大钱、小时工负责保洁。",
        "联系人\n联系电话\n地址",
        "负责人\n时间\n地点",
        "高度重视，严格落实，方便群众，全程在场监督。",
        "师傅负责带徒弟，阿姨负责打扫，大爷拿号排队。",
        "牛某承认、马某否认的部分不予采信。",
    ],
)
def test_words_brands_and_goods_are_no_names(text):
    assert of_kind(text, "person") == []


@pytest.mark.parametrize("way", sorted(prefilter.WAYS))
def test_both_searches_find_the_same_names(way):
    if way == "vectored" and prefilter.hyperscan is None:
        pytest.skip("needs hyperscan")
    text = "\n".join(text for text, _ in NAMED)
    assert screen_text(text, way=prefilter.WAYS[way]()) == screen_text(text)
