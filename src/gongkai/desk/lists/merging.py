"""Several ranges of a row table as one: each is read by its own index, then they are merged.

A condition with OR over an ordered list makes a database sort everything; ranges that are cut off one by one
and merged do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL

Sql = tuple[str, tuple[Any, ...]]


def places(parts: Sequence[QuerySet[Any]], most: int) -> RawSQL:
    """The first ``most`` places of rows in any of the parts, lowest first; for ``place__in``."""
    sql, params = _merged(parts, most)
    return RawSQL(sql, params)  # noqa: S611 - compiled querysets


def number(parts: Sequence[QuerySet[Any]], most: int) -> RawSQL:
    """How many rows the parts have, counted up to ``most``; to be annotated."""
    sql, params = _merged(parts, most)
    counting = f"SELECT COUNT(*) FROM ({sql}) AS counted"  # noqa: S608 - as above
    return RawSQL(counting, params, IntegerField())  # noqa: S611 - as above


def _merged(parts: Sequence[QuerySet[Any]], most: int) -> Sql:
    """A row in two parts comes once."""
    statements: list[str] = []
    params: list[Any] = []
    for number, part in enumerate(parts):
        try:
            sql, own = part.order_by("place").values("place")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        statements.append(f"SELECT place FROM ({sql}) AS part{number}")  # noqa: S608 - as above
        params += own
    if not statements:
        return "SELECT 0 AS place WHERE 1 = 0", ()
    return f"{' UNION '.join(statements)} ORDER BY place LIMIT {most}", tuple(params)
