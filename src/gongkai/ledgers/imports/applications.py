"""The register of applications for disclosure: a registration, a case and its dated facts each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.desk.casework.bulk import Values, json_text, table_of
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import Case, CaseText, Party, Registration, Series
from gongkai.desk.foi.models import Application
from gongkai.law.outcomes import Outcome, outcome_named
from gongkai.ledgers import registers
from gongkai.ledgers.exports import applications as exported
from gongkai.ledgers.imports import registrations
from gongkai.ledgers.imports.cases import CLOSED, OPEN, CaseAt, CaseRows, Person, day, quote
from gongkai.ledgers.imports.changes import changed_fields
from gongkai.ledgers.imports.context import Context, NotTaken
from gongkai.ledgers.imports.lengths import Lengths
from gongkai.ledgers.imports.registrations import Known, Numbers
from gongkai.ledgers.rows import ApplicationRow
from gongkai.refusal import Refused

KIND = "applications"
_CASE = Case.Kind.APPLICATION.value

APPLICATION = table_of(
    Application,
    *("case", "agency", "submitted_on", "received_on", "channel", "applicant_kind", "correction_sent_on"),
    *("correction_received_on", "consulted_on", "opinion_on", "is_extended", "outcome", "replied_on"),
    *("delivery", "fee_fen", "is_waived"),
)
_PLACES: dict[str, tuple[Any, str]] = {
    "number": (Registration, "number"),
    "delivery": (Application, "delivery"),
}


class Applications:
    """Puts rows of the register into the desk's database."""

    kind = KIND
    model = Registration

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lengths = Lengths(registers.APPLICATIONS, _PLACES)
        self._numbers = Numbers(context, Series.APPLICATIONS, strict=True)
        self.starts_empty = False

    def key(self, row: ApplicationRow) -> str:
        """Our number."""
        return row.number

    def digest(self, row: ApplicationRow) -> bytes:
        """The keyed hash of the row's content."""
        return self._context.keys.row_digest(row)

    def known(self, rows: Sequence[ApplicationRow]) -> Known:
        """Which of the rows are registered, by number."""
        return registrations.known(self._context, Series.APPLICATIONS, (row.number for row in rows))

    def add(self, rows: Sequence[ApplicationRow]) -> int:
        """Write new rows; returns how many were taken."""
        context = self._context
        batch = CaseRows(context.hand)
        details: list[Values] = []
        ids = context.store.ids(Registration, len(rows))
        case_ids = context.store.ids(Case, len(rows))
        self._numbers.look([row.number for row in rows])
        for row, id_, case_id in zip(rows, ids, case_ids, strict=True):
            try:
                outcome = self._judge(row)
                self._numbers.give(row.number, id_, row.channel)
            except NotTaken as problem:
                context.refuse(row, problem)
                continue
            on = row.received_on.isoformat()
            batch.registration(*self._registration(row, id_, context.hand.next_uid(), outcome))
            case = batch.new_case(case_id, id_, _CASE, "", _stage(outcome), on)
            details.append(self._detail(row, case_id, outcome))
            self._fill(batch, case, row, outcome)
            batch.event(case, "imported", on, _said(row, outcome))
        batch.rows[APPLICATION] = details
        context.store.insert_all(batch.rows)
        self._numbers.settle()
        return len(details)

    def finish(self) -> None:
        """Nothing waits."""

    def replace(self, row: ApplicationRow, id_: int) -> bool:
        """Let a changed row take the earlier one's place; ``False``: it says the same. Raises NotTaken."""
        context = self._context
        outcome = self._judge(row)
        registrations.demand_standing(id_)
        before = exported.row_of(context.keys.handling, id_)
        changed = changed_fields(registers.APPLICATIONS, before, row)
        if not changed:
            return False
        registrations.demand_untouched(id_)
        batch = CaseRows(context.hand)
        on = row.received_on.isoformat()
        (case,) = registrations.match_cases(context, id_, (_CASE,), "", _stage(outcome), on, batch)
        registrations.update_registration(context, id_, self._registration(row, id_, "", outcome))
        detail = self._detail(row, case.id, outcome)
        registrations.update_detail(context, APPLICATION, "case_id", case.id, detail)
        self._fill(batch, case, row, outcome)
        batch.event(case, "changed", on, _said(row, outcome, changed))
        context.store.insert_all(batch.rows)
        return True

    def _judge(self, row: ApplicationRow) -> Outcome | None:
        """The outcome of a row that the desk can take; ``None`` while it is open. Raises NotTaken.

        An outcome without its day, or a day without an outcome, is no reply: :func:`_rest` keeps it.
        """
        self._lengths.check(row)
        if row.replied_on is None or not row.outcome:
            return None
        try:
            return outcome_named(row.outcome, row.replied_on)
        except Refused as refused:
            raise NotTaken("答复结果", str(refused)) from refused

    def _registration(self, row: ApplicationRow, id_: int, uid: str, outcome: Outcome | None) -> Values:
        hand = self._context.hand
        on = row.received_on.isoformat()
        return (
            *(id_, uid, hand.agency, Series.APPLICATIONS.value, row.number, row.number, row.channel, ""),
            *(on, None, hand.recorded_at, False, hand.keys.row_digest(row), json_text(_rest(row, outcome))),
        )

    def _detail(self, row: ApplicationRow, case_id: int, outcome: Outcome | None) -> Values:
        return (
            *(case_id, self._context.agency.pk, day(row.submitted_on), row.received_on.isoformat()),
            *(row.channel, row.applicant_kind, day(row.correction_sent_on), day(row.correction_received_on)),
            *(day(row.consulted_on), day(row.opinion_on), bool(row.extended)),
            *(outcome.code if outcome else "", day(row.replied_on) if outcome else None, row.delivery),
            row.fee_fen or 0,
            bool(row.waived),
        )

    def _fill(self, rows: CaseRows, case: CaseAt, row: ApplicationRow, outcome: Outcome | None) -> None:
        person = Person.of({"contact": row.contact, "name": row.applicant}, row.extras)
        rows.party(case, Party.Role.APPLICANT.value, row.applicant_kind, None, person)
        if row.text:
            rows.text(case, CaseText.Field.CONTENT.value, row.text, mask(row.text, row.applicant))
        if outcome:
            rows.answer(case, day(row.replied_on), row.delivery)
            if outcome.closes:
                rows.close(case, day(row.replied_on), outcome.code)


