"""What no row may bring: a text longer than its column, on both databases alike."""

from __future__ import annotations

from operator import attrgetter, gt

from django.db import models

from gongkai.desk.casework.bulk import limits_of
from gongkai.ledgers.imports.context import NotTaken
from gongkai.ledgers.registers import Register
from gongkai.ledgers.rows import Row


class Lengths:
    """The limits of a register's text columns, ``places`` naming where each field of the row is stored.

    ``places`` maps the row's field to (model, model field).
    """

    def __init__(self, register: Register, places: dict[str, tuple[type[models.Model], str]]) -> None:
        headers = {column.name: column.header for column in register.columns}
        self._limits = [
            (limits_of(model)[name], headers[field])
            for field, (model, name) in places.items()
            if name in limits_of(model)
        ]
        kept = [field for field, (model, name) in places.items() if name in limits_of(model)]
        self._values = attrgetter(*kept)
        self._longest = tuple(limit for limit, _ in self._limits)

    def check(self, row: Row) -> None:
        """Raises NotTaken for the first text that is too long."""
        values = self._values(row)
        if any(map(gt, map(len, values), self._longest)):
            for value, (limit, header) in zip(values, self._limits, strict=True):
                if len(value) > limit:
                    raise NotTaken(header, f"有 {len(value)} 个字，超过 {limit} 个字")
