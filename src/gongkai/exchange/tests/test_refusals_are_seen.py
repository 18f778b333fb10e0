"""What the door stops is seen: on the first page of office and leader, on the page of a mass re-release."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Item, StandingEntry
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.jobs import running
from gongkai.exchange import waiting, worker
from gongkai.exchange.models import DoorRefusal, Rerelease, RereleaseLack
from gongkai.exchange.rereleases import lacking, verbs, working

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
DAY = date(2018, 3, 2)


def told(bureau: Bureau, kind: str) -> dict[str, list[tuple[str, str]]]:
    """What the door adds to somebody's first page: code and number of each line, by part."""
    officer = bureau.officers[kind]
    parts = waiting.waiting(officer, DAY, list(held(officer, DAY)))
    return {part.key: [(job.stands, job.note) for job in part.jobs] for part in parts}


def page(bureau: Bureau, kind: str, path: str) -> str:
    client = Client()
    client.force_login(bureau.officers[kind])
    return client.get(path).content.decode()


def spoilt(item: Item) -> bytes:
    """Another content in the place of the attachment; gives the right one."""
    place = files.place(item.files.get().sha256)
    before = place.read_bytes()
    place.write_bytes(b"%PDF-1.7 another")
    return before


def test_office_and_leader_see_what_the_door_stopped_until_it_is_out(bureau: Bureau) -> None:
    item = bureau.cleared(attachment=True).item
    right = spoilt(item)
    worker.tick(LATER)
    since = DoorRefusal.objects.get().since
    worker.tick(LATER + timedelta(minutes=1))
    row = DoorRefusal.objects.get()
    assert (row.since, row.code) == (since, "E_BLOB") and row.sentence and row.mend
    assert told(bureau, "office") == told(bureau, "leader") == {"door-refused": [("E_BLOB", item.index)]}
    assert told(bureau, "clerk") == told(bureau, "auditor") == {}
    html = page(bureau, "office", "/")
    assert "放行时被拒" in html and row.sentence in html and f"/items/{item.uid}/" in html
    files.place(item.files.get().sha256).write_bytes(right)
    worker.tick(LATER + timedelta(minutes=2))
    assert not DoorRefusal.objects.exists() and told(bureau, "office") == {}


def test_a_newer_submission_takes_the_matter_off_the_page(bureau: Bureau) -> None:
    item = bureau.cleared(attachment=True).item
    spoilt(item)
    worker.tick(LATER)
    item.files.all().delete()
    item.text = "改过的正文。"
    item.save()
    bureau.hand_in(item, LATER + timedelta(minutes=3))
    assert told(bureau, "office") == {}


def test_what_comes_too_early_is_nobodys_matter(bureau: Bureau) -> None:
    bureau.cleared()
    Item.objects.update(published_on=LATER.date() + timedelta(days=3))
    worker.tick(LATER)
    assert not DoorRefusal.objects.filter(code="E_TIME").exists()


def resent(bureau: Bureau) -> Rerelease:
    made = verbs.request(bureau.agency, bureau.officers["office"], LATER, reason="换了门户")
    verbs.approve(made, bureau.officers["leader"], LATER)
    running.work(timezone.now, None, {verbs.KIND: working.portion})
    worker.tick(timezone.now())
    running.work(timezone.now, None, {verbs.KIND: working.portion})
    return Rerelease.objects.get(pk=made.pk)


def test_an_item_whose_release_lacks_fields_is_named_with_them(bureau: Bureau) -> None:
    first, second = (bureau.cleared(number).item for number in (1, 2))
    worker.tick(LATER)
    assert lacking.of(first.releases.get()) == ()
    StandingEntry.objects.create(
        item=first,
        kind="basis",
        unit=bureau.unit,
        reviewed_on=DAY,
        reviewed_by=bureau.officers["office"],
    )
    made = resent(bureau)
    row = RereleaseLack.objects.get()
    assert (row.release.item, row.fields) == (first, "standing")
    html = page(bureau, "office", f"/exchange/rereleases/{made.uid}/")
    assert "缺少字段，须重新送审的" in html and first.index in html and "行政执法公示" in html
    assert lacking.words(["fields", "nothing"]) == "栏目字段" and second.index not in html


def test_what_a_mass_re_release_refused_stays_on_the_first_page(bureau: Bureau) -> None:
    item = bureau.cleared(attachment=True).item
    worker.tick(LATER)
    spoilt(item)
    made = resent(bureau)
    assert told(bureau, "office") == {"rerelease-refused": [("E_BLOB", item.index)]}
    assert f"/exchange/rereleases/{made.uid}/" in page(bureau, "leader", "/") or made.refused == 1
