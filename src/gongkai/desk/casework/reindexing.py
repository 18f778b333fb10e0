"""Making an index of keyed hashes anew under another key, after the one before leaked (SEALING.md 2.1, 5).

``gongkai keys rotate index-handling`` calls :func:`rotate`. The work goes in parts and in short steps, each a
transaction with its cursor: it takes bounded memory, others work on, and a run that broke off is gone on with
by calling it again. Phones and ids are opened case by case, hashed under the new key into a second column,
and switched in one transaction; what rooms keep under the same key they make anew themselves
(``settings.GONGKAI_INDEXED``). What cannot be made anew, because its case was shredded or its words are
nowhere kept, is taken out of the index and counted. At last the old key is erased.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import indexing, keyring
from gongkai.desk.casework.models import (
    Case,
    CaseKey,
    IndexKey,
    Party,
    PersonKey,
    ReporterDue,
    ReporterKey,
)
from gongkai.desk.casework.personal import IDENTIFIER, PARTY, PHONE, normal_form
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.refusal import Refused
from gongkai.sealing import fields, index
from gongkai.sealing.fields import Sealer
from gongkai.sealing.times import stamp

BEGUN, RENEWED = "index-begun", "index-renewed"
"""Types of the events in the stream ``keys/<use>``: ids of keys and counts, nothing else."""
ROWS = "rows."
"""How the names of parts begin that are hashes of register rows."""
BATCH = 500
"""Hashes of persons of one step."""
_SAID: Mapping[str, tuple[str, ...]] = {PHONE: ("phone", "contact"), IDENTIFIER: ("id",)}
_PEOPLE, _SWITCH, _OLD = "people", "switch", "_old"

Portion = Callable[[int, bytes | None, bytes], tuple[int, int, int] | None]
"""The next records behind a cursor, old secret (null: it is gone), new secret → the last record, how many
were made anew, how many could not be; null at the end. Called inside of a transaction."""
Told = Callable[["Part", int], None]
"""Progress: the part, and how many hashes of it were looked at."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a room keeps under the key: its name, what it is called, what does the next portion.

    ``is_after``: only when the new key counts already.
    """

    name: str
    label: object
    portion: Portion
    is_after: bool = False
    settle: Callable[[], None] | None = None
    """What is to be done in the transaction of the switch."""


def rotate(use: str, *, at: datetime, say: Told | None = None) -> IndexKey:
    """Make a new key for an index and everything in it anew, or go on where an earlier run broke off.

    Raises Refused ``E_KEYS_MISSING`` where there is no key at all. The row given tells what came of it.
    """
    _begin(use, at)
    return _go_on(use, at, say)


def is_under_way(row: IndexKey) -> bool:
    """Whether a change of the key was begun and is not at its end."""
    return row.began_at is not None and row.ended_at is None


def is_stale(use: str) -> bool:
    """Whether the hashes stand under a key that is not there: a backup from before the key was changed."""
    row = IndexKey.objects.filter(pk=use).first()
    store = keyring.store()
    kept = {key.kid for key in store.all(use)}
    kid = row.kid if row else ""
    return (kid or store.first_index_key(use)) not in {*kept, ""}


def renew_stale(use: str, *, at: datetime, say: Told | None = None) -> IndexKey:
    """Make a stale index anew under the key that there is, as after a restore."""
    new = keyring.store().load(use).kid
    with transaction.atomic():
        indexing.lock(use)
        row, _ = IndexKey.objects.get_or_create(pk=use)
        _set_out(row, row.kid or keyring.store().first_index_key(use), new, at)
    return _go_on(use, at, say)


def parts(use: str) -> list[Part]:
    """What stands under the key of an index, in the order in which it is made anew."""
    if use != indexing.HANDLING:
        return []
    theirs = [part for path in settings.GONGKAI_INDEXED for part in import_string(path)]
    return [Part(_PEOPLE, gettext_lazy("人员（电话、证件号）"), _people), *theirs]


def _begin(use: str, at: datetime) -> None:
    """A new key, announced in the database before anything is written under it."""
    store = keyring.store()
    with transaction.atomic():
        indexing.lock(use)
        row, _ = IndexKey.objects.get_or_create(pk=use)
        if is_under_way(row):
            return
        if not row.kid:
            row.kid = store.load(use).kid
            row.save()
    newest = store.load(use)
    if newest.kid == row.kid or is_stale(use):
        newest = store.rotate(use, stamp(at))
    keyring.forget()
    with transaction.atomic():
        indexing.lock(use)
        row = IndexKey.objects.get(pk=use)
        _set_out(row, row.kid, newest.kid, at)


def _set_out(row: IndexKey, old: str, new: str, at: datetime) -> None:
    if is_under_way(row):
        return
    row.kid, row.next_kid, row.part, row.last = old, new, "", 0
    row.counts, row.began_at, row.ended_at = {}, at, None
    row.save()
    data = {"old": old, "new": new}
    record(f"keys/{row.use}", BEGUN, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)


def _go_on(use: str, at: datetime, say: Told | None) -> IndexKey:
    """Everything from where it stands to the end."""
    row = IndexKey.objects.get(pk=use)
    old = _secret(use, row.counts.get(_OLD, row.kid))
    new = keyring.key(use, row.next_kid or row.kid).secret
    todo = parts(use)
    before = [one for one in todo if not one.is_after]
    after = [one for one in todo if one.is_after]
    names = [*(one.name for one in before), _SWITCH, *(one.name for one in after)]
    done = names.index(row.part) if row.part in names else 0
    for place, name in enumerate(names):
        if place < done:
            continue
        part = next((one for one in todo if one.name == name), None)
        if part is None:
            _switch(use, old, new, todo)
        else:
            _whole(use, part, old, new, say)
    return _end(use, at)


def _whole(use: str, part: Part, old: bytes | None, new: bytes, say: Told | None) -> None:
    """One part from its cursor to its end."""
    while True:
        with transaction.atomic():
            row = _row(use, part.name)
            found = part.portion(row.last, old, new)
            if found is None:
                return
            row.last, made, lost = found
            said = row.counts.get(part.name, [0, 0])
            row.counts[part.name] = [said[0] + made, said[1] + lost]
            row.save()
        if say is not None:
            say(part, sum(row.counts[part.name]))


def _row(use: str, part: str) -> IndexKey:
    """The state, at the beginning of a part or within it."""
    row = IndexKey.objects.select_for_update().get(pk=use)
    if row.part != part:
        row.part, row.last = part, 0
        row.save()
    return row


def _switch(use: str, old: bytes | None, new: bytes, todo: Sequence[Part]) -> None:
    """The second column takes the first one's place, and the new key counts: one transaction, or nothing."""
    with transaction.atomic():
        indexing.lock(use)
        row = IndexKey.objects.select_for_update().get(pk=use)
        if row.next_kid:
            said = row.counts.get(_PEOPLE, [0, 0])
            if use == indexing.HANDLING:
                said[0] += _late(old, new)
                said[1] += PersonKey.objects.filter(fresh__isnull=True).delete()[0]
                PersonKey.objects.update(digest=F("fresh"), fresh=None)
                row.counts[_PEOPLE] = said
            else:
                reporters_again()
            for part in todo:
                if part.settle is not None:
                    part.settle()
            row.counts[_OLD] = row.kid
            row.kid, row.next_kid = row.next_kid, ""
            row.part, row.last = _SWITCH, 0
            row.save()


