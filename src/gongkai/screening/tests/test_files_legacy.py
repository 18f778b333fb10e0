"""Old Office files: through LibreOffice when it is there, else never clean."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from gongkai.refusal import Refused
from gongkai.screening import sandbox
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.files import office
from gongkai.screening.files.ole import MAGIC, Compound
from gongkai.screening.files.reading import read
from gongkai.screening.redacting import redact
from gongkai.screening.screening import extract
from gongkai.screening.tests.files_built import ID18, kinds, plain_docx, plain_xlsx

ENTRY = struct.Struct("<64sHBB12x16x4x16xIQ")


def compound(*names: str, content: bytes = b"") -> bytes:
    """An OLE file with streams of these names; the first holds ``content``."""
    entries = b"".join(
        ENTRY.pack(name.encode("utf-16-le"), len(name) * 2 + 2, 2, 1, 2, max(len(content), 4096))
        for name in names
    )
    table = struct.pack("<3I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE).ljust(512, b"\xff")
    head = bytearray(MAGIC.ljust(512, b"\x00"))
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<2I", head, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *([0xFFFFFFFF] * 108))
    return bytes(head) + table + entries.ljust(512, b"\x00") + content.ljust(512, b"\x00")


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")


def old(tmp_path: Path, data: bytes, source: str, target: str, filter_: str) -> bytes:
    """A file in the old format, written by LibreOffice."""
    (tmp_path / f"in.{source}").write_bytes(data)
    command = [
        office.program(), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
        f"{target}:{filter_}", "--outdir", str(tmp_path), str(tmp_path / f"in.{source}"),
    ]  # fmt: skip
    assert sandbox.command(command, tmp_path, limits=office.LIMITS) == 0
    made = tmp_path / f"in.{target}"
    if not made.exists():
        pytest.skip(f"this LibreOffice cannot write .{target}")
    return made.read_bytes()


def test_streams_are_listed() -> None:
    assert Compound(compound("WordDocument", "VBA")).names == ["WordDocument", "VBA"]


def test_macros_and_objects_of_old_files() -> None:
    assert kinds(read(compound("WordDocument", "_VBA_PROJECT"), "a.doc")) == ["macro"]
    assert kinds(read(compound("Workbook", "MBD0001"), "a.xls")) == ["embedded_object"]


def test_encrypted_old_files_block() -> None:
    word = struct.pack("<HHHHHH", 0xA5EC, 0, 0, 0, 0, 0x0100)
    assert kinds(read(compound("WordDocument", content=word), "a.doc")) == ["encrypted"]
    book = struct.pack("<HHHHHH", 0x0809, 4, 0, 0, 0x002F, 0)
    assert kinds(read(compound("Workbook", content=book), "a.et")) == ["encrypted"]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_encrypted_new_files_block(name: str) -> None:
    found = read(compound("EncryptionInfo", "EncryptedPackage"), name)
    assert [(one.kind, one.verdict) for one in found.hidden] == [("encrypted", "block")]


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("name", ["a.doc", "a.wps"])
def test_without_libreoffice_old_files_cannot_be_checked(name: str) -> None:
    with pytest.raises(Refused) as no:
        extract(compound("WordDocument"), name)
    assert no.value.code == "convert-first"


def test_ending_of_the_other_kind_is_refused() -> None:
    with pytest.raises(Refused) as no:
        read(compound("WordDocument"), "a.xls")
    assert no.value.code == "mislabelled"


HAS_OFFICE = pytest.mark.skipif(
    not shutil.which("soffice"),
    reason="没有 LibreOffice：apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
)


@HAS_OFFICE
@pytest.mark.parametrize(
    ("data", "source", "target", "filter_", "ending"),
    [
        (plain_docx("公告", ID18), "docx", "doc", "MS Word 97", "wps"),
        (plain_xlsx(["甲", "乙"], [ID18, "丙"]), "xlsx", "xls", "MS Excel 97", "et"),
    ],
)
def test_old_files_are_read_through_libreoffice(
    tmp_path: Path, data: bytes, source: str, target: str, filter_: str, ending: str
) -> None:
    found = extract(old(tmp_path, data, source, target, filter_), f"a.{ending}")
    assert ID18 in found.text
    assert found.type == target
    assert found.fact("converted") == source


@pytest.fixture
def real_xls(tmp_path: Path) -> bytes:
    """A workbook in the old format, written by LibreOffice."""
    return old(tmp_path, plain_xlsx(["甲", "乙"], [ID18, "丙"]), "xlsx", "xls", "MS Excel 97")


def with_kind(book: bytes, kind: int) -> bytes:
    """The workbook whose first sheet is of another kind."""
    at = book.index(struct.pack("<2H", 0x0085, 8 + len("Sheet")))
    return book[: at + 9] + bytes([kind]) + book[at + 10 :]


@HAS_OFFICE
def test_macro_sheets_of_a_real_workbook_block_and_give_no_copy(real_xls: bytes, tmp_path: Path) -> None:
    assert kinds(read(real_xls, "a.xls")) == []
    for kind in (1, 6):
        found = read(with_kind(real_xls, kind), "a.xls")
        assert [(one.kind, one.verdict) for one in found.hidden] == [("macro", "block")]
    source = tmp_path / "a.xls"
    source.write_bytes(with_kind(real_xls, 1))
    with pytest.raises(Unclean, match="宏"):
        redact(source, tmp_path / "copy.xlsx")
    assert not (tmp_path / "copy.xlsx").exists()


@HAS_OFFICE
def test_a_vba_project_in_a_real_workbook_blocks(real_xls: bytes) -> None:
    name, project = ("\x01CompObj".encode("utf-16-le"), "VBA".encode("utf-16-le"))
    at = real_xls.index(name.ljust(64, b"\x00"))
    entry = project.ljust(64, b"\x00") + struct.pack("<H", len(project) + 2)
    marked = real_xls[:at] + entry + real_xls[at + len(entry) :]
    assert "macro" in kinds(read(marked, "a.xls"))


@HAS_OFFICE
def test_an_old_workbook_becomes_a_clean_new_one(real_xls: bytes, tmp_path: Path) -> None:
    source, out = tmp_path / "a.xls", tmp_path / "copy.xlsx"
    source.write_bytes(real_xls)
    assert redact(source, out).type == "xlsx"
    assert ID18 not in extract(out.read_bytes(), "copy.xlsx").text


@pytest.mark.usefixtures("no_office")
def test_without_libreoffice_old_files_give_no_copy(tmp_path: Path) -> None:
    source = tmp_path / "a.doc"
    source.write_bytes(compound("WordDocument"))
    with pytest.raises(Refused) as no:
        redact(source, tmp_path / "copy.docx")
    assert no.value.code == "convert-first"
    assert [one.name for one in tmp_path.iterdir()] == ["a.doc"]


def test_a_small_stream_is_followed_through_its_own_table() -> None:
    """A file whose stream lies in sectors of 64 bytes, chained backwards."""
    content = bytes(range(100))
    root = ENTRY.pack("Root Entry".encode("utf-16-le"), 22, 5, 1, 3, 128)
    entry = ENTRY.pack("Book".encode("utf-16-le"), 10, 2, 1, 1, len(content))
    table = struct.pack("<5I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFF).ljust(512, b"\xff")
    small = struct.pack("<2I", 0xFFFFFFFE, 0).ljust(512, b"\xff")
    head = bytearray(MAGIC.ljust(512, b"\x00"))
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<2I", head, 60, 2, 1)
    struct.pack_into("<2I", head, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *([0xFFFFFFFF] * 108))
    held = content[64:].ljust(64, b"\x00") + content[:64]
    data = bytes(head) + table + (root + entry).ljust(512, b"\x00") + small + held.ljust(512, b"\x00")
    assert Compound(data).head("Book") == content
    assert Compound(data).head("Nothing") == b""
