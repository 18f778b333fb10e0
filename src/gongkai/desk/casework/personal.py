"""Persons and original texts of a case: sealed when they come in, opened with a reason, shredded at the end.

Everything personal lies under the case's data key (SEALING.md 5): ``dek_h`` for those who handle the case,
``dek_i`` where secrecy was asked for or the reporter is an insider: the web can write that but not read it.
Every look at a person is an event. Equality goes by keyed hash, and never for reports 举报: otherwise a clerk
could enter a phone number in a case of their own and see which report carries the same one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, Value

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import filings, indexing, secrecy
from gongkai.desk.casework.keyring import key, public, secrets, store
from gongkai.desk.casework.masking import mask
from gongkai.desk.casework.models import (
    Case,
    CaseKey,
    CaseText,
    Party,
    PersonKey,
    ReporterDue,
    ReporterKey,
)
from gongkai.desk.casework.queries import visible_to
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused
from gongkai.sealing import fields, index
from gongkai.sealing.fields import Sealer

PARTY, TEXT = "party", "case_text"
"""Names of the two tables in the places that sealed fields are bound to; the row is the case's uid."""
PHONE, IDENTIFIER = "phone", "id"
"""Kinds of keyed hash, and the names of the person's fields they are made from."""
REASONS = {
    "contact": "联系当事人",
    "verify": "核实情况",
    "serve": "送达文书",
    "register": "登记查重",
    "supervise": "督办检查",
}
"""Why somebody looks: a closed list, because an event holds no free text."""


def keep_person(
    case: Case,
    role: str,
    person: Mapping[str, str],
    *,
    kind: str = "",
    is_anonymous: bool | None = None,
    secret: bool = False,
) -> tuple[Party, str | None]:
    """Seal a person of a case (``name``, ``phone``, ``id``, ``address`` …); the row and its commitment.

    ``secret``: secrecy was asked for 要求保密 or the reporter is an insider 内部举报人. Put the commitment
    into ``commits`` of the verb's event. A role other than 第三方 stands once a case: the row is replaced.
    """
    said = {name: value.strip() for name, value in person.items() if value and value.strip()}
    secrecy.demand_unmarked(said.values())
    sealed = commitment = None
    with transaction.atomic():
        if said:
            sealer = _identity_sealer(case) if secret else _sealer(case)
            sealed, commitment = sealer.seal_and_commit(PARTY, case.uid, role, said)
        values = {"kind": kind, "is_anonymous": is_anonymous, "sealed": sealed}
        if role == Party.Role.THIRD:
            party = Party.objects.create(case=case, role=role, **values)
        else:
            party, _ = Party.objects.update_or_create(case=case, role=role, defaults=values)
        if case.kind == Case.Kind.REPORT:
            ReporterDue.objects.update_or_create(case=case)  # waits for the opener that empties it
        elif not secret:
            _keep_keys(case, said)
    return party, commitment


def keep_text(case: Case, field: str, original: str, names: Sequence[str] = ()) -> tuple[CaseText, str]:
    """Keep a text twice, masked for work and sealed as it came; row and commitment.

    Masked are what screening finds, ``names``, and the names of the case's persons as far as one key opens
    them: what an officer writes about somebody hides the name as well. Raises ``secrecy-mark``.
    """
    secrecy.demand_unmarked((original,))
    with transaction.atomic():
        sealed, commitment = _sealer(case).seal_and_commit(TEXT, case.uid, field, original)
        hidden = dict.fromkeys((*names, *names_of(case)))
        text, _ = CaseText.objects.update_or_create(
            case=case, field=field, defaults={"masked": mask(original, *hidden), "sealed": sealed}
        )
    return text, commitment


def open_person(party: Party, *, by: Officer, reason: str, at: datetime) -> dict[str, Any]:
    """What a party's sealed row says; the look is an event before it is an answer.

    Raises Refused: ``E_REASON`` for a reason outside :data:`REASONS`, ``not-found`` for a case that ``by``
    may not see, ``two-persons`` for a person kept secret, ``E_SHREDDED`` after the case's key was deleted.
    """
    case = party.case
    _demand_look(case, by, reason, at)
    if party.sealed is None:
        return {}
    with transaction.atomic():
        held = _case_key(case)
        try:
            opened = _open(held, case).open(PARTY, case.uid, party.role, bytes(party.sealed))
        except Refused as refused:
            if held.dek_i is None:
                raise
            raise Refused(
                "two-persons", "该当事人要求保密，不能由一人查看", "请提出申请，由另一位有职责的人批准"
            ) from refused
        data = {"role": party.role, "fields": sorted(opened), "reason": reason}
        record(case.stream, "person-opened", by=by, occurred=at, at=at, data=data)
    assert isinstance(opened, dict)
    return opened


