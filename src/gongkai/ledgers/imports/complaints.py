"""The register of complaints: one registration and matter a row, a case each for 投诉 and 举报."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Case, CaseText, Party, Registration, Series
from gongkai.desk.complaints.models import Matter
from gongkai.ledgers import registers
from gongkai.ledgers.cells import clock as shown_clock
from gongkai.ledgers.exports import complaints as exported
from gongkai.ledgers.imports import registrations
from gongkai.ledgers.imports.bulk import Table, Values, json_text, table_of
from gongkai.ledgers.imports.cases import CLOSED, OPEN, CaseAt, CaseRows, clock, day
from gongkai.ledgers.imports.changes import changed_fields
from gongkai.ledgers.imports.context import Context, NotTaken
from gongkai.ledgers.imports.lengths import Lengths
from gongkai.ledgers.imports.registrations import Known, Numbers
from gongkai.ledgers.rows import ComplaintRow

KIND = "complaints"
BOTH = "投诉举报"
CASES = {"咨询": ("咨询",), "投诉": ("投诉",), "举报": ("举报",), BOTH: ("投诉", "举报")}
"""诉求类型 → the kinds of its cases: a 投诉举报 is two cases under one registration."""
NUMBER = "登记编号"
OUTCOME = "办理结果"

MATTER = table_of(
    Matter,
    *("registration", "agency", "channel", "kind", "registered_on", "cases_count", "category"),
    *("respondent", "credit_code", "respondent_address", "amount_fen", "acceptance", "accepted_on"),
    *("refusal_reason", "satisfaction", "related_number", "forwarded_by", "forwarded_on", "signed_on"),
    *("feedback_due", "is_extended", "is_returned", "is_redone", "callback", "recording"),
)
_PLACES: dict[str, tuple[Any, str]] = {
    "number": (Registration, "number"),
    "source_number": (Registration, "source_number"),
    "person": (Matter, "respondent"),
    "phone": (Matter, "respondent"),
    "respondent": (Matter, "respondent"),
    "credit_code": (Matter, "credit_code"),
    "respondent_address": (Matter, "respondent_address"),
    "category": (Matter, "category"),
    "refusal_reason": (Matter, "refusal_reason"),
    "related": (Matter, "related_number"),
    "forwarded_by": (Matter, "forwarded_by"),
    "callback": (Matter, "callback"),
    "recording": (Matter, "recording"),
}


class Complaints:
    """Puts rows of the register into the desk's database."""

    kind = KIND

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lengths = Lengths(registers.COMPLAINTS, _PLACES)
        self._numbers = Numbers(context, Series.COMPLAINTS)
        self._recorded_at = context.store.moment(context.at)
        self.starts_empty = registrations.is_empty(context, Series.COMPLAINTS)

    def key(self, row: ComplaintRow) -> str:
        """Source and source number, else our number."""
        return "\n".join(row.key)

    def digest(self, row: ComplaintRow) -> bytes:
        """The keyed hash of the row's content."""
        return self._context.keys.row_digest(row)

    def known(self, rows: Sequence[ComplaintRow]) -> Known:
        """Which of the rows are registered, by key."""
        return registrations.known(self._context, Series.COMPLAINTS, map(self.key, rows))

    def add(self, rows: Sequence[ComplaintRow]) -> int:
        """Write new rows; returns how many were taken."""
        context = self._context
        batch = CaseRows(context)
        matters: list[Values] = []
        ids = context.store.ids(Registration, len(rows))
        case_ids = iter(context.store.ids(Case, sum(len(CASES[row.kind]) for row in rows)))
        self._numbers.look([_number(row) for row in rows])
        for row, id_ in zip(rows, ids, strict=True):
            try:
                self._lengths.check(row)
                unit = context.units.find(row.unit, "承办单位")
                number = self._numbers.give(_number(row), id_, row.channel)
            except NotTaken as problem:
                context.refuse(row, problem)
                continue
            on = row.registered_on.isoformat()
            stage = CLOSED if row.closed_on else OPEN
            kinds = CASES[row.kind]
            cases = [batch.new_case(next(case_ids), id_, kind, row.line, stage, on) for kind in kinds]
            batch.registration(*self._registration(row, id_, context.next_uid(), number))
            matters.append(self._matter(row, id_))
            for case, kind in zip(cases, kinds, strict=True):
                self._fill(batch, case, row, unit, on)
                batch.event(case, "imported", on, _said(row, kind, number))
        batch.flush(context.store, {MATTER: matters})
        return len(matters)

    def replace(self, row: ComplaintRow, id_: int) -> None:
        """Let a changed row take the place of the earlier one. Raises NotTaken."""
        context = self._context
        self._lengths.check(row)
        unit = context.units.find(row.unit, "承办单位")
        self._numbers.look([_number(row)])
        number = self._numbers.give(_number(row), id_, row.channel)
        registrations.demand_untouched(id_)
        changed = changed_fields(registers.COMPLAINTS, exported.row_of(context.keys.handling, id_), row)
        batch = CaseRows(context)
        on = row.registered_on.isoformat()
        stage = CLOSED if row.closed_on else OPEN
        kinds = CASES[row.kind]
        cases = registrations.match_cases(context, id_, kinds, row.line, stage, on, batch)
        registrations.update_registration(context, id_, self._registration(row, id_, "", number))
        registrations.update_detail(context, MATTER, "registration_id", id_, self._matter(row, id_))
        for case, kind in zip(cases, kinds, strict=True):
            new = case.chain.n == 0
            self._fill(batch, case, row, unit, on)
            said = _said(row, kind, number)
            batch.event(case, "imported" if new else "changed", on, said | {"columns": changed})
        batch.flush(context.store)

    def _registration(self, row: ComplaintRow, id_: int, uid: str, number: str) -> Values:
        context = self._context
        return (
            id_,
            uid,
            context.agency.pk,
            "complaints",
            number,
            self.key(row),
            row.channel,
            row.source_number,
            row.registered_on.isoformat(),
            clock(row.registered_time),
            self._recorded_at,
            0,
            context.keys.row_digest(row),
            json_text(rest) if (rest := _rest(row, number)) else "{}",
        )

    def _matter(self, row: ComplaintRow, id_: int) -> Values:
        return (
            id_,
            self._context.agency.pk,
            row.channel,
            row.kind,
            row.registered_on.isoformat(),
            2 if row.kind == BOTH else 1,
            row.category,
            row.respondent,
            row.credit_code,
            row.respondent_address,
            row.amount_fen,
            row.acceptance,
            day(row.accepted_on),
            mask(row.refusal_reason, row.person) if row.refusal_reason else "",
            row.satisfaction,
            row.related,
            row.forwarded_by,
            day(row.forwarded_on),
            day(row.signed_on),
            day(row.feedback_due),
            int(row.extended or 0),
            int(row.returned or 0),
            int(row.redone or 0),
            mask(row.callback, row.person) if row.callback else "",
            row.recording,
        )

    def _fill(self, rows: CaseRows, case: CaseAt, row: ComplaintRow, unit: int | None, on: str) -> None:
        """Person, texts and course of one case."""
        said = _personal(row)
        if said or row.anonymous is not None:
            rows.party(case, Party.Role.PETITIONER.value, "", row.anonymous, said)
        if row.text:
            rows.text(case, CaseText.Field.CONTENT.value, row.text, mask(row.text, row.person))
        if row.answer:
            rows.text(case, CaseText.Field.ANSWER.value, row.answer, mask(row.answer, row.person))
        rows.assign(case, unit, on)
        rows.close(case, day(row.closed_on), row.outcome)
        rows.answer(case, day(row.answered_on))


