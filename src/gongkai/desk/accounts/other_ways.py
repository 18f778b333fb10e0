"""Other ways in, off unless the settings name them: OpenID Connect of the city, client certificates.

Neither makes an account. Whoever comes is matched to an officer by an :class:`Identity` that an administrator
entered and a second person confirmed; everybody else is turned away, with one sentence for all reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from gongkai.desk.accounts.models import Identity
from gongkai.desk.accounts.recovery import may_confirm, may_keep
from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.people import tell_changed
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused

PROVIDER = "unit"
"""The id of the one OpenID provider in addresses and settings."""
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Proxy:
    """Which proxies may say who showed a certificate, and in which headers."""

    addresses: frozenset[str]
    subject: str
    verified: str


def has_openid() -> bool:
    """Whether the settings name a provider."""
    return bool(settings.GONGKAI_VALUES["oidc_server"])


def proxy() -> Proxy | None:
    """The terminating proxies of client certificates; null when that way is off."""
    said = str(settings.GONGKAI_VALUES["certificate_proxies"])
    addresses = frozenset(one.strip() for one in said.split(",") if one.strip())
    if not addresses:
        return None
    values = settings.GONGKAI_VALUES
    return Proxy(
        addresses, _meta(str(values["certificate_header"])), _meta(str(values["certificate_verified_header"]))
    )


def certificate_of(request: HttpRequest) -> str:
    """The subject of the certificate that a trusted proxy has verified; empty whatever is wrong."""
    told = proxy()
    if told is None or request.META.get("REMOTE_ADDR") not in told.addresses:
        return ""
    if request.META.get(told.verified) != "SUCCESS":
        return ""
    return str(request.META.get(told.subject) or "").strip()


def find(way: str, subject: str) -> Officer | None:
    """The officer in service whom a confirmed identity names; null for all others."""
    if not subject:
        return None
    rows = Identity.objects.filter(
        way=way, subject=subject, confirmed_at__isnull=False, ended_at__isnull=True, officer__is_active=True
    )
    found = rows.select_related("officer").first()
    return found.officer if found else None


def give(officer: Officer, way: str, subject: str, *, by: Officer, at: datetime) -> Identity:
    """Say by which subject an officer is known; it counts once another person has confirmed it.

    Raises Refused: ``not-keeper``, ``own-account``, ``not-found``, ``unknown-way``, ``no-subject``,
    ``taken``.
    """
    if not may_keep(by, at):
        raise Refused("not-keeper", "只有系统管理员可以办理", "请联系系统管理员")
    if officer.pk == by.pk:
        raise Refused("own-account", "不能登记自己的登录方式", "请另一名系统管理员办理")
    if officer.agency_id != by.agency_id or not officer.is_active:
        raise Refused("not-found", "没有这名在岗人员", "请核对名单")
    if way not in Identity.Way.values:
        raise Refused("unknown-way", "没有这种登录方式", "请从列表中选择")
    said = subject.strip()
    if not said or len(said) > _LONGEST:
        raise Refused("no-subject", "没有写对方系统中的标识", "统一认证填 sub，证书填主题（subject）全文")
    if Identity.objects.filter(way=way, subject=said, ended_at__isnull=True).exists():
        raise Refused("taken", "这个标识已经登记给一名工作人员", "请核对；换人的先结束原来的")
    with transaction.atomic():
        made = Identity.objects.create(officer=officer, way=way, subject=said, given_by=by, given_at=at)
        data = {"way": way, "identity": made.uid}
        record(f"officer/{officer.uid}", "identity-given", by=by, occurred=at, at=at, data=data)
    return made


def confirm(identity: Identity, *, by: Officer, at: datetime) -> Identity:
    """The second person has compared the subject. Refuses who entered it and whom it is for."""
    if not may_confirm(by, at):
        raise Refused("not-second", "您没有确认的职责", "由另一名系统管理员、分管领导或审计员确认")
    with transaction.atomic():
        found = Identity.objects.select_for_update(of=("self",)).select_related("officer").get(pk=identity.pk)
        if by.pk in (found.given_by_id, found.officer_id):
            raise Refused("two-persons", "登记人和本人不能确认", "须由另一人确认")
        if found.ended_at is not None or found.confirmed_at is not None:
            raise Refused("too-late", "已经确认过，或者已经结束", "请刷新页面")
        found.confirmed_by, found.confirmed_at = by, at
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        data = {"way": found.way, "identity": found.uid}
        record(f"officer/{found.officer.uid}", "identity-confirmed", by=by, occurred=at, at=at, data=data)
    return found


def end(identity: Identity, *, by: Officer, at: datetime) -> None:
    """The subject opens nothing any more; sessions of the officer end."""
    if not may_keep(by, at):
        raise Refused("not-keeper", "只有系统管理员可以办理", "请联系系统管理员")
    with transaction.atomic():
        done = Identity.objects.filter(pk=identity.pk, ended_at__isnull=True).update(ended_at=at)
        if not done:
            raise Refused("too-late", "已经结束", "请刷新页面")
        data = {"way": identity.way, "identity": identity.uid}
        record(f"officer/{identity.officer.uid}", "identity-ended", by=by, occurred=at, at=at, data=data)
        tell_changed(identity.officer)


def waiting(agency: Agency) -> list[Identity]:
    """Identities of a bureau that wait for the second person."""
    rows = Identity.objects.filter(officer__agency=agency, confirmed_at__isnull=True, ended_at__isnull=True)
    return list(rows.select_related("officer", "given_by").order_by("pk")[:50])


def _meta(header: str) -> str:
    """A header's name as WSGI writes it."""
    return "HTTP_" + header.upper().replace("-", "_")
