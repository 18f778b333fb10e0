"""What the door stopped, on the first page of those who sign: a refusal is nothing that anybody looks up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.waiting import MOST, SHOWN, Job, Part
from gongkai.desk.disclosure.models import Item, Release
from gongkai.desk.disclosure.queries import to_release, visible_to
from gongkai.exchange import witnessing
from gongkai.exchange.canaries import standing as canaries
from gongkai.exchange.models import DoorRefusal, Rerelease, RereleaseRefusal, Round
from gongkai.exchange.rereleases.rules import MAY
from gongkai.face.texts import iso_minute


def waiting(officer: Officer, today: date, duties: Sequence[HeldDuty]) -> Iterator[Part]:
    """The parts of the door (see :mod:`gongkai.desk.casework.waiting`), for office and leader."""
    sees = any(one.kind in (*MAY, Duty.Kind.KEEPER) and one.unit_id is None for one in duties)
    if sees and (failed := _background(today)):
        yield _part("background", _("后台任务没有办成"), reverse("disclosure:exchange"), failed)
    if sees and (strange := _canaries(officer, timezone.now())):
        yield _part("canaries", _("测试来件"), reverse("disclosure:exchange"), strange)
    if sees and (silent := _witnesses(timezone.now())):
        yield _part("witnesses", _("日志见证"), reverse("disclosure:exchange"), silent)
    if not any(one.kind in MAY and one.unit_id is None for one in duties):
        return
    seen = visible_to(officer, today, duties)
    stopped = _stopped(officer)
    if stopped:
        items = seen.in_bulk([one.submission.item_id for one in stopped])
        jobs = [
            _job(one.submission.item, one.code, one.sentence)
            for one in stopped
            if one.submission.item_id in items
        ]
        yield _part("door-refused", _("放行时被拒"), reverse("disclosure:exchange"), jobs)
    given, again = _not_sent_again(officer)
    if given is not None and again:
        known = seen.in_bulk([one.release.item_id for one in again])
        jobs = [
            _job(one.release.item, one.code, one.sentence) for one in again if one.release.item_id in known
        ]
        href = reverse("exchange:rerelease", args=[given.uid])
        yield _part("rerelease-refused", _("批量重新发布时被拒"), href, jobs)


def _background(today: date) -> list[Job]:
    """What the background work could not do last, and that it rests; nothing before its first round."""
    row = Round.objects.filter(pk=1).first()
    if row is None:
        return []
    href = reverse("disclosure:exchange")
    since = shanghai_date(row.at)
    found = []
    if since < today:
        words = _("发布、撤稿、到期停止公示、取回来件都停着；请系统管理员查看后台任务")
        title = _("后台任务从 %(day)s 起没有运行") % {"day": since}
        found.append(Job(title=title, href=href, words=words, stands=_("停着")))
    for line in row.refused:
        code, _blank, sentence = str(line).partition(" ")
        found.append(Job(title=sentence or code, href=href, stands=code, note=iso_minute(row.at)))
    return found


def _canaries(officer: Officer, at: datetime) -> list[Job]:
    """Canaries of the last day that are missing, late, or came otherwise than agreed: is the portal ours?"""
    href = reverse("disclosure:exchange")
    words = _("门户可能在丢弃、拖延或者改动群众来件：先问发出的一方，再按手册第 20 章处置")
    found = []
    for one in canaries.lately(officer.agency, at):
        named = {"who": one.who, "hour": iso_minute(one.since), "n": one.times}
        title = _("%(who)s %(hour)s 起的测试来件 %(n)s 件") % named
        found.append(Job(title=title, href=href, words=words, stands=one.words))
    if count := canaries.unknown(at):
        title = _("%(n)s 件来件自称测试来件，却没有约定过") % {"n": count}
        found.append(Job(title=title, href=href, words=words, stands=_("来历不明")))
    return found


def _witnesses(at: datetime) -> list[Job]:
    """Witnesses of the release log that have been silent for longer than agreed, or cannot be read."""
    href = reverse("disclosure:exchange")
    found = witnessing.standing(at)
    words = _("没有见证，门户可以给不同的人看不同的日志：请问见证方，再按手册第 20 章处置")
    jobs = []
    for row in found["silent"]:
        title = _("%(who)s 超过 %(n)s 小时没有为发布日志签名") % {"who": row["name"], "n": found["hours"]}
        note = iso_minute(row["at"]) if row["at"] else ""
        jobs.append(Job(title=title, href=href, words=words, stands=_("没有签名"), note=note))
    stuck = _("见证方看到的日志停在旧处，此后发布的无人见证：请从外面打开门户的发布日志核对")
    for row in found["old"]:
        title = _("%(who)s 签的仍是第 %(n)s 条以前的发布日志") % {"who": row["name"], "n": row["size"]}
        jobs.append(
            Job(title=title, href=href, words=stuck, stands=_("停在旧处"), note=iso_minute(row["at"]))
        )
    if found["wrong"]:
        jobs.append(Job(title=found["wrong"], href=href, words=words, stands=_("设置有误")))
    return jobs


def _stopped(officer: Officer) -> list[DoorRefusal]:
    """What still waits at the door and was refused there, the oldest first."""
    found = DoorRefusal.objects.filter(submission__item__agency=officer.agency_id, submission__release=None)
    rows = list(found.select_related("submission__item").order_by("since", "pk")[: MOST + 1])
    if not rows:
        return []
    at_door = to_release(officer.agency).filter(pk__in=[one.submission_id for one in rows])
    keys = set(at_door.values_list("pk", flat=True))
    return [one for one in rows if one.submission_id in keys]


def _not_sent_again(officer: Officer) -> tuple[Rerelease | None, list[RereleaseRefusal]]:
    """The newest mass re-release, and what it refused that is still the item's last word."""
    newest = (
        Rerelease.objects.filter(agency=officer.agency_id, approved_at__isnull=False).order_by("-pk").first()
    )
    if newest is None or not newest.refused:
        return None, []
    newer = Release.objects.filter(item=OuterRef("release__item"), no__gt=OuterRef("release__no"))
    found = newest.refusals.filter(~Exists(newer), release__withdrawal__isnull=True)
    return newest, list(found.select_related("release__item").order_by("pk")[: MOST + 1])


def _part(key: str, label: str, href: str, jobs: Sequence[Job]) -> Part:
    return Part(key, label, href, tuple(jobs[:SHOWN]), len(jobs))


def _job(item: Item, code: str, sentence: str) -> Job:
    return Job(
        title=item.title,
        href=reverse("disclosure:item", args=[item.uid]),
        words=sentence,
        stands=code,
        note=item.index,
    )
