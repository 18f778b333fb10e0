"""Small register files for the tests."""

import csv
import io

from openpyxl import Workbook

from gongkai.ledgers.checking import check

MINIMAL = {
    "complaints": {
        "登记编号": "高市监诉〔2017〕1号",
        "来源渠道": "12315",
        "登记时间": "2017-03-15 09:30",
        "诉求类型": "投诉",
    },
    "items": {"索引号": "371002SC/2017-00001", "标题": "公告", "信息类别": "其他类", "公开方式": "主动公开"},
    "applications": {"登记编号": "1号", "收到日期": "2017-06-09"},
    "remedies": {"类型": "行政复议", "案号": "1号", "收案日期": "2017-06-09"},
    "penalties": {"决定书文号": "1号", "决定日期": "2017-06-09", "处罚机关": "某局"},
    "samples": {"抽样编号": "DC1", "结论": "合格"},
    "activities": {"类型": "会议", "名称": "动员会", "日期": "2017-03-03"},
}


def minimal(kind, **cells):
    """The least row of a kind, with cells of one's own."""
    return {**MINIMAL[kind], **cells}


def csv_text(rows):
    """Rows as CSV text; the header is what the rows have, in their order."""
    headers = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def csv_file(folder, rows, name="register.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(csv_text(rows).encode(encoding))
    return path


def xlsx_file(folder, lines, name="register.xlsx", change=None):
    """Lines of values as a workbook; ``change(sheet)`` may add to it."""
    book = Workbook()
    for line in lines:
        book.active.append(line)
    if change:
        change(book.active)
    path = folder / name
    book.save(path)
    return path


def checked(kind, path, **options):
    """The rows and the check after all of them."""
    result = check(kind, path, **options)
    rows = list(result)
    assert result.accepted == len(rows)
    assert result.accepted + result.rejected + result.repeated == result.read == result.total
    return rows, result


def one(kind, folder, **cells):
    """The only row of a file with these cells, or the reason why it was rejected."""
    rows, result = checked(kind, csv_file(folder, [minimal(kind, **cells)]))
    return rows[0] if rows else result.rejections[0]
