"""A password is asked for in Chinese, and a script may answer by standard input."""

import io

import pytest

from gongkai.cli.asking import password


@pytest.fixture
def given(monkeypatch):
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_once_and_twice(given):
    given("一二三四 五六\r\n")
    assert password("口令") == "一二三四 五六"
    given("甲\n甲\n")
    assert password("口令", twice=True) == "甲"


def test_two_that_differ_are_asked_for_again(given, capsys):
    given("甲\n乙\n丙\n丙\n")
    assert password("口令", twice=True) == "丙"
    said = capsys.readouterr()
    assert said.out == "" and "两次输入的不一样" in said.err
    assert "甲" not in said.err


def test_nobody_answers(given):
    given("\n\n")
    with pytest.raises(EOFError):
        password("口令")
