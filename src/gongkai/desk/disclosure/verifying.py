"""``gongkai verify``, the part of opinions: each is there with its files, or was destroyed by a list.

What came in and what was screened stands in the chains of events, which nobody changes unseen; the rows are
held against them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q

from gongkai.desk.casework import filings
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.verifying import MOST, Check, Result
from gongkai.desk.disclosure.models import Consultation, Opinion, OpinionEntry, OpinionFile, OpinionFiling
from gongkai.desk.disclosure.opinion_files import SCREENED
from gongkai.desk.disclosure.opinions import CAME
from gongkai.sealing import events


def checks() -> list[Check]:
    """The checks of this room."""
    return [verify_opinions]


def verify_opinions() -> Result:
    """No opinion, key or file of one is gone without an approved list 销毁清册 that was carried out."""
    faults = [*_unlisted(), *_shut(), *_lost()]
    more = [f"另有 {len(faults) - MOST} 处"] if len(faults) > MOST else []
    return Result("opinions", "公众意见的保管与销毁", Opinion.objects.count(), [*faults[:MOST], *more])


def _unlisted() -> Iterator[str]:
    """Filings that say that they were destroyed, while no approved list has done it."""
    done = OpinionEntry.objects.filter(
        filing=OuterRef("pk"), dropped=False, done_at__isnull=False, list__state__in=filings.APPROVED
    )
    rows = OpinionFiling.objects.filter(~Exists(done), destroyed_on__isnull=False)
    for index in rows.order_by("pk").values_list("consultation__item__index", flat=True):
        yield f"{index} 的意见已销毁而不在批准的销毁清册上"


def _shut() -> Iterator[str]:
    """Opinions whose key or sealed text is gone, while their file was not destroyed."""
    emptied = Opinion.objects.filter(Q(dek=b"") | Q(sealed=b""))
    rows = emptied.exclude(consultation__filing__destroyed_on__isnull=False).order_by("pk")
    for index, number in rows.values_list("consultation__item__index", "no"):
        yield f"{index} 第 {number} 件意见没有销毁，而密钥或原文不在了"


def _lost() -> Iterator[str]:
    """Opinions and files that came by an event and have no row, while their file was not destroyed."""
    standing = Consultation.objects.exclude(filing__destroyed_on__isnull=False).select_related("item")
    for consultation in standing.order_by("pk").iterator():
        there = set(consultation.opinions.values_list("no", flat=True))
        files = OpinionFile.objects.filter(opinion__consultation=consultation)
        kept = set(files.values_list("opinion__no", "sha256"))
        index = consultation.item.index
        for type_, data in _told(consultation.item.stream):
            number = data["no"]
            if type_ == CAME and number not in there:
                yield f"{index} 第 {number} 件意见没有销毁，而记录不在了"
            if type_ == SCREENED and (number, data["sha256"]) not in kept:
                yield f"{index} 第 {number} 件意见的附件 {data['sha256'][:8]} 没有销毁，而记录不在了"


def _told(stream: str) -> Iterator[tuple[str, dict[str, Any]]]:
    rows = Event.objects.filter(stream=stream, type__in=(CAME, SCREENED)).order_by("n")
    for type_, body in rows.values_list("type", "body").iterator():
        yield type_, events.read(bytes(body))["data"]
