"""How applications are filed: what their files are called, their periods, what goes when one is destroyed."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.archive import destroying, filing_many, keeping
from gongkai.desk.archive.rooms import Room
from gongkai.desk.archive.signed import DestructionPaper
from gongkai.desk.casework.models import Attachment, Case, CaseText, Filing
from gongkai.desk.foi import topics
from gongkai.desk.foi.models import Copy, Decision
from gongkai.desk.foi.rows import LISTING
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.running import Hold, Step
from gongkai.desk.lists import marks, tokens
from gongkai.law.outcomes import outcome


def title_of(filing: Filing) -> str:
    """The result of the application."""
    code = filing.case.application.outcome
    return _("公开申请：{outcome}").format(outcome=outcome(code).label) if code else _("公开申请")


def proposed(case: Case) -> tuple[str, str]:
    """The period that the office's settings propose, and by which reason."""
    return keeping.by_settings(case, "retention_foi", "retention_foi_remedy")


def forget(case: Case) -> None:
    """What the room itself holds of the words, sealed or masked, goes; outcome, stages and digests stay."""
    CaseText.objects.filter(case=case.pk).update(masked="")
    Decision.objects.filter(application=case.pk).update(sealed=b"")
    Copy.objects.filter(application=case.pk).update(sealed=b"")
    topics.forget(case.pk)
    marks.renew(LISTING, [case.pk])


ROOM = Room(
    app="foi",
    home="cases",
    title=gettext_lazy("依申请公开"),
    kinds=(Case.Kind.APPLICATION,),
    job="foi.destroy",
    related=("case__application",),
    files=(Attachment,),
    title_of=title_of,
    proposed=proposed,
    forget=forget,
)
"""Disclosure on request, as the archive knows it."""

SIGNED = DestructionPaper(ROOM)
"""Its lists approved on paper."""


def portion(job: Job, hold: Hold) -> Step:
    """The next files of a list of applications; the last step takes their words out of the search's pages."""
    step = destroying.portion(ROOM, job, hold)
    if not step.is_last:
        return step
    finish = step.act

    def act() -> None:
        if finish is not None:
            finish()
        tokens.scrub(LISTING.row)

    return replace(step, act=act)


def file_portion(job: Job, hold: Hold) -> Step:
    """The next closed applications to file."""
    return filing_many.portion(ROOM, job, hold)
