"""XLSX: a new workbook of seen values; nothing else of the old one is in it."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from python_calamine import CalamineWorkbook

from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.cleaning.running import cleaned
from gongkai.screening.cleaning.xlsx import as_text
from gongkai.screening.policies import policy
from gongkai.screening.tests.cleaning_cases import BANK, ID18, MOBILE, USCC, copy_of, zip_words


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def book(*rows, title="台账"):
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    return made


def values(data, sheet=0):
    """By the other reader."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()


ROWS = (
    ["登记编号", "诉求人", "联系电话", "身份证号", "信用代码", "金额", "登记时间"],
    ["001", "赵六", MOBILE, ID18, USCC, 1200.5, datetime(2017, 9, 25)],
    ["002", "匿名", int(MOBILE), "", "", 3, datetime(2017, 9, 26, 10, 30)],
)


def test_cells_are_read_with_their_header_and_all_others_stay():
    rows = values(copy_of(saved(book(*ROWS)), "xlsx", "complaint").data)
    assert rows[0] == ROWS[0]
    assert rows[1][1] != "赵六" and rows[1][2:4] == ["×××", "×××"] and rows[2][2] == "×××"
    assert rows[1][4] == USCC and rows[1][5] == 1200.5 and rows[2][5] == 3 and rows[1][0] == "001"
    assert rows[1][6] == ROWS[1][6].date() or rows[1][6] == ROWS[1][6]
    words = zip_words(copy_of(saved(book(*ROWS)), "xlsx", "complaint").data)
    assert not any(value in words for value in (MOBILE, ID18, "赵六"))


def test_formulas_become_values_and_text_never_becomes_a_formula():
    made = book(["数", "和"], [1, "=A2+1"])
    made.active["C2"] = "=HYPERLINK(1)"
    made.active["C2"].data_type = "s"
    data = saved(made)
    copy = load_workbook(io.BytesIO(copy_of(data, "xlsx").data))
    assert copy.active["B2"].value is None
    assert copy.active["C2"].data_type == "s"
    assert "<f>" not in zip_words(copy_of(data, "xlsx").data)


def hidden():
    made = book(["数", "字", "乙"], [1, "甲", BANK], [2, "丙", ""])
    made.active.row_dimensions[3].hidden = True
    made.active.column_dimensions["C"].hidden = True
    made.create_sheet("藏")["A1"] = f"电话{MOBILE}"
    made["藏"].sheet_state = "veryHidden"
    return saved(made)


def test_hidden_sheets_rows_and_columns_are_dropped_and_noted():
    copy = copy_of(hidden(), "xlsx")
    assert values(copy.data) == [["数", "字"], [1, "甲"]]
    assert load_workbook(io.BytesIO(copy.data)).sheetnames == ["台账"]
    assert {"hidden_row", "hidden_sheet"} <= {one.kind for one in copy.log}
    assert not any(value in zip_words(copy.data) for value in (BANK, MOBILE, "丙", "藏"))


def test_hidden_parts_are_shown_and_cleaned_where_the_policy_says_so():
    one = policy("penalty")
    showing = type(one)(**{**{name: getattr(one, name) for name in one.__slots__}, "hidden": "show"})
    copy = cleaned(hidden(), "xlsx", showing)
    made = load_workbook(io.BytesIO(copy.data))
    assert made.sheetnames == ["台账", "藏"] and made["藏"].sheet_state == "visible"
    assert values(copy.data)[2][:2] == [2, "丙"] and made["藏"]["A1"].value == "电话×××"


def test_a_group_of_hidden_columns_is_hidden_as_a_whole():
    made = book(["甲", "乙", "丙", "丁"], [1, 2, 3, 4])
    made.active.column_dimensions.group("B", "C", hidden=True)
    assert values(copy_of(saved(made), "xlsx").data)[0] == ["甲", "", "", "丁"]


