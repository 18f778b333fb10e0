"""DOCX: a rebuilt package in which neither text nor history nor anything hidden is left."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import RGBColor
from lxml import etree
from PIL import Image

from gongkai.refusal import Refused
from gongkai.screening.cleaning.docx.paragraphs import attributes
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.cleaning.running import cleaned
from gongkai.screening.finding import Whom
from gongkai.screening.known import Known, Party
from gongkai.screening.policies import policy
from gongkai.screening.tests.cleaning_cases import BANK, ID18, MOBILE, USCC, copy_of, squeezed, zip_words

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def made(*paragraphs):
    document = Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in [runs] if isinstance(runs, str) else runs:
            paragraph.add_run(run)
    return document


def texts(data):
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def names(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def edited(data, changes):
    """Members changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.pop(name, None)
            content = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            new.writestr(name, change(content) if change else content)
        for name, content in changes.items():
            new.writestr(name, content(""))
    return out.getvalue()


def test_a_value_over_several_runs_is_replaced_as_one():
    data = saved(made([f"身份证号{ID18[:5]}", ID18[5:9], ID18[9:], "。完"], f"信用代码{USCC}"))
    copy = copy_of(data, "docx").data
    assert texts(copy) == ["身份证号×××。完", f"信用代码{USCC}"]
    assert ID18 in zip_words(data) and ID18 not in zip_words(copy)


def test_runs_outside_the_span_keep_their_look():
    document = made("")
    paragraph = document.paragraphs[0]
    paragraph.add_run("电话").bold = True
    paragraph.add_run(MOBILE[:4])
    paragraph.add_run(MOBILE[4:] + "，尾").italic = True
    runs = Document(io.BytesIO(copy_of(saved(document), "docx").data)).paragraphs[0].runs
    assert [(run.text, run.bold, run.italic) for run in runs if run.text] == [
        ("电话", True, None), ("×××", None, None), ("，尾", None, True),
    ]  # fmt: skip


def test_a_value_with_a_tab_or_a_break_inside_goes():
    document = made("手机号")
    run = document.paragraphs[0].add_run(MOBILE[:3])
    run.add_tab()
    run.add_text(MOBILE[3:7])
    run.add_break()
    run.add_text(MOBILE[7:])
    copy = copy_of(saved(document), "docx").data
    assert MOBILE not in squeezed(zip_words(copy))
    assert texts(copy) == ["手机号×××"]


