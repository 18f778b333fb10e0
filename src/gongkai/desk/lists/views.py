"""Save a view, change or delete it, export a list: what every list page posts to."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import today
from gongkai.desk.lists import exporting, forms, saved, sharing
from gongkai.desk.lists.asking import duties_of
from gongkai.desk.lists.models import SavedView
from gongkai.desk.lists.registry import AnyList, named
from gongkai.refusal import Refused

_SHARE = "share:"
"""Before the audience in what a button of a view posts."""


@require_POST
def save(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the filters of the page under a name."""
    officer, listing = _of(request, name)
    chosen = forms.read(listing, officer, today(), request.POST)
    form = forms.ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(str(one) for errors in form.errors.values() for one in errors))
        return _back(listing, chosen)
    try:
        view = saved.save(
            officer, name, form.cleaned_data["name"], chosen, is_default=form.cleaned_data["is_default"]
        )
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.mend}")
        return _back(listing, chosen)
    messages.success(request, _("已保存视图“%(name)s”") % {"name": view.name})
    return _back(listing, chosen)


@require_POST
def change(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Delete one's view, let it open by itself or no more, share it or take it back."""
    officer, listing = _of(request, name)
    seen = sharing.kept(officer, name, today(), duties_of(request))
    one = next((one for one in seen if one.view.pk == pk), None)
    if one is None:
        raise Http404
    chosen = forms.read(listing, officer, today(), one.view.chosen)
    do = request.POST.get("do", "")
    if do == "back" and one.lent is not None and one.lent.ends:
        sharing.take_back(one.view)
        messages.success(request, _("已收回共享视图“%(name)s”") % {"name": one.view.name})
    elif not one.is_own:
        raise PermissionDenied
    elif do.startswith(_SHARE):
        try:
            sharing.share(one.view, do.removeprefix(_SHARE), officer, timezone.now())
        except Refused as refused:
            messages.error(request, f"{refused.sentence}。{refused.mend}")
        else:
            messages.success(request, _("已共享视图“%(name)s”") % {"name": one.view.name})
    else:
        _keep(request, one.view, do)
    return _back(listing, chosen)


def _keep(request: HttpRequest, view: SavedView, do: str) -> None:
    """Delete one's own view, or let it open by itself or no more."""
    if do == "delete":
        view.delete()
        messages.success(request, _("已删除视图“%(name)s”") % {"name": view.name})
    elif do == "default":
        saved.open_by_itself(view, not view.is_default)
        words = _("以后打开列表不再默认用视图") if view.is_default else _("以后打开列表默认用这个视图")
        messages.success(request, words)


@require_POST
def export(request: HttpRequest, name: str) -> HttpResponse:
    """Queue the export of what the page shows, all pages of it."""
    officer, listing = _of(request, name)
    chosen = forms.read(listing, officer, today(), request.POST)
    try:
        job = exporting.export(listing, officer, chosen, request.POST.get("ending", ""), timezone.now())
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.mend}")
        return _back(listing, chosen)
    return HttpResponseRedirect(reverse("jobs:job", args=[job.uid]))


def _of(request: HttpRequest, name: str) -> tuple[Officer, AnyList]:
    """Who asks and which list; closed (403) to those who see nothing of it."""
    officer = officer_of(request)
    listing = named(name)
    if listing is None:
        raise Http404
    if not listing.opens(officer, today(), duties_of(request)):
        raise PermissionDenied
    return officer, listing


def _back(listing: AnyList, chosen: dict[str, str]) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(listing.address)}?{saved.query_of(chosen)}")
