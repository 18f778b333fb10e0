"""What a sly file keeps out of sight is found and read, and the clean copy holds none of it."""

from __future__ import annotations

import pytest

from gongkai.refusal import Refused
from gongkai.screening.files.reading import read
from gongkai.screening.finding import Verdict
from gongkai.screening.known import NOTHING
from gongkai.screening.screening import searched
from gongkai.screening.tests.cleaning_cases import copy_of, pdf_bytes, squeezed, zip_words
from gongkai.screening.tests.files_built import MOBILE
from gongkai.screening.tests.sly_files import Sly, odt_as_docx
from gongkai.screening.tests.sly_pages import SLY

ALL = pytest.mark.parametrize("sly", SLY.values(), ids=SLY)


@ALL
def test_what_a_file_keeps_out_of_sight_is_a_finding(sly: Sly) -> None:
    extract = read(sly.make(), sly.name)
    hidden = {one.kind for one in extract.hidden if one.verdict is not Verdict.KEEP}
    assert not sly.kinds or hidden & set(sly.kinds)
    if sly.reads:
        assert any(one.kind == "mobile" and MOBILE in one.text for one in searched(extract, NOTHING))


@ALL
def test_the_clean_copy_holds_nothing_of_it(sly: Sly) -> None:
    data = sly.make()
    kind = read(data, sly.name).type
    made = copy_of(data, kind, unread_scans="keep").data
    if kind in ("docx", "xlsx"):
        whole = zip_words(made)
    else:
        whole = (pdf_bytes(made) if kind == "pdf" else made).decode("utf-8", "replace")
    for word in (MOBILE, "zhangsan", "HUAWEI"):
        assert word not in whole and word not in squeezed(whole)


def test_an_open_document_under_a_false_name_is_refused() -> None:
    with pytest.raises(Refused, match="不是可以检查的文件"):
        read(odt_as_docx(), "a.docx")


def test_utf_16_without_a_mark_is_read_and_refused_where_it_is_not_whole() -> None:
    data = f"公告\r\n电话{MOBILE}\r\n".encode("utf-16-le")
    assert MOBILE in read(data, "a.txt").text
    with pytest.raises(Refused, match="UTF-16"):
        read(data + b"\0", "a.txt")
