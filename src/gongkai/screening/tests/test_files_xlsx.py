"""XLSX: every cell, hidden or not, and every other place with text."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai.screening.files.reading import read
from gongkai.screening.files.sheets import _letters, _number
from gongkai.screening.tests.files_built import ID18, MOBILE, changed, kinds, places, plain_xlsx, saved


def book(*rows: list[object]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = "台账"
    for row in rows or (["登记编号", "联系电话"], ["001", MOBILE]):
        made.active.append(row)
    return made


def test_a_plain_book_hides_nothing() -> None:
    found = read(saved(book()), "a.xlsx")
    assert kinds(found) == []
    assert places(found)["台账!B2"] == MOBILE


def test_numbers_and_days_are_read_as_people_see_them() -> None:
    data = saved(book(["联系电话", "出生日期", "金额"], [13812345678, dt.date(1990, 1, 1), 0.1]))
    found = places(read(data, "a.xlsx"))
    assert found["台账!A2"] == MOBILE
    assert found["台账!B2"] == "1990-01-01"
    assert found["台账!C2"] == "0.1"


def test_neighbouring_cells_are_not_one_number() -> None:
    found = read(saved(book([371002, 199001010015])), "a.xlsx")
    assert ID18 not in found.text.replace("\n", "-")


def test_heading_is_context_below_a_title() -> None:
    found = read(saved(book(["二〇一七年投诉登记表"], ["诉求人", "联系电话"], ["王小明", MOBILE])), "a.xlsx")
    assert "诉求人：王小明" in found.text
    assert places(found)["台账!A3"] == "王小明"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets(state: str) -> None:
    made = book()
    sheet = made.create_sheet("底稿")
    sheet["B7"] = ID18
    sheet.sheet_state = state
    found = read(saved(made), "a.xlsx")
    assert kinds(found) == ["hidden_sheet"]
    assert found.where(found.text.index(ID18)) == "底稿!B7"


def test_hidden_rows_and_columns_with_text() -> None:
    made = book(["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"])
    made.active.row_dimensions[2].hidden = True
    made.active.row_dimensions[3].hidden = True
    made.active.row_dimensions[40].hidden = True
    made.active.column_dimensions["C"].hidden = True
    made.active.column_dimensions["Z"].hidden = True
    found = [(one.kind, one.where) for one in read(saved(made), "a.xlsx").hidden if one.verdict != "keep"]
    assert found == [("hidden_row", "台账!2:3"), ("hidden_row", "台账!C:C")]


def test_cells_that_do_not_show() -> None:
    made = book(["甲", "乙"])
    made.active["A5"], made.active["B5"], made.active["C5"] = ID18, MOBILE, "名称"
    made.active["A5"].font = Font(color="FFFFFFFF")
    made.active["B5"].number_format = ";;;"
    made.active["C5"].font = Font(color="FFFFFFFF")
    made.active["C5"].fill = PatternFill("solid", fgColor="FF1F4E79")
    found = [(one.kind, one.text) for one in read(saved(made), "a.xlsx").hidden if one.verdict != "keep"]
    assert found == [("hidden_text", ID18), ("hidden_text", MOBILE)]


def test_comments_with_author() -> None:
    made = book()
    made.active["B2"].comment = Comment(f"机主{ID18}", "张三")
    found = read(saved(made), "a.xlsx")
    assert kinds(found) == ["comment"]
    assert found.hidden[0].where == "台账!B2 的批注"
    assert "张三" in found.hidden[0].why
    assert ID18 in found.text


def test_names_validations_headers_and_formulas() -> None:
    made = book()
    made.defined_names["负责人"] = DefinedName("负责人", attr_text=f'"{MOBILE}"')
    rule = DataValidation(type="list", formula1='"张三,李四"')
    rule.add("D1")
    made.active.add_data_validation(rule)
    made.active.oddFooter.center.text = "第 &P 页 内部资料"
    made.active["E5"] = f'="{ID18}"&A1'
    text = read(saved(made), "a.xlsx").text
    for said in (MOBILE, "张三,李四", "内部资料", ID18):
        assert said in text


def test_formula_with_a_path() -> None:
    made = book()
    made.active["E5"] = r"='C:\张三\[底稿.xlsx]Sheet1'!A1"
    assert kinds(read(saved(made), "a.xlsx")) == ["metadata"]


def test_strings_that_no_cell_uses_any_more() -> None:
    data = plain_xlsx(["甲", "乙"])
    strings = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{ID18}</t></si></sst>'
    )
    found = read(changed(data, {"xl/sharedStrings.xml": strings}), "a.xlsx")
    assert kinds(found) == ["hidden_text"]
    assert ID18 in found.text


def test_caches_of_pivots_links_and_connections() -> None:
    data = changed(
        plain_xlsx(),
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": f"<p><sharedItems><s v='{ID18}'/></sharedItems></p>",
            "xl/externalLinks/externalLink1.xml": "<e><sheetName val='底稿'/><v>王五</v></e>",
            "xl/connections.xml": "<c><connection sourceFile='C:/a.mdb'/></c>",
        },
    )
    found = read(data, "a.xlsx")
    assert kinds(found) == ["hidden_text", "metadata", "metadata"]
    assert ID18 in found.text
    assert "王五" in found.text


def test_macros_block() -> None:
    found = read(changed(plain_xlsx(), {"xl/vbaProject.bin": b"\x00"}), "a.xlsx")
    assert kinds(found) == ["macro"]


def test_a_million_empty_rows_are_read() -> None:
    empty = "".join(f'<row r="{number}"/>' for number in range(2, 200_000))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{MOBILE}</t></is></c></row>{empty}'
        "</sheetData></worksheet>"
    )
    found = read(changed(plain_xlsx(), {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")
    assert places(found)["Sheet!A1"] == MOBILE


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("1.3812345678E10", MOBILE),
        ("3.71002199001010E+17", "371002199001010000"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("nan", "nan"),
        ("12.50", "12.5"),
    ],
)
def test_numbers_without_exponent(raw: str, shown: str) -> None:
    assert _number(raw) == shown


def test_letters_of_columns() -> None:
    assert [_letters(number) for number in (1, 26, 27, 16_384)] == ["A", "Z", "AA", "XFD"]
