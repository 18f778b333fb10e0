"""What ``--help`` says, in Chinese: headings, marks behind an option and placeholders, in one place.

click has these words in English. Every command and group of ours makes its context of this kind
(:class:`Spoken`), so that the page of help speaks as the rest does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

_HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}
_SHOW_HELP = "Show this message and exit."
_USAGE = (("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]…"), ("...", "…"))
_PLACEHOLDERS = (
    (re.compile(r"\b(?:INTEGER|FLOAT)(?: RANGE)?$"), "N"),
    (re.compile(r"\bDIRECTORY$"), "DIR"),
    (re.compile(r"\[%Y-%m-%d\]$"), "DATE"),
)
_MARKS = re.compile(r"(?:^|\s+)\[((?:required|default: |env var: |-?[\d.]*<?=?x[<>=])[^\]]*)\]$")
_BETWEEN = re.compile(r"(\S+?)<=x<=(\S+)")


class Help(click.HelpFormatter):
    """Writes a page of help with Chinese headings and marks; what a command says itself stays."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of how a command is called."""
        for theirs, ours in _USAGE:
            args = args.replace(theirs, ours)
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """The heading of a part."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands, with what they are for."""
        super().write_dl([(_placeholder(name), _told(text)) for name, text in rows], col_max, col_spacing)


class Spoken(click.Context):
    """The context of a command whose help is written by :class:`Help`."""

    formatter_class = Help


def _placeholder(name: str) -> str:
    for theirs, ours in _PLACEHOLDERS:
        name = theirs.sub(ours, name)
    return name


def _told(text: str) -> str:
    """What an option is for; the marks behind it as a bracket in Chinese."""
    if text == _SHOW_HELP:
        return "显示本说明"
    return _MARKS.sub(lambda found: f"（{'；'.join(map(_mark, found[1].split('; ')))}）", text)


def _mark(said: str) -> str:
    if said == "required":
        return "必填"
    if found := _BETWEEN.fullmatch(said):
        return f"{found[1]} 到 {found[2]}"
    return said.replace("default: ", "默认 ").replace("env var: ", "环境变量 ").replace("x>=", "至少 ")
