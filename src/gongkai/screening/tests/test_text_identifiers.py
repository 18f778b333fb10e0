"""Identifiers: check digits decide, near misses are for a person, public numbers stay."""

from __future__ import annotations

import pytest

from gongkai.screening import Known, Whom
from gongkai.screening.checks import (
    birthday,
    has_organisation,
    is_ean13,
    is_id15,
    is_id18,
    is_luhn,
    is_province,
    is_uscc,
    looks_like_id18,
)
from gongkai.screening.tests.text_cases import KNOWN, of_kind, seen
from gongkai.screening.text import screen_text

ALONE = [
    ("371002199001010015", "id18 redact"),
    ("371002199001010025", "id18 review"),
    ("37100219900101004X", "id18 redact"),
    ("37100219900101004x", "id18 redact"),
    ("37100219900101001X", "id18 review"),
    ("91440300708461136T", "uscc keep"),
    ("914403001922038216", "uscc keep"),
    ("92371002MA3N8K2X46", "uscc keep"),
    ("6228480000000000018", "bank redact"),
    ("6228480000000000019", "bank review"),
    ("0631—5681102", "tel redact"),
    ("0631-5681102", "tel redact"),
    ("0631–5681102", "tel redact"),
    ("0631－5681102", "tel redact"),
    ("0631 5681102", "tel redact"),
    ("06315681102", "tel redact"),
    ("（0631）5681102", "tel redact"),
    ("010-66012345", "tel redact"),
    ("021 66012345", "tel redact"),
    ("0631—5681102转8", "tel redact"),
    ("13812345678", "mobile redact"),
    ("138 1234 5678", "mobile redact"),
    ("138-1234-5678", "mobile redact"),
    ("+86 138 1234 5678", "mobile redact"),
    ("86-13812345678", "mobile redact"),
    ("1 3 8 1 2 3 4 5 6 7 8", "mobile review"),
    ("１３８１２３４５６７８", "mobile redact"),
    ("一三八一二三四五六七八", "mobile redact"),
    ("𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "mobile redact"),
    ("138\u200b1234\u200b5678", "mobile redact"),
    ("138\n12345678", "mobile redact"),
    ("371002 19900101 0015", "id18 redact"),
    ("371002-19900101-0015", "id18 redact"),
    ("37100219900101\n0015", "id18 redact"),
    ("３７１００２１９９００１０１００１５", "id18 redact"),
    ("371002\u200d199001010015", "id18 redact"),
    ("6228 4800 0000 0000 018", "bank redact"),
    ("622848\u00ad0000000000018", "bank redact"),
    ("E12345678", "passport redact"),
    ("EA1234567", "passport redact"),
    ("G12345678", "passport redact"),
    ("H12345678", "permit review"),
    ("鲁K·A1234", "plate redact"),
    ("鲁KA1234", "plate redact"),
    ("鲁K A1234", "plate redact"),
    ("鲁K•A1234", "plate redact"),
    ("鲁Ｋ·Ａ１２３４", "plate redact"),
    ("京AD12345", "plate redact"),
    ("鲁K 12345", "plate redact"),
    ("zhangsan@163.com", "email redact"),
    ("zhangsan＠163.com", "email redact"),
    ("400-810-8888", "tel keep"),
    ("12315", "tel keep"),
    ("12345", "tel keep"),
]


@pytest.mark.parametrize(("text", "expected"), ALONE)
@pytest.mark.parametrize("frame", ["{}", "经查，{}，属实。", "\n{}\n"])
def test_an_identifier_is_seen_whole_in_every_surrounding(frame: str, text: str, expected: str) -> None:
    assert seen(frame.format(text)) == [f"{expected} {text}"]


LABELLED = [
    ("身份证号：371002900101001", "id15 redact 371002900101001"),
    ("身份证号码371002199001010025", "id18 review 371002199001010025"),
    ("护照号码：E12345678", "passport redact E12345678"),
    ("港澳居民来往内地通行证H12345678", "permit redact H12345678"),
    ("台胞证 12345678", "permit redact 12345678"),
    ("残疾人证号37100219900101001542", "permit redact 37100219900101001542"),
    ("电话：5681102", "tel redact 5681102"),
    ("座机5681102", "tel redact 5681102"),
    ("卡号：6228480000000000019", "bank review 6228480000000000019"),
    ("银行账号 6222020200112233445", "bank review 6222020200112233445"),
    ("开户账号6228480000000000018", "bank redact 6228480000000000018"),
    ("罚款缴至财政专户，账号：817810101421000123", "bank keep 817810101421000123"),
    ("订单号：6228480000000000018", "order_no keep 6228480000000000018"),
    ("运单号75312345678901", "order_no keep 75312345678901"),
    ("国药准字H20123456", "licence keep H20123456"),
    ("许可证编号：SC10137100200012", "licence keep SC10137100200012"),
    ("生产许可证编号：QS371006010123", "licence keep QS371006010123"),
    ("营业执照注册号371002200012345", "licence keep 371002200012345"),
    ("鲁公网安备 37100202000123号", "licence keep 37100202000123"),
    ("条形码6901234567892", "barcode keep 6901234567892"),
    ("批号20170905001", "barcode keep 20170905001"),
    ("罚款50000000元", "amount keep 50000000"),
    ("微信号：zhangsan88", "im redact zhangsan88"),
    ("加微信 wx_abc123 购买", "im redact wx_abc123"),
    ("QQ：123456789", "im redact 123456789"),
    ("ＱＱ号１２３４５６７８９", "im redact １２３４５６７８９"),
    ("邮箱：scjg@weihai.gov.cn", "email keep scjg@weihai.gov.cn"),
    ("身份证号码：3710021990０１０１００１５", "id18 redact 3710021990０１０１００１５"),
    ("手机1 3 8-1 2 3 4-5 6 7 8", "mobile redact 1 3 8-1 2 3 4-5 6 7 8"),
    ("电话：0631 — 5681102", "tel redact 0631 — 5681102"),
]


@pytest.mark.parametrize(("text", "expected"), LABELLED)
def test_a_label_decides_what_digits_are(text: str, expected: str) -> None:
    assert seen(text) == [expected]


NOTHING = [
    "2017-09-25 10:30",
    "20170925",
    "12 35 15 20 10 8 12 7 3 100 200 300",
    "共受理投诉举报2180件，办结2071件",
    "ISBN 978-7-5093-1234-5",
    "GB 2760-2014",
    "http://www.whctp.gov.cn/art/2018/3/1/art_12345_13812345678.html",
    "微信公众号：whscjg",
    "微信支付100元",
    "新B2B平台2020",
    "备注：1234567",
    "序号 1 2 3 4 5 6 7 8 9 10",
    "电话会议于2017年召开",
]


@pytest.mark.parametrize("text", NOTHING)
def test_ordinary_numbers_are_no_finding(text: str) -> None:
    assert [row for row in seen(text) if " keep " not in row] == []


OWNERS = [
    ("我局电话：0631-5681102", "keep"),
    ("请与市场监管局联系，联系电话：0631-5681102", "keep"),
    ("如有异议，请与人事科联系。联系电话：0631-5681102", "keep"),
    ("监督电话0631-5681102", "keep"),
    ("办公室电话：0631-5681102", "keep"),
    ("举报人李四电话0631-5681102", "redact"),
    ("投诉人电话：0631-5681102", "redact"),
    ("当事人联系电话0631-5681102", "redact"),
    ("法定代表人王五，电话0631-5681102", "redact"),
    ("公司电话0631-5681102", "redact"),
]


@pytest.mark.parametrize(("text", "verdict"), OWNERS)
def test_the_words_say_whose_telephone_it_is(text: str, verdict: str) -> None:
    assert of_kind(text, "tel") == [f"tel {verdict} 0631-5681102"]


OFFICE = Known(contacts=("0631-5681102", "gxq@163.com", "13812345678"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话：0631—5681102", "tel keep 0631—5681102"),
        ("联系电话：5681102", "tel keep 5681102"),
        ("邮箱gxq@163.com", "email keep gxq@163.com"),
        ("值班手机13812345678", "mobile keep 13812345678"),
        ("举报人的电话是0631-5681102", "tel redact 0631-5681102"),
        ("当事人手机13812345678", "mobile redact 13812345678"),
        ("李明（男，电话0631-5681102）", "tel redact 0631-5681102"),
    ],
)
def test_the_offices_own_contacts_stay_unless_they_are_said_of_a_person(text: str, expected: str) -> None:
    assert of_kind(text, "tel", "email", "mobile", known=OFFICE) == [expected]


def test_check_digits() -> None:
    assert is_id18("371002199001010015") and not is_id18("371002199001010025")
    assert not any(
        map(is_id18, ("", "E12345678", "37100219900101001", "３７１００２１９９０１０１００１X"[:17]))
    )
    assert looks_like_id18("371002199001010025") and not looks_like_id18("371002199013010025")
    assert is_id15("371002900101001") and not is_id15("991002900101001") and not is_id15("371002901301001")
    assert is_uscc("91440300708461136T") and is_uscc("914403001922038216") and is_uscc("92371002MA3N8K2X46")
    assert (
        not is_uscc("91440300708461136S")
        and not is_uscc("91440300708461136")
        and not is_uscc("9144030070846113IT")
    )
    assert has_organisation("91440300708461136T") and not has_organisation("91440300708461137T")
    assert is_luhn("6228480000000000018") and not is_luhn("6228480000000000019")
    assert is_ean13("6901234567892") and not is_ean13("6901234567893")
    assert is_province("37") and not is_province("99")
    assert birthday("20000229") and not birthday("19000229") and not birthday("18491231")


def test_a_credit_code_with_a_wrong_check_digit_is_for_a_person_to_judge() -> None:
    assert seen("统一社会信用代码：91440300708461136Q") == ["uscc review 91440300708461136Q"]


def test_the_example_of_the_rules_comes_out_exactly() -> None:
    text = (
        "当事人：张三，男，1990年1月1日出生，身份证号371002199001010015，住威海市文化西路288号5号楼2单元301室，电话13812345678，"
        "开户账号6228480000000000018，车辆鲁K·A1234。当事人经营威海高区好味道食品店，统一社会信用代码92371002MA3N8K2X46，"
        "经营场所：威海市火炬路10号。举报人李四（电话0631—5681102转8）反映……法定代表人王五，护照E12345678。"
    )
    found = screen_text(text, KNOWN)
    assert [f"{one.kind} {one.verdict} {one.text}" for one in found] == [
        "person redact 张三",
        "sex redact 男",
        "birth redact 1990年1月1日",
        "id18 redact 371002199001010015",
        "address redact 威海市文化西路288号5号楼2单元301室",
        "mobile redact 13812345678",
        "bank redact 6228480000000000018",
        "plate redact 鲁K·A1234",
        "uscc keep 92371002MA3N8K2X46",
        "address keep 威海市火炬路10号",
        "person redact 李四",
        "tel redact 0631—5681102转8",
        "person review 王五",
        "passport redact E12345678",
    ]
    whom = {one.text: one.whom for one in found}
    assert (
        whom["李四"] is Whom.REPORTER and whom["张三"] is Whom.PERSON and whom["王五"] is Whom.REPRESENTATIVE
    )
    assert all(text[one.start : one.end] == one.text and one.why for one in found)
