"""Narratives: Markdown without HTML, every number bound to a figure or stated with a source."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai.papers import blocks as b
from gongkai.papers import html, markdown
from gongkai.refusal import Refused

FIGURES = {"items.total": "147", "items.by_category.案件办理": "49", "out.deny.secret.total": "0"}


def resolve(key: str) -> b.Inline:
    return b.Figure(key, FIGURES[key])


def only(md: str) -> b.Block:
    (block,) = markdown.parse(md, resolve)
    return block


def test_references_become_figures():
    got = only(
        "共{{ items.total }}条，其中案件办理{{items.by_category.案件办理}}条，"
        "未因秘密拒绝{{ out.deny.secret.total }}件。"
    )
    assert got == b.paragraph(
        [
            *(
                "共",
                b.Figure("items.total", "147"),
                "条，其中案件办理",
                b.Figure("items.by_category.案件办理", "49"),
            ),
            *("条，未因秘密拒绝", b.Figure("out.deny.secret.total", "0"), "件。"),
        ]
    )


def test_stated_numbers_carry_their_source_and_notes_are_footnotes():
    for quote in ('stated(12, "办公室台账")', "stated(12，“办公室台账”)", 'stated("12", "办公室台账")'):
        assert only(f"{{{{ {quote} }}}}件") == b.paragraph([b.Stated("12", "办公室台账"), "件"])
    assert only('申请{{ note("含网上申请") }}') == b.paragraph(["申请", b.Footnote((b.Text("含网上申请"),))])


@pytest.mark.parametrize(
    "where", ["{{ no.such }}", "- 甲\n- {{ no.such }}", "| a |\n|---|\n| {{ no.such }} |", "> {{ no.such }}"]
)
def test_an_unknown_reference_is_refused_by_key_and_line(where: str):
    text = f"第一段\n\n{where}"
    line = next(number for number, words in enumerate(text.splitlines(), 1) if "no.such" in words)
    with pytest.raises(Refused) as refused:
        markdown.parse(text, resolve)
    assert refused.value.code == "unknown-figure"
    assert "no.such" in refused.value.sentence
    assert f"第 {line} 行" in refused.value.sentence


def test_lines_are_counted_inside_a_paragraph_too():
    with pytest.raises(Refused, match="第 3 行"):
        markdown.parse("一\n二\n三 {{ no.such }}", resolve)


def test_without_figures_every_reference_is_unknown():
    with pytest.raises(Refused, match=r"items\.total"):
        markdown.parse("{{ items.total }}")


@pytest.mark.parametrize(
    "words", ["{{ <script> }}", "{{ stated(12) }}", '{{ stated(12, "") }}', "{{ a b }}", "{{ }}"]
)
def test_a_reference_that_makes_no_sense_is_refused(words: str):
    with pytest.raises(Refused):
        markdown.parse(words, resolve)


def test_structure_becomes_blocks():
    blocks = markdown.parse(
        "# 一、概述\n\n## （一）机构\n\n- 甲\n  1. 乙\n- 丙\n\n3. 丁\n\n> 引文\n\n"
        "| 项目 | 数 |\n|---|--:|\n| 收到 | 1 |\n",
        resolve,
    )
    assert blocks == (
        b.heading(1, "一、概述"),
        b.heading(2, "（一）机构"),
        b.BulletList(((b.paragraph("甲"), b.NumberedList(("乙",))), "丙")),  # type: ignore[arg-type]
        b.NumberedList(("丁",), 3),  # type: ignore[arg-type]
        b.Quote((b.paragraph("引文"),)),
        b.Table(
            "",
            (("项目", b.Cell("数", align="right")),),
            ((b.Cell("收到", header=True), b.Cell("1", align="right")),),
        ),  # type: ignore[arg-type]
    )


def test_a_picture_stands_alone():
    assert only('![信息公开栏](abc "公开栏")') == b.Picture("abc", "信息公开栏", "公开栏")
    with pytest.raises(Refused, match="单独成段"):
        markdown.parse("文字 ![图](abc)")


def test_line_ends_between_chinese_characters_are_nothing():
    assert only("政府信息\n公开") == b.paragraph("政府信息公开")
    assert only("open\ndata") == b.paragraph("open data")
    assert only("甲  \n乙") == b.paragraph("甲\n乙")
    assert only("　　首行缩进") == b.paragraph("首行缩进")
    assert only("    四个空格不是代码") == b.paragraph("四个空格不是代码")


@pytest.mark.parametrize(
    "md",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<!-- x -->",
        "[x](javascript:alert(1))",
    ],
)
def test_html_in_markdown_stays_words(md: str):
    rendered = html.render(markdown.parse(md))
    assert "<script" not in rendered
    assert "<img" not in rendered
    assert "<!--" not in rendered
    assert "href" not in rendered


@given(st.text(st.sampled_from("一二，。12#*_`>-|[](){}<>&!\\\n \"'.stated:/"), max_size=60))
@settings(max_examples=300, deadline=None)
@example('{{ stated(1, "a") }}')
@example("| a | b |\n|---|\n| c |")
@example("- \n\n  -")
def test_any_text_becomes_blocks_that_round_trip_or_is_refused(md: str):
    try:
        blocks = markdown.parse(md, resolve)
    except Refused as refused:
        assert refused.sentence
        return
    assert b.body_from_json(b.body_to_json(blocks)) == blocks
    html.render(blocks)
    markdown.numbers(md)


# ── numbers without a source ─────────────────────────────────


def bare(md: str) -> list[str]:
    return [number.text for number in markdown.numbers(md)]


@pytest.mark.parametrize(
    "name",
    [
        "2017年1月1日起至2017年12月31日", "2017年度",
        "2016—2017年", "2016、2017年", "3月", "3月15日", "2018-03-01", "8:30",
        "国务院令第711号", "国办发〔2014〕32号", "国办发[2014]32号",
        "威高市监发（2018）5号", "文化西路288号", "第12条", "第1期",
        "第3季度", "GB/T 9704-2012", "GB 7099—2015", "A4",
        "“3·15”", "“3.31”", "3·15消费者权益保护日",
        "电话：0631—5681102", "13800138000", "400-123-4567", "邮编：264209", "“12315”、“12365”", "12345热线",
        "http://www.whctp.gov.cn/2018/1.html", "a1@b2.cn", "附件1", "表2", "（1）", "（一）加强领导",
        "一、概述",
        "7×24小时", "一个", "一次", "第三次", "一般", "：1.加强领导；2.规范流程", "百分百", "`12`",
    ],
)  # fmt: skip
def test_names_dates_and_addresses_need_no_source(name: str):
    assert bare(f"说明{name}，") == []
    assert bare(name) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("受理投诉举报2180起，处结率为95%", ["2180", "95%"]),
        ("发放1,200份", ["1,200"]),
        ("增长15.3%，提高5个百分点", ["15.3%", "5个百分点"]),
        ("收到12345件", ["12345"]),
        ("拨打12315共12315件", ["12315"]),
        ("共2017件", ["2017"]),
        ("３件", ["３"]),
        ("收费3.5万元", ["3.5"]),
        ("百分之九十五", ["百分之九十五"]),
        ("一百一十二件", ["一百一十二"]),
        ("十余次", ["十余"]),
        ("- 甲1件", ["1"]),
        ("| 项目 | 数 |\n|---|---|\n| 收到 | 7 |", ["7"]),
        ("**12**件", ["12"]),
        ("2017年3月收到5件，依据第12条答复4件", ["5", "4"]),
    ],
)
def test_counts_need_a_source(words: str, found: list[str]):
    assert bare(words) == found


def test_bound_and_stated_numbers_have_one():
    assert bare('共{{ items.total }}条，{{ stated(12, "台账第3页") }}件，另有8件') == ["8"]


def test_a_finding_says_line_and_surroundings():
    (finding,) = markdown.numbers("第一段\n\n全年\n共受理2180起")
    assert (finding.line, finding.text) == (4, "2180")
    assert "共受理2180起" in finding.around


@given(st.integers(0, 10**7))
def test_every_count_is_found(number: int):
    assert bare(f"全年共办理{number}件") == [str(number)]
    assert bare(f"全年共办理{number:,}件") == [f"{number:,}"]


@pytest.mark.parametrize("left_over", ["|  |  |", "| 　 |   |"])
def test_rows_of_a_table_that_say_nothing_are_dropped(left_over: str):
    table = only(
        f"| 食品 | 项目 |\n| --- | --- |\n| 面包 | 菌落总数 |\n{left_over}\n| 酱油 |  |\n{left_over}\n"
    )
    assert [[cell.text for cell in row] for row in table.body] == [["面包", "菌落总数"], ["酱油", ""]]
