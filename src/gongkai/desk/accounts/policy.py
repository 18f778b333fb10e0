"""Who must have a second factor, and from which day: settings of the home, judged by duties of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import held
from gongkai.refusal import Refused

IN_SESSION = "gongkai_second_factor"
"""In the session: whether the account had a second factor when it came in."""
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of an officer: nothing, a second factor some day, or now (``forced``)."""

    wanted: bool = False
    since: date | None = None
    forced: bool = False


def wanted_duties() -> frozenset[str]:
    """The duties that should have a second factor, out of ``second_factor_duties``."""
    said = str(settings.GONGKAI_VALUES["second_factor_duties"])
    names = frozenset(name.strip() for name in said.split(",") if name.strip())
    unknown = names - set(Duty.Kind.values)
    if unknown:
        raise Refused(
            "bad-setting",
            f"second_factor_duties 中没有“{'、'.join(sorted(unknown))}”这种职责",
            f"可以是 {'、'.join(Duty.Kind.values)}",
        )
    return names


def first_day() -> date | None:
    """The day from which nothing goes without, out of ``second_factor_from``; null: never forced."""
    said = str(settings.GONGKAI_VALUES["second_factor_from"])
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as wrong:
        raise Refused(
            "bad-setting", f"second_factor_from“{said}”不是日期", "请写成 2018-07-01 的样子"
        ) from wrong


def demand(officer: Officer, day: date) -> Demand:
    """What the settings ask of an officer on a day, whether they have a second factor or not."""
    kinds = wanted_duties()
    if not any(one.kind in kinds for one in held(officer, day)):
        return Demand()
    since = first_day()
    return Demand(wanted=True, since=since, forced=since is not None and since <= day)


def has_factor(officer: Officer) -> bool:
    """Whether the account has a second factor."""
    return bool(Authenticator.objects.filter(user=officer, type__in=STRONG).exists())


def factor_in(request: HttpRequest) -> bool:
    """Whether the account has one, as far as the session knows; asked of the database where it does not."""
    if request.session.get(IN_SESSION):
        return True
    assert isinstance(request.user, Officer)
    return has_factor(request.user)


def lacks(request: HttpRequest, day: date) -> Demand | None:
    """The demand that is not met; null where there is none, or the account has its second factor."""
    assert isinstance(request.user, Officer)
    asked = demand(request.user, day)
    return asked if asked.wanted and not factor_in(request) else None
