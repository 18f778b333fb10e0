"""Numbers of persons do not reach working texts; what is public stays readable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.desk.casework.masking import CARD, EMAIL, ID, NAME, PASSPORT, PHONE, mask
from gongkai.screening.masking import ACCOUNT

CASES = {
    "电话13812345678，请回电": f"电话{PHONE}，请回电",
    "电话１３８１２３４５６７８": f"电话{PHONE}",
    "请打138 1234 5678或138-1234-5678": f"请打{PHONE}或{PHONE}",
    "+8613812345678": PHONE,
    "座机0631-5681102": f"座机{PHONE}",
    "座机0631—5681102": f"座机{PHONE}",
    "座机（0631）5681102": f"座机{PHONE}",
    "联系电话：5681102。": f"联系电话：{PHONE}。",
    "微信a13812345678": f"微信{ACCOUNT}",
    "身份证11010519491231002X": f"身份证{ID}",
    "身份证110105194912310021": f"身份证{ID}",
    "身份证370602 19800101 1234": f"身份证{ID}",
    "老身份证370602800101123": f"老身份证{ID}",
    "卡号6222 0212 0000 0000 002": f"卡号{CARD}",
    "卡号4111111111111111": f"卡号{CARD}",
    "卡号4111 1111 1111 1111": f"卡号{CARD}",
    "2017-09-25 13812345678": f"2017-09-25 {PHONE}",
    "邮箱zhang.san@example.com.cn，": f"邮箱{EMAIL}，",
    "护照E12345678": f"护照{PASSPORT}",
}
KEPT = [
    "统一社会信用代码91440300708461136T",
    "92371000MA373E396Y",
    "国药准字H20044605",
    "条码6901234567892",
    "订单号20170925001",
    "批号E20170301",
    "2017年9月25日14:30购买，金额1599.00元",
    "桂花路138号，面积1381234平方米",
    "拨打12315、12345",
    "",
]


@pytest.mark.parametrize("text", CASES)
def test_persons_numbers_are_masked(text):
    assert mask(text) == CASES[text]


@pytest.mark.parametrize("text", KEPT)
def test_public_numbers_are_kept(text):
    assert mask(text) == text


def test_names_that_are_known():
    assert mask("于志静称，于志静（电话13812345678）", "于志静", "李") == f"{NAME}称，{NAME}（电话{PHONE}）"
    assert mask("李先生", "李") == "李先生"
    assert mask("欧阳娜娜", "欧阳", "欧阳娜娜") == NAME


@given(
    st.text("，电话 0-", max_size=6),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text("。b话 ", max_size=6),
)
def test_no_mobile_number_stays(before, number, after):
    text = before + number + after
    if re.search(r"\d[ \-]?$", before):
        return
    masked = mask(text)
    assert number not in masked
    assert mask(masked) == masked
