"""What a list page is made of, for the view of a room: ``render(request, …, screens.context(…))``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.lists import short
from gongkai.desk.lists.asking import duties_of
from gongkai.desk.lists.forms import FilterForm
from gongkai.desk.lists.listing import Listing
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.own import Own
from gongkai.desk.lists.paging import Page, page
from gongkai.desk.lists.places import Place
from gongkai.desk.lists.saved import EVERYTHING, tabs
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
    views = list(SavedView.of(officer, listing.name))
    if (opening := _opening(request, views)) is not None:
        return opening
    given = request.GET.dict()
    if isinstance(listing, Short) and not given:
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
    context = {
        "listing": listing,
        "form": form,
        "chosen": chosen,
        "views": tabs(views, chosen, [(_("全部"), {}), *usual]),
        "pager": found.pager,
        "is_fresh": found.is_fresh,
        "everything": f"?{EVERYTHING}=1",
        "address": request.path,
    }
    return Shown(found, chosen, context)


def kept(request: HttpRequest, listing: Own, chosen: dict[str, str]) -> dict[str, Any] | HttpResponse:
    """What ``lists/_acts.html`` wants for a list that its room reads, or the way to the officer's default
    view. ``is_own``: one of the officer's own is what is shown. One query.
    """
    views = list(SavedView.of(officer_of(request), listing.name))
    if (opening := _opening(request, views)) is not None:
        return opening
    own = tabs(views, chosen, [])
    return {"listing": listing, "chosen": chosen, "views": own, "is_own": any(one.current for one in own)}


def _opening(request: HttpRequest, views: list[SavedView]) -> HttpResponse | None:
    """The way to the view that opens by itself, where the address asks for nothing."""
    view = next((one for one in views if one.is_default and one.chosen), None)
    if view is None or request.GET or request.method == "POST":
        return None
    return HttpResponseRedirect(f"{request.path}?{tabs([view], {}, [])[0].query}")