def reporters_again() -> None:
    """Leave every report to the opener to put into its index anew: nothing stands under another key."""
    ReporterKey.objects.all().delete()
    ReporterDue.objects.all().delete()
    reports = Party.objects.filter(case__kind=Case.Kind.REPORT, sealed__isnull=False)
    found = reports.filter(role=Party.Role.PETITIONER).order_by("case")
    last = 0
    while some := list(found.filter(case__gt=last).values_list("case", flat=True)[:BATCH]):
        ReporterDue.objects.bulk_create(ReporterDue(case_id=case) for case in some)
        last = some[-1]


def _end(use: str, at: datetime) -> IndexKey:
    """Erase the keys before, and tell what came of it."""
    row = IndexKey.objects.get(pk=use)
    for key in keyring.store().all(use):
        if key.kid != row.kid:
            keyring.store().destroy(use, key.kid)
    keyring.forget()
    with transaction.atomic():
        row = IndexKey.objects.select_for_update().get(pk=use)
        if row.ended_at is None:
            old = row.counts.pop(_OLD, "")
            row.part, row.last, row.ended_at = "", 0, at
            row.save()
            made, lost = totals(row)
            data = {"old": old, "new": row.kid, "made": made, "lost": lost, "rows": rows_left(row)}
            record(f"keys/{use}", RENEWED, by=SYSTEM, occurred=shanghai_date(at), at=at, data=data)
    return row


