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
from gongkai.law.forms import Section, section_named
from gongkai.refusal import Refused

LONGEST = 60_000
"""Characters of a section."""
SAVED = "narrative-saved"
"""Type of the event that a saved section leaves in the bureau's chain; it holds year and section."""


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


def discard(officer: Officer, year: int, section: Section) -> None:
    """Forget one's own draft."""
    NarrativeDraft.objects.filter(officer=officer, year=year, section=section.key).delete()


def save(
    agency: Agency, year: int, name: str, text: str, *, base: str, by: Officer, at: datetime
) -> Narrative:
    """Put a section into the report; the draft is done with.

    Raises Refused: ``not-held``, ``too-long``, ``no-section``, ``no-words``, ``stale`` when somebody else
    changed it since.
    """
    section = _allowed(agency, year, name, text, by, at)
    if not text.strip():
        raise Refused("no-words", "这一节没有文字", "法定的节不能缺，没有发生的也写明")
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
        found = current(agency, year, section)
        if base_of(found.text if found else "") != base:
            who = found.by.name if found and found.by else "别人"
            raise Refused("stale", f"您编写期间，{who}改过这一节", "请对照下面报告中现在的文字，合并后再保存")
        values = {"text": _tidy(text), "by": by, "at": at}
        made, _ = Narrative.objects.update_or_create(
            agency=agency, year=year, section=section.key, defaults=values
        )
        discard(by, year, section)
        data = {"year": year, "section": section.key}
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
