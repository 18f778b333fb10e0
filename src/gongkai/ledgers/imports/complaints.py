"""The register of complaints: one registration and matter a row, a case each for 投诉 and 举报."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from gongkai.desk.casework.bulk import Table, Values, limits_of, table_of
from gongkai.desk.casework.masking import knowing, mask_known
from gongkai.desk.casework.models import Case, CaseText, Party, Registration, Series
from gongkai.desk.complaints.models import Matter
from gongkai.ledgers import registers
from gongkai.ledgers.cells import clock as shown_clock
from gongkai.ledgers.exports import complaints as exported
from gongkai.ledgers.imports import registrations
from gongkai.ledgers.imports.cases import CLOSED, OPEN, CaseAt, CaseRows, Person, clock, day, quote
from gongkai.ledgers.imports.changes import changed_fields
from gongkai.ledgers.imports.context import Batch, Context, Hand, NotTaken
from gongkai.ledgers.imports.kept import kept
from gongkai.ledgers.imports.lengths import Lengths
from gongkai.ledgers.imports.pipeline import Pipeline
from gongkai.ledgers.imports.registrations import Known, Numbers
from gongkai.ledgers.rows import ComplaintRow, maker

KIND = "complaints"
BOTH = "投诉举报"
CASES = {"咨询": ("咨询",), "投诉": ("投诉",), "举报": ("举报",), BOTH: ("投诉", "举报")}
"""诉求类型 → the kinds of its cases: a 投诉举报 is two cases under one registration."""
_PETITIONER = Party.Role.PETITIONER.value
_CONTENT, _ANSWER = CaseText.Field.CONTENT.value, CaseText.Field.ANSWER.value
_SERIES = Series.COMPLAINTS.value
_values = attrgetter(*(field.name for field in fields(ComplaintRow)))
_make = maker(ComplaintRow)
_shown_clock = cache(shown_clock)
NUMBER = "登记编号"
OUTCOME = "办理结果"

MATTER = table_of(
    Matter,
    *("registration", "agency", "channel", "kind", "registered_on", "cases_count", "category"),
    *("respondent", "credit_code", "respondent_address", "amount_fen", "acceptance", "accepted_on"),
    *("refusal_reason", "satisfaction", "related_number", "forwarded_by", "forwarded_on", "signed_on"),
    *("feedback_due", "is_extended", "is_returned", "is_redone", "callback", "recording"),
)
_REFUSAL, _CALLBACK = (limits_of(Matter)[name] for name in ("refusal_reason", "callback"))
"""Characters that the columns hold: a mask may be longer than the name, the rest is sealed with the row."""
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


class Prepared(NamedTuple):
    """A new row that may be written, as the builder takes it: its values, and what it was given."""

    values: tuple[Any, ...]
    id: int
    unit: int | None
    number: str
    case_ids: tuple[int, ...]


class _Masked(NamedTuple):
    """The free texts of a row as they are stored to be read: the row's own parties are masked first."""

    text: str
    answer: str
    refusal_reason: str
    callback: str

    @classmethod
    def of(cls, row: ComplaintRow) -> _Masked:
        """The texts of ``row``; its respondent and the respondent's address stay."""
        known = knowing(row.person, row.respondent, row.respondent_address)
        texts = (row.text, row.answer, row.refusal_reason, row.callback)
        text, answer, refusal, callback = (mask_known(text, known) if text else "" for text in texts)
        return cls(text, answer, refusal[:_REFUSAL], callback[:_CALLBACK])


