"""From cleared submissions to public pages, and back: worker, outbox, portal together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.desk.disclosure.models import Item, Release
from gongkai.desk.disclosure.tests.bureau import AT, LATER, Bureau
from gongkai.desk.disclosure.verbs import submit_signed, withdraw
from gongkai.exchange import worker
from gongkai.exchange.models import OutMessage
from gongkai.portal.models import Page, Published
from gongkai.sealing.canon import parse

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


def test_a_cleared_item_reaches_its_page(bureau: Bureau) -> None:
    submission = bureau.cleared(attachment=True)
    done = worker.push(LATER)
    assert (done.passage.released, done.waiting) == (1, 0)
    page = Page.objects.get(path=f"/gk/{submission.item.index}")
    assert page.status == 200 and "第1号消费警示" in bytes(page.raw).decode()
    release = Release.objects.get()
    assert release.delivered_at == LATER and release.no == 1
    assert [row.kind for row in OutMessage.objects.order_by("seq")] == ["stats", "release", "log"]
    assert Published.objects.get().release_digest == release.digest


def test_147_items_of_the_register_go_out_in_one_push(bureau: Bureau) -> None:
    for number in range(147):
        bureau.signed_item(number)
    summary = submit_signed(bureau.agency, AT)
    assert (summary.submitted, summary.unchanged, summary.kept) == (147, 0, ())
    done = worker.push(LATER)
    assert (done.passage.released, done.passage.stopped, done.waiting) == (147, (), 0)
    assert Published.objects.count() == 147 and done.checkpoint == 147
    assert submit_signed(bureau.agency, LATER).unchanged == 147
    again = worker.push(LATER)
    assert (again.passage.released, again.sent, again.delivered) == (0, 0, 0)


def test_withdrawn_means_gone_at_once(bureau: Bureau) -> None:
    item: Item = bureau.cleared().item
    worker.push(LATER)
    withdraw(item, "privacy", bureau.officers["office"], LATER)
    worker.push(LATER + timedelta(minutes=1))
    page = Page.objects.get(path=f"/gk/{item.index}")
    assert page.status == 410 and "消费警示" not in bytes(page.raw).decode()
    assert not Published.objects.exists()


def test_a_clearance_and_a_withdrawal_call_for_a_round_at_once_and_a_draft_does_not(
    bureau: Bureau, django_assert_num_queries
) -> None:
    bureau.item(1)
    with django_assert_num_queries(2):
        assert worker.newest() == (0, 0)
    item = bureau.cleared(2).item
    cleared = worker.newest()
    worker.push(LATER)
    assert cleared > (0, 0) and worker.newest() == cleared, "the round itself calls for no other"
    withdraw(item, "privacy", bureau.officers["office"], LATER)
    assert worker.newest() > cleared


def test_a_corrected_row_replaces_its_page(bureau: Bureau) -> None:
    item = bureau.signed_item()
    submit_signed(bureau.agency, AT)
    worker.push(LATER)
    Item.objects.filter(pk=item.pk).update(title="更正后的警示")
    submit_signed(bureau.agency, LATER)
    worker.push(LATER + timedelta(minutes=1))
    assert "更正后的警示" in bytes(Page.objects.get(path=f"/gk/{item.index}").raw).decode()
    first, second = Release.objects.order_by("no")
    made = parse(bytes(second.body))
    assert (made["kind"], made["no"], made["replaces"]) == ("correct", 2, first.digest)
    assert Published.objects.get().release_no == 2


def test_an_item_without_a_day_gets_the_one_its_page_shows(bureau: Bureau) -> None:
    item = bureau.item(published_on=None)
    bureau.clear_all(bureau.hand_in(item))
    worker.push(LATER)
    item.refresh_from_db()
    assert item.published_on == AT.date() == Published.objects.get().published
    assert bureau.hand_in(item).no == 1
