"""Word-processor files: real structure on a base that the office may change, nothing that becomes markup."""

import re
from datetime import date
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from gongkai.papers import blocks as b
from gongkai.papers import docx, docx_base
from gongkai.papers.tests import reading, samples
from gongkai.refusal import Refused


def opened(data: bytes) -> object:
    return python_docx.Document(BytesIO(data))


def part(data: bytes, name: str) -> str:
    with ZipFile(BytesIO(data)) as file:
        return file.read(name).decode()


def everything() -> bytes:
    return docx.render(samples.everything(), assets=samples.ASSETS)


def test_the_base_that_is_shipped_is_the_one_that_is_made():
    assert files("gongkai.papers").joinpath("data/base.docx").read_bytes() == docx_base.make()


def test_the_base_has_the_page_and_grid_of_gb_t_9704():
    section = python_docx.Document(BytesIO(docx_base.make())).sections[0]
    page = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(length.mm) for length in (*page, section.left_margin, section.right_margin)] == [
        210,
        297,
        37,
        35,
        28,
        26,
    ]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines"
    assert 22 * int(grid.get(qn("w:linePitch"))) / 20 == pytest.approx(225 / 25.4 * 72, abs=2)
    normal = python_docx.Document(BytesIO(docx_base.make())).styles["Normal"].element.rPr
    width = 16 + int(normal.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * width <= 156 / 25.4 * 72 < 29 * width


def test_the_base_has_the_four_faces_and_page_numbers_outside():
    styles = python_docx.Document(BytesIO(docx_base.make())).styles
    faces = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1", "Heading 2")
    }
    assert faces == {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
    }
    data = docx_base.make()
    assert "<w:evenAndOddHeaders" in part(data, "word/settings.xml")
    footers = [part(data, name) for name in ("word/footer1.xml", "word/footer2.xml")]
    assert all("PAGE" in footer and "— " in footer for footer in footers)
    assert sorted(re.findall(r'<w:jc w:val="(\w+)"', "".join(footers))) == ["left", "right"]


def test_the_same_document_gives_the_same_bytes():
    assert everything() == everything()


def test_headings_are_headings_and_lists_are_lists():
    file = opened(everything())
    styles = [(p.style.name, p.text) for p in file.paragraphs]  # type: ignore[attr-defined]
    assert ("Heading 1", "一、概述") in styles
    assert ("Heading 3", "1.越级的标题") in styles
    assert ("List Number", "网上申请0件；") in styles
    assert ("List Bullet 2", "个人1件") in styles
    assert ("Quote", "能够当场答复的，应当当场予以答复。") in styles


def test_every_numbered_list_counts_from_its_own_start():
    doc = samples.document(b.NumberedList(("甲", "乙")), b.paragraph("间隔"), b.NumberedList(("丙", "丁"), 5))  # type: ignore[arg-type]
    assert reading.docx_text(docx.render(doc)).endswith("1.甲2.乙间隔5.丙6.丁")


def test_heads_of_tables_repeat_and_spans_are_merged():
    file = opened(docx.render(samples.document(samples.spanning())))
    (table,) = file.tables  # type: ignore[attr-defined]
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert repeated == [True, True, False, False, False]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["来源", "件数", "件数"], ["来源", "受理", "办结"],
        ["热线", "1,800", "1,700"], ["信函", "380", "371"], ["走访", "380", "—"],
    ]  # fmt: skip


def test_pictures_codes_and_charts_have_words():
    doc = samples.document(samples.months(), b.Picture("x", "公开栏"), b.QrCode("https://a.cn", "网页版"))
    file = opened(docx.render(doc, assets={"x": samples.png()}))
    described = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]  # type: ignore[attr-defined]
    assert described == ["3月最多，292件。", "公开栏", "二维码：https://a.cn"]


def test_footnotes_are_footnotes():
    file = opened(everything())
    assert reading.docx_notes(file) == ["[1] 按栏目统计。"]
    without = docx.render(samples.document(b.paragraph("无注")))
    assert "word/footnotes.xml" not in ZipFile(BytesIO(without)).namelist()


