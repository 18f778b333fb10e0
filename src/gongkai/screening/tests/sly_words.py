"""Sly files of Word and Excel, more of them: properties, package, formats; each hides a mobile number."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import openpyxl
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table

from gongkai.screening.tests.files_built import MOBILE, body_docx, changed, plain_docx, plain_xlsx, saved
from gongkai.screening.tests.sly_files import Sly, paragraph, run

_SAID = f"电话{MOBILE}"


def fields_between() -> bytes:
    """A number over three runs and two fields."""
    first = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(MOBILE[2:4])}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    second = f'<w:fldSimple w:instr=" REF b ">{run(MOBILE[7:9])}</w:fldSimple>'
    return body_docx(
        paragraph(run("电话"), run(MOBILE[:2]), first, run(MOBILE[4:7]), second, run(MOBILE[9:]))
    )


def captioned() -> bytes:
    caption = f'<w:tblPr><w:tblCaption w:val="表"/><w:tblDescription w:val="{_SAID}"/></w:tblPr>'
    cell = f"<w:tr><w:tc>{paragraph(run('公告'))}</w:tc></w:tr>"
    return body_docx(f"<w:tbl>{caption}<w:tblGrid/>{cell}</w:tbl>{paragraph()}")


def bookmarked() -> bytes:
    name = f'<w:bookmarkStart w:id="1" w:name="电话{MOBILE}"/>'
    return body_docx(paragraph(name, run("公告"), '<w:bookmarkEnd w:id="1"/>'))


def smart_tag() -> bytes:
    said = f'<w:smartTagPr><w:attr w:name="tel" w:val="{_SAID}"/></w:smartTagPr>'
    return body_docx(paragraph(f'<w:smartTag w:uri="a" w:element="b">{said}{run("公告")}</w:smartTag>'))


def commented_package() -> bytes:
    out = io.BytesIO(plain_docx("公告"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = _SAID.encode()
    return out.getvalue()


def between_members() -> bytes:
    """Bytes between the last member and the directory, as a program leaves them that saves in place."""
    data, said = plain_docx("公告"), _SAID.encode()
    start, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    tail = data[end : end + 16] + struct.pack("<I", start + len(said)) + data[end + 20 :]
    return data[:start] + said + data[start:end] + tail


def behind_package() -> bytes:
    return plain_docx("公告") + _SAID.encode()


def format_that_speaks() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = 1
    sheet["A1"].number_format = f'"{_SAID}"'
    return saved(book)


def condition() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = "公告"
    sheet.conditional_formatting.add("A1:A9", FormulaRule(formula=[f'A1="{_SAID}"']))  # type: ignore[no-untyped-call]
    return saved(book)


def put_together() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["公告", f'=CONCATENATE("电话","{MOBILE[:5]}","{MOBILE[5:]}")'])
    return saved(book)


def same_colour() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["公告", _SAID])
    sheet["B1"].font = Font(color="FF4472C4")
    sheet["B1"].fill = PatternFill("solid", fgColor="FF4472C4")
    return saved(book)


def own_view() -> bytes:
    data = plain_xlsx(["公告"])
    guid = "{00000000-0000-0000-0000-000000000000}"
    view = f'<customWorkbookView name="{_SAID}" guid="{guid}" activeSheetId="1" windowWidth="1"'
    view += ' windowHeight="1"/>'
    view = f"<customWorkbookViews>{view}</customWorkbookViews></workbook>"
    book = zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml").decode()
    return changed(data, {"xl/workbook.xml": book.replace("</workbook>", view)})


def newer_choice() -> bytes:
    data = plain_xlsx(["公告"])
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    office, newer = "http://schemas.microsoft.com/office/excel/2006/main", "x14:dataValidation"
    rule = f'<x14:formula1><xm:f>"{_SAID},b"</xm:f></x14:formula1><xm:sqref>A1</xm:sqref>'
    rule = f'<{newer}s count="1" xmlns:xm="{office}"><{newer} type="list">{rule}</{newer}></{newer}s>'
    space = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    rule = f'<extLst><ext uri="a" xmlns:x14="{space}">{rule}</ext></extLst></worksheet>'
    return changed(data, {"xl/worksheets/sheet1.xml": sheet.replace("</worksheet>", rule)})


def header_in_pieces() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["公告"])
    sheet.oddHeader.center.text = f"&12电话{MOBILE[:5]}&B{MOBILE[5:]}"
    return saved(book)


def commented_table() -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["甲", "乙"])
    sheet.append([1, 2])
    sheet.add_table(Table(displayName="T1", ref="A1:B2", comment=_SAID))
    return saved(book)


def tip_of_link() -> bytes:
    return body_docx(paragraph(f'<w:hyperlink w:tooltip="{_SAID}" w:anchor="a">{run("公告")}</w:hyperlink>'))


def symbols() -> bytes:
    signs = (f'<w:r><w:sym w:font="Symbol" w:char="F0{ord(digit):02X}"/></w:r>' for digit in MOBILE)
    return body_docx(paragraph(run("电话"), *signs))


def old_title() -> bytes:
    said = f'<vt:vector size="1" baseType="lpstr"><vt:lpstr>{_SAID}</vt:lpstr></vt:vector>'
    properties = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"<TitlesOfParts>{said}</TitlesOfParts></Properties>"
    )
    return changed(plain_docx("公告"), {"docProps/app.xml": properties})


def faint(looks: str) -> Sly:
    """A run that nobody sees for its looks."""
    return Sly("a.docx", lambda: body_docx(paragraph(run("公告"), run(_SAID, looks))), ("hidden_text",))


WORDS: dict[str, Sly] = {
    "number over runs and fields": Sly("a.docx", fields_between),
    "description of a table": Sly("a.docx", captioned),
    "name of a bookmark": Sly("a.docx", bookmarked),
    "property of a smart tag": Sly("a.docx", smart_tag),
    "white by the theme": faint('<w:color w:val="auto" w:themeColor="background1"/>'),
    "near white": faint('<w:color w:val="FDFDFD"/>'),
    "letters without width": faint('<w:w w:val="1"/><w:sz w:val="20"/>'),
    "comment of the package": Sly("a.docx", commented_package, ("hidden_text",)),
    "between the members of the package": Sly("a.docx", between_members, ("hidden_text",)),
    "behind the package": Sly("a.docx", behind_package, ("hidden_text",)),
    "number format that speaks": Sly("a.xlsx", format_that_speaks),
    "condition of a format": Sly("a.xlsx", condition),
    "number put together by a formula": Sly("a.xlsx", put_together),
    "letters in the colour of their ground": Sly("a.xlsx", same_colour, ("hidden_text",)),
    "choice of a cell by the newer rules": Sly("a.xlsx", newer_choice),
    "header in pieces": Sly("a.xlsx", header_in_pieces),
    "comment of a table": Sly("a.xlsx", commented_table),
    "tip of a link": Sly("a.docx", tip_of_link),
    "digits of a symbol font": Sly("a.docx", symbols),
    "title that the document once had": Sly("a.docx", old_title),
    "view of one's own": Sly("a.xlsx", own_view),
}
"""Every further sly file of Word and Excel by what it does."""
