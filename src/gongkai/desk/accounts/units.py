"""单位: units with their days, entered, changed, abolished, and merged with all their open work.

Merging hands people, duties and whatever is open to the other unit on that day; what is closed keeps the
unit that did it. Which work there is the rooms say: modules that the settings name
(``GONGKAI_UNIT_MOVERS``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from gongkai.desk.accounts.recovery import may_keep
from gongkai.desk.agencies import people
from gongkai.desk.agencies.models import Agency, Duty, Held, Line, Officer, Post, Unit
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused

Mover = Callable[[Unit, Unit, Officer, datetime], int]
"""Hands the open work of one room from a unit to another, in the caller's transaction; gives how much."""
Counter = Callable[[Unit], int]
"""How much open work a unit has in one room."""


def enter(
    agency: Agency,
    *,
    code: str,
    name: str,
    kind: str,
    line: str = "",
    since: date,
    by: Officer,
    at: datetime,
) -> Unit:
    """A new unit from a day on. Raises Refused: ``not-keeper``, ``no-name``, ``known``, ``unknown-kind``."""
    _demand_keeper(agency, by, at)
    with transaction.atomic():
        unit = Unit(agency=agency, code=code.strip(), since=since)
        _fill(unit, name, kind, line)
        unit.save()
        data = {"unit": unit.code, "since": since.isoformat()}
        record(_stream(unit), "unit-entered", by=by, occurred=at, at=at, data=data)
    return unit


def change(unit: Unit, *, name: str, kind: str, line: str, by: Officer, at: datetime) -> Unit:
    """Another name, kind or line; the code stays, for registers name it. Refusals as :func:`enter`."""
    _demand_keeper(unit.agency, by, at)
    with transaction.atomic():
        locked = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        _fill(locked, name, kind, line)
        locked.save(update_fields=["name", "kind", "line"])
        record(_stream(locked), "unit-changed", by=by, occurred=at, at=at, data={"unit": locked.code})
    return locked


def end(unit: Unit, *, on: date, by: Officer, at: datetime) -> Unit:
    """Abolish a unit that has nobody and nothing open; ``on`` is its last day.

    Raises Refused: ``not-keeper``, ``ended``, ``days``, ``still-people``, ``still-open``.
    """
    _demand_keeper(unit.agency, by, at)
    with transaction.atomic():
        locked = _standing(unit)
        if locked.since is not None and on < locked.since:
            raise Refused("days", "撤销日期早于设立日期", "请核对日期")
        behind = Q(until__isnull=True) | Q(until__gt=on)
        if locked.posts.filter(behind).exists() or locked.duties.filter(behind).exists():
            raise Refused("still-people", f"{locked.name}还有人任职或者有职责", "请先调动，或者办理合并")
        left = open_work(locked)
        if left:
            raise Refused(
                "still-open", f"{locked.name}还有 {left} 件没有办完的工作", "请办理合并，工作随之移交"
            )
        _close(locked, on)
        record(_stream(locked), "unit-ended", by=by, occurred=at, at=at, data={"until": on.isoformat()})
    return locked


def merge(unit: Unit, into: Unit, *, by: Officer, at: datetime) -> dict[str, int]:
    """Merge a unit into another from today on; its people, duties and open work go there.

    Gives how much was handed over. Raises Refused: ``not-keeper``, ``ended``, ``same-unit``, ``not-found``.
    """
    _demand_keeper(unit.agency, by, at)
    day = shanghai_date(at)
    if unit.pk == into.pk:
        raise Refused("same-unit", "不能并入自己", "请选择另一个单位")
    if into.agency_id != unit.agency_id:
        raise Refused("not-found", "没有这个单位", "请核对名单")
    with transaction.atomic():
        locked, target = _standing(unit), _standing(into)
        officers = _hand_over_people(locked, target, day)
        moved = {"people": len(officers), "work": 0}
        for path in settings.GONGKAI_UNIT_MOVERS:
            mover: Mover = import_string(f"{path}.move")
            moved["work"] += mover(locked, target, by, at)
        _close(locked, max(day - timedelta(days=1), locked.since or date.min))
        data = {"into": target.code, **moved}
        record(_stream(locked), "unit-merged", by=by, occurred=at, at=at, data=data)
        for officer in officers:
            people.tell_changed(officer)
    return moved


def open_work(unit: Unit) -> int:
    """How much is open in the unit, over all rooms."""
    counted = 0
    for path in settings.GONGKAI_UNIT_MOVERS:
        counter: Counter = import_string(f"{path}.count")
        counted += counter(unit)
    return counted


def _hand_over_people(unit: Unit, into: Unit, day: date) -> list[Officer]:
    """Posts and duties of the unit end yesterday and go on in the other; gives whose."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    officers: dict[int, Officer] = {}
    for post in Post.objects.filter(running, unit=unit).select_related("officer"):
        officers[post.officer_id] = post.officer
        since, until = max(post.since, day), post.until
        _until(post, day - timedelta(days=1))
        Post.objects.create(officer=post.officer, unit=into, title=post.title, since=since, until=until)
    for duty in Duty.objects.filter(running, unit=unit).select_related("officer"):
        officers[duty.officer_id] = duty.officer
        since, until = max(duty.since, day), duty.until
        _until(duty, day - timedelta(days=1))
        same = Duty.objects.filter(running, officer=duty.officer_id, kind=duty.kind, unit=into)
        if not same.exists():
            Duty.objects.create(officer=duty.officer, kind=duty.kind, unit=into, since=since, until=until)
    return list(officers.values())


def _until(one: Held, last: date) -> None:
    if one.since > last:
        one.delete()
        return
    one.until = last
    one.save(update_fields=["until"])


def _close(unit: Unit, last: date) -> None:
    unit.until = last
    unit.save(update_fields=["until"])


def _standing(unit: Unit) -> Unit:
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if locked.until is not None:
        raise Refused("ended", f"{locked.name}已于 {locked.until} 撤销", "请核对名单")
    return locked


def _fill(unit: Unit, name: str, kind: str, line: str) -> None:
    others = Unit.objects.filter(agency=unit.agency).exclude(pk=unit.pk)
    if not name.strip() or not unit.code:
        raise Refused("no-name", "没有写名称或者代码", "请写明单位名称和代码")
    if others.filter(Q(name=name.strip()) | Q(code=unit.code)).exists():
        raise Refused("known", f"已经有叫“{name.strip()}”或者代码是 {unit.code} 的单位", "请核对名单")
    if kind not in Unit.Kind.values or (line and line not in Line.values):
        raise Refused("unknown-kind", "没有这种单位类型或者条线", "请从列表中选择")
    unit.name, unit.kind, unit.line = name.strip(), kind, line


def _demand_keeper(agency: Agency, by: Officer, at: datetime) -> None:
    if by.agency_id != agency.pk or not may_keep(by, at):
        raise Refused("not-keeper", "只有系统管理员可以办理", "请联系系统管理员")


def _stream(unit: Unit) -> str:
    return f"unit/{unit.pk}"