def test_properties_are_set_and_take_no_clock():
    about = opened(everything()).core_properties  # type: ignore[attr-defined]
    assert about.title == f"{samples.AGENCY}2017年度政府信息公开工作报告"
    assert (about.author, about.language) == (samples.AGENCY, "zh-CN")
    assert (about.keywords, about.comments) == ("政府信息公开 年度报告", "年度报告")
    assert about.created.date() == about.modified.date() == date(2018, 3, 1)
    with ZipFile(BytesIO(everything())) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "words",
    [
        "</w:t><w:br/>",
        "<w:fldSimple w:instr='DDEAUTO cmd'>",
        '{ INCLUDETEXT "c:\\\\x" }',
        "]]>",
        "&lt;&#65;",
        "{{ x }}",
        "=1+1",
    ],
)
def test_no_text_becomes_markup_or_a_field(words: str):
    table = b.Table(words, ((words,),), ((words,),), (words,), unit=words)  # type: ignore[arg-type]
    doc = samples.document(
        b.heading(1, words), b.paragraph([words, b.Footnote((words,))]), table, b.Signature(words),  # type: ignore[arg-type]
        b.Picture("x", words, words), title=words, doc_no=words, agency=words, meta={"keywords": words},
    )  # fmt: skip
    data = docx.render(doc, assets={"x": samples.png()})
    body = part(data, "word/document.xml")
    assert "fldSimple" not in re.sub(r">[^<]*<|\"[^\"]*\"", "", body)
    assert "instrText" not in body
    texts = [node.text for node in opened(data).element.body.iter(qn("w:t"))]  # type: ignore[attr-defined]
    assert sum(text == words for text in texts) == 10
    assert opened(data).inline_shapes[0]._inline.docPr.get("descr") == words  # type: ignore[attr-defined]


def test_links_are_links_and_those_of_the_site_need_its_address():
    doc = samples.document(
        b.paragraph([b.Link((b.Text("网"),), "https://b.cn/"), b.Figure("k", "147", "/gk/1")])
    )

    def targets(base_url: str) -> set[str]:
        relations = part(docx.render(doc, base_url=base_url), "word/_rels/document.xml.rels")
        return set(re.findall(r'Target="(https?://[^"]*)" TargetMode="External"', relations))

    assert targets("") == {"https://b.cn/"}
    assert targets("https://a.gov.cn/") == {"https://b.cn/", "https://a.gov.cn/gk/1"}


def test_an_office_changes_the_base(tmp_path: Path):
    base = python_docx.Document(BytesIO(docx_base.make()))
    base.styles["Normal"].font.size = Pt(15)
    base.add_paragraph("模板里的字不会带进文件")
    base.save(str(tmp_path / "base.docx"))
    file = opened(docx.render(samples.document(b.paragraph("正文")), base=tmp_path / "base.docx"))
    assert file.styles["Normal"].font.size == Pt(15)  # type: ignore[attr-defined]
    assert "模板" not in "".join(p.text for p in file.paragraphs)  # type: ignore[attr-defined]


def test_a_base_without_our_styles_is_refused_by_name(tmp_path: Path):
    python_docx.Document().save(str(tmp_path / "base.docx"))
    with pytest.raises(Refused, match="公文署名"):
        docx.render(samples.document(), base=tmp_path / "base.docx")
    (tmp_path / "not.docx").write_bytes(b"x")
    for wrong in ("not.docx", "missing.docx"):
        with pytest.raises(Refused, match="不能打开"):
            docx.render(samples.document(), base=tmp_path / wrong)


def test_a_very_wide_table_lies_across():
    row = tuple(str(at) for at in range(12))
    doc = samples.document(b.paragraph("前"), b.Table("宽表", (row,), (row,)), b.paragraph("后"))  # type: ignore[arg-type]
    sections = opened(docx.render(doc)).sections  # type: ignore[attr-defined]
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]


def test_a_page_break_begins_the_next_paragraph():
    file = opened(
        docx.render(samples.document(b.paragraph("前"), b.PageBreak(), b.paragraph("后"), b.PageBreak()))
    )
    breaks = {p.text: p.paragraph_format.page_break_before for p in file.paragraphs}  # type: ignore[attr-defined]
    assert breaks["后"] is True
    assert not breaks["前"]


def test_a_broken_picture_is_refused():
    with pytest.raises(Refused, match="图片"):
        docx.render(samples.document(b.Picture("x", "图")), assets={"x": b"\x89PNG\r\n\x1a\n"})
