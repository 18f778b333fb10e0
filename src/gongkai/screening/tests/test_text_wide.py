"""What is set wide, broken over lines, in columns or without its usual word is found all the same."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from gongkai.screening import Known, Party, Term, TermList
from gongkai.screening.tests.test_text_search import same
from gongkai.screening.tests.text_cases import of_kind, row
from gongkai.screening.text import screen_text

FOUND = [
    (
        "地址：威 海 市 吉 林 路 7 6 号 4 0 2 室，系投诉人家中。",
        "address redact 威 海 市 吉 林 路 7 6 号 4 0 2 室",
    ),
    ("1 9 7 6 年 4 月 1 日 出 生", "birth redact 1 9 7 6 年 4 月 1 日"),
    ("投诉人：张　三，住所不详", "person redact 张　三"),
    ("内　部　资　料\n月报", "work_secret review 内　部　资　料"),
    ("（不得\n外传）安排表", "work_secret review 不得\n外传"),
    ("【机密】★20年\n通知", "secret_mark block 【机密】★20年"),
    ("护照号E 8765 4321", "passport redact E 8765 4321"),
    ("护照（号码D100\n23457）", "passport redact D100\n23457"),
    ("台胞证\n08765432", "permit redact 08765432"),
    ("http://www.example.gov.cn/cx?sfz=371002199001010015", "id18 redact 371002199001010015"),
    ("电话：13812345678/13987654321", "mobile redact 13987654321"),
    ("身份证号码371002501345123有误", "id15 review 371002501345123"),
    ("信用代码91440300\n708461136T", "uscc keep 91440300\n708461136T"),
    ("民族：汉　出生日期", "ethnicity redact 汉"),
    ("微 信 号 ： fish_shop", "im redact fish_shop"),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_blanks_breaks_and_neighbours_hide_nothing(text: str, expected: str) -> None:
    assert expected in [row(found) for found in same(text)]


STAYS = [
    "GB/T 1355-1986、SN/T 2560-2010",
    "该品牌诞生于1958年",
    "当事人系初次违法",
    "学生文具抽查结果",
    "请更名后上传",
    "工作秘密管理由国家另行规定",
    "欢迎企业内部人员举报违法行为",
    "宣传保健品能治疗高血压，属于虚假宣传",
    "预防食物中毒",
    "三年级语文课本抽检",
    "正月初二营业",
]


@pytest.mark.parametrize("text", STAYS)
def test_ordinary_words_stay(text: str) -> None:
    assert [row(found) for found in same(text) if found.verdict != "keep"] == []


DOORS = [
    "神道口小区11号楼303",
    "崖头镇河西小区5幢1单元602",
    "和平路55号A座1903",
    "海埠花园12-2-301",
    "毕家疃小区17号楼三单元401",
    "崖头镇西于疃村",
]


@pytest.mark.parametrize("place", DOORS)
def test_a_door_needs_no_word(place: str) -> None:
    assert of_kind(f"投诉人住{place}，来电", "address") == [f"address redact {place}"]


def test_a_home_that_shares_the_street_with_the_premises_goes() -> None:
    known = Known(premises=("威海市钦村路21号",))
    text = "当事人住威海市钦村路23号3单元201室，经营场所：威海市钦村路21号"
    assert of_kind(text, "address", known=known) == [
        "address redact 威海市钦村路23号3单元201室",
        "address keep 威海市钦村路21号",
    ]


TABLES = [
    ("序号,姓名,岗位\n1,丛日新,收银\n2,匿名,理货\n", ["丛日新"]),
    ('"编号","诉求人","电话"\n"G1","吕红梅","13812345678"', ["吕红梅"]),
    ("投诉人\t电话\n滕云\t13812345678\n某店\t0", ["滕云"]),
    ('"2017","牟春燕","13812345678","反映电梯故障"', ["牟春燕"]),
    ("姓名,身份证号\n", []),
    ("投诉人，电话，地址\n张口就来，没有\n", []),
]


@pytest.mark.parametrize(("text", "names"), TABLES)
def test_columns_of_names(text: str, names: list[str]) -> None:
    assert [found.text for found in same(text) if found.kind == "person"] == names


def test_a_known_party_is_found_when_set_wide() -> None:
    known = Known(parties=(Party("宋丽"),))
    assert of_kind("与宋 丽、宋　丽沟通", "person", known=known) == [
        "person redact 宋 丽",
        "person redact 宋　丽",
    ]


@pytest.mark.parametrize("text", ["蓝鲸 行动", "蓝\u200b鲸行动", "蓝鲸\n行动", "ＸＹ-7配方", "XY-7配方"])
def test_a_term_is_found_however_it_is_set(text: str) -> None:
    terms = (Term("蓝鲸行动"), Term("XY-7配方"))
    known = Known(lists=(TermList("own", "1", "sensitive_term", terms),))
    found = same(f"涉及{text}的说明", known)
    assert [one.text for one in found if one.kind == "sensitive_term"] == [text]


@pytest.mark.parametrize("text", ["蓝鲸\n\n行动", "蓝鲸，行动", "蓝鲸     行动", "蓝鲸\t行动"])
def test_words_apart_are_no_term(text: str) -> None:
    known = Known(lists=(TermList("own", "1", "sensitive_term", (Term("蓝鲸行动"),)),))
    assert of_kind(text, "sensitive_term", known=known) == []


SPOKEN = [
    ("学生王子涵（四年级）购买", "minor", "四年级"),
    ("孩子上初一，偷拿手机充值", "minor", "孩子上初一"),
    ("未满14周岁的林小果打赏主播", "minor", "未满14周岁"),
    ("婴儿（6个月）食用奶粉后", "minor", "6个月"),
    ("招用童工李某", "minor", "童工"),
    ("投诉人父亲因脑梗住院", "health", "因脑梗住院"),
    ("健康证体检结果：戊肝阳性", "health", "戊肝阳性"),
    ("老人患有老年痴呆，", "health", "患有老年痴呆"),
    ("精神残疾证号附后", "health", "精神残疾"),
    ("其甲状腺结节需手术", "health", "甲状腺结节需手术"),
    ("举报线索由当事人的供货商提供", "reporter_hint", "当事人的供货商"),
    ("内部知情人士提供了录音", "reporter_hint", "内部知情人士"),
    ("举报人操四川口音", "reporter_hint", "操四川口音"),
    ("举报人与当事人系同村村民", "reporter_hint", "与当事人系同村村民"),
]


@pytest.mark.parametrize(("text", "kind", "span"), SPOKEN)
def test_words_that_carry_a_sensitive_fact_are_the_span(text: str, kind: str, span: str) -> None:
    assert span in [found.text for found in same(text) if found.kind == kind]


HOSTILE = [
    "员工",
    "举报人员工",
    "曾在打工的",
    "未成年人",
    "患",
    "姓名,",
    "威 海 市 ",
    "机 密 ",
    "小区12-2-301",
    "住人住",
    "/138",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_pattern_is_slow_on_repetition(unit: str) -> None:
    started = time.process_time()
    screen_text(unit * 1000)
    assert time.process_time() - started < 5


def test_the_verbs_come_with_the_package_and_cost_nothing_until_asked_for() -> None:
    code = "import sys, gongkai.screening as s; print('re2' in sys.modules, callable(s.screen_text))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "True"]
