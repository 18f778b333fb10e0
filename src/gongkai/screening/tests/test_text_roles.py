"""Names behind a word for what someone is, homes of who is named, children and illness beside names."""

import pytest

from gongkai.screening.tests.text_cases import of_kind

NAMED = [
    ("市民卫玉珍私信反映，所购面膜没有标签。", ["卫玉珍"]),
    ("监护人系其祖父程德厚。", ["程德厚"]),
    ("游客姚雨欣扫码支付后未收到商品，老板贾兵拒绝退款。", ["姚雨欣", "贾兵"]),
    ("据任晓光交代，货款由他代收。", ["任晓光"]),
    ("工资表显示，汪志国3200元、陶金凤2900元。", ["汪志国", "陶金凤"]),
    ("市民曲大妈被骗。曲大妈今年71岁。", ["曲大妈", "曲大妈"]),
    ("群主戴丽娜发布抽奖信息，戴丽娜未兑奖。", ["戴丽娜", "戴丽娜"]),
]


@pytest.mark.parametrize(("text", "found"), NAMED)
def test_a_name_behind_a_word_for_people_is_found_and_a_person_judges(text: str, found: list[str]) -> None:
    assert of_kind(text, "person") == [f"person review {name}" for name in found]


@pytest.mark.parametrize(
    "text",
    [
        "负责人员、经营者季度考核、消费者权益日、工作人员张贴通知均已落实。",
        "经营者夏季安全用电、从业人员卫生知识培训由商会组织。",
        "群众路线、工人文化宫、村民小组、居民小区、游客中心。",
        "金龙鱼、鲁花、胡姬花、福临门、多力、西王等品牌食用油。",
        "由有关部门负责处理。",
    ],
)
def test_words_behind_people_are_no_names(text: str) -> None:
    assert of_kind(text, "person") == []


HOMES = [
    ("张某某，住文登区界石镇南山路12号。", "address redact 文登区界石镇南山路12号"),
    ("张某住文登区界石镇南山路12号，其对处罚不服。", "address redact 文登区界石镇南山路12号"),
    ("证人岳春燕住环翠区统一路88号，其证言与监控一致。", "address redact 环翠区统一路88号"),
    ("欧阳春住荣成市河阳西路33号，拒不到场。", "address redact 荣成市河阳西路33号"),
    ("冯海涛住荣成市人和镇靖海卫村，以捕鱼为生。", "address redact 荣成市人和镇靖海卫村"),
    ("威海市环翠区海天渔具店，住威海市环翠区海滨北路66号。", "address keep 威海市环翠区海滨北路66号"),
    ("威海恒信商贸有限公司住威海市高区沈阳路108号。", "address keep 威海市高区沈阳路108号"),
    ("海天渔具店（经营者郭长利），住所威海市环翠区新威路120号。", "address keep 威海市环翠区新威路120号"),
    ("该局住威海市高区文化路66号。", "address keep 威海市高区文化路66号"),
]


@pytest.mark.parametrize(("text", "found"), HOMES)
def test_where_someone_named_lives_goes_and_where_a_firm_has_its_seat_stays(text: str, found: str) -> None:
    assert of_kind(text, "address") == [found]


def test_a_traders_home_that_is_its_place_of_business_stays() -> None:
    text = "个体工商户马福海，住乳山市胜利街56号，经营场所：乳山市胜利街56号。"
    assert of_kind(text, "address") == ["address keep 乳山市胜利街56号"] * 2


@pytest.mark.parametrize("text", ["住房和城乡建设局", "被投诉人住所地县级市场监督管理部门处理", "常住人口"])
def test_words_that_begin_with_living_are_no_home(text: str) -> None:
    assert of_kind(text, "address") == []


CHILDREN = [
    ("那小丫头也就七八岁，店里就让她一个人玩。", "那小丫头也就七八岁"),
    ("购买者系未满16周岁的未成年人。", "未满16周岁的未成年人"),
    ("投诉人的孙女（2018年3月出生）在该店理发时被剪伤耳朵。", "孙女（2018年3月出生）"),
    ("儿子今年读小学五年级，在校门口买了烟卡。", "儿子今年读小学五年级"),
    ("询问该少年时，其监护人苗春雨在场。", "其监护人"),
]


@pytest.mark.parametrize(("text", "span"), CHILDREN)
def test_a_child_is_found_with_what_is_said_of_it(text: str, span: str) -> None:
    assert any(span in one for one in of_kind(text, "minor"))


@pytest.mark.parametrize(
    "text",
    [
        "学校应当对未成年学生进行安全教育。",
        "监护人应当依法履行监护职责。",
        "未满十四周岁的儿童须由监护人陪同入场。",
        "适用对象为小学一年级至六年级学生，每班不超过45人。",
        "消费者三四十岁，女儿1985年3月出生，2024年购买保健品。",
    ],
)
def test_rules_about_children_and_grown_children_are_none(text: str) -> None:
    assert of_kind(text, "minor") == []


ILL = [
    ("父亲因脑出血后遗症无法到场。", "脑出血后遗症"),
    ("工人章小虎右手拇指离断。", "右手拇指离断"),
    ("田桂花有癫痫病史。", "癫痫病史"),
    ("伤者唐建军腰椎压缩性骨折。", "腰椎压缩性骨折"),
]


@pytest.mark.parametrize(("text", "span"), ILL)
def test_illness_is_found_beside_a_name_with_its_stage(text: str, span: str) -> None:
    assert any(span in one for one in of_kind(text, "health"))


def test_what_patients_are_told_to_do_is_no_illness_of_somebody() -> None:
    assert of_kind("高血压、糖尿病患者应当在医生指导下使用。", "health") == []


TABLE = """抽检不合格名单
序号 单位 住址 电话 批号 身份证号 经营场所
1 环翠区海天渔具店 环翠区统一路88号 5681102 13812345678 371002199001010015 威海市环翠区海滨北路66号
"""


def test_the_head_of_a_column_set_with_blanks_says_what_a_number_and_an_address_are() -> None:
    assert of_kind(TABLE, "address") == [
        "address redact 环翠区统一路88号",
        "address keep 威海市环翠区海滨北路66号",
    ]
    assert of_kind(TABLE, "tel") == ["tel redact 5681102"] and of_kind(TABLE, "mobile") == []
    assert of_kind(TABLE, "barcode") == ["barcode keep 13812345678"]
    assert of_kind(TABLE, "id18") == ["id18 redact 371002199001010015"]
