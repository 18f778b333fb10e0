"""Adds up the totals that the statutory tables ask for."""

from __future__ import annotations

from gongkai.law.forms.checks import Value, Values
from gongkai.law.forms.layout import Form, MatrixTable


def with_totals(values: Values, *, form: Form) -> dict[str, Value]:
    """``values`` with every total of ``form`` that was not given: sums of rows, columns and groups.

    A total that is given stays, right or wrong (:func:`gongkai.law.forms.check` says so); blanks count as 0.
    What no sum can give (received, carried over, left over) is not invented.
    """
    filled: dict[str, Value] = dict(values)
    for total, parts in sorted(form.sums, key=lambda one: one[0].count("."), reverse=True):
        _fill(filled, total, parts)
    if form.matrix is not None:
        _fill_matrix(filled, form.matrix)
    for group in form.groups:
        _fill(filled, group.cells[-1], group.cells[:-1])
    return filled


def _fill_matrix(filled: dict[str, Value], table: MatrixTable) -> None:
    people = [column.key for column in table.columns if column.key != "total"]
    for column in people:
        _fill(filled, f"out.total.{column}", tuple(f"{row.key}.{column}" for row in table.leaves))
    for row in table.counted:
        parts = tuple(f"{row.key}.{column}" for column in people)
        if any(key in filled for key in parts):
            _fill(filled, f"{row.key}.total", parts)


def _fill(filled: dict[str, Value], total: str, parts: tuple[str, ...]) -> None:
    if filled.get(total) is None:
        filled[total] = sum((filled.get(key) or 0 for key in parts), start=0)