def open_text(text: CaseText, *, by: Officer, reason: str, at: datetime) -> str:
    """The original of a text; refusals and event as with :func:`open_person`."""
    case = text.case
    _demand_look(case, by, reason, at)
    with transaction.atomic():
        opened = _open(_case_key(case), case).open(TEXT, case.uid, text.field, bytes(text.sealed))
        data = {"field": text.field, "reason": reason}
        record(case.stream, "text-opened", by=by, occurred=at, at=at, data=data)
    assert isinstance(opened, str)
    return opened


def seal_value(case: Case, table: str, row: str, value: Any) -> tuple[bytes, str]:
    """Seal any JSON value of a case (a letter, a reason) under its handlers' key; bytes and commitment."""
    with transaction.atomic():
        return _sealer(case).seal_and_commit(table, row, "value", value)


def open_value(case: Case, table: str, row: str, sealed: bytes) -> Any:
    """What :func:`seal_value` sealed; who may ask is the caller's rule. ``E_SHREDDED`` after the end."""
    return _open(_case_key(case), case).open(table, row, "value", sealed)


def person_for_letter(case: Case, role: str = Party.Role.APPLICANT) -> dict[str, Any]:
    """The person a letter is written to. For verbs that write one: the letter's own event names who did."""
    party = Party.objects.filter(case=case, role=role).order_by("pk").first()
    return {} if party is None else party_for_letter(party)


def party_for_letter(party: Party) -> dict[str, Any]:
    """The same for one party, such as a third one."""
    if party.sealed is None:
        return {}
    opened = _open(_case_key(party.case), party.case).open(
        PARTY, party.case.uid, party.role, bytes(party.sealed)
    )
    assert isinstance(opened, dict)
    return opened


def text_for_letter(case: Case, field: str = CaseText.Field.CONTENT) -> str:
    """The original of a text that a letter repeats; empty where there is none."""
    text = CaseText.objects.filter(case=case, field=field).first()
    if text is None:
        return ""
    opened = _open(_case_key(case), case).open(TEXT, case.uid, text.field, bytes(text.sealed))
    return str(opened)


def find_person(
    written: str, *, among: QuerySet[Case], kind: str = PHONE, latest: int | None = None
) -> QuerySet[Case]:
    """The cases of one phone or id ``among`` those that the asking officer may see (``visible_to``).

    Reports 举报 are never found. Nothing is found for a number that has no normal form (138****0000).
    ``latest`` looks at so many of the person's newest cases only: the database then begins with the person,
    not with the days, and whoever has thousands of cases keeps no operator waiting.
    """
    normal = normal_form(kind, written)
    if normal is None:
        return among.none()
    digests = [index.eq_hash(secret, kind, normal) for secret in indexing.reading().secrets]
    keys = PersonKey.objects.filter(kind=kind, digest__in=digests).values("case")
    if latest is not None:
        # A sum, as PostgreSQL would walk the index of the cases for this order instead of the person's rows.
        keys = keys.order_by((F("case_id") + Value(0)).desc())[:latest]
    return among.filter(pk__in=keys).exclude(kind=Case.Kind.REPORT)


def shred(case: Case, *, by: Officer | str, at: datetime) -> None:
    """Delete the data keys and the keyed hashes of a case: what was sealed stays unreadable for good.

    A filed case is shredded only as an approved list 销毁清册 says (``filed``); the database refuses it too
    (:mod:`gongkai.desk.casework.filed_guard`). The id is journaled in ``keys/state.json`` first, so that a
    restored backup deletes it again; working texts and the chain of events stay, the commitments turn blind.
    """
    if case.stage not in ("closed", "voided"):
        raise Refused("not-ended", "案件尚在办理，不能销毁个人信息", "办结并过保管期限后再销毁")
    if case.filings.exists() and not filings.is_released(case):
        raise Refused("filed", "已归档的案件没有列入批准的销毁清册", "请编制销毁清册，由另一位负责人批准")
    with transaction.atomic():
        store().journal_shredded([case.uid])
        CaseKey.objects.filter(case=case).delete()
        forget_hashes(Case.objects.filter(pk=case.pk))
        record(case.stream, "shredded", by=by, occurred=shanghai_date(at), at=at)


