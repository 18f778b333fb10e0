"""登记作废告知: what the office prints for an applicant whose registration was voided."""

from __future__ import annotations

from datetime import date, datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import letters, personal
from gongkai.desk.casework.models import Case, Correction
from gongkai.desk.casework.recording import record
from gongkai.desk.foi.verbs.common import APPLICANT, application_of
from gongkai.papers import numerals
from gongkai.papers.inlines import words
from gongkai.papers.model import Document, Paragraph, Signature, paragraph
from gongkai.refusal import Refused


def voiding_of(case: Case) -> Correction | None:
    """The correction that voided a case; null while it stands."""
    rows = Correction.objects.filter(registration=case.registration_id, kind=Correction.Kind.VOID)
    return rows.select_related("by", "approved_by").order_by("-pk").first()


def void_notice(case: Case, *, by: Officer, at: datetime) -> Document:
    """The notice of a voiding to print for the applicant; the look at the name is an event.

    Who may is the caller's gate. Raises Refused: ``not-voided``, and where the file was destroyed.
    """
    found = voiding_of(case)
    if found is None:
        raise Refused("not-voided", "这一登记没有作废", "请核对编号")
    name = personal.person_for_letter(case).get("name", "") or APPLICANT
    record(case.stream, "void-notice", by=by, occurred=shanghai_date(at), at=at, data={})
    office = letters.office_of(case.registration.agency).name
    received = application_of(case).received_on
    return voided_document(office, name, case.registration.number, received, found.reason, found.on)


def voided_document(
    office: str, name: str, number: str, received: date, reason: str, voided: date
) -> Document:
    """The notice 登记作废告知 for an applicant who has no receipt page: which registration, why, what now."""
    why = reason.strip().rstrip("。；;.")
    said = (
        f"您提出的政府信息公开申请，本机关于{numerals.date(received)}收到，登记编号{number}。"
        f"该登记已于{numerals.date(voided)}作废，不再办理。",
        f"作废的理由：{why}。",
        "您仍需要这项信息的，可以重新提出申请，原来的登记不影响新的申请。",
    )
    return Document(
        title=f"{office}\n政府信息公开申请登记作废告知",
        blocks=(
            Paragraph(words(f"{name}："), "flush"),
            *(paragraph(line) for line in said),
            Signature(office, voided),
        ),
        doc_no=number,
        agency=office,
        date=voided,
    )
