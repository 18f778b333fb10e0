"""``gongkai canary agree|list|end|post``: test messages from outside that prove the portal drops nothing."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import click

from gongkai.cli.django_setup import part, setup
from gongkai.cli.frame import FINDINGS, HomeCommand, HomeGroup, print_json, tell
from gongkai.cli.visiting import Visitor
from gongkai.refusal import Refused
from gongkai.sealing import canary as canaries
from gongkai.sealing.canary import Said

_HELP = {"help_option_names": ["-h", "--help"]}
_CHINA = timezone(timedelta(hours=8))
_STEPS = 6
"""A form that does not end after so many pages is not the one we know."""
_MARGIN = 3
"""Minutes before the end of the hour by which the form is begun at the latest."""
PAUSE = (12, 70)
"""Seconds that somebody takes for one page of a form."""
Rest = Callable[[float], object]


@click.group(
    cls=HomeGroup,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai canary agree --name 省局值班室 --out 约定卡.json     内网\n"
    "  gongkai canary post --card 约定卡.json --portal https://www.example.gov.cn     发出的一方，每小时一次",
)
def canary() -> None:
    """测试来件：由外面的人定时经门户发出，内网核对有没有按时、原样到达。"""


@canary.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai canary agree --name 省局值班室 --out 约定卡.json\n"
    "  gongkai canary agree --name 12345热线 --hours 8-17 --from 2026-12-01 --out 约定卡.json\n"
    "  gongkai canary agree --name 省局值班室 --book 话语本.toml --out 约定卡.json",
)
@click.option("--name", required=True, metavar="TEXT", help="由谁发出，写在页面和告警里")
@click.option("--hours", default="0-23", metavar="A-B", help="每天哪些钟点各发一件（北京时间），如 8-17")
@click.option("--from", "first", metavar="DATE", help="从哪一天起（默认明天）")
@click.option(
    "--book", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="自己的话语本（TOML）"
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="约定卡：当面或者另经可靠途径交给对方"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def agree(name: str, hours: str, first: str | None, book: Path | None, out: Path, as_json: bool) -> None:
    """与发出的一方约定测试来件：写出约定卡（秘密），从约定的那天起等候来件。"""
    now = datetime.now(UTC)
    since = _day(first) if first else (now.astimezone(_CHINA) + timedelta(days=1)).date()
    own = canaries.read_book(_text(book)) if book else None
    card = canaries.new_card(name, _hours(hours), own)
    if out.exists():
        raise Refused("exists", f"{out} 已经存在", "请换一个文件名，约定卡不覆盖旧文件")
    setup()
    agency = part("gongkai.exchange.serving").agency()
    begins = datetime(since.year, since.month, since.day, tzinfo=_CHINA)
    _write(out, canaries.pack(card))
    part("gongkai.exchange.canaries.cards").agree(agency, card, begins, now)
    if as_json:
        print_json({"card": card.id, "name": card.name, "hours": list(card.hours), "from": str(since)})
        return
    click.echo(f"已约定：{card.name}从 {since} 起每天发 {len(card.hours)} 件，编号 {card.id}。")
    click.echo(f"把 {out} 交给对方后从本机删去；不要经门户所在的网络传送，也不要放在门户的机器上。")
    if own is None:
        click.echo("用的是程序自带的话语本，看得到程序的人能认出这样的来件；可以用 --book 换成自己写的。")


@canary.command(
    "list", cls=HomeCommand, context_settings=_HELP, epilog="\b\n例：\n  gongkai canary list --json"
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def list_(as_json: bool) -> int:
    """现有的约定，最近一天有什么不对。有告警时以状态 1 结束。"""
    setup()
    agency = part("gongkai.exchange.serving").agency()
    found = part("gongkai.exchange.canaries.standing").standing(agency, datetime.now(UTC))
    told = [
        {
            "since": one.since.isoformat(),
            "hour": one.hour.isoformat(),
            "times": one.times,
            "who": one.who,
            "what": str(one.trouble),
        }
        for one in found["lately"]
    ]
    if as_json:
        print_json(
            {
                "posts": found["posts"],
                "minutes": found["minutes"],
                "alarms": told,
                "unknown": found["unknown"],
            }
        )
        return FINDINGS if found["alarm"] else 0
    for post in found["posts"]:
        last = post["last"]
        came = f"最近到达 {_local(last['at'])}" if last else "还没有到达过"
        click.echo(f"{post['card']}  {post['name']}  自 {_local(post['since'])}  {came}")
    if not found["posts"]:
        click.echo("没有约定测试来件")
    for one in found["lately"]:
        click.echo(f"告警  {_local(one.since)}  {one.who}  {one.words}  {one.times} 件", err=True)
    if found["unknown"]:
        click.echo(f"告警  {found['unknown']} 件来历不明", err=True)
    return FINDINGS if found["alarm"] else 0


@canary.command(cls=HomeCommand, context_settings=_HELP, epilog="\b\n例：\n  gongkai canary end xC0b5m2oQk9T")
@click.argument("card", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def end(card: str, as_json: bool) -> None:
    """停止一项约定，不再等候它的来件；以前的记录保留。"""
    setup()
    agency = part("gongkai.exchange.serving").agency()
    post = part("gongkai.exchange.canaries.cards").end(agency, card, datetime.now(UTC))
    if as_json:
        print_json({"card": post.card, "ended_at": post.ended_at})
        return
    click.echo(f"已停止 {post.card}；请告诉发出的一方停止定时任务，并删去约定卡。")


@canary.command(
    cls=HomeCommand,
    context_settings=_HELP,
    epilog="\b\n例：\n  gongkai canary post --card 约定卡.json --portal https://www.example.gov.cn\n"
    "  每小时一次，写进发出一方的 crontab：\n"
    "  0 * * * *  gongkai canary post --card /srv/canary/约定卡.json --portal https://www.example.gov.cn",
)
@click.option(
    "--card",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="内网给的约定卡",
)
@click.option("--portal", required=True, metavar="URL", help="门户的网址，与群众用的一样")
@click.option("--within", default=50, type=click.IntRange(0, 56), help="在多少分钟之内随机选一刻发出")
@click.option("--at-once", is_flag=True, help="立即发出，页与页之间也不停顿（只用来试）")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def post(file: Path, portal: str, within: int, at_once: bool, as_json: bool) -> int:
    """由外面的一方运行：像群众一样填一次咨询表。不需要数据目录，只需要约定卡和门户的网址。"""
    _demand_private(file)
    card = canaries.unpack(file.read_bytes())
    now = datetime.now(UTC)
    hour = canaries.hour_of(now)
    if not card.is_hour(hour):
        tell(as_json, {"sent": False, "hour": hour.isoformat()}, "这个钟点没有约定")
        return 0
    rest: Rest = (lambda seconds: None) if at_once else time.sleep
    rest(60.0 * secrets.randbelow(_room(now, within) + 1))
    code = visit(portal, canaries.said(card, hour), rest)
    if not code:
        tell(as_json, {"sent": False, "hour": hour.isoformat()}, "门户没有给出查询码，没有发成")
        return FINDINGS
    tell(as_json, {"sent": True, "hour": hour.isoformat(), "code": code}, f"已发出，查询码 {code}")
    return 0


def visit(portal: str, said: Said, rest: Rest) -> str:
    """Fill in the form of questions page by page; gives the receipt code, empty where there came none."""
    visitor = Visitor(portal)
    try:
        visitor.open("/")
        rest(_pause())
        visitor.open("/ask")
        for _step in range(_STEPS):
            if visitor.form is None or "step" not in visitor.form.names():
                break
            rest(_pause())
            last = ("step", "check") in visitor.form.fields
            visitor.send(said.answers(), ("go", "send" if last else "next"))
        return visitor.code
    finally:
        visitor.close()


def _pause() -> float:
    least, most = PAUSE
    return least + secrets.randbelow((most - least) * 10) / 10


def _room(now: datetime, within: int) -> int:
    """Minutes from which one is chosen, so that the form is begun within its hour."""
    return max(0, min(within, 60 - now.minute - _MARGIN))


def _demand_private(file: Path) -> None:
    if file.stat().st_mode & 0o077:
        raise Refused("E_KEYS_OPEN", f"{file} 可被他人读取", f"请运行 chmod 600 {file}")


def _write(out: Path, data: bytes) -> None:
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _hours(text: str) -> list[int]:
    first, _, last = text.partition("-")
    if not (first.isascii() and first.isdecimal() and (not last or (last.isascii() and last.isdecimal()))):
        raise Refused("bad-hours", f"“{text}”不是钟点", "例如 0-23 或者 8-17")
    return list(range(int(first), int(last or first) + 1))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Refused("bad-date", f"“{text}”不是日期", "例如 2026-12-01") from wrong


def _text(book: Path) -> str:
    try:
        return book.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise Refused("E_CANARY", f"{book} 不是 UTF-8 文字", "请另存为 UTF-8") from wrong


def _local(at: datetime) -> str:
    return f"{at.astimezone(_CHINA):%Y-%m-%d %H:%M}"
