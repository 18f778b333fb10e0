"""Paper: the grid of GB/T 9704, PDF/A-2a and PDF/UA-1, no empty boxes, no text that becomes code."""

import ctypes
from datetime import date
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
import pytest

from gongkai.papers import blocks as b
from gongkai.papers import pdf
from gongkai.papers.tests import reading, samples
from gongkai.refusal import Refused

POINTS = 72 / 25.4


def boxes(data: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Every character of a page with its left edge and its distance from the top, in points."""
    sheet = pypdfium2.PdfDocument(data)[page]
    words = sheet.get_textpage()
    out = []
    for at in range(words.count_chars()):
        left, _, _, top = words.get_charbox(at, loose=True)
        out.append((words.get_text_range(at, 1), left, sheet.get_height() - top))
    return out


def targets(data: bytes) -> list[str]:
    """Where the links of the first page lead."""
    file = pypdfium2.PdfDocument(data)
    at, link = ctypes.c_int(0), raw.FPDF_LINK()
    out = []
    while raw.FPDFLink_Enumerate(file[0], at, link):
        action = raw.FPDFLink_GetAction(link)
        room = ctypes.create_string_buffer(raw.FPDFAction_GetURIPath(file, action, None, 0))
        raw.FPDFAction_GetURIPath(file, action, room, len(room))
        out.append(room.value.decode())
    return out


def test_a_page_has_22_lines_of_28_characters__gb_t_9704():
    data = pdf.render(samples.document(b.paragraph("国" * 28 * 66)))
    second = [line for line in reading.pdf_pages(data)[1] if "国" in line]
    assert [len(line) for line in second] == [28] * 22


def test_the_text_stands_in_156_by_225_mm_and_every_line_on_the_grid__gb_t_9704():
    data = pdf.render(samples.document(b.paragraph("国" * 28 * 66)))
    body = [box for box in boxes(data, page=1) if box[0] == "国"]
    lefts, tops = [left / POINTS for _, left, _ in body], sorted({round(top, 1) for _, _, top in body})
    # page 2 is a left page: its outer margin of 26 mm is on the left, 28 mm to the binding on the right
    assert min(lefts) == pytest.approx(26, abs=0.5)
    assert max(lefts) + 156 / 28 == pytest.approx(210 - 28, abs=0.5)
    assert [below - above for above, below in pairwise(tops)] == pytest.approx([28.95] * 21, abs=0.15)
    assert (tops[-1] - tops[0]) / POINTS == pytest.approx(225 - 225 / 22, abs=1)
    first = [left / POINTS for word, left, _ in boxes(data) if word == "国"]
    assert min(first) == pytest.approx(28, abs=0.5)


def test_page_numbers_stand_outside__gb_t_9704():
    data = pdf.render(samples.document(b.paragraph("国" * 28 * 50)))
    for page, right in ((0, True), (1, False), (2, True)):
        (line,) = [line for line in reading.pdf_pages(data)[page] if "—" in line]
        assert line == f"— {page + 1} —"
        marks = [left for word, left, _ in boxes(data, page) if word == "—"]
        assert (min(marks) > 105 * POINTS) is right


def test_headings_and_paragraphs_begin_two_characters_in():
    data = pdf.render(
        samples.document(b.heading(1, "一、概述"), b.paragraph("正文。"), b.paragraph("各科室：", "flush"))
    )
    left = {word: left / POINTS for word, left, _ in boxes(data)}
    indent = 28 + 2 * 156 / 28
    assert left["一"] == pytest.approx(indent, abs=0.7)
    assert left["正"] == pytest.approx(indent, abs=0.7)
    assert left["各"] == pytest.approx(28, abs=0.7)


def test_the_date_of_a_signature_ends_four_characters_from_the_right__gb_t_9704():
    data = pdf.render(samples.document(b.Signature("某某局", date(2018, 3, 1))))
    day = [left for word, left, _ in boxes(data) if word == "日"]
    right = (210 - 26 - 4 * 156 / 28) * POINTS
    assert day[-1] + 15.79 == pytest.approx(right, abs=1.5)


@pytest.mark.parametrize("lines", range(12, 24))
def test_a_signature_never_stands_alone_on_a_page__gb_t_9704(lines):
    said = [b.paragraph("一二三四五六七八九十") for _ in range(lines)]
    data = pdf.render(samples.document(*said, b.paragraph("终"), b.Signature("某某局", date(2018, 3, 1))))
    file = pypdfium2.PdfDocument(data)
    last = "".join(file[len(file) - 1].get_textpage().get_text_range().split())
    assert "终某某局2018年3月1日" in last


def test_the_file_claims_pdf_a_2a_and_pdf_ua_1_and_is_tagged():
    data = pdf.render(samples.everything(), assets=samples.ASSETS)
    for claim in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert claim in data
    file = pypdfium2.PdfDocument(data)
    assert file.is_tagged()
    about = file.get_metadata_dict()
    assert about["Title"] == f"{samples.AGENCY} 2017年度政府信息公开工作报告"
    assert about["Author"] == samples.AGENCY
    assert about["CreationDate"].startswith("D:20180301")
    assert b"/Lang" in data


def test_the_outline_has_the_headings():
    data = pdf.render(
        samples.document(b.heading(1, "一、概述"), b.heading(3, "1.越级"), b.heading(1, "二、其他"))
    )
    bookmarks = [(mark.level, mark.get_title()) for mark in pypdfium2.PdfDocument(data).get_toc()]
    assert bookmarks == [(0, "一、概述"), (1, "1.越级"), (0, "二、其他")]


def test_the_same_document_gives_the_same_bytes():
    doc = samples.everything()
    assert pdf.render(doc, assets=samples.ASSETS) == pdf.render(doc, assets=samples.ASSETS)
    assert pdf.render(doc, assets=samples.ASSETS.__getitem__) == pdf.render(doc, assets=samples.ASSETS)


@pytest.mark.parametrize("character", "喆堃祎䶮𬭎㛃犇淼骉𬀩𣲘𫖮䲟〇①⑳℃㎡·")
def test_rare_characters_of_names_are_printed(character: str):
    assert character in reading.pdf_text(pdf.render(samples.document(b.paragraph(f"王{character}"))))


@pytest.mark.parametrize("place", ["title", "text", "cell", "label", "signature"])
def test_a_character_without_a_glyph_stops_the_work_and_is_named(place: str):
    name = "王𠮷"
    doc = {
        "title": samples.document(title=name),
        "text": samples.document(b.paragraph(name)),
        "cell": samples.document(b.Table("", (("姓名",),), ((name,),))),  # type: ignore[arg-type]
        "label": samples.document(b.Chart("bar", "题", "说明", (name,), (b.Series("数", (1,)),))),
        "signature": samples.document(b.Signature(name)),
    }[place]
    with pytest.raises(Refused) as refused:
        pdf.render(doc)
    assert refused.value.code == "no-glyph"
    assert "“𠮷”（U+20BB7）" in refused.value.sentence


EVIL = (
    '#import "x.typ"', "#sys.inputs.paper", '#read("/etc/passwd")', "$x^2$", "*星* _线_ `码`", "= 不是标题",
    "\\u{41}",
    "// 不是注释",
    "/* 也不是 */", '"引号" -- --- ... ~', "@ref <label>", "[甲](乙)", "#[块]", "{{ x }}", "https://a.cn",
)  # fmt: skip


@pytest.mark.parametrize("words", EVIL)
def test_no_text_is_read_as_typst_code(words: str):
    table = b.Table(words, (("头",),), ((words,),), (words,), unit=words)  # type: ignore[arg-type]
    doc = samples.document(
        b.heading(1, words), b.paragraph([b.Emphasis((words,)), b.Footnote((words,))]), table,  # type: ignore[arg-type]
        b.Attachments((words, words)), b.Signature(words), b.QrCode(words, words),  # type: ignore[arg-type]
        title=words, doc_no=words, agency=words, meta={"keywords": words, "description": words},
    )  # fmt: skip
    printed = reading.pdf_text(pdf.render(doc))
    assert printed.count(reading.bare(words)) >= 11


def test_spaces_and_quotes_stay_as_they_are_written():
    assert "'a' \"b\" -- c" in "".join(
        reading.pdf_pages(pdf.render(samples.document(b.paragraph("'a' \"b\" -- c"))))[0]
    )


def test_a_picture_that_is_missing_broken_or_of_another_kind_is_refused_by_name():
    doc = samples.document(b.Picture("photo", "照片"))
    for assets, code in (
        (None, "no-picture"),
        ({}, "no-picture"),
        ({"photo": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}, "bad-picture"),
        ({"photo": samples.png()[:40]}, "bad-picture"),
    ):
        with pytest.raises(Refused) as refused:
            pdf.render(doc, assets=assets)
        assert refused.value.code == code


def test_a_font_that_is_not_there_is_refused_by_name(tmp_path: Path):
    with pytest.raises(Refused, match="方正仿宋"):
        pdf.render(samples.document(), fonts=pdf.Fonts(body="方正仿宋", folder=tmp_path))


def test_links_of_the_site_work_on_paper_only_with_its_address():
    doc = samples.document(
        b.paragraph([b.Figure("k", "147", "/gk/1"), b.Link((b.Text("网"),), "https://b.cn/")])
    )

    assert targets(pdf.render(doc)) == ["https://b.cn/"]
    assert targets(pdf.render(doc, base_url="https://www.a.gov.cn")) == [
        "https://www.a.gov.cn/gk/1",
        "https://b.cn/",
    ]


def test_a_very_wide_table_lies_across_and_the_text_goes_on_upright():
    row = tuple(str(at) for at in range(12))
    doc = samples.document(b.paragraph("前"), b.Table("宽表", (row,), (row,)), b.paragraph("后"))  # type: ignore[arg-type]
    file = pypdfium2.PdfDocument(pdf.render(doc))
    assert [page.get_width() > page.get_height() for page in file] == [False, True, False]


def test_the_head_of_a_long_table_repeats_on_every_page():
    rows = tuple((str(at), "甲") for at in range(80))
    pages = reading.pdf_pages(pdf.render(samples.document(b.Table("长表", (("序号表头", "名称"),), rows))))  # type: ignore[arg-type]
    assert len(pages) > 1
    assert all("序号表头" in "".join(page) for page in pages)


def test_a_chart_becomes_a_png():
    picture = pdf.chart_png(samples.months())
    assert picture.startswith(b"\x89PNG")
    assert pdf.chart_png(samples.months()) == picture
