"""``gongkai import`` and ``gongkai export``: registers into the desk's database and out of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from gongkai.cli.django_setup import part, setup
from gongkai.cli.frame import HomeCommand, print_json
from gongkai.refusal import Refused

_HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}
KINDS = ("items", "complaints", "applications", "remedies", "penalties", "samples", "activities")
ORGANISATION = "organisation"
SHOWN_WARNINGS = 20
_STEP = 20
"""Where there is no terminal, progress is a line for every twentieth part."""

_KIND_HELP = "items、complaints、applications、remedies、penalties、samples、activities"
_IMPORT_EPILOG = f"""\b
台账种类 KIND：{_KIND_HELP}、organisation。
版式 --profile：12315、12365、12331、市长热线，或一个 .toml 文件。
退回的行写入 logs/imports/<时间>-KIND/rejected.csv（文件、行号、列、原因）。

\b
例：
  gongkai import organisation organisation.toml
  gongkai import complaints 2017年12月.xlsx --profile 12315
  gongkai import items items.csv --dry-run --json
"""
_EXPORT_EPILOG = f"""\b
台账种类 KIND：{_KIND_HELP}。
导出含当事人姓名、电话和原文，仅限有权人员；每次导出都有记录。

\b
例：
  gongkai export complaints --out complaints-2017.csv --year 2017
  gongkai export items --out items.xlsx
  gongkai export organisation --out organisation.toml
"""


@dataclass
class Bar:
    """Progress on standard error: a bar on a terminal, else a line now and then."""

    label: str
    quiet: bool = False
    _bar: Any = field(default=None, init=False)
    _told: int = field(default=0, init=False)
    _done: int = field(default=0, init=False)

    def __call__(self, done: int, total: int) -> None:
        """``done`` of ``total`` rows."""
        if self.quiet:
            return
        if not sys.stderr.isatty():
            self._line(done, total)
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, label=self.label, file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._done)
        self._done = done
        if done >= total:
            self._bar.__exit__(None, None, None)

    def _line(self, done: int, total: int) -> None:
        part_done = done * _STEP // total if total else _STEP
        if part_done > self._told or done >= total:
            self._told = part_done
            click.echo(f"{self.label} {done} / {total}", err=True)


@click.command("import", cls=HomeCommand, epilog=_IMPORT_EPILOG, context_settings=_HELP_OPTIONS)
@click.argument("kind", metavar="KIND")
@click.argument("files", metavar="FILE…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--profile", metavar="NAME", help="台账版式")
@click.option("--agency", metavar="CODE", default="", help="机构代码；不填则为设置中的机构或唯一的机构")
@click.option("--dry-run", is_flag=True, help="只检查，不写入")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def import_(
    kind: str, files: tuple[Path, ...], profile: str | None, agency: str, dry_run: bool, as_json: bool
) -> None:
    """读入台账 FILE…（CSV 或 XLSX）；重复读入不会重复登记，内容有变的行以后一份文件为准。"""
    if kind not in (*KINDS, ORGANISATION):
        known = "、".join((*KINDS, ORGANISATION))
        raise Refused("unknown-kind", f"没有“{kind}”这种台账", f"可以是 {known}")
    if not files:
        raise Refused("no-file", "没有写明文件", f"例如 gongkai import {kind} {kind}.csv")
    if profile and kind == ORGANISATION:
        raise Refused("foreign-profile", "organisation 没有版式", "请不用 --profile")
    setup()
    imports = part("gongkai.ledgers.imports")
    at, bar = datetime.now(UTC), Bar(f"导入 {kind}", quiet=as_json and not sys.stderr.isatty())
    if kind == ORGANISATION:
        summary = imports.import_organisation(list(files), at=at, dry_run=dry_run, progress=bar)
        if not dry_run:
            part("gongkai.sites.homes_making").pin()
    else:
        holder = _holder(agency)
        summary = imports.run(
            kind, list(files), agency=holder, at=at, profile=profile, dry_run=dry_run, progress=bar
        )
    cleared = None
    if kind == "items" and not dry_run:
        cleared = part("gongkai.desk.disclosure.verbs").submit_signed(holder, at)
    if as_json:
        inside = {} if cleared is None else {"submitted": cleared.submitted, "kept": len(cleared.kept)}
        print_json(summary.as_json() | inside)
    else:
        _tell(summary, click.echo)
        if cleared is not None:
            _tell_cleared(cleared)


def _tell_cleared(cleared: Any) -> None:
    """What the register's sign-offs cleared for publication, and what stays inside and why."""
    click.echo(
        f"审签齐全、交付发布 {cleared.submitted} 条，此前已交付 {cleared.unchanged} 条，"
        f"留在内网 {len(cleared.kept)} 条"
    )
    for kept in cleared.kept[:SHOWN_WARNINGS]:
        click.echo(f"提示：{kept.index} 留在内网：{kept.reason}", err=True)
    if len(cleared.kept) > SHOWN_WARNINGS:
        click.echo(f"提示：另有 {len(cleared.kept) - SHOWN_WARNINGS} 条留在内网", err=True)


