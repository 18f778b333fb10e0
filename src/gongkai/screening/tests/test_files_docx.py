"""DOCX: the text of every place, and everything that Word does not show."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml

from gongkai.screening.files.reading import read
from gongkai.screening.tests.files_built import (
    ID18,
    MOBILE,
    W,
    body_docx,
    changed,
    kinds,
    located_jpeg,
    picture,
    places,
    plain_docx,
    plain_xlsx,
    saved,
)


def paragraph(run: str) -> str:
    return f"<w:p><w:r><w:t>公告。</w:t></w:r>{run}</w:p>"


def test_a_plain_document_hides_nothing() -> None:
    found = read(plain_docx("第一段", "第二段"), "a.docx")
    assert kinds(found) == []
    assert places(found)["第 2 段"] == "第二段"


def test_text_over_several_runs_is_one() -> None:
    document = docx.Document()
    line = document.add_paragraph("电话138")
    line.add_run("1234")
    line.add_run("5678")
    assert f"电话{MOBILE}" in read(saved(document), "a.docx").text


def test_tables_headers_footers_and_nested_tables() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    cell = document.add_table(2, 2).cell(1, 1)
    cell.text = MOBILE
    cell.add_table(1, 1).cell(0, 0).text = "内层"
    document.sections[0].header.paragraphs[0].text = "页眉文字"
    document.sections[0].footer.paragraphs[0].text = "页脚文字"
    found = places(read(saved(document), "a.docx"))
    assert found["表 1 第 2 行第 2 列"] == MOBILE
    assert found["页眉"] == "页眉文字"
    assert found["页脚"] == "页脚文字"
    assert "内层" in found.values()


def test_notes_are_read() -> None:
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("")}</w:footnote></w:footnotes>'
    found = places(read(changed(plain_docx(), {"word/footnotes.xml": notes}), "a.docx"))
    assert found["脚注 1"] == "公告。"


def test_comments_are_findings_with_their_author() -> None:
    note = f'<w:comment w:id="0" w:author="张三"><w:p><w:r><w:t>{ID18}</w:t></w:r></w:p></w:comment>'
    data = changed(plain_docx(), {"word/comments.xml": f'<w:comments xmlns:w="{W}">{note}</w:comments>'})
    found = read(data, "a.docx")
    assert kinds(found) == ["comment"]
    assert "张三" in found.hidden[-1].why or "张三" in found.hidden[0].why
    assert ID18 in found.text


@pytest.mark.parametrize("tag", ["del", "moveFrom"])
def test_deleted_text_is_a_tracked_change_and_is_searched(tag: str) -> None:
    inner = f"<w:{tag} w:author='李四'><w:r><w:delText>{ID18}</w:delText></w:r></w:{tag}>"
    found = read(body_docx(paragraph(inner)), "a.docx")
    assert kinds(found) == ["tracked_change"]
    assert found.hidden[-1].where == "第 1 段" or found.hidden[0].where == "第 1 段"
    assert ID18 in found.text
    assert places(found)["第 1 段"] != f"公告。{ID18}"


def test_inserted_text_is_shown_and_a_tracked_change() -> None:
    found = read(body_docx(paragraph("<w:ins w:author='李四'><w:r><w:t>新增</w:t></w:r></w:ins>")), "a.docx")
    assert kinds(found) == ["tracked_change"]
    assert "公告。新增" in found.text


def test_changed_formatting_is_a_tracked_change() -> None:
    xml = "<w:p><w:pPr><w:pPrChange w:author='李四'/></w:pPr><w:r><w:t>公告</w:t></w:r></w:p>"
    assert kinds(read(body_docx(xml), "a.docx")) == ["tracked_change"]


@pytest.mark.parametrize(
    "looks",
    ["<w:vanish/>", "<w:color w:val='FFFFFF'/>", "<w:sz w:val='2'/>", "<w:rStyle w:val='Unseen'/>"],
)
def test_hidden_text_is_found(looks: str) -> None:
    data = body_docx(paragraph(f"<w:r><w:rPr>{looks}</w:rPr><w:t>{ID18}</w:t></w:r>"))
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Unseen"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )
    found = read(changed(data, {"word/styles.xml": styles}), "a.docx")
    assert kinds(found) == ["hidden_text"]
    assert ID18 in found.text


def test_white_text_on_a_dark_cell_is_a_heading() -> None:
    cell = (
        "<w:tc><w:tcPr><w:shd w:fill='1F4E79'/></w:tcPr><w:p><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr>"
        "<w:t>名称</w:t></w:r></w:p></w:tc>"
    )
    assert kinds(read(body_docx(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), "a.docx")) == []


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent><w:p><w:r><w:t>{ID18}</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    xml = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    found = read(body_docx(paragraph(xml)), "a.docx")
    assert found.text.count(ID18) == 1
    assert places(found)["第 1 段的文本框"] == ID18


def test_fallback_that_says_something_else_is_read() -> None:
    inner = "".join(
        f"<mc:{tag}><w:txbxContent><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:txbxContent></mc:{tag}>"
        for tag, said in (("Choice", "公开"), ("Fallback", ID18))
    )
    xml = paragraph(f"<w:r><mc:AlternateContent>{inner}</mc:AlternateContent></w:r>")
    assert ID18 in read(body_docx(xml), "a.docx").text


def test_alternative_text_is_kept_but_a_path_is_not() -> None:
    def drawing(text: str) -> bytes:
        return body_docx(
            paragraph(f"<w:r><w:drawing><wp:docPr name='Picture 1' descr='{text}'/></w:drawing></w:r>")
        )

    said = read(drawing(f"证照照片{MOBILE}"), "a.docx")
    assert kinds(said) == []
    assert MOBILE in said.text
    assert kinds(read(drawing(r"D:\张三\身份证.jpg"), "a.docx")) == ["metadata"]


def test_properties_are_findings_except_of_programs() -> None:
    document = docx.Document()
    document.add_paragraph("关于抽检的公示")
    document.core_properties.author = "张三"
    document.core_properties.title = "关于抽检的公示"
    document.core_properties.comments = "送审稿"
    found = read(saved(document), "a.docx")
    assert sorted(one.text for one in found.hidden if one.verdict != "keep") == ["张三", "送审稿"]


def test_custom_properties_and_data() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
        f'<property name="承办人"><vt xmlns="x">{MOBILE}</vt></property>'
        '<property name="KSOProductBuildVer"><vt xmlns="x">2052-11.1</vt></property></Properties>'
    )
    data = changed(plain_docx(), {"docProps/custom.xml": custom, "customXml/item9.xml": "<a>内部流转</a>"})
    found = read(data, "a.docx")
    assert sorted(kinds(found)) == ["metadata", "metadata"]
    assert MOBILE in found.text
    assert "内部流转" in found.text


def test_embedded_files_are_findings_and_are_read() -> None:
    data = changed(plain_docx(), {"word/embeddings/a.xlsx": plain_xlsx([ID18])})
    found = read(data, "a.docx")
    assert kinds(found) == ["embedded_object"]
    assert ID18 in found.text


def test_macros_block() -> None:
    found = read(changed(plain_docx(), {"word/vbaProject.bin": b"\x00"}), "a.docx")
    assert [one.verdict for one in found.hidden if one.kind == "macro"] == ["block"]


def test_external_targets() -> None:
    def related(kind: str, target: str) -> bytes:
        rel = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
            "</Relationships>"
        )
        return changed(plain_docx(), {"word/_rels/header1.xml.rels": rel})

    assert kinds(read(related("hyperlink", "http://www.weihai.gov.cn/"), "a.docx")) == []
    assert kinds(read(related("hyperlink", r"\\10.1.1.1\share\a.doc"), "a.docx")) == ["metadata"]
    assert kinds(read(related("image", "http://tracker.example/1.png"), "a.docx")) == ["metadata"]
    assert "tracker.example" in read(related("image", "http://tracker.example/1.png"), "a.docx").text


def test_pictures_keep_their_position_a_secret() -> None:
    data = changed(plain_docx("检查情况。" * 20), {"word/media/image1.jpeg": located_jpeg()})
    found = kinds(read(data, "a.docx"))
    assert "exif_gps" in found
    assert "scanned_page" not in found


def test_a_document_of_scans_is_for_a_person() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(picture(size=(1240, 1754))))
    assert "scanned_page" in kinds(read(saved(document), "a.docx"))


def test_fields_with_paths() -> None:
    code = r"<w:r><w:instrText> INCLUDETEXT &quot;\\server\share\内部.doc&quot; </w:instrText></w:r>"
    assert kinds(read(body_docx(paragraph(code)), "a.docx")) == ["metadata"]


def test_phonetic_and_symbols_do_not_break_a_number() -> None:
    document = docx.Document()
    element = document.add_paragraph("138")._p
    element.append(parse_xml(f'<w:r xmlns:w="{W}"><w:noBreakHyphen/><w:t>1234-5678</w:t></w:r>'))
    assert "138-1234-5678" in read(saved(document), "a.docx").text


def test_modern_and_fallback_form_are_not_run_into_one_word() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    choice = (
        f'<w:r xmlns:w="{W}" xmlns:mc="{mc}"><mc:AlternateContent>'
        '<mc:Choice Requires="wps"><w:t>a</w:t></mc:Choice>'
        f"<mc:Fallback><w:t>{MOBILE}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = docx.Document()
    document.add_paragraph("公告")._p.append(parse_xml(choice))
    assert f"a\n{MOBILE}" in read(saved(document), "a.docx").text
