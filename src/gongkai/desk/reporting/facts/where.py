"""A predicate over fact columns: the same one counts a figure and filters its drill-down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Fact = str | bool | int | frozenset[str]
_NAME = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class Where:
    """Each named column has one of the values; no column: every row.

    Columns hold words, flags or numbers; a column of several words (the outlets of an item) fits when one of
    them is among the values.
    """

    of: tuple[tuple[str, tuple[str | bool | int, ...]], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it looks at, in their order."""
        return tuple(name for name, _ in self.of)

    def holds(self, row: Mapping[str, Fact]) -> bool:
        """Whether a row of facts fits."""
        for name, values in self.of:
            fact = row[name]
            if isinstance(fact, frozenset):
                if fact.isdisjoint(values):
                    return False
            elif fact not in values:
                return False
        return True

    def sql(self) -> tuple[str, list[str | int]]:
        """The condition as SQL over the fact columns, and its parameters; flags are 0 and 1 there."""
        parts, parameters = ["1 = 1"], list[str | int]()
        for name, values in self.of:
            assert _NAME.fullmatch(name)
            parts.append(f"{name} IN ({', '.join(['%s'] * len(values))})" if values else "1 = 0")
            parameters += [int(value) if isinstance(value, bool) else value for value in values]
        return " AND ".join(parts), parameters

    def __and__(self, other: Where) -> Where:
        """Both: a column that both name must fit both."""
        mine = dict(self.of)
        for name, values in other.of:
            mine[name] = tuple(one for one in values if one in mine[name]) if name in mine else values
        return Where(tuple(sorted(mine.items())))


def where(**columns: str | bool | int | tuple[str | bool | int, ...]) -> Where:
    """A predicate from keywords: ``where(kind=("投诉", "举报"), closed=True)``."""
    return Where(
        tuple(
            sorted(
                (name, values if isinstance(values, tuple) else (values,)) for name, values in columns.items()
            )
        )
    )
