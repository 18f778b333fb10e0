"""作废: a registration that should not be there. The number stays, figures leave it out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models, transaction

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import rules
from gongkai.desk.casework.flow import Flow, acting
from gongkai.desk.casework.handling import HANDLING
from gongkai.desk.casework.models import Case, Correction, Registration
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
    Raises Refused: ``voided``, ``four-eyes``, ``not-allowed``, ``no-reason``.
    """
    with transaction.atomic():
        locked = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
        if locked.voided_on is not None:
            raise Refused("voided", f"{locked.number} 已于 {locked.voided_on} 作废", "无需再办")
        if not reason.strip():
            raise Refused("no-reason", "作废须写明理由", "请填写理由")
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


def mark_facts(registration: Registration, day: date) -> None:
    """Set ``voided_on`` of every row that belongs one to one to the registration or to a case of it.

    The apps above are known only by such a row: casework does not import them.
    """
    cases = Case.objects.filter(registration=registration)
    for model, wanted in ((Registration, [registration]), (Case, cases)):
        for relation in model._meta.related_objects:
            fact = relation.related_model
            if relation.one_to_one and isinstance(fact, type) and _can_be_voided(fact):
                rows = fact._default_manager.filter(**{f"{relation.field.name}__in": wanted})
                rows.filter(voided_on__isnull=True).update(voided_on=day)


def _can_be_voided(fact: type[models.Model]) -> bool:
    return any(one.name == "voided_on" for one in fact._meta.get_fields())
