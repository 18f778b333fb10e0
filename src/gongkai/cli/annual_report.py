"""``gongkai annual-report``: the year's report from the home, or from a folder of registers without one."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from gongkai.cli.django_setup import part, setup
from gongkai.cli.frame import FINDINGS, HomeCommand, print_json
from gongkai.law.forms import sections
from gongkai.refusal import Refused

REJECTED = "rejected.csv"
_ORIGIN = "annual-report.invalid"
"""Origin of the keys of a temporary home: nothing that it signs ever leaves it."""
_WARNINGS = 3
"""How many warnings of an import are shown for each register."""
_HELP = {"help_option_names": ["-h", "--help"]}


@click.command(
    "annual-report",
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai annual-report 2017 --out 报告\n"
    "  gongkai annual-report 2017 --ledgers 台账 --out 报告    不需要数据目录：台账进，报告出",
)
@click.argument("year", type=int)
@click.option("--agency", default="", metavar="CODE", help="机构代码；只有一个机构时不必填")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="写入的文件夹")
@click.option("--ledgers", type=click.Path(path_type=Path), help="台账文件夹：不用数据目录，直接由台账生成")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="成文日期；不填则为签发日期")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def annual_report(
    year: int, agency: str, out: Path, ledgers: Path | None, on: datetime | None, as_json: bool
) -> int:
    """生成年度报告（HTML、DOCX、PDF）和指标（JSON、XLSX）。检查有错误时以状态 1 结束。"""
    day = on.date() if on else None
    sections(year)  # refuses a year without a report before anything is read
    if ledgers is None:
        setup()
        report = _write(out, year, agency or part("django.conf").settings.GONGKAI_VALUES["agency"], day)
        return _tell(report, out, as_json, 0)
    with _passing_home():
        setup(needs_home=False)
        rejected = _import(ledgers, agency, out)
        report = _write(out, year, agency, day)
        return _tell(report, out, as_json, rejected)


@contextmanager
def _passing_home() -> Iterator[Path]:
    """A home that lasts as long as the command: its own folder, its own SQLite databases.

    It holds persons and the keys to them, so it goes too when the command is told to end (SIGTERM).
    """
    names = ("GONGKAI_HOME", "GONGKAI_DESK_DATABASE_URL", "GONGKAI_PORTAL_DATABASE_URL")
    before = {name: os.environ.get(name) for name in names}
    folder = Path(tempfile.mkdtemp(prefix="gongkai-report-"))
    os.environ |= {"GONGKAI_HOME": str(folder), names[1]: "", names[2]: ""}
    ending = signal.signal(signal.SIGTERM, _end)
    try:
        yield folder
    finally:
        signal.signal(signal.SIGTERM, ending)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        part("django.db").connections.close_all()
        shutil.rmtree(folder, ignore_errors=True)


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _import(ledgers: Path, agency: str, out: Path) -> int:
    """Make the passing home and import the folder; the rejected rows go to ``OUT/rejected.csv``.

    What is refused leaves the folder of the report as it was.
    """
    now = datetime.now(UTC)
    home = Path(os.environ["GONGKAI_HOME"])
    if not ledgers.is_dir():
        raise Refused("no-folder", f"没有文件夹“{ledgers}”", "请核对 --ledgers 后面的路径")
    part("gongkai.sites.homes_making").create(home, origin=_ORIGIN, at=now)
    shown, given_back = _Progress(), home / REJECTED
    summary: Any = part("gongkai.ledgers.imports").import_folder(
        ledgers, at=now, rejected=given_back, progress=shown.show, files_may_lack=True
    )
    shown.end()
    if agency and summary.agency.code != agency:
        raise Refused(
            "unknown-agency",
            f"台账中的机构是 {summary.agency.code}，不是 {agency}",
            "请改正 --agency，或者不填",
        )
    out.mkdir(parents=True, exist_ok=True)
    (out / REJECTED).unlink(missing_ok=True)
    if given_back.exists():
        shutil.copyfile(given_back, out / REJECTED)
    for kind, one in summary.kinds.items():
        for notice in one.warnings[:_WARNINGS]:
            where = f" {notice.file} 第 {notice.row_number} 行" if notice.row_number else ""
            click.echo(f"提示（{kind}）{where}：{notice.reason}", err=True)
    rejected: int = summary.rejected
    return rejected


class _Progress:
    """A line on a terminal's standard error that counts rows; nothing elsewhere."""

    def __init__(self) -> None:
        self.on = sys.stderr.isatty()

    def show(self, kind: str, done: int, total: int) -> None:
        """Rows done of a register."""
        if self.on:
            share = f"{100 * done // total} %" if total else ""
            click.echo(f"\r导入 {kind} {done:,} 行 {share}\033[K", err=True, nl=False)

    def end(self) -> None:
        """Clear the line."""
        if self.on:
            click.echo("\r\033[K", err=True, nl=False)


def _write(out: Path, year: int, agency: str, on: date | None) -> Any:
    """The report, written; whose agency it is comes from the home."""
    the_agency = part("gongkai.desk.agencies.queries").the_agency
    return part("gongkai.desk.reporting.report.writing").write(out, the_agency(agency), year, on=on)


def _tell(report: Any, out: Path, as_json: bool, rejected: int) -> int:
    """Say what came of it, in words or as JSON; the exit status."""
    writing, data = (part(f"gongkai.desk.reporting.report.{name}") for name in ("writing", "data"))
    files = [str(out / name) for name in writing.NAMES]
    status = FINDINGS if report.errors else 0
    if as_json:
        print_json(
            data.as_json(report.year, report.checks)
            | {"files": files, "rejected": rejected, "errors": len(report.errors)}
        )
        return status
    for line in part("gongkai.desk.reporting.report.telling").lines(report):
        click.echo(line)
    if rejected:
        click.echo(f"有 {rejected:,} 行未能导入，原因见 {out / REJECTED}")
    click.echo("文件：" + "、".join(files))
    return status