def test_comments_names_links_properties_and_print_texts_stay_behind():
    made = book(["数", "字"], [1, "甲"])
    made.active["A1"].comment = Comment(f"打{MOBILE}", "王会计")
    made.active["B2"].hyperlink = f"mailto:{MOBILE}@qq.com"
    made.active.oddHeader.center.text = f"承办人{MOBILE}"
    made.defined_names["张三的区域"] = DefinedName("张三的区域", attr_text="台账!$A$1")
    made.properties.creator = "王会计"
    made.properties.title = "张三案"
    copy = copy_of(saved(made), "xlsx").data
    words = zip_words(copy)
    assert not any(value in words for value in (MOBILE, "王会计", "张三", "openpyxl"))
    assert values(copy) == [["数", "字"], [1, "甲"]]


def test_white_letters_and_the_empty_format_become_visible():
    made = book(["数", "字"], [1, "甲"], [BANK, 7])
    made.active["A3"].font = Font(color="FFFFFFFF")
    made.active["B3"].number_format = ";;;"
    made.active["B2"].font = Font(color="FFFFFFFF")
    made.active["B2"].fill = PatternFill("solid", fgColor="FF000000")
    copy = load_workbook(io.BytesIO(copy_of(saved(made), "xlsx").data)).active
    assert copy["A3"].value == "×××" and copy["B3"].number_format == "General"
    assert copy["B2"].value == "甲"


def test_number_formats_stay_unless_they_speak():
    made = book(["数", "日"], [1, datetime(2018, 3, 1)])
    made.active["A2"].number_format = f'0"电话{MOBILE}"'
    made.active["B2"].number_format = 'yyyy"年"m"月"d"日"'
    copy = load_workbook(io.BytesIO(copy_of(saved(made), "xlsx").data)).active
    assert copy["A2"].number_format == "General"
    assert copy["B2"].number_format == 'yyyy"年"m"月"d"日"' and copy["B2"].value == datetime(2018, 3, 1)


def test_a_sheets_name_is_text_too():
    copy = copy_of(saved(book(["数", "字"], [1, "甲"], title=f"电话{MOBILE}")), "xlsx").data
    assert load_workbook(io.BytesIO(copy)).sheetnames == ["电话×××"]


def test_merged_cells_and_widths_stay():
    made = book(["公示表", ""], ["数", "字"], [1, "甲"])
    made.active.merge_cells("A1:B1")
    made.active.column_dimensions["B"].width = 33
    copy = load_workbook(io.BytesIO(copy_of(saved(made), "xlsx").data)).active
    assert [str(area) for area in copy.merged_cells.ranges] == ["A1:B1"]
    assert copy.column_dimensions["B"].width == 33


def test_macros_give_no_copy_and_neither_does_a_book_of_hidden_sheets():
    out = io.BytesIO(saved(book(["数", "字"])))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", "x")
    with pytest.raises(Unclean):
        copy_of(out.getvalue(), "xlsx")


def test_cleaning_twice_changes_nothing_and_each_time_gives_the_same_bytes():
    data = saved(book(*ROWS))
    once = copy_of(data, "xlsx").data
    assert once == copy_of(data, "xlsx").data
    assert values(copy_of(once, "xlsx").data) == values(once)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (1.0, "1"),
        (1.5, "1.5"),
        (13812345678.0, MOBILE),
        (True, "TRUE"),
        (datetime(2018, 3, 1), "2018-03-01"),
    ],
)
def test_a_cell_is_read_as_a_person_reads_it(value, text):
    assert as_text(value) == text


def test_a_column_of_days_written_as_text_gives_a_copy():
    rows = (
        ["诉求人", "登记日期", "办结日期"],
        ["赵六", "2021-03-01", "2021-03-01"],
        ["钱七", "2021-03-02", "2021-03-09"],
    )
    assert [row[1:] for row in values(copy_of(saved(book(*rows)), "xlsx", "complaint").data)] == [
        list(row[1:]) for row in rows
    ]
