"""Homes go, premises and the office stay; equality with premises saves a home address."""

from __future__ import annotations

import pytest

from gongkai.screening import Known
from gongkai.screening.tests.text_cases import of_kind

HOMES = [
    ("住威海市文化西路288号5号楼2单元301室，", "威海市文化西路288号5号楼2单元301室"),
    ("张三，男，住威海市文化西路288号", "威海市文化西路288号"),
    ("家住威海市环翠区崖西镇山前村56号", "威海市环翠区崖西镇山前村56号"),
    ("住山东省荣成市崖西镇山前村", "山东省荣成市崖西镇山前村"),
    (
        "住址：山东省威海市环翠区田和街道沈阳路36号3单元502室",
        "山东省威海市环翠区田和街道沈阳路36号3单元502室",
    ),
    ("家庭住址：威海市火炬路10号", "威海市火炬路10号"),
    ("户籍所在地：山东省文登市米山镇西山后村12号", "山东省文登市米山镇西山后村12号"),
    ("收货地址：威海市文化西路288号5号楼2单元301室", "威海市文化西路288号5号楼2单元301室"),
    ("现住威海市怡园街２８号３０１室", "威海市怡园街２８号３０１室"),
    ("收件人：赵六 威海市花园小区5号楼2单元301室", "威海市花园小区5号楼2单元301室"),
    ("住威海市文化西路\n288号", "威海市文化西路\n288号"),
]


@pytest.mark.parametrize(("text", "span"), HOMES)
def test_a_home_goes(text: str, span: str) -> None:
    assert of_kind(text, "address") == [f"address redact {span}"]


STAY = [
    ("经营场所：威海市火炬路10号", "威海市火炬路10号"),
    ("经营地址为威海市火炬路10号附3号", "威海市火炬路10号附3号"),
    ("威海市好味道食品有限公司，住所：威海市火炬路10号", "威海市火炬路10号"),
    ("执法人员在文化西路288号检查该店", "文化西路288号"),
    ("标称生产企业地址：烟台市福山区电厂东路18号", "烟台市福山区电厂东路18号"),
    ("我局办公地址：威海市文化西路100号", "威海市文化西路100号"),
    ("本局地址：威海市环翠区文化中路86号", "威海市环翠区文化中路86号"),
]


@pytest.mark.parametrize(("text", "span"), STAY)
def test_premises_and_the_office_stay(text: str, span: str) -> None:
    assert of_kind(text, "address") == [f"address keep {span}"]


def test_a_home_equal_to_the_business_premises_stays() -> None:
    text = "经营场所：威海市火炬路10号。张三，男，住火炬路10号。"
    assert of_kind(text, "address") == ["address keep 威海市火炬路10号", "address keep 火炬路10号"]
    known = Known(premises=("山东省威海市火炬路10号",))
    assert of_kind("住威海市火炬路１０号", "address", known=known) == ["address keep 威海市火炬路１０号"]
    assert of_kind("住威海市火炬路110号", "address", known=known) == ["address redact 威海市火炬路110号"]


def test_the_offices_own_address_stays() -> None:
    known = Known(contacts=("威海市文化西路288号",))
    assert of_kind("材料寄至威海市文化西路288号", "address", known=known) == [
        "address keep 威海市文化西路288号"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第3号公告",
        "2017年第12号",
        "一街道办事处",
        "火炬高技术产业开发区",
        "道路交通安全",
        "住房保障",
        "市区两级",
    ],
)
def test_ordinary_words_are_no_address(text: str) -> None:
    assert of_kind(text, "address") == []
