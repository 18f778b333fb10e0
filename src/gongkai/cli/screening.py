"""``gongkai screen``: what texts and files hold that may not simply go out."""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from gongkai.cli.frame import FINDINGS, WRONG_USE, HomeCommand, demand_file, home, print_json, print_line
from gongkai.refusal import Refused
from gongkai.screening import lists
from gongkai.screening.files import scans
from gongkai.screening.files.malware import UNCHECKED
from gongkai.screening.finding import Report, Verdict
from gongkai.screening.known import Known
from gongkai.screening.policies.model import Policy
from gongkai.screening.policies.model import policy as policy_named
from gongkai.screening.screening import MOST_BYTES
from gongkai.screening.screening import screen as screen_source
from gongkai.sites import home as homes

STDIN = "-"
_REREADING = "gongkai.cli.rereading"
_UNREAD = "file.scanned_page"
_CONTACTS = ("telephone", "address", "postcode", "email", "fax", "site", "download_address", "contact")
_VERDICTS = {"clean": "没有发现", "review": "须处理或者复核", "block": "不得公开"}
_ACTS = {"block": "禁止", "redact": "清除", "review": "复核", "keep": "保留"}
_SCREEN = """\b
例：
  gongkai screen 处罚决定书.docx
  gongkai screen *.pdf 台账.xlsx --json
  cat 答复.txt | gongkai screen -
  gongkai screen --public                       已经公开的：用词、链接和不该公开的号码
没有发现以状态 0 结束，有发现以状态 1 结束，有文件无法检查以状态 2 结束。
设置 clamd（或者环境变量 GONGKAI_CLAMD）是 clamd 的套接字路径或者 主机:端口。
"""
_CONTEXT = {"help_option_names": ["-h", "--help"]}


@click.command(cls=HomeCommand, epilog=_SCREEN, context_settings=_CONTEXT)
@click.argument("files", nargs=-1, metavar="FILE…")
@click.option("--public", is_flag=True, help="读网：检查本数据目录的门户上已经公开的信息和附件")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
@click.option("--all", "show_all", is_flag=True, help="也列出应当保留的内容")
@click.option("--policy", metavar="NAME", help="处理规则（见 gongkai redact），它保留的个人信息不算发现")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="文书日期：按这一天选处理规则，判断未成年人")
@click.option("--organisation", type=click.Path(), help="organisation.toml，其中的本机关联系方式予以保留")
def screen(
    files: tuple[str, ...],
    public: bool,
    as_json: bool,
    show_all: bool,
    policy: str | None,
    on: datetime | None,
    organisation: str | None,
) -> int:
    """检查文字和文件中的国家秘密标志、个人信息和隐藏内容；“-”是标准输入。"""
    if public == bool(files):
        raise Refused(
            "no-file", "要检查的文件，或者 --public，二者写一个", "例：gongkai screen 处罚决定书.docx"
        )
    day = on.date() if on else None
    known = known_of(organisation, day)
    rule = policy_named(policy, day) if policy else None
    clamd = str(homes.read(home())["clamd"])
    reports: list[Report] = []
    refused: list[tuple[str, Refused]] = []
    for told in _public(known, clamd) if public else _all(files, rule, known, clamd):
        if isinstance(told, Report):
            reports.append(told)
            if not as_json:
                _say(told, show_all)
        else:
            refused.append(told)
            print_line(f"gongkai: {told[0]}：{told[1]}", err=True)
    if reports and not clamd:
        print_line(f"gongkai: 警告：{UNCHECKED}", err=True)
    if not scans.is_installed() and any(one.rule == _UNREAD for report in reports for one in report.findings):
        print_line(f"gongkai: 提示：有扫描件没有检查；安装文字识别：{scans.INSTALL}", err=True)
    if as_json:
        print_json(_document(reports, refused, malware="clean" if clamd else "unchecked"))
    if refused:
        return WRONG_USE
    return FINDINGS if any(report.verdict != "clean" for report in reports) else 0


def _public(known: Known, clamd: str) -> Iterator[Report | tuple[str, Refused]]:
    """The reports of what is public; what reads it needs Django and is loaded only then."""
    told: Iterator[Report | tuple[str, Refused]] = importlib.import_module(_REREADING).reports(known, clamd)
    return told


def _all(
    files: tuple[str, ...], rule: Policy | None, known: Known, clamd: str
) -> Iterator[Report | tuple[str, Refused]]:
    """The report of each file, or why it cannot be checked."""
    for file in files:
        try:
            yield _screened(file, rule, known, clamd)
        except Refused as no:
            yield file, no


def _screened(file: str, rule: Policy | None, known: Known, clamd: str) -> Report:
    if file == STDIN:
        return screen_source(sys.stdin.buffer.read(MOST_BYTES + 1), rule, known, clamd=clamd)
    demand_file(Path(file))
    return screen_source(Path(file), rule, known, clamd=clamd)


def _document(reports: list[Report], refused: list[tuple[str, Refused]], *, malware: str) -> dict[str, Any]:
    """The JSON of FORMATS.md 1; ``unread`` lists what could not be checked."""
    document: dict[str, Any] = {"files": [{**report.as_json(), "malware": malware} for report in reports]}
    if refused:
        document["unread"] = [{"file": file, "code": no.code, "why": str(no)} for file, no in refused]
    return document


def _say(report: Report, show_all: bool) -> None:
    shown = [found for found in report.findings if show_all or found.verdict is not Verdict.KEEP]
    print_line(f"{report.file}（{report.type}）：{_VERDICTS[report.verdict]}，{len(shown)} 处")
    for found in shown:
        quoted = f"“{' '.join(found.text.split())}”" if found.text else ""
        print_line(f"  {_ACTS[found.verdict.value]} {found.where} {found.kind} {quoted} {found.why}")


def known_of(organisation: str | None, on: date | None) -> Known:
    """The office's contacts, from ``organisation.toml`` given or in the home, and its lists in ``terms``."""
    own = tuple(part for file in sorted((home() / "terms").glob("*.toml")) for part in lists.load(file))
    path = Path(organisation) if organisation else home() / "organisation.toml"
    if not path.is_file():
        if organisation:
            raise Refused("not-a-file", f"没有这个文件：{organisation}", "请检查 --organisation 的路径")
        return Known(decision_date=on, lists=own)
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        raise Refused("bad-organisation", f"{path.name} 读不懂：{wrong}", "请改正这份文件") from wrong
    agency = read.get("agency")
    fields = agency if isinstance(agency, dict) else {}
    contacts = tuple(str(fields[key]) for key in _CONTACTS if fields.get(key))
    return Known(contacts=contacts, decision_date=on, lists=own)
