"""Placements: what the program carries is recorded by itself, the rest is a task with a date and a proof."""

import json
from datetime import date, time, timedelta

import pytest

from gongkai.desk.agencies.queries import SHANGHAI
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import AT, LATER
from gongkai.desk.outlets import queries, verbs
from gongkai.desk.outlets.adapters import adapters, for_register
from gongkai.desk.outlets.models import Place, Posting
from gongkai.desk.outlets.proofs import keep
from gongkai.desk.outlets.tests.pictures import picture
from gongkai.law import scope
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
TODAY = LATER.date()
PHOTO = picture()
ADDRESS = "https://www.whctp.gov.cn/xxgk/1.html"


def refused(code, call, *args, **more):
    with pytest.raises(Refused) as no:
        call(*args, **more)
    assert no.value.code == code, no.value


@pytest.fixture
def clerk(bureau):
    return bureau.officers["clerk"]


def waits(bureau):
    return list(queries.waiting(Posting.objects.all()).order_by("pk").values_list("outlet", flat=True))


def test_every_outlet_counts_in_a_row_of_the_form_or_says_that_it_does_not():
    for one in adapters():
        assert one.row.startswith("pro.ch.") or one.key == "feeds", one.key
        assert one.proof in ("address", "scan", "either", "none")
        assert not (one.automatic and one.makes)
    assert {one.counts for one in adapters()} == {one.name for one in scope.outlets()} | {""}
    assert all(for_register(one.name) for one in scope.outlets())


def test_what_came_out_is_on_the_portal_and_what_was_planned_waits(bureau, out):
    item = out(1, "局网站", "公开栏", "政务微信")
    assert verbs.settle(bureau.agency, LATER) == 1
    placed = dict(Posting.objects.filter(placed_on__isnull=False).values_list("outlet", "placed_on"))
    assert placed == {"portal": AT.date(), "feeds": AT.date()}
    assert waits(bureau) == ["board", "wechat"]
    event = Event.objects.filter(stream=item.stream).order_by("-n").first()
    assert event.type == "outlet-planned" and event.by == "system"


def test_settling_again_does_nothing(bureau, out):
    out(1, "公开栏")
    verbs.settle(bureau.agency, LATER)
    before = Posting.objects.count(), Event.objects.count()
    assert verbs.settle(bureau.agency, LATER) == 0
    assert (Posting.objects.count(), Event.objects.count()) == before


def test_an_item_that_did_not_arrive_waits_and_a_register_is_taken_at_its_word(bureau, out):
    item = out(1, "公开栏")
    item.releases.update(delivered_at=None)
    assert verbs.settle(bureau.agency, LATER) == 0
    item.releases.update(delivered_at=AT)
    item.submissions.update(imported=True)
    assert verbs.settle(bureau.agency, LATER) == 0


def test_a_task_is_done_with_a_date_and_the_proof_its_outlet_asks_for(bureau, out, clerk):
    item = out(1, "政府网站", "公开栏")
    verbs.settle(bureau.agency, LATER)
    site, board = item.postings.get(outlet="platform"), item.postings.get(outlet="board")
    refused("no-proof", verbs.place, site, TODAY, clerk, LATER)
    refused("bad-address", verbs.place, site, TODAY, clerk, LATER, address="javascript:alert(1)")
    refused("no-proof", verbs.place, board, TODAY, clerk, LATER, address=ADDRESS)
    refused("too-early", verbs.place, site, TODAY - timedelta(days=9), clerk, LATER, address=ADDRESS)
    refused("in-future", verbs.place, site, TODAY + timedelta(days=1), clerk, LATER, address=ADDRESS)
    verbs.place(site, TODAY, clerk, LATER, address=ADDRESS)
    verbs.place(board, TODAY, clerk, LATER, proof=keep(PHOTO, "照片.jpg"))
    refused("not-waiting", verbs.place, site, TODAY, clerk, LATER, address=ADDRESS)
    assert waits(bureau) == []
    assert Event.objects.filter(type="outlet-placed").count() == 2


