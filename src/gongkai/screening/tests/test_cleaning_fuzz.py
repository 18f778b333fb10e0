"""Damaged and hostile bytes: a copy, a refusal or no copy; never a traceback."""

import random

import pytest

from gongkai.refusal import Refused
from gongkai.screening.cleaning import running
from gongkai.screening.cleaning.pieces import Unclean
from gongkai.screening.policies import policy
from gongkai.screening.tests.cleaning_cases import ID18
from gongkai.screening.tests.test_cleaning_docx import made
from gongkai.screening.tests.test_cleaning_docx import saved as saved_docx
from gongkai.screening.tests.test_cleaning_images import picture
from gongkai.screening.tests.test_cleaning_pdf import document, saved, shown
from gongkai.screening.tests.test_cleaning_xlsx import book
from gongkai.screening.tests.test_cleaning_xlsx import saved as saved_xlsx

SOURCES = {
    "txt": f"身份证号{ID18}".encode(),
    "csv": f'甲,乙\n"{ID18}",1\n'.encode(),
    "html": f"<html><body><table><tr><td>甲<td>{ID18}</table></body></html>".encode(),
    "pdf": saved(document(shown(f"ID {ID18}") + " q 1 0 0 1 0 0 cm Q")),
    "docx": saved_docx(made("甲", ["乙", ID18])),
    "xlsx": saved_xlsx(book(["甲", "乙"], [ID18, 1])),
    "png": picture("png"),
    "tiff": picture("tiff"),
}


def damaged(data, chance):
    """A few bytes changed, cut out or put in."""
    bytes_ = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(bytes_))
        act = chance.random()
        if act < 0.5:
            bytes_[at] = chance.randrange(256)
        elif act < 0.75:
            del bytes_[at : at + chance.randint(1, 12)]
        else:
            bytes_[at:at] = chance.choice(
                [b"<<", b"[", b"-99999999", b"\0", b'"', b"</td>", b"/Parent 1 0 R"]
            )
        bytes_ = bytes_ or bytearray(b"x")
    return bytes(bytes_)


@pytest.mark.parametrize("kind", SOURCES)
def test_damaged_bytes_end_in_a_copy_or_a_clear_word(kind, monkeypatch):
    monkeypatch.setattr(running, "_readable", lambda *_: None)  # the writer has to hold without the reader
    chance = random.Random(kind)
    for _ in range(15):
        try:
            copy = running.cleaned(damaged(SOURCES[kind], chance), kind, policy())
        except (Refused, Unclean) as no:
            assert no.sentence
        else:
            assert ID18.encode() not in copy.data
