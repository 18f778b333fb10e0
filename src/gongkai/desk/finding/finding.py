"""What a question finds: items and cases by number, title, respondent; persons only by a whole number.

A phone or an id number that was typed completely is compared by its keyed hash, among the cases that one may
see, reports 举报 left out (:func:`gongkai.desk.casework.personal.find_person`). A part of one finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai import grams
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.casework.models import Case, Series
from gongkai.desk.casework.personal import IDENTIFIER, PHONE, find_person
from gongkai.desk.casework.queries import visible_to
from gongkai.desk.finding.rows import LISTING as CASES
from gongkai.desk.lists import marks
from gongkai.desk.lists.listing import LISTINGS
from gongkai.desk.lists.paging import chunk
from gongkai.desk.lists.places import Asked

SHOWN = 8
"""Hits of a group on the page."""
_PAGES = {Series.COMPLAINTS: "complaints:case", Series.APPLICATIONS: "foi:case"}
"""Where a case of a register is handled; others have the page of the record."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record: its number, what it is about, a word about it, where it is."""

    number: str
    title: str
    note: str
    on: date | None
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one register; ``more`` leads to all of them where there is a list, or is empty."""

    label: str
    hits: list[Hit] = field(default_factory=list)
    is_cut: bool = False
    more: str = ""


def is_complete() -> bool:
    """Renew what changed since; ``False``: the worker is still at it, something may be missing."""
    items, cases = marks.fresh(LISTINGS["items"]), marks.fresh(CASES)  # both, whatever the first one says
    return items and cases


def find(officer: Officer, day: date, duties: Sequence[HeldDuty], question: str) -> list[Group]:
    """The groups in which something was found, each newest first; :func:`is_complete` goes before."""
    if not grams.terms(question):
        return []
    groups = [_items(officer, day, duties, question)]
    groups += [_cases(officer, day, duties, question, series) for series in Series]
    groups.append(_persons(officer, day, question))
    return [one for one in groups if one.hits]


def _items(officer: Officer, day: date, duties: Sequence[HeldDuty], question: str) -> Group:
    listing = LISTINGS["items"]
    asked = Asked.of(listing, listing.reach(officer, day, duties), {"q": question})
    found = chunk(asked, None, SHOWN + 1, listing.gate(officer, day, duties))
    hits = [
        Hit(
            row.record.index,
            row.record.title,
            row.record.category,
            row.record.formed_on or row.record.published_on,
            reverse("disclosure:item", args=[row.record.uid]),
        )
        for row in found[:SHOWN]
    ]
    more = f"{reverse(listing.address)}?{urlencode({'q': question})}"
    return Group(str(listing.title), hits, len(found) > SHOWN, more)


def _cases(officer: Officer, day: date, duties: Sequence[HeldDuty], question: str, series: Series) -> Group:
    asked = Asked.of(CASES, CASES.reach(officer, day, duties), {"q": question, "series": str(series)})
    found = chunk(asked, None, SHOWN + 1, CASES.gate(officer, day, duties))
    matters = _respondents([row.record.registration_id for row in found])
    hits = [_case(row.record, matters.get(row.record.registration_id, "")) for row in found[:SHOWN]]
    return Group(str(series.label), hits, len(found) > SHOWN)


def _persons(officer: Officer, day: date, question: str) -> Group:
    """The cases of the person whose phone or id number this is."""
    seen = visible_to(officer, day).select_related("registration").order_by("-opened_on", "-pk")
    found: dict[int, Case] = {}
    written = question.strip()
    if len(grams.normal(written).replace(" ", "")) >= 7:  # shorter is no number of a person
        for kind in (PHONE, IDENTIFIER):
            found |= {one.pk: one for one in find_person(written, among=seen, kind=kind)[: SHOWN + 1]}
    cases = list(found.values())
    matters = _respondents([one.registration_id for one in cases])
    hits = [_case(one, matters.get(one.registration_id, "")) for one in cases[:SHOWN]]
    return Group(_("这个号码的当事人"), hits, len(cases) > SHOWN)


def _respondents(registrations: list[int]) -> dict[int, str]:
    """The respondents of complaints by registration."""
    found = Case.objects.filter(registration__in=registrations, registration__matter__isnull=False)
    return dict(found.values_list("registration", "registration__matter__respondent"))


def _case(case: Case, respondent: str) -> Hit:
    series = Series(case.registration.series)
    page = _PAGES.get(series)
    if page is not None:
        href = reverse(page, args=[case.uid])
    else:
        href = reverse("reporting:record", args=[series.value, case.uid])
    title = respondent or str(series.label)
    return Hit(case.registration.number, title, case.get_kind_display(), case.opened_on, href)
