"""The portal's columns as the desk knows them: key, name, the categories that stand there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongkai.law import scope


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the words 信息类别 of its items."""

    key: str
    name: str
    categories: tuple[str, ...]


@cache
def names_of() -> dict[str, Column]:
    """All columns by their keys, in the order of the law's categories."""
    return {
        one.key: Column(one.key, one.column, tuple(dict.fromkeys((one.name, one.column, one.key))))
        for one in scope.categories()
    }
