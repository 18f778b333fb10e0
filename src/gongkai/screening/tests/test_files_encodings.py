"""UTF-16 without a mark is read where there is no doubt, and told clearly where there is."""

from __future__ import annotations

import struct

import pytest

from gongkai.refusal import Refused
from gongkai.screening.cleaning.plain import decoded as decoded_copy
from gongkai.screening.cleaning.plain import encoded
from gongkai.screening.files import encodings
from gongkai.screening.files.types import type_of
from gongkai.screening.screening import screen

WIDE = ("utf-16-le", "utf-16-be")
PAPER = "关于处理投诉的情况\r\n投诉人：王小明，电话13812345678，住某市某路12号3单元401室。\r\n一、基本情况。"
NO_ZERO = "投诉人王小明反映该店销售过期食品，要求退货并赔偿损失，请依法处理。"
"""Not a byte of it is zero in UTF-16: no digit, no line's end, no 一."""


def spans(data: bytes, name: str) -> list[tuple[str, int, int, str]]:
    return [(one.kind, one.start, one.end, one.text) for one in screen(data, name=name).findings]


@pytest.mark.parametrize("codec", WIDE)
@pytest.mark.parametrize("name", ["来信.txt", "表.csv"])
@pytest.mark.parametrize(
    "text", [PAPER, NO_ZERO, "Name,Phone\r\nWang,13812345678\r\n", "姓名,电话\n王小明,13812345678\n"]
)
def test_without_a_mark_the_same_is_found_in_the_same_places(codec, name, text):
    assert encodings.utf16(text.encode(codec)) == codec
    assert spans(text.encode(codec), name) == spans(text.encode("utf-8"), name)


@pytest.mark.parametrize("codec", WIDE)
def test_a_page_of_html_and_a_secrecy_mark_are_seen_too(codec):
    page = "<!doctype html><html><body><p>王小明，13812345678</p></body></html>"
    assert type_of(page.encode(codec), "a.html") == "html"
    assert "mobile" in {kind for kind, *_ in spans(page.encode(codec), "a.html")}
    assert "secret_mark" in {kind for kind, *_ in spans("机密★10年\r\n关于某事的通知".encode(codec), "a.txt")}


@pytest.mark.parametrize("codec", WIDE)
def test_a_copy_is_written_in_the_order_in_which_it_came(codec):
    data = PAPER.encode(codec)
    text, found = decoded_copy(data)
    assert (text, found) == (PAPER, codec) and encoded(text, found) == data


@pytest.mark.parametrize(
    "data",
    [
        b"Bush hid the facts",
        b"this app can break" * 20,
        "投诉人：王小明，电话13812345678".encode("gb18030"),
        "投诉人王小明反映该店销售过期食品要求退货并赔偿损失".encode("gb18030"),
        "龘靐齉爩鱻麤灪爨癵籱饢驫".encode("gb18030"),
        "投诉人王小明反映该店销售过期食品".encode(),
        "中文".encode("utf-16-le"),
        b"\x00\x01" * 40,
        struct.pack("<40H", *range(40)),
        "a公告\0".encode("utf-16-le"),
        "公告 notice".encode("utf-32-le"),
        PAPER.encode("utf-16-le")[:-1],
        b"",
    ],
)
def test_what_is_not_surely_utf_16_is_not_taken_for_it(data):
    assert encodings.utf16(data) == ""


@pytest.mark.parametrize(
    "data",
    [
        PAPER.encode("utf-16-le")[:-1],
        "Report of the year\0\0\0\n".encode("utf-16-le"),
        "notice 13812345678".encode("utf-32-le"),
    ],
)
def test_what_looks_like_it_and_is_not_sure_is_refused_with_the_way_out(data):
    with pytest.raises(Refused) as refused:
        screen(data, name="来信.txt")
    assert refused.value.code == "encoding" and "UTF-16" in refused.value.sentence
    assert "UTF-8" in refused.value.mend


def test_other_bytes_stay_an_unknown_type():
    with pytest.raises(Refused) as refused:
        screen(b"MZ\x90\x00\x03" + b"\x01\x02\x05" * 400, name="来信.txt")
    assert refused.value.code == "unknown-type"


ROWS = "姓名,电话\r\n王小明,13812345678\r\n"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"\xef\xbb\xbf", "gb18030"),
        (b"\xff\xfe", "gb18030"),
        (b"\xff\xfe", "utf-8"),
        (b"\xfe\xff", "gb18030"),
        (b"\xfe\xff", "utf-8"),
        (b"\x84\x31\x95\x33", "utf-8"),
    ],
)
def test_a_mark_of_another_encoding_is_refused(mark, codec):
    for text in (ROWS, ROWS + " ", PAPER, PAPER + "\n"):
        with pytest.raises(Refused, match="字节序标记"):
            screen(mark + text.encode(codec), name="a.csv")


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
@pytest.mark.parametrize("text", [ROWS, NO_ZERO, "公告", "王小明", "a"])
def test_a_mark_that_fits_is_read(mark, codec, text):
    assert encodings.belies_its_mark(mark + text.encode(codec)) == ""


def test_big5_is_refused_and_rare_characters_of_gb_18030_are_read():
    with pytest.raises(Refused, match="Big5"):
        screen("投訴人叢培志，家住山東省威海市，要求退還貨款。".encode("big5"), name="a.txt")
    rare = "龘靐齉爩鱻麤灪爨癵籱饢驫，電話13812345678".encode("gb18030")
    assert [kind for kind, *_ in spans(rare, "a.txt")] == ["mobile"]


def test_the_headings_of_a_csv_may_stand_under_its_title():
    text = "2024年投诉台账,,\r\n序号,投诉人,事项\r\n1,丛培志,价格\r\n"
    assert [(one.kind, one.text, one.where) for one in screen(text.encode(), name="a.csv").findings] == [
        ("person", "丛培志", "第 3 行第 2 列（投诉人）")
    ]
