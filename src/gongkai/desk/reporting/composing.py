"""Writing the sections of a report on the desk: a draft of one's own, then the text that the report shows.

A saved section may still be wrong: the checks say so, and stand in the way of the signature.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from gongkai.desk.agencies.models import Agency, Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import record
from gongkai.desk.reporting import gate
from gongkai.desk.reporting.models import Narrative, NarrativeDraft
from gongkai.desk.reporting.report import planned
from gongkai.law.forms import Section, section_named
from gongkai.refusal import Refused

LONGEST = 60_000
"""Characters of a section."""
SAVED, UNTRACKED = "narrative-saved", "narrative-untracked"
"""Types of the events that a section leaves in the bureau's chain; they hold year and section."""


def base_of(text: str) -> str:
    """What tells whether a section is still the one that somebody began with."""
    return sha256(text.encode()).hexdigest()


def current(agency: Agency, year: int, section: Section) -> Narrative | None:
    """The section as the report shows it."""
    return (
        Narrative.objects.filter(agency=agency, year=year, section=section.key).select_related("by").first()
    )


def draft_of(officer: Officer, year: int, section: Section) -> NarrativeDraft | None:
    """What the officer is writing for a section."""
    own = NarrativeDraft.objects.filter(agency=officer.agency_id, officer=officer)
    return own.filter(year=year, section=section.key).first()


def keep(
    agency: Agency, year: int, name: str, text: str, *, base: str, by: Officer, at: datetime
) -> NarrativeDraft:
    """Keep what somebody writes as their own draft.

    Raises Refused: ``not-held``, ``too-long``, ``no-section``.
    """
    section = _allowed(agency, year, name, text, by, at)
    found, _ = NarrativeDraft.objects.update_or_create(
        agency=agency,
        year=year,
        section=section.key,
        officer=by,
        defaults={"text": _tidy(text), "base": base, "at": at},
    )
    return found


def take_over(
    agency: Agency, year: int, name: str, text: str, *, base: str, by: Officer, at: datetime
) -> NarrativeDraft:
    """Put what the yearly plan proposes behind what somebody writes, into their own draft, with its sources.

    Nothing of it is in the report before they save. Raises Refused: those of :func:`keep`, ``not-fed`` for a
    section that the plan has nothing to do with, ``no-plan``.
    """
    section = _allowed(agency, year, name, text, by, at)
    if not planned.is_fed(year, section.key):
        raise Refused("not-fed", "工作要点不写入这一节", "请到写重点领域或者总体情况的一节取用")
    offered = planned.proposal(agency, year, shanghai_date(at))
    if offered is None:
        raise Refused("no-plan", f"{year} 年没有工作要点任务", "请先登记工作要点")
    before = draft_of(by, year, section)
    whole = "\n\n".join(part for part in (text.strip(), offered.text.strip()) if part)
    made = keep(agency, year, name, whole, base=base, by=by, at=at)
    made.sources = planned.merged(before.sources if before else [], offered.sources)
    made.save(update_fields=["sources"])
    return made


def untrack(agency: Agency, year: int, name: str, *, by: Officer, at: datetime) -> None:
    """Say that the section speaks of the plan no more: what changes there is not told here any longer."""
    section = _allowed(agency, year, name, "", by, at)
    with transaction.atomic():
        Narrative.objects.filter(agency=agency, year=year, section=section.key).update(sources=[])
        NarrativeDraft.objects.filter(agency=agency, year=year, section=section.key, officer=by).update(
            sources=[]
        )
        data = {"year": year, "section": section.key}
        record(f"agency/{agency.code}", UNTRACKED, by=by, occurred=shanghai_date(at), at=at, data=data)


def discard(officer: Officer, year: int, section: Section) -> None:
    """Forget one's own draft."""
    NarrativeDraft.objects.filter(officer=officer, year=year, section=section.key).delete()


def save(
    agency: Agency, year: int, name: str, text: str, *, base: str, by: Officer, at: datetime
) -> Narrative:
    """Put a section into the report; the draft is done with.

    The tasks of the plan from which its draft took words stay with it. Raises Refused: ``not-held``,
    ``too-long``, ``no-section``, ``no-words``, ``unfilled`` while it says that something is to be written,
    ``stale`` when somebody else changed it since.
    """
    section = _allowed(agency, year, name, text, by, at)
    if not text.strip():
        raise Refused("no-words", "这一节没有文字", "法定的节不能缺，没有发生的也写明")
    if planned.UNFILLED in text:
        raise Refused("unfilled", "还有“【请写明……】”没有补齐", "请写明原因，或者删去那一项")
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
        found = current(agency, year, section)
        if base_of(found.text if found else "") != base:
            who = found.by.name if found and found.by else "别人"
            raise Refused("stale", f"您编写期间，{who}改过这一节", "请对照下面报告中现在的文字，合并后再保存")
        draft = draft_of(by, year, section)
        taken = draft.sources if draft else []
        sources = planned.merged(found.sources if found else [], taken)
        values = {"text": _tidy(text), "by": by, "at": at, "sources": sources}
        made, _ = Narrative.objects.update_or_create(
            agency=agency, year=year, section=section.key, defaults=values
        )
        discard(by, year, section)
        data = {"year": year, "section": section.key} | ({"tasks": len(taken)} if taken else {})
        record(f"agency/{agency.code}", SAVED, by=by, occurred=shanghai_date(at), at=at, data=data)
    return made


def _allowed(agency: Agency, year: int, name: str, text: str, by: Officer, at: datetime) -> Section:
    if by.agency_id != agency.pk or not gate.holds(by, gate.WRITERS, shanghai_date(at)):
        raise Refused(
            "not-held", f"{by.name}当日没有编写年度报告的职责", "请由政务公开办公室或者分管领导编写"
        )
    if len(text) > LONGEST:
        raise Refused("too-long", f"这一节超过 {LONGEST:,} 字", "请精简")
    try:
        return section_named(name, year)
    except Refused as unknown:
        raise Refused("no-section", f"{year} 年的报告没有“{name}”这一节", "请从章节列表中选择") from unknown


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip() + "\n"
