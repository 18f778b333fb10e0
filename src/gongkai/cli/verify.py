"""``gongkai verify``: prove that nothing was altered, or name the first record that does not fit."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from gongkai.cli import outsider
from gongkai.cli.django_setup import part, setup
from gongkai.cli.frame import FINDINGS, HomeCommand, print_json
from gongkai.refusal import Refused

_PARTS = (
    "gongkai.desk.casework.verifying",
    "gongkai.desk.complaints.verifying",
    "gongkai.desk.disclosure.verifying",
    "gongkai.exchange.verifying",
)
_CLOCKS = "gongkai.desk.casework.clocks"
_FINDINGS = "gongkai.desk.oversight.inspecting"
_SOURCES = ("gongkai.desk.complaints.clocks", "gongkai.desk.foi.clocks", "gongkai.desk.remedies.clocks")
_EPILOG = """\b
例：
  gongkai verify
  gongkai verify --since      只核验上次核验之后的事件
  gongkai verify --json
  gongkai verify --log https://www.example.gov.cn --key 'scj.example.gov.cn/log+ab12cd34+…'
"""


@click.command(cls=HomeCommand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--since", is_flag=True, help="事件链从上次核验通过的检查点起")
@click.option("--log", "address", metavar="URL", help="在外部核验一个门户的发布日志，不需要数据目录")
@click.option("--key", "vkey", metavar="VKEY", help="该日志的公钥（印在年报和答复书上，或见 /log/vkey）")
@click.option(
    "--seen",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="上次所见检查点的文件；核验通过后更新",
)
@click.option("--witness", metavar="VKEY", help="同时要求这个见证方的签名，几个用逗号分开")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def verify(
    since: bool, address: str | None, vkey: str | None, seen: Path | None, witness: str | None, as_json: bool
) -> int:
    """核验事件链、锚定、审签、发布日志和案件记录，指出第一条不符的记录。有不符时以状态 1 结束。"""
    if (address, vkey, seen, witness) != (None, None, None, None):
        if address is None or vkey is None:
            raise Refused("wrong-use", "--log 和 --key 要一起用", "请给出门户的网址和日志的公钥")
        return outsider.run(address, vkey, seen, as_json, witness)
    setup()
    casework, *rooms = (part(name) for name in _PARTS)
    sources = [part(name).SOURCE for name in _SOURCES]
    results = []
    due = partial(part(_CLOCKS).verify_due, sources)
    limits = part(_FINDINGS).verify
    theirs = [check for room in rooms for check in room.checks()]
    for check in [*casework.checks(since=since), due, limits, *theirs]:
        result = check()
        results.append(result)
        if not as_json:
            _say(result.title, result.count, result.faults, result.listed)
    holds = all(result.holds for result in results)
    if as_json:
        print_json(
            {
                "holds": holds,
                "checks": [
                    {
                        "name": result.name,
                        "title": result.title,
                        "count": result.count,
                        "holds": result.holds,
                        "faults": result.faults,
                        "listed": result.listed,
                    }
                    for result in results
                ],
            }
        )
    return 0 if holds else FINDINGS


def _say(title: str, count: int, faults: list[str], listed: list[str]) -> None:
    click.echo(f"{title}：{count:,} 条，{'不符' if faults else '相符'}")
    for fault in faults:
        click.echo(f"  ✗ {fault}")
    for gap in listed:
        click.echo(f"  · {gap}")
