"""Wrong use of a command is told in Chinese, with the option's name and what to write."""

import re

import click
import pytest

from gongkai.cli.usage import said


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--out", required=True)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--year", type=click.IntRange(2008, 2100))
@click.option("--kind", type=click.Choice(["items", "cases"]))
@click.option("--json", is_flag=True)
@click.option("--where", type=click.Path(exists=True))
def command(**_: object) -> None:
    """A command."""


@click.group()
def group() -> None:
    """A group."""


def told(arguments, of=command):
    with pytest.raises(click.UsageError) as wrong:
        of.main(arguments, prog_name="gongkai", standalone_mode=False)
    return said(wrong.value)


@pytest.mark.parametrize(("arguments", "line"), [
    (["a.txt"], "缺少 --out，请补上"),
    (["--out", "b"], "缺少 FILE，请补上"),
    (["a", "--out", "b", "--on", "2024-13-01"], "--on 的值“2024-13-01”不对，请写日期，例如 2024-01-31"),
    (["a", "--out", "b", "--year", "x"], "--year 的值“x”不对，请写 2008 到 2100 的整数"),
    (["a", "--out", "b", "--year", "1"], "--year 的值不对，请写 2008 到 2100 的整数"),
    (["a", "--out", "b", "--kind", "x"], "--kind 的值“x”不对，可以是 items、cases"),
    (["a", "--out", "b", "--where", "/none"], "--where 的值“/none”不对，请核对路径"),
    (["a", "--out"], "选项 --out 后面要写值"),
    (["a", "--out", "b", "--json=1"], "选项 --json 后面不写值"),
    (["a", "--out", "b", "--jsn"], "没有选项 --jsn，是不是 --json 或者 --on"),
    (["a", "--out", "b", "c"], "多出了“c”，请删去"),
])  # fmt: skip
def test_each_kind_of_wrong_use_has_its_sentence(arguments, line):
    assert told(arguments) == line


def test_a_command_that_is_not_there():
    assert told(["scren"], group) == "没有命令 scren，gongkai --help 列出全部命令"


def test_a_group_without_a_command_names_its_commands_in_one_line():
    group.add_command(command, "one")
    above = click.Group("gongkai", {"keys": group})
    assert told(["keys"], above) == "gongkai keys 后面缺少命令，可以是 one"
    assert told([], above) == "缺少命令"


def test_a_message_of_ours_stays():
    assert said(click.BadParameter("年份不可能", param_hint="--year")) == "参数：年份不可能"
    assert said(click.UsageError("请二选一")) == "请二选一"


def test_no_sentence_is_english():
    for arguments in ([], ["a"], ["a", "--out", "b", "--year", "1"], ["a", "--out", "b", "--nix"]):
        assert not re.search("[a-z]{3,} [a-z]{2,}", told(arguments))
