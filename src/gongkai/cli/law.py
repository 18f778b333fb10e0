"""``gongkai deadline``, ``gongkai fee``, ``gongkai law``: the law at the command line, without Django."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from gongkai.cli.frame import HomeCommand, home, print_json
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar, weekday
from gongkai.law.calendar_file import read_calendar
from gongkai.law.deadlines import KINDS, compute, kind_named
from gongkai.law.deadlines.asking import parse_date
from gongkai.refusal import Refused

_HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}


def _pairs(given: tuple[str, ...], option: str) -> list[tuple[str, str | None]]:
    """``NAME=VALUE`` or ``NAME`` as pairs. Raises Refused for an empty name or value."""
    pairs: list[tuple[str, str | None]] = []
    for text in given:
        name, equals, value = text.partition("=")
        if not name.strip() or (equals and not value.strip()):
            raise Refused("bad-option", f"{option} “{text}”不完整", f"请写成 {option} 名称=值")
        pairs.append((name.strip(), value.strip() if equals else None))
    return pairs


def _calendar(path: Path | None) -> Calendar:
    """The calendar of ``--calendar``, else that of the home, else the shipped one."""
    if path is not None:
        return read_calendar(path)
    for name in ("calendar.toml", "calendar.csv"):
        if (home() / name).is_file():
            return read_calendar(home() / name)
    return Calendar.default()


def _kinds_help() -> str:
    lines = [f"  {kind.name:<24}{kind.title}（--on {kind.on}）" for kind in KINDS.values()]
    return "\b\n期限种类 KIND：\n" + "\n".join(lines)


_DEADLINE_EPILOG = f"""{_kinds_help()}

\b
例：
  gongkai deadline foi-reply --on 2017-09-25
  gongkai deadline foi-reply --on 2017-09-25 --event extended --json
  gongkai deadline complaint-mediation --on 2024-07-01 --set testing=2024-07-08..2024-07-19
  gongkai deadline report-notice --on 2026-04-20 --set received=2026-04-10
"""


@click.command(cls=HomeCommand, epilog=_DEADLINE_EPILOG, context_settings=_HELP_OPTIONS)
@click.argument("kind", metavar="KIND")
@click.option("--on", "on", metavar="DATE", help="起算事件之日，如 2017-09-25（当日不计入）")
@click.option("--event", "events", metavar="NAME[=DATE]", multiple=True, help="其后发生的事件，可多次")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="设置，可多次")
@click.option(
    "--calendar",
    "calendar_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="补充放假安排（TOML 或 CSV）",
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def deadline(
    kind: str,
    on: str | None,
    events: tuple[str, ...],
    settings: tuple[str, ...],
    calendar_file: Path | None,
    as_json: bool,
) -> None:
    """某一法定期限哪天届满，以及怎样算出来的。"""
    known = kind_named(kind)
    if on is None:
        raise Refused("on-needed", f"缺少 --on（{known.on}）", "请加 --on 2017-09-25 的样子")
    happened = [
        (name, None if value is None else parse_date(value, f"事件 {name} 的日期"))
        for name, value in _pairs(events, "--event")
    ]
    given: dict[str, str] = {}
    for name, value in _pairs(settings, "--set"):
        if value is None or name in given:
            raise Refused("bad-option", f"--set {name} 缺少值或者重复", "请写成 --set 名称=值，每个一次")
        given[name] = value
    answer = compute(
        kind, parse_date(on, "--on "), events=happened, settings=given, calendar=_calendar(calendar_file)
    )
    if as_json:
        print_json(answer.as_json())
    else:
        _print_answer(known.title, answer)


def _print_answer(title: str, answer: Answer) -> None:
    mark = "（暂定）" if answer.provisional else ""
    due = f"{_long(answer.due)}{mark}" if answer.due else "没有日期"
    click.echo(f"{title}：{due}")
    click.echo(f"依据：{answer.basis}" + (f"［{answer.ruleset}］" if answer.ruleset else ""))
    for step in answer.steps:
        click.echo(f"  {step.date}  {step.what}")
    for also in answer.also:
        click.echo(f"另：{_long(also.due)}  {also.why}")


def _long(day: date) -> str:
    return f"{day}（{weekday(day)}）"
