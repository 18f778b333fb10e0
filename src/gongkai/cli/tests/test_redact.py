"""``gongkai redact``: FORMATS.md 1."""

import io
import json
import subprocess
import sys

import pytest
from docx import Document
from docx.shared import Mm
from PIL import Image

from gongkai.screening.files import scans
from gongkai.screening.tests.cleaning_cases import ID18
from gongkai.screening.tests.test_cleaning_pdf import scanned


def run(*arguments, folder):
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", "redact", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in.txt").write_text(f"当事人：张三，身份证号{ID18}。\n", encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(scanned())
    return tmp_path


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_exit_0_and_a_verified_copy(folder):
    status, out, _ = run("in.txt", "--out", "out.txt", "--policy", "penalty", folder=folder)
    assert status == 0 and "复核通过" in out
    assert (folder / "out.txt").read_text(encoding="utf-8") == "当事人：张某，身份证号×××。\n"


def test_json_is_one_document_without_the_values(folder):
    status, out, _ = run("in.txt", "--out", "out.txt", "--json", folder=folder)
    document = json.loads(out)
    assert status == 0 and document["verified"] is True and ID18 not in out
    assert {"file", "out", "type", "sha256", "out_sha256", "policy", "changes"} <= set(document)
    assert {"where", "start", "length", "kind", "rule", "action", "replacement", "reviewer"} <= set(
        document["changes"][0]
    )


@pytest.mark.skipif(scans.is_installed(), reason="the extra ocr reads what is on a picture")
def test_a_picture_that_nobody_has_read_is_named_with_how_to_mend_it(folder):
    Image.new("L", (60, 80), 255).save(folder / "in.png")
    status, out, told = run("in.png", "--out", "out.png", folder=folder)
    assert status == 0 and "复核通过" in out
    assert "没有复核" in told and "请人工逐页看过" in told and scans.INSTALL in told


def test_exit_1_and_no_file_when_no_copy_can_be_verified(folder):
    before = names(folder)
    status, out, err = run("scan.pdf", "--out", "out.pdf", "--json", folder=folder)
    assert status == 1 and json.loads(out)["verified"] is False and "扫描件" in err
    assert names(folder) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("in.txt", "--out", "out.txt", "--policy", "nothing"),
        ("in.txt", "--out", "out.txt", "--set", "officers"),
        ("in.txt", "--out", "out.pdf"),
        ("none.txt", "--out", "out.txt"),
        ("in.txt",),
    ],
)
def test_exit_2_one_line_and_no_file_for_wrong_use(arguments, folder):
    before = names(folder)
    status, out, err = run(*arguments, folder=folder)
    assert status == 2 and out == "" and len(err.strip().splitlines()) == 1 and "Traceback" not in err
    assert names(folder) == before


@pytest.mark.skipif(scans.is_installed(), reason="the extra ocr reads what is on a picture")
def test_a_word_file_with_a_scan_says_how_to_confirm_that_a_person_has_looked(folder):
    document, page = Document(), io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(page, "PNG")
    page.seek(0)
    document.add_picture(page, width=Mm(150))
    document.save(folder / "in.docx")
    before = names(folder)
    status, _, told = run("in.docx", "--out", "out.docx", folder=folder)
    assert status == 1 and "没有识别" in told and "--set unread_scans=keep" in told
    assert names(folder) == before
    status, out, _ = run("in.docx", "--out", "out.docx", "--set", "unread_scans=keep", folder=folder)
    assert status == 0 and "图像没有识别" in out


def test_a_file_that_cannot_be_read_is_named(folder):
    (folder / "empty.docx").write_bytes(b"")
    status, _, said = run("empty.docx", "--out", "out.docx", folder=folder)
    assert status == 2
    assert "empty.docx：文件是空的" in said
    assert not (folder / "out.docx").exists()
