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


@pytest.mark.parametrize(
    ("data", "name", "content"),
    [
        (b"GIF89a" + bytes(20), "a.png", "图片"),
        (b"RIFF" + bytes(4) + b"WEBPVP8 " + bytes(20), "a.jpg", "图片"),
        (bytes([0, 0, 0, 24]) + b"ftypheic" + bytes(20), "a.jpg", "HEIC"),
        (b"{\\rtf1 \\u30005?}", "a.txt", "RTF"),
        (b"{\\rtf1 \\u30005?}", "a.doc", "RTF"),
        (
            b"MIME-Version: 1.0\r\n\r\n--a\r\nContent-Transfer-Encoding: base64\r\n\r\n5YWs\r\n",
            "a.html",
            "MHT",
        ),
        (b"From: a\nContent-Transfer-Encoding: quoted-printable\n\n=E5=85=AC\n", "a.txt", "邮件"),
        (b"\x1f\x8b\x08\0", "a.txt", "压缩包"),
    ],
)
def test_a_format_that_is_told_but_not_read_is_named_in_its_refusal(
    data: bytes, name: str, content: str
) -> None:
    with pytest.raises(Refused, match=content) as refusal:
        type_of(data, name)
    assert refusal.value.code == "unsupported"


def test_a_text_that_speaks_of_mail_is_a_text() -> None:
    assert type_of("Subject: 公告\n\n正文\n".encode(), "a.txt") == "txt"
