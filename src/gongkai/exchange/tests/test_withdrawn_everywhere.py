"""A withdrawn item is gone everywhere within one round: each address, list, feed, file, folder is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings

from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.exchange import worker
from gongkai.exchange.tests.test_dump_of_the_portal import cells
from gongkai.exchange.verifying_portal import verify_portal
from gongkai.portal.baking import keeping
from gongkai.portal.models import Page, Published
from gongkai.portal.publishing import blobs
from gongkai.portal.tests.conftest import reader
from gongkai.portal.tests.reader import Reader

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
__all__ = ["reader"]
TITLE, WORD = "关于慎食野生蘑菇的警示", "鹅膏菌"
SOON = timedelta(minutes=1)


@pytest.fixture
def baked(settings, tmp_path) -> Iterator[Path]:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"bake_folder": str(tmp_path / "www")}
    keeping._last.clear()
    yield tmp_path / "www"
    keeping._last.clear()


@pytest.fixture
def out(bureau: Bureau, baked: Path) -> Item:
    """Two warnings are out, each with an attachment; one of them will go."""
    bureau.cleared(1, attachment=True)
    item = bureau.item(2, title=TITLE, text=f"{WORD}有剧毒，请勿采食。")
    bureau.attach(item, b"%PDF-1.7 poisonous", "名录.pdf")
    bureau.clear_all(bureau.hand_in(item))
    worker.tick(LATER)
    return item


def holding(words: str) -> set[str]:
    """Addresses whose stored bytes hold these words."""
    return {page.path for page in Page.objects.all() if words.encode() in bytes(page.raw)}


def baked_with(folder: Path, words: str) -> set[str]:
    return {
        str(one.relative_to(folder))
        for one in folder.rglob("*")
        if one.is_file() and words.encode() in one.read_bytes()
    }


@pytest.mark.parametrize("reason", ["error", "privacy"])
def test_page_files_search_feeds_baked_copies_and_screen_are_gone_and_the_tombstone_stands(
    out: Item,
    bureau: Bureau,
    baked: Path,
    reader: Reader,
    reason: str,
    django_capture_on_commit_callbacks,
) -> None:
    page = f"/gk/{out.index}"
    file = Published.objects.get(index=out.index).files.get()
    address = quote(file.path)
    column = Published.objects.get(index=out.index).column
    question = f"/search?q={quote(WORD)}"
    everywhere = {
        page,
        "/",
        f"/columns/{column}/",
        f"/feeds/{column}.atom",
        "/screen/loop.json",
        f"/data/items-{column}.csv",
    }
    assert everywhere <= holding(TITLE)
    assert reader.get(address).status == 200 and TITLE in reader.get(question).text
    assert out.index in reader.get("/sitemap-2017-05.xml").text
    assert baked_with(baked, TITLE) and baked_with(baked, "poisonous")

    at = LATER + SOON
    with django_capture_on_commit_callbacks(using="portal", execute=True):
        withdraw(out, reason, bureau.officers["office"], at)
        worker.tick(at)

    quiet = reason == "privacy"
    assert holding(TITLE) == (set() if quiet else {page})
    assert holding(WORD) == set()
    stone = reader.get(page)
    assert stone.status == 410 and (TITLE in stone.text) is not quiet
    told = reader.get(f"{page}.json")
    assert told.status == 410 and json.loads(told.text)["status"] == "withdrawn"
    assert reader.get(address).status == 410
    assert not blobs.place(Path(settings.GONGKAI_PORTAL_FILES), file.sha256).exists()
    assert TITLE not in reader.get(question).text
    assert out.index not in reader.get("/sitemap-2017-05.xml").text
    assert TITLE not in reader.get("/screen/loop.json").text + reader.get("/screen/").text
    left = {name for name in baked_with(baked, TITLE) if not name.endswith("log.txt")}
    assert (left == set()) if quiet else all(out.index.rpartition("/")[2] in name for name in left)
    assert baked_with(baked, WORD) == set() and baked_with(baked, "poisonous") == set()
    if quiet:
        assert not [table for table, data in cells() if TITLE.encode() in data or WORD.encode() in data]
    assert verify_portal().faults == []
