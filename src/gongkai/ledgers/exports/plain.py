"""The registers without cases: penalties, samples, activities. One row is one record, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import models

from gongkai.desk.enforcement.models import Penalty, Sample
from gongkai.desk.oversight.models import Activity
from gongkai.ledgers import registers
from gongkai.ledgers.registers import Register
from gongkai.ledgers.rows import Row
from gongkai.refusal import Refused
from gongkai.sealing.fields import Sealer

NOT_CONTENT = frozenset({"key", "digest", "row_number", "extras"})


@dataclass(frozen=True, slots=True)
class Plain:
    """How a register without cases is stored.

    ``renamed`` maps fields of the row to fields of the model where they differ; ``key`` are the row's fields
    that identify it, ``by`` the one of them that narrows the search, ``stream`` names its chains, ``day``
    the row's field for "when", ``sealed`` the model's field for what is personal.
    """

    register: Register
    model: type[models.Model]
    stream: str
    key: tuple[str, ...]
    by: str
    day: str
    renamed: Mapping[str, str]
    sealed: str = ""

    @property
    def row_fields(self) -> tuple[str, ...]:
        """The fields of the row that are content."""
        return tuple(one.name for one in fields(self.register.row) if one.name not in NOT_CONTENT)

    def column(self, name: str) -> str:
        """The model's field for a field of the row."""
        return self.renamed.get(name, name)

    def header(self, name: str) -> str:
        """The header for a field of the row."""
        return next(column.header for column in self.register.columns if column.name == name)


PENALTIES = Plain(
    registers.PENALTIES,
    Penalty,
    "penalty",
    ("organ", "doc_no"),
    "doc_no",
    "decided_on",
    {"cross_province": "is_cross_province"},
    "party_sealed",
)
SAMPLES = Plain(registers.SAMPLES, Sample, "sample", ("number", "failed_item"), "number", "reported_on", {})
ACTIVITIES = Plain(
    registers.ACTIVITIES,
    Activity,
    "activity",
    ("kind", "name", "on"),
    "name",
    "on",
    {"lead_present": "is_lead_present"},
)


def rows_of(plain: Plain, handling: Sequence[bytes], ids: Sequence[int]) -> Iterator[Row]:
    """The rows of these records, in the order of their ids. ``handling``: keys, newest first."""
    names = [plain.column(name) for name in plain.row_fields]
    more = ["id", "uid", "extras", *([plain.sealed] if plain.sealed else [])]
    found = plain.model._default_manager.filter(pk__in=ids).order_by("pk")
    for said in found.values(*names, *more):
        sealed = _opened(plain, handling, said)
        rest: dict[str, Any] = said["extras"]
        own = {name: said[plain.column(name)] for name in plain.row_fields}
        headers = {plain.header(name): name for name in plain.row_fields}
        own |= {headers[header]: None for header in rest if header in headers}
        own |= dict(sealed.get("full", ()))
        extras = {name: str(value) for name, value in rest.items() if name not in headers}
        extras |= dict(sealed.get("extras", ()))
        yield plain.register.row(
            **own,
            key=tuple(str(own[name]) for name in plain.key),
            digest=b"",
            row_number=0,
            extras=extras,
        )


def row_of(plain: Plain, handling: Sequence[bytes], id_: int) -> Row:
    """The row of one record."""
    return next(rows_of(plain, handling, [id_]))


def _opened(plain: Plain, handling: Sequence[bytes], said: Mapping[str, Any]) -> dict[str, Any]:
    """What is sealed with a record: full texts by field of the row, unknown columns."""
    sealed = said.get(plain.sealed) if plain.sealed else None
    if sealed is None:
        return {}
    for number, secret in enumerate(handling, start=1):
        try:
            opened = Sealer(secret).open(plain.stream, said["uid"], plain.sealed, bytes(sealed))
            assert isinstance(opened, dict)
            return opened
        except Refused:
            if number == len(handling):
                raise
    return {}
