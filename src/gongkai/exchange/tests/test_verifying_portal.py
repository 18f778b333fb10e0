"""``gongkai verify`` on the portal: no mark covers an altered page, nothing withdrawn stands there again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.desk.disclosure.models import Item
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.exchange import worker
from gongkai.exchange.verifying_portal import verify_portal
from gongkai.portal import fingerprint, publishing, store
from gongkai.portal.models import Page, Published, PublishedFile, StalePage

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
SOON = LATER + timedelta(minutes=1)


@pytest.fixture
def out(bureau: Bureau) -> Item:
    """Two items are out; the first has an attachment."""
    item = bureau.cleared(1, attachment=True).item
    bureau.cleared(2)
    worker.tick(LATER)
    assert verify_portal().faults == []
    return item


def altered(path: str) -> None:
    """Another content under an address, made to look stored by the program."""
    body = bytes(Page.objects.get(path=path).raw).replace("警示".encode(), "喜报".encode())
    same = {"raw": body, "gzip": b"", "brotli": b"", "etag": store.etag_of(body)}
    Page.objects.filter(path=path).update(**same)


def test_a_mark_covers_an_altered_page_no_longer_than_a_round_needs(out: Item) -> None:
    out_path = f"/gk/{out.index}"
    altered(out_path)
    assert verify_portal().faults == [f"{out_path}：页面与已发布的内容不符"]
    mark = StalePage.objects.create(path=out_path)
    assert "1 页内容有变，等待重新生成，没有与内容比对" in verify_portal().listed
    for shift in (timedelta(minutes=-40), timedelta(days=2)):
        StalePage.objects.filter(pk=mark.pk).update(since=timezone.now() + shift)
        assert verify_portal().faults == [f"{out_path}：早该重新生成，一直没有：请看后台任务是否在运行"]
    publishing.refresh(SOON)
    assert verify_portal().faults == [] and not StalePage.objects.exists()


def test_a_page_that_no_renderer_signs_for_is_named(out: Item) -> None:
    path = f"/gk/{out.index}"
    altered(path)
    Page.objects.filter(path=path).update(made_with=fingerprint.NOT_RENDERED)
    assert verify_portal().faults == [f"{path}：不是程序生成的页面"]
    Page.objects.filter(path=path).update(made_with=12345)
    assert verify_portal().faults == [f"{path}：由旧版本生成，超过一天没有更新：请看后台任务是否在运行"]
    while publishing.renew(SOON):
        pass
    assert verify_portal().faults == []


@pytest.mark.parametrize(
    "changed",
    [
        {"status": 404},
        {"content_type": "text/plain"},
        {"headers": {"Refresh": "0; url=https://evil.example"}},
    ],
)
def test_a_changed_status_or_header_is_named(out: Item, changed: dict[str, object]) -> None:
    Page.objects.filter(path=f"/gk/{out.index}").update(**changed)
    assert verify_portal().faults == [f"/gk/{out.index}：页面的状态或者响应头被改动"]


def test_an_address_of_a_file_leads_to_its_own_file_alone(out: Item) -> None:
    file = PublishedFile.objects.get()
    Page.objects.filter(path=file.path).update(path="/files/0/公告.pdf")
    assert verify_portal().faults == ["/files/0/公告.pdf：附件没有对应的发布"]


def test_what_was_withdrawn_and_stands_outside_again_is_named(bureau: Bureau, out: Item) -> None:
    row = Published.objects.filter(index=out.index).values().get()
    withdraw(out, "privacy", bureau.officers["office"], SOON)
    assert "有消息还没有到达门户：送达以后再核验撤下的和更正的" in verify_portal().listed
    worker.tick(SOON)
    assert verify_portal().faults == []
    Published.objects.create(**row)
    assert f"{out.index}：这次发布已经撤下或者被更正，门户还在公开" in verify_portal().faults


def test_what_the_portal_lost_is_named(out: Item) -> None:
    Page.objects.filter(owner=out.index).delete()
    Published.objects.filter(index=out.index).delete()
    named = f"{out.index}：内网公开着，门户上没有：请批量重新发布门户缺少的"
    assert named in verify_portal().faults
