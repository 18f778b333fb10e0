"""The three renderings and the plain text say the same words in the same order."""

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings

from gongkai.papers import blocks as b
from gongkai.papers import docx, html, pdf, text
from gongkai.papers.tests import reading, samples
from gongkai.refusal import Refused


def plain(doc: b.Document) -> str:
    return reading.bare("".join(text.render(doc)))


def test_one_of_each_says_the_same_everywhere():
    doc = samples.everything()
    words = plain(doc)
    assert "威高市监发〔2018〕5号" in words
    assert reading.html_text(html.page(doc, assets=samples.ASSETS)) == words
    assert reading.docx_text(docx.render(doc, assets=samples.ASSETS)) == words


def test_paper_says_the_same_with_footnotes_at_the_foot_of_their_page():
    doc = samples.everything()
    # the words of cells that span rows stand in the file after those of the row; readers follow the tags
    flat = [block for block in doc.blocks if block != samples.spanning()]
    note = "[1]按栏目统计。"
    for blocks in (
        tuple(flat),
        (*flat[:-1], b.Table("表", (("项目", "数"),), (("收到", "1"), ("办结", "—"))), flat[-1]),
    ):  # type: ignore[arg-type]
        doc = replace(doc, blocks=blocks)
        printed = reading.pdf_text(pdf.render(doc, assets=samples.ASSETS))
        assert printed.count(note) == 1
        assert printed.replace(note, "") == plain(doc).replace(note, "")


def test_a_chart_says_its_table_everywhere():
    doc = samples.document(samples.months(), b.paragraph("后文。"))
    words = plain(doc)
    assert "292" in words
    assert reading.html_text(html.page(doc)) == words
    assert reading.docx_text(docx.render(doc)) == words
    assert not Counter(words) - Counter(reading.pdf_text(pdf.render(doc)))


def test_a_long_report_says_the_same_everywhere():
    sections = [
        block
        for at, name in enumerate(samples.SECTIONS)
        for block in (
            b.heading(1, f"{at + 1}、{name}"),
            b.paragraph("为民、便民、利民，" * (20 + at)),
            b.paragraph("再说一段。"),
        )
    ]
    doc = b.Document("2017年度政府信息公开工作报告", tuple(sections))
    words = plain(doc)
    assert reading.pdf_text(pdf.render(doc)) == words
    assert reading.html_text(html.page(doc)) == words
    assert reading.docx_text(docx.render(doc)) == words


@given(samples.documents)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_document_says_the_same_on_screen_and_in_the_office(doc: b.Document):
    words = plain(doc)
    assert reading.html_text(html.page(doc)) == words
    assert reading.docx_text(docx.render(doc)) == words


@given(samples.documents)
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_document_can_be_printed_and_loses_no_word(doc: b.Document):
    try:
        printed = pdf.render(doc)
    except Refused as refused:
        assert refused.code in ("no-glyph", "no-title")
        return
    lost = Counter(plain(doc)) - Counter(reading.pdf_text(printed))
    assert set(lost) <= {"-"}  # the reader takes a hyphen at the end of a line for a broken word


def test_the_plain_text_has_no_empty_line_and_parts_cells_by_tabs():
    lines = text.render(samples.everything())
    assert all(line.strip() for line in lines)
    assert "热线\t1,800\t1,700" in lines
    assert "附件：1.政府信息公开情况统计表" in lines
    assert lines[-2:] == ["2018年3月1日", "[1] 按栏目统计。"]
