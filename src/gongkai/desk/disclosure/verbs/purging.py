"""涉密误入处置 of whatever is stored on the desk: its texts and files go, number and events stay.

What is emptied stands as data in :mod:`gongkai.desk.disclosure.holdings`, for every table of every room.
Facts, days and outcomes stay, so do the figures. Rows are emptied, never deleted: what counts on them goes
on, and a filed case can be purged too. Files that background work made from records go with any purge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import files, holdings, rules
from gongkai.desk.disclosure.models import FileCheck, Incident, Item, ItemFile, OpinionFile, Withdrawal
from gongkai.desk.disclosure.opinion_keys import sealer_of
from gongkai.desk.disclosure.verbs.handing_in import lock
from gongkai.desk.disclosure.verbs.quarantining import NOTHING, PURGE, PURGED, quarantine
from gongkai.desk.jobs import results
from gongkai.desk.jobs.models import Job
from gongkai.desk.lists import marks
from gongkai.desk.lists.listing import LISTINGS
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.models import Arrival
from gongkai.refusal import Refused

SHOWN = 30
"""Records that a search for one to purge shows at most."""
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A record as the page of purges names it: nothing of what it says."""

    pk: int
    number: str
    day: str


@dataclass(slots=True)
class _Files:
    """Files that lose their last name: ciphertexts by theirs, others by their SHA-256."""

    blobs: set[str]
    scans: set[str]


def kinds() -> dict[str, str]:
    """The records that can be purged by themselves, by label, in the words of the desk."""
    return {label: str(_model(label)._meta.verbose_name) for label in holdings.ROOTS}


def found(label: str, agency: Agency, number: str = "") -> list[Found]:
    """The newest records of a kind, or those of a number; ``unknown-kind`` for what is no record."""
    root = _root(label)
    rows = _of_agency(label, agency).order_by("-pk")
    if number:
        rows = _of_number(rows, root.number[0], number)
    listed = rows.values_list("pk", *root.number, *([root.day] if root.day else []))[:SHOWN]
    made = []
    for pk, *said in listed:
        day = str(said.pop())[:16] if root.day else ""
        made.append(Found(pk, " ".join(str(one) for one in said), day))
    return made


def purge(item: Item, by: Officer, at: datetime) -> Incident:
    """Take a secret that was stored out of the desk: texts, submissions, attachments; the item is voided.

    What is public has to be withdrawn before. Digests, decisions and events stay, so that every chain still
    verifies. Raises Refused: ``not-held``, ``still-public``, ``purged``.
    """
    day = shanghai_date(at)
    if rules.standing(by, PURGE, agency=item.agency, unit=item.unit, day=day) is None:
        raise _not_held(by)
    _demand_gone(item)
    incident = quarantine(item.agency, Incident.Place.STORED, by, at, item)
    with for_good(), transaction.atomic():
        item = lock(item)
        _demand_gone(item)
        digests = set(item.files.values_list("sha256", flat=True))
        for rows in (item.files, item.resolutions, item.public_findings, item.copies, item.relations):
            rows.all().delete()
        item.title, item.text, item.body, item.doc_no, item.extras = NOTHING, "", [], "", {}
        item.correction = ""
        item.purged_at, item.voided_on = at, item.voided_on or day
        item.save()
        # After the item: rows of lists that hang on it are built anew, and some say its title.
        gone = empty(holdings.ITEM, [item.pk], at)
        gone.scans |= digests
        for path in settings.GONGKAI_PURGED:
            import_string(path)(item)
        record(item.stream, PURGED, by=by, occurred=day, at=at, data={"number": incident.number})
    kept = ItemFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True)
    FileCheck.objects.filter(sha256__in=digests - set(kept)).delete()
    unlink(gone)
    return incident


