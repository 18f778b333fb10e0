"""Hostile files: archives checked by their directory, entities refused, a process with limits."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.refusal import Refused
from gongkai.screening import sandbox
from gongkai.screening.files import archives
from gongkai.screening.files.archives import Archive
from gongkai.screening.files.extract import from_json
from gongkai.screening.files.markup import parse, whole
from gongkai.screening.files.pdfstreams import without_tags
from gongkai.screening.files.reading import read
from gongkai.screening.screening import extract
from gongkai.screening.tests.files_built import W, changed, plain_docx, plain_xlsx

HERE = "gongkai.screening.tests.files_tasks"


def zipped(members: dict[str, bytes], mode: int = 0o100644) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as no:
        Archive(data)
    assert "\n" not in str(no.value)
    return no.value.code


def test_bomb_by_ratio() -> None:
    assert refused(zipped({"word/document.xml": b"\x00" * 20_000_000})) == "bomb"


def test_bomb_by_members() -> None:
    assert refused(zipped({f"a{number}": b"" for number in range(archives.MOST_MEMBERS + 1)})) == "bomb"


class _Pipe(io.BytesIO):
    """A stream that cannot go back, as of a program that writes what it sends."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


@pytest.mark.parametrize("is_long", [False, True])
def test_lengths_that_follow_a_member_are_no_hidden_bytes(is_long: bool) -> None:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a", "b"):
            with archive.open(name, "w", force_zip64=is_long) as member:
                member.write(b"words " * 9)
    assert not b"".join(Archive(pipe.getvalue()).outside())


def test_directory_of_a_million_entries_is_not_read() -> None:
    assert refused(zipped({"a": b""}) + b"PK\x01\x02" * 20_001) == "bomb"


def test_bomb_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000)
    assert refused(zipped({"a": bytes(range(256)) * 8})) == "bomb"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word\\..\\..\\x", "C:/x"])
def test_path_traversal(name: str) -> None:
    assert refused(zipped({name: b"x"})) == "path-traversal"


def test_symbolic_link() -> None:
    assert refused(zipped({"word/document.xml": b"/etc/passwd"}, mode=0o120777)) == "symlink"


def test_two_members_of_one_name() -> None:
    assert refused(zipped({"word/document.xml": b"a", "word/Document.xml": b"b"})) == "damaged"


def test_member_longer_than_its_directory_says() -> None:
    data = bytearray(zipped({"a": b"x" * 5_000}))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)
    with pytest.raises(Refused):
        Archive(bytes(data)).read("a")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_document_types_and_entities_in_office_files_are_refused(codec: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
    ).encode(codec)
    with pytest.raises(Refused) as no:
        read(changed(plain_docx(), {"word/document.xml": bomb}), "a.docx")
    assert no.value.code == "doctype"
    with pytest.raises(Refused):
        parse(bomb, "x")


def test_entities_in_a_sheet_are_refused() -> None:
    sheet = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet/>'
    with pytest.raises(Refused) as no:
        read(changed(plain_xlsx(), {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")
    assert no.value.code == "doctype"


def test_bomb_in_the_sandbox_is_one_line() -> None:
    with pytest.raises(Refused) as no:
        extract(zipped({"[Content_Types].xml": b"", "word/a": b"\x00" * 20_000_000}), "a.docx")
    assert no.value.code == "bomb"


def test_sandbox_gives_the_answer_back() -> None:
    assert sandbox.run(f"{HERE}:shout", b"abc", {"times": "2"}) == b"ABCABC"


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ("greedy", "too-big"),
        ("crash", "unreadable"),
        ("raise_", "unreadable"),
        ("silent", "unreadable"),
        ("no", "x"),
    ],
)
def test_sandbox_turns_every_end_into_one_refusal(task: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        sandbox.run(f"{HERE}:{task}", b"")
    assert no.value.code == code


def test_sandbox_ends_what_takes_too_long() -> None:
    with pytest.raises(Refused) as no:
        sandbox.run(f"{HERE}:spin", b"", limits=sandbox.Limits(seconds=1))
    assert no.value.code == "too-slow"


@pytest.mark.parametrize("task", ["connect", "start", "remove", "write"])
def test_sandbox_has_no_network_no_processes_and_no_disk(task: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"x")
    assert sandbox.run(f"{HERE}:{task}", b"", {"path": str(kept)}) == b"refused"
    assert kept.read_bytes() == b"x"


def test_sandbox_has_a_folder_of_its_own_that_goes_with_it() -> None:
    answer = sandbox.run(f"{HERE}:scratch", b"abc")
    assert answer.startswith(b"abc/")
    assert not Path(answer[3:].decode()).parent.exists()


def test_answer_of_a_taken_over_process_is_not_believed() -> None:
    for sent in (
        b"",
        b"[]",
        b'{"type": "docx"}',
        b'{"type":"x","text":"","parts":[],"facts":[],"hidden":[["x"]]}',
    ):
        with pytest.raises(Refused):
            from_json(sent)


@pytest.mark.parametrize(
    "piece", ["transform:", "transform:scale(0", "--", "--a", "color:rgb(255" + " " * 90]
)
def test_a_style_of_one_piece_over_and_over_takes_linear_time(piece: str) -> None:
    _is_linear(lambda text: read(f'<p style="{text}">字</p>'.encode(), "a.html"), piece)


@pytest.mark.parametrize("piece", ["<", "</html", "</html ", "<br "])
def test_tags_that_do_not_end_take_linear_time(piece: str) -> None:
    _is_linear(whole, piece)
    _is_linear(without_tags, piece)


def _is_linear(work: Callable[[str], object], piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        work(text)
        return time.process_time() - began

    # what takes more than linear time fails at every try, not only at a busy moment
    assert any(seconds(40_000) < 8 * max(seconds(10_000), 0.02) for _ in range(3))
