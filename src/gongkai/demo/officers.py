"""The people of the sample bureau as officers with posts, duties and one login each. Needs Django."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongkai.demo.words import read
from gongkai.desk.agencies.models import Agency, Deputy, Duty, Officer, Post, Unit

SINCE = date(2014, 1, 1)
"""All posts of the sample are held from this day on."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Login:
    """A login of the sample bureau; the password is random and stands only in ``keys/demo-logins.txt``."""

    username: str
    password: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class _Person:
    username: str
    name: str
    title: str
    unit: str
    duties: tuple[Duty.Kind, ...]


def make(agency: Agency) -> list[Login]:
    """Create everybody. Returns the logins, which exist nowhere else in the clear."""
    units = {unit.name: unit for unit in agency.units.all()}
    logins = []
    with transaction.atomic():
        for person in _people():
            password = _password()
            officer = Officer.objects.create(
                username=person.username, name=person.name, agency=agency, password=make_password(password)
            )
            unit = units.get(person.unit)
            Post.objects.create(officer=officer, unit=unit, title=person.title, since=SINCE)
            for kind in person.duties:
                Duty.objects.create(officer=officer, kind=kind, unit=_scope(kind, unit), since=SINCE)
            logins.append(Login(person.username, password, person.name, f"{person.unit}{person.title}"))
        _stand_in("secrecy1", "secrecy2")
    return logins


def _scope(kind: Duty.Kind, unit: Unit | None) -> Unit | None:
    """Clerks, heads and handlers serve their unit; all other duties cover the whole bureau."""
    return unit if kind in (Duty.Kind.CLERK, Duty.Kind.HEAD, Duty.Kind.HANDLER) else None


def _stand_in(username: str, deputy: str) -> None:
    Deputy.objects.create(
        officer=Officer.objects.get(username=username),
        deputy=Officer.objects.get(username=deputy),
        since=SINCE,
    )


def _people() -> Iterator[_Person]:
    staff = read("words/staff.toml")
    office = staff["units"][0]["name"]
    yield _Person("director", staff["director"], "局长", "", (Duty.Kind.LEADER,))
    yield _Person("leader", staff["leader"], "分管领导", "", (Duty.Kind.LEADER,))
    yield _Person("office", staff["disclosure"], "政务公开专职人员", office, (Duty.Kind.OFFICE,))
    for number, name in enumerate(staff["secrecy"], start=1):
        yield _Person(f"secrecy{number}", name, "保密审查员", office, (Duty.Kind.SECRECY,))
    yield _Person("auditor", "石守正", "审计员", "", (Duty.Kind.AUDITOR,))
    yield _Person("keeper", "于长庚", "系统管理员", office, (Duty.Kind.KEEPER,))
    for unit in staff["units"]:
        code, name = unit["code"].lower(), unit["name"]
        yield _Person(f"{code}-head", unit["head"], "负责人", name, (Duty.Kind.HEAD,))
        if unit["clerk"] != staff["disclosure"]:
            duties = (Duty.Kind.CLERK, Duty.Kind.HANDLER)
            yield _Person(f"{code}-clerk", unit["clerk"], "信息员、承办人", name, duties)
        if name == "投诉举报中心":
            yield _Person("operator", "丛小蕾", "接线员", name, (Duty.Kind.OPERATOR,))


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
