"""The way back into an account without e-mail: one administrator asks, another person confirms, a code once.

The code is shown to who confirms, who hands it over in person; it lasts :data:`LASTS` and is kept as a hash.
Whoever brings it sets a new password; their sessions end and, where asked for, the second factor is gone.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from gongkai.desk.accounts import sessions
from gongkai.desk.accounts.models import AccountState, Reset
from gongkai.desk.accounts.passwords import remember
from gongkai.desk.agencies import people
from gongkai.desk.agencies.models import Agency, Duty, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused

WAITS = timedelta(days=3)
"""How long a reset waits to be confirmed."""
LASTS = timedelta(minutes=30)
"""How long its code is good."""
CONFIRMS = (Duty.Kind.KEEPER, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties of which a second person confirms."""
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _LENGTH = 3, 4


def may_keep(officer: Officer, day_of: datetime) -> bool:
    """Whether somebody administers accounts: the keeper, in person."""
    return any(one.kind == Duty.Kind.KEEPER for one in held(officer, shanghai_date(day_of)))


def may_confirm(officer: Officer, day_of: datetime) -> bool:
    """Whether somebody may be the second person."""
    return any(
        one.kind in CONFIRMS and one.deputy_for is None for one in held(officer, shanghai_date(day_of))
    )


def ask(officer: Officer, *, by: Officer, reason: str, factor: bool, at: datetime) -> Reset:
    """Ask for a reset; an open one before it is void. Refuses one's own account and who is no keeper."""
    if not may_keep(by, at):
        raise Refused("not-keeper", "只有系统管理员可以申请重设", "请联系系统管理员")
    if officer.pk == by.pk:
        raise Refused("own-account", "不能重设自己的账号", "请另一名系统管理员办理")
    if reason not in Reset.Reason.values:
        raise Refused("E_REASON", "请选择重设的原因", "、".join(Reset.Reason.values))
    if officer.agency_id != by.agency_id or not officer.is_active:
        raise Refused("not-found", "没有这名在岗人员", "请核对名单")
    with transaction.atomic():
        _void(officer, at)
        made = Reset.objects.create(
            officer=officer, reason=reason, factor=factor, asked_by=by, asked_at=at, expires_at=at + WAITS
        )
        data = {"reset": made.uid, "reason": reason, "factor": factor}
        record(_stream(officer), "reset-asked", by=by, occurred=at, at=at, data=data)
    return made


def confirm(reset: Reset, *, by: Officer, at: datetime) -> str:
    """The second person agrees; the code, told once. Refuses who asked, who it is for, and a late one."""
    with transaction.atomic():
        found = _locked(reset)
        if not may_confirm(by, at):
            raise Refused("not-second", "您没有确认重设的职责", "由另一名系统管理员、分管领导或审计员确认")
        if by.pk in (found.asked_by_id, found.officer_id):
            raise Refused("two-persons", "申请人和本人不能确认", "须由另一人确认")
        if found.used_at or found.ended_at or found.expires_at <= at:
            raise Refused("too-late", "这次重设已经作废", "请重新申请")
        if found.confirmed_at is not None:
            raise Refused("confirmed", "已经确认过，一次性码只显示一次", "没有拿到码的，请重新申请")
        code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS))
        found.confirmed_by, found.confirmed_at = by, at
        found.code_hash, found.expires_at = make_password(_plain(code)), at + LASTS
        found.save()
        record(
            _stream(found.officer), "reset-confirmed", by=by, occurred=at, at=at, data={"reset": found.uid}
        )
    return code


def cancel(reset: Reset, *, by: Officer, at: datetime) -> None:
    """Make a reset void: whoever may keep or confirm."""
    if not (may_keep(by, at) or may_confirm(by, at)):
        raise Refused("not-keeper", "您没有管理账号的职责", "请联系系统管理员")
    with transaction.atomic():
        _void(reset.officer, at)
        record(_stream(reset.officer), "reset-ended", by=by, occurred=at, at=at, data={"reset": reset.uid})


def open_reset(username: str, code: str, at: datetime) -> Reset | None:
    """The confirmed reset that this code opens; null whatever is wrong, after equally much work."""
    found = (
        Reset.objects.filter(officer__username=username, officer__is_active=True)
        .filter(used_at=None, ended_at=None, confirmed_at__isnull=False, expires_at__gt=at)
        .select_related("officer")
        .first()
    )
    if found is None:
        make_password(_plain(code))
        return None
    return found if check_password(_plain(code), found.code_hash) else None


def use(reset: Reset, password: str, at: datetime) -> Officer:
    """Set the new password by an opened reset; sessions end, the second factor too where that was asked.

    Refuses a weak password and a reset that was used meanwhile.
    """
    with transaction.atomic():
        found = _locked(reset)
        if found.used_at or found.ended_at or found.expires_at <= at:
            raise Refused("too-late", "一次性码已失效", "请重新申请")
        officer = found.officer
        remember(officer)
        people.set_password(officer.username, password)
        if found.factor:
            Authenticator.objects.filter(user=officer).delete()
            AccountState.objects.filter(officer=officer).delete()
        found.used_at = at
        found.save(update_fields=["used_at"])
        data = {"reset": found.uid, "factor": found.factor}
        record(_stream(officer), "reset-used", by=officer, occurred=at, at=at, data=data)
        sessions.end_all(officer)
    return officer


def waiting(agency: Agency, at: datetime) -> list[Reset]:
    """Resets of a bureau that are open: not confirmed yet, or with a code that is still good."""
    rows = Reset.objects.filter(officer__agency=agency, used_at=None, ended_at=None, expires_at__gt=at)
    return list(rows.select_related("officer", "asked_by", "confirmed_by").order_by("pk")[:50])


def _locked(reset: Reset) -> Reset:
    rows = Reset.objects.select_for_update(of=("self",)).select_related("officer")
    return rows.get(pk=reset.pk)


def _void(officer: Officer, at: datetime) -> None:
    Reset.objects.filter(officer=officer, used_at=None, ended_at=None).update(ended_at=at)


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _stream(officer: Officer) -> str:
    return f"officer/{officer.uid}"
