"""Writing an item: new, changed, previewed. Nothing that was typed is lost by an error."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import held
from gongkai.desk.disclosure import (
    abilities,
    catalogue,
    classes,
    due,
    forms_catalogue,
    numbering,
    readiness,
    rules,
    verbs,
)
from gongkai.desk.disclosure.course import course
from gongkai.desk.disclosure.forms import DraftForm
from gongkai.desk.disclosure.models import DraftCopy, Incident, Item
from gongkai.desk.disclosure.screens import findings, suggesting
from gongkai.desk.disclosure.screens.item import said
from gongkai.desk.disclosure.verbs.autosaving import copy_of, drop_copy
from gongkai.desk.disclosure.verbs.drafting import fingerprint, read_text
from gongkai.desk.disclosure.views import uploads
from gongkai.desk.disclosure.views.common import item_of, officer_of, status_of, worker
from gongkai.face import prose
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def new(request: HttpRequest) -> HttpResponse:
    """A new item."""
    officer, day = officer_of(request), today()
    units = units_of(officer, day)
    if not units:
        raise PermissionDenied
    initial: dict[str, Any] = {"means": Item.Means.OPEN, "unit": units[0].pk if len(units) == 1 else None}
    initial["category"] = request.GET.get("category", "")
    if (gone := _discarded(request, None)) is not None:
        return gone
    copy = copy_of(None, officer) if request.method != "POST" else None
    initial |= _restored(copy)
    form = _form(request, units=units, initial=initial, **_class(request, initial))
    refused = None
    if request.method == "POST" and not _only_looks(request) and form.is_valid():
        try:
            with verbs.watched(officer.agency, Incident.Place.DRAFT, officer, timezone.now()):
                made = verbs.draft(officer.agency, form.draft(), officer, timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已保存草稿，索引号 %(index)s") % {"index": made.index})
            prose.tell(request, form)
            return _after(request, made)
    return _page(request, form, None, refused, copy)


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """A draft that is changed; what was handed in stays as it was."""
    officer, day = officer_of(request), today()
    item = item_of(request, uid)
    if not abilities.of(officer, course(item), day).edit:
        raise PermissionDenied
    units = units_of(officer, day)
    pictures = _pictures(item)
    if (gone := _discarded(request, item)) is not None:
        return gone
    copy = copy_of(item, officer) if request.method != "POST" else None
    begin = _initial(item) | _restored(copy)
    form = _form(request, units=units, pictures=pictures, initial=begin, **_class(request, begin))
    refused = None
    if request.method == "POST" and not _only_looks(request) and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            with verbs.watched(item.agency, Incident.Place.DRAFT, officer, timezone.now()):
                verbs.amend(item, form.draft(), officer, timezone.now(), seen=seen)
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已保存草稿 %(index)s") % {"index": item.index})
            prose.tell(request, form)
            return _after(request, item)
    return _page(request, form, item, refused, copy)


@require_POST
@worker
def preview(request: HttpRequest) -> HttpResponse:
    """The text as readers will see it, what screening finds, what follows for the catalogue; for htmx."""
    units = units_of(officer_of(request), today())
    if not units:
        raise PermissionDenied
    uid = request.GET.get("item", "")
    known = item_of(request, uid) if uid else None
    item = known or Item(agency=officer_of(request).agency, means=Item.Means.OPEN)
    chosen = _class(request, {})
    form = DraftForm(request.POST, units=units, pictures=_pictures(item) if known else (), **chosen)
    suggested = suggesting.rows(form, suggesting.of(form, chosen["day"]), known)
    return render(request, "disclosure/_previewed.html", _preview(form, item) | {"suggested": suggested})


def _after(request: HttpRequest, item: Item) -> HttpResponseRedirect:
    """Where to go after a draft was saved: back to it when attachments came along, else to its page."""
    drop_copy(item, officer_of(request))
    drop_copy(None, officer_of(request))
    page = "disclosure:edit" if uploads.take(request, item) else "disclosure:item"
    return HttpResponseRedirect(reverse(page, args=[item.uid]))


def units_of(officer: Officer, day: date) -> list[Unit]:
    """The units for which an officer may write items on a day."""
    duties = [one for one in held(officer, day) if one.kind in rules.HAND_IN]
    if not duties:
        return []
    units = officer.agency.units.order_by("code")
    if all(one.unit_id is not None for one in duties):
        units = units.filter(pk__in=[one.unit_id for one in duties])
    return list(units)


def _form(request: HttpRequest, **more: Any) -> DraftForm:
    """The form with what was sent; where a suggestion was taken over, it stands there as if typed."""
    form = DraftForm(request.POST or None, **more)
    if request.method != "POST" or "adopt" not in request.POST:
        return form
    return DraftForm(suggesting.taken_over(request.POST, form, more["day"]), **more)


def _only_looks(request: HttpRequest) -> bool:
    """Whether a form was sent to be shown again, not to be saved."""
    return not {"preview", "adopt"}.isdisjoint(request.POST)


def _class(request: HttpRequest, initial: dict[str, Any]) -> dict[str, Any]:
    """The class whose fields the form shows, and the day whose rules name them."""
    formed = _day(request.POST.get("formed_on") if request.method == "POST" else initial.get("formed_on"))
    category = request.POST.get("category") or initial.get("category") or ""
    return {"category": category, "day": formed}


def _discarded(request: HttpRequest, item: Item | None) -> HttpResponseRedirect | None:
    """Throw the autosaved text away, when that button was pressed."""
    if "discard" not in request.POST:
        return None
    drop_copy(item, officer_of(request))
    return HttpResponseRedirect(request.path)


def _restored(copy: DraftCopy | None) -> dict[str, Any]:
    """What the form begins with where a text was autosaved and never saved."""
    if copy is None:
        return {}
    given: dict[str, list[str]] = copy.fields
    found: dict[str, Any] = {name: values[0] if values else "" for name, values in given.items()}
    found["outlets"] = given.get("outlets", [])
    found |= {name: name in given for name in ("urgent", "is_norm")}
    found["fields"] = {name[2:]: value for name, value in found.items() if name.startswith("x_")}
    return found | {"seen": copy.seen}


def _typed(form: DraftForm, item: Item | None, formed: date) -> Item:
    """What was typed so far, as far as its limit depends on it."""
    category = str(form["category"].value() or "")
    said = {one.key: str(form[f"x_{one.key}"].value() or "") for one in form.class_fields}
    unit = item.unit if item else None
    given = {"means": Item.Means.OPEN, "formed_on": formed, "category": category, "extras": {"fields": said}}
    return Item(unit=unit, **given)


def _page(
    request: HttpRequest,
    form: DraftForm,
    item: Item | None,
    refused: Refused | None,
    copy: DraftCopy | None = None,
) -> HttpResponse:
    """The form, with its preview; 422 when something has to be mended."""
    day = today()
    formed = (
        form.cleaned_data.get("formed_on")
        if form.is_bound and form.is_valid()
        else _day(form.initial.get("formed_on"))
    )
    draft = item or Item(agency=officer_of(request).agency, means=Item.Means.OPEN)
    suggested = suggesting.rows(form, suggesting.of(form, formed), item)
    context: dict[str, Any] = {
        "form": form,
        "item": item,
        "refusal": refused,
        "today": day,
        "formed_said": said(formed),
        "of_catalogue": list(zip(form.of_catalogue, suggested, strict=True)),
        "headings": classes.headings(str(form["category"].value() or "")),
        "lacking": classes.lacking_headings(
            str(form["category"].value() or ""), str(form["text"].value() or "")
        ),
        "suggests": any(one.value for one in suggested),
        "lists": forms_catalogue.choices(formed or day),
        "due": due.publication(_typed(form, item, formed), day) if formed else None,
        "index_shape": item.index if item else f"{numbering.prefix_of(draft.agency)}/{day.year}-…",
        "course": course(item) if item else None,
        "rows": uploads.rows(item, officer_of(request)) if item else [],
        "restored": copy,
        **_preview(form, draft),
    }
    is_wrong = form.is_bound and not _only_looks(request) and (refused is not None or not form.is_valid())
    status = (status_of(refused) if refused else 422) if is_wrong else 200
    return render(request, "disclosure/draft.html", context, status=status)


def _preview(form: DraftForm, item: Item) -> dict[str, Any]:
    """The blocks of a text with their findings, or the line that cannot be read; what the editor lost."""
    try:
        body = form.blocks
    except Refused as refused:
        return {"preview_refusal": refused}
    title, formed = str(form["title"].value() or ""), _day(form["formed_on"].value())
    return {
        "lost": prose.told(prose.lost(form["text"].value())),
        "cautions": list(readiness.cautions(item, title, formed)),
        "marked": findings.mark(title, body, item),
        "characters": sum(1 for sign in form.words if not sign.isspace()),
    }


def _day(value: Any) -> date | None:
    """A day as the form holds it: a date, or the words of an autosaved text."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def _pictures(item: Item) -> list[tuple[str, str]]:
    """The attachments that the text may show, with what is in the picture."""
    rows = item.files.filter(type__startswith="image/").order_by("position", "pk")
    return [(one.sha256, one.alt or one.name) for one in rows]


def _initial(item: Item) -> dict[str, Any]:
    """What the form begins with; a register's text, a line a paragraph, is parted as Markdown wants it."""
    names = ("title", "category", "means", "doc_no", "formed_on", "validity", "is_norm")
    more = ("release_at", "until_on", "correction")
    extras = item.extras or {}
    return {name: getattr(item, name) for name in (*names, *more)} | {
        **forms_catalogue.initial(catalogue.of(item)),
        "fields": extras.get("fields") or {},
        "source": extras.get("source") or "",
        "urgent": extras.get("urgent") is True,
        "unit": item.unit_id,
        "text": _text(item),
        "outlets": list(item.placements.order_by("on", "pk").values_list("outlet", flat=True)),
        "seen": fingerprint(item),
    }


def _text(item: Item) -> str:
    parted = "\n\n".join(line.strip() for line in item.text.splitlines() if line.strip())
    for words in (item.text, parted):
        try:
            if read_text(words) == item.body:
                return words
        except Refused:
            continue
    return parted if not item.body else item.text
