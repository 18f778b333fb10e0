"""What the cells of a table are: by the heading of their column, or by the field named to their left.

``诉求人：李四`` is understood; ``李四`` alone is a guess. A list has its headings in one of its first rows; a
form (案件登记表, 询问笔录) names each field in the cell before its value: 当事人 | 丛培海 | 性别 | 男.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gongkai.screening import names, words

HEAD_ROWS = 6
"""Rows at the top among which the headings of the columns are looked for."""
_SHORT = 12
"""Characters of a column's heading; longer first rows are data."""
_LABEL = re.compile(rf"[^\d\W][^\n]{{0,{_SHORT - 1}}}")
_AROUND = re.compile(r"[\s\u3000：:*＊]|[（(][^）)]*[）)]")
_VALUE = re.compile(r"[男女]|[一-龥]{1,3}族|[\s\S]*\d{4}[\s\S]*")
OF_VALUES = (
    "住址", "家庭住址", "户籍地址", "现住址", "通讯地址", "联系地址", "送达地址", "住所", "经营场所", "地址",
    "电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "移动电话", "固定电话", "邮箱", "电子邮箱",
    "微信", "微信号", "QQ", "QQ号", "身份证", "身份证号", "身份证号码", "公民身份号码", "证件号码",
    "身份证件号码", "护照", "护照号", "护照号码", "账号", "银行账号", "银行卡号", "卡号", "收款账号",
    "车牌", "车牌号", "车牌号码", "性别", "民族", "出生日期", "出生年月", "出生年月日", "文化程度", "学历",
    "密级", "公开属性", "公开方式", "统一社会信用代码", "许可证编号", "订单号", "抽样单编号", "批号",
)  # fmt: skip
"""Names of fields that say what a number or an address is."""
_FIELDS = frozenset((*words.COLUMNS, *(word for word in words.WHOM_BY_LABEL if len(word) > 1), *OF_VALUES))
"""Names of fields by which a value is understood."""


def field(cell: str) -> str:
    """The name of a field that a cell holds and nothing else; empty for values."""
    name = _AROUND.sub("", cell)
    return name if name in _FIELDS else ""


def is_form(row: Sequence[str]) -> bool:
    """Whether a row names a field and gives its value: it is no head of columns."""
    return any(field(left) and not field(right) and _is_value(right) for left, right in pairwise(row))


def _is_value(cell: str) -> bool:
    """Whether a cell cannot be the heading of a column: a sex, a number, the name of a person."""
    cell = cell.strip()
    if _VALUE.fullmatch(cell):
        return True
    doubtful = len(cell) < 3 and cell[:1] in words.doubtful_surnames()
    return not doubtful and not names.is_word(cell) and names.name_end(f"{cell}，", 0, sure=True) == len(cell)


def headings(row: Sequence[str]) -> list[str]:
    """The headings in a first row, empty when it does not look like one."""
    cells = [cell.strip() for cell in row]
    named = [cell for cell in cells if cell]
    if len(named) < 2 or not all(_LABEL.fullmatch(cell) for cell in named) or is_form(cells):
        return []
    return cells


def context(left: str, cell: str, heading: str) -> str:
    """What stands before a cell where it is read: the field to its left, else the heading of its column."""
    named = field(left)
    if named and not field(cell):
        return f"{named}："
    return f"{heading}：" if heading else ""


def contexts(grid: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """For each row of a table what stands before its cells."""
    head: list[str] = []
    for number, row in enumerate(grid):
        found = headings(row) if not head and number < HEAD_ROWS else []
        above = head if len(head) == len(row) else [""] * len(row)
        lefts = [""] * len(row) if found else ["", *row]
        yield [context(left, cell, heading) for left, cell, heading in zip(lefts, row, above, strict=False)]
        head = head or found