def test_the_minute_is_pasted_back_where_the_page_gives_one(bureau, out, clerk):
    """AT is 10:00 in Beijing: nothing hangs elsewhere before, and nothing after now."""
    item = out(1, "政府网站", "政务微信")
    verbs.settle(bureau.agency, LATER)
    site, other = item.postings.get(outlet="platform"), item.postings.get(outlet="wechat")
    given = {"address": ADDRESS}
    refused("too-early", verbs.place, site, AT.date(), clerk, LATER, minute=time(9, 59), **given)
    late = (LATER + timedelta(minutes=1)).astimezone(SHANGHAI)
    refused("in-future", verbs.place, site, late.date(), clerk, LATER, minute=late.time(), **given)
    assert (
        verbs.place(site, AT.date(), clerk, LATER, minute=time(10, 0), **given).placed == f"{AT.date()} 10:00"
    )
    assert verbs.place(other, AT.date(), clerk, LATER, **given).placed == AT.date().isoformat()
    said = [json.loads(bytes(one.body))["data"] for one in Event.objects.filter(type="outlet-placed")]
    assert sorted(one.get("time", "") for one in said) == ["", "10:00"]


def test_a_proof_is_a_photo_or_a_scan_by_its_bytes():
    refused("bad-proof", keep, b"<html>", "a.pdf")
    assert keep(PHOTO, "..\\x\\照片.jpg").name == "照片.jpg"


def test_only_those_of_the_unit_and_the_office_record(bureau, out):
    item = out(1, "公开栏")
    verbs.settle(bureau.agency, LATER)
    board = item.postings.get(outlet="board")
    for kind in ("secrecy", "leader", "auditor"):
        refused("not-held", verbs.plan, item, "press", bureau.officers[kind], LATER)
        refused("not-held", verbs.drop, board, "版面已满", bureau.officers[kind], LATER)
    assert verbs.plan(item, "press", bureau.officers["office"], LATER).planned_on == TODAY


def test_an_outlet_is_planned_once_and_given_up_with_a_reason(bureau, out, clerk):
    item = out(1)
    press = verbs.plan(item, "press", clerk, LATER)
    refused("already-planned", verbs.plan, item, "press", clerk, LATER)
    refused("automatic", verbs.plan, item, "portal", clerk, LATER)
    refused("unknown-outlet", verbs.plan, item, "radio", clerk, LATER)
    refused("no-note", verbs.drop, press, " ", clerk, LATER)
    verbs.drop(press, "版面已满", clerk, LATER)
    assert waits(bureau) == []
    assert verbs.plan(item, "press", clerk, LATER).pk != press.pk


def test_a_withdrawn_item_is_to_be_taken_down_where_the_program_cannot(bureau, out, gone, clerk):
    item = out(1, "政府网站", "公开栏")
    verbs.settle(bureau.agency, LATER)
    site = item.postings.get(outlet="platform")
    verbs.place(site, TODAY, clerk, LATER, address=ADDRESS)
    refused("still-public", verbs.take_down, site, TODAY, clerk, LATER)
    gone(item)
    assert waits(bureau) == []
    down = queries.to_take_down(Posting.objects.all())
    assert [one.outlet for one in down] == ["platform"]
    refused("not-public", verbs.place, item.postings.get(outlet="board"), TODAY, clerk, LATER)
    verbs.take_down(site, TODAY, clerk, LATER)
    assert not queries.to_take_down(Posting.objects.all()).exists()


def test_an_item_counts_once_in_each_outlet_and_a_plan_not_at_all(bureau, out, clerk):
    item = out(1, "局网站", "政府网站", "公开栏")
    verbs.settle(bureau.agency, LATER)
    for name in ("一号栏", "二号栏"):
        place = Place.objects.create(
            agency=bureau.agency, name=name, kind="公开栏", keeper=clerk, since=date(2018, 1, 1)
        )
        board = verbs.plan(item, "board", clerk, LATER, place=place)
        verbs.place(board, TODAY, clerk, LATER, proof=keep(PHOTO, "a.jpg"))
    imported = bureau.item(2)
    imported.placements.create(outlet="公开栏", on=imported.published_on)
    assert list(queries.carried_by(Item.objects.all())) == [
        (item.pk, "公开栏"),
        (item.pk, "局网站"),
        (imported.pk, "公开栏"),
    ]
