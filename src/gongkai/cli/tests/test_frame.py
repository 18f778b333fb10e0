"""Every command ends in one line and a status of the contract, whatever the system says."""

import errno

import click
import pytest
from django.db import OperationalError, ProgrammingError

from gongkai.cli.frame import run
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


def test_a_reader_that_closes_the_pipe_is_no_error(capsys):
    assert _ending(BrokenPipeError(), capsys) == (0, [])


def test_a_question_without_anybody_to_answer_is_wrong_use(capsys):
    ended = click.exceptions.Abort()
    ended.__context__ = EOFError()
    status, (line,) = _ending(ended, capsys)
    assert status == 2 and "终端" in line
    assert _ending(click.exceptions.Abort(), capsys) == (130, ["gongkai: 已中断"])
