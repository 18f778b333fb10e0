"""Administrators' acts on who holds what from when: deputies, posts, duties, the end of service.

Every act is an event of the officer's stream and ends their open sessions, so that what a screen offers
follows from the new posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from gongkai.desk.accounts.models import Reset
from gongkai.desk.accounts.recovery import ask, may_keep
from gongkai.desk.agencies import people
from gongkai.desk.agencies.models import Deputy, Duty, Held, Officer, Post, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused

LONGEST = 366
"""Days for which a deputy is set at most; who stands in for longer is given the duty itself."""


def enter(
    username: str,
    *,
    name: str,
    title: str,
    unit: Unit | None,
    duties: Sequence[str],
    since: date,
    by: Officer,
    at: datetime,
) -> Officer:
    """Enter a new officer of the administrator's bureau; nobody knows a password of theirs.

    A reset is asked for at once: a second person confirms it and hands over the one-time code with which the
    new officer sets the password. Raises Refused: ``not-keeper``, ``past`` and those of ``people``.
    """
    _demand_keeper(by, at)
    if not duties:
        raise Refused("unknown-duty", "没有选择职责", "请至少选择一项")
    with transaction.atomic():
        made = people.add(
            by.agency,
            username.strip(),
            name=name,
            title=title,
            unit=unit.code if unit else "",
            duties=duties,
            since=since,
            password=None,
        )
        data = {"unit": unit.code if unit else "", "duties": sorted(duties), "since": since.isoformat()}
        record(_stream(made), "entered", by=by, occurred=at, at=at, data=data)
        ask(made, by=by, reason=Reset.Reason.NEW, factor=False, at=at)
    return made


def rename(officer: Officer, name: str, *, by: Officer, at: datetime) -> Officer:
    """Correct a name. What was signed under the old one stays as it was signed."""
    _demand_keeper(by, at)
    _demand_other(officer, by)
    if not name.strip():
        raise Refused("no-name", "姓名是空的", "请写明姓名")
    with transaction.atomic():
        officer.name = name.strip()[:60]
        officer.save(update_fields=["name"])
        record(_stream(officer), "renamed", by=by, occurred=at, at=at)
    return officer


def come_back(officer: Officer, *, by: Officer, at: datetime) -> Officer:
    """Somebody who left works here again: duties are given anew, the way in by a one-time code again."""
    _demand_keeper(by, at)
    _demand_other(officer, by)
    if officer.is_active:
        raise Refused("not-left", f"{officer.name} 没有离岗", "请核对名单")
    with transaction.atomic():
        officer.is_active = True
        officer.set_password(None)
        officer.save(update_fields=["is_active", "password"])
        record(_stream(officer), "came-back", by=by, occurred=at, at=at)
        ask(officer, by=by, reason=Reset.Reason.NEW, factor=True, at=at)
    return officer


def set_deputy(
    officer: Officer, deputy: Officer, *, since: date, until: date | None, by: Officer, at: datetime
) -> Deputy:
    """``deputy`` stands in for ``officer`` from a day until a day (included), or still."""
    _demand_keeper(by, at)
    if officer.pk == deputy.pk:
        raise Refused("same-person", "不能由本人代理本人", "请选另一名工作人员")
    if officer.agency_id != deputy.agency_id or officer.agency_id != by.agency_id:
        raise Refused("not-found", "没有这名工作人员", "请核对名单")
    if not deputy.is_active:
        raise Refused("left", f"{deputy.name} 已离岗", "请选在岗的工作人员")
    _demand_order(since, until)
    if since < shanghai_date(at):
        raise Refused("past", "代理不能从过去的日子开始", "请从今天或以后开始")
    if until is not None and (until - since).days > LONGEST:
        raise Refused("too-long", f"代理一次最长 {LONGEST} 天", "长期的请直接授予职责")
    overlap = Deputy.objects.filter(officer=officer, deputy=deputy).filter(
        Q(until__isnull=True) | Q(until__gte=since)
    )
    if until is not None:
        overlap = overlap.filter(since__lte=until)
    if overlap.exists():
        raise Refused("overlap", "这段时间已经有同一人的代理", "请先结束原来的代理")
    with transaction.atomic():
        made = Deputy.objects.create(officer=officer, deputy=deputy, since=since, until=until, set_by=by)
        data = {"deputy": deputy.uid, "since": since.isoformat(), "until": until.isoformat() if until else ""}
        record(_stream(officer), "deputy-set", by=by, occurred=at, at=at, data=data)
        people.tell_changed(deputy)
    return made


def end_deputy(deputy: Deputy, *, by: Officer, at: datetime) -> None:
    """Today is the deputy's last day; one that has not begun is taken back."""
    _demand_keeper(by, at)
    today = shanghai_date(at)
    with transaction.atomic():
        _end(deputy, today)
        data = {"deputy": deputy.deputy.uid, "until": today.isoformat()}
        record(_stream(deputy.officer), "deputy-ended", by=by, occurred=at, at=at, data=data)
        people.tell_changed(deputy.deputy)


