"""What no row may bring: a text longer than its column (on both databases alike), a secrecy mark 密级标志.

A row with a real mark is given back before anything of it is stored, indexed or backed up; its text is
repeated nowhere.
"""

from __future__ import annotations

from operator import attrgetter, gt

from django.db import models

from gongkai.desk.casework.bulk import limits_of
from gongkai.ledgers.imports.context import NotTaken
from gongkai.ledgers.registers import Register, Type
from gongkai.ledgers.rows import Row
from gongkai.screening.finding import Verdict
from gongkai.screening.known import Known
from gongkai.screening.text import screen_text

_EVERY_MARK = "密"
"""A character of every level: 绝密, 机密, 秘密."""
_NO_LISTS = Known(shipped_lists=False)


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
        texts = [column for column in register.columns if column.type is Type.TEXT]
        self._headers = tuple(column.header for column in texts)
        self._texts = attrgetter(*(column.name for column in texts))

    def check(self, row: Row) -> None:
        """Raises NotTaken for a secrecy mark and for the first text that is too long."""
        texts = (*self._texts(row), *row.extras.values())
        if _EVERY_MARK in "".join(texts):
            self._demand_unmarked(texts)
        values = self._values(row)
        if any(map(gt, map(len, values), self._longest)):
            for value, (limit, header) in zip(values, self._limits, strict=True):
                if len(value) > limit:
                    raise NotTaken(header, f"有 {len(value)} 个字，超过 {limit} 个字")

    def _demand_unmarked(self, texts: tuple[str, ...]) -> None:
        for at, text in enumerate(texts):
            if _EVERY_MARK in text and any(
                found.verdict is Verdict.BLOCK for found in screen_text(text, _NO_LISTS)
            ):
                header = self._headers[at] if at < len(self._headers) else "其他列"
                raise NotTaken(header, "有密级标志，没有导入；本系统为非涉密系统，请停止办理并报告保密办公室")
