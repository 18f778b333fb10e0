"""The register of remedies read back from the desk's database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.desk.remedies.models import Remedy
from gongkai.ledgers.exports.cases import cases_of
from gongkai.ledgers.rows import RemedyRow

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
            result=rest.get("结果", said["result"]),
            closed_on=said["closed_on"],
            key=(said["kind"], number),
            digest=b"",
            row_number=0,
            extras=cases[said["case__registration_id"]].extras,
        )


def row_of(handling: Sequence[bytes], registration: int) -> RemedyRow:
    """The row of one registration."""
    return next(rows_of(handling, [registration]))
