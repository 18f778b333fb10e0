"""How cases of the centre are filed: their titles, periods, and what goes when a file is destroyed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gongkai.desk.archive import destroying, filing_many, keeping
from gongkai.desk.archive.rooms import Room
from gongkai.desk.archive.signed import DestructionPaper
from gongkai.desk.casework.models import Attachment, Case, Filing
from gongkai.desk.complaints.models import (
    Authority,
    Call,
    Callback,
    Contest,
    CoUnit,
    Decision,
    Dispute,
    Enclosure,
    MoreTime,
    PlatformAsk,
    Profile,
    Reward,
    SupervisionNotice,
    Violation,
)
from gongkai.desk.complaints.models.violations import DESTROYED
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Step

PERIODS = {
    Case.Kind.COMPLAINT: "retention_complaint",
    Case.Kind.REPORT: "retention_report",
    Case.Kind.CONSULTATION: "retention_consultation",
}
"""Kind of case → the setting with its period; what was reviewed or sued over has one of its own."""
_WRITTEN = (
    (Decision, ("reason",)),
    (Dispute, ("reason", "ruling")),
    (Contest, ("reason",)),
    (CoUnit, ("part",)),
    (PlatformAsk, ("reason", "said")),
    (Reward, ("reason", "more_reason", "objection")),
    (Call, ("recording",)),
    (Authority, ("scope",)),
)
"""What officers wrote in their own words beside the texts: it may name the person."""


def title_of(filing: Filing) -> str:
    """Kind of case, category, result: never the person, nor the shop, which may be one."""
    case = filing.case
    parts = (case.kind, case.registration.matter.category, filing.closing.outcome)
    return "：".join(part for part in parts if part)


def proposed(case: Case) -> tuple[str, str]:
    """The period that the office's settings propose, and by which reason."""
    return keeping.by_settings(case, PERIODS[Case.Kind(case.kind)], "retention_complaint_remedy")


def forget(case: Case) -> None:
    """Files that were sent, and free words; dates, kinds, grounds and sums stay for the figures."""
    Enclosure.objects.filter(case=case).delete()
    Profile.objects.filter(case=case).update(claim="")
    for model, names in _WRITTEN:
        model.objects.filter(case=case).update(**dict.fromkeys(names, ""))
    Call.objects.filter(case=case).update(sealed=None)
    MoreTime.objects.filter(case=case).update(reason=DESTROYED)
    Violation.objects.filter(case=case).update(what=DESTROYED)
    Reward.objects.filter(case=case, lapsed_on__isnull=False).update(lapse_reason=DESTROYED)
    Callback.objects.filter(closing__case=case).update(recording="")
    notices = SupervisionNotice.objects.filter(supervision__case=case)
    notices.update(asked=DESTROYED)
    notices.filter(answered_on__isnull=False).update(answer=DESTROYED)


ROOM = Room(
    app="complaints",
    home="queue",
    title=gettext_lazy("投诉举报"),
    kinds=tuple(PERIODS),
    job="complaints.destroy",
    related=("case__registration__matter", "closing"),
    files=(Attachment, Enclosure),
    title_of=title_of,
    proposed=proposed,
    forget=forget,
)
"""The complaint centre, as the archive knows it."""

SIGNED = DestructionPaper(ROOM)
"""Its lists approved on paper."""


def portion(job: Job, hold: Hold) -> Step:
    """The next files of a list of the centre's cases."""
    return destroying.portion(ROOM, job, hold)


def file_portion(job: Job, hold: Hold) -> Step:
    """The next closed cases of the centre to file."""
    return filing_many.portion(ROOM, job, hold)
