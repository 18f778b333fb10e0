"""A draft written in the editor: saved, autosaved and previewed as Markdown; what was lost is said."""

import pytest

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import DraftCopy, Item
from gongkai.desk.disclosure.verbs.drafting import read_text

TEXT = "* 甲\n* 乙"
pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.fixture
def item(bureau) -> Item:
    return bureau.item(1, published_on=None, formed_on=today(), text=TEXT, body=read_text(TEXT))


def given(bureau, item, **more):
    return {
        "title": item.title, "category": item.category, "means": item.means, "unit": bureau.unit.pk,
        "formed_on": item.formed_on.isoformat(), **more,
    }  # fmt: skip


def test_saving_html_keeps_markdown_and_says_what_was_lost(client, bureau, item):
    client.force_login(bureau.officers["clerk"])
    html = "<p>甲<img src='data:image/png;base64,A'></p><script>alert(1)</script>"
    got = client.post(f"/items/{item.uid}/edit", given(bureau, item, **{"text-html": html}), follow=True)
    assert Item.objects.get(pk=item.pk).text == "甲"
    assert "图片没有保留" in got.content.decode()


def test_html_that_says_the_same_leaves_the_text_as_it_was_written(client, bureau, item):
    client.force_login(bureau.officers["clerk"])
    html = "<ul><li><p>甲</p></li><li><p>乙</p></li></ul>"
    client.post(f"/items/{item.uid}/edit", given(bureau, item, **{"text-html": html}))
    assert Item.objects.get(pk=item.pk).text == TEXT
    before = Event.objects.count()
    client.post(f"/items/{item.uid}/edit", given(bureau, item, **{"text-html": html}))
    assert Event.objects.count() == before


def test_an_autosave_from_the_editor_comes_back_in_the_editor(client, bureau, item):
    client.force_login(bureau.officers["clerk"])
    client.post(f"/items/{item.uid}/autosave", given(bureau, item, **{"text-html": "<h2>丙</h2>"}))
    kept = DraftCopy.objects.get().fields
    assert kept["text"] == ["# 丙"]
    assert "text-html" not in kept
    assert "<template><h2>丙</h2></template>" in client.get(f"/items/{item.uid}/edit").content.decode()


def test_a_secrecy_mark_with_a_bold_character_is_a_mark(client, bureau, item):
    client.force_login(bureau.officers["clerk"])
    html = "<p>机<strong>密</strong>★10年</p>"
    client.post(f"/items/{item.uid}/autosave", given(bureau, item, **{"text-html": html}))
    client.post(f"/items/{item.uid}/edit", given(bureau, item, **{"text-html": html}))
    assert not DraftCopy.objects.exists()
    assert Item.objects.get(pk=item.pk).text == TEXT


def test_the_preview_shows_the_editors_text_and_what_it_loses(client, bureau, item):
    client.force_login(bureau.officers["clerk"])
    got = client.post(
        f"/items/preview?item={item.uid}", {"title": "甲", "text-html": "<table><tr><td>一</td></tr></table>"}
    ).content.decode()
    assert "<th" in got
    assert "第一行作为表头" in got
    assert client.post("/items/preview?item=none", {"text": "甲"}).status_code == 404
