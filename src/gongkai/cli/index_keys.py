"""What follows a rotation: an index is made anew, data keys are wrapped anew."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from gongkai.cli.django_setup import part, setup
from gongkai.cli.frame import print_json


def rotate_index(use: str, as_json: bool) -> None:
    """Make an index anew under a new key; a run that broke off is gone on with."""
    setup()
    reindexing = part("gongkai.desk.casework.reindexing")
    row = reindexing.rotate(use, at=datetime.now(UTC), say=_Progress())
    made, lost = reindexing.totals(row)
    rows = reindexing.rows_left(row)
    told = [
        {
            "part": one.name,
            "what": str(one.label),
            "made": row.counts[one.name][0],
            "lost": row.counts[one.name][1],
        }
        for one in reindexing.parts(use)
        if one.name in row.counts
    ]
    if as_json:
        print_json({"use": use, "kid": row.kid, "made": made, "lost": lost, "rows": rows, "parts": told})
        return
    click.echo(f"新的 {use} 密钥：{row.kid}。索引已按新密钥重算，旧密钥已销毁。")
    for one in told:
        if not one["part"].startswith(reindexing.ROWS):
            lost_of = f"，不能重算 {one['lost']}" * bool(one["lost"])
            click.echo(f"  {one['what']}：重算 {one['made']}{lost_of}")
    if lost:
        click.echo(f"不能重算的 {lost} 个已移出索引：案卷已销毁，或者原来的字句没有保存。")
    if rows:
        click.echo(f"台账的 {rows} 行不保存原行，旧摘要已清除；下次导入时逐列比对，不会因此重复。")
    click.echo("请重新托管（gongkai keys escrow --out 文件），并销毁含旧密钥的托管文件；各进程不必重新启动。")


def rewrap(use: str) -> tuple[int, int]:
    """Wrap the data keys that lie under an older key anew: how many, and how many no key opens."""
    if use not in ("handling", "identity"):
        return 0, 0
    setup()
    made, shut = part("gongkai.desk.casework.rewrapping").rewrap(
        use, say=lambda made: click.echo(f"  已重新封装 {made}", err=True)
    )
    return made, shut


class _Progress:
    """A line on standard error when a part begins, and now and then within it."""

    _STEP = 10_000

    def __init__(self) -> None:
        self._part = ""
        self._said = 0

    def __call__(self, now: Any, done: int) -> None:
        if now.name != self._part:
            self._part, self._said = now.name, 0
            click.echo(f"正在重算：{now.label}", err=True)
        if done - self._said >= self._STEP:
            self._said = done
            click.echo(f"  已处理 {done}", err=True)
