"""Officers come, change their password, leave; what they did stays theirs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, Q
from django.dispatch import Signal

from gongkai.desk.agencies.asking import forget
from gongkai.desk.agencies.models import Agency, Duty, Officer, Post, Unit
from gongkai.refusal import Refused

posts_changed = Signal()
"""Posts or duties of an ``officer`` changed; who keeps sessions ends theirs."""
OF_THE_UNIT = (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER)
"""Duties that are held for one unit; all others cover the agency."""


def check(agency: Agency, username: str, unit: str, duties: Sequence[str]) -> Unit | None:
    """The unit that is meant; refuses a taken user name, an unknown unit or duty."""
    if (
        not username.isascii()
        or not username.replace("-", "").replace("_", "").isalnum()
        or len(username) > 60
    ):
        raise Refused("bad-username", f"用户名“{username}”不能用", "请用字母、数字、- 和 _，不超过 60 个")
    if Officer.objects.filter(username=username).exists():
        raise Refused("taken", f"用户名“{username}”已有人用", "请换一个用户名")
    for duty in duties:
        if duty not in Duty.Kind.values:
            raise Refused("unknown-duty", f"没有“{duty}”这种职责", f"可以是 {'、'.join(Duty.Kind.values)}")
    found = _unit(agency, unit)
    if found is None and any(Duty.Kind(duty) in OF_THE_UNIT for duty in duties):
        raise Refused("unit-needed", "经办人、单位负责人、承办人要有单位", "请写明单位")
    return found


@transaction.atomic
def add(
    agency: Agency,
    username: str,
    *,
    name: str,
    title: str,
    unit: str,
    duties: Sequence[str],
    since: date,
    password: str | None,
) -> Officer:
    """A new officer with a post and duties from a day on. The password must pass the house's rules.

    Without one nobody can come in as them until they set it by a one-time code.
    """
    where = check(agency, username, unit, duties)
    officer = Officer(username=username, name=name.strip(), agency=agency)
    if not officer.name:
        raise Refused("no-name", "姓名是空的", "请写明姓名")
    if password is not None:
        _demand(password, officer)
    officer.set_password(password)
    officer.save()
    Post.objects.create(officer=officer, unit=where, title=title.strip() or "工作人员", since=since)
    for duty in dict.fromkeys(duties):
        scope = where if Duty.Kind(duty) in OF_THE_UNIT else None
        Duty.objects.create(officer=officer, kind=duty, unit=scope, since=since)
    return officer


def named(username: str) -> Officer:
    """The officer with that user name."""
    officer = Officer.objects.filter(username=username).first()
    if officer is None:
        raise Refused("unknown-officer", f"没有用户名“{username}”", "用 gongkai officers list 查看")
    return officer


def set_password(username: str, password: str) -> None:
    """A new password; sessions that were opened with the old one end."""
    officer = named(username)
    _demand(password, officer)
    officer.set_password(password)
    officer.save(update_fields=["password"])


@transaction.atomic
def leave(username: str, *, on: date, today: date) -> None:
    """End posts and duties with a day; whoever has left by then can no longer log in."""
    officer = named(username)
    if Post.objects.filter(officer=officer, since__gt=on).exists():
        raise Refused("before-start", f"{officer.name} 的任职晚于 {on} 才开始", "请核对日期")
    still = Q(until__isnull=True) | Q(until__gt=on)
    Post.objects.filter(still, officer=officer).update(until=on)
    Duty.objects.filter(still, officer=officer, since__lte=on).update(until=on)
    if on <= today:
        officer.is_active = False
        officer.save(update_fields=["is_active"])
    tell_changed(officer)


def tell_changed(officer: Officer) -> None:
    """Posts, duties or deputies of an officer changed: rules ask anew, open sessions end."""
    forget()
    posts_changed.send(sender=Officer, officer=officer)


def listed(agency: Agency, day: date) -> list[dict[str, Any]]:
    """Everybody with post and duties of a day, in the order of user names."""
    rows = []
    people = Officer.objects.filter(agency=agency).order_by("username")
    posts_in_order = Prefetch("posts", Post.objects.select_related("unit").order_by("since", "pk"))
    duties_in_order = Prefetch("duties", Duty.objects.order_by("since", "pk"))
    for officer in people.prefetch_related(posts_in_order, duties_in_order):
        posts = [post for post in officer.posts.all() if _held(post, day)]
        post = posts[-1] if posts else None
        rows.append(
            {
                "username": officer.username,
                "name": officer.name,
                "unit": post.unit.name if post and post.unit else "",
                "title": post.title if post else "",
                "duties": [duty.kind for duty in officer.duties.all() if _held(duty, day)],
                "active": officer.is_active,
            }
        )
    return rows


def _held(one: Post | Duty, day: date) -> bool:
    return one.since <= day and (one.until is None or one.until >= day)


def _unit(agency: Agency, wanted: str) -> Unit | None:
    if not wanted:
        return None
    found = Unit.objects.filter(Q(name=wanted) | Q(code=wanted), agency=agency).first()
    if found is None:
        known = "、".join(agency.units.order_by("id").values_list("name", flat=True))
        raise Refused(
            "unknown-unit", f"没有单位“{wanted}”", f"可以是 {known}" if known else "请先导入 organisation"
        )
    return found


def _demand(password: str, officer: Officer) -> None:
    try:
        validate_password(password, officer)
    except ValidationError as weak:
        raise Refused(
            "weak-password", "口令不够安全：" + "；".join(weak.messages), "请换一个更长的口令"
        ) from weak
