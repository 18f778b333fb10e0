"""The type is told by content; an ending that says something else is refused."""

from __future__ import annotations

import pytest

from gongkai.refusal import Refused
from gongkai.screening.files.types import is_plain, type_of
from gongkai.screening.tests.files_built import pdf, picture, plain_docx, plain_xlsx, saved


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (plain_docx(), "a.docx", "docx"),
        (plain_xlsx(), "a.XLSX", "xlsx"),
        (saved(pdf()), "a.pdf", "pdf"),
        (picture("PNG"), "a.png", "png"),
        (picture("JPEG"), "a.jpg", "jpeg"),
        (picture("TIFF"), "a.tif", "tiff"),
        ("公告".encode(), "a.txt", "txt"),
        ("公告".encode("gb18030"), "a.txt", "txt"),
        ("公告".encode("utf-16"), "a.txt", "txt"),
        (b"a,b\n1,2\n", "a.csv", "csv"),
        (b"<!doctype html><p>x", "a.html", "html"),
        (b"<p>x</p>", "a.htm", "html"),
        (plain_docx(), "", "docx"),
        (b"<html><body>x", "", "html"),
        (b"x", "", "txt"),
    ],
)
def test_type_by_content(data: bytes, name: str, kind: str) -> None:
    assert type_of(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (plain_docx(), "a.xlsx", "mislabelled"),
        (plain_docx(), "a.txt", "mislabelled"),
        (saved(pdf()), "a.docx", "mislabelled"),
        (picture("PNG"), "a.jpg", "mislabelled"),
        (b"plain words", "a.pdf", "mislabelled"),
        (b"plain words", "a.docx", "mislabelled"),
        (b"plain words", "a.html", "mislabelled"),
        (b"<!doctype html><p>x", "a.txt", "mislabelled"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "", "active-content"),
        (b"MZ\x90\x00\x03", "a.exe", "unsupported"),
        (b"MZ\x90\x00\x03", "", "unknown-type"),
        (b"\x00\x01\x02", "a.docx", "unknown-type"),
        (plain_docx()[:200], "a.docx", "damaged"),
    ],
)
def test_what_cannot_be_told_is_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        type_of(data, name)
    assert no.value.code == code
    assert no.value.mend


def test_many_comments_before_a_page_cost_nothing() -> None:
    assert type_of(b"<!---->" * 5_000 + b"x", "a.txt") == "txt"
    assert type_of(b"<?xml version='1.0'?><!-- a --> <!-- b -->\n<html>", "a.html") == "html"


def test_only_text_is_read_outside_the_sandbox() -> None:
    assert is_plain("公告".encode(), "a.txt")
    assert is_plain(b"a,b", "a.csv")
    assert not is_plain(b"<!doctype html><p>x", "a.html")
    assert not is_plain(plain_docx(), "a.docx")
    assert not is_plain(saved(pdf()), "")
