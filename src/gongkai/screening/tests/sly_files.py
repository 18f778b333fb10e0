"""Sly files of Word and Excel: each hides a mobile number at a place that nobody looks at first."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import docx
import openpyxl
from docx.shared import Inches

from gongkai.screening.tests.files_built import (
    MOBILE,
    W,
    body_docx,
    changed,
    located_jpeg,
    plain_docx,
    plain_xlsx,
    saved,
)

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_TYPE = "application/vnd.openxmlformats-officedocument."
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Sly:
    """A file, its name, the kinds of which one must be found, and whether the number must be read."""

    name: str
    make: Callable[[], bytes]
    kinds: tuple[str, ...] = ()
    reads: bool = True


def run(text: str, looks: str = "") -> str:
    """A run of WordprocessingML."""
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    """A paragraph of runs."""
    return "<w:p>" + "".join(runs) + "</w:p>"


def related(
    data: bytes, part: str, content: str | bytes, type_: str, kind: str, owner: str = "word/document.xml"
) -> bytes:
    """A package with one more part, named by its owner and by the content types."""
    folder, _, file = owner.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        known = archive.read(rels).decode() if rels in archive.namelist() else _RELS.format("")
        types = archive.read("[Content_Types].xml").decode()
    target = part.removeprefix(folder + "/")
    one = f'<Relationship Id="rSly" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    override = f'<Override PartName="/{part}" ContentType="{type_}"/></Types>'
    return changed(
        data,
        {
            part: content,
            rels: known.replace("</Relationships>", one),
            "[Content_Types].xml": types.replace("</Types>", override),
        },
    )


def very_hidden() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["公告"])
    sheet = book.create_sheet("底")
    sheet.append(["电话", MOBILE])
    sheet.sheet_state = "veryHidden"
    return saved(book)


def tiny_column() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["公告", f"电话{MOBILE}"])
    book.active.column_dimensions["B"].width = 0.1
    return saved(book)


def number_format() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["公告", f"电话{MOBILE}"])
    book.active["B1"].number_format = ";;;"
    return saved(book)


def shape_in_sheet() -> bytes:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:absoluteAnchor><xdr:sp><xdr:nvSpPr>'
        '<xdr:cNvPr id="2" name="a" hidden="1"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>'
        f"电话{MOBILE}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:absoluteAnchor></xdr:wsDr>"
    )
    made = related(
        plain_xlsx(), "xl/drawings/drawing1.xml", drawing, _TYPE + "drawing+xml",
        "drawing", "xl/worksheets/sheet1.xml",
    )  # fmt: skip
    rels = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    return changed(made, {"xl/worksheets/_rels/sheet1.xml.rels": rels.replace('Target="xl/', 'Target="/xl/')})


def embedded_in_book() -> bytes:
    inner = plain_docx(f"电话{MOBILE}")
    made = related(
        plain_xlsx(), "xl/embeddings/a.docx", inner,
        _TYPE + "wordprocessingml.document", "package", "xl/worksheets/sheet1.xml",
    )  # fmt: skip
    rels = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    return changed(made, {"xl/worksheets/_rels/sheet1.xml.rels": rels.replace('Target="xl/', 'Target="/xl/')})


def threaded_comment() -> bytes:
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="A1" id="{{1}}"><text>电话{MOBILE}</text></threadedComment></ThreadedComments>'
    )
    made = related(
        plain_xlsx(), "xl/threadedComments/threadedComment1.xml", thread,
        "application/vnd.ms-excel.threadedcomments+xml", "threadedComment", "xl/worksheets/sheet1.xml",
    )  # fmt: skip
    rels = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    return changed(made, {"xl/worksheets/_rels/sheet1.xml.rels": rels.replace('Target="xl/', 'Target="/xl/')})


def first_page_header() -> bytes:
    document = docx.Document()
    document.add_paragraph("公告")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = f"电话{MOBILE}"
    return saved(document)


def unused_header() -> bytes:
    """A header for even pages in a document that has none."""
    document = docx.Document()
    document.add_paragraph("公告")
    document.sections[0].even_page_header.paragraphs[0].text = f"电话{MOBILE}"
    return saved(document)


def glossary() -> bytes:
    said = paragraph(run(f"电话{MOBILE}"))
    part = (
        f'<w:glossaryDocument xmlns:w="{W}"><w:docParts><w:docPart><w:docPartBody>{said}'
        "</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"
    )
    type_ = _TYPE + "wordprocessingml.document.glossary+xml"
    return related(plain_docx(), "word/glossary/document.xml", part, type_, "glossaryDocument")


def custom_xml() -> bytes:
    return related(
        plain_docx(), "customXml/item9.xml", f"<a><b>电话{MOBILE}</b></a>", "application/xml", "customXml"
    )


def people() -> bytes:
    part = (
        '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:person w15:author="张三丰">'
        '<w15:presenceInfo w15:providerId="AD" w15:userId="zhangsan@whgx.gov.cn"/>'
        "</w15:person></w15:people>"
    )
    return related(
        plain_docx(),
        "word/people.xml",
        part,
        _TYPE + "wordprocessingml.people+xml",
        "people",
    )


def svg_in_word() -> bytes:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="9">电话{MOBILE}</text></svg>'
    return related(plain_docx(), "word/media/image9.svg", svg, "image/svg+xml", "image")


def photo_in_word() -> bytes:
    document = docx.Document()
    document.add_paragraph("公告")
    document.add_picture(io.BytesIO(located_jpeg()), width=Inches(1))
    return saved(document)


def link_field() -> bytes:
    return body_docx(
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "tel:{MOBILE}" </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            run("联系我们"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        )
    )


def docvar() -> bytes:
    data = plain_docx()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        settings = archive.read("word/settings.xml").decode()
    found = f'<w:docVars><w:docVar w:name="a" w:val="电话{MOBILE}"/></w:docVars></w:settings>'
    return changed(data, {"word/settings.xml": settings.replace("</w:settings>", found)})


def placeholder() -> bytes:
    return body_docx(
        f'<w:sdt><w:sdtPr><w:alias w:val="电话{MOBILE}"/><w:tag w:val="t"/></w:sdtPr>'
        f"<w:sdtContent>{paragraph(run('公告'))}</w:sdtContent></w:sdt>"
    )


def list_choices() -> bytes:
    return body_docx(
        f'<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="电话{MOBILE}" w:value="1"/>'
        "</w:dropDownList></w:sdtPr>"
        f"<w:sdtContent>{paragraph(run('公告'))}</w:sdtContent></w:sdt>"
    )


def inline_control() -> bytes:
    return body_docx(
        paragraph(
            f'<w:sdt><w:sdtPr><w:tag w:val="电话{MOBILE}"/></w:sdtPr>'
            f"<w:sdtContent>{run('公告')}</w:sdtContent></w:sdt>"
        )
    )


def form_field() -> bytes:
    return body_docx(
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="a"/><w:helpText w:type="text" '
            f'w:val="电话{MOBILE}"/></w:ffData></w:fldChar></w:r>',
            run("公告"),
        )
    )


def ruby_and_zero() -> bytes:
    return body_docx(
        paragraph(run("公告"), run(f"电话{MOBILE}", '<w:w w:val="1"/><w:color w:val="FEFEFE"/>'))
    )


def list_label() -> bytes:
    """The label of a numbered paragraph: not a character of it stands in the text."""
    data = body_docx(
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'
        + run("公告")
        + "</w:p>"
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        has = "word/numbering.xml" in archive.namelist()
    part = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="77">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="电话{MOBILE}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="77"><w:abstractNumId w:val="77"/>'
        "</w:num></w:numbering>"
    )
    if has:
        return changed(data, {"word/numbering.xml": part})
    return related(
        data,
        "word/numbering.xml",
        part,
        _TYPE + "wordprocessingml.numbering+xml",
        "numbering",
    )


def art_text() -> bytes:
    return body_docx(
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" alt="a"><v:textpath '
        f'string="电话{MOBILE}"/></v:shape></w:pict></w:r></w:p>'
    )


def chart_cache() -> bytes:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        "<c:chart><c:plotArea><c:barChart>"
        f'<c:ser><c:cat><c:strRef><c:strCache><c:pt idx="0"><c:v>电话{MOBILE}</c:v></c:pt>'
        "</c:strCache></c:strRef></c:cat></c:ser>"
        "</c:barChart></c:plotArea></c:chart></c:chartSpace>"
    )
    return related(
        plain_docx(),
        "word/charts/chart1.xml",
        chart,
        _TYPE + "drawingml.chart+xml",
        "chart",
    )


def odt_as_docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"<a>电话{MOBILE}</a>")
    return out.getvalue()


OFFICE: dict[str, Sly] = {
    "very hidden sheet": Sly("a.xlsx", very_hidden, ("hidden_sheet",)),
    "column a hair wide": Sly("a.xlsx", tiny_column, ("hidden_row",)),
    "format that shows nothing": Sly("a.xlsx", number_format, ("hidden_text",)),
    "shape in a sheet": Sly("a.xlsx", shape_in_sheet),
    "document in a book": Sly("a.xlsx", embedded_in_book, ("embedded_object",)),
    "comment thread": Sly("a.xlsx", threaded_comment, ("comment",)),
    "header of the first page": Sly("a.docx", first_page_header),
    "header that is not used": Sly("a.docx", unused_header),
    "glossary part": Sly("a.docx", glossary),
    "custom xml part": Sly("a.docx", custom_xml, ("metadata",)),
    "people of the comments": Sly("a.docx", people, ("metadata",), reads=False),
    "svg picture": Sly("a.docx", svg_in_word),
    "photo with position": Sly("a.docx", photo_in_word, ("exif_gps",), reads=False),
    "link field": Sly("a.docx", link_field),
    "document variable": Sly("a.docx", docvar, ("metadata",)),
    "name of a control": Sly("a.docx", placeholder),
    "choices of a list": Sly("a.docx", list_choices),
    "squeezed near white": Sly("a.docx", ruby_and_zero, ("hidden_text",)),
    "half a point": Sly(
        "a.docx",
        lambda: body_docx(paragraph(run("公告"), run(f"电话{MOBILE}", '<w:sz w:val="1"/>'))),
        ("hidden_text",),
    ),
    "white": Sly(
        "a.docx",
        lambda: body_docx(paragraph(run("公告"), run(f"电话{MOBILE}", '<w:color w:val="FFFFFF"/>'))),
        ("hidden_text",),
    ),
    "label of a list": Sly("a.docx", list_label),
    "art text": Sly("a.docx", art_text),
    "cache of a chart": Sly("a.docx", chart_cache),
    "inline control": Sly("a.docx", inline_control),
    "form field": Sly("a.docx", form_field),
}
"""Sly files of Word and Excel by what they do."""
