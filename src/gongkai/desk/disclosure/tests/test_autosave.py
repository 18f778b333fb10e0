"""Autosave: nothing typed is lost, nothing secret is kept, a second writer is told what was changed."""

from __future__ import annotations

from datetime import timedelta

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import DraftCopy, Incident, Item
from gongkai.desk.disclosure.tests.bureau import AT, Bureau
from gongkai.desk.disclosure.tests.pages import drafted, enter, fields, text, written
from gongkai.desk.disclosure.verbs.autosaving import sweep


def test_what_was_typed_comes_back_and_goes_with_the_saving(bureau: Bureau) -> None:
    item, client = drafted(bureau), enter(bureau, "clerk")
    page = f"/items/{item.uid}/edit"
    seen = fields(client.get(page).content.decode())["seen"]
    given = written(bureau, title="写到一半的标题", seen=seen, urgent="on")
    assert "已自动保存" in client.post(f"/items/{item.uid}/autosave", given).content.decode()
    html = text(client.get(page))
    assert "写到一半的标题" in html and "还没有保存的内容" in html
    item.refresh_from_db()
    assert item.title != "写到一半的标题" and not Event.objects.filter(type="amended").exists()
    assert client.post(page, written(bureau, title="写完的标题", seen=seen)).status_code == 302
    assert not DraftCopy.objects.exists() and "写完的标题" in text(client.get(page))


def test_a_new_item_is_kept_before_it_has_a_number_and_may_be_thrown_away(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    client.post("/items/new/autosave", written(bureau, title="新写的标题"))
    assert not Item.objects.exists() and "新写的标题" in text(client.get("/items/new"))
    assert "新写的标题" not in text(enter(bureau, "head").get("/items/new"))
    client.post("/items/new", {"discard": "1"})
    assert "新写的标题" not in text(client.get("/items/new"))


def test_a_secrecy_mark_is_not_autosaved(bureau: Bureau) -> None:
    answer = enter(bureau, "clerk").post("/items/new/autosave", written(bureau, text="机密★10年\n\n内容"))
    assert answer.status_code == 422 and "密级标志" in answer.content.decode()
    assert not DraftCopy.objects.exists() and Incident.objects.count() == 1


def test_a_second_writer_is_told_what_was_changed(bureau: Bureau) -> None:
    item, client = drafted(bureau), enter(bureau, "clerk")
    seen = fields(client.get(f"/items/{item.uid}/edit").content.decode())["seen"]
    Item.objects.filter(pk=item.pk).update(doc_no="别人填的文号")
    given = written(bureau, title=item.title, text=item.text, seen=seen)
    told = client.post(f"/items/{item.uid}/autosave", given | {"doc_no": ""}).content.decode()
    assert "别人改过" in told and "文号" in told


def test_what_nobody_came_back_to_is_swept_after_a_month(bureau: Bureau) -> None:
    enter(bureau, "clerk").post("/items/new/autosave", written(bureau))
    DraftCopy.objects.update(at=AT)
    assert sweep(AT + timedelta(days=29)) == 0 and sweep(AT + timedelta(days=31)) == 1
