"""作废: a registration that should not be there. The number stays, figures leave it out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import models, transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import rules
from gongkai.desk.casework.flow import Flow, acting
from gongkai.desk.casework.handling import HANDLING
from gongkai.desk.casework.models import Case, Correction, Merge, Registration
from gongkai.desk.casework.stages import Stage
from gongkai.refusal import Refused


def void(
    registration: Registration,
    *,
    by: Officer,
    approved_by: Officer,
    reason: str,
    at: datetime,
    flow: Flow = HANDLING,
) -> Correction:
    """Void a registration with all its cases 作废: a visible correction with reason and approver.

    The rows of fact of its app (a matter, an application, a remedy) are marked with the same day, so that
    figures leave it out from there on; a signed report shows the drift.
    Raises Refused: ``voided``, ``has-merged``, ``four-eyes``, ``not-allowed``, ``no-reason``.
    """
    with transaction.atomic():
        locked = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
        if locked.voided_on is not None:
            raise Refused("voided", f"{locked.number} 已于 {locked.voided_on} 作废", "无需再办")
        if not reason.strip():
            raise Refused("no-reason", "作废须写明理由", "请填写理由")
        demand_nothing_merged_in(locked)
        cases = list(Case.objects.filter(registration=locked).exclude(stage=Stage.VOIDED).order_by("pk"))
        if not cases:
            raise Refused("no-case", f"{locked.number} 没有可作废的案件", "请核对编号")
        for case in cases:
            with acting(case, "void", flow=flow, by=by, at=at) as act:
                rules.demand_four_eyes(locked, by, approved_by, act.day)
                act.record("voided", data={"approved_by": approved_by.uid})
        day = act.day
        locked.voided_on = day
        locked.save(update_fields=["voided_on"])
        mark_facts(locked, day)
        made = Correction.objects.create(
            registration=locked,
            kind=Correction.Kind.VOID,
            on=day,
            reason=reason.strip(),
            by=by,
            approved_by=approved_by,
        )
    registration.voided_on = day
    return made


def demand_nothing_merged_in(registration: Registration) -> None:
    """Refuse what would leave a merged registration without the one that goes on for it."""
    other = Merge.objects.filter(kept=registration, undone__isnull=True).select_related("gone").first()
    if other is not None:
        raise Refused(
            "has-merged",
            f"{other.gone.number} 作为误录并入了 {registration.number}",
            f"请先在 {other.gone.number} 上撤销合并",
        )


def mark_facts(registration: Registration, day: date) -> None:
    """Set ``voided_on`` of every row that belongs one to one to the registration or to a case of it.

    The apps above are known only by such a row: casework does not import them.
    """
    for rows in _facts(registration):
        rows.filter(voided_on__isnull=True).update(voided_on=day)


def unmark_facts(registration: Registration, day: date) -> None:
    """Take back what :func:`mark_facts` did on a day."""
    for rows in _facts(registration):
        rows.filter(voided_on=day).update(voided_on=None)


def _facts(registration: Registration) -> Iterator[models.QuerySet[models.Model]]:
    cases = Case.objects.filter(registration=registration)
    for model, wanted in ((Registration, [registration]), (Case, cases)):
        for relation in model._meta.related_objects:
            fact = relation.related_model
            if relation.one_to_one and isinstance(fact, type) and _can_be_voided(fact):
                yield fact._default_manager.filter(**{f"{relation.field.name}__in": wanted})


def _can_be_voided(fact: type[models.Model]) -> bool:
    return any(one.name == "voided_on" for one in fact._meta.get_fields())
