"""What a case is linked to: complaint, report, investigation, decision, published item, warning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import holds
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import rules
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.marks import Marks
from gongkai.desk.complaints.models import Decision, Joint, SignalCase
from gongkai.desk.disclosure.queries import visible_to as visible_items
from gongkai.desk.enforcement import public
from gongkai.desk.enforcement import queries as enforcement

SEES_SIGNALS = (*rules.CENTRE, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties that see signals, and so their links."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked record on the path; without an address it does not exist yet."""

    title: str
    lines: tuple[str, ...]
    href: str = ""
    here: bool = False


def path(one: Standing, marks: Marks, seen: QuerySet[Case], officer: Officer, today: date) -> list[Linked]:
    """Complaint → report → investigation → decision → item → warning; what one may not see is left out."""
    case = one.case
    found = [Linked(case.kind, (short(case.registration.number), str(one.step.label)), "", here=True)]
    siblings = seen.filter(registration=case.registration_id).exclude(pk=case.pk)
    for other in siblings.select_related("registration") if marks["siblings"] else ():
        label = Stage(other.stage).label if other.stage in Stage.values else other.stage
        found.append(
            Linked(other.kind, (_("同一登记"), str(label)), reverse("complaints:case", args=[other.uid]))
        )
    found += _heard_together(one, seen, marks)
    found += _repeated(one, seen, marks)
    if case.kind == Case.Kind.REPORT or marks["clue"]:
        found += _investigations(case, officer, today)
    sees = holds(officer, SEES_SIGNALS, None, today, agency=case.registration.agency)
    if not sees or not marks["signals"]:
        return found if len(found) > 1 else []
    for inside in SignalCase.objects.filter(case=case).select_related("signal"):
        signal = inside.signal
        found.append(
            Linked(
                _("预警"),
                (_("第 %(n)d 号") % {"n": signal.number}, str(signal.get_state_display())),
                reverse("complaints:signal", args=[signal.year, signal.number]),
            )
        )
    return found if len(found) > 1 else []


def _heard_together(one: Standing, seen: QuerySet[Case], marks: Marks) -> list[Linked]:
    """The complaint in whose mediation this one is heard, or those that are heard in this one's."""
    keys: dict[int, tuple[str, date]] = {}
    if one.joined is not None:
        keys[one.joined.main_id] = (_("合并调解的主案"), one.joined.on)
    if marks["main"]:
        for made in Joint.objects.filter(main=one.case, undone_on__isnull=True):
            keys[made.case_id] = (_("并入合并调解"), made.on)
    if not keys:
        return []
    return [
        Linked(
            keys[other.pk][0],
            (short(other.registration.number), _("%(on)s 起") % {"on": keys[other.pk][1]}),
            reverse("complaints:case", args=[other.uid]),
        )
        for other in seen.filter(pk__in=keys).select_related("registration").order_by("pk")
    ]


def _repeated(one: Standing, seen: QuerySet[Case], marks: Marks) -> list[Linked]:
    """The report that this one says again, and those that say this one again."""
    keys = {made.first_id: _("先收到的举报") for made in one.decisions if made.first_id}
    if marks["repeated"]:
        again = Decision.objects.filter(first=one.case, on__isnull=False, revoked_on__isnull=True)
        keys |= {key: _("再次举报") for key in again.values_list("case", flat=True)}
    if not keys:
        return []
    return [
        Linked(
            keys[other.pk],
            (short(other.registration.number), str(Stage(other.stage).label)),
            reverse("complaints:case", args=[other.uid]),
        )
        for other in seen.filter(pk__in=keys).select_related("registration").order_by("pk")
    ]


def _investigations(case: Case, officer: Officer, today: date) -> list[Linked]:
    """What became of a clue, as far as the officer may see the other end."""
    found = []
    seen = enforcement.investigations(officer, today)
    for clue in case.clues.filter(investigation__in=seen).select_related("investigation__penalty"):
        made = clue.investigation
        lines = (made.number, _("%(on)s 立案") % {"on": made.opened_on})
        found.append(Linked(_("案件"), lines, reverse("enforcement:investigation", args=[made.uid])))
        if made.penalty is None:
            found.append(Linked(_("处罚决定"), (_("尚无"),)))
            continue
        penalty = made.penalty
        lines = (penalty.doc_no, str(penalty.decided_on))
        found.append(Linked(_("处罚决定"), lines, reverse("enforcement:penalty", args=[penalty.uid])))
        item = public.of_decisions([penalty]).get(penalty.pk)
        if item and visible_items(officer, today).filter(pk=item.pk).exists():
            href = reverse("disclosure:item", args=[item.uid])
            found.append(Linked(_("公开信息"), (item.index,), href))
        else:
            found.append(Linked(_("公开信息"), (_("尚未起草"),)))
    if not found and not case.clues.exists():
        found.append(Linked(_("案件"), (_("尚未立案"),)))
    return found
