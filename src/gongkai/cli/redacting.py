"""``gongkai redact``: a verified copy of a file without secrets, personal data and hidden content."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from gongkai.cli.frame import FINDINGS, HomeCommand, demand_file, home, print_json, print_line
from gongkai.cli.screening import known_of
from gongkai.refusal import Refused
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.files import scans
from gongkai.screening.files.malware import UNCHECKED
from gongkai.screening.policies.model import DEFAULT, Policy, policy
from gongkai.screening.redacting import Redaction
from gongkai.screening.redacting import redact as redact_file
from gongkai.sites import home as homes

_EPILOG = """\b
例：
  gongkai redact 处罚决定书.docx --out 公开稿.docx --policy penalty
  gongkai redact 附件.pdf --out 附件-公开.pdf --json
  gongkai redact 决定书.txt --out 公开.txt --policy penalty --set natural_person_name=keep
副本经两种读法复核后才写出：状态 0。复核没有通过、带宏、有没有识别的扫描件：状态 1，不写文件。
"""


@click.command(cls=HomeCommand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FILE", help="写出的副本")
@click.option(
    "--policy", "name", default=DEFAULT, show_default=True, metavar="NAME",
    help="处理规则：all、penalty、complaint、statistics、attachment",
)  # fmt: skip
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="处理规则的选项")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="文书日期：按这一天选处理规则，判断未成年人")
@click.option("--organisation", type=click.Path(), help="organisation.toml，其中的本机关联系方式予以保留")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def redact(
    file: Path,
    out: Path,
    name: str,
    settings: tuple[str, ...],
    on: datetime | None,
    organisation: str | None,
    as_json: bool,
) -> int:
    """生成去掉国家秘密标志、个人信息、元数据和隐藏内容的副本，复核通过才写出。"""
    day = on.date() if on else None
    rule = _with(policy(name, day), settings)
    known = known_of(organisation, day)
    clamd = str(homes.read(home())["clamd"])
    try:
        demand_file(file)
        made = redact_file(file, out, rule, known, clamd=clamd)
    except Unclean as unclean:
        _tell(unclean, file, as_json)
        return FINDINGS
    except Refused as no:
        if no.code in _ABOUT_OUT:
            raise
        raise Refused(no.code, f"{file}：{no.sentence}", no.mend) from no
    if not clamd:
        print_line(f"gongkai: 警告：{UNCHECKED}", err=True)
    if made.unread:
        places = "、".join(made.unread[:5]) + ("等" if len(made.unread) > 5 else "")
        print_line(
            f"gongkai: 警告：{places}：只有图像，程序没有复核图上的内容，请人工逐页看过再用；"
            f"安装文字识别：{scans.INSTALL}",
            err=True,
        )
    if as_json:
        print_json(made.as_json())
    else:
        _say(made)
    return 0


_ABOUT_OUT = frozenset(("no-folder", "out-is-source", "wrong-ending", "unwritable"))
"""Refusals that name their file themselves."""


def _with(rule: Policy, settings: tuple[str, ...]) -> Policy:
    """The policy with its settings. Raises Refused."""
    for one in settings:
        key, sign, value = one.partition("=")
        if not sign:
            raise Refused("bad-setting", f"选项“{one}”不是 NAME=VALUE", "例：--set officers=mask")
        rule = rule.having(**{key: value})
    return rule


def _tell(unclean: Unclean, file: Path, as_json: bool) -> None:
    """Why there is no copy."""
    print_line(f"gongkai: {file}：{unclean.sentence}", err=True)
    if as_json:
        print_json(
            {"file": str(file), "verified": False, "why": unclean.sentence, "faults": list(unclean.faults)}
        )
        return
    for fault in unclean.faults:
        print_line(f"  {fault}", err=True)
    if unclean.is_unread:
        click.echo("  人工逐页看过、确无应当隐去的内容的，加选项 --set unread_scans=keep", err=True)


def _say(made: Redaction) -> None:
    """What was done, counted by kind."""
    passed = "复核通过" if not made.unread else "文字复核通过，图像没有识别"
    print_line(f"{made.out}（{made.type}）：已按 {made.policy} 处理 {len(made.log)} 处，{passed}")
    for kind, count in sorted(Counter(change.kind for change in made.log).items()):
        print_line(f"  {kind} {count} 处")
