"""A letter 督办通知 that a leader signs on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import notices, rules
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import SupervisionNotice
from gongkai.desk.complaints.verbs import notifying
from gongkai.desk.signing.papers import Content, Paper


class NoticePaper(Paper):
    """The signature under one letter."""

    kind = "supervision-notice"
    title = "督办通知签发单"
    name = _("督办通知")
    yes, no = _("同意签发"), _("不签发")

    def found(self, officer: Officer, day: date, subject: str) -> SupervisionNotice | None:
        """A letter about a case that the officer sees."""
        if not (subject.isascii() and subject.isdecimal() and len(subject) < 19):
            return None
        return _loaded(notices.of_agency(officer, day)).filter(pk=int(subject)).first()

    def locked(self, matter: SupervisionNotice) -> SupervisionNotice:
        """The letter as it stands; its case is locked."""
        Case.objects.select_for_update(of=("self",)).get(pk=matter.supervision.case_id)
        return _loaded(SupervisionNotice.objects.all()).get(pk=matter.pk)

    def subject(self, matter: SupervisionNotice) -> str:
        """Its key."""
        return str(matter.pk)

    def waits(self, matter: SupervisionNotice) -> bool:
        """Whether it is a draft of a supervision that runs."""
        is_draft = matter.signed_on is None and matter.withdrawn_on is None
        return is_draft and matter.supervision.lifted_on is None

    def content(self, matter: SupervisionNotice) -> Content:
        """What is asked of which unit."""
        case = matter.supervision.case
        rows = (
            ("督办事项", f"{case.registration.number}　{case.kind}"),
            ("责任单位", unit.name if (unit := rules.place_of(case).unit) else matter.unit.name),
            ("督办依据", house().supervision.get(matter.supervision.rule, "")),
            ("督办要求", matter.asked),
            ("反馈期限", f"签发送达后 {matter.days} 个工作日内"),
            ("拟办人、日期", f"{matter.drafted_by.name}　{matter.drafted_on:%Y-%m-%d}"),
        )
        return Content(matter.number, rows)

    def since(self, matter: SupervisionNotice) -> date:
        """The day on which it was drafted."""
        return matter.drafted_on

    def drafters(self, matter: SupervisionNotice) -> frozenset[int]:
        """Who drafted it."""
        return frozenset({matter.drafted_by_id})

    def leaders(self, matter: SupervisionNotice, day: date) -> Iterable[Officer]:
        """The leaders in charge."""
        return eligible(Duty.Kind.LEADER, None, day, agency=matter.agency)

    def enters(self, officer: Officer, matter: SupervisionNotice, day: date) -> bool:
        """The disclosure office and the leaders."""
        return rules.leads(officer, matter.supervision.case, day)

    def compares(self, officer: Officer, matter: SupervisionNotice, day: date) -> bool:
        """The centre and the leaders."""
        return rules.is_centre(officer, matter.supervision.case, day)

    def decide(
        self, matter: SupervisionNotice, agreed: bool, note: str, *, by: Officer, at: datetime
    ) -> None:
        """Sign it, or take it back."""
        if agreed:
            notifying.sign_notice(matter, by=by, at=at)
        else:
            notifying.withdraw_notice(matter, by=by, at=at)

    def stream(self, matter: SupervisionNotice) -> str:
        """The chain of the case."""
        return matter.supervision.case.stream

    def page(self, matter: SupervisionNotice) -> str:
        """The page of the supervision."""
        return reverse("complaints:supervision", args=[matter.supervision.case.uid])


def _loaded(rows: QuerySet[SupervisionNotice]) -> QuerySet[SupervisionNotice]:
    return rows.select_related("agency", "unit", "drafted_by", "supervision__case__registration__agency")


PAPER = NoticePaper()
"""The one paper of the centre beside its lists."""
