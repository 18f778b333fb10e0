"""Which columns a later row changed: names only, an event holds no values."""

from __future__ import annotations

from dataclasses import fields

from gongkai.ledgers.registers import Register
from gongkai.ledgers.rows import Row

_NOT_CONTENT = frozenset({"key", "digest", "row_number"})


def changed_fields(register: Register, before: Row, after: Row) -> list[str]:
    """The fields (as in the rows, ``closed_on`` …) in which two rows of a register differ, in order."""
    assert isinstance(before, register.row)
    return [
        field.name
        for field in fields(register.row)
        if field.name not in _NOT_CONTENT and getattr(before, field.name) != getattr(after, field.name)
    ]
