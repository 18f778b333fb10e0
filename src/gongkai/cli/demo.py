"""``gongkai demo``: an empty home becomes the sample bureau; or only its register files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from gongkai import demo as registers
from gongkai.cli.django_setup import part
from gongkai.cli.frame import HomeCommand, home, print_json
from gongkai.cli.taking_back import whole_or_nothing
from gongkai.refusal import Refused

_EPILOG = """\b
例：
  gongkai demo                                  空目录变成样例单位的 2017 年
  gongkai demo --work                           另外放入今天的待办，每个岗位都有事可做
  gongkai demo --year 2020 --home /tmp/y2020    另一年，另一个目录
  gongkai demo --year 2017 --scale 100 --registers /tmp/reg   只写台账文件，百倍规模
"""


@click.command(cls=HomeCommand, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--year", type=int, default=2017, show_default=True, help="哪一年")
@click.option(
    "--scale", type=click.FloatRange(min=0.01, max=2000), default=1, show_default=True, help="投诉举报的倍数"
)
@click.option(
    "--registers", "only", metavar="DIR", type=click.Path(path_type=Path), help="只写台账文件到此目录"
)
@click.option("--work", "with_work", is_flag=True, help="另外放入今天各岗位的待办，用来试用工作台")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def demo(year: int, scale: float, only: Path | None, with_work: bool, as_json: bool) -> None:
    """样例：把空的数据目录变成高新区市场监管局及其一年的记录，全部经由真正的导入、审签、发布。"""
    if only is not None:
        summary = registers.write(only, year=year, scale=scale, progress=None)
        if as_json:
            print_json({"out": str(only), "year": year, "rows": summary.rows})
        else:
            click.echo(
                f"已写到 {only}：" + "，".join(f"{name} {rows} 行" for name, rows in summary.rows.items())
            )
        return
    if (home() / "keys" / "state.json").exists():
        raise Refused(
            "home-exists", f"{home()} 中已有数据", "请用 --home 指明一个新目录，或直接运行 gongkai serve"
        )
    with whole_or_nothing(home()):
        load = part("gongkai.sites.sample_home").load
        loaded = load(home(), year=year, scale=scale, at=datetime.now(UTC), say=_say)
        tasks = part("gongkai.sites.sample_work").put(datetime.now(UTC), _say) if with_work else []
    logins = home() / "keys" / "demo-logins.txt"
    if as_json:
        addresses = {"desk": "http://127.0.0.1:8100/", "portal": "http://127.0.0.1:8000/"}
        print_json(
            {
                "home": str(home()),
                "released": loaded.released,
                "report": loaded.report,
                "logins": str(logins),
                "work": [{"login": one.login, "path": one.path, "what": one.what} for one in tasks],
                **addresses,
            }
        )
        return
    click.echo(f"样例单位已就绪：门户上有 {loaded.released} 条信息，其中年度报告 {loaded.report}。")
    click.echo("内网工作台  http://127.0.0.1:8100/\n门户        http://127.0.0.1:8000/")
    click.echo(
        f"登录口令在  {logins}（例如 {loaded.logins[0].username}）。密钥没有托管，样例不要用于正式工作。"
    )
    if tasks:
        click.echo("今天的待办（用户名  页面  要做的事）：")
        for one in tasks:
            click.echo(f"  {one.login:<10} {one.path}  {one.what}")
    click.echo("启动：gongkai serve")


def _say(line: str) -> None:
    """Progress, on standard error."""
    click.echo(line, err=True)