def test_headers_footers_tables_and_notes_are_cleaned_too():
    document = made("正文")
    document.sections[0].header.paragraphs[0].text = f"承办人电话{MOBILE}"
    document.sections[0].footer.paragraphs[0].text = f"卡号{BANK}"
    table = document.add_table(2, 2)
    for at, text in enumerate(("诉求人", "身份证号", "赵六", ID18)):
        table.cell(at // 2, at % 2).text = text
    words = zip_words(copy_of(saved(document), "docx", "complaint").data)
    assert not any(value in words for value in (MOBILE, BANK, ID18, "赵六"))
    assert "诉求人" in words


def test_a_name_from_the_header_goes_from_the_body():
    known = Known(parties=(Party("李四", role=Whom.REPORTER),))
    document = made("李四所述属实")
    document.sections[0].header.paragraphs[0].text = "举报人李四"
    assert "李四" not in zip_words(copy_of(saved(document), "docx", known=known).data)


def tracked():
    """A deletion and an insertion."""
    document = made("甲")
    element = document.paragraphs[0]._p
    element.append(
        parse_xml(
            f'<w:del {W} w:id="1" w:author="王会计" ><w:r><w:delText>卡号{BANK}</w:delText></w:r></w:del>'
        )
    )
    element.append(parse_xml(f'<w:ins {W} w:id="2" w:author="王会计"><w:r><w:t>乙</w:t></w:r></w:ins>'))
    return saved(document)


def test_tracked_changes_are_accepted_and_their_authors_gone():
    copy = copy_of(tracked(), "docx").data
    assert texts(copy) == ["甲乙"]
    words = zip_words(copy)
    assert "王会计" not in words and BANK not in words and "<w:ins " not in words


def test_tracked_changes_can_be_rejected_or_stop_the_copy_by_policy():
    one = policy("penalty")
    rejecting = type(one)(
        **{**{name: getattr(one, name) for name in one.__slots__}, "tracked_changes": "reject"}
    )
    assert texts(cleaned(tracked(), "docx", rejecting).data) == ["甲卡号×××"]
    stopping = type(one)(
        **{**{name: getattr(one, name) for name in one.__slots__}, "tracked_changes": "refuse"}
    )
    with pytest.raises(Unclean):
        cleaned(tracked(), "docx", stopping)


def test_hidden_white_and_tiny_text_goes():
    document = made("看得见")
    for number, text in enumerate((f"隐{MOBILE}", "白字内容", "小字内容")):
        run = document.paragraphs[0].add_run(text)
        if number == 0:
            run.font.hidden = True
        elif number == 1:
            run.font.color.rgb = RGBColor(255, 255, 255)
        else:
            run.font.size = 12700
    assert texts(copy_of(saved(document), "docx").data) == ["看得见"]


def test_properties_comments_rsids_bookmarks_and_field_codes_stay_behind():
    document = made("信")
    document.core_properties.author = "王会计"
    document.core_properties.title = "张三案"
    document.add_comment(document.paragraphs[0].runs, text=f"电话{MOBILE}", author="王会计")
    paragraph = document.paragraphs[0]._p
    paragraph.set(qn("w:rsidR"), "00A1B2C3")
    mark = OxmlElement("w:bookmarkStart")
    mark.set(qn("w:id"), "7")
    mark.set(qn("w:name"), "张三的书签")
    paragraph.append(mark)
    paragraph.append(
        parse_xml(
            f'<w:fldSimple {W} w:instr=" HYPERLINK &quot;mailto:{MOBILE}@qq.com&quot; ">'
            "<w:r><w:t>链接</w:t></w:r></w:fldSimple>"
        )
    )
    copy = copy_of(saved(document), "docx").data
    words = zip_words(copy)
    assert not any(one in words for one in ("王会计", "张三", MOBILE, "00A1B2C3", "HYPERLINK"))
    assert "w:rsidR" not in zip_words(copy).replace("w:rsidRoot", "")
    assert not any("docProps" in name or "comments" in name or "customXml" in name for name in names(copy))
    assert texts(copy) == ["信链接"]


def test_alternative_texts_are_checked_and_pictures_lose_their_metadata():
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "张三拍摄"
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", exif=exif)
    document = made("图")
    picture.seek(0)
    document.add_picture(picture)
    properties = next(document.element.body.iter(qn("wp:docPr")))
    properties.set("descr", f"身份证号{ID18}的复印件")
    properties.set("name", "C:\\Users\\张三\\1.jpg")
    copy = copy_of(saved(document), "docx").data
    words = zip_words(copy)
    assert ID18 not in words and "张三" not in words and "的复印件" in words
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        media = next(name for name in archive.namelist() if "media" in name)
        assert not Image.open(io.BytesIO(archive.read(media))).getexif()


def test_what_a_pictures_frame_cuts_off_is_cut_off():
    picture = io.BytesIO()
    image = Image.new("RGB", (100, 50), "white")
    image.paste("black", (50, 0, 100, 50))
    image.save(picture, "PNG")
    picture.seek(0)
    document = made("图")
    document.add_picture(picture)
    blip = next(document.element.body.iter(qn("a:blip")))
    frame = OxmlElement("a:srcRect")
    frame.set("r", "50000")
    blip.addnext(frame)
    with zipfile.ZipFile(io.BytesIO(copy_of(saved(document), "docx", unread_scans="keep").data)) as archive:
        media = next(name for name in archive.namelist() if "media" in name)
        seen = Image.open(io.BytesIO(archive.read(media)))
    assert seen.size == (50, 50) and seen.convert("L").getextrema() == (255, 255)


def test_text_boxes_are_redacted_in_both_of_their_forms():
    box = f"""<w:p {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape alt="框{MOBILE}">
    <v:textbox><w:txbxContent>
    <w:p><w:r><w:t>电话{MOBILE[:6]}</w:t></w:r><w:r><w:t>{MOBILE[6:]}</w:t></w:r></w:p></w:txbxContent></v:textbox>
    </v:shape></w:pict></w:r></w:p>"""
    document = made("外")
    document.paragraphs[0]._p.addnext(parse_xml(box))
    assert MOBILE not in zip_words(copy_of(saved(document), "docx").data)


def around(xml):
    """The paragraphs of a copy of a document with some XML of its own."""
    document = made("前文")
    document.paragraphs[0]._p.addnext(parse_xml(xml))
    copy = copy_of(saved(document), "docx").data
    assert MOBILE not in zip_words(copy) and ID18 not in zip_words(copy)
    return texts(copy)[1:]


def test_a_content_control_leaves_its_text_and_nothing_else():
    control = f"""<w:sdt {W}><w:sdtPr><w:alias w:val="号{ID18}"/><w:dropDownList>
    <w:listItem w:displayText="{MOBILE}"
    w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent><w:p><w:r><w:t>电话{MOBILE}</w:t></w:r></w:p></w:sdtContent>
    </w:sdt>"""
    assert around(control) == ["电话×××"]


def test_pinyin_over_a_name_does_not_hide_it():
    def over(char, sound):
        return f"""<w:r><w:ruby><w:rt><w:r><w:t>{sound}</w:t></w:r></w:rt><w:rubyBase>
        <w:r><w:t>{char}</w:t></w:r>
        </w:rubyBase></w:ruby></w:r>"""

    runs = over("张", "zhang") + over("三", "san")
    text = around(f"<w:p {W}><w:r><w:t>证人</w:t></w:r>{runs}<w:r><w:t>，电话{MOBILE}。</w:t></w:r></w:p>")
    assert text == ["证人张某，电话×××。"]


def test_a_field_leaves_its_result_a_page_number_stays_a_field():
    def field(code, result):
        return f"""<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>
        <w:r><w:fldChar w:fldCharType="end"/></w:r>"""

    assert around(f"<w:p {W}>{field(f'HYPERLINK tel:{MOBILE}', '打')}{field('PAGE', '1')}</w:p>") == ["打1"]


def test_formulas_and_drawn_letters_are_text_too():
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    around(f'<m:oMathPara xmlns:m="{math}"><m:oMath><m:r><m:t>{MOBILE}</m:t></m:r></m:oMath></m:oMathPara>')
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="电话{MOBILE}"/></v:shape>'
    around(f"<w:p {W}><w:r><w:pict>{shape}</w:pict></w:r></w:p>")


def test_unknown_parts_never_go_along():
    data = edited(
        saved(made("正文")),
        {
            "word/embeddings/oleObject1.bin": lambda _: BANK,
            "customXml/item9.xml": lambda _: f"<a>{BANK}</a>",
            "word/afchunk.html": lambda _: BANK,
        },
    )
    assert BANK in zip_words(data) and BANK not in zip_words(copy_of(data, "docx").data)


def test_a_template_path_and_an_external_picture_go():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    target = "file:///C:/张三/模板.dotm"
    rel = f'<Relationship Id="rId99" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    data = edited(
        saved(made("正文")),
        {"word/_rels/document.xml.rels": lambda old: old.replace("</Relationships>", rel)},
    )
    assert "张三" not in zip_words(copy_of(data, "docx").data)


