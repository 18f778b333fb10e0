"""``gongkai deadline``, ``gongkai fee``, ``gongkai law``: the law at the command line, without Django."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

from gongkai.cli.frame import HomeCommand, LazyGroup, home, print_json
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar, weekday
from gongkai.law.calendar_file import read_calendar
from gongkai.law.deadlines import KINDS, compute, kind_named
from gongkai.law.deadlines.asking import parse_date
from gongkai.law.deadlines.kinds import COMMON_SETTINGS
from gongkai.law.fees import fee_for_pages, fee_for_pieces
from gongkai.law.registry import RuleSet, rule_sets
from gongkai.refusal import Refused

_SHANGHAI = timezone(timedelta(hours=8))
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
    lines = ["\b", "期限种类 KIND，及各自的事件（--event）和设置（--set）："]
    for kind in KINDS.values():
        lines.append(f"  {kind.name}  {kind.title}（--on {kind.on}）")
        lines += [f"      --event {name}：{what}" for name, what in kind.events.items()]
        lines += [f"      --set {name}：{what}" for name, what in kind.settings.items()]
    lines += ["  除收到、报告年度、预决算类外都可以："]
    lines += [f"      --set {name}：{what}" for name, what in COMMON_SETTINGS.items()]
    return "\n".join(lines)


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
    given: dict[str, str] = {}
    for name, value in _pairs(settings, "--set"):
        if value is None or name in given:
            raise Refused("bad-option", f"--set {name} 缺少值或者重复", "请写成 --set 名称=值，每个一次")
        given[name] = value
    happened = []
    for name, value in _pairs(events, "--event"):
        if name in known.settings and value and ".." in value:  # a span of days is a setting that happened
            given[name] = f"{given[name]},{value}" if name in given else value
        else:
            happened.append((name, None if value is None else parse_date(value, f"事件 {name} 的日期")))
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


_FEE_EPILOG = """\b
例：
  gongkai fee --pieces 35 --on 2021-03-01      同一申请人一个自然月内 35 件，3000 元
  gongkai fee --pages 68 --on 2025-06-01       一件申请 68 页，380 元
  gongkai fee --pieces 5 --already 30          本月已有 30 件，再收 5 件
"""


@click.command(cls=HomeCommand, epilog=_FEE_EPILOG, context_settings=_HELP_OPTIONS)
@click.option("--pieces", type=int, metavar="N", help="按件：同一申请人一个自然月内累计的件数")
@click.option("--pages", type=int, metavar="N", help="按量：单件申请的页数（A4 单面）")
@click.option("--already", type=int, metavar="N", help="本自然月此前已有的件数（与 --pieces 同用）")
@click.option("--on", "on", metavar="DATE", help="收到申请之日，默认今天")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def fee(pieces: int | None, pages: int | None, already: int | None, on: str | None, as_json: bool) -> None:
    """信息处理费多少元，以及怎样算出来的。"""
    if (pieces is None) == (pages is None):
        raise Refused("one-of-two", "按件和按量只能并且必须选一种", "请只写 --pieces N 或者 --pages N")
    if pages is not None and already is not None:
        raise Refused("one-of-two", "--already 只用于按件计收", "按量只看单件申请，请去掉 --already")
    day = parse_date(on, "--on ") if on else datetime.now(_SHANGHAI).date()
    if pieces is not None:
        charged = fee_for_pieces(pieces, day, already=already or 0)
    else:
        charged = fee_for_pages(pages or 0, day)
    if as_json:
        print_json(charged.as_json())
        return
    click.echo(
        "信息处理费：" + (f"{charged.yuan} 元" if charged.yuan is not None else "按当地成本费标准，不能计算")
    )
    click.echo(f"依据：{charged.basis}［{charged.ruleset}］")
    for step in charged.steps:
        click.echo(f"  {step.what}")


_LAW_EPILOG = """\b
例：
  gongkai law list                      全部规则
  gongkai law list --on 2017-09-25      这一天适用的规则
  gongkai law show foi.2019             一部规则的期限与出处
  gongkai law show report.fmt_2021      一种年度报告表格的各格与代码
"""


law = LazyGroup(
    name="law",
    commands_at={"show": "gongkai.cli.law_show:show_rule_set"},
    help="收录了哪些规则，各自哪天起适用，出处和把握。",
    epilog=_LAW_EPILOG,
)
"""``gongkai law``; ``show`` loads the forms only when it is asked for, ``deadline`` never does."""


@law.command("list", cls=HomeCommand, epilog="\b\n例：\n  gongkai law list --on 2017-09-25 --field complaint")
@click.option("--on", "on", metavar="DATE", help="只列这一天适用的规则")
@click.option("--field", "fields", metavar="FIELD", multiple=True, help="只列某一类，如 foi、complaint")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def list_rule_sets(on: str | None, fields: tuple[str, ...], as_json: bool) -> None:
    """列出规则。"""
    known = sorted({rule.field for rule in rule_sets()})
    for name in fields:
        if name not in known:
            raise Refused("unknown-field", f"没有“{name}”这一类规则", f"可以是 {'、'.join(known)}")
    day = parse_date(on, "--on ") if on else None
    found = [
        rule
        for rule in rule_sets()
        if (day is None or rule.in_force(day)) and (not fields or rule.field in fields)
    ]
    if as_json:
        print_json([header_of(rule) for rule in found])
        return
    for rule in found:
        lines = f"［{'、'.join(rule.lines)}］" if rule.lines else ""
        click.echo(f"{rule.id:<30} {period_of(rule)}  {rule.cite()}{lines}")


def header_of(rule: RuleSet) -> dict[str, Any]:
    """Title, dates and confidence of a rule set as ``--json`` prints them."""
    return {
        "id": rule.id,
        "field": rule.field,
        "title": rule.title,
        "number": rule.number,
        "from": rule.from_.isoformat(),
        "to": rule.to.isoformat() if rule.to else None,
        "select_by": rule.select_by,
        "lines": list(rule.lines),
        "confidence": rule.confidence.value,
        "source": rule.source,
        "note": rule.note,
        "dates_note": rule.dates_note,
    }


def period_of(rule: RuleSet) -> str:
    """First and last day of a rule set in words."""
    return f"{rule.from_} — {rule.to or '现行'}"
