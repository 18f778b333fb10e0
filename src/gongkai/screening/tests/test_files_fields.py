"""Cells are read with what says what they are: the heading of their column, or the field to their left."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest

from gongkai.screening.cleaning.running import cleaned
from gongkai.screening.files.fields import contexts, field, headings, is_form
from gongkai.screening.finding import Verdict
from gongkai.screening.policies.model import policy
from gongkai.screening.screening import screen
from gongkai.screening.tests.files_built import plain_xlsx, saved

LIST = (
    ("序号", "姓名", "电话", "事由"),
    ("1", "连芳", "5281234", "咨询"),
    ("2", "邹本刚", "无", "举报"),
)
FORM = (
    ("案件登记表", "", "", ""),
    ("当事人", "连芳", "性别", "男"),
    ("法定代表人", "邹本刚", "账号", "817810201421000012"),
)


def as_docx(rows: tuple[tuple[str, ...], ...]) -> bytes:
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, line in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    return saved(document)


def as_html(rows: tuple[tuple[str, ...], ...]) -> bytes:
    lines = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f"<html><body><table>{lines}</table></body></html>".encode()


def as_xlsx(rows: tuple[tuple[str, ...], ...]) -> bytes:
    return plain_xlsx(*(list(row) for row in rows))


def as_csv(rows: tuple[tuple[str, ...], ...]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode("gb18030")


FORMATS: dict[str, Callable[[tuple[tuple[str, ...], ...]], bytes]] = {
    "docx": as_docx,
    "html": as_html,
    "xlsx": as_xlsx,
    "csv": as_csv,
}


def found_in(data: bytes, ending: str) -> set[tuple[str, str]]:
    report = screen(data, name=f"a.{ending}")
    return {(one.kind, one.text) for one in report.findings if one.verdict is not Verdict.KEEP}


@pytest.mark.parametrize("ending", FORMATS)
def test_the_heading_of_a_column_says_what_its_cells_are(ending: str) -> None:
    found = found_in(FORMATS[ending](LIST), ending)
    assert {("person", "连芳"), ("person", "邹本刚"), ("tel", "5281234")} <= found


@pytest.mark.parametrize("ending", FORMATS)
def test_the_field_to_its_left_says_what_a_value_of_a_form_is(ending: str) -> None:
    found = found_in(FORMATS[ending](FORM), ending)
    assert {("person", "连芳"), ("sex", "男"), ("person", "邹本刚")} <= found
    assert ("bank", "817810201421000012") in found


@pytest.mark.parametrize("ending", FORMATS)
def test_no_finding_points_at_a_heading_that_is_only_read_before_a_cell(ending: str) -> None:
    rows = (*FORM, ("住址", "无", "备注", "无"), ("证人", "无", "电话", "无"))
    texts = {text for _, text in found_in(FORMATS[ending](rows), ending)}
    assert texts == {"连芳", "男", "邹本刚", "817810201421000012"}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("rows", [LIST, FORM], ids=["list", "form"])
def test_a_copy_holds_nothing_of_the_persons_and_keeps_the_fields(
    ending: str, rows: tuple[tuple[str, ...], ...]
) -> None:
    copy = cleaned(FORMATS[ending](rows), ending, policy("attachment")).data
    assert found_in(copy, ending) <= {("person", "邹本刚")}
    if ending == "docx":
        texts = [cell.text for row in docx.Document(io.BytesIO(copy)).tables[0].rows for cell in row.cells]
        assert "连芳" not in texts
        assert {text for text in rows[1] if field(text)} <= set(texts)


def test_a_copy_keeps_what_its_field_says_is_public() -> None:
    rows = (
        ("被抽样单位", "联系人", "地址"),
        ("威海市环翠区老丛海鲜酒楼", "丛培海", "威海市环翠区海滨北路58号"),
    )
    copy = openpyxl.load_workbook(io.BytesIO(cleaned(as_xlsx(rows), "xlsx", policy("penalty")).data))
    assert list(copy.active.values)[1] == ("威海市环翠区老丛海鲜酒楼", "丛某", "威海市环翠区海滨北路58号")
    table = docx.Document(io.BytesIO(cleaned(as_docx(FORM), "docx", policy("penalty")).data)).tables[0]
    assert [cell.text for cell in table.rows[2].cells] == ["法定代表人", "邹本刚", "账号", "×××"]


def test_a_copy_of_a_page_masks_a_name_of_two_characters_by_its_column() -> None:
    copy = cleaned(as_html(LIST), "html", policy("attachment")).data.decode()
    assert "<td>连某</td>" in copy and "<td>邹某</td>" in copy
    assert "<td>姓名</td>" in copy and "5281234" not in copy


def test_what_is_kept_in_one_place_and_removed_in_another_is_left_in_none() -> None:
    rows = (("法定代表人", "邹本刚"), ("举报人", "邹本刚"))
    table = docx.Document(io.BytesIO(cleaned(as_docx(rows), "docx", policy("penalty")).data)).tables[0]
    assert "邹本刚" not in [cell.text for row in table.rows for cell in row.cells]


@pytest.mark.parametrize("row", [
    ("序号", "姓名", "电话"), ("姓名", "电话"), ("诉求人", "内容", "答复"), ("当事人", "方式", "时间"),
    ("投诉人", "单位", "金额"), ("举报人", "性别", "民族"), ("经营者", "项目", "日期"),
])  # fmt: skip
def test_a_head_of_columns_is_no_form(row: tuple[str, ...]) -> None:
    assert not is_form(row)
    assert headings(row) == list(row)


@pytest.mark.parametrize("row", [
    ("当事人", "连芳", "性别", "男"), ("民　族", "汉族"), ("联系电话：", "13812345678"),
    ("姓名（必填）", "欧阳倩"),
])  # fmt: skip
def test_a_row_with_a_field_and_its_value_is_no_head(row: tuple[str, ...]) -> None:
    assert is_form(row)
    assert headings(row) == []


def test_the_head_itself_is_read_as_it_stands() -> None:
    rows = (("投诉人", "方式", "时限"), ("无", "来电", "60日"))
    assert found_in(as_xlsx(rows), "xlsx") == found_in(as_docx(rows), "docx") == set()


def test_a_row_with_other_cells_than_the_head_has_no_headings() -> None:
    assert list(contexts([["姓名", "事由"], ["连芳"], ["连芳", "咨询"]])) == [
        ["", ""],
        [""],
        ["姓名：", "事由："],
    ]
