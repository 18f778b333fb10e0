"""``gongkai bench``: the benchmarks of ``benchmarks/``, as ratios within one run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from gongkai.cli.frame import FINDINGS, HomeCommand, print_json
from gongkai.refusal import Refused

FOLDER = Path(__file__).resolve().parents[3] / "benchmarks"


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(file.stem for file in FOLDER.glob("*.py") if not file.stem.startswith("_"))


@click.command(
    cls=HomeCommand,
    context_settings={"help_option_names": ["-h", "--help"], "ignore_unknown_options": True},
    epilog="\b\n例：\n  gongkai bench\n  gongkai bench deadline --json",
)
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def bench(name: str | None, arguments: tuple[str, ...], as_json: bool) -> int:
    """运行基准测试，结果都是同一次运行内的比值。有一项没有达到要求时以状态 1 结束。"""
    known = names()
    if not known:
        raise Refused("no-benchmarks", "没有 benchmarks 目录", "请在源码目录中运行")
    if name is not None and name not in known:
        raise Refused("unknown-benchmark", f"没有名为“{name}”的基准测试", f"可以是 {'、'.join(known)}")
    done = [_run(one, arguments, as_json) for one in ([name] if name else known)]
    if as_json:
        print_json({"benchmarks": done})
    return 0 if all(one["ok"] for one in done) else FINDINGS


def _run(name: str, arguments: tuple[str, ...], as_json: bool) -> dict[str, Any]:
    """One benchmark: whether it kept its limits and, for the document, what it said."""
    click.echo(f"== {name}", err=True)
    command = [sys.executable, str(FOLDER / f"{name}.py"), *arguments]
    out = subprocess.PIPE if as_json else None
    ended = subprocess.run(command, check=False, stdout=out, encoding="utf-8")  # noqa: S603  (our own files)
    return {"name": name, "ok": ended.returncode == 0, "said": _said(ended.stdout or "")}


def _said(text: str) -> Any:
    """The document that a benchmark printed, or its lines."""
    try:
        return json.loads(text)
    except ValueError:
        return text.splitlines()