def totals(row: IndexKey) -> tuple[int, int]:
    """How many hashes were made anew and how many could not be, those of register rows apart."""
    counts = [pair for name, pair in row.counts.items() if name != _OLD and not name.startswith(ROWS)]
    return sum(made for made, _ in counts), sum(lost for _, lost in counts)


def rows_left(row: IndexKey) -> int:
    """How many rows of registers are compared by value when they are next read."""
    return sum(pair[1] for name, pair in row.counts.items() if name.startswith(ROWS))


def _secret(use: str, kid: str) -> bytes | None:
    try:
        return keyring.key(use, kid).secret
    except Refused:
        return None


def _people(after: int, old: bytes | None, new: bytes) -> tuple[int, int, int] | None:
    """The hashes of the next persons into the second column, from the values that the cases hold."""
    rows = list(PersonKey.objects.filter(pk__gt=after).select_related("case").order_by("pk")[:BATCH])
    if not rows:
        return None
    made = _fill([row for row in rows if row.fresh is None], old, new)
    return rows[-1].pk, made, 0


def _late(old: bytes | None, new: bytes) -> int:
    """Rows that a process wrote which knew of no new key yet; there are few, the switch takes them along."""
    made, after = 0, 0
    rows = PersonKey.objects.filter(fresh__isnull=True).select_related("case").order_by("pk")
    while found := list(rows.filter(pk__gt=after)[:BATCH]):
        made, after = made + _fill(found, old, new), found[-1].pk
    return made


def _fill(rows: Sequence[PersonKey], old: bytes | None, new: bytes) -> int:
    handling = keyring.secrets("handling")
    cases = {row.case_id for row in rows}
    keys = dict(CaseKey.objects.filter(case__in=cases).values_list("case", "dek_h"))
    parties: dict[int, list[Party]] = {}
    for party in Party.objects.filter(case__in=cases, sealed__isnull=False).order_by("pk"):
        parties.setdefault(party.case_id, []).append(party)
    filled = []
    for row in rows:
        wrapped = keys.get(row.case_id)
        known = parties.get(row.case_id, ())
        normals = list(_normals(row, wrapped, known, handling)) if wrapped is not None else []
        fits = [one for one in normals if old and index.eq_hash(old, row.kind, one) == bytes(row.digest)]
        if fits or normals:
            row.fresh = index.eq_hash(new, row.kind, (fits or normals)[0])
            filled.append(row)
    PersonKey.objects.bulk_update(filled, ["fresh"])
    return len(filled)


def _normals(
    row: PersonKey, wrapped: Any, parties: Sequence[Party], handling: Sequence[bytes]
) -> Iterator[str]:
    """The phones or ids that the persons of a case gave, as they are hashed."""
    uid = row.case.uid
    for party in parties:
        said = _opened(uid, bytes(wrapped), party, handling)
        for name in _SAID.get(row.kind, ()):
            written = said.get(name)
            normal = normal_form(row.kind, str(written)) if written else None
            if normal is not None:
                yield normal


def _opened(uid: str, wrapped: bytes, party: Party, handling: Sequence[bytes]) -> dict[str, Any]:
    for secret in handling:
        try:
            sealer = Sealer(fields.open_dek_h(secret, uid, wrapped))
            return dict(sealer.open(PARTY, uid, party.role, bytes(party.sealed or b"")))
        except Refused:
            continue  # another key wrapped it, or the person lies under the key of two
    return {}
