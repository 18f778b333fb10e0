"""``screen`` over files: one report, with every finding at its place."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gongkai.refusal import Refused
from gongkai.screening import screening
from gongkai.screening.policies.model import policy
from gongkai.screening.screening import screen
from gongkai.screening.tests.files_built import ID18, MOBILE, pdf, plain_docx, saved


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GONGKAI_CLAMD", raising=False)
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path / "home"))
    (tmp_path / "clean.txt").write_text("本局依法公示有关信息。\n", encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(plain_docx("公告。", f"身份证号{ID18}"))
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    return tmp_path


def test_report_of_a_file(folder: Path) -> None:
    report = screen(folder / "bad.docx")
    data = (folder / "bad.docx").read_bytes()
    assert (report.type, report.sha256) == ("docx", hashlib.sha256(data).hexdigest())
    assert report.verdict == "review"
    found = next(one for one in report.findings if one.kind == "id18")
    assert (found.text, found.where) == (ID18, "第 2 段")
    assert screen(data, name="bad.docx").findings == report.findings


def test_text_is_screened_as_text() -> None:
    report = screen(f"电话{MOBILE}")
    assert (report.type, report.findings[0].kind) == ("text", "mobile")


def test_numbers_in_hidden_places_are_found_with_their_place() -> None:
    report = screen(saved(pdf(b"BT /F1 12 Tf 1 1 1 rg 100 700 Td (371002199001010015) Tj ET")), name="a.pdf")
    assert {found.kind for found in report.findings if found.verdict != "keep"} == {"hidden_text", "id18"}
    assert {found.where for found in report.findings if found.kind == "id18"} == {"第 1 页"}


def test_name_known_from_one_place_is_found_in_another() -> None:
    report = screen(plain_docx("举报人：欧阳明达。", "经查，欧阳明达所述属实。"), name="a.docx")
    assert [found.where for found in report.findings if found.text == "欧阳明达"] == ["第 1 段", "第 2 段"]


def test_too_large_and_missing_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused):
        screen(tmp_path / "nothing.txt")
    with pytest.raises(Refused):
        screen(tmp_path)
    monkeypatch.setattr(screening, "MOST_BYTES", 10)
    with pytest.raises(Refused):
        screen(b"x" * 11)


def test_malware_scanner_that_is_silent_fails_closed(folder: Path) -> None:
    with pytest.raises(Refused) as no:
        screen(folder / "clean.txt", clamd=str(folder / "nobody"))
    assert no.value.code == "scanner-silent"


def test_what_a_policy_keeps_is_no_finding() -> None:
    text = "当事人：威海高区好味道食品店，经营者王五。举报人李四。"
    kept = {one.text for one in screen(text, policy("penalty")).findings if one.verdict == "keep"}
    found = {one.text for one in screen(text, policy("penalty")).findings if one.verdict == "redact"}
    assert "李四" in found
    assert "李四" not in kept
