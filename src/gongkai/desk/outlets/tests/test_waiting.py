"""What the outlets add elsewhere: tasks on the first page, placements and addresses on an item's page."""

import pytest

from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.outlets import verbs

pytestmark = pytest.mark.django_db(databases=["default"])


def test_a_planned_placement_waits_on_the_first_page_until_it_is_done(bureau, out):
    item = out(1, "报刊")
    verbs.settle(bureau.agency, LATER)
    posting = item.postings.get(outlet="press")
    page = text(enter(bureau, "clerk").get("/"))
    assert 'id="wait-placements"' in page and f"/outlets/postings/{posting.uid}/" in page
    assert "计划" in page and "报刊" in page
    type(posting).objects.filter(pk=posting.pk).update(placed_on=LATER.date())
    assert f"/outlets/postings/{posting.uid}/" not in text(enter(bureau, "clerk").get("/"))


def test_what_was_withdrawn_waits_to_come_down_and_is_late(bureau, out, gone):
    item = out(1, "报刊")
    verbs.settle(bureau.agency, LATER)
    item.postings.filter(outlet="press").update(placed_on=LATER.date())
    gone(item)
    page = text(enter(bureau, "office").get("/"))
    assert 'id="wait-take-down"' in page and "应当撤下" in page


def test_the_page_of_an_item_shows_its_placements_and_leads_to_them(bureau, out):
    item = out(1, "报刊", "公开栏")
    verbs.settle(bureau.agency, LATER)
    posting = item.postings.get(outlet="press")
    type(posting).objects.filter(pk=posting.pk).update(placed_on=LATER.date(), note="威海日报3版")
    page = text(enter(bureau, "clerk").get(f"/items/{item.uid}/"))
    panel = page.partition('id="outlets"')[2].partition("</section>")[0]
    assert f"/outlets/items/{item.uid}/" in panel and f"/outlets/postings/{posting.uid}/" in panel
    assert f"{LATER:%Y-%m-%d}" in panel and "威海日报3版" in panel and "计划" in panel


def test_a_public_item_leads_to_its_page_its_printed_view_and_its_proof(bureau, out, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"portal_address": "https://xxgk.example.gov.cn"}
    item = out(1)
    page = text(enter(bureau, "clerk").get(f"/items/{item.uid}/"))
    address = f"https://xxgk.example.gov.cn/gk/{item.index}"
    for href in (address, f"{address}.json", f"{address}.tlog-proof"):
        assert f'href="{href}"' in page, href
    draft = bureau.item(7, published_on=None)
    assert "xxgk.example.gov.cn" not in text(enter(bureau, "clerk").get(f"/items/{draft.uid}/"))


def test_a_withdrawn_item_leads_to_its_tombstone_and_not_to_a_printed_view(bureau, out, gone, settings):
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"portal_address": "https://xxgk.example.gov.cn"}
    item = gone(out(1))
    page = text(enter(bureau, "office").get(f"/items/{item.uid}/"))
    assert "停止公开说明" in page and "/make/poster-a4" not in page


def test_a_page_of_another_platform_waits_until_it_was_found_to_be_the_same(bureau, out, gone):
    item = out(1, "政府网站")
    verbs.settle(bureau.agency, LATER)
    posting = item.postings.get(outlet="platform")
    clerk, compared = bureau.officers["clerk"], "/outlets/?view=compare"
    verbs.place(posting, LATER.date(), clerk, LATER, address="https://gov.example.cn/1.html")
    assert "还没有与审定稿核对" in text(enter(bureau, "clerk").get("/"))
    verbs.check(posting, "altered", clerk, LATER)
    page = text(enter(bureau, "clerk").get("/"))
    assert 'id="wait-compare"' in page and "被改动，请改正后再核对" in page
    assert "被改动" in text(enter(bureau, "clerk").get(compared))
    verbs.check(posting, "same", clerk, LATER)
    assert 'id="wait-compare"' not in text(enter(bureau, "clerk").get("/"))
    assert "都核对过" in text(enter(bureau, "clerk").get(compared))
    verbs.check(posting, "dead", clerk, LATER)
    gone(item)
    assert 'id="wait-compare"' not in text(enter(bureau, "clerk").get("/"))
