"""What officers upload to a case: screened and typed before anything of it is written."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from django.conf import settings

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import secrecy
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused
from gongkai.screening import Known, Report, Verdict
from gongkai.screening.screening import screen

LARGEST = 20_000_000
"""Bytes of one file."""


def demand_size(size: int) -> None:
    """Refuse nothing at all (``no-file``) and too much (``too-big``), before it is read."""
    if not size:
        raise Refused("no-file", "没有选择文件，或者文件是空的", "请选择一个文件")
    if size > LARGEST:
        raise Refused("too-big", f"文件超过 {LARGEST // 1_000_000} MB", "请拆分或者压缩图片后再传")


def screened(case: Case, name: str, data: bytes, *, by: Officer, at: datetime) -> Report:
    """What the sandbox says of a file. A secrecy mark refuses it; that it was met is an event of the case."""
    clamd = str(settings.GONGKAI_VALUES["clamd"])
    report = screen(data, known=Known(), name=name, clamd=clamd)
    if any(one.kind == "secret_mark" and one.verdict is Verdict.BLOCK for one in report.findings):
        day = shanghai_date(at)
        record(case.stream, "secrecy-met", by=by, occurred=day, at=at, data={"place": "file"})
        raise secrecy.refusal(
            "文件带有密级标志，没有保存",
            "本系统为非涉密系统：请立即停止办理，清除本机上的这份文件并报告保密办公室",
        )
    return report


def bare_name(name: str) -> str:
    """The bare name of an upload: no folder, no control characters, at most 200. Raises ``no-name``."""
    bare = PurePath(name.replace("\\", "/")).name
    plain = "".join(sign for sign in bare if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    if not plain:
        raise Refused("no-name", "文件没有名称", "请改名后再传")
    ending = PurePath(plain).suffix[:10]
    return plain if len(plain) <= 200 else plain[: 200 - len(ending)] + ending
