"""Old Office files: through LibreOffice when it is there, else never clean."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from gongkai.refusal import Refused
from gongkai.screening import sandbox
from gongkai.screening.files import office
from gongkai.screening.files.ole import MAGIC, Compound
from gongkai.screening.files.reading import read
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


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
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
