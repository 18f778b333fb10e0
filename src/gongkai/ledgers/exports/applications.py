"""The register of applications read back from the desk's database, persons and texts opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.desk.foi.models import Application
from gongkai.law.outcomes import outcome
from gongkai.ledgers.exports.cases import CaseSaid, cases_of, day_in
from gongkai.ledgers.rows import ApplicationRow

NO_DAY = "没有答复日期的答复结果"
NO_OUTCOME = "没有答复结果的答复日期"
"""What a register says of a reply by halves; the application stays open until the other half comes."""
_FIELDS = (
    *("case__registration_id", "case__registration__number", "case__registration__extras", "submitted_on"),
    *("received_on", "channel", "applicant_kind", "correction_sent_on", "correction_received_on"),
    *("consulted_on", "opinion_on", "is_extended", "outcome", "replied_on", "delivery", "fee_fen"),
    "is_waived",
)


def rows_of(handling: Sequence[bytes], registrations: Sequence[int]) -> Iterator[ApplicationRow]:
    """The rows of these registrations, in the order of their ids. ``handling``: keys, newest first."""
    cases = cases_of(handling, registrations)
    found = Application.objects.filter(case__registration__in=registrations)
    for values in found.order_by("case__registration_id").values(*_FIELDS):
        yield _row(values, cases[values["case__registration_id"]])


def row_of(handling: Sequence[bytes], registration: int) -> ApplicationRow:
    """The row of one registration."""
    return next(rows_of(handling, [registration]))


def _row(said: dict[str, Any], case: CaseSaid) -> ApplicationRow:
    rest: dict[str, str] = said["case__registration__extras"]
    code = said["outcome"]
    return ApplicationRow(
        number=said["case__registration__number"],
        submitted_on=said["submitted_on"],
        received_on=said["received_on"],
        channel=said["channel"],
        applicant_kind=said["applicant_kind"],
        applicant=str(case.person.get("name", "")),
        contact=str(case.person.get("contact", case.person.get("phone", ""))),
        text=case.texts.get("content", ""),
        correction_sent_on=said["correction_sent_on"],
        correction_received_on=said["correction_received_on"],
        consulted_on=said["consulted_on"],
        opinion_on=said["opinion_on"],
        extended=None if "是否延期" in rest else said["is_extended"],
        outcome=rest.get("答复结果", outcome(code).label) if code else rest.get(NO_DAY, ""),
        replied_on=said["replied_on"] or day_in(rest, NO_OUTCOME),
        delivery=said["delivery"],
        fee_fen=None if "收费金额" in rest else said["fee_fen"],
        waived=None if "减免" in rest else said["is_waived"],
        key=(said["case__registration__number"],),
        digest=b"",
        row_number=0,
        extras=case.extras,
    )
