"""``gongkai check-report``: what is wrong with anyone's annual report; no Django, no home."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai import reportcheck
from gongkai.cli.frame import FINDINGS, HomeCommand, demand_file, print_json, print_line
from gongkai.refusal import Refused, reason_of
from gongkai.reportcheck.reading.limits import MAX_BYTES

_EPILOG = """\b
例：
  gongkai check-report 2023年度报告.docx
  gongkai check-report report.html --previous 上年/report.html
  gongkai check-report figures.json --json

读 HTML、DOCX、PDF、TXT 和 figures.json，扩展名须与内容相符。
有错误时以状态 1 结束，只有提示时为 0，文件读不出时为 2。
"""
_MARKS = {"error": "错误", "warn": "提示"}


@click.command(cls=HomeCommand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--previous", metavar="FILE", type=click.Path(path_type=Path), help="上一年度的报告，作跨年核对"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def check_report(file: Path, previous: Path | None, as_json: bool) -> int:
    """检查政府信息公开工作年度报告：格式、勾稽、正文与表格、规定名称、遗留标记、期限。"""
    checked = reportcheck.check_report(
        _bytes(file),
        _bytes(previous) if previous else None,
        name=file.name,
        previous_name=previous.name if previous else "",
    )
    if as_json:
        print_json(checked.as_json())
    else:
        _print(file, checked)
    return FINDINGS if checked.errors else 0


def _bytes(file: Path) -> bytes:
    """The content of a file. Raises Refused where there is none or too much."""
    try:
        demand_file(file)
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except Refused as no:
        raise Refused(no.code, f"{file}：{no.sentence}", no.mend) from no
    except OSError as wrong:
        raise Refused("unreadable", f"文件“{file}”打不开（{reason_of(wrong)}）", "请核对权限") from wrong


def _print(file: Path, checked: reportcheck.Checked) -> None:
    year = f"{checked.year} 年度" if checked.year else "年度不明"
    print_line(f"{file}：{year}，格式 {checked.form or '无全国统一格式'}")
    for severity, mark in _MARKS.items():
        for one in checked.findings:
            if one.severity == severity:
                print_line(f"  {mark} {one.where}：{one.message}［{one.rule}］")
    errors = len(checked.errors)
    print_line(f"错误 {errors} 项，提示 {len(checked.findings) - errors} 项")
