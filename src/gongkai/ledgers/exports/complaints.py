"""The register of complaints read back from the desk's database, persons and original texts opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from gongkai.desk.complaints.models import Matter
from gongkai.ledgers.exports.cases import CaseSaid, cases_of
from gongkai.ledgers.rows import ComplaintRow

_FIELDS = (
    *("registration_id", "registration__number", "registration__source_number", "registration__extras"),
    *("registration__registered_time", "channel", "kind", "registered_on", "category", "respondent"),
    *("credit_code", "respondent_address", "amount_fen", "acceptance", "accepted_on", "refusal_reason"),
    *("satisfaction", "related_number", "forwarded_by", "forwarded_on", "signed_on", "feedback_due"),
    *("is_extended", "is_returned", "is_redone", "callback", "recording"),
)


def rows_of(handling: Sequence[bytes], registrations: Sequence[int]) -> Iterator[ComplaintRow]:
    """The rows of these registrations, in the order of their ids. ``handling``: keys, newest first."""
    cases = cases_of(handling, registrations)
    matters = Matter.objects.filter(registration__in=registrations).order_by("registration_id")
    for values in matters.values(*_FIELDS):
        yield _row(values, cases[values["registration_id"]])


def row_of(handling: Sequence[bytes], registration: int) -> ComplaintRow:
    """The row of one registration."""
    return next(rows_of(handling, [registration]))


def _row(matter: dict[str, Any], case: CaseSaid) -> ComplaintRow:
    rest: dict[str, str] = matter["registration__extras"]
    return ComplaintRow(
        number=rest.get("登记编号", matter["registration__number"]),
        channel=matter["channel"],
        registered_on=matter["registered_on"],
        registered_time=matter["registration__registered_time"],
        kind=matter["kind"],
        person=str(case.person.get("name", "")),
        phone=str(case.person.get("phone", "")),
        anonymous=case.anonymous,
        respondent=matter["respondent"],
        credit_code=matter["credit_code"],
        respondent_address=matter["respondent_address"],
        category=matter["category"],
        text=case.texts.get("content", ""),
        amount_fen=matter["amount_fen"],
        unit=case.unit,
        acceptance=matter["acceptance"],
        accepted_on=matter["accepted_on"],
        accepted_time=clock_in(rest, "受理时间"),
        refusal_reason=case.full("refusal_reason", matter["refusal_reason"]),
        closed_on=case.closed_on,
        closed_time=clock_in(rest, "办结时间"),
        outcome=case.outcome if case.closed_on else rest.get("办理结果", ""),
        answer=case.answer,
        answered_on=case.answered_on,
        answered_time=clock_in(rest, "答复时间"),
        satisfaction=matter["satisfaction"],
        related=matter["related_number"],
        source_number=matter["registration__source_number"],
        forwarded_by=matter["forwarded_by"],
        forwarded_on=matter["forwarded_on"],
        forwarded_time=clock_in(rest, "转办时间"),
        signed_on=matter["signed_on"],
        signed_time=clock_in(rest, "签收时间"),
        feedback_due=matter["feedback_due"],
        feedback_due_time=clock_in(rest, "要求反馈时限"),
        extended=flag_in(rest, "延期", matter["is_extended"]),
        returned=flag_in(rest, "退单", matter["is_returned"]),
        redone=flag_in(rest, "重办", matter["is_redone"]),
        callback=case.full("callback", matter["callback"]),
        recording=matter["recording"],
        line=case.line,
        key=(),
        digest=b"",
        row_number=0,
        extras=case.extras,
    )


def clock_in(rest: dict[str, str], header: str) -> time | None:
    """The time of day that was kept beside a day."""
    return time.fromisoformat(rest[header]) if header in rest else None


def flag_in(rest: dict[str, str], header: str, said: bool) -> bool | None:
    """是, 否 or nothing: a flag that was expressly 否 is kept apart from one that was left out."""
    return True if said else (False if rest.get(header) == "否" else None)
