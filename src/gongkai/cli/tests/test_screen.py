"""The contract of ``gongkai screen``: JSON, exit statuses, warnings, standard input."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import gongkai
from gongkai.cli.frame import WRONG_USE
from gongkai.refusal import Refused
from gongkai.screening.tests.files_built import ID18, MOBILE, located_jpeg, plain_docx


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GONGKAI_CLAMD", raising=False)
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path / "home"))
    (tmp_path / "clean.txt").write_text("本局依法公示有关信息。\n", encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(plain_docx("公告。", f"身份证号{ID18}"))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    return tmp_path


def run(*arguments: object, given: bytes | None = None) -> Result:
    return CliRunner().invoke(gongkai, ["screen", *map(str, arguments)], input=given, standalone_mode=False)


def document(result: Result) -> dict:
    return json.loads(result.stdout)


def test_exit_0_for_clean_1_for_findings(folder: Path) -> None:
    assert run(folder / "clean.txt").return_value == 0
    assert run(folder / "bad.docx").return_value == 1


def test_json_shape(folder: Path) -> None:
    found = document(run(folder / "bad.docx", "--json"))
    assert list(found) == ["files"]
    entry = found["files"][0]
    assert {"file", "type", "sha256", "verdict", "findings", "malware"} <= set(entry)
    assert entry["verdict"] == "review"
    assert entry["malware"] == "unchecked"
    keys = {"kind", "verdict", "text", "where", "start", "end", "rule", "why"}
    assert all(keys <= set(finding) for finding in entry["findings"])


def test_unreadable_file_exits_2_and_the_others_stand(folder: Path) -> None:
    result = run(folder / "broken.pdf", folder / "bad.docx", folder / "none.txt", "--json")
    assert result.return_value == WRONG_USE
    found = document(result)
    assert [Path(entry["file"]).name for entry in found["files"]] == ["bad.docx"]
    assert [Path(entry["file"]).name for entry in found["unread"]] == ["broken.pdf", "none.txt"]
    lines = [line for line in result.stderr.splitlines() if "警告" not in line]
    assert len(lines) == 2
    assert "broken.pdf" in lines[0]
    alone = run(folder / "broken.pdf")
    assert (alone.return_value, alone.stderr.splitlines()) == (WRONG_USE, [lines[0]])


def test_a_path_without_a_file_is_named_once_and_a_pipe_is_not_called_missing(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    for name, why in (("nowhere.txt", "没有这个文件"), ("pipe", "管道或者设备"), (".", "文件夹")):
        (line,) = run(folder / name).stderr.splitlines()
        assert line.count(str(folder / name)) == 1 and why in line
        redacted = CliRunner().invoke(
            gongkai, ["redact", str(folder / name), "--out", str(folder / "new.txt")]
        )
        checked = CliRunner().invoke(gongkai, ["check-report", str(folder / name)])
        for refused in (redacted.exception, checked.exception):
            assert str(refused).count(str(folder / name)) == 1 and why in str(refused), refused


def test_missing_scanner_is_a_visible_warning(folder: Path) -> None:
    assert "clamd" in run(folder / "clean.txt").stderr


def test_configured_scanner_that_is_silent_exits_2(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_CLAMD", str(folder / "nobody"))
    assert run(folder / "clean.txt").return_value == WRONG_USE


def test_standard_input(folder: Path) -> None:
    assert folder
    assert run("-", given=f"电话{MOBILE}".encode()).return_value == 1
    found = document(run("-", "--json", given=located_jpeg()))
    assert found["files"][0]["type"] == "jpeg"
    assert "exif_gps" in {finding["kind"] for finding in found["files"][0]["findings"]}


def test_own_contacts_stay(folder: Path) -> None:
    (folder / "organisation.toml").write_text(
        '[agency]\nname = "x"\ntelephone = "0631—5681102"\n', encoding="utf-8"
    )
    (folder / "tel.txt").write_text("电话0631—5681102", encoding="utf-8")
    assert run(folder / "tel.txt").return_value == 1
    assert run(folder / "tel.txt", "--organisation", folder / "organisation.toml").return_value == 0
    (folder / "home").mkdir()
    (folder / "organisation.toml").rename(folder / "home" / "organisation.toml")
    assert run(folder / "tel.txt").return_value == 0


def test_listing_names_place_kind_and_reason(folder: Path) -> None:
    said = run(folder / "bad.docx").stdout
    assert "第 2 段 id18" in said
    assert ID18 in said


def test_policy_of_the_command(folder: Path) -> None:
    assert run(folder / "bad.docx", "--policy", "penalty").return_value == 1
    assert isinstance(run(folder / "bad.docx", "--policy", "nothing").exception, Refused)


def test_the_lists_of_the_home_are_searched(folder: Path) -> None:
    (folder / "home" / "terms").mkdir(parents=True)
    own = folder / "home" / "terms" / "own.toml"
    own.write_text(
        '[[list]]\nname = "own"\nversion = "1"\nkind = "sensitive_term"\nterms = ["蓝鲸行动"]\n',
        encoding="utf-8",
    )
    result = run("-", "--json", given="按蓝鲸行动部署".encode())
    assert [found["kind"] for found in document(result)["files"][0]["findings"]] == ["sensitive_term"]
    own.write_text("[[list", encoding="utf-8")
    assert isinstance(run("-", given=b"").exception, Refused)


def test_what_a_file_says_steers_no_terminal(folder: Path) -> None:
    (folder / "a.html").write_text(f'<p title="\u202e身份证号{ID18}">x</p>', encoding="utf-8")
    (folder / "b\n.txt").write_text(f"\u202e电话{MOBILE}\x1b", encoding="utf-8")
    result = run(folder / "a.html", folder / "b\n.txt", folder / "c\n.txt")
    assert not {"\x1b", "\u202e"} & set(result.output)
    assert [line for line in result.output.splitlines() if line.endswith("请检查路径")]
    assert all(line.startswith((" ", "/", "gongkai")) for line in result.output.splitlines())
