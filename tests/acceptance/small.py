"""Tiny registers, written by hand."""

import csv
import io
from datetime import UTC, datetime

import openpyxl

AT = datetime(2018, 1, 8, 1, 30, tzinfo=UTC)
LEAST = {
    "complaints": {
        "登记编号": "诉1号",
        "来源渠道": "12315",
        "登记时间": "2017-03-15 09:30",
        "诉求类型": "投诉",
        "受理决定": "",
        "受理时间": "",
        "办结时间": "",
        "办理结果": "",
        "满意度": "",
    },
    "items": {
        "索引号": "371002SC/2017-00001",
        "标题": "公告",
        "信息类别": "业务工作",
        "公开方式": "主动公开",
        "成文日期": "2017-03-01",
        "发布日期": "2017-03-10",
        "公开渠道": "政府网站",
        "规范性文件": "否",
    },
    "applications": {
        "登记编号": "申1号",
        "收到日期": "2017-06-09",
        "提交方式": "信函",
        "申请人类型": "自然人",
        "补正通知日期": "",
        "补正收到日期": "",
        "征求第三方日期": "",
        "第三方意见日期": "",
        "是否延期": "否",
        "答复结果": "",
        "答复日期": "",
        "收费金额": "",
    },
    "remedies": {
        "类型": "行政复议",
        "案号": "复1号",
        "收案日期": "2017-06-09",
        "结果": "尚未审结",
        "结案日期": "",
    },
    "penalties": {
        "决定书文号": "罚1号",
        "决定日期": "2017-06-09",
        "处罚机关": "某局",
        "当事人类型": "企业",
        "罚款金额": "1.5",
    },
    "samples": {"抽样编号": "DC1", "不合格项目": "", "结论": "合格"},
    "activities": {
        "类型": "会议",
        "名称": "动员会",
        "日期": "2017-03-03",
        "参加人数": "",
        "主要负责同志参加": "",
        "关联信息索引号": "",
    },
}
ORGANISATION = """[agency]
name = "高新区市场监督管理局"
short_name = "高新区市场监管局"
code = "371002SC"
"""


def least(kind, **cells):
    """The least row of a kind, with cells of one's own."""
    return LEAST[kind] | cells


def text(rows):
    """Rows as the text of a CSV register."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def csv_at(path, rows, encoding="utf-8"):
    """A CSV register at ``path``."""
    path.write_bytes(text(rows).encode(encoding))
    return path


def xlsx_at(path, rows, change=None):
    """An XLSX register at ``path``; values keep their types, ``change(sheet)`` may add what it likes."""
    book = openpyxl.Workbook()
    headers = list(dict.fromkeys(name for row in rows for name in row))
    for line in (headers, *([row.get(name) for name in headers] for row in rows)):
        book.active.append(line)
    if change:
        change(book.active)
    book.save(path)
    return path


def rejected_rows(path):
    """What a ``rejected.csv`` holds; its columns are those of the contract."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == ["文件", "行号", "列", "原因"]
        return list(reader)


def header_at(path, kind):
    """A register without a row: its headers alone."""
    path.write_text(",".join(LEAST[kind]) + "\n", encoding="utf-8")
    return path