def purge_record(label: str, pk: int, agency: Agency, by: Officer, at: datetime) -> Incident:
    """Take a secret out of a record and of all that hangs on it. Raises Refused: ``not-held``, ``not-found``,
    ``unknown-kind``.
    """
    _demand(by, agency, at)
    _root(label)
    record_ = _of_agency(label, agency).filter(pk=pk).first()
    if record_ is None:
        raise Refused("not-found", "没有这条记录", "请重新查找")
    incident = quarantine(agency, Incident.Place.STORED, by, at)
    with for_good(), transaction.atomic():
        gone = empty(label, [record_.pk], at)
        data = {"number": incident.number, "table": label, "record": str(getattr(record_, "uid", record_.pk))}
        stream = getattr(record_, "stream", incident.stream)
        record(stream, PURGED, by=by, occurred=shanghai_date(at), at=at, data=data)
    unlink(gone)
    return incident


def purge_case(case: Case, by: Officer, at: datetime) -> Incident:
    """Take a secret that was registered out of a case: texts, persons, letters, files, notes of every room.

    Raises Refused: ``not-held``, ``purged``.
    """
    day, agency = shanghai_date(at), case.registration.agency
    _demand(by, agency, at)
    if case.incidents.filter(place=Incident.Place.STORED).exists():
        raise Refused("purged", f"{case.registration.number} 已经清除", "无需再办")
    incident = quarantine(agency, Incident.Place.STORED, by, at, case=case)
    with for_good(), transaction.atomic():
        gone = empty(holdings.CASE, [case.pk], at)
        more = empty(holdings.REGISTRATION, [case.registration_id], at)
        record(case.stream, PURGED, by=by, occurred=day, at=at, data={"number": incident.number})
    unlink(gone)
    unlink(more)
    return incident


def purge_arrival(incident: Incident, by: Officer, at: datetime) -> None:
    """Clear a sealed message away in which a mark was met: ciphertext and files. Raises ``not-held``."""
    day = shanghai_date(at)
    _demand(by, incident.agency, at)
    if incident.arrival is None:
        raise Refused("no-arrival", f"{incident.number} 不是网上来件", "请按登记编号清除")
    with for_good(), transaction.atomic():
        Arrival.objects.filter(pk=incident.arrival.pk).exclude(state=Arrival.State.TAKEN).update(sealed=b"")
        record(incident.stream, PURGED, by=by, occurred=day, at=at, data={"number": incident.number})


@contextmanager
def for_good() -> Iterator[None]:
    """What is emptied inside leaves no copy in the database's log: SQLite's is written back at the end (its
    free pages are cleared by every connection of the desk), PostgreSQL's autovacuum does it in its own time.
    What was made from records to be fetched goes too.
    """
    for job in Job.objects.exclude(result_sha256=""):
        results.drop(job)
        Job.objects.filter(pk=job.pk).update(result_sha256="", result_size=None)
    try:
        yield
    finally:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def empty(label: str, keys: Iterable[int], at: datetime) -> _Files:
    """Empty a table's rows and everything that hangs on them; gives the files that went with them."""
    gone = _Files(set(), set())
    _empty(label, list(keys), at, gone)
    return gone


def _empty(label: str, keys: list[int], at: datetime, gone: _Files) -> None:
    for table, (owner, path) in holdings.OWNED.items():
        if owner == label:
            rows = _model(table)._default_manager.filter(**{f"{path}__in": keys})
            _empty(table, sorted(set(rows.values_list("pk", flat=True))), at, gone)
    rows = _model(label)._default_manager.filter(pk__in=keys)
    for into, columns in ((gone.blobs, holdings.BLOBS), (gone.scans, holdings.SCANS)):
        if label in columns:
            into.update(name for name in rows.values_list(columns[label], flat=True) if name)
    columns_ = holdings.WRITTEN.get(label, ())
    more = _OWN.get(label)
    for row in rows if columns_ else ():
        made = {name: _nothing(row, name) for name in columns_} | (more(row, at) if more else {})
        _model(label)._default_manager.filter(pk=row.pk).update(**made)
    for listing in LISTINGS.values():
        if keys and listing.row._meta.pk.related_model is _model(label):
            marks.purge(listing, keys)


def _nothing(row: models.Model, name: str) -> object:
    """What a column says once it says nothing; one that said nothing stays as it is."""
    field, value = row._meta.get_field(name), getattr(row, name)
    if not value:
        return value
    if isinstance(field, models.BinaryField):
        return None if field.null else b""
    if isinstance(field, models.JSONField):
        return type(value)()
    single = any(
        name in one.fields for one in row._meta.constraints if isinstance(one, models.UniqueConstraint)
    )
    said = f"{NOTHING[:-1]} {row.pk}）" if single else NOTHING
    longest = getattr(field, "max_length", None) or len(said)
    return said if len(said) <= longest else said[1:-1][:longest]


