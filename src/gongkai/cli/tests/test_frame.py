"""Every command ends in one line and a status of the contract, whatever the system says."""

import errno
import json
import os
import subprocess
import sys

import click
import pytest
from django.db import OperationalError, ProgrammingError

from gongkai.cli.frame import print_json, run
from gongkai.refusal import Refused


def _ending(raised, capsys):
    """The status and the lines on standard error of a command that raises this."""

    @click.command()
    def failing():
        raise raised

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["gongkai"])
        with pytest.raises(SystemExit) as ended:
            run(failing)
    return ended.value.code, capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        (Refused("no-folder", "没有文件夹", "请核对路径"), "没有文件夹"),
        (OSError(errno.ENOSPC, "No space left on device", "/srv/报告/report.pdf"), "/srv/报告/report.pdf"),
        (PermissionError(errno.EACCES, "Permission denied", "logs"), "logs"),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "/proc/x"), "/proc/x"),
        (OperationalError("connection failed:\n  no route to host"), "no route to host"),
        (OperationalError("database is locked"), "database is locked"),
        (OperationalError("no such column: complaints_case.kind"), "gongkai serve"),
        (ProgrammingError("column complaints_case.kind does not exist\nLINE 1: SELECT"), "gongkai serve"),
    ],
)
def test_what_the_system_refuses_is_one_line_and_status_2(raised, says, capsys):
    status, lines = _ending(raised, capsys)
    assert status == 2
    assert len(lines) == 1
    assert says in lines[0]
    assert "请" in lines[0]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "没有权限"),
        (errno.ENOENT, "没有这个文件"),
        (errno.ELOOP, "Too many"),
    ],
)
def test_why_the_system_would_not_is_said_in_chinese_where_it_is_known(number, reason, capsys):
    _, (line,) = _ending(OSError(number, os.strerror(number), "报告.pdf"), capsys)
    assert f"“报告.pdf”：{reason}" in line


@pytest.mark.parametrize("raised", [BrokenPipeError(), BrokenPipeError(errno.EPIPE, "Broken pipe")])
def test_a_reader_that_closes_the_pipe_ends_the_command_as_a_shell_says_it_never_as_findings(raised, capsys):
    assert _ending(raised, capsys) == (141, [])


def test_a_fault_of_the_program_is_one_line_and_its_story_names_code_but_nothing_of_a_record(
    tmp_path, monkeypatch, capsys
):
    (tmp_path / "logs").mkdir()
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    status, (line,) = _ending(KeyError("于志静"), capsys)
    (story,) = (tmp_path / "logs").iterdir()
    assert status == 70
    assert str(story) in line and "于志静" not in line
    told = story.read_text("utf-8")
    assert "builtins.KeyError" in told and "frame.py" in told and "于志静" not in told
    assert story.stat().st_mode & 0o077 == 0


def _in(encoding, *words):
    """What a process on a terminal of that encoding says."""
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "gongkai.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["latin-1", "gbk", "ascii", "utf-8"])
def test_a_terminal_of_any_encoding_is_spoken_to(encoding):
    told = _in(encoding, "fee", "--pages", "68", "--on", "2025-06-01")
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"380" in told.stdout
    document = json.loads(
        _in(encoding, "fee", "--pages", "68", "--on", "2025-06-01", "--json").stdout.decode(
            encoding if encoding == "gbk" else "utf-8"
        )
    )
    assert (document["amount"], document["unit"]) == (380, "元")
    assert _in(encoding, "fee", "--pages", "x").returncode == 2


def test_json_in_an_encoding_that_lacks_a_character_says_it_by_escapes(monkeypatch, capsys):
    document = {"name": "𠮷✗é", "file": "\udcff"}
    print_json(document)
    assert json.loads(capsys.readouterr().out) == document


def test_a_question_without_anybody_to_answer_is_wrong_use(capsys):
    ended = click.exceptions.Abort()
    ended.__context__ = EOFError()
    status, (line,) = _ending(ended, capsys)
    assert status == 2 and "终端" in line
    assert _ending(click.exceptions.Abort(), capsys) == (130, ["gongkai: 已中断"])


def test_a_name_that_would_break_the_line_or_steer_the_terminal_is_shown_as_escapes(capsys):
    name = "表\n格\x1b[31m\u202etxt.html"
    status, lines = _ending(Refused("no-file", f"没有文件“{name}”", "请核对路径"), capsys)
    assert (status, len(lines)) == (2, 1)
    assert r"表\n格\x1b[31m\u202etxt.html" in lines[0]
