"""送达 of the letters before and beside the answer: notices, consultations, the notice of a voiding.

The answer itself goes out by :func:`gongkai.desk.foi.verbs.serving.deliver`. When a letter that asks for an
opinion or for a payment has arrived, the limit of its reader is counted from that day.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import letters
from gongkai.desk.casework.flow import acting
from gongkai.desk.casework.letters.serving import TAKEN
from gongkai.desk.casework.models import Case, Delivery, Letter
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application, Consulted
from gongkai.desk.foi.verbs.common import settle
from gongkai.refusal import Refused

ANSWERS = "decision/"
"""Begins the cause of the letters that answer."""


def besides(case: Case) -> QuerySet[Letter]:
    """The letters of a case that stand and do not answer."""
    rows = Letter.objects.filter(case=case, voided_on__isnull=True)
    return rows.exclude(cause__startswith=ANSWERS)


def send_letter(
    case: Case,
    letter: Letter,
    way: str,
    *,
    by: Officer,
    at: datetime,
    sent_on: date | None = None,
    tracking: str = "",
    proof: str = "",
) -> Delivery:
    """Enter that a letter went out; ``proof`` says at once that it arrived.

    Raises Refused: ``no-letter``, and what :func:`gongkai.desk.casework.letters.send` refuses.
    """
    if not besides(case).filter(pk=letter.pk).exists():
        raise Refused("no-letter", "这份文书不在这里送达", "答复的告知书请用“送达”")
    with acting(case, "send_letter", flow=FLOW, by=by, at=at) as act:
        sent = letters.send(letter, way, by=by, at=at, sent_on=sent_on, tracking=tracking, proof=proof)
        _arrived(act.case, sent)
        act.record("sent-other", occurred=sent.sent_on, data={"letter": letter.uid, "way": way})
    settle(case, at)
    return sent


def letter_result(
    case: Case,
    delivery: Delivery,
    result: str,
    proof: str,
    *,
    by: Officer,
    at: datetime,
    on: date | None = None,
) -> Delivery:
    """Enter what became of a letter that was sent. Raises Refused: those of :func:`letters.result`."""
    if not besides(case).filter(pk=delivery.letter_id).exists():
        raise Refused("no-letter", "这份文书不在这里送达", "答复的告知书请用“登记送达结果”")
    with acting(case, "letter_result", flow=FLOW, by=by, at=at) as act:
        found = letters.result(delivery, result, proof=proof, by=by, at=at, on=on)
        _arrived(act.case, found)
        act.record("result-other", occurred=found.result_on, data={"result": result})
    settle(case, at)
    return found


def _arrived(case: Case, sent: Delivery) -> None:
    """From the day on which they have it the readers' own limits are counted."""
    if sent.result not in TAKEN:
        return
    Consulted.objects.filter(application=case.pk, letter=sent.letter_id).update(delivered_on=sent.result_on)
    if sent.letter.key == "fee":
        unpaid = Application.objects.filter(pk=case.pk, paid_on__isnull=True, is_waived=False)
        unpaid.update(fee_notified_on=sent.result_on)
