"""Every page of help is Chinese, shows an example and takes ``--home``."""

import re

import click
import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai
from gongkai.cli.frame import HomeCommand, HomeGroup

PROSE = re.compile(
    r"[A-Za-z][a-z]+ [a-z]+ [a-z]+ [a-z]+|required|default:|Usage|Options|Commands|RANGE|x[<>]=|%Y"
)


def _pages(command, words):
    context = command.make_context(" ".join(["gongkai", *words]), [], resilient_parsing=True)
    yield words, command
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        yield from _pages(command.get_command(context, name), [*words, name])


PAGES = {" ".join(words): command for words, command in _pages(gongkai, [])}


@pytest.mark.parametrize("words", PAGES)
def test_help_is_chinese_with_an_example(words):
    done = CliRunner().invoke(gongkai, [*words.split(), "--help"], prog_name="gongkai")
    said, _, examples = done.output.partition("  例：\n")
    assert (done.exit_code, done.output[:3]) == (0, "用法：")
    assert "显示本说明" in said and "--home DIR" in said
    assert f"gongkai {words}".strip() in examples
    assert not PROSE.search(said.partition("\n")[2].replace(f"gongkai {words}", ""))


def test_every_command_and_group_is_of_the_house():
    assert all(isinstance(command, HomeCommand | HomeGroup) for command in PAGES.values())


@click.command(cls=HomeCommand)
@click.option("--name", required=True, help="姓名")
@click.option("--port", type=click.IntRange(1, 65535), default=8100, show_default=True, help="端口")
@click.option("--since", type=click.IntRange(1), help="从第几号起")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="日期")
@click.option("--kind", type=click.Choice(["desk", "portal"]), help="哪一侧 [可不写]")
@click.option("--out", type=click.Path(file_okay=False), help="文件夹")
@click.argument("file", nargs=-1)
def command(**_):
    """办一件事。"""


def test_marks_and_placeholders_behind_an_option():
    lines = CliRunner().invoke(command, ["--help"]).output.splitlines()
    assert lines[0] == "用法：command [选项] [FILE]…"
    said = {line.split()[0]: " ".join(line.split()[1:]) for line in lines if line.startswith("  --")}
    assert said["--name"] == "TEXT 姓名（必填）"
    assert said["--port"] == "N 端口（默认 8100；1 到 65535）"
    assert said["--since"] == "N 从第几号起（至少 1）"
    assert said["--on"] == "DATE 日期"
    assert said["--kind"] == "[desk|portal] 哪一侧 [可不写]"
    assert said["--out"] == "DIR 文件夹"