def give_duty(
    officer: Officer,
    kind: str,
    unit: Unit | None,
    *,
    since: date,
    until: date | None,
    by: Officer,
    at: datetime,
) -> Duty:
    """A duty from a day on; for one unit where it is of that kind. Nobody gives one to themselves."""
    _demand_keeper(by, at)
    _demand_other(officer, by)
    if kind not in Duty.Kind.values:
        raise Refused("unknown-duty", "没有这种职责", "请从列表中选择")
    scope = unit if Duty.Kind(kind) in people.OF_THE_UNIT else None
    if Duty.Kind(kind) in people.OF_THE_UNIT and scope is None:
        raise Refused("unit-needed", "经办人、单位负责人、承办人要有单位", "请选择单位")
    _demand_order(since, until)
    still = Duty.objects.filter(officer=officer, kind=kind, unit=scope)
    if still.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise Refused("overlap", "已经有这一职责", "请先结束原来的职责")
    with transaction.atomic():
        made = Duty.objects.create(officer=officer, kind=kind, unit=scope, since=since, until=until)
        data = {"duty": kind, "unit": scope.code if scope else "", "since": since.isoformat()}
        record(_stream(officer), "duty-given", by=by, occurred=at, at=at, data=data)
        people.tell_changed(officer)
    return made


def end_duty(duty: Duty, *, by: Officer, at: datetime) -> None:
    """Today is the duty's last day. Refuses one's own: so a bureau never loses its last keeper."""
    _demand_keeper(by, at)
    _demand_other(duty.officer, by)
    today = shanghai_date(at)
    with transaction.atomic():
        _end(duty, today)
        data = {"duty": duty.kind, "until": today.isoformat()}
        record(_stream(duty.officer), "duty-ended", by=by, occurred=at, at=at, data=data)
        people.tell_changed(duty.officer)


def move(officer: Officer, unit: Unit | None, title: str, *, since: date, by: Officer, at: datetime) -> Post:
    """A new post from a day on; the one before ends the day before. Duties are given and ended apart."""
    _demand_keeper(by, at)
    _demand_other(officer, by)
    if not title.strip():
        raise Refused("no-title", "没有写职务", "请写明职务")
    if Post.objects.filter(officer=officer, since__gte=since).exists():
        raise Refused("before-start", "已有同日或以后开始的任职", "请核对日期")
    with transaction.atomic():
        for post in Post.objects.filter(officer=officer).filter(Q(until__isnull=True) | Q(until__gte=since)):
            _end(post, since - timedelta(days=1))
        made = Post.objects.create(officer=officer, unit=unit, title=title.strip()[:60], since=since)
        data = {"unit": unit.code if unit else "", "since": since.isoformat()}
        record(_stream(officer), "post-given", by=by, occurred=at, at=at, data=data)
        people.tell_changed(officer)
    return made


def leave(officer: Officer, *, on: date, by: Officer, at: datetime) -> None:
    """The end of service with a day: posts and duties end, logins stop, sessions end."""
    _demand_keeper(by, at)
    _demand_other(officer, by)
    with transaction.atomic():
        people.leave(officer.username, on=on, today=shanghai_date(at))
        data = {"until": on.isoformat()}
        record(_stream(officer), "left", by=by, occurred=at, at=at, data=data)


def _end(one: Held, last: date) -> None:
    """Held until this day, included: what was done today stays covered. What has not begun is taken back."""
    if one.until is not None and one.until <= last:
        raise Refused("ended", "已经结束", "刷新页面看看")
    if one.since > last:
        one.delete()
        return
    one.until = last
    one.save(update_fields=["until"])


def _demand_keeper(by: Officer, at: datetime) -> None:
    if not may_keep(by, at):
        raise Refused("not-keeper", "只有系统管理员可以办理", "请联系系统管理员")


def _demand_other(officer: Officer, by: Officer) -> None:
    if officer.pk == by.pk:
        raise Refused("own-account", "不能改自己的职务、职责", "请另一名系统管理员办理")
    if officer.agency_id != by.agency_id:
        raise Refused("not-found", "没有这名工作人员", "请核对名单")


def _demand_order(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise Refused("days", "结束日期早于开始日期", "请核对日期")


def _stream(officer: Officer) -> str:
    return f"officer/{officer.uid}"