def _opinion(row: Any, at: datetime) -> dict[str, Any]:
    """The database refuses an opinion without its sealed words: they say nothing instead."""
    if not row.dek:
        return {"sealed": b""}
    sealed, _ = sealer_of(row).seal_and_commit("opinion", row.uid, "said", {"text": NOTHING, "person": {}})
    return {"sealed": sealed}


_OWN: Mapping[str, Callable[[Any, datetime], dict[str, Any]]] = MappingProxyType(
    {
        "disclosure.Opinion": _opinion,
        "disclosure.OpinionFile": lambda row, at: {
            "state": OpinionFile.State.PURGED,
            "screened_at": row.screened_at or at,
        },
        "enforcement.SampleFile": lambda row, at: {} if row.content is None else {"content": b""},
    }
)
"""What a table's row needs besides."""


def unlink(gone: _Files) -> None:
    """Delete the files that no other record names."""
    for table, column in holdings.BLOBS.items():
        kept = holding(table).filter(**{f"{column}__in": gone.blobs})
        gone.blobs -= set(kept.values_list(column, flat=True))
    for blob in gone.blobs:
        sealed_files.place(blob).unlink(missing_ok=True)
    for digest in gone.scans - set(_still_named(gone.scans)):
        files.place(digest).unlink(missing_ok=True)


def holding(table: str) -> QuerySet[Any]:
    """The rows of a table of files (``holdings.BLOBS``, ``holdings.SCANS``) that still hold theirs.

    Of a purged one the digest stays, the file goes. No file of somebody's is called as a purged one is: names
    end with an extension.
    """
    rows: QuerySet[Any] = _model(table)._default_manager.order_by()
    if table in holdings.BLOBS:
        return rows.exclude(sealed=b"")
    written = next((one for one in ("scan_name", "name") if one in holdings.WRITTEN.get(table, ())), "")
    if not written:
        return rows
    return rows.exclude(**{f"{written}__startswith": NOTHING[:-1], f"{written}__endswith": NOTHING[-1]})


def _still_named(digests: set[str]) -> Iterator[str]:
    """Digests that a record names which was not purged: its written columns still say something."""
    for table, column in holdings.SCANS.items():
        yield from holding(table).filter(**{f"{column}__in": digests}).values_list(column, flat=True)


def _model(label: str) -> Any:
    return apps.get_model(label)


def _root(label: str) -> holdings.Root:
    if label not in holdings.ROOTS:
        raise Refused("unknown-kind", "没有这类记录", "请从列表中选择")
    return holdings.ROOTS[label]


def _of_agency(label: str, agency: Agency) -> Rows:
    rows: Rows = _model(label)._default_manager.all()
    root = holdings.ROOTS[label]
    unknown = Q(**{f"{root.agency}__isnull": True}) if root.unknown else Q()
    return rows.filter(Q(**{root.agency: agency}) | unknown)


def _of_number(rows: Rows, column: str, number: str) -> Rows:
    """The records of a number; none where the column cannot hold what was typed."""
    try:
        return rows.filter(**{column: number})
    except (ValueError, ValidationError):
        return rows.none()


def _demand(by: Officer, agency: Agency, at: datetime) -> None:
    if rules.standing(by, PURGE, agency=agency, unit=None, day=shanghai_date(at)) is None:
        raise _not_held(by)


def _not_held(by: Officer) -> Refused:
    return Refused("not-held", f"{by.name}当日没有涉密误入处置职责", "请由保密审查员或政务公开办公室办理")


def _demand_gone(item: Item) -> None:
    if item.purged_at is not None:
        raise Refused("purged", f"“{item.index}”已经清除", "无需再办")
    last = item.releases.order_by("-no").first()
    down = Withdrawal.objects.filter(release=last, log_index__isnull=False).exists() if last else True
    if not down:
        raise Refused("still-public", f"“{item.index}”还在公开或者撤稿还没有送出", "请先撤稿，几秒后再清除")
