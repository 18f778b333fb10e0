"""Writes registers out of the desk's database: complete, so for a person with the right to it, and on record.

:func:`run` gives back the same register that an import would read, names and original texts opened; the
export is an event of the agency. :func:`rows` streams the typed rows.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.db.models import QuerySet

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import keyring
from gongkai.desk.casework.models import Registration, Series
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Item, ItemFile
from gongkai.ledgers.exports import applications, complaints, items, organisation, plain, remedies
from gongkai.ledgers.exports.cases import CHUNK
from gongkai.ledgers.registers import register_of
from gongkai.ledgers.rows import Row
from gongkai.ledgers.writing import write_register
from gongkai.refusal import Refused

__all__ = ["Exported", "rows", "run"]

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""
_Reader = Callable[[Sequence[bytes], Sequence[int]], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows, and attachments laid beside the register."""

    kind: str
    out: Path
    rows: int
    files: int = 0


def run(
    kind: str,
    out: Path,
    *,
    agency: Agency,
    at: datetime,
    year: int | None = None,
    by: str = SYSTEM,
    progress: Progress | None = None,
) -> Exported:
    """Write a register of ``agency`` to ``out`` (.csv or .xlsx), all of it or one ``year`` by its main date.

    ``by`` is ``system`` or the uid of an officer; the event is written before the first person is opened.
    Attachments of items are laid beside ``out`` under the names that the register uses. What was kept secret
    by request, or destroyed after its time, stays empty. Raises Refused for an unknown kind and for
    a file that cannot be written.
    """
    if kind == organisation.KIND:
        return Exported(kind, out, *organisation.run(out, agency=agency, at=at, by=by))
    found, _ = _source(kind, agency, year)
    data = {"register": kind, "rows": found.count()} | ({"year": year} if year else {})
    record(f"agency/{agency.code}", "exported", by=by, occurred=shanghai_date(at), at=at, data=data)
    extras = _extras(kind, agency, year)
    said = rows(kind, agency=agency, year=year, progress=progress)
    count = write_register(kind, out, said, extras=extras)
    laid = _lay_files(out.parent, agency, year) if kind == "items" else 0
    return Exported(kind, out, count, laid)


def rows(
    kind: str, *, agency: Agency, year: int | None = None, progress: Progress | None = None
) -> Iterator[Row]:
    """The rows of a register in the order in which they were registered, opened, a few at a time."""
    found, reader = _source(kind, agency, year)
    handling = tuple(keyring.secrets("handling"))
    total, done = found.count() if progress else 0, 0
    for ids in _pages(found):
        for row in reader(handling, ids):
            done += 1
            yield row
        if progress:
            progress(done, total)


def _pages(found: QuerySet[Registration]) -> Iterator[list[int]]:
    """The keys, a chunk at a time, by keyset: constant memory on both databases."""
    last = 0
    while ids := list(found.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield ids
        last = ids[-1]


def _source(kind: str, agency: Agency, year: int | None) -> tuple[QuerySet, _Reader]:  # type: ignore[type-arg]
    """The records of a register and what reads them. Raises Refused for an unknown kind."""
    register_of(kind)
    cased: dict[str, tuple[str, _Reader]] = {
        "complaints": (Series.COMPLAINTS, complaints.rows_of),
        "applications": (Series.APPLICATIONS, applications.rows_of),
        "remedies": (Series.REMEDIES, remedies.rows_of),
    }
    plains = {"penalties": plain.PENALTIES, "samples": plain.SAMPLES, "activities": plain.ACTIVITIES}
    if kind in cased:
        series, reader = cased[kind]
        found = Registration.objects.filter(agency=agency, series=series, voided_on__isnull=True)
        return _in_year(found, "registered_on", year), reader
    if kind == "items":
        of_agency = Item.objects.filter(agency=agency, kind=Item.Kind.ITEM, voided_on__isnull=True)
        return _in_year(of_agency, "published_on", year), lambda _, ids: items.rows_of(ids)
    how = plains[kind]
    recorded = how.model._default_manager.filter(agency=agency, voided_on__isnull=True)
    return _in_year(recorded, how.day, year), partial(plain.rows_of, how)


def _in_year(found: QuerySet, field: str, year: int | None) -> QuerySet:  # type: ignore[type-arg]
    if year is None:
        return found
    return found.filter(**{f"{field}__range": (date(year, 1, 1), date(year, 12, 31))})


def _extras(kind: str, agency: Agency, year: int | None) -> tuple[str, ...]:
    """The unknown columns that the rows carry: found by a walk before the first line is written."""
    found: dict[str, None] = {}
    for row in rows(kind, agency=agency, year=year):
        if row.extras:
            found.update(dict.fromkeys(row.extras))
    return tuple(found)


def _lay_files(folder: Path, agency: Agency, year: int | None) -> int:
    """Copy the attachments of the exported items to where the register says they are."""
    found, _ = _source("items", agency, year)
    count = 0
    for ids in _pages(found):
        digests: dict[str, list[str]] = {}
        attached = ItemFile.objects.filter(item__in=ids).order_by("item", "position", "id")
        for index, digest in attached.values_list("item__index", "sha256"):
            digests.setdefault(index, []).append(digest)
        for row in items.rows_of(ids):
            for name, digest in zip(row.attachments, digests.get(row.index, ()), strict=False):
                count += _lay(folder, name, digest)
    return count


def _lay(folder: Path, name: str, digest: str) -> bool:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or path.exists():
        return False
    source = files.place(digest)
    if not source.is_file():
        raise Refused("E_BLOB", f"附件“{name}”在本系统中缺失", "请用 gongkai verify 检查")
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)
    return True
