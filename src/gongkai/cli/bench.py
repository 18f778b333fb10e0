"""``gongkai bench``: the benchmarks of ``benchmarks/``, as ratios within one run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from gongkai.cli.frame import HomeCommand
from gongkai.refusal import Refused

FOLDER = Path(__file__).resolve().parents[3] / "benchmarks"


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(file.stem for file in FOLDER.glob("*.py") if not file.stem.startswith("_"))


@click.command(
    cls=HomeCommand,
    context_settings={"help_option_names": ["-h", "--help"], "ignore_unknown_options": True},
    epilog="\b\n例：\n  gongkai bench\n  gongkai bench deadline",
)
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: tuple[str, ...]) -> int:
    """运行基准测试，结果都是同一次运行内的比值。"""
    known = names()
    if not known:
        raise Refused("no-benchmarks", "没有 benchmarks 目录", "请在源码目录中运行")
    if name is not None and name not in known:
        raise Refused("unknown-benchmark", f"没有名为“{name}”的基准测试", f"可以是 {'、'.join(known)}")
    worst = 0
    for one in [name] if name else known:
        click.echo(f"== {one}", err=True)
        command = [sys.executable, str(FOLDER / f"{one}.py"), *arguments]
        worst = max(worst, subprocess.run(command, check=False).returncode)  # noqa: S603  (our own files)
    return 1 if worst else 0
