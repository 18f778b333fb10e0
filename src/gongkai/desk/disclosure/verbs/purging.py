"""涉密误入处置 of a case and of a sealed message: every text and file of it goes, number and events stay.

Whatever a room keeps beside a case hangs on it by a foreign key, so a new table is reached without being
named here. Facts, days and outcomes stay, so do the figures. A filed case has to leave its file first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import models, transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.models import Case, CaseKey, Letter, Party, PersonKey
from gongkai.desk.casework.recording import record
from gongkai.desk.disclosure import rules
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.verbs.quarantining import NOTHING, PURGE, PURGED, quarantine
from gongkai.desk.mailbox import sealed_files
from gongkai.desk.mailbox.models import Arrival
from gongkai.refusal import Refused

WRITTEN = 80
"""Characters from which a column holds what somebody wrote; shorter ones hold codes and numbers."""
_NAMES_OF_FILES = frozenset({"sha256", "blob", "type", "commitment", "digest"})
_KEPT = (Case, CaseKey, PersonKey, Party, Incident)
"""Tables that hold no text of the matter: keys and persons, the incidents themselves."""


def purge_case(case: Case, by: Officer, at: datetime) -> Incident:
    """Take a secret that was registered out of a case: texts, letters, files, notes of every room.

    Raises Refused: ``not-held``, ``filed`` for a case whose file has to be given back first, ``purged``.
    """
    day, agency = shanghai_date(at), case.registration.agency
    _demand(by, case, at)
    if case.filings.exists():
        raise Refused("filed", "案件已经归档，不能直接清除", "请先按归档规定取消归档，再清除")
    if case.incidents.exists():
        raise Refused("purged", f"{case.registration.number} 已经清除", "无需再办")
    incident = quarantine(agency, Incident.Place.STORED, by, at, case=case)
    with transaction.atomic():
        registration = case.registration
        blobs = {*_emptied(case), *_emptied(registration)}
        registration.extras = {}
        registration.save(update_fields=["extras"])
        record(case.stream, PURGED, by=by, occurred=day, at=at, data={"number": incident.number})
    _unlink(blobs)
    return incident


def purge_arrival(incident: Incident, by: Officer, at: datetime) -> None:
    """Clear a sealed message away in which a mark was met: ciphertext and files. Raises ``not-held``."""
    day = shanghai_date(at)
    if rules.standing(by, PURGE, agency=incident.agency, unit=None, day=day) is None:
        raise Refused("not-held", f"{by.name}当日没有涉密误入处置职责", "请由保密审查员或政务公开办公室办理")
    if incident.arrival is None:
        raise Refused("no-arrival", f"{incident.number} 不是网上来件", "请按登记编号清除")
    with transaction.atomic():
        Arrival.objects.filter(pk=incident.arrival.pk).exclude(state=Arrival.State.TAKEN).update(sealed=b"")
        record(incident.stream, PURGED, by=by, occurred=day, at=at, data={"number": incident.number})


def _emptied(owner: models.Model) -> Iterator[str]:
    """Empty every column in which somebody wrote; gives the ciphertexts that nothing names any more."""
    for relation in owner._meta.related_objects:
        model = relation.related_model
        if relation.many_to_many or model in _KEPT or not isinstance(model, type):
            continue
        rows = model._default_manager.filter(**{relation.field.name: owner})
        names = {field.name for field in model._meta.concrete_fields}
        if {"blob", "sealed"} <= names:
            yield from rows.values_list("blob", flat=True)
            rows.delete()
            continue
        empty = {field.name: _nothing(model, field) for field in _written(model)}
        if empty:
            rows.update(**empty)


def _written(model: type[models.Model]) -> Iterator[models.Field]:  # type: ignore[type-arg]
    """The columns of a table in which somebody wrote."""
    for field in model._meta.concrete_fields:
        if field.unique or field.choices or field.name in _NAMES_OF_FILES:
            continue
        is_long = isinstance(field, models.CharField) and (field.max_length or 0) >= WRITTEN
        if is_long or isinstance(field, models.TextField | models.BinaryField):
            yield field


def _nothing(model: type[models.Model], field: models.Field) -> object:  # type: ignore[type-arg]
    if isinstance(field, models.BinaryField):
        return b""
    return NOTHING if model is not Letter or field.name == "title" else ""


def _unlink(blobs: set[str]) -> None:
    """Delete ciphertexts that no file names any more."""
    for relation in Case._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and "blob" in {field.name for field in model._meta.concrete_fields}:
            blobs -= set(model._default_manager.filter(blob__in=blobs).values_list("blob", flat=True))
    for blob in blobs:
        sealed_files.place(blob).unlink(missing_ok=True)


def _demand(by: Officer, case: Case, at: datetime) -> None:
    day = shanghai_date(at)
    if rules.standing(by, PURGE, agency=case.registration.agency, unit=None, day=day) is None:
        raise Refused("not-held", f"{by.name}当日没有涉密误入处置职责", "请由保密审查员或政务公开办公室办理")
