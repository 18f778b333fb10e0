"""What all commands share: lazy loading, ``--home`` before or after the subcommand, one error line."""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from gongkai.cli.helping import Spoken
from gongkai.cli.usage import said
from gongkai.refusal import Refused, reason_of

FINDINGS = 1
"""Exit status of a command that worked and found something, or whose check failed."""
WRONG_USE = 2
"""Exit status of wrong use or bad input."""
INTERRUPTED, UNHEARD = 130, 141
"""Exit status after Ctrl-C, and where the reader closed the pipe: what a shell says of such an end."""
BROKEN = 70
"""Exit status where the program itself is at fault (``EX_SOFTWARE``)."""
_STEERING = re.compile("[\0-\x08\n-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Characters that begin a line, colour or turn around what a terminal shows."""


class HomeGroup(click.Group):
    """A group that takes ``--home`` too and speaks Chinese; use ``@click.group(cls=HomeGroup)``."""

    context_class = Spoken

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*args, **kwargs)
        self.params.append(home_option())


class LazyGroup(HomeGroup):
    """A group that imports a subcommand's module only when that subcommand is asked for."""

    def __init__(self, *args: Any, commands_at: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, lazy ones too."""
        return sorted({*super().list_commands(ctx), *self.commands_at})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module that holds ``cmd_name`` and return its command."""
        if cmd_name not in self.commands_at:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self.commands_at[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


def _remember_home(ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        os.environ["GONGKAI_HOME"] = str(Path(value).resolve())
    return value


def home_option() -> click.Option:
    """``--home DIR``: where the state lives. Works before and after the subcommand."""
    return click.Option(
        ["--home"],
        metavar="DIR",
        callback=_remember_home,
        expose_value=False,
        is_eager=True,
        help="数据目录（默认 $GONGKAI_HOME，否则 ./var）",
    )


class HomeCommand(click.Command):
    """A command that takes ``--home`` itself too; use ``@click.command(cls=HomeCommand)``."""

    context_class = Spoken

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(home_option())


def home() -> Path:
    """The home directory of this run (``--home``, else ``$GONGKAI_HOME``, else ``./var``)."""
    return Path(os.environ.get("GONGKAI_HOME") or "var").resolve()


def print_json(document: object) -> None:
    """The one JSON document of a ``--json`` run, on standard output, in whatever encoding that has."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document, indent=2, default=str)
    click.echo(text)


_OLDER = re.compile(r"no such (?:column|table)|(?:column|relation) \S+ does not exist")
"""What SQLite and PostgreSQL say of a home that an earlier version of the program made."""


def tell(as_json: bool, document: dict[str, object], line: str) -> None:
    """Print what came of it: one JSON document, or a line for people."""
    if as_json:
        print_json(document)
    else:
        click.echo(line)


def run(command: click.Command) -> None:
    """Run the command line; turn a refusal, wrong use or a fault into one line and an exit status."""
    _speak_anyway()
    heard = sys.stdout
    try:
        status = command.main(prog_name="gongkai", standalone_mode=False)
    except SystemExit as ended:  # where nobody reads on, click puts another stream there and ends with 1
        status = ended.code if sys.stdout is heard else UNHEARD
    except BrokenPipeError:
        status = UNHEARD
    except click.exceptions.Abort as stopped:
        asked = isinstance(stopped.__context__, EOFError)
        _tell("要在终端上回答，标准输入却已经结束；请在终端中运行" if asked else "已中断")
        status = WRONG_USE if asked else INTERRUPTED
    except Exception as problem:  # noqa: BLE001  (nobody ever sees a traceback)
        sentence = _refused(problem)
        _tell(sentence or _of_fault(problem))
        status = WRONG_USE if sentence else BROKEN
    sys.exit(status if isinstance(status, int) else 0)


def _speak_anyway() -> None:
    """A character that the terminal's encoding lacks is written as an escape and ends no command."""
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", None) == "strict" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def demand_file(path: Path) -> None:
    """Refuse what is no file to read: missing, a folder, a pipe or device, whose end might never come.

    The refusal does not name the path: who asks says which it is.
    """
    try:
        if path.is_file():
            return
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as wrong:
        raise Refused("unreadable", f"文件打不开：{reason_of(wrong)}", "请检查权限") from wrong
    if is_folder:
        raise Refused("not-a-file", "这是文件夹，不是文件", "请逐个写出其中的文件")
    if is_there:
        raise Refused("not-a-file", "这是管道或者设备，不是文件", "请先把内容存为文件")
    raise Refused("not-a-file", "没有这个文件", "请检查路径")


def print_line(line: str, *, err: bool = False) -> None:
    """One line, whatever a file or its name puts into it: what would steer the terminal is shown."""
    click.echo(_STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), line), err=err)


def _tell(line: str) -> None:
    """One line on standard error, if anybody listens."""
    with suppress(OSError):
        print_line(f"gongkai: {line}", err=True)


def _refused(problem: Exception) -> str:
    """What is wrong with the call, its input or the system, with the way out; nothing for our own faults."""
    if isinstance(problem, click.ClickException):
        told = isinstance(problem, click.UsageError) and problem.ctx
        return said(problem) + (f"（用法见 {told.command_path} --help）" if told else "")
    if isinstance(problem, Refused):
        return str(problem)
    if isinstance(problem, OSError):
        return _of_system(problem)
    return _of_database(problem) if isinstance(problem, _database_errors()) else ""


def _of_fault(problem: Exception) -> str:
    """A fault of the program: its name, and where the story lies for those who mend it.

    The story names kinds and lines of code only: what a fault says may be out of a record.
    """
    told = "".join(_story(problem))
    folder = home() / "logs"
    try:
        number, name = tempfile.mkstemp(".txt", "fault-", folder if folder.is_dir() else None)
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(told)
    except OSError:
        return f"程序出错（{type(problem).__name__}），没有做完；请报告维护人员"
    return f"程序出错（{type(problem).__name__}），没有做完；请把 {name} 交给维护人员"


def _story(problem: BaseException) -> Iterator[str]:
    """A fault and those behind it, the first one first, without what they say."""
    behind = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    if behind is not None:
        yield from _story(behind)
    yield from ("Traceback\n", *traceback.format_tb(problem.__traceback__))
    yield f"{type(problem).__module__}.{type(problem).__qualname__}\n"


def _of_system(problem: OSError) -> str:
    """What the system refused, in one line: which file, why, how to mend it."""
    where = f"“{problem.filename}”" if problem.filename else "文件"
    return f"不能读写{where}：{reason_of(problem)}；请核对路径、权限和磁盘空间"


def _of_database(problem: Exception) -> str:
    """Why the database cannot be used: away or full, or made by an earlier version of the program."""
    said = " ".join(str(problem).split())
    if _OLDER.search(said):
        return f"数据库的结构比程序旧（{said}）；请先启动一次 gongkai serve 或者 gongkai worker 来更新"
    return f"数据库不能使用（{said}）；请核对数据库地址、权限和磁盘空间，或稍后再试"


def _database_errors() -> tuple[type[Exception], ...]:
    """What Django raises for a database that cannot be used; nothing where Django is not loaded."""
    errors = sys.modules.get("django.db.utils")
    return (errors.OperationalError, errors.ProgrammingError) if errors else ()
