"""XLSX files: hidden sheets, rows, columns, comments, names, links, and controls."""

import io

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from builders.case import BANK, ID18, MOBILE, USCC, Case, edited, replaced

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(change=None, author=""):
    """A small table of penalties with empty properties."""
    workbook = Workbook()
    workbook.properties.creator = author
    workbook.properties.lastModifiedBy = author
    sheet = workbook.active
    sheet.title = "公示表"
    sheet.append(["决定书文号", "当事人名称", "统一社会信用代码", "罚款金额"])
    sheet.append(["威高市监罚〔2017〕12号", "威海高区好味道食品店", USCC, 0.5])
    if change:
        change(workbook, sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def cell(value, place="E2"):
    def change(_, sheet):
        sheet[place] = value

    return lambda: book(change)


def second(state, value=MOBILE):
    """A second sheet that is hidden or very hidden."""

    def change(workbook, _):
        sheet = workbook.create_sheet("底稿")
        sheet["B7"] = value
        sheet.sheet_state = state

    return lambda: book(change)


def hidden_row(_, sheet):
    sheet["A3"] = f"身份证号{ID18}"
    sheet.row_dimensions[3].hidden = True


def hidden_column(_, sheet):
    sheet["F1"], sheet["F2"] = "联系电话", MOBILE
    sheet.column_dimensions["F"].hidden = True


def filtered(_, sheet):
    """A row that a filter hides."""
    sheet["A3"] = "威高市监罚〔2017〕13号"
    sheet.auto_filter.ref = "A1:D3"
    sheet.row_dimensions[3].hidden = True


def remark(_, sheet):
    sheet["A2"].comment = Comment(f"当事人手机{MOBILE}", "刘晓明")


def name(workbook, _):
    workbook.defined_names["经办"] = DefinedName("经办", attr_text=f'"{MOBILE}"')


def margin(_, sheet):
    sheet.oddHeader.center.text = "秘密★5年"


def white(_, sheet):
    sheet["E2"] = BANK
    sheet["E2"].font = Font(color="FFFFFFFF")


def masked(_, sheet):
    sheet["E1"] = "身份证号"
    sheet["E2"] = ID18
    sheet["E2"].number_format = ";;;"


def numbers(_, sheet):
    """A mobile number as a number, as a spreadsheet makes of it."""
    sheet["E1"], sheet["E2"] = "联系电话", int(MOBILE)


def linked():
    """A workbook that refers to another on the author's machine."""
    link = f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{REL}" r:id="rId1"/></externalLink>'
    rels = (
        "<Relationships "
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{REL}/externalLinkPath" '
        'Target="file:///C:/Users/liuxiaoming/台账2017.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    return edited(
        book(),
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": rels,
            "[Content_Types].xml": replaced(
                "</Types>",
                f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{kind}"/></Types>',
            ),
            "xl/_rels/workbook.xml.rels": replaced(
                "</Relationships>",
                (
                    f'<Relationship Id="rIdX" Type="{REL}/externalLink" '
                    'Target="externalLinks/externalLink1.xml"/></Relationships>'
                ),
            ),
        },
    )


def macro():
    vba = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return edited(
        book(),
        {
            "xl/vbaProject.bin": vba,
            "[Content_Types].xml": lambda old: old.replace(
                main.encode(), b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
            ).replace(
                b"</Types>",
                (
                    b'<Override PartName="/xl/vbaProject.bin" '
                    b'ContentType="application/vnd.ms-office.vbaProject"/></Types>'
                ),
            ),
        },
    )


CASES = (
    Case("xlsx-clean.xlsx", book, {"uscc": "k"}, "clean"),
    Case("xlsx-id.xlsx", cell(ID18), {"id18": "r"}, where={"id18": "公示表!E2"}),
    Case("xlsx-card.xlsx", cell(f"账号 {BANK}"), {"bank": "r"}),
    Case("xlsx-number.xlsx", lambda: book(numbers), {"mobile": "r"}),
    Case("xlsx-mark.xlsx", cell("机密★20年", "A4"), {"secret_mark": "b"}, "block"),
    Case("xlsx-formula.xlsx", cell(f'="电话"&"{MOBILE}"'), {"mobile": "r"}),
    Case("xlsx-hidden-sheet.xlsx", second("hidden"), {"hidden_sheet": "n", "mobile": "r"}),
    Case(
        "xlsx-very-hidden.xlsx",
        second("veryHidden"),
        {"hidden_sheet": "n", "mobile": "r"},
        where={"mobile": "底稿!B7"},
    ),
    Case(
        "xlsx-hidden-mark.xlsx",
        second("hidden", "绝密★30年"),
        {"hidden_sheet": "n", "secret_mark": "b"},
        "block",
    ),
    Case("xlsx-hidden-row.xlsx", lambda: book(hidden_row), {"hidden_row": "n", "id18": "r"}),
    Case("xlsx-hidden-column.xlsx", lambda: book(hidden_column), {"hidden_row": "n", "mobile": "r"}),
    Case("xlsx-filter.xlsx", lambda: book(filtered), {"hidden_row": "n"}),
    Case("xlsx-comment.xlsx", lambda: book(remark), {"comment": "n", "mobile": "r"}),
    Case("xlsx-defined-name.xlsx", lambda: book(name), {"mobile": "r"}),
    Case("xlsx-header.xlsx", lambda: book(margin), {"secret_mark": "b"}, "block"),
    Case("xlsx-white.xlsx", lambda: book(white), {"hidden_text": "n", "bank": "r"}),
    Case("xlsx-masked.xlsx", lambda: book(masked), {"hidden_text": "n", "id18": "r"}),
    Case("xlsx-author.xlsx", lambda: book(author="刘晓明"), {"metadata": "n"}),
    Case("xlsx-link.xlsx", linked, {"metadata": "n"}),
    Case("xlsx-macro.xlsm", macro, {"macro": "n"}, may_refuse=True),
)
