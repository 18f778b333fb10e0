"""Attachments: hostile until checked, typed by content, stored by digest, served so that nothing runs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.shared import Mm
from PIL import Image

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import content, files, screened
from gongkai.desk.disclosure.models import FileCheck, Incident, Item, ItemFile
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, fields, text, written
from gongkai.desk.disclosure.tests.test_verbs import code
from gongkai.desk.disclosure.verbs import Ruling, attach, check, clean, detach, resolve
from gongkai.refusal import Refused
from gongkai.screening.files import scans
from gongkai.screening.tests.files_built import picture, plain_docx, saved
from gongkai.sealing.canon import parse

TEXT = "维权指南：请保存票据。".encode()
PRIVATE = "联系人孙女士，电话 13800006227。"


def stored_files() -> set[str]:
    folder = Path(settings.GONGKAI_DESK_FILES)
    return {one.name for one in folder.rglob("*") if one.is_file()} if folder.is_dir() else set()


def put(bureau: Bureau, item: Item, name: str, data: bytes, **more: object) -> ItemFile:
    return attach(item, name, data, bureau.officers["clerk"], AT, **more)


def signed_docx(author: str = "王处长") -> bytes:
    document = Document()
    document.add_paragraph("维权指南：请保存票据。")
    document.core_properties.author = author
    return saved(document)


def test_a_file_is_kept_by_its_digest_with_its_check(bureau: Bureau) -> None:
    item = drafted(bureau)
    file = put(bureau, item, "C:\\temp\\..\\维权 指南.txt", TEXT)
    assert (file.name, file.type, file.size) == ("维权 指南.txt", "text/plain", len(TEXT))
    assert files.place(file.sha256).read_bytes() == TEXT
    assert FileCheck.objects.get(sha256=file.sha256).found == []
    assert content.build(item, AT.date())["attachments"][0]["sha256"] == file.sha256
    event = Event.objects.filter(stream=item.stream).last()
    assert event.type == "file-attached" and "指南".encode() not in bytes(event.body)


@pytest.mark.parametrize(
    ("name", "data", "refused"),
    [
        ("页面.svg", b"<svg onload=alert(1)>", "unsupported"),
        ("程序.exe", b"MZ\x90\x00", "unsupported"),
        ("假的.pdf", b"<html><script>alert(1)</script></html>", "mislabelled"),
        ("假的.png", b"%PDF-1.7 x", "mislabelled"),
        ("空.txt", b"", "empty"),
        ("../..", b"x", "no-name"),
        ("坏.docx", b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_what_is_not_what_it_says_is_refused_and_never_written(bureau: Bureau, name, data, refused) -> None:
    item, before = drafted(bureau), stored_files()
    told = code(put, bureau, item, name, data)
    assert told == refused or (
        refused == "damaged" and told in ("unreadable", "bad-archive", "not-an-archive")
    )
    assert stored_files() == before and not ItemFile.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(bureau: Bureau) -> None:
    assert code(put, bureau, drafted(bureau), "大.txt", b"a" * 20_000_001) == "too-big"


def test_a_secrecy_mark_in_a_file_never_reaches_the_disk_and_leaves_a_number(bureau: Bureau) -> None:
    item, before = drafted(bureau), stored_files()
    client = enter(bureau, "clerk")
    page = f"/items/{item.uid}/edit"
    upload = SimpleUploadedFile("通知.txt", "机密★10年\n关于某事".encode())
    begun = fields(client.get(page).content.decode())
    client.post(page, written(bureau, seen=begun["seen"], files=[upload]))
    assert stored_files() == before and not item.files.exists()
    incident = Incident.objects.get()
    assert incident.place == "file" and incident.officer == bureau.officers["clerk"]
    event = Event.objects.get(stream=incident.stream)
    body = bytes(event.body).decode()
    assert "通知" not in body and "机密" not in body and incident.number in body


def test_a_finding_in_a_file_is_resolved_or_the_file_cleaned(bureau: Bureau) -> None:
    item = drafted(bureau)
    file = put(bureau, item, "名单.docx", plain_docx(PRIVATE))
    waiting = [one for one in screened.suspects(item) if one.is_open]
    assert {one.kind for one in waiting} >= {"mobile"} and all(one.file == file for one in waiting)
    assert code(bureau.hand_in, item) == "open-findings"
    one = next(one for one in waiting if one.kind == "mobile")
    assert code(resolve, item, Ruling(one.key, "masked"), bureau.officers["clerk"], AT) == "in-file"
    made = clean(file, bureau.officers["clerk"], LATER)
    assert made.name == "名单.docx" and made.sha256 != file.sha256
    assert not [one for one in screened.suspects(item) if one.is_open]
    submission = bureau.hand_in(item)
    assert {"附件 名单.docx"} == {
        one["where"] for one in _findings(submission) if one["kind"] == "attachment"
    }


def _findings(submission) -> list[dict]:
    return parse(bytes(submission.body))["screening"]["findings"]


def test_metadata_goes_when_the_cleaned_copy_is_asked_for_at_once(bureau: Bureau) -> None:
    item = drafted(bureau)
    plain = put(bureau, item, "原件.docx", signed_docx())
    assert any(one.kind == "metadata" and one.is_open for one in screened.suspects(item))
    cleaned = put(bureau, item, "副本.docx", signed_docx(), clean=True)
    left = [one for one in screened.suspects(item) if one.is_open]
    assert left and all(one.file == plain for one in left) and cleaned.sha256 != plain.sha256


@pytest.mark.skipif(scans.is_installed(), reason="the extra ocr reads what is on a picture")
def test_a_scan_in_a_word_file_gives_no_clean_copy_and_says_what_a_clerk_can_do(bureau: Bureau) -> None:
    document, page = Document(), io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(page, "PNG")
    page.seek(0)
    document.add_picture(page, width=Mm(150))
    with pytest.raises(Refused) as refused:
        put(bureau, drafted(bureau), "扫描.docx", saved(document), clean=True)
    assert refused.value.code == "unclean"
    assert "在疑点里写明理由" in refused.value.mend and "unread_scans" not in refused.value.mend


def test_a_register_file_must_be_checked_before_it_is_handed_in(bureau: Bureau) -> None:
    item = drafted(bureau)
    file = ItemFile.objects.create(
        item=item, name="指南.txt", type="text/plain", size=len(TEXT), sha256=files.store(TEXT)
    )
    FileCheck.objects.all().delete()
    assert code(bureau.hand_in, item) == "unscreened"
    check(file, bureau.officers["clerk"], AT)
    assert bureau.hand_in(item).no == 1


def test_a_picture_in_the_text_is_not_taken_away(bureau: Bureau) -> None:
    item = drafted(bureau)
    file = put(bureau, item, "标志.png", picture(), alt="蓝帽子标志")
    Item.objects.filter(pk=item.pk).update(text=f"![蓝帽子标志]({file.sha256})")
    assert code(detach, file, bureau.officers["clerk"], AT) == "in-text"
    Item.objects.filter(pk=item.pk).update(text="没有图")
    detach(file, bureau.officers["clerk"], AT)
    assert not item.files.exists()


def test_only_who_writes_for_the_unit_attaches(bureau: Bureau) -> None:
    item = drafted(bureau)
    assert code(attach, item, "a.txt", TEXT, bureau.officers["secrecy"], AT) == "not-held"


def test_a_scanner_that_is_configured_and_silent_closes_the_door(bureau: Bureau, monkeypatch) -> None:
    monkeypatch.setitem(settings.GONGKAI_VALUES, "clamd", "/nowhere/clamd.sock")
    assert code(put, bureau, drafted(bureau), "a.txt", TEXT) == "scanner-silent"


def test_the_form_takes_several_files_and_keeps_the_text(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    uploads = [SimpleUploadedFile("一.txt", TEXT), SimpleUploadedFile("坏.exe", b"MZ")]
    answer = client.post("/items/new", written(bureau, files=uploads, attach="1"))
    item = Item.objects.get()
    assert answer["Location"] == f"/items/{item.uid}/edit"
    html = text(client.get(answer["Location"]))
    assert "一.txt" in html and "不支持扩展名为 .exe" in html and "关于年货市场的消费提示" in html
    begun = fields(html)
    act = f"remove:{item.files.get().sha256}"
    client.post(f"/items/{item.uid}/edit", written(bureau, seen=begun["seen"], file_act=act))
    assert not item.files.exists()


def test_a_file_is_served_as_a_download_that_no_browser_runs(bureau: Bureau) -> None:
    item = drafted(bureau)
    page = b"<!doctype html><html><body><p>hello</p></body></html>"
    file = put(bureau, item, "网页.html", page)
    answer = enter(bureau, "clerk").get(f"/items/{item.uid}/files/{file.sha256}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_broken_upload_says_what_to_do(bureau: Bureau) -> None:
    with pytest.raises(Refused) as caught:
        put(bureau, drafted(bureau), "坏.pdf", b"%PDF-1.7 nothing")
    assert caught.value.mend
