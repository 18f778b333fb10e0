"""Lists, home and rail: every state found and told, bounded queries, nothing that one may not see."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.models import Deputy, Duty, Officer, Post, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure.models import Item, Submission
from gongkai.desk.disclosure.tests.bureau import SINCE, Bureau
from gongkai.desk.disclosure.tests.pages import decide, drafted, enter, released, text
from gongkai.desk.lists import marks
from gongkai.face.tests.pages import Page

pytestmark = pytest.mark.django_db(databases=["default"])

# lists


def bureau_of_every_state(bureau: Bureau) -> dict[str, Item]:
    found = {"draft": drafted(bureau, title="草稿的那条", category="典型案例")}
    found["review"] = drafted(bureau, title="审签的那条")
    bureau.hand_in(found["review"])
    found["returned"] = drafted(bureau, title="退回的那条", formed_on=date(2016, 3, 1))
    bureau.clear(bureau.hand_in(found["returned"]), "first", "return")
    for key in ("public", "withdrawn"):
        item = drafted(bureau, title=f"{key}的那条", published_on=date(2017, 5, 3))
        found[key] = released(bureau.clear_all(bureau.hand_in(item)))
    client = enter(bureau, "office")
    client.post(f"/items/{found['withdrawn'].uid}/withdraw", {"reason": "error", "sure": "on"})
    found["register"] = bureau.item(90, title="台账的那条")
    found["voided"] = drafted(bureau, title="作废的那条", voided_on=date(2018, 1, 1))
    return found


def test_every_state_is_found_by_its_filter_and_shown_by_its_word(bureau: Bureau) -> None:
    found = bureau_of_every_state(bureau)
    client = enter(bureau, "office")
    words = dict(
        zip(found, ("草稿", "审签中", "退回", "已发布", "已撤", "台账已公开", "已作废"), strict=True)
    )
    for key, item in found.items():
        html = text(client.get("/items/", {"state": key}))
        assert html.count('<th scope="row"') == 1 and item.index in html, key
        assert f">{words[key]}</span>" in html, key
    assert text(client.get("/items/")).count('<th scope="row"') == len(found)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"category": "典型案例"}, {"draft"}),
        ({"year": "2016"}, set()),
        ({"q": "退回 那条"}, {"returned"}),
        ({"unit": "the unit", "state": "voided"}, {"voided"}),
        ({"state": "nonsense", "q": "台账"}, {"register"}),
    ],
)
def test_filters_narrow_the_list(bureau: Bureau, query, wanted) -> None:
    found = bureau_of_every_state(bureau)
    Item.objects.filter(pk=found["register"].pk).update(published_on=date(2014, 5, 3))
    if "unit" in query:
        query = query | {"unit": str(bureau.unit.pk)}
    html = text(enter(bureau, "office").get("/items/", query))
    if query == {"year": "2016"}:
        wanted = {"returned"}
    assert {key for key, item in found.items() if item.index in html} == wanted


def test_an_empty_list_says_why(bureau: Bureau) -> None:
    client = enter(bureau, "clerk")
    assert "还没有您能看到的信息" in text(client.get("/items/"))
    assert "没有符合这些条件的信息" in text(client.get("/items/", {"q": "没有"}))


def test_pages_follow_each_other_both_ways(bureau: Bureau) -> None:
    for number in range(65):
        bureau.item(number)
    client, seen, url = enter(bureau, "office"), [], "/items/"
    pages = []
    while url:
        html = text(client.get(url))
        seen += re.findall(r"37100017/2017-\d{5}", html)
        pages.append(url)
        url = next((f"/items/{link}" for link in Page(html).values("href") if "after=" in link), "")
    assert len(seen) == len(set(seen)) == 65 and len(pages) == 3
    back = next(link for link in Page(html).values("href") if "before=" in link)
    again, before = text(client.get(f"/items/{back}")), text(client.get(pages[1]))
    assert re.findall(r"2017-\d{5}", again) == re.findall(r"2017-\d{5}", before)


@pytest.mark.parametrize("path", ["/items/", "/items/?state=review", "/items/?state=public&q=警示", "/"])
def test_lists_need_as_many_queries_for_sixty_items_as_for_six(bureau: Bureau, path: str) -> None:
    client = enter(bureau, "office")

    Post.objects.create(officer=bureau.officers["office"], title="办公室主任", since=SINCE)

    def measured() -> int:
        marks.settle_all()
        with CaptureQueriesContext(connection) as captured:
            text(client.get(path))
        return len(captured)

    for number in range(1, 7):
        bureau.hand_in(bureau.item(number, published_on=None, formed_on=today() - timedelta(number)))
    few = measured()
    for number in range(7, 40):
        bureau.hand_in(bureau.item(number, published_on=None, formed_on=today() - timedelta(number)))
    assert measured() <= few
    assert few <= (10 if path != "/" else 80), "of the first page each room asks one or two"


def test_a_late_item_shows_how_late_and_why(bureau: Bureau) -> None:
    item = drafted(bureau, formed_on=date(2017, 9, 18))
    html = text(enter(bureau, "clerk").get("/items/"))
    assert (
        item.index in html and "▲" in html and "成文 2017-09-18 周一 +20 个工作日 → 2017-10-20 周五" in html
    )
    published = bureau.item(50, formed_on=date(2017, 9, 18), published_on=date(2017, 10, 24))
    html = text(enter(bureau, "office").get("/items/", {"q": published.index}))
    assert "晚 2 个工作日" in html


# home


def test_home_shows_to_each_what_waits_for_them(bureau: Bureau) -> None:
    draft, sent, back = (drafted(bureau, title=title, category="业务工作") for title in "甲乙丙")
    bureau.hand_in(sent)
    bureau.clear(bureau.hand_in(back), "first", "return")
    clerk = text(enter(bureau, "clerk").get("/"))
    assert (
        f"/items/{back.uid}/edit" in clerk and "草稿，等您送审" in clerk and "等您办理 <b>2</b> 件" in clerk
    )
    head = text(enter(bureau, "head").get("/"))
    assert f"/items/{sent.uid}/review" in head and "等您初审" in head and f"/items/{draft.uid}/" in head
    assert "没有等您办理的事" in text(enter(bureau, "secrecy").get("/"))
    bureau.clear(Submission.objects.get(item=sent), "first")
    assert f"/items/{sent.uid}/review" in text(enter(bureau, "secrecy").get("/"))
    assert f"/items/{sent.uid}/review" not in text(enter(bureau, "head").get("/"))


def test_what_waits_for_a_person_waits_for_their_deputy_but_never_for_the_author(bureau: Bureau) -> None:
    auditor = bureau.officers["auditor"]
    Deputy.objects.create(officer=bureau.officers["head"], deputy=auditor, since=SINCE)
    first, own = drafted(bureau), drafted(bureau)
    bureau.hand_in(first)
    client = enter(bureau, "auditor")
    assert f"/items/{first.uid}/review" in text(client.get("/"))
    assert decide(client, first).status_code == 302
    Duty.objects.create(officer=bureau.officers["clerk"], kind="head", unit=bureau.unit, since=SINCE)
    bureau.hand_in(own)
    assert f"/items/{own.uid}/review" not in text(enter(bureau, "clerk").get("/"))


def test_the_rail_counts_what_waits_and_leads_nowhere_closed(bureau: Bureau) -> None:
    bureau.hand_in(drafted(bureau))
    html = text(enter(bureau, "head").get("/items/"))
    assert re.search(r'href="/">首页待办<span>1</span>', html)
    assert re.search(r'href="/items/\?state=review">审签<span>1</span>', html)
    assert "/items/new" not in text(enter(bureau, "auditor").get("/"))
    keeper = Officer.objects.create_user("keeper", name="管理员", agency=bureau.agency)
    Duty.objects.create(officer=keeper, kind="keeper", since=SINCE)
    client = Client()
    client.force_login(keeper)
    assert "/items/" not in text(client.get("/")) and client.get("/items/").status_code == 403


def test_what_one_may_not_see_does_not_exist(bureau: Bureau) -> None:
    other = Unit.objects.create(agency=bureau.agency, code="02", name="办公室", kind="科室")
    item = drafted(bureau, unit=other)
    client = enter(bureau, "clerk")
    for path in ("", "edit", "review", "withdraw"):
        assert client.get(f"/items/{item.uid}/{path}").status_code == 404
    for path in ("hand-in", "recall"):
        assert client.post(f"/items/{item.uid}/{path}").status_code == 404
    assert item.index not in client.get("/items/").content.decode()


def test_an_attachment_comes_as_a_download(bureau: Bureau) -> None:
    item = drafted(bureau)
    file = bureau.attach(item, b"<script>alert(1)</script>", "说明.html")
    response = enter(bureau, "clerk").get(f"/items/{item.uid}/files/{file.sha256}")
    assert b"".join(response) == b"<script>alert(1)</script>"
    assert (
        response["Content-Disposition"].startswith("attachment")
        and response["X-Content-Type-Options"] == "nosniff"
    )
    assert enter(bureau, "clerk").get(f"/items/{item.uid}/files/{'0' * 64}").status_code == 404
