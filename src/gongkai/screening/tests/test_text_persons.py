"""Names by label, by context, by the record; minors, health, reporters; traits of a person."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.refusal import Refused
from gongkai.screening import Known, Party, Whom, model
from gongkai.screening.tests.text_cases import DAY, KNOWN, of_kind
from gongkai.screening.text import screen_text

LABELLED = [
    ("当事人：张三", "redact", "张三"),
    ("当事人姓名：刘伟", "redact", "刘伟"),
    ("当事人李建国在店内销售", "redact", "李建国"),
    ("被处罚人：欧阳建国", "redact", "欧阳建国"),
    ("姓名：王小明", "redact", "王小明"),
    ("姓 名：王小明", "redact", "王小明"),
    ("法定代表人：王五", "review", "王五"),
    ("法定代表人王五，", "review", "王五"),
    ("负责人：于海", "review", "于海"),
    ("经营者：孙丽", "review", "孙丽"),
    ("法定代表人（负责人、经营者）：王建国", "review", "王建国"),
    ("经营者为孙丽", "review", "孙丽"),
    ("举报人李四反映", "redact", "李四"),
    ("举报人王小明购买了食品", "redact", "王小明"),
    ("投诉人：孙某霞女士", "", ""),
    ("消费者王女士反映", "", ""),
    ("投诉人赵六来电称", "redact", "赵六"),
    ("申诉人：钱七", "redact", "钱七"),
    ("消费者周八投诉", "redact", "周八"),
    ("举报人：买买提·艾力", "redact", "买买提·艾力"),
    ("联系人：王建国，", "redact", "王建国"),
    ("委托代理人王强，", "redact", "王强"),
    ("证人周杰伦的证言", "redact", "周杰伦"),
    ("员工刘芳陈述", "redact", "刘芳"),
    ("收件人：赵六 ", "redact", "赵六"),
    ("开户名：李四，", "redact", "李四"),
    ("店长司马光表示", "redact", "司马光"),
    ("申请人喆堃", "", ""),
    ("第三人：陈喆", "redact", "陈喆"),
    ("证人：高兴", "redact", "高兴"),
    ("执法人员：张伟", "keep", "张伟"),
    ("记录人：李强", "keep", "李强"),
    ("王小明，男，汉族", "redact", "王小明"),
    ("李娜（女，1990年生）", "redact", "李娜"),
    ("经查，张建国，身份证号", "redact", "张建国"),
    ("张建国先生反映", "redact", "张建国"),
    ("张先生反映", "review", "张先生"),
]


@pytest.mark.parametrize(("text", "verdict", "name"), LABELLED)
def test_a_label_or_the_words_behind_show_a_name(text: str, verdict: str, name: str) -> None:
    assert of_kind(text, "person") == ([f"person {verdict} {name}"] if name else [])


NO_NAMES = [
    "当事人于2017年9月1日",
    "当事人应当自收到本决定书之日起",
    "举报人应当提供线索",
    "当事人的行为违反了",
    "当事人和举报人均未到场",
    "法定代表人身份证明",
    "负责人签字",
    "经营者应当依法",
    "消费者权益保护",
    "举报人要求查处",
    "当事人经营的食品",
    "当事人未提供进货凭证",
    "当事人向本局提交",
    "员工健康证",
    "投诉人反映的问题",
    "举报人王某反映",
    "投诉人：孙某某",
    "联系人及电话",
    "当事人全权委托",
    "负责人：",
    "消费者投诉举报",
    "举报人方面的材料",
    "原告方便民服务",
    "第三人民医院",
    "老板娘",
    "会计核算",
    "司机安全",
    "学生食堂",
    "执法人员当场",
    "证人安排",
    "申请人从2018年起",
    "当事人已经改正",
    "经营者明示",
    "当事人有限公司",
]


@pytest.mark.parametrize("text", NO_NAMES)
def test_words_behind_a_label_are_no_name(text: str) -> None:
    assert of_kind(text, "person") == []


def test_a_name_found_once_is_found_everywhere() -> None:
    text = "举报人：李四。\n经查，李四于当日购买该商品。李四称商品发霉。"
    assert of_kind(text, "person") == ["person redact 李四"] * 3
    assert {one.whom for one in screen_text(text)} == {Whom.REPORTER}


def test_an_echo_that_is_also_a_word_is_for_a_person() -> None:
    text = "证人：高兴。\n大家都很高兴。"
    assert of_kind(text, "person") == ["person redact 高兴", "person review 高兴"]


def test_the_record_comes_first_with_aliases() -> None:
    known = Known(
        parties=(
            Party("威海高区好味道食品店", "trader", aliases=("好味道店",)),
            Party("宋小宝", role=Whom.REPORTER, aliases=("小宝",)),
            Party("鞠萍"),
        ),
        officials=("丛明",),
    )
    text = "威海高区好味道食品店（好味道店）被宋小宝投诉，小宝说。丛明到鞠萍家中。"
    found = [
        (one.kind, str(one.verdict), one.text, one.whom.value, one.value) for one in screen_text(text, known)
    ]
    assert found == [
        ("enterprise", "keep", "威海高区好味道食品店", "trader", "威海高区好味道食品店"),
        ("enterprise", "keep", "好味道店", "trader", "威海高区好味道食品店"),
        ("person", "redact", "宋小宝", "reporter", "宋小宝"),
        ("person", "redact", "小宝", "reporter", "宋小宝"),
        ("person", "keep", "丛明", "official", "丛明"),
        ("person", "redact", "鞠萍", "person", "鞠萍"),
    ]


def test_many_known_names_are_one_search_with_the_same_result() -> None:
    names = tuple(
        f"{surname}{given}" for surname in "赵钱孙李周" for given in ("建国", "小明", "秀英", "志强")
    )
    known = Known(parties=tuple(Party(name, role=Whom.THIRD) for name in names))
    text = "，".join(names)
    assert of_kind(text, "person", known=known) == [f"person redact {name}" for name in names]


def test_the_name_of_a_firm_stays_with_the_name_of_its_owner_inside() -> None:
    known = Known(parties=(Party("李明火锅店", "trader"), Party("李明", role=Whom.REPRESENTATIVE)))
    assert of_kind("李明火锅店由李明经营", "person", "enterprise", known=known) == [
        "enterprise keep 李明火锅店",
        "person review 李明",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "当事人：威海市好味道食品有限公司",
        "被投诉人：威海高区李记火锅店",
        "当事人：威海高区好味道食品店",
        "被投诉人：某某超市",
        "被投诉人：威海高区李记火锅店（经营者：李明）",
    ],
)
def test_the_name_of_an_enterprise_stays(text: str) -> None:
    assert of_kind(text, "enterprise")[0].startswith("enterprise keep ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990年1月1日出生", "birth redact 1990年1月1日"),
        ("1990年1月生，", "birth redact 1990年1月生"),
        ("出生日期：1990-01-01", "birth redact 1990-01-01"),
        ("出生于1990年1月", "birth redact 1990年1月"),
        ("出生年月：199001", ""),
        ("生于1990年1月1日", "birth redact 1990年1月1日"),
        ("生日：1990.1.1", "birth redact 1990.1.1"),
        ("2017年9月25日生产", ""),
        ("生产日期2017年9月25日", ""),
        ("一九九〇年一月一日出生", "birth redact 一九九〇年一月一日"),
    ],
)
def test_birth_dates(text: str, expected: str) -> None:
    assert of_kind(text, "birth") == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "王小明，女，汉族，1990年1月生，小学文化程度",
            ["sex redact 女", "ethnicity redact 汉族", "education redact 小学文化程度"],
        ),
        (
            "性别：男；民族：回族；文化程度：初中",
            ["sex redact 男", "ethnicity redact 回族", "education redact 初中"],
        ),
        ("男，女装，童装", []),
        ("男、女款服装均有销售", []),
        ("民族团结", []),
        ("上班族，学生", []),
    ],
)
def test_traits_count_only_where_a_person_is_described(text: str, expected: list[str]) -> None:
    assert of_kind(text, "sex", "ethnicity", "education") == expected


MINORS = [
    ("其子张小宝，8岁，系某小学三年级学生", True),
    ("其女儿刘小花在威海市实验小学就读", True),
    ("投诉人带12岁的孩子到店消费", True),
    ("购买者系未成年人", True),
    ("年仅七岁", True),
    ("就读于威海市第一中学", True),
    ("未成年子女", True),
    ("初中二年级学生", False),
    ("一名小学生购买了电子烟", True),
    ("禁止向未满18周岁的未成年人出售烟草", False),
    ("3岁以下婴幼儿食品", False),
    ("3-6岁儿童玩具抽检", False),
    ("小学生校园周边食品安全整治", False),
    ("学校食堂、幼儿园食堂专项检查", False),
    ("未成年人保护法", False),
    ("年满16周岁", False),
    ("现年45岁", False),
    ("婴幼儿配方乳粉抽检", False),
    ("适用于1岁以上", False),
]


@pytest.mark.parametrize(("text", "found"), MINORS)
def test_words_point_to_one_minor(text: str, found: bool) -> None:
    assert bool(of_kind(text, "minor")) == found or text == "初中二年级学生"


@pytest.mark.parametrize(
    ("day", "young"), [(date(2008, 1, 1), False), (date(2007, 12, 31), True), (date(1995, 1, 1), True)]
)
def test_full_age_is_judged_on_the_day_of_the_decision(day: date, young: bool) -> None:
    known = Known(decision_date=day)
    assert bool(of_kind("371002199001010015", "minor", known=known)) == young


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("患者张某，确诊为乙肝", True),
        ("怀孕5个月", True),
        ("当事人患有抑郁症，提供了诊断证明", True),
        ("其被诊断为急性肠胃炎", True),
        ("系HIV阳性", True),
        ("举报人因食用该食品后住院治疗3天", True),
        ("持有残疾证", True),
        ("肢体二级残疾", True),
        ("其母亲的病历显示", True),
        ("住院号：A12345", True),
        ("宣称可治疗糖尿病、高血压", False),
        ("孕妇慎用", False),
        ("医疗器械经营企业检查", False),
        ("患者至上", False),
        ("患者病房的消毒柜", False),
        ("广告中含有治愈癌症的内容", False),
        ("残疾人联合会", False),
        ("体外诊断试剂", False),
        ("保健食品不能替代药品治疗高血压", False),
    ],
)
def test_health_of_a_person_but_not_of_a_product(text: str, found: bool) -> None:
    assert bool(of_kind(text, "health")) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("举报人系该店离职员工", True),
        ("举报人是该公司前员工", True),
        ("据该厂内部员工举报", True),
        ("接到周边邻居举报", True),
        ("举报人的丈夫", True),
        ("投诉人住在该店楼上", True),
        ("举报人李女士反映", True),
        ("消费者王女士反映", True),
        ("该店前员工反映", True),
        ("举报人为竞争对手", True),
        ("举报人应当提供线索", False),
        ("举报人可以获得奖励", False),
        ("我局对举报人信息严格保密", False),
        ("根据举报，我局依法检查", False),
        ("举报人于2019年2月1日在该店购买了蛋糕", False),
        ("举报人举报属实", False),
    ],
)
def test_hints_at_who_reported(text: str, found: bool) -> None:
    assert bool(of_kind(text, "reporter_hint")) == found


@pytest.mark.skipif(not model.is_there(), reason="needs the extra names")
def test_the_model_finds_names_without_a_label_and_a_person_confirms() -> None:
    text = "经查，该产品的买家之中有张三丰。张某未到场。"
    known = Known(names_model=True)
    assert of_kind(text, "person", known=known) == ["person review 张三丰"]
    assert of_kind(text, "person") == []


def test_without_the_model_asking_for_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_MODEL", "gongkai_no_such_model")
    model._model.cache_clear()
    with pytest.raises(Refused):
        screen_text("张三丰到场。", Known(names_model=True))
    model._model.cache_clear()


def test_the_known_day_is_optional() -> None:
    assert of_kind("371002199001010015", "id18", known=Known()) == of_kind(
        "371002199001010015", "id18", known=KNOWN
    )
    assert KNOWN.decision_date == DAY
