"""What a release and a tombstone do to the portal; called inside the transaction of their message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.papers import blocks as b
from gongkai.portal import store
from gongkai.portal.models import ALIAS, Page, Published, PublishedFile, SearchRow, Tombstone
from gongkai.portal.models.items import LONGEST_TOPIC
from gongkai.portal.publishing import blobs, data, linking, log, meta, pages, searching, site, stale
from gongkai.refusal import Refused
from gongkai.sealing import times
from gongkai.sealing.canon import canon, digest_of

SPOKEN = ("error", "superseded", "abolished", "expired", "decision-ended")
"""Reasons that a tombstone may say. Any other (``period-ended``, ``credit-repaired``, ``privacy``, unknown
ones) is quiet: no title, party, date or reason (PRACTICE.md 2)."""


def publish(
    release: Mapping[str, Any], content: Mapping[str, Any], log_index: int, *, folder: Path, now: datetime
) -> Published | None:
    """Make a released content public, or put a corrected one in the place of the one before.

    A release that comes again changes nothing where it stands; where it was lost, or an older one stands, it
    is accepted because the public log has it under its number. Null where its period is over meanwhile.
    """
    agency, index = content["agency"], content["index"]
    _demand_index(index)
    before = Published.objects.filter(agency=agency, index=index).first()
    stone = Tombstone.objects.filter(agency=agency, index=index).first()
    digest = digest_of(canon(release))
    if before and (before.release_digest, digest_of(bytes(before.content))) == (digest, release["content"]):
        _complete(before, content["attachments"], now)
        return before
    if stone and (stone.release_digest, stone.log_index) == (digest, log_index):
        return None  # taken away here because its own time was over
    current = before.release_digest if before else stone.release_digest if stone else None
    if release["replaces"] != current and not _comes_again(before or stone, digest, log_index):
        raise Refused("E_ORDER", f"“{index}”的这次发布所替代的不是现有的那一次", "请按发布次序重新发送")
    facts = meta.read(content["meta"])
    new_places = _new_places(facts.column, facts)
    dropped = _clear(before) if before else set()
    if stone:
        stone.delete()
    item = Published.objects.create(**_row(release, content, facts, log_index, now))
    _attach(item, content["attachments"], now)
    others = linking.put(item, content["meta"])
    for path, page in pages.item_pages(item, now):
        store.put(path, page, now=now, owner=index)
    searching.put(item, b.body_from_json(content["body"]))
    own = data.of_dataset(item) | _standing(item) | _asking(item) | _requested(item)
    own |= others
    stale.mark(stale.of_item(item.column, item.published, _report_year(item)) | new_places | own)
    transaction.on_commit(partial(blobs.sweep, dropped, folder), using=ALIAS)
    return item


def withdraw(tombstone: Mapping[str, Any], log_index: int, *, folder: Path, now: datetime) -> Tombstone:
    """Take an item away: page, JSON, files, lists and feeds go with the commit, a tombstone stays.

    A withdrawal is always carried out, whatever was published before.
    """
    agency, index, reason = tombstone["agency"], tombstone["index"], tombstone["reason"]
    _demand_index(index)
    item = Published.objects.filter(agency=agency, index=index).first()
    known = Tombstone.objects.filter(agency=agency, index=index).first()
    quiet = reason not in SPOKEN
    title = item.title if item else known.title if known else ""
    published = item.published if item else known.published if known else None
    values = {
        "release_digest": item.release_digest if item else tombstone["release"],
        "quiet": quiet or not title,
        "reason": "" if quiet else reason,
        "title": "" if quiet else title,
        "text": "" if quiet else tombstone["text"],
        "published": None if quiet else published,
        "since": _day(tombstone["since"]),
        "log_index": log_index,
        "updated": now,
    }
    digests = _clear(item) if item else set()
    stone, _ = Tombstone.objects.update_or_create(agency=agency, index=index, defaults=values)
    for path, page in pages.tombstone_pages(stone):
        store.put(path, page, now=now, owner=index)
    transaction.on_commit(partial(blobs.sweep, digests, folder), using=ALIAS)
    return stone


def expire(*, folder: Path, now: datetime) -> int:
    """Take away what its own release says is over (``until``), should the desk's tombstone be late.

    Why the period ended is the desk's to say, so the tombstone is quiet until it does.
    """
    over = list(Published.objects.filter(until__lte=now).order_by("pk"))
    for item in over:
        values = {
            "release_digest": item.release_digest,
            "quiet": True,
            "since": site.day_of(now),
            "log_index": item.log_index,
            "updated": now,
        }
        digests = _clear(item)
        stone, _ = Tombstone.objects.update_or_create(agency=item.agency, index=item.index, defaults=values)
        for path, page in pages.tombstone_pages(stone):
            store.put(path, page, now=now, owner=item.index)
        transaction.on_commit(partial(blobs.sweep, digests, folder), using=ALIAS)
    return len(over)


def _clear(item: Published) -> set[str]:
    """Remove an item with its pages and all derived ones that mention it; gives the digests of its files."""
    files = list(item.files.all())
    column, day, year = item.column, item.published, _report_year(item)
    others = linking.around(item)
    Page.objects.filter(owner=item.index).delete()
    searching.drop(item)
    item.delete()
    shared = Q(pk__in=())
    for file in files:
        shared |= Q(sha256=file.sha256, name=file.name)
    kept = {file.path for file in PublishedFile.objects.filter(shared)}
    store.drop({file.path for file in files} - kept)
    paths = stale.of_item(column, day, year) | data.of_dataset(item) | _standing(item) | _requested(item)
    if not stale.has_month(column, day):
        paths |= stale.of_column(column)
    if not Published.objects.filter(column=column).exists():
        paths |= stale.of_all_columns()
    stale.forget(paths)
    stale.mark(_asking(item) | others)
    return {file.sha256 for file in files}


def _comes_again(known: Published | Tombstone | None, digest: str, log_index: int) -> bool:
    """Whether the public log has a release under its number, and nothing newer stands here."""
    if not log.has(log_index, digest):
        return False
    damaged = isinstance(known, Published) and known.release_digest == digest
    return known is None or known.log_index < log_index or damaged


def _complete(item: Published, attachments: list[Mapping[str, Any]], now: datetime) -> None:
    """Mend what an item lacks, should the portal have lost a part of it; else nothing changes."""
    there = set(Page.objects.filter(owner=item.index).values_list("path", flat=True))
    files = list(item.files.all())
    if item.meta.get("related") and not item.links.exists():
        stale.mark(linking.put(item, item.meta) | {item.path})
    if len(files) != len(attachments):
        item.files.all().delete()
        _attach(item, attachments, now)
    for file in files:
        if not Page.objects.filter(path=file.path).exists():
            _show(file, now)
    if not {item.path, f"{item.path}.json"} <= there or not SearchRow.objects.filter(pk=item.pk).exists():
        stale.mark({item.path})


def _asking(item: Published) -> set[str]:
    """The list of consultations, the draft that the item belongs to, and what leads to them."""
    if not item.consulted and item.asks_until is None:
        return set()
    own = {f"/gk/{item.consulted}"} if item.consulted else set()
    return own | {stale.CONSULTATIONS, stale.SITEMAP_PAGES, stale.FRONT}


def _report_year(item: Published) -> int | None:
    return item.year if item.kind == Published.Kind.ANNUAL_REPORT else None


def _standing(item: Published) -> set[str]:
    """The directory of enforcement, where the item stands in it, and the pages that lead to it."""
    return {stale.ENFORCEMENT, stale.SITEMAP_PAGES} if item.meta.get("standing") else set()


def _requested(item: Published) -> set[str]:
    """The page of what was published because somebody asked for it."""
    return {stale.REQUESTED} if item.meta.get("requested") else set()


def _new_places(column: str, facts: meta.Meta) -> set[str]:
    """Pages that gain a link because an item opens a new month, or a new column."""
    if not Published.objects.filter(column=column).exists():
        return stale.of_all_columns()
    if not stale.has_month(column, facts.published):
        return stale.of_column(column)
    return set()


def _row(
    release: Mapping[str, Any], content: Mapping[str, Any], facts: meta.Meta, log_index: int, now: datetime
) -> dict[str, Any]:
    content_bytes, release_bytes = canon(content), canon(release)
    if digest_of(content_bytes) != release["content"]:
        raise Refused("E_DIGEST", "内容与发布所载的摘要不符", "内容在签发后被改动，请重新发布")
    return {
        "agency": content["agency"],
        "index": content["index"],
        "title": content["title"],
        "category": content["category"],
        "column": facts.column,
        "column_name": facts.column_name,
        "unit": facts.unit,
        "doc_no": content["doc_no"],
        "published": facts.published,
        "formed": _day(content["formed"]) if content["formed"] else None,
        "validity": facts.validity,
        "valid_until": facts.warning_until,
        "consulted": facts.consulted,
        "topic": facts.catalogue.topic[:LONGEST_TOPIC],
        "asks_from": facts.asks[0] if facts.asks else None,
        "asks_until": facts.asks[1] if facts.asks else None,
        "kind": facts.kind,
        "year": facts.year,
        "meta": content["meta"],
        "content": content_bytes,
        "content_digest": release["content"],
        "release": release_bytes,
        "release_digest": digest_of(release_bytes),
        "release_no": release["no"],
        "released": times.moment(release["at"]),
        "log_index": log_index,
        "since": times.moment(release["from"]),
        "until": times.moment(release["until"]) if release["until"] else None,
        "updated": now,
    }


def _attach(item: Published, attachments: list[Mapping[str, Any]], now: datetime) -> None:
    for place, given in enumerate(attachments):
        file = PublishedFile.objects.create(
            item=item,
            place=place,
            sha256=given["sha256"],
            name=given["name"],
            type=given["type"],
            size=given["size"],
        )
        _show(file, now)


def _show(file: PublishedFile, now: datetime) -> None:
    kind, disposition = blobs.content_type(file.name), blobs.disposition(file.name)
    store.put_file(file.path, file.sha256, file.size, kind, disposition, now=now)


def _day(text: str) -> Any:
    return site.day_of(times.moment(text)) if "T" in text else pages.day(text)


def _demand_index(index: str) -> None:
    """An index number becomes an address: nothing in it may lead elsewhere."""
    parts = index.split("/")
    odd = any(part in ("", ".", "..") for part in parts) or index.endswith((".json", ".tlog-proof"))
    if odd or len(index) > 180:
        raise Refused("E_INDEX", f"索引号“{index[:60]}”不能作为网址", "请核对索引号")
