"""A picture that no machine has read: who reviews and did not upload it looks, then a copy is made."""

from __future__ import annotations

import io
import json

import pytest
from django.urls import reverse
from docx import Document
from docx.shared import Mm
from PIL import Image

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import ItemFile
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, text
from gongkai.desk.disclosure.tests.test_verbs import code
from gongkai.desk.disclosure.verbs import attach, clean, say_looked
from gongkai.desk.disclosure.verbs.looking import looks
from gongkai.screening.files import scans
from gongkai.screening.tests.files_built import plain_docx, saved

pytestmark = pytest.mark.skipif(scans.is_installed(), reason="the extra ocr reads what is on a picture")
BUTTON = "看过图片，没有应当隐去的内容"


def with_scan() -> bytes:
    """A Word file with a telephone number and a page that a scanner made."""
    document, page = Document(), io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(page, "PNG")
    page.seek(0)
    document.add_paragraph("联系人孙女士，电话 13800006227。")
    document.add_picture(page, width=Mm(150))
    return saved(document)


def put(bureau: Bureau, data: bytes | None = None, by: str = "clerk") -> ItemFile:
    return attach(drafted(bureau), "扫描.docx", data or with_scan(), bureau.officers[by], AT)


def test_a_reviewer_who_looked_at_the_picture_opens_the_way_to_a_copy(bureau: Bureau) -> None:
    file = put(bureau)
    clerk = bureau.officers["clerk"]
    assert code(clean, file, clerk, LATER) == "unclean"
    say_looked(file, bureau.officers["head"], LATER)
    event = Event.objects.filter(stream=file.item.stream).last()
    assert event.type == "file-looked-at" and event.by == bureau.officers["head"].uid
    assert json.loads(bytes(event.body))["data"] == {"file": file.sha256}
    before = file.sha256
    made = clean(file, clerk, LATER)
    assert made.sha256 != before and before in looks(made.item) and made.sha256 not in looks(made.item)


def test_neither_the_uploader_nor_who_does_not_review_may_say_so(bureau: Bureau) -> None:
    file = put(bureau)
    assert code(say_looked, file, bureau.officers["clerk"], LATER) in ("four-eyes", "not-held")
    own = put(bureau, by="head")
    assert code(say_looked, own, bureau.officers["head"], LATER) == "four-eyes"
    assert not looks(file.item) and not looks(own.item)


def test_only_a_file_with_such_a_picture_is_looked_at_and_once(bureau: Bureau) -> None:
    plain = put(bureau, plain_docx("维权指南：请保存票据。"))
    assert code(say_looked, plain, bureau.officers["head"], LATER) == "nothing-unread"
    file = put(bureau)
    say_looked(file, bureau.officers["head"], LATER)
    assert code(say_looked, file, bureau.officers["head"], LATER) == "looked-already"


def test_the_word_is_for_these_bytes_alone(bureau: Bureau) -> None:
    file = put(bureau)
    say_looked(file, bureau.officers["head"], LATER)
    document = Document(io.BytesIO(with_scan()))
    document.add_paragraph("另一份")
    other = attach(file.item, "扫描.docx", saved(document), bureau.officers["clerk"], LATER)
    assert other.sha256 not in looks(file.item)
    assert code(clean, other, bureau.officers["clerk"], LATER) == "unclean"


def test_the_page_shows_the_button_to_a_reviewer_and_who_looked_afterwards(bureau: Bureau) -> None:
    file = put(bureau)
    page = reverse("disclosure:item", args=[file.item.uid])
    post = reverse("disclosure:looked", args=[file.item.uid, file.sha256])
    clerk = enter(bureau, "clerk")
    shown = text(clerk.get(page))
    assert "上传人以外的审核人看过" in shown and BUTTON not in shown
    assert clerk.post(post).status_code == 403
    head = enter(bureau, "head")
    assert BUTTON in text(head.get(page))
    assert head.post(post).status_code == 302
    shown = text(head.get(page))
    assert f"图片已由{bureau.officers['head'].name}" in shown and BUTTON not in shown