def _number(row: ComplaintRow) -> str:
    """Our number; a row without one is known by its source's."""
    return row.number or f"{row.channel}:{row.source_number}"


def _personal(row: ComplaintRow) -> dict[str, Any]:
    """What is sealed with the person: unknown columns too, and short texts that had to be masked."""
    said: dict[str, Any] = {}
    if row.person:
        said["name"] = row.person
    if row.phone:
        said["phone"] = row.phone
    if row.extras:
        said["extras"] = [[name, value] for name, value in row.extras.items()]
    full = [
        [field, text]
        for field, text in (("refusal_reason", row.refusal_reason), ("callback", row.callback))
        if text and mask(text, row.person) != text
    ]
    if full:
        said["full"] = full
    return said


def _rest(row: ComplaintRow, number: str) -> dict[str, str]:
    """What the columns do not hold: times of day, an expressed 否, a number that had to be told apart."""
    rest = {}
    for header, at in (
        ("受理时间", row.accepted_time),
        ("办结时间", row.closed_time),
        ("答复时间", row.answered_time),
        ("转办时间", row.forwarded_time),
        ("签收时间", row.signed_time),
        ("要求反馈时限", row.feedback_due_time),
    ):
        if at is not None:
            rest[header] = shown_clock(at)
    for header, flag in (("延期", row.extended), ("退单", row.returned), ("重办", row.redone)):
        if flag is False:
            rest[header] = "否"
    if number != row.number:
        rest[NUMBER] = row.number
    if row.outcome and row.closed_on is None:
        rest[OUTCOME] = row.outcome
    return rest


def _said(row: ComplaintRow, kind: str, number: str) -> dict[str, Any]:
    """The facts of a row for its event: kinds, codes and dates, no text and no person."""
    said: dict[str, Any] = {"register": KIND, "number": number, "channel": row.channel, "kind": kind}
    if row.acceptance:
        said["acceptance"] = row.acceptance
    if row.accepted_on:
        said["accepted"] = row.accepted_on.isoformat()
    if row.closed_on:
        said["closed"] = row.closed_on.isoformat()
        said["outcome"] = row.outcome
    if row.answered_on:
        said["answered"] = row.answered_on.isoformat()
    return said


__all__ = ["KIND", "MATTER", "Complaints", "Table"]
