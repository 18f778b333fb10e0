"""The opener: what two persons decided to open is opened here, outside of the web (SEALING.md 2.1, 5).

The web can write a secret identity and not read it. This runs in the worker, or alone as another user of the
system who holds the identity keys (setting ``identity_apart``, ``gongkai worker --opener``). It asks the
chain of events, not the row, whether two persons did it, and seals what it opens to the browser of who asked.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import indexing
from gongkai.desk.casework.keyring import secrets
from gongkai.desk.casework.models import Case, CaseKey, Party, ReporterDue, ReporterKey
from gongkai.desk.casework.personal import IDENTIFIER, PARTY, PHONE, normal_form, party_for_letter
from gongkai.desk.casework.recording import authentic, record
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.models import Opening
from gongkai.desk.complaints.verbs.identity import (
    APPROVED,
    ASKED,
    NOT_OPENED,
    OPENED,
    OTHERWISE,
    SERVES,
    party_of,
    place,
)
from gongkai.refusal import Refused
from gongkai.sealing import fields, hpke, index
from gongkai.sealing.canon import canon
from gongkai.sealing.fields import Sealer
from gongkai.sealing.times import stamp

INDEXED_AT_ONCE = 200
"""Reports of one step: a few tenths of a second."""


def open_approved(at: datetime) -> int:
    """Open what was approved and is not opened yet, empty what served its minutes; gives how many of both.

    One that must not be opened keeps the code of the reason, and stops nothing else.
    """
    waiting = Opening.objects.filter(approved_at__isnull=False, opened_at__isnull=True, problem="")
    keys = list(waiting.order_by("approved_at", "pk").values_list("pk", flat=True))
    served = Opening.objects.filter(sealed__isnull=False, approved_at__lt=at - SERVES)
    return sum(_open(pk, at) for pk in keys) + (served.update(sealed=None) if served.exists() else 0)


def index_reporters(most: int = INDEXED_AT_ONCE) -> int:
    """Put the reporters of the next reports into the index that only this process keeps; gives how many.

    Phones and ids as keyed hashes under ``index-identity``. A person that no key opens has none.
    """
    if not ReporterDue.objects.exists():
        return 0  # no transaction, which on SQLite would hold up every other writer twice a second
    with transaction.atomic():
        held = indexing.writing(indexing.IDENTITY)
        waiting = ReporterDue.objects.select_for_update().order_by("pk")
        due = list(waiting.values_list("pk", flat=True)[:most])
        parties = Party.objects.filter(case__in=due, role=Party.Role.PETITIONER, sealed__isnull=False)
        keys = CaseKey.objects.in_bulk(due, field_name="case_id")
        rows = [
            ReporterKey(case_id=party.case_id, kind=kind, digest=index.eq_hash(held.newest, kind, normal))
            for party in parties.select_related("case")
            for kind, normal in _contacts(party, keys.get(party.case_id))
        ]
        ReporterKey.objects.filter(case__in=due).delete()
        ReporterKey.objects.bulk_create(rows, ignore_conflicts=True)
        ReporterDue.objects.filter(pk__in=due).delete()
    return len(due)


def _contacts(party: Party, held: CaseKey | None) -> list[tuple[str, str]]:
    """The normal forms of a reporter's phone and id, by kind."""
    try:
        said = _said(party, held)
    except Refused:
        return []
    given = {PHONE: said.get("phone") or said.get("contact") or "", IDENTIFIER: said.get("id") or ""}
    found = ((kind, normal_form(kind, str(text))) for kind, text in given.items() if text)
    return [(kind, normal) for kind, normal in found if normal is not None]


def _said(party: Party, held: CaseKey | None) -> dict[str, Any]:
    """What a reporter's row says, under the handlers' key or the identity key, whichever it lies under."""
    case, sealed = party.case, bytes(party.sealed or b"")
    if held is None:
        raise Refused("E_SHREDDED", *NOT_OPENED["E_SHREDDED"])
    if held.dek_i is not None:
        with suppress(Refused):
            return dict(_sealer(case, bytes(held.dek_i)).open(PARTY, case.uid, party.role, sealed))
    return party_for_letter(party)


def _open(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        rows = Opening.objects.select_for_update(of=("self",))
        opening = rows.select_related("case__registration", "asked_by", "approved_by").get(pk=pk)
        if opening.opened_at is not None or opening.problem:
            return False
        try:
            person = _person(opening, at)
            plain = canon({"t": OPENED, "person": person})
            opening.sealed = hpke.seal(bytes(opening.seal_to), place(opening.case), plain)
        except Refused as refused:
            opening.problem = refused.code
            opening.save(update_fields=["problem"])
            return True
        opening.opened_at = at
        opening.save(update_fields=["sealed", "opened_at"])
        data = {"fields": sorted(person), "reason": opening.reason, "approved": opening.pk}
        stream, day = opening.case.stream, shanghai_date(at)
        record(stream, "person-opened", by=opening.asked_by, occurred=day, at=at, data=data)
    return True


def _person(opening: Opening, at: datetime) -> dict[str, Any]:
    """What the secret person's sealed row says, after every check. Raises Refused."""
    approved_at, case = opening.approved_at, opening.case
    if approved_at is None or not timedelta(0) <= at - approved_at <= SERVES:
        raise Refused("too-late", *NOT_OPENED["too-late"])
    _demand_events(opening)
    if not rules.sees_contact(opening.asked_by, case, shanghai_date(at)):
        raise Refused("not-allowed", *NOT_OPENED["not-allowed"])
    party = party_of(case)
    held = CaseKey.objects.filter(case=case).first()
    if held is None or held.dek_i is None or party.sealed is None:
        raise Refused("E_SHREDDED", *NOT_OPENED["E_SHREDDED"])
    opened = _sealer(case, bytes(held.dek_i)).open(PARTY, case.uid, party.role, bytes(party.sealed))
    return dict(opened)


def _demand_events(opening: Opening) -> None:
    """``no-events``: two authentic events of two persons, at the moments that the row names."""
    approved_by, approved_at = opening.approved_by, opening.approved_at
    assert approved_by is not None
    assert approved_at is not None
    said = {
        (one["type"], one["by"], one["recorded"], one["data"].get("asked_by", ""))
        for one in authentic(opening.case.stream, (ASKED, APPROVED))
    }
    asked_by = opening.asked_by.uid
    wanted = {
        (ASKED, asked_by, stamp(opening.asked_at), ""),
        (APPROVED, approved_by.uid, stamp(approved_at), asked_by),
    }
    if asked_by == approved_by.uid or not wanted <= said:
        raise Refused("no-events", *NOT_OPENED["no-events"])


def _sealer(case: Case, wrapped: bytes) -> Sealer:
    """The identity data key by whichever identity key wrapped it."""
    refusal = Refused("E_KEYS_MISSING", *OTHERWISE)
    for secret in secrets("identity"):
        try:
            return Sealer(fields.open_dek_i(secret, case.uid, wrapped))
        except Refused as refused:
            refusal = refused
    raise refusal
