"""One item walked through the desk by those who do it: out of the door, seen, corrected, taken down."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Item, Submission
from gongkai.desk.disclosure.tests.bureau import Bureau
from gongkai.exchange import worker
from gongkai.portal.models import Page, Published

pytestmark = pytest.mark.django_db(databases=["default", "portal"])


@pytest.fixture
def bureau(db, keys):
    return Bureau.found()


class Walk:
    """A bureau at work: each person with a browser of their own, the worker behind them."""

    def __init__(self, bureau):
        self.bureau = bureau
        self.at = timezone.now()

    def of(self, kind):
        client = Client()
        client.force_login(self.bureau.officers[kind])
        return client

    def write(self, path, **more):
        fields = {
            "title": "关于选购月饼的消费提示",
            "category": "业务工作",
            "means": "主动公开",
            "unit": self.bureau.unit.pk,
            "formed_on": today().isoformat(),
            "text": "# 看标签\n\n请选购标签齐全的月饼。",
            "outlets": ["政府网站"],
        }
        response = self.of("clerk").post(path, fields | more)
        assert response.status_code == 302, response.content.decode()[:2000]

    def clear(self, item):
        newest = Submission.objects.filter(item=item).order_by("-no").first()
        first = () if newest.carries_id else ("head",)  # wording alone keeps the head's opinion
        for kind in (*first, "secrecy", "office"):
            digest = Submission.objects.filter(item=item).order_by("-no").first().digest
            answer = self.of(kind).post(
                f"/items/{item.uid}/review", {"submission": digest, "decision": "open"}
            )
            assert answer.status_code == 302, kind

    def push(self):
        self.at += timedelta(minutes=1)
        return worker.push(self.at)

    def page(self, item):
        found = Page.objects.filter(path=f"/gk/{item.index}").first()
        return (found.status, bytes(found.raw).decode()) if found else (404, "")


def test_an_item_is_written_cleared_seen_corrected_and_taken_down(bureau):
    walk = Walk(bureau)
    walk.write("/items/new")
    item = Item.objects.get()
    assert walk.push().passage.released == 0 and walk.page(item)[0] == 404
    walk.of("clerk").post(f"/items/{item.uid}/hand-in")
    assert walk.push().passage.released == 0 and walk.page(item)[0] == 404
    walk.clear(item)
    assert walk.push().passage.released == 1
    status, html = walk.page(item)
    assert status == 200 and "请选购标签齐全的月饼" in html and '<h2 id="s1">看标签</h2>' in html

    walk.write(f"/items/{item.uid}/edit", text="# 看标签\n\n请选购标签、日期齐全的月饼。")
    walk.push()
    assert "日期齐全" not in walk.page(item)[1]
    walk.of("clerk").post(f"/items/{item.uid}/hand-in")
    walk.clear(item)
    walk.push()
    assert "日期齐全" in walk.page(item)[1]

    down = {"reason": "error", "sure": "on"}
    assert walk.of("office").post(f"/items/{item.uid}/withdraw", down).status_code == 302
    walk.push()
    status, html = walk.page(item)
    assert status == 410 and "内容有误" in html and "请选购" not in html
    assert not Published.objects.exists()
    kinds = list(Event.objects.filter(stream=item.stream).order_by("n").values_list("type", flat=True))
    cleared = ["submitted", "cleared", "cleared", "cleared", "released"]
    again = [cleared[0], *cleared[2:]]  # the head's opinion stands where only wording changed
    assert kinds == ["drafted", *cleared, "amended", *again, "withdrawn"]


def test_a_return_goes_back_to_the_clerk_and_stops_at_the_door(bureau):
    walk = Walk(bureau)
    walk.write("/items/new")
    item = Item.objects.get()
    walk.of("clerk").post(f"/items/{item.uid}/hand-in")
    given = {"submission": Submission.objects.get().digest, "decision": "return", "note": "标题改一下"}
    walk.of("head").post(f"/items/{item.uid}/review", given)
    assert walk.push().passage.released == 0
    home = walk.of("clerk").get("/").content.decode()
    assert "退回给您修改" in home and f"/items/{item.uid}/edit" in home
    assert "标题改一下" in walk.of("clerk").get(f"/items/{item.uid}/").content.decode()
    refused = walk.of("clerk").post(f"/items/{item.uid}/hand-in")
    assert refused.status_code == 422 and "请按审签意见修改后再送审" in refused.content.decode()
