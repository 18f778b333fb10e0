"""Reads cases back for an export: persons and texts opened, units by name, course of the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.desk.casework.models import Answer, Assignment, Case, CaseText, Closing, Party
from gongkai.desk.casework.personal import PARTY, TEXT
from gongkai.desk.casework.queries import answer_field
from gongkai.desk.casework.stages import Stage
from gongkai.refusal import Refused
from gongkai.sealing import fields
from gongkai.sealing.fields import Sealer

UNSTATED = "未载明"
_REGISTER = {UNSTATED: "", "重复举报": "其他"}
"""Outcomes that a register has no word for."""
CHUNK = 2_000
"""Records that are read and opened together."""


@dataclass(slots=True)
class CaseSaid:
    """What the first standing case of a registration says, in the open."""

    id: int
    uid: str
    line: str
    sealer: Sealer | None
    """``None`` after the retention period: what was sealed cannot be read any more."""
    is_secret: bool = False
    """Secrecy was asked for: the person is opened by two persons only and never exported."""
    person: dict[str, Any] = field(default_factory=dict)
    person_kind: str = ""
    anonymous: bool | None = None
    texts: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    closed_on: date | None = None
    outcome: str = ""
    answered_on: date | None = None
    delivery: str = ""
    answer: str = ""

    @property
    def extras(self) -> dict[str, str]:
        """The unknown columns that were kept."""
        return dict(self.person.get("extras", ()))

    def full(self, name: str, shown: str) -> str:
        """A short text as it came, where the one that is shown had to be masked."""
        return str(dict(self.person.get("full", ())).get(name, shown))


def cases_of(handling: Sequence[bytes], registrations: Sequence[int]) -> dict[int, CaseSaid]:
    """The first standing case of each registration, with everything that belongs to it."""
    by_registration: dict[int, CaseSaid] = {}
    by_case: dict[int, CaseSaid] = {}
    rows = Case.objects.filter(registration__in=registrations).exclude(stage=Stage.VOIDED).order_by("id")
    for id_, uid, registration, line, wrapped, identity in rows.values_list(
        "id", "uid", "registration_id", "line", "keys__dek_h", "keys__dek_i"
    ):
        secret = identity is not None
        if registration not in by_registration:
            sealer = open_key(handling, uid, bytes(wrapped)) if wrapped else None
            case = CaseSaid(id_, uid, line, sealer, is_secret=secret)
            by_registration[registration] = by_case[id_] = case
    _persons(by_case)
    _course(by_case)
    return by_registration


def open_key(handling: Sequence[bytes], uid: str, wrapped: bytes) -> Sealer:
    """A case's data key, by whichever handling key wrapped it (newest first)."""
    for secret in handling[:-1]:
        try:
            return Sealer(fields.open_dek_h(secret, uid, wrapped))
        except Refused:
            continue  # wrapped before a rotation: an older key opens it
    return Sealer(fields.open_dek_h(handling[-1], uid, wrapped))


def _persons(cases: dict[int, CaseSaid]) -> None:
    parties = Party.objects.filter(case__in=cases).exclude(role=Party.Role.THIRD)
    for id_, role, kind, anonymous, sealed in parties.values_list(
        "case_id", "role", "kind", "is_anonymous", "sealed"
    ):
        case = cases[id_]
        case.person_kind, case.anonymous = kind, anonymous
        if sealed is not None and case.sealer and not case.is_secret:
            case.person = case.sealer.open(PARTY, case.uid, role, bytes(sealed))
    texts = CaseText.objects.filter(case__in=cases)
    for id_, name, masked, sealed in texts.values_list("case_id", "field", "masked", "sealed"):
        case = cases[id_]
        sealer = None if case.is_secret else case.sealer  # what was said may name who asked for secrecy
        case.texts[name] = sealer.open(TEXT, case.uid, name, bytes(sealed)) if sealer else masked
    for case in cases.values():
        case.answer = case.texts.get(CaseText.Field.ANSWER, "")  # a register may bring words without a day


def _course(cases: dict[int, CaseSaid]) -> None:
    assignments = Assignment.objects.filter(case__in=cases, until__isnull=True)
    for id_, unit in assignments.values_list("case_id", "unit__name"):
        cases[id_].unit = unit
    closings = Closing.objects.filter(case__in=cases, reopened_on__isnull=True)
    for id_, on, outcome in closings.values_list("case_id", "closed_on", "outcome"):
        cases[id_].closed_on = on
        cases[id_].outcome = _REGISTER.get(outcome, outcome)
    _answers(cases)


def _answers(cases: dict[int, CaseSaid]) -> None:
    """The newest answer of each case that stands, with its own words: earlier rounds have theirs."""
    before: Counter[int] = Counter()
    rows = Answer.objects.filter(case__in=cases).order_by("id")
    for id_, on, delivery, voided_on in rows.values_list("case_id", "answered_on", "delivery", "voided_on"):
        case, name = cases[id_], answer_field(before[id_])
        before[id_] += 1
        if voided_on is None and (case.answered_on is None or on >= case.answered_on):
            case.answered_on, case.delivery, case.answer = on, delivery, case.texts.get(name, "")


def day_in(rest: dict[str, str], header: str) -> date | None:
    """The day that was kept beside the columns."""
    return date.fromisoformat(rest[header]) if header in rest else None
