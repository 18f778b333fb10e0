"""The register of remedies read back from the desk's database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.desk.remedies.models import Remedy
from gongkai.ledgers.exports.cases import cases_of, day_in
from gongkai.ledgers.rows import RemedyRow

NO_DAY = "没有结案日期的结果"
NO_RESULT = "没有结果的结案日期"
"""What a register says of an end by halves; the case stays open until the other half comes."""
_FIELDS = (
    *(
        "case__registration_id",
        "case__registration__number",
        "case__registration__extras",
        "kind",
        "application_number",
    ),
    *("received_on", "result", "closed_on"),
)


def rows_of(handling: Sequence[bytes], registrations: Sequence[int]) -> Iterator[RemedyRow]:
    """The rows of these registrations, in the order of their ids. ``handling``: keys, newest first."""
    cases = cases_of(handling, registrations)
    found = Remedy.objects.filter(case__registration__in=registrations)
    for said in found.order_by("case__registration_id").values(*_FIELDS):
        rest: dict[str, str] = said["case__registration__extras"]
        number = rest.get("案号", said["case__registration__number"])
        yield RemedyRow(
            kind=said["kind"],
            number=number,
            application=said["application_number"],
            received_on=said["received_on"],
            result=said["result"] if said["closed_on"] else _open_result(said, rest),
            closed_on=said["closed_on"] or day_in(rest, NO_RESULT),
            key=(said["kind"], number),
            digest=b"",
            row_number=0,
            extras=cases[said["case__registration_id"]].extras,
        )


def _open_result(said: dict[str, Any], rest: dict[str, str]) -> str:
    return rest.get(NO_DAY, rest.get("结果", str(said["result"])))


def row_of(handling: Sequence[bytes], registration: int) -> RemedyRow:
    """The row of one registration."""
    return next(rows_of(handling, [registration]))
