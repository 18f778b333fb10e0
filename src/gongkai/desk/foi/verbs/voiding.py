"""作废 of an application: taken off the register with a reason, and the applicant is told by letter."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import filings, letters, rules
from gongkai.desk.casework.models import Case, Correction, Letter
from gongkai.desk.casework.verbs import void as void_case
from gongkai.desk.foi import telling
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.verbs.common import application_of, content, demand, number_for, spoken, write
from gongkai.refusal import Refused

LETTER = "voided"
"""Key of the letter 申请登记作废告知书, and the cause for which it is written once."""


def void(case: Case, reason: str, *, approved_by: Officer, by: Officer, at: datetime) -> Correction:
    """Void an application 作废 and write the applicant why, in a numbered letter of its own.

    The letter goes to the receipt page where the application came by the portal; for everybody else the
    office prints and sends it. A file that was destroyed gets none: nobody can be read from it any more.
    Raises Refused: those of casework's voiding (``voided``, ``four-eyes``, ``not-allowed``, ``no-reason``).
    """
    demand(case, "void", by=by, at=at)
    day = shanghai_date(at)
    told, number = None, ""
    if reason.strip() and not filings.is_destroyed(case):
        rules.demand_four_eyes(case.registration, by, approved_by, day)
        told = _told(case, reason, day, day)
        number = number_for(case, told, day)
    with transaction.atomic():
        made = void_case(case.registration, by=by, approved_by=approved_by, reason=reason, at=at, flow=FLOW)
        letter = write(case, told, number, LETTER, by=by, at=at) if told is not None else None
        telling.voided(case, made.reason, letter, by=by, at=at)
    case.refresh_from_db(fields=["stage"])
    return made


def give_void_notice(case: Case, *, by: Officer, at: datetime) -> Letter:
    """The letter of a voiding; written now where it was voided before there was one. Who may is the caller's.

    Raises Refused: ``not-voided``, and where the file was destroyed.
    """
    found = voiding_of(case)
    if found is None:
        raise Refused("not-voided", "这一登记没有作废", "请核对编号")
    told = _told(case, found.reason, found.on, shanghai_date(at))
    return letters.issue_now(case, told, cause=LETTER, by=by, at=at)


def voiding_of(case: Case) -> Correction | None:
    """The correction that voided a case; null while it stands."""
    rows = Correction.objects.filter(registration=case.registration_id, kind=Correction.Kind.VOID)
    return rows.select_related("by", "approved_by").order_by("-pk").first()


def _told(case: Case, reason: str, voided: date, dated: date) -> letters.Content:
    received = spoken(application_of(case).received_on)
    said = {
        "作废的登记": f"{case.registration.number}（{received}收到）",
        "作废的日期": spoken(voided),
        "作废的理由": reason.strip().rstrip("。；;."),
    }
    return content(case, LETTER, said, on=dated)
