"""``gongkai officers``: who may log in to the desk, with which duties, from which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from gongkai.cli import asking
from gongkai.cli.django_setup import part, setup
from gongkai.cli.frame import HomeCommand, HomeGroup, print_json
from gongkai.law.deadlines.asking import parse_date

_HELP = {"help_option_names": ["-h", "--help"]}
_ADD = """\b
职责 --duty：clerk 经办人（信息员）、head 单位负责人、secrecy 保密审查员、office 政务公开办公室、
operator 接线员、handler 承办人、leader 分管领导、auditor 审计员、keeper 系统管理员；可以多次。
经办人、单位负责人、承办人属于 --unit 所写的单位，其余覆盖全机关。

\b
例：
  gongkai officers add wenbo --name 姜文博 --unit 办公室（政务公开） --title 政务公开专职人员 --duty office
"""
_JSON = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")


@click.group(cls=HomeGroup, context_settings=_HELP, epilog="\b\n例：\n  gongkai officers list")
def officers() -> None:
    """工作人员：增加、列出、换口令、重设账号、离岗。"""


def _say(as_json: bool, document: dict[str, Any], words: str) -> None:
    """What was done, as a document or in words."""
    if as_json:
        print_json(document)
    else:
        click.echo(words)


def _people() -> Any:
    setup()
    return part("gongkai.desk.agencies.people")


def _agency(code: str) -> Any:
    served = str(part("django.conf").settings.GONGKAI_VALUES["agency"])
    return part("gongkai.desk.agencies.queries").the_agency(code or served)


def _password() -> str:
    return asking.password("口令（至少 12 个字符）", twice=True)


def _today() -> date:
    return part("gongkai.desk.agencies.queries").today()  # type: ignore[no-any-return]


@officers.command(cls=HomeCommand, epilog=_ADD)
@click.argument("username")
@click.option("--name", required=True, help="姓名")
@click.option("--title", default="", help="职务")
@click.option("--unit", default="", help="所在单位的名称或代码；领导可以不写")
@click.option("--duty", "duties", multiple=True, required=True, help="职责，可以多次")
@click.option("--since", metavar="DATE", help="自哪天起，默认今天")
@click.option("--agency", metavar="CODE", default="", help="机构代码")
@_JSON
def add(
    username: str,
    name: str,
    title: str,
    unit: str,
    duties: tuple[str, ...],
    since: str | None,
    agency: str,
    as_json: bool,
) -> None:
    """增加一名工作人员，当场设定口令。"""
    people = _people()
    day = parse_date(since, "--since ") if since else _today()
    holder = _agency(agency)
    people.check(holder, username, unit, duties)
    people.add(
        holder, username, name=name, title=title, unit=unit, duties=duties, since=day, password=_password()
    )
    document = {"username": username, "name": name, "duties": list(duties), "since": day.isoformat()}
    _say(as_json, document, f"已增加 {username}（{name}），自 {day} 起。")


@officers.command("list", cls=HomeCommand, epilog="\b\n例：\n  gongkai officers list --json")
@click.option("--agency", metavar="CODE", default="", help="机构代码")
@_JSON
def list_officers(agency: str, as_json: bool) -> None:
    """列出工作人员和今天的职责。"""
    rows = _people().listed(_agency(agency), _today())
    if as_json:
        print_json(rows)
        return
    for row in rows:
        duties = "、".join(row["duties"]) or "没有职责"
        click.echo(f"{row['username']:<16} {row['name']}  {row['unit']}{row['title']}  {duties}")
    if not rows:
        click.echo("还没有工作人员：gongkai officers add --help")


@officers.command(cls=HomeCommand, epilog="\b\n例：\n  gongkai officers password wenbo")
@click.argument("username")
@_JSON
def password(username: str, as_json: bool) -> None:
    """换口令；以前的登录随即失效。"""
    people = _people()
    people.named(username)
    people.set_password(username, _password())
    _say(as_json, {"username": username, "changed": True}, f"{username} 的口令已换。")


@officers.command(cls=HomeCommand, epilog="\b\n例：\n  gongkai officers leave wenbo --on 2018-06-30")
@click.argument("username")
@click.option("--on", metavar="DATE", help="最后一天，默认今天")
@_JSON
def leave(username: str, on: str | None, as_json: bool) -> None:
    """离岗：职务、职责到这一天为止，此后不能登录；经手的记录不变。"""
    day = parse_date(on, "--on ") if on else _today()
    people = _people()
    people.leave(username, on=day, today=_today())
    _say(as_json, {"username": username, "until": day.isoformat()}, f"{username} 自 {day} 后不再任职。")


@officers.command(
    cls=HomeCommand, epilog="\b\n例：\n  gongkai officers reset wenbo --by keeper --confirmed-by leader"
)
@click.argument("username")
@click.option("--by", required=True, metavar="USERNAME", help="申请的系统管理员")
@click.option("--confirmed-by", required=True, metavar="USERNAME", help="确认的另一人")
@click.option("--reason", default="forgotten", show_default=True, help="forgotten、lost、leaked、new")
@click.option("--factor", is_flag=True, help="同时清除二次验证（手机或密钥丢失）")
@_JSON
def reset(username: str, by: str, confirmed_by: str, reason: str, factor: bool, as_json: bool) -> None:
    """重设账号：给出一次性码，30 分钟内有效，当面交给本人。"""
    people = _people()
    recovery = part("gongkai.desk.accounts.recovery")
    now = part("django.utils.timezone").now()
    with part("django.db.transaction").atomic():
        asked = recovery.ask(
            people.named(username), by=people.named(by), reason=reason, factor=factor, at=now
        )
        code = recovery.confirm(asked, by=people.named(confirmed_by), at=now)
    document = {"username": username, "code": code, "minutes": int(recovery.LASTS.total_seconds() // 60)}
    _say(
        as_json, document, f"{username} 的一次性码：{code}（30 分钟内有效，在登录页点“用一次性码设定新口令”）"
    )
