"""Mutated bytes of every type: a reader gives an extract or one refusal, never anything else."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.refusal import Refused
from gongkai.screening.files.extract import Extract, from_json, to_json
from gongkai.screening.files.reading import read
from gongkai.screening.tests.files_built import (
    ID18,
    annotate,
    line,
    located_jpeg,
    pdf,
    picture,
    plain_docx,
    plain_xlsx,
    saved,
)


def noted_pdf() -> bytes:
    document = pdf(line(ID18), line("b"))
    annotate(document, Subtype=pikepdf.Name.Text, Contents="x")
    document.attachments["a.txt"] = b"x"
    return saved(document)


SEEDS = {
    "docx": plain_docx("甲", ID18),
    "xlsx": plain_xlsx(["甲", 1], ["乙", ID18]),
    "pdf": noted_pdf(),
    "png": picture("PNG"),
    "jpg": located_jpeg(),
    "tif": picture("TIFF"),
    "txt": f"甲\n{ID18}".encode(),
    "csv": f'甲,"乙\n丙"\n1,{ID18}'.encode(),
    "html": f"<!doctype html><p hidden>{ID18}</p><!-- x --><p style='color:#fff'>y".encode(),
}
EDITS = st.lists(
    st.tuples(st.floats(0, 0.999), st.binary(max_size=6), st.integers(0, 8)), min_size=1, max_size=6
)
STEADY = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def mutated(data: bytes, edits: list[tuple[float, bytes, int]]) -> bytes:
    for place, put, take in edits:
        at = int(place * len(data))
        data = data[:at] + put + data[at + take :]
    return data


def sound(data: bytes, name: str) -> None:
    """Either an extract whose findings point into its text, or a refusal of one line."""
    try:
        found = read(data, name)
    except Refused as no:
        assert no.sentence
        assert "\n" not in str(no)
        return
    assert isinstance(found, Extract)
    for one in found.hidden:
        assert 0 <= one.start <= one.end <= len(found.text)
    back = from_json(to_json(found))
    assert (back.text, back.parts, back.hidden) == (found.text, found.parts, found.hidden)


@pytest.mark.parametrize("ending", SEEDS)
def test_mutated_files_never_raise_anything_but_a_refusal(ending: str) -> None:
    @STEADY
    @given(EDITS)
    def holds(edits: list[tuple[float, bytes, int]]) -> None:
        sound(mutated(SEEDS[ending], edits), f"a.{ending}")

    holds()


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_mutated_members_never_raise_anything_but_a_refusal(ending: str) -> None:
    with zipfile.ZipFile(io.BytesIO(SEEDS[ending])) as archive:
        members = {
            name: archive.read(name)
            for name in archive.namelist()
            if re.search(r"document|sheet|workbook|styles|core|rels|Types", name) and "Effects" not in name
        }

    @STEADY
    @given(st.sampled_from(sorted(members)), EDITS)
    def holds(name: str, edits: list[tuple[float, bytes, int]]) -> None:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for member, data in members.items():
                archive.writestr(member, mutated(data, edits) if member == name else data)
        sound(buffer.getvalue(), f"a.{ending}")

    holds()


@pytest.mark.parametrize("ending", SEEDS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_files(ending: str, share: float) -> None:
    sound(SEEDS[ending][: int(len(SEEDS[ending]) * share)], f"a.{ending}")


@STEADY
@given(st.binary(max_size=400), st.sampled_from([*SEEDS, "doc", "xls", "wps", "et"]))
def test_any_bytes_with_any_ending(data: bytes, ending: str) -> None:
    sound(data, f"a.{ending}")
    sound(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data, f"a.{ending}")
    sound(b"%PDF-1.7\n" + data + b"%%EOF", f"a.{ending}")
