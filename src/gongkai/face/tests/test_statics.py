"""Style sheets and scripts: read only, their type said and never guessed, nothing but what was collected."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from gongkai.face.statics import BYTES, CACHE, Statics

Got = tuple[str, dict[str, str], bytes]


def behind(environ, start_response):
    """Django, which answers what is no file."""
    start_response("404 Not Found", [("X-From", "django")])
    return [b"django"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "static" / "face").mkdir(parents=True)
    (tmp_path / "static" / "face" / "tokens.css").write_text("a{}", encoding="utf-8")
    (tmp_path / "static" / "face" / "odd.bin").write_bytes(b"<html>")
    (tmp_path / "secret.key").write_text("secret", encoding="utf-8")
    return tmp_path / "static"


def ask(layer: Statics, path: str, method: str = "GET", **headers: str) -> Got:
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO()}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    began: list[tuple[str, list[tuple[str, str]]]] = []
    body = b"".join(layer(environ, lambda status, given: began.append((status, given))))
    status, given = began[-1]
    names = [name for name, _ in given]
    assert len(names) == len(set(names)), "a header stands twice"
    return status, dict(given), body


def test_a_file_comes_with_its_type_and_browsers_guess_none(folder: Path) -> None:
    status, headers, body = ask(Statics(behind, folder), "/static/face/tokens.css")
    assert (status, body) == ("200 OK", b"a{}")
    assert headers["Content-Type"] == "text/css; charset=utf-8" and headers["Cache-Control"] == CACHE
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Content-Length"] == "3"
    assert ask(Statics(behind, folder), "/static/face/odd.bin")[1]["Content-Type"] == BYTES


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_any_method_but_reading_is_refused(folder: Path, method: str) -> None:
    status, headers, body = ask(Statics(behind, folder), "/static/face/tokens.css", method)
    assert (status, headers["Allow"], body) == ("405 Method Not Allowed", "GET, HEAD", b"")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_head_says_what_get_would_send(folder: Path) -> None:
    layer = Statics(behind, folder)
    got, asked = (ask(layer, "/static/face/tokens.css", method) for method in ("GET", "HEAD"))
    assert asked[:2] == got[:2] and asked[2] == b""


@pytest.mark.parametrize("wanted", ["{}", 'W/{}, "x"', "*"])
def test_a_reader_who_has_the_file_gets_nothing_twice(folder: Path, wanted: str) -> None:
    layer = Statics(behind, folder)
    tag = ask(layer, "/static/face/tokens.css")[1]["ETag"]
    status, _, body = ask(layer, "/static/face/tokens.css", if_none_match=wanted.format(tag))
    assert (status, body) == ("304 Not Modified", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../secret.key",
        "/static//secret.key",
        "/static/face/",
        "/static",
        "/",
        "/static/face/tokens.css/",
    ],
)
def test_what_is_none_of_the_files_is_left_to_django(folder: Path, path: str) -> None:
    assert ask(Statics(behind, folder), path)[2] == b"django"


def test_headers_of_the_site_go_with_every_answer_once(folder: Path) -> None:
    given = [("Content-Security-Policy", "default-src 'none'"), ("X-Content-Type-Options", "nosniff")]
    for method in ("GET", "POST"):
        headers = ask(Statics(behind, folder, given), "/static/face/tokens.css", method)[1]
        assert headers["Content-Security-Policy"] == "default-src 'none'"


def test_a_process_without_collected_files_starts(tmp_path: Path) -> None:
    assert ask(Statics(behind, tmp_path / "none"), "/static/face/tokens.css")[2] == b"django"