class Complaints:
    """Puts rows of the register into the desk's database."""

    kind = KIND
    model = Registration

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lengths = Lengths(registers.COMPLAINTS, _PLACES)
        self._numbers = Numbers(context, Series.COMPLAINTS)
        self._pipeline = Pipeline(context.store, context.hand, build, context.helper)
        self.starts_empty = registrations.is_empty(context, Series.COMPLAINTS)

    def key(self, row: ComplaintRow) -> str:
        """Source and source number, else our number."""
        return key_of(row)

    def digest(self, row: ComplaintRow) -> bytes:
        """The keyed hash of the row's content."""
        return self._context.keys.row_digest(row)

    def known(self, rows: Sequence[ComplaintRow]) -> Known:
        """Which of the rows are registered, by key."""
        return registrations.known(self._context, Series.COMPLAINTS, map(key_of, rows))

    def add(self, rows: Sequence[ComplaintRow]) -> int:
        """Take new rows, to be written by :meth:`finish` at the latest; returns how many were taken."""
        context = self._context
        ids = context.store.ids(Registration, len(rows))
        case_ids = iter(context.store.ids(Case, sum(len(CASES[row.kind]) for row in rows)))
        self._numbers.look([_number(row) for row in rows])
        prepared = []
        for row, id_ in zip(rows, ids, strict=True):
            try:
                self._lengths.check(row)
                unit = context.units.find(row.unit, "承办单位")
                number = self._numbers.give(_number(row), id_, row.channel)
            except NotTaken as problem:
                context.refuse(row, problem)
                continue
            own = tuple(islice(case_ids, len(CASES[row.kind])))
            prepared.append(Prepared(_values(row), id_, unit, number, own))
        self._pipeline.put(prepared)
        return len(prepared)

    def finish(self) -> None:
        """Write what was taken; nothing of it can be looked up before."""
        self._pipeline.finish()
        self._numbers.settle()

    def replace(self, row: ComplaintRow, id_: int) -> bool:
        """Let a changed row take the earlier one's place; ``False``: it says the same. Raises NotTaken."""
        context = self._context
        self._lengths.check(row)
        unit = context.units.find(row.unit, "承办单位")
        self._numbers.look([_number(row)])
        number = self._numbers.give(_number(row), id_, row.channel)
        registrations.demand_standing(id_)
        before = exported.row_of(context.keys.handling, id_)
        row, against = kept(id_, before, row)
        changed = changed_fields(registers.COMPLAINTS, before, row)
        if not changed:
            return False
        registrations.demand_untouched(id_)
        if against:
            context.notice(row, "、".join(against), "与本系统的决定或者更正不一致，保留本系统的内容")
        unit = context.units.find(row.unit, "承办单位")
        batch = CaseRows(context.hand)
        on = row.registered_on.isoformat()
        stage = CLOSED if row.closed_on else OPEN
        kinds = CASES[row.kind]
        cases = registrations.match_cases(context, id_, kinds, row.line, stage, on, batch)
        registrations.update_registration(context, id_, _registration(context.hand, row, id_, "", number))
        said = _Masked.of(row)
        matter = _matter(context.hand, row, id_, said)
        registrations.update_detail(context, MATTER, "registration_id", id_, matter)
        for case, kind in zip(cases, kinds, strict=True):
            _fill(batch, case, row, said, unit, on)
            if case.chain is None:
                batch.event(case, "imported", on, _said(row, kind, number))
            else:
                batch.event(case, "changed", on, _said(row, kind, number, changed))
        context.store.insert_all(batch.rows)
        return True


def build(hand: Hand, prepared: Sequence[Prepared]) -> Batch:
    """The finished rows of new registrations; needs no database, so another process may do it."""
    batch = CaseRows(hand)
    matters: list[Values] = []
    for values, id_, unit, number, case_ids in prepared:
        row = _make(*values)
        on = row.registered_on.isoformat()
        stage = CLOSED if row.closed_on else OPEN
        batch.registration(*_registration(hand, row, id_, hand.next_uid(), number))
        said = _Masked.of(row)
        matters.append(_matter(hand, row, id_, said))
        for kind, case_id in zip(CASES[row.kind], case_ids, strict=True):
            case = batch.new_case(case_id, id_, kind, row.line, stage, on)
            _fill(batch, case, row, said, unit, on)
            batch.event(case, "imported", on, _said(row, kind, number))
    batch.rows[MATTER] = matters
    return batch.rows


def key_of(row: ComplaintRow) -> str:
    """What makes a row the same when it is read again."""
    return "\n".join(row.key)


