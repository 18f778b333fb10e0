"""The pages of outlets as people use them: tasks, placements, materials, places, columns, deliveries."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.tests.bureau import LATER
from gongkai.desk.disclosure.tests.pages import enter, text
from gongkai.desk.outlets import verbs
from gongkai.desk.outlets.models import Delivery, Hanging, NilReturn, Place, Posting, PublicFacts
from gongkai.desk.outlets.tests.pictures import picture

pytestmark = pytest.mark.django_db(databases=["default"])
ADDRESS = "https://www.whctp.gov.cn/xxgk/1.html"


@pytest.fixture
def item(bureau, out):
    made = out(1, "政府网站", "公开栏", "报刊", attachment=True)
    verbs.settle(bureau.agency, LATER)
    return made


def page_of(item, outlet):
    return f"/outlets/postings/{item.postings.get(outlet=outlet).uid}/"


def photo():
    return SimpleUploadedFile("公开栏.jpg", picture(), "image/jpeg")


def test_the_list_shows_what_waits_and_what_was_done(bureau, item):
    client = enter(bureau, "clerk")
    waiting = text(client.get("/outlets/"))
    assert waiting.count('data-label="渠道"') == 3 and "政府网站（集约化平台）" in waiting
    assert text(client.get("/outlets/?view=done")).count('data-label="渠道"') == 2
    assert "没有需要撤下的内容" in text(client.get("/outlets/?view=down"))
    assert text(client.get("/outlets/?outlet=press&view=nonsense")).count('data-label="渠道"') == 1


def test_a_list_costs_the_same_however_long_it_is(bureau, out):
    client = enter(bureau, "office")
    counts = []
    for number in (1, 2, 3):
        out(number, "公开栏", "报刊", "电视")
        verbs.settle(bureau.agency, LATER)
        with CaptureQueriesContext(connection) as asked:
            client.get("/outlets/")
        counts.append(len(asked))
    assert counts[1] == counts[2] <= 20


def test_a_placement_is_recorded_with_its_address_then_compared_with_the_page(bureau, item):
    client, page = enter(bureau, "clerk"), page_of(item, "platform")
    assert "登记发布" in text(client.get(page))
    wrong = client.post(page, {"act": "place", "on": today().isoformat()})
    assert "没有网址" in text(wrong, 422)
    given = {"act": "place", "on": today().isoformat(), "address": ADDRESS}
    assert "09:30 的样子" in text(client.post(page, given | {"minute": "九点"}), 422)
    assert client.post(page, given | {"minute": "00:00"}).status_code == 302
    when = f"{today()} 00:00"
    assert when in text(client.get(page)) and when in text(client.get("/outlets/?view=compare"))
    assert ADDRESS in text(client.get(f"/outlets/items/{item.uid}/"))
    whole = f"{item.title}\n正文1。\n请妥善保存票据。"
    same = text(client.post(page, {"act": "check", "page": whole}))
    assert "签发的标题和每一段都在网页上" in same
    missing = text(client.post(page, {"act": "check", "page": whole.replace("请妥善保存票据。", "")}))
    assert "<li>请妥善保存票据。</li>" in missing
    assert Posting.objects.get(outlet="platform").check_result == "missing"


def test_a_board_takes_a_photo_that_can_be_fetched_and_hangs_at_its_place(bureau, item):
    client, page = enter(bureau, "clerk"), page_of(item, "board")
    place = Place.objects.create(
        agency=bureau.agency,
        name="一楼栏",
        kind="公开栏",
        keeper=bureau.officers["clerk"],
        since=date(2018, 1, 1),
    )
    given = {"act": "place", "on": today().isoformat(), "where": place.pk, "scan": photo()}
    assert client.post(page, given).status_code == 302
    proof = client.get(page + "proof")
    assert b"".join(proof.streaming_content) == picture()
    assert proof.headers["Content-Disposition"].startswith("attachment")
    assert Hanging.objects.get(place=place).what == item.title


def test_a_plan_is_given_up_with_a_reason_and_made_anew(bureau, item):
    client = enter(bureau, "clerk")
    assert client.post(page_of(item, "press"), {"act": "drop", "note": "版面已满"}).status_code == 302
    assert "已取消" in text(client.get(f"/outlets/items/{item.uid}/"))
    assert client.post(f"/outlets/items/{item.uid}/", {"outlet": "tv"}).status_code == 302
    assert client.post(f"/outlets/items/{item.uid}/", {"outlet": "portal"}).status_code == 422


def test_a_withdrawn_item_waits_to_be_taken_down_elsewhere(bureau, item, gone):
    client, page = enter(bureau, "office"), page_of(item, "platform")
    client.post(page, {"act": "place", "on": today().isoformat(), "address": ADDRESS})
    gone(item)
    assert item.title in text(client.get("/outlets/?view=down"))
    assert client.post(page, {"act": "down", "on": today().isoformat()}).status_code == 302
    assert "没有需要撤下的内容" in text(client.get("/outlets/?view=down"))
    assert text(client.get(f"/outlets/items/{item.uid}/make/press"), 422)


def test_materials_are_files_and_texts_to_copy(bureau, item):
    client, base = enter(bureau, "clerk"), f"/outlets/items/{item.uid}/make/"
    for size in ("a3", "a4"):
        answer = client.get(f"{base}poster-{size}")
        assert answer.content.startswith(b"%PDF-") and answer.headers["Content-Type"] == "application/pdf"
    with zipfile.ZipFile(io.BytesIO(client.get(f"{base}package").content)) as held:
        assert "正文.html" in held.namelist() and len(held.namelist()) == 5
    for kind, said in (
        ("press", "本报讯"),
        ("tv", "秒"),
        ("short", "上限 140 字"),
        ("wechat", "&lt;section&gt;"),
    ):
        assert said in text(client.get(base + kind)), kind
    assert client.get(f"{base}radio").status_code == 404


def test_places_are_entered_changed_and_printed(bureau):
    office, clerk = enter(bureau, "office"), enter(bureau, "clerk")
    assert client_refused(clerk, "/outlets/places/new")
    given = {
        "name": "一楼大厅屏", "kind": "电子显示屏", "where": "东侧", "keeper": bureau.officers["clerk"].pk,
        "cycle_days": "7", "since": "2018-01-01",
    }  # fmt: skip
    assert office.post("/outlets/places/new", given).status_code == 302
    place = Place.objects.get()
    late = text(clerk.get("/outlets/places/"))
    assert "超期" in late and late.count("一楼大厅屏") == 1 and "d-paper" not in late
    whole = text(clerk.get("/outlets/places/?use=open&paper=1"))
    assert "公开点位台账" in whole and whole.count("一楼大厅屏") == 2
    here = f"/outlets/places/{place.uid}/"
    hung = {"what": "消费警示轮播", "on": today().isoformat(), "alone": "on", "scan": photo()}
    assert clerk.post(here, hung).status_code == 302
    assert "消费警示轮播" in text(clerk.get(here))
    assert clerk.get(f"{here}photos/{Hanging.objects.get().pk}").status_code == 200
    assert "正常" in text(clerk.get("/outlets/places/"))


def test_a_place_changes_hands_is_closed_and_used_again_on_its_page(bureau):
    office, clerk = enter(bureau, "office"), enter(bureau, "clerk")
    place = Place.objects.create(
        agency=bureau.agency, name="一楼大厅屏", kind="电子显示屏", keeper=bureau.officers["clerk"],
        cycle_days=7, since=today(),
    )  # fmt: skip
    here = f"/outlets/places/{place.uid}/"
    given = {"act": "change", "place-keeper": bureau.officers["head"].pk, "place-where": "东侧",
             "place-cycle_days": "14"}  # fmt: skip
    assert clerk.post(here, given).status_code == 403
    assert office.post(here, given | {"place-cycle_days": "0"}).status_code == 422
    assert office.post(here, given).status_code == 302
    assert bureau.officers["head"].name in text(office.get(here))
    assert office.post(here, {"act": "close", "close-on": today().isoformat()}).status_code == 302
    assert "一楼大厅屏" not in text(office.get("/outlets/places/"))
    assert "一楼大厅屏" in text(office.get("/outlets/places/?use=closed"))
    shown = text(clerk.get(here))
    assert "已停用" in shown and "登记更换" not in shown
    assert office.post(here, {"act": "reopen"}).status_code == 302
    assert "登记更换" in text(office.get(here))
    assert office.post(here, {"act": "burn"}).status_code == 404


def test_columns_warn_and_take_a_nil_return(bureau):
    office, clerk = enter(bureau, "office"), enter(bureau, "clerk")
    given = {"column": "warnings", "unit": bureau.unit.pk, "officer": bureau.officers["clerk"].pk,
             "cycle_days": "30", "since": "2018-01-01"}  # fmt: skip
    assert office.post("/outlets/columns/new", given).status_code == 302
    html = text(clerk.get("/outlets/columns/"))
    assert "超期" in html and "未报" in html
    bureau.item(1, published_on=today())
    assert "正常" in text(clerk.get("/outlets/columns/"))
    duty = bureau.agency.column_duties.get()
    month = (today().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    assert clerk.post(f"/outlets/columns/{duty.uid}/", {"month": month}).status_code == 302
    assert NilReturn.objects.count() == 1
    assert "零报告" in text(clerk.get("/outlets/columns/"))
    assert clerk.post(f"/outlets/columns/{duty.uid}/", {"act": "end"}).status_code == 403
    assert office.post(f"/outlets/columns/{duty.uid}/", {"act": "end"}).status_code == 302
    assert "还没有落实栏目责任" in text(office.get("/outlets/columns/"))


def test_a_quarter_is_listed_printed_and_signed_for(bureau):
    bureau.item(1, published_on=date(2017, 11, 3))
    office = enter(bureau, "office")
    made = office.post("/outlets/deliveries/", {"year": "2017", "quarter": "4", "to": "档案馆"})
    assert made.status_code == 302
    here = f"/outlets/deliveries/{Delivery.objects.get().uid}/"
    html = text(office.get(here))
    assert "2017 年第 4 季度" in html and "签收人" in html and html.count("第1号消费警示") == 2
    assert office.post(here, {"on": today().isoformat(), "receiver": "王收"}).status_code == 302
    assert "王收" in text(office.get("/outlets/deliveries/"))
    again = office.post("/outlets/deliveries/", {"year": "2017", "quarter": "4", "to": "档案馆"})
    assert "已经编好" in text(again, 422)


def test_the_portals_facts_are_kept_by_the_office(bureau):
    office = enter(bureau, "office")
    given = {
        "site_code": "3710000016",
        "hotlines": "12315 12331",
        "guide": "# 公开什么\n\n都公开。",
        "rules": "",
    }
    assert office.post("/outlets/facts", given).status_code == 302
    kept = PublicFacts.objects.get()
    assert (kept.hotlines, kept.facts) == (["12315", "12331"], {"site_code": "3710000016"})
    assert "3710000016" in text(office.get("/outlets/facts"))
    assert "10 位数字" in text(office.post("/outlets/facts", given | {"site_code": "1"}), 422)
    assert client_refused(enter(bureau, "head"), "/outlets/facts")
    assert timezone.is_aware(kept.updated_at)


def client_refused(client, path):
    return client.get(path).status_code == 403
