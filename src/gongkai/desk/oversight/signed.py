"""More time for a finding 延长整改期限, or another unit 移交, granted on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.agencies.words import official
from gongkai.desk.oversight import changing, queries, rules
from gongkai.desk.oversight.models import Finding, FindingChange
from gongkai.desk.signing.papers import Content, Paper
from gongkai.face.spoken import zh_date


class ChangePaper(Paper):
    """The approval of what a unit asked for about a finding."""

    kind = "inspection-change"
    title = "检查整改事项审批单"
    name = _("延期、移交")
    yes, no = _("批准"), _("不同意")

    def found(self, officer: Officer, day: date, subject: str) -> FindingChange | None:
        """A change of a finding that the officer sees."""
        uid, _dash, number = subject.rpartition("-")
        if not (number.isascii() and number.isdecimal() and len(number) < 5):
            return None
        rows = _loaded().filter(finding__in=queries.visible_to(officer, day), finding__uid=uid)
        return rows.filter(no=int(number)).first()

    def locked(self, matter: FindingChange) -> FindingChange:
        """The change with its finding, which is locked."""
        Finding.objects.select_for_update(of=("self",)).get(pk=matter.finding_id)
        return _loaded().get(pk=matter.pk)

    def subject(self, matter: FindingChange) -> str:
        """The uid of the finding and the number of the change."""
        return f"{matter.finding.uid}-{matter.no}"

    def waits(self, matter: FindingChange) -> bool:
        """Whether it is neither granted nor declined, and the finding still open."""
        return matter.granted is None and matter.finding.state == Finding.State.OPEN

    def content(self, matter: FindingChange) -> Content:
        """What was found, what is asked for and why."""
        finding = matter.finding
        asked = (
            f"整改期限由{zh_date(finding.due_on)}延长到{zh_date(matter.until)}"
            if matter.until is not None
            else f"由{finding.unit.name}移交{matter.unit.name if matter.unit else ''}整改，期限不变"
        )
        rows = (
            ("检查问题", f"{finding.number}　{official(finding.get_kind_display())}"),
            ("发现的问题", finding.words),
            ("责任单位", finding.unit.name),
            ("申请事项", f"{official(matter.get_kind_display())}：{asked}"),
            ("理由", matter.reason),
            ("申请人、日期", f"{matter.by.name}　{shanghai_date(matter.at):%Y-%m-%d}"),
        )
        return Content(finding.number, rows)

    def since(self, matter: FindingChange) -> date:
        """The day on which it was asked for."""
        return shanghai_date(matter.at)

    def drafters(self, matter: FindingChange) -> frozenset[int]:
        """Who asked for it."""
        return frozenset({matter.by_id})

    def leaders(self, matter: FindingChange, day: date) -> Iterable[Officer]:
        """Those who judge findings, but not who asked."""
        found = {
            one.pk: one
            for kind in rules.ENTERS
            for one in eligible(kind, None, day, agency=matter.finding.agency)
            if one.pk != matter.by_id
        }
        return found.values()

    def enters(self, officer: Officer, matter: FindingChange, day: date) -> bool:
        """Who may ask for such a change."""
        return rules.asks(officer, matter.finding, day)

    def compares(self, officer: Officer, matter: FindingChange, day: date) -> bool:
        """Those who judge findings."""
        return rules.judges(officer, matter.finding, day)

    def decide(self, matter: FindingChange, agreed: bool, note: str, *, by: Officer, at: datetime) -> None:
        """Grant or decline it, as on its page."""
        if agreed:
            changing.grant(matter.finding, by=by, at=at, note=note)
        else:
            changing.decline(matter.finding, note, by=by, at=at)

    def stream(self, matter: FindingChange) -> str:
        """The chain of the finding."""
        return matter.finding.stream

    def page(self, matter: FindingChange) -> str:
        """The finding's page."""
        return reverse("oversight:finding", args=[matter.finding.uid])


def _loaded() -> QuerySet[FindingChange]:
    return FindingChange.objects.select_related("finding__agency", "finding__unit", "unit", "from_unit", "by")


PAPER = ChangePaper()
"""The one paper of this room."""
