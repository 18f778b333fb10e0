"""``gongkai exchange witness``: what a witness is asked, and the checkpoint that it signed, as files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import click

from gongkai.cli.django_setup import part, setup
from gongkai.cli.frame import FINDINGS, HomeCommand, print_json, tell
from gongkai.refusal import Refused

_LARGEST = 64 * 1024
_CHINA = timezone(timedelta(hours=8))


@click.command(
    "witness",
    cls=HomeCommand,
    epilog="\b\n例：\n  gongkai exchange witness\n"
    "  gongkai exchange witness --request 请求.txt --since 285     写出请求，带给见证方\n"
    "  gongkai exchange witness --take 签名的检查点.txt           收下见证方签名的检查点",
)
@click.option("--request", "out", type=click.Path(dir_okay=False, path_type=Path), help="写出给见证方的请求")
@click.option("--since", type=click.IntRange(0), default=0, help="见证方上次见到多少条（不知道的写 0）")
@click.option(
    "--take",
    "signed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="收下见证方签名的检查点，下一轮送到门户公布",
)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def witness(out: Path | None, since: int, signed: Path | None, as_json: bool) -> int:
    """发布日志的见证：各见证方最后何时签名；写出请求，收下签名。太久没有签名的以状态 1 结束。"""
    setup()
    witnessing = part("gongkai.exchange.witnessing")
    now = datetime.now(UTC)
    if out is not None:
        if out.exists():
            raise Refused("exists", f"{out} 已经存在", "请换一个文件名")
        out.write_bytes(witnessing.request(since))
        tell(
            as_json,
            {"request": str(out), "since": since},
            f"已写出 {out}，请带给见证方（gongkai witness sign）",
        )
        return 0
    if signed is not None:
        names = witnessing.take(part("gongkai.exchange.serving").agency(), _text(signed), now)
        said = f"收下 {'、'.join(names)} 的签名，下一轮送到门户" if names else "没有新的签名"
        tell(as_json, {"taken": names}, said)
        return 0
    found = witnessing.standing(now)
    if as_json:
        print_json({"witnesses": found["rows"], "hours": found["hours"], "wrong": found["wrong"]})
        return FINDINGS if found["alarm"] else 0
    for row in found["rows"]:
        last = f"{_local(row['at'])} 签名到第 {row['size']} 条" if row["at"] else "还没有签过"
        click.echo(f"{row['name']}  {last}" + "  太久没有签名" * row["is_silent"])
    if found["wrong"]:
        click.echo(found["wrong"], err=True)
    elif not found["rows"]:
        click.echo("没有见证方（设置 witness_vkeys）")
    return FINDINGS if found["alarm"] else 0


def _text(file: Path) -> str:
    data = file.read_bytes()[: _LARGEST + 1]
    try:
        if len(data) > _LARGEST:
            raise ValueError(len(data))
        return data.decode()
    except ValueError as wrong:
        raise Refused("E_CHECKPOINT", f"{file} 不是检查点", "请用 gongkai witness 写出的文件") from wrong


def _local(at: datetime) -> str:
    return f"{at.astimezone(_CHINA):%Y-%m-%d %H:%M}"
