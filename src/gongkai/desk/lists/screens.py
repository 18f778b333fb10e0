"""What a list page is made of, for the view of a room: ``render(request, …, screens.context(…))``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import HeldDuty
from gongkai.desk.lists import sharing, short
from gongkai.desk.lists.asking import duties_of
from gongkai.desk.lists.forms import FilterForm
from gongkai.desk.lists.listing import Listing
from gongkai.desk.lists.own import Own
from gongkai.desk.lists.paging import Page, page
from gongkai.desk.lists.places import Place
from gongkai.desk.lists.saved import EVERYTHING, Kept, query_of, tabs
from gongkai.desk.lists.short import Short

Usual = list[tuple[str, dict[str, str]]]
"""The views that a list always offers: label and filters."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A read list: ``page`` with its rows, and the context of ``lists/_bar.html``."""

    page: Page
    chosen: dict[str, str]
    context: dict[str, Any]


def read(request: HttpRequest, listing: Listing | Short, day: date, usual: Usual) -> Shown | HttpResponse:
    """The page of a list that a request asks for, or the way to the officer's default view.

    ``usual`` come first of the tabs, after 全部. Three queries beside those of the choices.
    """
    officer, duties = officer_of(request), duties_of(request)
    views = sharing.kept(officer, listing.name, day, duties)
    if (opening := _opening(request, views)) is not None:
        return opening
    given = request.GET.dict()
    if not given:
        given = dict(listing.opening)
    form = FilterForm(listing, officer, day, given)
    chosen = form.chosen()
    form.data = chosen  # what made no sense is not shown again
    form.full_clean()
    if isinstance(listing, Short):
        rows, pager = short.page(short.Found(listing, officer, day, duties, chosen), given)
        found = Page(rows, pager)
    else:
        found = page(listing, officer, day, duties, chosen, Place.read(given))
        found = replace(found, rows=list(listing.made(found.rows, officer, day)))
    context = {
        "listing": listing,
        "form": form,
        "chosen": chosen,
        "views": tabs(views, chosen, [(_("全部"), {}), *usual]),
        "audiences": _audiences(views, duties),
        "pager": found.pager,
        "is_fresh": found.is_fresh,
        "everything": f"?{EVERYTHING}=1",
        "address": request.path,
    }
    return Shown(found, chosen, context)


def kept(request: HttpRequest, listing: Own, chosen: dict[str, str]) -> dict[str, Any] | HttpResponse:
    """What ``lists/_acts.html`` wants for a list that its room reads, or the way to the officer's default
    view. ``is_own``: one of the kept views is what is shown. One query, one more for heads with views.
    """
    duties = duties_of(request)
    views = sharing.kept(officer_of(request), listing.name, today(), duties)
    if (opening := _opening(request, views)) is not None:
        return opening
    own = tabs(views, chosen, [])
    return {
        "listing": listing,
        "chosen": chosen,
        "views": own,
        "is_own": any(one.current for one in own),
        "audiences": _audiences(views, duties),
    }


def _audiences(views: list[Kept], duties: list[HeldDuty]) -> list[tuple[str, str]]:
    """With whom the reader may share; not asked for where they have no view to share."""
    return sharing.audiences(duties) if any(one.is_own for one in views) else []


def _opening(request: HttpRequest, views: list[Kept]) -> HttpResponse | None:
    """The way to the officer's own view that opens by itself, where the address asks for nothing."""
    own = (one.view for one in views if one.is_own)
    view = next((one for one in own if one.is_default and one.chosen), None)
    if view is None or request.GET or request.method == "POST":
        return None
    return HttpResponseRedirect(f"{request.path}?{query_of(view.chosen)}")
