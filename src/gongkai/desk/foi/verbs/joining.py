"""一事一申请: an application for several things is split; several for one are answered together."""

from __future__ import annotations

from datetime import datetime

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import numbers
from gongkai.desk.casework.flow import acting
from gongkai.desk.casework.models import Assignment, Case, PersonKey, Series
from gongkai.desk.casework.personal import person_for_letter
from gongkai.desk.foi import telling
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.models import Application, Link
from gongkai.desk.foi.stages import Stage
from gongkai.desk.foi.verbs.common import application_of, demand, settle
from gongkai.desk.foi.verbs.registering import Intake, put
from gongkai.refusal import Refused


def split(case: Case, text: str, *, by: Officer, at: datetime) -> Case:
    """Take one matter out of an application as a registration of its own, with the same days and applicant.

    Raises Refused: ``no-text``, what registering refuses.
    """
    demand(case, "split", by=by, at=at)
    if not text.strip():
        raise Refused("no-text", "没有写明拆出的是什么", "请从申请书中摘出这一项的内容")
    application = application_of(case)
    day = shanghai_date(at)
    agency = case.registration.agency
    n = numbers.allocate(agency, Series.APPLICATIONS, day.year)
    prefix = numbers.prefix_of(agency, Series.APPLICATIONS)
    number = numbers.format_number(Series.APPLICATIONS, day.year, n, prefix)
    running = Assignment.objects.filter(case=case, until__isnull=True).select_related("unit").first()
    with acting(case, "split", flow=FLOW, by=by, at=at) as act:
        intake = Intake(
            agency=agency,
            channel=application.channel,
            way=application.way,
            submitted_on=application.submitted_on or application.received_on,
            arrived_on=application.arrived_on,
            signed_on=application.signed_on,
            confirmed_on=application.confirmed_on,
            applicant_kind=application.applicant_kind,
            person=person_for_letter(act.case),
            text=text,
            unit=running.unit if running is not None else None,
            is_oral=application.is_oral,
            has_identity_proof=application.has_identity_proof,
            form_wanted=application.form_wanted,
            delivery_wanted=application.delivery_wanted,
        )
        made = put(intake, number, application.received_on, by=by, at=at)
        Link.objects.create(
            application=Application.objects.get(pk=made.pk),
            other=application,
            kind=Link.Kind.SPLIT,
            on=act.day,
        )
        act.record("split", data={"into": made.uid})
        telling.split_off(act.case, made, by=by, at=at)
    return made


def join(case: Case, lead: Case, *, by: Officer, at: datetime) -> Link:
    """Answer an application together with ``lead`` of the same applicant 并案: one letter for both.

    Raises Refused: ``same``, ``other-person``, ``not-open``, ``joined``.
    """
    with acting(case, "join", flow=FLOW, by=by, at=at) as act:
        act.require(case.pk != lead.pk, "不能并入自己", "请选择另一件", "same")
        seen = FLOW.gate(by, act.day).select_for_update(of=("self",)).filter(pk=lead.pk).first()
        act.require(seen is not None, "没有这一案件", "请核对编号", "not-found")
        assert seen is not None
        act.require(seen.stage == Stage.OPEN, "要并入的案件不在办理中", "请选择在办的案件", "not-open")
        taken = Link.objects.filter(application=seen.pk, kind=Link.Kind.JOINED).exists()
        act.require(not taken, "要并入的案件自己已经并入别的案件", "请并入它所并入的那一件", "joined")
        leads = Link.objects.filter(other=act.case.pk, kind=Link.Kind.JOINED).exists()
        act.require(not leads, "已有案件并入本件", "请把其余案件并入本件", "joined")
        act.require(
            _same_person(act.case, seen), "两件不是同一个申请人", "只能并同一人的申请", "other-person"
        )
        link = Link.objects.create(
            application=application_of(act.case),
            other=application_of(seen),
            kind=Link.Kind.JOINED,
            on=act.day,
        )
        act.record("joined", data={"into": seen.uid})
    settle(case, at)
    return link


def _same_person(one: Case, other: Case) -> bool:
    """Whether both carry a keyed hash in common, or the same name where there is none."""
    mine = PersonKey.objects.filter(case=one).values_list("digest", flat=True)
    if PersonKey.objects.filter(case=other, digest__in=list(mine)).exists():
        return True
    name = person_for_letter(one).get("name", "")
    return bool(name) and name == person_for_letter(other).get("name", "")