def test_macros_give_no_copy():
    data = edited(saved(made("正文")), {"word/vbaProject.bin": lambda _: "x"})
    with pytest.raises(Unclean):
        copy_of(data, "docx")


def test_entities_are_refused():
    evil = '<!DOCTYPE a [<!ENTITY b "c">]>'
    data = edited(saved(made("正文")), {"word/document.xml": lambda old: old.replace("?>", "?>" + evil, 1)})
    with pytest.raises(Refused):
        copy_of(data, "docx")


def test_a_copy_opens_has_its_text_and_is_the_same_each_time():
    document = made("第一段", "第二段")
    document.add_heading("标题", 1)
    document.add_table(1, 2).cell(0, 1).text = "格"
    data = saved(document)
    copy = copy_of(data, "docx").data
    assert texts(copy) == ["第一段", "第二段", "标题"]
    assert Document(io.BytesIO(copy)).tables[0].cell(0, 1).text == "格"
    assert copy == copy_of(data, "docx").data
    assert copy_of(copy, "docx").data == copy


def test_a_day_that_has_its_line_gives_a_copy():
    document = Document()
    document.add_paragraph("2020-05-11")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "2020-05-12", "2020-05-13"
    out = io.BytesIO()
    document.save(out)
    words = zip_words(copy_of(out.getvalue(), "docx").data)
    assert all(day in words for day in ("2020-05-11", "2020-05-12", "2020-05-13"))


def test_the_name_that_an_author_gave_a_shape_stays_behind():
    document = made("证人：于洪涛")
    shape = (
        f'<w:p {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape id="于洪涛的框" '
        'style="width:9pt;height:9pt"/></w:pict></w:r></w:p>'
    )
    document.element.body.insert(0, parse_xml(shape))
    assert "于洪涛" not in zip_words(copy_of(saved(document), "docx").data)


def test_only_shapes_are_renamed_and_not_what_has_an_id_like_theirs():
    root = parse_xml(
        f'<w:p {W} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<w:bookmarkStart w:id="1" w:name="a"/><w:hyperlink r:id="rId5"/><w:r><w:br w:type="page"/></w:r>'
        '<w:r><w:pict><v:shapetype id="rId5"/><v:shape id="page" type="#rId5" o:spid="于洪涛"/>'
        '<v:rect id="1"/></w:pict></w:r></w:p>'
    )
    list(attributes(root))
    text = etree.tostring(root, encoding="unicode")
    assert 'w:id="1"' in text and 'r:id="rId5"' in text and 'w:type="page"' in text
    assert 'id="shape1"' in text and 'type="#shape1"' in text and "于洪涛" not in text
