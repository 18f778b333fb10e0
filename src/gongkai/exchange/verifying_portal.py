"""``gongkai verify``, the portal's part: what stands outside is what passed the door, byte for byte.

Somebody who writes into the portal's database past the door is named here: content that hashes to something
else, an item that was never released, a page without an owner, a page that is not what its item renders to.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path

import brotli
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from gongkai.desk.casework.verifying import MOST, Result
from gongkai.desk.disclosure.models import Release, Withdrawal
from gongkai.exchange import outbox
from gongkai.exchange.models import LogEntry
from gongkai.exchange.transports import database
from gongkai.portal import fingerprint
from gongkai.portal.models import Page, Published, PublishedFile, Renderer, StalePage, Tombstone
from gongkai.portal.publishing import blobs, derived, pages
from gongkai.portal.publishing.held import held
from gongkai.portal.store import etag_of
from gongkai.refusal import Refused
from gongkai.sealing import log, objects
from gongkai.sealing.canon import digest_of, parse

STALE_FOR = timedelta(minutes=30)
"""So long an address may wait to be rendered again: a round of the worker renders all of them."""
OUTDATED_FOR = timedelta(days=1)
"""So long pages of an older version may wait: they are renewed in minutes, for 100,000 items in twenty."""


def verify_portal() -> Result:
    """Everything public against releases and log, where the portal's database lies beside the desk's."""
    if database.is_remote():
        listed = ["门户在另一台机器上：请在外部用 gongkai verify --log 核验"]
        return Result("portal", "门户", 0, [], listed)
    now = timezone.now()
    on_the_way = outbox.undelivered().exists() or Withdrawal.objects.filter(log_index__isnull=True).exists()
    settled = not on_the_way
    items = list(_items(settled))
    faults = [fault for fault in items if fault]
    if settled:
        faults += _lost()
    count = len(items)
    with held():
        for fault in _pages(compared=not faults):
            count += 1
            if fault:
                faults.append(fault)
    faults += _late(now)
    listed = _waiting() if settled else [*_waiting(), "有消息还没有到达门户：送达以后再核验撤下的和更正的"]
    return Result("portal", "门户", count, faults[:MOST], listed)


def _waiting() -> list[str]:
    """What readers still get as an older version rendered it, or before a change of today."""
    waits, _ = fingerprint.waiting()
    outdated = [f"{waits} 页由旧版本生成，等待重新生成"] if waits else []
    stale = StalePage.objects.count()
    return outdated + ([f"{stale} 页内容有变，等待重新生成，没有与内容比对"] if stale else [])


def _late(now: datetime) -> Iterator[str]:
    """What waits for longer than the background work needs: a mark is no cover for another page."""
    early = StalePage.objects.filter(since__gte=now - STALE_FOR, since__lte=now + STALE_FOR)
    for path in (
        StalePage.objects.exclude(pk__in=early).order_by("path").values_list("path", flat=True)[:MOST]
    ):
        yield f"{path}：早该重新生成，一直没有：请看后台任务是否在运行"
    noticed = Renderer.objects.filter(at__lt=now - OUTDATED_FOR).exists()
    if noticed and (path := _first_outdated()):
        yield f"{path}：由旧版本生成，超过一天没有更新：请看后台任务是否在运行"


def _first_outdated() -> str:
    found = fingerprint.outdated(fingerprint.present())
    return found.order_by("path").values_list("path", flat=True).first() or ""


def _items(settled: bool) -> Iterator[str]:
    """For each public item what is wrong with it; an empty text where it fits.

    ``settled``: no message is under way, so what stands outside is the last word of the desk.
    """
    newer = Release.objects.filter(item=OuterRef("item"), no__gt=OuterRef("no"))
    last = Release.objects.filter(~Exists(newer), withdrawal__isnull=True)
    released = set(Release.objects.values_list("digest", flat=True))
    current = set(last.values_list("digest", flat=True)) if settled else released
    for item in Published.objects.order_by("pk").iterator(chunk_size=200):
        wrong = _item(item, released)
        if not wrong and item.release_digest not in current:
            wrong = "这次发布已经撤下或者被更正，门户还在公开"
        yield f"{item.index}：{wrong}" if wrong else ""


def _lost() -> Iterator[str]:
    """Items that are public and that the portal neither shows nor took away because their time was over."""
    there = set(Published.objects.values_list("release_digest", flat=True))
    over = set(Tombstone.objects.values_list("release_digest", flat=True))
    newer = Release.objects.filter(item=OuterRef("item"), no__gt=OuterRef("no"))
    out = Release.objects.filter(~Exists(newer), withdrawal__isnull=True, delivered_at__isnull=False)
    for index, digest in out.order_by("pk").values_list("item__index", "digest").iterator(chunk_size=2000):
        if digest not in there and digest not in over:
            yield f"{index}：内网公开着，门户上没有：请批量重新发布门户缺少的"


def _item(item: Published, released: set[str]) -> str:
    content, release = bytes(item.content), bytes(item.release)
    if digest_of(content) != item.content_digest or digest_of(release) != item.release_digest:
        return "门户上的内容或发布与摘要不符"
    if item.release_digest not in released:
        return "内网没有作过这次发布"
    try:
        said = objects.read(release, objects.RELEASE)
        title = parse(content)["title"]
    except Refused as refused:
        return refused.sentence
    if (said["content"], said["index"]) != (item.content_digest, item.index):
        return "门户上的内容不是这次发布的内容"
    if item.title != title:
        return "门户列表所用的标题与内容不符"
    body = LogEntry.objects.filter(number=item.log_index).values_list("body", flat=True).first()
    if body is None or log.read_entry(bytes(body))["object"] != item.release_digest:
        return f"发布日志第 {item.log_index} 条不是这次发布"
    return ""


def _pages(*, compared: bool) -> Iterator[str]:
    """For each stored address what is wrong with it; an empty text where it fits.

    They are ``compared`` with what is public only where that fits itself, and this version rendered them.
    """
    present = fingerprint.present()
    stale = set(StalePage.objects.values_list("path", flat=True))
    for page in Page.objects.order_by("pk").iterator(chunk_size=50):
        wrong = _stored(page)
        if page.made_with == -present:
            wrong = wrong or "重新生成失败，仍是旧页：请看后台任务的日志"
        elif page.made_with == fingerprint.NOT_RENDERED and not page.file:
            wrong = wrong or "不是程序生成的页面"
        ours = page.made_with == present and not page.file
        if compared and ours and not wrong and page.path not in stale:
            wrong = _rendered(page)
        yield f"{page.path}：{wrong}" if wrong else ""


def _stored(page: Page) -> str:
    """What is wrong with the stored bytes by themselves."""
    if page.file:
        place = blobs.place(Path(settings.GONGKAI_PORTAL_FILES), page.file)
        known = PublishedFile.objects.filter(sha256=page.file).select_related("item")
        if page.path not in {one.path for one in known}:
            return "附件没有对应的发布"
        return "" if _digest(place) == page.file else "附件缺失或者与摘要不符"
    raw = bytes(page.raw)
    if etag_of(raw) != page.etag:
        return "页面被改动"
    packed = ((page.gzip, gzip.decompress), (page.brotli, brotli.decompress))
    try:
        same = all(not bytes(data) or opened(bytes(data)) == raw for data, opened in packed)
    except (OSError, EOFError, brotli.error):
        same = False
    return "" if same else "压缩的页面与原页不符"


def _rendered(page: Page) -> str:
    """Whether a page is what it renders to from what is public, on the day on which it was made."""
    if not page.owner:
        made = derived.render(page.path, page.updated)
    else:
        item = Published.objects.filter(index=page.owner).first()
        stone = None if item else Tombstone.objects.filter(index=page.owner).first()
        if item is not None:
            own = pages.item_pages(item, page.updated)
        elif stone is not None:
            own = pages.tombstone_pages(stone)
        else:
            return "页面没有对应的发布"
        made = next((one for path, one in own if path == page.path), None)
    if made is None:
        return "页面没有来源"
    if made.body != bytes(page.raw):
        return "页面与已发布的内容不符"
    said = (made.status, made.content_type, dict(made.headers))
    return "" if said == (page.status, page.content_type, page.headers) else "页面的状态或者响应头被改动"


def _digest(file: Path) -> str:
    """The SHA-256 of a file; empty where there is none."""
    if not file.is_file():
        return ""
    with file.open("rb") as source:
        return file_digest(source, "sha256").hexdigest()
