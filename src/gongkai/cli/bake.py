"""``gongkai bake``: the public site as static files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from gongkai.cli.django_setup import part, setup_portal
from gongkai.cli.frame import HomeCommand, print_json

_HELP = {"help_option_names": ["-h", "--help"]}
_EPILOG = """\b
例：
  gongkai bake --out /srv/www
  gongkai bake --out /srv/www --server-name xxgk.example.gov.cn --brotli
  gongkai bake --out /srv/www --no-upstream        没有门户程序，只有静态文件

\b
/srv/www/nginx.conf 放进 nginx 的 http 块：include /srv/www/nginx.conf;
没有烘焙的网址（检索、表单、期限计算）由 nginx 转给门户程序。
"""


@click.command(cls=HomeCommand, context_settings=_HELP, epilog=_EPILOG)
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="静态站点目录",
)
@click.option("--server-name", default="_", metavar="NAME", help="站点的域名")
@click.option("--listen", default="80", show_default=True, metavar="[ADDRESS:]PORT", help="nginx 监听的端口")
@click.option(
    "--upstream", default="http://127.0.0.1:8000", show_default=True, metavar="URL", help="门户程序的地址"
)
@click.option("--no-upstream", is_flag=True, help="没有门户程序：没有烘焙的网址一律 404")
@click.option("--brotli", is_flag=True, help="nginx 装有 brotli_static 模块")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 文档")
def bake(
    out: Path, server_name: str, listen: str, upstream: str, no_upstream: bool, brotli: bool, as_json: bool
) -> None:
    """把公开的网站写成静态文件和 nginx 配置；只写变了的，撤下的一并删去。"""
    setup_portal()
    now = datetime.now(UTC)
    _renew(now)
    baking = part("gongkai.portal.baking")
    server = part("gongkai.portal.baking.nginx").Server(
        server_name, listen, "" if no_upstream else upstream.rstrip("/"), brotli
    )
    done = baking.bake(out, now=now, server=server, say=_say)
    if as_json:
        print_json(
            {
                "out": str(out.resolve()),
                "written": done.written,
                "removed": done.removed,
                "unchanged": done.kept,
            }
        )
        return
    click.echo(f"写入 {done.written} 个网址，删去 {done.removed} 个，未变 {done.kept} 个：{out}")


def _renew(now: datetime) -> None:
    """Render all that an older version of the program rendered: where no worker runs, nobody else does."""
    renew, done = part("gongkai.portal.publishing.renewing").renew, 0
    while count := renew(now):
        done += count
        click.echo(f"重新生成旧版本的页面 {done}", err=True)


def _say(done: int, total: int) -> None:
    if done == total or done % 500 == 0:
        click.echo(f"写入 {done}/{total}", err=True)
