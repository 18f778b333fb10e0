"""Reads over what the agency has made public 读网, as background work; a person settles what is found.

A portion reads some items: title and body as they were cleared, and every attachment in the sandbox. What a
finding was settled with stands until the words' content or the rules that found them change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import indexing
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import files, rules
from gongkai.desk.disclosure.knowing import office_lists
from gongkai.desk.disclosure.models import PublicFinding, Reading, Release
from gongkai.desk.disclosure.screened import mark_of
from gongkai.desk.jobs import verbs as jobs
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Step
from gongkai.papers import blocks, text
from gongkai.refusal import Refused
from gongkai.screening.finding import Finding
from gongkai.screening.known import Known
from gongkai.screening.rereading import LISTED, told, version
from gongkai.screening.screening import screen
from gongkai.sealing import objects
from gongkai.sealing.canon import parse_object

KIND = "disclosure.reading"
"""The kind of the background work; ``GONGKAI_JOBS`` names :func:`portion`."""
READS = (Duty.Kind.OFFICE, Duty.Kind.SECRECY)
"""Duties that read over and settle."""
SETTLED = "reading-settled"
"""Type of the event of a settled finding, in the stream of its item."""
TEXT = "标题和正文"
"""The part of a finding that stands in no attachment, as the records write it."""
CHUNK = 10
"""Items of a portion."""
SHORTEST = 2
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class Met:
    """A finding with where it stands."""

    release: Release
    part: str
    content: str
    found: Finding


def may_read(officer: Officer, day_at: datetime) -> bool:
    """Whether the officer reads over what is public."""
    day = shanghai_date(day_at)
    return rules.standing(officer, READS, agency=officer.agency, unit=None, day=day) is not None


def public(agency: Agency, at: datetime) -> QuerySet[Release]:
    """What is public now: the last release of each item, where it is not taken down or ended."""
    newest = Release.objects.filter(item__agency=agency).values("item").annotate(last=Max("pk"))
    running = Q(until__isnull=True) | Q(until__gt=at)
    return Release.objects.filter(running, pk__in=newest.values("last"), withdrawal__isnull=True)


def begin(by: Officer, at: datetime) -> Reading:
    """Start a reading over. Raises Refused: ``not-held``, ``running``, ``too-many-jobs``, those of a list."""
    _demand(by, at)
    office_lists()
    if Reading.objects.filter(agency=by.agency, ended_at__isnull=True).exists():
        raise Refused("running", "正在读网", "请等这一次完成")
    with transaction.atomic():
        made = Reading.objects.create(agency=by.agency, by=by, at=at)
        made.job = jobs.start(KIND, "读网", {"reading": made.pk}, agency=by.agency, owner=by, at=at)
        made.save(update_fields=["job"])
    return made


def give_up(reading: Reading, at: datetime) -> None:
    """End a reading whose background work was cancelled or failed, so that another can begin."""
    if reading.job is None or not reading.job.is_open:
        Reading.objects.filter(pk=reading.pk, ended_at__isnull=True).update(ended_at=at)


def portion(job: Job, hold: Hold) -> Step:
    """The next items. Raises Refused: ``no-reading``, those of a list that cannot be read."""
    reading = Reading.objects.select_related("agency").filter(pk=job.arguments["reading"]).first()
    if reading is None:
        raise Refused("no-reading", "没有这一次读网", "请从读网页重新开始")
    last = int((job.cursor or {}).get("last", 0))
    waiting = public(reading.agency, reading.at)
    known = Known(lists=office_lists())
    rows = waiting.filter(pk__gt=last).select_related("item", "submission").order_by("pk")
    left = list(rows[: CHUNK + 1])
    now = left[:CHUNK]
    met: list[Met] = []
    unread = 0
    for release in now:
        found, gone = read_release(release, known)
        met += found
        unread += gone
        hold.beat()

    def act() -> None:
        for one in met:
            _keep(reading, one, known, hold.at)
        reading.items += len(now)
        reading.unread += unread
        reading.ended_at = hold.at if len(left) <= CHUNK else None
        reading.save(update_fields=["items", "unread", "ended_at"])

    total = job.total or waiting.count()
    cursor = {"last": now[-1].pk if now else last}
    return Step(job.done + len(now), total, cursor, is_last=len(left) <= CHUNK, act=act)


def settle(finding: PublicFinding, state: str, reason: str, by: Officer, at: datetime) -> None:
    """Say what became of a finding: mended, or no fault, with a reason.

    Raises Refused: ``not-held``, ``no-state``, ``no-reason``, ``settled``.
    """
    _demand(by, at)
    if state not in (PublicFinding.State.MENDED, PublicFinding.State.NONE):
        raise Refused("no-state", "没有选择处理结果", "请选择“已处理”或者“不属问题”")
    why = " ".join(reason.split())
    if len(why) < SHORTEST or len(why) > 200:
        raise Refused("no-reason", "没有写理由，或者超过 200 字", "请写明怎样处理的，或者为什么不属问题")
    with transaction.atomic():
        open_ones = PublicFinding.objects.filter(pk=finding.pk, state=PublicFinding.State.OPEN)
        if not open_ones.update(state=state, reason=why, officer=by, settled_at=at):
            raise Refused("settled", "这一处已经有人处理", "请刷新页面")
        data = {"kind": finding.kind, "state": state, "mark": finding.mark}
        record(finding.item.stream, SETTLED, by=by, occurred=shanghai_date(at), at=at, data=data)


def read_release(release: Release, known: Known) -> tuple[list[Met], int]:
    """What is found in one release, and how many of its files could not be read."""
    content = parse_object(bytes(release.submission.content), objects.CONTENT)
    formed = release.item.formed_on or shanghai_date(release.since)
    then = replace(known, decision_date=formed)
    written = "\n".join([content["title"], *text.render(blocks.body_from_json(content["body"]))])
    digest = sha256(written.encode()).hexdigest()
    report = screen(written, None, then, name=TEXT)
    found = [Met(release, TEXT, digest, one) for one in told(report)]
    unread = 0
    for file in content["attachments"]:
        try:
            there = list(_of_file(release, file["name"], file["sha256"], then))
        except (OSError, Refused):
            unread += 1
        else:
            found += there
    return found, unread


def _of_file(release: Release, name: str, digest: str, known: Known) -> Iterator[Met]:
    clamd = str(settings.GONGKAI_VALUES["clamd"])
    report = screen(files.place(digest).read_bytes(), None, known, name=name, clamd=clamd)
    for one in told(report):
        yield Met(release, name[:200], digest, one)


def _keep(reading: Reading, met: Met, known: Known, at: datetime) -> None:
    """Enter a finding, or note that it is still there: what it was settled with stays.

    While marks are made anew it may stand under the mark before.
    """
    found = met.found
    place = {
        "item": met.release.item,
        "part": met.part,
        "kind": found.kind,
        "content": met.content,
        "version": version(found, known)[:300],
    }
    marks = [mark_of(found.text, secret) for secret in indexing.writing().secrets]
    there = PublicFinding.objects.filter(mark__in=marks, **place).first()
    PublicFinding.objects.update_or_create(
        **place,
        mark=there.mark if there else marks[0],
        defaults={"reading": reading},
        create_defaults={
            "reading": reading,
            "words": found.text[:120] if found.kind in LISTED else "",
            "where": found.where[:100],
            "why": found.why[:300],
            "first_at": at,
        },
    )


def _demand(by: Officer, at: datetime) -> None:
    if not may_read(by, at):
        raise Refused("not-held", f"{by.name}当日没有读网职责", "请由政务公开办公室或者保密审查员办理")
