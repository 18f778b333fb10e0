"""``gongkai clocks``: every open clock counted anew, after a new year's calendar or a new rule set."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from gongkai.cli.django_setup import part, setup
from gongkai.cli.frame import HomeCommand, print_json

_SOURCES = ("gongkai.desk.complaints.clocks", "gongkai.desk.foi.clocks", "gongkai.desk.remedies.clocks")
_QUEUE = "gongkai.desk.complaints.rows"
_FINDINGS = "gongkai.desk.oversight.inspecting"
_EPILOG = """\b
例：
  gongkai clocks --reason calendar-2027     放假安排公布、写入 calendar.toml 之后
"""


@click.command(cls=HomeCommand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--reason", required=True, metavar="CODE", help="为什么重新计算，写入每一件变动的案件的经过")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def clocks(reason: str, as_json: bool) -> int:
    """重新计算全部在办案件和检查整改的期限；期限变动的，案件经过里留下原来的和新的日期。"""
    setup()
    sources = [part(name).SOURCE for name in _SOURCES]
    casework = part("gongkai.desk.casework.clocks")
    moved = casework.refresh_due(sources, at=datetime.now(UTC), reason=reason)
    part(_QUEUE).count_anew()
    part(_FINDINGS).refresh(casework.calendar())
    if as_json:
        print_json({"moved": moved, "reason": reason})
    else:
        click.echo(f"期限变动的案件：{moved} 件")
    return 0
