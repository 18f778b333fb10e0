"""The register of reconsiderations, suits and grievances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gongkai.desk.casework.bulk import Values, json_text, table_of
from gongkai.desk.casework.models import Case, Party, Registration, Series
from gongkai.desk.remedies.models import Remedy
from gongkai.ledgers import registers
from gongkai.ledgers.exports import remedies as exported
from gongkai.ledgers.imports import registrations
from gongkai.ledgers.imports.cases import CLOSED, OPEN, CaseAt, CaseRows, Person, day, quote
from gongkai.ledgers.imports.changes import changed_fields
from gongkai.ledgers.imports.context import Context, NotTaken
from gongkai.ledgers.imports.lengths import Lengths
from gongkai.ledgers.imports.registrations import Known, Numbers
from gongkai.ledgers.rows import RemedyRow

KIND = "remedies"
_CASE = Case.Kind.REMEDY.value
_OPEN = Remedy.Result.OPEN.value

REMEDY = table_of(
    Remedy,
    *("case", "agency", "kind", "application", "application_number", "received_on", "result", "closed_on"),
)
_PLACES: dict[str, tuple[Any, str]] = {
    "number": (Registration, "number"),
    "application": (Remedy, "application_number"),
}


class Remedies:
    """Puts rows of the register into the desk's database."""

    kind = KIND
    model = Registration

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lengths = Lengths(registers.REMEDIES, _PLACES)
        self._numbers = Numbers(context, Series.REMEDIES, "案号")
        self.starts_empty = False

    def key(self, row: RemedyRow) -> str:
        """Kind and number of the case."""
        return f"{row.kind}\n{row.number}"

    def digest(self, row: RemedyRow) -> bytes:
        """The keyed hash of the row's content."""
        return self._context.keys.row_digest(row)

    def known(self, rows: Sequence[RemedyRow]) -> Known:
        """Which of the rows are registered, by key; the desk registers by the number of the case alone."""
        found = registrations.known(self._context, Series.REMEDIES, map(self.key, rows))
        entered = Registration.objects.filter(
            agency=self._context.agency,
            series=Series.REMEDIES,
            key__in=[row.number for row in rows if self.key(row) not in found],
        )
        for kind, number, id_, digest in entered.values_list("channel", "key", "id", "content_digest"):
            found[f"{kind}\n{number}"] = id_, bytes(digest)
        return found

    def add(self, rows: Sequence[RemedyRow]) -> int:
        """Write new rows; returns how many were taken."""
        context = self._context
        batch = CaseRows(context.hand)
        details: list[Values] = []
        ids = context.store.ids(Registration, len(rows))
        case_ids = context.store.ids(Case, len(rows))
        self._numbers.look([row.number for row in rows])
        for row, id_, case_id in zip(rows, ids, case_ids, strict=True):
            try:
                self._lengths.check(row)
                number = self._numbers.give(row.number, id_, row.kind)
            except NotTaken as problem:
                context.refuse(row, problem)
                continue
            on = row.received_on.isoformat()
            batch.registration(*self._registration(row, id_, context.hand.next_uid(), number))
            case = batch.new_case(case_id, id_, _CASE, "", CLOSED if _is_closed(row) else OPEN, on)
            details.append(self._detail(row, case_id))
            _fill(batch, case, row)
            batch.event(case, "imported", on, _said(row))
        batch.rows[REMEDY] = details
        context.store.insert_all(batch.rows)
        self._numbers.settle()
        return len(details)

    def finish(self) -> None:
        """Nothing waits."""

    def replace(self, row: RemedyRow, id_: int) -> bool:
        """Let a changed row take the earlier one's place; ``False``: it says the same. Raises NotTaken."""
        context = self._context
        self._lengths.check(row)
        self._numbers.look([row.number])
        number = self._numbers.give(row.number, id_, row.kind)
        registrations.demand_standing(id_)
        before = exported.row_of(context.keys.handling, id_)
        changed = changed_fields(registers.REMEDIES, before, row)
        if not changed:
            return False
        registrations.demand_untouched(id_)
        batch = CaseRows(context.hand)
        on = row.received_on.isoformat()
        stage = CLOSED if _is_closed(row) else OPEN
        (case,) = registrations.match_cases(context, id_, (_CASE,), "", stage, on, batch)
        registrations.update_registration(context, id_, self._registration(row, id_, "", number))
        registrations.update_detail(context, REMEDY, "case_id", case.id, self._detail(row, case.id))
        _fill(batch, case, row)
        batch.event(case, "changed", on, _said(row, changed))
        context.store.insert_all(batch.rows)
        return True

    def _registration(self, row: RemedyRow, id_: int, uid: str, number: str) -> Values:
        hand = self._context.hand
        rest: dict[str, str] = {}
        if number != row.number:
            rest["案号"] = row.number
        if not row.result:
            rest["结果"] = ""
        if row.closed_on is None and row.result not in ("", _OPEN):
            rest[exported.NO_DAY] = row.result
        if row.closed_on and not _is_closed(row):
            rest[exported.NO_RESULT] = row.closed_on.isoformat()
        return (
            *(id_, uid, hand.agency, Series.REMEDIES.value, number, self.key(row), row.kind, ""),
            *(row.received_on.isoformat(), None, hand.recorded_at, False, hand.keys.row_digest(row)),
            json_text(rest),
        )

    def _detail(self, row: RemedyRow, case_id: int) -> Values:
        agency = self._context.agency.pk
        found = (
            Registration.objects.filter(agency=agency, series=Series.APPLICATIONS, number=row.application)
            if row.application
            else Registration.objects.none()
        )
        return (
            *(case_id, agency, row.kind, found.values_list("id", flat=True).first(), row.application),
            row.received_on.isoformat(),
            *((row.result, day(row.closed_on)) if _is_closed(row) else (_OPEN, None)),
        )


def _is_closed(row: RemedyRow) -> bool:
    """Whether the register says how and when it ended; half of it is no end and is kept beside."""
    return row.closed_on is not None and row.result not in ("", _OPEN)


def _fill(rows: CaseRows, case: CaseAt, row: RemedyRow) -> None:
    """The course of a case; unknown columns (申请人, 备注 …) may name a person, so they are sealed."""
    if row.extras:
        rows.party(case, Party.Role.APPLICANT.value, "", None, Person.of({}, row.extras))
    if _is_closed(row):
        rows.close(case, day(row.closed_on), row.result)


def _said(row: RemedyRow, changed: Sequence[str] = ()) -> str:
    """The facts of a row for its event as canonical JSON."""
    said = [f'"kind":"{row.kind}"', f'"number":{quote(row.number)}', f'"register":"{KIND}"']
    if _is_closed(row):
        said += [f'"closed":"{day(row.closed_on)}"', f'"outcome":"{row.result}"']
    if changed:
        said.append(f'"columns":[{",".join(quote(name) for name in changed)}]')
    return f"{{{','.join(sorted(said))}}}"