def forget_hashes(cases: QuerySet[Case]) -> None:
    """Take the persons of these cases out of both indexes: what is shredded is found by nothing any more."""
    for model in (PersonKey, ReporterKey, ReporterDue):
        model._default_manager.filter(case__in=cases).delete()


def _demand_look(case: Case, by: Officer, reason: str, at: datetime) -> None:
    if reason not in REASONS:
        raise Refused("E_REASON", "请说明查看的理由", "可以是：" + "、".join(REASONS.values()))
    if not visible_to(by, shanghai_date(at)).filter(pk=case.pk).exists():
        raise Refused("not-found", "没有这一案件", "请核对编号")


def names_of(case: Case) -> list[str]:
    """The names of a case's persons that are not under a key of two, of two characters or more.

    For what must not stand in a text that is read every day: they are masked there, never shown.
    """
    found = []
    for party in Party.objects.filter(case=case, sealed__isnull=False):
        with suppress(Refused):
            known = party_for_letter(party)
            found += [str(known.get(name, "")) for name in ("name", "agent", "second")]
    return [name for name in found if len(name) > 1]


def _keep_keys(case: Case, said: Mapping[str, str]) -> None:
    PersonKey.objects.filter(case=case).delete()
    held = indexing.writing()
    for kind in (PHONE, IDENTIFIER):
        normal = normal_form(kind, said[kind]) if kind in said else None
        if normal is not None:
            fresh = index.eq_hash(held.coming, kind, normal) if held.coming else None
            digest = index.eq_hash(held.active, kind, normal)
            PersonKey.objects.create(case=case, kind=kind, digest=digest, fresh=fresh)


def normal_form(kind: str, written: str) -> str | None:
    """What of a phone or id is hashed; null for what is neither (138****0000)."""
    if kind == PHONE:
        return index.phone(written, str(settings.GONGKAI_VALUES["area_code"]))
    return index.identifier(written) or None


def _sealer(case: Case) -> Sealer:
    """The handlers' sealer of a case; makes its data key when it has none."""
    held = CaseKey.objects.filter(case=case).first()
    return _open(held, case) if held is not None else Sealer(_new_key(case)[1])


def _identity_sealer(case: Case) -> Sealer:
    """A sealer under a fresh identity data key, which is written and cannot be read back here."""
    held = CaseKey.objects.select_for_update().filter(case=case).first() or _new_key(case)[0]
    if held.dek_i is not None:
        raise Refused("kept-secret", "保密当事人的信息已封存，不能在此改写", "请由保管人开启后更正")
    dek = fields.new_dek()
    held.dek_i = fields.wrap_dek_i(public("identity").public, case.uid, dek)
    held.save(update_fields=["dek_i"])
    return Sealer(dek)


def _new_key(case: Case) -> tuple[CaseKey, bytes]:
    if filings.is_destroyed(case):
        raise Refused("E_SHREDDED", "该案卷已按销毁清册销毁", "不能再写入；新的来件请另行登记")
    dek = fields.new_dek()
    wrapped = fields.wrap_dek_h(key("handling").secret, case.uid, dek)
    return CaseKey.objects.create(case=case, dek_h=wrapped), dek


def _case_key(case: Case) -> CaseKey:
    held = CaseKey.objects.filter(case=case).first()
    if held is None:
        raise Refused("E_SHREDDED", "该案件的个人信息已销毁", "已无法查看")
    return held


def _open(held: CaseKey, case: Case) -> Sealer:
    """The handlers' data key by whichever handling key wrapped it."""
    wrapped = bytes(held.dek_h)
    refusal: Refused | None = None
    for secret in secrets("handling"):
        try:
            return Sealer(fields.open_dek_h(secret, case.uid, wrapped))
        except Refused as refused:
            refusal = refused
    assert refusal is not None
    raise refusal
