"""What the three registers of cases share: finding what is known, replacing what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.desk.casework import clocks
from gongkai.desk.casework.bulk import Table, table_of
from gongkai.desk.casework.models import (
    Answer,
    Assignment,
    Case,
    CaseKey,
    CaseText,
    Closing,
    Event,
    Party,
    PersonKey,
    Registration,
    ReporterDue,
    ReporterKey,
)
from gongkai.desk.casework.recording import heads
from gongkai.desk.complaints import clocks as complaints_clocks
from gongkai.desk.complaints.models import Matter
from gongkai.desk.foi import clocks as foi_clocks
from gongkai.ledgers.exports.cases import open_key
from gongkai.ledgers.imports.cases import CASE, OPEN, REGISTRATION, VOIDED, CaseAt, CaseRows
from gongkai.ledgers.imports.context import Context, NotTaken

Known = dict[str, tuple[int, bytes]]
"""Key of a row → the id of its record and the digest of the row that it was read from."""

_KNOWN = (
    "SELECT key, id, content_digest FROM casework_registration"
    " WHERE agency_id = %s AND series = %s AND key {among}"
)
_NUMBERS = (
    "SELECT number, id, channel FROM casework_registration"
    " WHERE agency_id = %s AND series = %s AND number {among}"
)
_UPDATED_REGISTRATION = table_of(
    Registration,
    *("number", "channel", "source_number", "registered_on", "registered_time", "content_digest", "extras"),
)
_UPDATED_CASE = table_of(Case, "kind", "line", "stage", "opened_on", "due_on")
_REPLACED = (Party, PersonKey, ReporterKey, ReporterDue, CaseText)
_DESK_ASSIGNED = ("assigned", "reassigned")
"""Events of a case whose unit the desk decided."""


def known(context: Context, series: str, keys: Iterable[str]) -> Known:
    """Those of ``keys`` that the agency's series has."""
    rows = context.store.among(_KNOWN, keys, [context.agency.pk, series])
    return {key: (id_, bytes(digest)) for key, id_, digest in rows}


def is_empty(context: Context, series: str) -> bool:
    """Whether nothing of a series is registered yet, so that nothing needs to be looked for."""
    return not Registration.objects.filter(agency=context.agency, series=series).exists()


class Numbers:
    """Keeps numbers unique: where two sources use one number, the later is written ``来源:编号``.

    ``strict``: our own numbers, which no two registrations share whatever their source.
    """

    def __init__(
        self, context: Context, series: str, header: str = "登记编号", *, strict: bool = False
    ) -> None:
        self._strict = strict
        self._context = context
        self._series = series
        self._header = header
        self._taken: dict[str, tuple[int, str]] = {}
        self._unwritten: dict[str, tuple[int, str]] = {}
        """What was given since the last :meth:`settle`: it may still wait to be written."""

    def look(self, numbers: Iterable[str]) -> None:
        """Read which of these are given; ask before a batch."""
        rows = self._context.store.among(_NUMBERS, numbers, [self._context.agency.pk, self._series])
        self._taken = {number: (id_, channel) for number, id_, channel in rows} | self._unwritten

    def give(self, number: str, id_: int, channel: str) -> str:
        """The number for a registration. Raises NotTaken when its own source has it already."""
        holder, source = self._claim(number, id_, channel)
        if holder != id_ and source != channel and not self._strict:
            number = f"{channel}:{number}"
            holder, _ = self._claim(number, id_, channel)
        if holder != id_:
            raise NotTaken(self._header, f"“{number}”已用于另一件；同一来源的编号不能重复")
        return number

    def _claim(self, number: str, id_: int, channel: str) -> tuple[int, str]:
        """Who holds a number; we do, if nobody did."""
        holder = self._taken.get(number)
        if holder is None:
            holder = self._taken[number] = self._unwritten[number] = (id_, channel)
        return holder

    def settle(self) -> None:
        """Everything that was given is written."""
        self._unwritten.clear()


def standing_cases(context: Context, registration: int) -> list[CaseAt]:
    """The cases of a registration with their data keys and the ends of their chains, oldest first.

    Raises NotTaken after the retention period, when the keys were destroyed.
    """
    cases = list(
        Case.objects.filter(registration=registration)
        .order_by("id")
        .values_list("id", "uid", "kind", "keys__dek_h")
    )
    streams = [f"case/{uid}" for _, uid, _, _ in cases]
    ends = heads(streams)
    decided = Event.objects.filter(stream__in=streams, type__in=_DESK_ASSIGNED)
    assigned = set(decided.values_list("stream", flat=True))
    found = []
    for id_, uid, kind, wrapped in cases:
        if wrapped is None:
            raise NotTaken("", "该件已过保管期限并销毁个人信息，台账不能再改动")
        sealer = open_key(context.keys.handling, uid, bytes(wrapped))
        chain = context.hand.chain(f"case/{uid}", ends.get(f"case/{uid}"))
        found.append(CaseAt(id_, uid, kind, sealer, chain, keeps_unit=f"case/{uid}" in assigned))
    return found


