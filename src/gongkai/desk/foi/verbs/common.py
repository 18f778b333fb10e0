"""What the verbs of an application share: the letter that goes with a verb, and the clock after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Q

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import letters, personal
from gongkai.desk.casework.clocks import refresh_due
from gongkai.desk.casework.flow import Situation
from gongkai.desk.casework.models import Case, Letter
from gongkai.desk.foi import facts
from gongkai.desk.foi.clocks import SOURCE
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application
from gongkai.papers import numerals
from gongkai.refusal import Refused

APPLICANT = "申请人"
"""Addressee where no name is known (an imported application)."""


def application_of(case: Case) -> Application:
    """The facts of a case, locked by the case's own lock. Raises Refused for a case of another kind."""
    found = Application.objects.filter(pk=case.pk).first()
    if found is None:
        raise Refused("not-found", "没有这一公开申请", "请核对编号")
    return found


def demand(case: Case, verb: str, *, by: Officer, at: datetime) -> None:
    """Refuse what the verb would refuse anyway, before a letter's number is spent on it."""
    fresh = Case.objects.select_related("registration__agency").filter(pk=case.pk).first()
    day = shanghai_date(at)
    if fresh is None or not FLOW.gate(by, day).filter(pk=case.pk).exists():
        raise Refused("not-found", "没有这一案件", "请核对编号")
    move = FLOW.move(verb, fresh.stage)
    if not move.may(by, fresh, day):
        raise Refused("not-allowed", f"{by.name}当日没有“{move.title}”的职责", "请由有此职责的人办理")
    situation = Situation(fresh, by, at)
    for need in move.needs:
        issue = need(situation)
        if issue is not None:
            raise Refused(issue.code, issue.sentence, issue.mend)


def content(
    case: Case,
    key: str,
    says: Mapping[str, str],
    *,
    on: date,
    outcome: str = "",
    addressee: str = "",
    request: str | None = None,
    annexes: tuple[str, ...] = (),
) -> letters.Content:
    """What a letter of an application says: the law of the day, the applicant, what was asked for."""
    application = application_of(case)
    return letters.Content(
        key=key,
        ruleset=facts.rules(application, on).id,
        addressee=addressee or personal.person_for_letter(case).get("name", "") or APPLICANT,
        request=personal.text_for_letter(case) if request is None else request,
        received_on=application.received_on,
        outcome=outcome,
        says=says,
        annexes=annexes,
    )


def number_for(case: Case, told: letters.Content, on: date) -> str:
    """A number for a letter that composes; nothing is spent on one that does not."""
    agency = case.registration.agency
    letters.compose(told, letters.office_of(agency), number="", dated=on)
    return letters.take_number(agency, told.key, on)


def write(case: Case, told: letters.Content, number: str, cause: str, *, by: Officer, at: datetime) -> Letter:
    """The letter itself, in the verb's transaction; a second fee notice of a case is another letter."""
    day = shanghai_date(at)
    before = Letter.objects.filter(Q(cause=cause) | Q(cause__startswith=f"{cause}/"), case=case, key=told.key)
    if count := before.count():
        cause = f"{cause}/{count + 1}"
    return letters.issue(case, told, number=number, cause=cause, by=by, at=at, dated=day)


def settle(case: Case, at: datetime) -> None:
    """Bring the cached due date of a case up to date after a verb."""
    refresh_due([SOURCE], at=at, cases=Case.objects.filter(pk=case.pk))
    case.refresh_from_db(fields=["due_on", "stage"])


def spoken(day: date | None) -> str:
    """A date as a letter says it."""
    return numerals.date(day) if day else ""