def _holder(agency: str) -> Any:
    """The agency whose register it is: the one named, else the one that this machine serves."""
    served = str(part("django.conf").settings.GONGKAI_VALUES["agency"])
    return part("gongkai.desk.agencies.queries").the_agency(agency or served)


def _tell(summary: Any, say: Callable[[str], object]) -> None:
    """The summary in words."""
    would = "（试运行，未写入）" if summary.dry_run else ""
    say(
        f"读入 {summary.read} 行{would}：新增 {summary.new}，更新 {summary.changed}，"
        f"未变 {summary.unchanged}，文件内重复 {summary.repeated}，退回 {summary.rejected}"
    )
    if summary.rejected_file:
        say(f"退回的行及原因：{summary.rejected_file}")
    if summary.incident:
        said = f"其中 {summary.marked} 行有密级标志，没有导入，已登记涉密误入处置 {summary.incident}"
        click.echo(f"警告：{said}；请停止办理，清除本机上的这份台账并报告保密办公室", err=True)
    for notice in summary.warnings[:SHOWN_WARNINGS]:
        place = f"{notice.file} " if notice.file else ""
        place += f"第 {notice.row_number} 行 " if notice.row_number else ""
        click.echo(f"提示：{place}{notice.column} {notice.reason}".replace("  ", " "), err=True)
    if summary.warned > SHOWN_WARNINGS:
        click.echo(f"提示：另有 {summary.warned - SHOWN_WARNINGS} 条，用 --json 查看", err=True)


@click.command(cls=HomeCommand, epilog=_EXPORT_EPILOG, context_settings=_HELP_OPTIONS)
@click.argument("kind", metavar="KIND")
@click.option(
    "--out",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help="写入的 .csv 或 .xlsx（organisation 为 .toml）",
)
@click.option("--year", type=click.IntRange(1949, 2099), metavar="YEAR", help="只导出该年度")
@click.option("--agency", metavar="CODE", default="", help="机构代码；不填则为设置中的机构或唯一的机构")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def export(kind: str, out: Path, year: int | None, agency: str, as_json: bool) -> None:
    """导出台账 KIND（含当事人和原文）或者机构文件 organisation，与读入的格式相同。"""
    if kind not in (*KINDS, ORGANISATION):
        raise Refused("unknown-kind", f"“{kind}”不能导出", f"可以是 {'、'.join((*KINDS, ORGANISATION))}")
    if kind == ORGANISATION and (year or out.suffix.lower() != ".toml"):
        raise Refused(
            "wrong-use", "organisation 写成 .toml 文件，各年度都在其中", "例如 --out organisation.toml"
        )
    setup()
    exports = part("gongkai.ledgers.exports")
    holder = _holder(agency)
    bar = Bar(f"导出 {kind}", quiet=as_json and not sys.stderr.isatty())
    done = exports.run(kind, out, agency=holder, at=datetime.now(UTC), year=year, progress=bar)
    if as_json:
        print_json({"kind": done.kind, "out": str(done.out), "rows": done.rows, "files": done.files})
    else:
        click.echo(f"已导出 {done.rows} 行到 {done.out}" + (f"，附件 {done.files} 个" if done.files else ""))
