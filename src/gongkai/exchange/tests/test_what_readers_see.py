"""From the desk to the reader: class fields, corrections, ends by date, in the worker's own rounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.desk.disclosure.models import Item, Withdrawal
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.verbs import ending, hand_in
from gongkai.exchange import worker
from gongkai.portal.models import Page

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def page(item: Item) -> tuple[int, str]:
    found = Page.objects.get(path=f"/gk/{item.index}")
    return found.status, bytes(found.raw).decode()


def test_class_fields_and_the_note_of_a_correction_reach_the_reader(bureau: Bureau) -> None:
    fields = {"audience": "老年消费者", "issuer": "火炬区市场监管局"}
    first = bureau.clear_all(bureau.hand_in(bureau.item(extras={"fields": fields})))
    worker.push(LATER)
    status, html = page(first.item)
    assert status == 200 and "警示对象" in html and "老年消费者" in html and "更正说明" not in html
    Item.objects.filter(pk=first.item_id).update(
        text="正文1。\n请妥善保存好票据。", correction="把一处用词改得更准确"
    )
    second = hand_in(first.item, bureau.officers["clerk"], LATER)
    assert second.carries is not None
    for hours, stage in enumerate(("secrecy", "sign"), 1):
        bureau.clear(second, stage, at=LATER + timedelta(hours=hours))
    worker.push(LATER + timedelta(days=1))
    assert "把一处用词改得更准确" in page(first.item)[1]


def test_the_worker_takes_down_by_date_and_the_reader_gets_a_tombstone(bureau: Bureau) -> None:
    item = bureau.clear_all(bureau.hand_in(bureau.item(until_on=date(2018, 3, 5)))).item
    assert worker.tick(LATER) == [] and page(item)[0] == 200
    after = datetime(2018, 3, 5, 16, 1, tzinfo=UTC)
    assert worker.tick(after - timedelta(minutes=2)) == [] and page(item)[0] == 200
    assert worker.tick(after) == []
    status, html = page(item)
    assert status == 410 and "有效期已满" in html
    assert worker.tick(after + timedelta(minutes=5)) == [] and Withdrawal.objects.count() == 1


def test_what_cannot_be_ended_is_told_every_round_and_stops_no_release(bureau: Bureau, monkeypatch) -> None:
    old = bureau.clear_all(bureau.hand_in(bureau.item(1, until_on=date(2018, 3, 5)))).item
    worker.tick(LATER)
    bureau.clear_all(bureau.hand_in(bureau.item(2)))
    with monkeypatch.context() as patch:
        patch.setattr(ending, "end", lambda *_given: (_ for _ in ()).throw(OSError("disk full")))
        told = worker.tick(AT + timedelta(days=10))
    assert len(told) == 1 and old.index in told[0]
    assert Page.objects.filter(path="/gk/37100017/2017-00002", status=200).exists()
    assert worker.tick(AT + timedelta(days=11)) == [] and page(old)[0] == 410
