"""TXT, CSV and HTML: the text of every place, and what a page hides."""

from __future__ import annotations

import base64
from urllib.parse import quote, unquote

import pytest

from gongkai.refusal import Refused
from gongkai.screening.files.reading import read
from gongkai.screening.tests.cleaning_cases import copy_of
from gongkai.screening.tests.files_built import ID18, MOBILE, kinds, located_jpeg, places


def html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_text_stays_as_it_is_and_each_line_is_a_place() -> None:
    text = f"第一行\r\n\r\n电话{MOBILE}\n"
    found = read(text.encode(), "a.txt")
    assert found.text == text
    assert found.where(found.text.index(MOBILE)) == "第 3 行"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_the_encodings_of_bureaus(codec: str) -> None:
    assert "威海市" in read("威海市".encode(codec), "a.txt").text


def test_bytes_in_no_known_encoding_are_refused() -> None:
    with pytest.raises(Refused):
        read(b"\xff\x81\x00abc", "a.txt")


def test_heading_of_a_column_is_context_not_part_of_the_cell() -> None:
    found = read("诉求人,联系电话\n王小明,13812345678\n".encode(), "a.csv")
    assert places(found)["第 2 行第 2 列（联系电话）"] == MOBILE
    assert "联系电话：13812345678" in found.text
    assert found.where(found.text.index(MOBILE)) == "第 2 行第 2 列（联系电话）"


def test_first_row_of_data_is_no_heading() -> None:
    found = read(b"1,2\n3,4\n", "a.csv")
    assert places(found)["第 2 行第 1 列"] == "3"


def test_html_blocks_are_places() -> None:
    found = read(
        html(f"<h1>公示</h1><p>电话<b>138</b>12345678</p><table><tr><td>甲<td>{ID18}</table>"), "a.html"
    )
    assert MOBILE in found.text.split("\n")[-3:][0] or f"电话{MOBILE}" in found.text
    assert found.where(found.text.index(ID18)) == "第 4 段"


@pytest.mark.parametrize(
    "body",
    [
        f"<p style='display:none'>{ID18}</p>",
        f"<p hidden>{ID18}</p>",
        f"<div style='visibility: hidden'><p>{ID18}</p></div>",
        f"<span style='font-size:0'>{ID18}</span>",
        f"<p style='color:#fff'>{ID18}</p>",
        f"<p style='position:absolute;left:-9999px'>{ID18}</p>",
        f"<template><p>{ID18}</p></template>",
        f"<noscript>{ID18}</noscript>",
        f"<input type=hidden value={ID18}>",
        f"<style>.x{{display:none}}</style><p class='x'>{ID18}</p>",
    ],
)
def test_hidden_text_of_a_page_is_found(body: str) -> None:
    found = read(html(f"<p>公示</p>{body}<p>完</p>"), "a.html")
    hidden = [one for one in found.hidden if one.kind == "hidden_text"]
    assert [one.text for one in hidden] == [ID18]
    assert found.text[hidden[0].start : hidden[0].end] == ID18


def test_comments_and_metadata_of_a_page() -> None:
    found = read(html("<!-- 内部掌握 --><p>公示", "<meta name=Author content=张三>"), "a.html")
    assert kinds(found) == ["comment"]
    assert [one.text for one in found.hidden if one.kind == "metadata"] == ["张三"]


def test_alternative_texts_and_links_are_read() -> None:
    found = read(html(f"<img alt='{ID18}' src='a.png'><a href='tel:{MOBILE}'>拨打</a>"), "a.html")
    assert ID18 in found.text
    assert MOBILE in found.text


def test_inner_path_in_a_page() -> None:
    found = read(html(r"<img src='file:///C:/Users/zhangsan/1.png'>"), "a.html")
    assert kinds(found) == ["metadata"]


def test_picture_inside_a_page_is_read_too() -> None:
    data = base64.b64encode(located_jpeg()).decode()
    assert "exif_gps" in kinds(read(html(f"<img src='data:image/jpeg;base64,{data}'>"), "a.html"))


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<p onclick='x()'>y</p>",
        "<a href=' javascript:x()'>y</a>",
        "<iframe src='x'></iframe>",
        "<svg><script>x</script></svg>",
        "<object data='x.swf'></object>",
        "<meta http-equiv=refresh content='0;url=x'>",
    ],
)
def test_active_content_is_refused(body: str) -> None:
    with pytest.raises(Refused) as no:
        read(html(f"<p>公示</p>{body}"), "a.html")
    assert no.value.code == "active-content"


def test_deep_nesting_is_refused_or_read_to_its_end() -> None:
    deep = html("<div>" * 5_000 + ID18 + "</div>" * 5_000)
    try:
        assert ID18 in read(deep, "a.html").text
    except Refused as no:
        assert no.code == "too-deep"


def test_a_script_behind_the_end_of_a_page_is_refused_like_any_other() -> None:
    with pytest.raises(Refused, match="脚本"):
        read(b"<html><body><p>a</p></body></html>\n<script>alert(1)</script>", "a.html")


def test_an_address_that_browsers_read_as_a_script_is_refused() -> None:
    for address in (
        "javascript:a()",
        "java&#10;script:a()",
        " java&#9;script&#13;:a()",
        "data:text/&#10;html,a",
    ):
        with pytest.raises(Refused, match="脚本"):
            read(f'<html><body><a href="{address}">a</a></body></html>'.encode(), "a.html")


def test_what_a_link_says_in_percent_signs_is_read_and_found_in_the_copy() -> None:
    page = html(f'<p><a href="/q?name={quote("投诉人丛培志")}">x</a></p>')
    assert "投诉人丛培志" in read(page, "a.html").text
    made = copy_of(page, "html").data.decode()  # type: ignore[no-untyped-call]
    assert "丛培志" not in unquote(made)


def test_cells_may_be_parted_by_bars() -> None:
    found = read("序号|投诉人|事项\n1|丛培志|价格\n".encode(), "a.csv")
    assert places(found)["第 2 行第 2 列（投诉人）"] == "丛培志"