def _stage(outcome: Outcome | None) -> str:
    return CLOSED if outcome and outcome.closes else OPEN


def _rest(row: ApplicationRow, outcome: Outcome | None) -> dict[str, str]:
    """What the columns do not hold: the word for the outcome, half a reply, a cell that was left empty."""
    rest = {}
    if outcome and row.outcome != outcome.label:
        rest["答复结果"] = row.outcome
    if row.outcome and row.replied_on is None:
        rest[exported.NO_DAY] = row.outcome
    if row.replied_on and not row.outcome:
        rest[exported.NO_OUTCOME] = row.replied_on.isoformat()
    for header, value in (("是否延期", row.extended), ("减免", row.waived), ("收费金额", row.fee_fen)):
        if value is None:
            rest[header] = ""
    return rest


def _said(row: ApplicationRow, outcome: Outcome | None, changed: Sequence[str] = ()) -> str:
    """The facts of a row for its event as canonical JSON."""
    said = [f'"channel":"{row.channel}"', f'"kind":"{_CASE}"', f'"number":{quote(row.number)}']
    said.append(f'"register":"{KIND}"')
    if outcome:
        said.append(f'"outcome":"{outcome.code}"')
        said.append(f'"replied":"{day(row.replied_on)}"')
    if changed:
        said.append(f'"columns":[{",".join(quote(name) for name in changed)}]')
    return f"{{{','.join(sorted(said))}}}"
