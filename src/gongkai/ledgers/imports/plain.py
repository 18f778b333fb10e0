"""The registers without cases: penalties, samples, activities."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from gongkai.desk.casework.bulk import Table, Values, json_text, limits_of, table_of
from gongkai.desk.casework.masking import knowing, mask_known
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import COLUMNS as EVENT_COLUMNS
from gongkai.desk.casework.recording import heads
from gongkai.desk.enforcement.models import Penalty, Sample
from gongkai.ledgers.exports import plain as exported
from gongkai.ledgers.exports.plain import Plain
from gongkai.ledgers.imports.cases import day, event_values
from gongkai.ledgers.imports.changes import changed_fields
from gongkai.ledgers.imports.context import Context, NotTaken
from gongkai.ledgers.imports.lengths import Lengths
from gongkai.ledgers.imports.registrations import Known
from gongkai.ledgers.registers import Type
from gongkai.ledgers.rows import Row
from gongkai.screening.checks import is_uscc
from gongkai.sealing.fields import Sealer

EVENT = table_of(Event, *EVENT_COLUMNS)
_VOIDED = "已在本系统作废，台账不能覆盖"
_MAY_BE_NULL = (Type.DAY, Type.COUNT)
_TEXTS = ("violation", "facts", "basis", "sanction", "content")
"""Free texts of a penalty that may name a person."""


class Recorded:
    """Puts rows of one of these registers into the desk's database."""

    def __init__(self, context: Context, plain: Plain) -> None:
        self._context = context
        self._plain = plain
        self.model = model = plain.model
        self._types = {column.name: column.type for column in plain.register.columns}
        texts = {name: (model, plain.column(name)) for name in plain.row_fields}
        self._lengths = Lengths(plain.register, texts)
        limits = limits_of(model)
        self._limits = {name: limits.get(plain.column(name)) for name in plain.row_fields}
        columns = [plain.column(name) for name in plain.row_fields]
        more = [plain.sealed] if plain.sealed else []
        self._table = table_of(model, "id", "uid", "agency", *columns, *more, "content_digest", "extras")
        self._updated = Table(self._table.name, self._table.columns[3:])
        self.starts_empty = False

    def key(self, row: Any) -> str:
        """The fields that identify a row."""
        return "\n".join(str(getattr(row, name)) for name in self._plain.key)

    def digest(self, row: Any) -> bytes:
        """The keyed hash of the row's content."""
        return self._context.keys.row_digest(row)

    def known(self, rows: Sequence[Any]) -> Known:
        """Which of the rows are recorded, by key. What another agency recorded has the id 0 and no digest."""
        plain = self._plain
        columns = ",".join(f'"{plain.column(name)}"' for name in plain.key)
        sql = (
            f"SELECT id, agency_id, content_digest, {columns} FROM {self._table.name}"  # noqa: S608
            f' WHERE "{plain.by}" {{among}}'
        )
        ours = self._context.agency.pk
        found: Known = {}
        whole_table_unique = plain.model is Penalty
        for id_, agency, digest, *parts in self._context.store.among(
            sql, {getattr(row, plain.by) for row in rows}
        ):
            if agency == ours or whole_table_unique:
                found["\n".join(map(str, parts))] = (id_, bytes(digest)) if agency == ours else (0, b"")
        return found

    def add(self, rows: Sequence[Any]) -> int:
        """Write new rows; returns how many were taken."""
        context = self._context
        records: list[Values] = []
        events: list[Values] = []
        for row, id_ in zip(rows, context.store.ids(self._plain.model, len(rows)), strict=True):
            uid = context.hand.next_uid()
            try:
                values = self._values(row, uid)
            except NotTaken as problem:
                context.refuse(row, problem)
                continue
            records.append((id_, uid, context.agency.pk, *values))
            events.append(self._event(row, uid, "imported"))
        context.store.insert_all({self._table: records, EVENT: events})
        return len(records)

    def finish(self) -> None:
        """Nothing waits."""

    def replace(self, row: Any, id_: int) -> bool:
        """Let a changed row take the earlier one's place; ``False``: it says the same. Raises NotTaken."""
        if not id_:
            raise NotTaken(self._plain.header(self._plain.by), "已由另一机构登记")
        context, plain = self._context, self._plain
        known = plain.model._default_manager.values_list("uid", "voided_on")
        uid, voided_on = known.get(pk=id_)
        if voided_on is not None:
            raise NotTaken(plain.header(plain.by), _VOIDED)
        before = exported.row_of(plain, context.keys.handling, id_)
        changed = changed_fields(plain.register, before, row)
        if not changed:
            return False
        context.store.update(self._updated, id_, self._values(row, uid))
        context.store.insert(EVENT, [self._event(row, uid, "changed", changed)])
        return True

    def _values(self, row: Row, uid: str) -> Values:
        """The columns behind id, uid and agency. Raises NotTaken."""
        plain = self._plain
        self._lengths.check(row)
        said = {name: getattr(row, name) for name in plain.row_fields}
        rest: dict[str, Any] = {}
        sealed = self._seal(row, said, uid) if plain.sealed else None
        if not plain.sealed:
            rest |= row.extras
        values = []
        for name in plain.row_fields:
            value = said[name]
            if value is None and self._types[name] not in _MAY_BE_NULL:
                rest[plain.header(name)] = ""
                value = False if self._types[name] is Type.FLAG else 0
            values.append(day(value) if isinstance(value, date) else value)
        more = [sealed] if plain.sealed else []
        return (*values, *more, self._context.keys.row_digest(row), json_text(rest))

    def _seal(self, row: Row, said: dict[str, Any], uid: str) -> bytes | None:
        """Mask what is personal in a penalty; the full values are sealed together with unknown columns.

        Where 当事人类型 is empty, a party without the credit code of an enterprise may be a natural person.
        """
        full: dict[str, str] = {}
        known = knowing("", said["party"])
        kind = said["party_kind"]
        is_person = kind == Penalty.PartyKind.PERSON.value or (not kind and not is_uscc(said["credit_code"]))
        if is_person and said["party"]:
            known = knowing(said["party"])
            full["party"] = said["party"]
            said["party"] = f"{said['party'][0]}某"
            if said["credit_code"]:
                full["credit_code"] = said["credit_code"]
                said["credit_code"] = ""
        for name in _TEXTS:
            masked = mask_known(said[name], known)[: self._limits.get(name)]
            if masked != said[name]:
                full[name] = said[name]
                said[name] = masked
        if not full and not row.extras:
            return None
        kept = {"full": [list(pair) for pair in full.items()]} if full else {}
        if row.extras:
            kept["extras"] = [list(pair) for pair in row.extras.items()]
        secret = self._context.keys.handling[0]
        return Sealer(secret).seal(self._plain.stream, uid, self._plain.sealed, kept)

    def _event(self, row: Any, uid: str, type: str, changed: Sequence[str] = ()) -> Values:
        context, plain = self._context, self._plain
        hand, stream = context.hand, f"{plain.stream}/{uid}"
        chain = hand.chain(stream, heads([stream]).get(stream) if changed else None)
        said: dict[str, Any] = {"register": plain.register.kind}
        if changed:
            said["columns"] = list(changed)
        occurred = (getattr(row, plain.day) or context.today).isoformat()
        said["number"] = str(getattr(row, plain.by))[:80]
        sealed = chain.add(type, hand.by, occurred, hand.recorded, said)
        return event_values(chain, type, hand.by, occurred, hand.recorded, sealed)


class Penalties(Recorded):
    """The register of penalty decisions; the name of a natural person is sealed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, exported.PENALTIES)


class Samples(Recorded):
    """The register of samples."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, exported.SAMPLES)

    def add(self, rows: Sequence[Any]) -> int:
        """Write new rows; a number that was voided on the desk takes no further ones."""
        ours = Sample.objects.filter(agency=self._context.agency, voided_on__isnull=False)
        voided = set(ours.filter(number__in={row.number for row in rows}).values_list("number", flat=True))
        for row in rows:
            if row.number in voided:
                self._context.refuse(row, NotTaken(self._plain.header(self._plain.by), _VOIDED))
        return super().add([row for row in rows if row.number not in voided])


class Activities(Recorded):
    """The register of activities."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, exported.ACTIVITIES)
