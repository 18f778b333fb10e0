"""What click says of wrong use, in Chinese: one clause that names the option and says what to write."""

from __future__ import annotations

import re
from typing import Any

import click

_CHINESE = re.compile("[\u4e00-\u9fff]")
_COMMAND = re.compile(r"No such command '([^']*)'")
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")
_NO_VALUE = re.compile(r"does not take a value")
_QUOTED = re.compile(r"'([^']*)'")
_OF_TYPE: tuple[tuple[type[click.ParamType[Any]], str], ...] = (
    (click.DateTime, "请写日期，例如 2024-01-31"),
    (click.types.IntParamType, "请写整数"),
    (click.types.FloatParamType, "请写数字"),
    (click.types.BoolParamType, "请写 true 或者 false"),
    (click.Path, "请核对路径"),
    (click.File, "请核对路径"),
)


def said(wrong: click.ClickException) -> str:
    """The message of an error; what was written in Chinese stays as it is."""
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        return _no_command(wrong.ctx)
    message = wrong.format_message()
    if isinstance(wrong, click.MissingParameter):
        return f"缺少 {_name(wrong.param, wrong.ctx)}，请补上"
    if isinstance(wrong, click.NoSuchOption):
        known = " 或者 ".join(wrong.possibilities or ())
        return f"没有选项 {wrong.option_name}" + (f"，是不是 {known}" if known else "")
    if isinstance(wrong, click.BadOptionUsage):
        what = "后面不写值" if _NO_VALUE.search(message) else "后面要写值"
        return f"选项 {wrong.option_name} {what}"
    if isinstance(wrong, click.BadParameter):
        return _bad_value(wrong)
    if found := _COMMAND.search(message):
        return f"没有命令 {found[1]}，gongkai --help 列出全部命令"
    if found := _EXTRA.search(message):
        return f"多出了“{found[1]}”，请删去"
    return message


def _no_command(ctx: click.Context | None) -> str:
    """A group that was called alone."""
    if ctx is None or ctx.parent is None or not isinstance(ctx.command, click.Group):
        return "缺少命令"
    return f"{ctx.command_path} 后面缺少命令，可以是 {'、'.join(ctx.command.list_commands(ctx))}"


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """How a parameter is written on the command line."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(ctx) if param is not None and ctx is not None else "参数"


def _bad_value(wrong: click.BadParameter) -> str:
    """A value that its parameter does not take."""
    name = _name(wrong.param, wrong.ctx)
    if _CHINESE.search(wrong.message):
        return f"{name}：{wrong.message}"
    value = _QUOTED.search(wrong.message)
    kind = wrong.param.type if wrong.param is not None else None
    if isinstance(kind, click.Choice):
        mend = f"可以是 {'、'.join(map(str, kind.choices))}"
    elif isinstance(kind, click.IntRange) and kind.min is not None:
        mend = f"请写 {kind.min} 到 {kind.max} 的整数" if kind.max is not None else f"最小是 {kind.min}"
    else:
        mend = next((words for of, words in _OF_TYPE if isinstance(kind, of)), wrong.message)
    return f"{name} 的值{f'“{value[1]}”' if value else ''}不对，{mend}"
