"""Asks a person for a password: unseen on a terminal, a line of standard input elsewhere."""

from __future__ import annotations

import sys

import click


def password(label: str, *, twice: bool = False) -> str:
    """What was typed; ``twice``: until it was typed twice alike. Raises EOFError where nobody answers."""
    while True:
        given = _asked(label)
        if not twice or _asked("再输入一次") == given:
            return given
        click.echo("两次输入的不一样，请重新输入", err=True)


def _asked(label: str) -> str:
    if sys.stdin.isatty():
        return str(click.prompt(label, hide_input=True, err=True))
    click.echo(f"{label}: ", err=True)
    while line := sys.stdin.readline():
        if given := line.rstrip("\r\n"):
            return given
    raise EOFError
