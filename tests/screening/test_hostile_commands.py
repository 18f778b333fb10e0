"""A hostile file and the two commands: one clear line, exit status 2, nothing written, whatever it is."""

import pytest
from click.testing import CliRunner
from make_files import CASES, make

from gongkai.cli import gongkai
from gongkai.refusal import Refused

HOSTILE = (
    "pdf-2000-pages.pdf", "pdf-200-inch.pdf", "pdf-stream-bomb.pdf", "bomb.docx", "bomb.xlsx", "crowd.docx",
    "entities.docx", "outside-entity.docx", "traversal.docx", "truncated.pdf", "truncated.docx", "empty.docx",
    "pdf-called.docx", "html-script.html", "huge.png", "unknown.bin",
)  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.delenv("GONGKAI_CLAMD", raising=False)
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path / "home"))
    return lambda *arguments: CliRunner().invoke(gongkai, [*map(str, arguments)], standalone_mode=False)


def said(result):
    """The lines that a person is told, without the warning that no scanner for malware is set."""
    return [line for line in result.stderr.splitlines() if "警告" not in line]


@pytest.mark.parametrize("name", HOSTILE)
def test_screen_and_redact_refuse_in_one_line_and_write_nothing(name, run, tmp_path):
    path = make(tmp_path, next(case for case in CASES if case.name == name))
    before = sorted(one.name for one in tmp_path.iterdir())
    screened = run("screen", path)
    assert screened.return_value == 2 and len(said(screened)) == 1 and "；" in said(screened)[0]
    redacted = run("redact", path, "--out", tmp_path / f"copy{path.suffix}")
    assert isinstance(redacted.exception, Refused) and "\n" not in str(redacted.exception)
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_a_locked_file_is_a_finding_to_screen_and_a_refusal_to_redact(run, tmp_path):
    path = make(tmp_path, next(case for case in CASES if case.name == "pdf-password.pdf"))
    assert run("screen", path).return_value == 1
    redacted = run("redact", path, "--out", tmp_path / "copy.pdf")
    assert isinstance(redacted.exception, Refused) and not (tmp_path / "copy.pdf").exists()
