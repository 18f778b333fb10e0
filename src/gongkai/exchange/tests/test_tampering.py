"""Every way around the door, tried: what is written past it is named, what is sent again does nothing.

The door's own demands stand in ``test_attacks``, edited and foreign bundles in ``test_bundles``; here are the
ORM and raw SQL on what is out already, on both databases, changed files outside, releases sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.db import connection, connections

from gongkai.desk.casework.keyring import key
from gongkai.desk.disclosure.models import Release, Submission
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.exchange import door, serving, worker
from gongkai.exchange.models import OutMessage
from gongkai.exchange.verifying import verify_submissions
from gongkai.exchange.verifying_portal import verify_portal
from gongkai.portal import models as portal
from gongkai.portal import publishing, store
from gongkai.portal.publishing import blobs
from gongkai.refusal import Refused
from gongkai.sealing import messages, objects
from gongkai.sealing.canon import canon, digest_of, parse

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
MINUTE = timedelta(minutes=1)
FORGED = "伪造的内容"


@pytest.fixture
def out(bureau: Bureau) -> Submission:
    """An item with an attachment that is out, every page rendered."""
    submission = bureau.cleared(1, attachment=True)
    worker.tick(LATER)
    assert verify_portal().faults == []
    return submission


def outside(sql: str, *values: object) -> None:
    with connections["portal"].cursor() as cursor:
        cursor.execute(sql, list(values))
        assert cursor.rowcount == 1


def own_page() -> portal.Page:
    return portal.Page.objects.get(path=portal.Published.objects.get().path)


def rewrite_everything_alike(_: Submission) -> None:
    """Page, encodings and ETag changed together, as somebody who knows the store would."""
    page = own_page()
    raw = bytes(page.raw).replace("消费警示".encode(), FORGED.encode())
    store.put(page.path, store.Rendered(raw), now=page.updated, owner=page.owner)


def insert_item(_: Submission) -> None:
    """A second item with content, release and digests that fit each other, and that nobody ever released."""
    row = portal.Published.objects.get()
    content = canon(parse(bytes(row.content)) | {"index": "37100017/2017-09999"})
    release = canon(
        parse(bytes(row.release)) | {"index": "37100017/2017-09999", "content": digest_of(content)}
    )
    row.pk, row.index, row.content, row.content_digest = (
        None,
        "37100017/2017-09999",
        content,
        digest_of(content),
    )
    row.release, row.release_digest = release, digest_of(release)
    row.save()


def change_file(submission: Submission) -> None:
    digest = submission.item.files.get().sha256
    blobs.place(Path(settings.GONGKAI_PORTAL_FILES), digest).write_bytes(b"%PDF-1.7 forged")


OUTSIDE: list[tuple[str, str, Callable[[Submission], object]]] = [
    (
        "ORM: content",
        "内容或发布与摘要不符",
        lambda s: portal.Published.objects.update(content=canon({"title": FORGED})),
    ),
    (
        "SQL: title of the lists",
        "标题与内容不符",
        lambda s: outside("UPDATE portal_published SET title = %s", FORGED),
    ),
    ("SQL: release", "与摘要不符", lambda s: outside("UPDATE portal_published SET release = %s", b"{}")),
    (
        "SQL: number in the log",
        "发布日志第 99 条",
        lambda s: outside("UPDATE portal_published SET log_index = 99"),
    ),
    ("ORM: an invented item", "内网没有作过这次发布", insert_item),
    (
        "SQL: bytes of a page",
        "页面被改动",
        lambda s: outside(
            "UPDATE portal_page SET raw = %s WHERE path = %s", FORGED.encode(), own_page().path
        ),
    ),
    (
        "SQL: a page that claims to have failed",
        "重新生成失败",
        lambda s: outside("UPDATE portal_page SET made_with = -made_with WHERE path = %s", own_page().path),
    ),
    (
        "SQL: one encoding of a page",
        "压缩的页面与原页不符",
        lambda s: outside(
            "UPDATE portal_page SET brotli = %s WHERE path = %s",
            brotli.compress(FORGED.encode()),
            own_page().path,
        ),
    ),
    ("store: a page with all that belongs to it", "页面与已发布的内容不符", rewrite_everything_alike),
    (
        "store: a page of nothing",
        "页面没有来源",
        lambda s: store.put("/notice", store.Rendered(FORGED.encode()), now=LATER),
    ),
    (
        "store: a page of an item that is not there",
        "页面没有对应的发布",
        lambda s: store.put("/gk/1", store.Rendered(FORGED.encode()), now=LATER, owner="1"),
    ),
    (
        "store: a derived page",
        "页面与已发布的内容不符",
        lambda s: store.put("/columns/", store.Rendered(FORGED.encode()), now=LATER),
    ),
    ("disk: an attachment", "附件缺失或者与摘要不符", change_file),
    (
        "ORM: an attachment of nothing",
        "附件没有对应的发布",
        lambda s: portal.PublishedFile.objects.all().delete(),
    ),
]


@pytest.mark.parametrize(("way", "said", "act"), OUTSIDE, ids=[way for way, _, _ in OUTSIDE])
def test_what_is_written_past_the_door_outside_is_named(
    out: Submission, way: str, said: str, act: Callable[[Submission], object]
) -> None:
    act(out)
    faults = verify_portal().faults
    assert any(said in fault for fault in faults), faults


@pytest.mark.parametrize("way", ["ORM", "SQL"])
def test_released_content_that_is_rewritten_inside_is_named_and_never_reaches_the_portal(
    out: Submission, way: str
) -> None:
    forged = canon(parse(bytes(out.content)) | {"title": FORGED})
    if way == "ORM":
        Submission.objects.filter(pk=out.pk).update(content=forged, content_digest=digest_of(forged))
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE disclosure_submission SET content = %s, content_digest = %s",
                [forged, digest_of(forged)],
            )
    worker.tick(LATER + MINUTE)
    assert FORGED not in portal.Published.objects.get().title
    assert verify_portal().faults == []
    (fault,) = verify_submissions().faults
    assert out.item.index in fault and "第 1 次送审" in fault


def test_a_release_sent_again_after_the_withdrawal_does_not_come_back(
    out: Submission, bureau: Bureau
) -> None:
    index = out.item.index
    first = next(
        row for row in OutMessage.objects.order_by("seq") if parse(bytes(row.body))["kind"] == "release"
    )
    withdraw(out.item, "privacy", bureau.officers["office"], LATER + MINUTE)
    worker.tick(LATER + 2 * MINUTE)
    again = publishing.apply(bytes(first.body), first.note, trust=serving.trust(), now=LATER + 3 * MINUTE)
    assert not again.new
    assert not portal.Published.objects.exists() and portal.Tombstone.objects.get().index == index
    assert store.find(f"/gk/{index}").status == 410


def test_an_old_release_under_a_new_number_is_refused_by_name(out: Submission, bureau: Bureau) -> None:
    """Even the door's own key cannot bring an older content back: its number has gone by."""
    first = next(
        row for row in OutMessage.objects.order_by("seq") if parse(bytes(row.body))["kind"] == "release"
    )
    type(out.item).objects.filter(pk=out.item.pk).update(title="更正后的标题")
    out.item.refresh_from_db()
    again = bureau.hand_in(out.item, LATER)
    for hours, stage in enumerate(("first", "secrecy", "sign")):
        bureau.clear(again, stage, at=LATER + timedelta(hours=hours))
    worker.tick(LATER + timedelta(days=1))
    here = publishing.place(bureau.agency.code)
    old = parse(bytes(first.body))
    data = messages.build(
        agency=old["agency"], sender="desk", epoch=here.epoch, seq=here.applied + 1, prev=here.last,
        kind="release", at="2018-03-03T02:00:00Z", body=old["body"], blobs=old["blobs"],
    )  # fmt: skip
    note = messages.sign(key("door").signer, data)
    with pytest.raises(Refused) as refused:
        publishing.apply(data, note, trust=serving.trust(), now=LATER + timedelta(days=2))
    assert refused.value.code == "E_ORDER"
    assert portal.Published.objects.get().title == "更正后的标题"


def test_a_release_row_made_by_sql_is_no_message(out: Submission, bureau: Bureau) -> None:
    """A copied row of releases says that it is out; nothing is sent, and ``verify`` names the copy."""
    other = bureau.hand_in(bureau.item(2))
    row = Release.objects.get()
    body = objects.read(bytes(row.body), objects.RELEASE)
    row.pk, row.item, row.submission = None, other.item, other
    row.body = canon(body | {"index": other.item.index, "submission": other.digest})
    row.digest, row.log_index = digest_of(row.body), 77
    row.save()
    before = OutMessage.objects.count()
    worker.tick(LATER + MINUTE)
    assert portal.Published.objects.count() == 1
    assert not [
        one for one in OutMessage.objects.all()[before:] if parse(bytes(one.body))["kind"] == "release"
    ]
    assert door.run(bureau.agency, LATER + MINUTE).released == 0