def _registration(hand: Hand, row: ComplaintRow, id_: int, uid: str, number: str) -> Values:
    return (
        id_,
        uid,
        hand.agency,
        _SERIES,
        number,
        key_of(row),
        row.channel,
        row.source_number,
        row.registered_on.isoformat(),
        clock(row.registered_time),
        hand.recorded_at,
        False,
        hand.keys.row_digest(row),
        _rest(row, number),
    )


def _matter(hand: Hand, row: ComplaintRow, id_: int, said: _Masked) -> Values:
    return (
        id_,
        hand.agency,
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
        said.refusal_reason,
        row.satisfaction,
        row.related,
        row.forwarded_by,
        day(row.forwarded_on),
        day(row.signed_on),
        day(row.feedback_due),
        bool(row.extended),
        bool(row.returned),
        bool(row.redone),
        said.callback,
        row.recording,
    )


def _fill(rows: CaseRows, case: CaseAt, row: ComplaintRow, said: _Masked, unit: int | None, on: str) -> None:
    """Person, texts and course of one case."""
    person = _person(row, said)
    if person.said or row.anonymous is not None:
        rows.party(case, _PETITIONER, "", row.anonymous, person)
    if row.text:
        rows.text(case, _CONTENT, row.text, said.text)
    if row.answer:
        rows.text(case, _ANSWER, row.answer, said.answer)
    rows.assign(case, unit, on)
    rows.close(case, day(row.closed_on), row.outcome)
    rows.answer(case, day(row.answered_on))


def _number(row: ComplaintRow) -> str:
    """Our number; a row without one is known by its source's."""
    return row.number or f"{row.channel}:{row.source_number}"


def _person(row: ComplaintRow, said: _Masked) -> Person:
    """What is sealed with the person: unknown columns too, and short texts that had to be masked."""
    full = [
        (field, text)
        for field, text, masked in (
            ("refusal_reason", row.refusal_reason, said.refusal_reason),
            ("callback", row.callback, said.callback),
        )
        if masked != text
    ]
    return Person.of({"name": row.person, "phone": row.phone}, row.extras, full)


def _rest(row: ComplaintRow, number: str) -> str:
    """What the columns do not hold, as JSON: times of day, an expressed 否, a number told apart."""
    rest = []
    for header, at in (
        ("受理时间", row.accepted_time),
        ("办结时间", row.closed_time),
        ("答复时间", row.answered_time),
        ("转办时间", row.forwarded_time),
        ("签收时间", row.signed_time),
        ("要求反馈时限", row.feedback_due_time),
    ):
        if at is not None:
            rest.append(f'"{header}":"{_shown_clock(at)}"')
    for header, flag in (("延期", row.extended), ("退单", row.returned), ("重办", row.redone)):
        if flag is False:
            rest.append(f'"{header}":"否"')
    if number != row.number:
        rest.append(f'"{NUMBER}":{quote(row.number)}')
    if row.outcome and row.closed_on is None:
        rest.append(f'"{OUTCOME}":"{row.outcome}"')
    return f"{{{','.join(rest)}}}"


def _said(row: ComplaintRow, kind: str, number: str, changed: Sequence[str] = ()) -> str:
    """The facts of a row for its event as canonical JSON: kinds, codes and dates, no text and no person."""
    said = f'"channel":"{row.channel}"'
    if row.answered_on:
        said = f'"answered":"{row.answered_on.isoformat()}",{said}'
    if row.accepted_on:
        said = f'"accepted":"{row.accepted_on.isoformat()}",{said}'
    if row.acceptance:
        said = f'"acceptance":"{row.acceptance}",{said}'
    if row.closed_on:
        said += f',"closed":"{row.closed_on.isoformat()}"'
    if changed:
        names = ",".join(f'"{name}"' for name in changed)
        said += f',"columns":[{names}]'
    said += f',"kind":"{kind}","number":{quote(number)}'
    if row.closed_on:
        said += f',"outcome":"{row.outcome}"'
    return f'{{{said},"register":"{KIND}"}}'


__all__ = ["KIND", "MATTER", "Complaints", "Table"]