def demand_standing(registration: int) -> None:
    """Raises NotTaken for what the desk voided: it has no case any more that could be compared."""
    if Registration.objects.filter(pk=registration, voided_on__isnull=False).exists():
        raise NotTaken("", "该件已在本系统作废，台账不能覆盖")


def demand_untouched(registration: int) -> None:
    """Raises NotTaken for what the desk did itself: no register undoes that.

    That is what it registered, answered, closed or took up again, and a person whom it keeps secret.
    """
    if not Registration.objects.filter(pk=registration).exclude(content_digest=b"").exists():
        raise NotTaken("", "该件由本系统登记，台账不能覆盖；请在系统中更正")
    if Closing.objects.filter(case__registration=registration, reopened_on__isnull=False).exists():
        raise NotTaken("", "该件已在本系统重新办理，台账不能覆盖；请在系统中更正")
    if CaseKey.objects.filter(case__registration=registration, dek_i__isnull=False).exists():
        raise NotTaken("", "该件的当事人要求保密，台账不能覆盖；请在系统中更正")
    mine = {"case__registration": registration, "imported": False}
    if Closing.objects.filter(**mine).exists() or Answer.objects.filter(**mine).exists():
        raise NotTaken("", "该件已在本系统答复或办结，台账不能覆盖；请在系统中更正")


def refresh_due(context: Context, series: str) -> None:
    """Fill the cached due dates of open cases that have none: those that are new and those that changed."""
    context.store.look_again(Registration, Case, Matter)
    cases = Case.objects.filter(
        registration__agency=context.agency, registration__series=series, stage=OPEN, due_on__isnull=True
    )
    clocks.refresh_due((complaints_clocks.SOURCE, foi_clocks.SOURCE), at=context.at, cases=cases)


def clear(context: Context, cases: Sequence[CaseAt]) -> None:
    """Remove what the earlier row said of these cases; their keys and chains stay, and units of the desk."""
    store = context.store
    for case in cases:
        for model in _REPLACED:
            store.delete(model, "case_id = %s", case.id)
        if not case.keeps_unit:
            store.delete(Assignment, "case_id = %s", case.id)
        store.delete(Closing, "case_id = %s", case.id)
        store.delete(Answer, "case_id = %s", case.id)


def update_registration(context: Context, id_: int, values: Sequence[Any]) -> None:
    """Write the columns of a :data:`REGISTRATION` row that may change."""
    said = dict(zip(REGISTRATION.columns, values, strict=True))
    columns = _UPDATED_REGISTRATION.columns
    context.store.update(_UPDATED_REGISTRATION, id_, tuple(said[column] for column in columns))


def match_cases(
    context: Context, registration: int, wanted: Sequence[str], line: str, stage: str, on: str, rows: CaseRows
) -> list[CaseAt]:
    """The cases of a changed registration, one for each kind ``wanted``; cases no longer wanted are voided.

    A case that is there keeps its id, key and chain, even when its kind changes: only what is missing is new.
    """
    cases = standing_cases(context, registration)
    clear(context, cases)
    spare = [case for case in cases if case.kind not in wanted]
    found = {case.kind: case for case in cases if case.kind in wanted}
    for kind in wanted:
        if kind in found:
            continue
        if spare:
            found[kind] = spare.pop(0)
            found[kind].kind = kind
        else:
            (new,) = context.store.ids(Case, 1)
            found[kind] = rows.new_case(new, registration, kind, line, stage, on)
    for case in spare:
        context.store.execute(
            f"UPDATE {CASE.name} SET stage = %s, due_on = NULL WHERE id = %s",  # noqa: S608
            [VOIDED, case.id],
        )
        rows.event(case, "voided", on, '{"reason":"kind"}')
    present = {case.id for case in cases}
    for kind in wanted:
        case = found[kind]
        if case.id in present:
            context.store.update(_UPDATED_CASE, case.id, (kind, line, stage, on, None))
    return [found[kind] for kind in wanted]


def update_detail(context: Context, table: Table, key: str, id_: int, values: Sequence[Any]) -> None:
    """Write a detail row (:class:`Matter` and its like) again; its first column is its key."""
    rest = Table(table.name, table.columns[1:])
    context.store.update(rest, id_, tuple(values[1:]), key=key)
