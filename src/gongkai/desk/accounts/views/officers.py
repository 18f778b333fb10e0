"""Officers for administrators: who holds what from when, deputies, the end of service, resets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.accounts import other_ways, policy, recovery, sessions, tenure
from gongkai.desk.accounts.forms import (
    DeputyForm,
    DutyForm,
    EnterForm,
    IdentityForm,
    LeaveForm,
    MoveForm,
    NameForm,
    ResetForm,
)
from gongkai.desk.accounts.history import moves
from gongkai.desk.accounts.models import Identity, Reset
from gongkai.desk.accounts.recent import recently_authenticated
from gongkai.desk.accounts.views.mine import factors
from gongkai.desk.accounts.views.mine import tenure as tenure_of
from gongkai.desk.agencies.guarding import guarded, officer_of
from gongkai.desk.agencies.models import Deputy, Duty, Officer, Post
from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.recording import record
from gongkai.refusal import Refused

PAGE = 100


def sees_officers(officer: Officer) -> bool:
    """Whether somebody may open the pages of officers: keepers, and those who confirm resets."""
    return recovery.may_confirm(officer, timezone.now())


@require_safe
@guarded(sees_officers)
def officers(request: HttpRequest) -> HttpResponse:
    """Everybody of the bureau with posts and duties of today, and the resets that wait."""
    me, day = officer_of(request), today()
    asked = request.GET.get("q", "").strip()[:60]
    rows = Officer.objects.filter(agency=me.agency_id).order_by("username")
    if asked:
        rows = rows.filter(Q(username__icontains=asked) | Q(name__icontains=asked))
    if request.GET.get("after"):
        rows = rows.filter(username__gt=request.GET["after"])
    strong = Authenticator.objects.filter(user=OuterRef("pk"), type__in=policy.STRONG)
    rows = rows.annotate(has_factor=Exists(strong)).prefetch_related(
        Prefetch("posts", Post.objects.filter(Post.on(day)).select_related("unit"), to_attr="posts_now"),
        Prefetch("duties", Duty.objects.filter(Duty.on(day)), to_attr="duties_now"),
        Prefetch(
            "deputies", Deputy.objects.filter(Deputy.on(day)).select_related("deputy"), to_attr="deputies_now"
        ),
    )
    found: list[Any] = list(rows[: PAGE + 1])
    wanted = policy.wanted_duties()
    for one in found:
        one.lacks = not one.has_factor and any(duty.kind in wanted for duty in one.duties_now)
    now = timezone.now()
    context = {
        "officers": found[:PAGE],
        "after": found[PAGE - 1].username if len(found) > PAGE else "",
        "asked": asked,
        "resets": recovery.waiting(me.agency, now),
        "me": me,
        "identities": other_ways.waiting(me.agency),
        "may_keep": recovery.may_keep(me, now),
    }
    return render(request, "accounts/officers.html", context)


def keeps_officers(officer: Officer) -> bool:
    """Whether somebody may enter officers: keepers, in person."""
    return recovery.may_keep(officer, timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(keeps_officers)
@recently_authenticated
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a new officer; the way in is a one-time code that a second person hands over."""
    me = officer_of(request)
    form = EnterForm(request.POST or None, agency=me.agency, initial={"since": today()})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = tenure.enter(**form.cleaned_data, by=me, at=timezone.now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("已登记。请另一人确认重设，取得一次性码，当面交给本人设定口令。"))
            return HttpResponseRedirect(reverse("accounts:officer", args=[made.uid]))
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/enter.html", {"form": form, "refusal": refusal}, status=status)


@require_safe
@guarded(sees_officers)
def officer(request: HttpRequest, uid: str) -> HttpResponse:
    """One officer."""
    return _page(request, _found(request, uid))


@require_POST
@guarded(sees_officers)
@recently_authenticated
def act(request: HttpRequest, uid: str, verb: str) -> HttpResponse:
    """An administrator's act on an officer; refused ones come back with the sentence."""
    chosen = _ACTS.get(verb)
    if chosen is None:
        raise Http404
    found = _found(request, uid)
    try:
        bound, said = chosen(request, found)
    except Refused as refused:
        return _page(request, found, refusal=refused, status=422)
    if bound is not None and not bound.is_valid():
        return _page(request, found, forms={verb: bound}, status=422)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("accounts:officer", args=[uid]))


@require_POST
@guarded(sees_officers)
@recently_authenticated
def confirm(request: HttpRequest, uid: str) -> HttpResponse:
    """The second person's confirmation; the page shows the code, this once."""
    reset = _reset(request, uid)
    try:
        code = recovery.confirm(reset, by=officer_of(request), at=timezone.now())
    except Refused as refused:
        messages.error(request, f"{refused.sentence}。{refused.mend}")
        return HttpResponseRedirect(reverse("accounts:officers"))
    return render(request, "accounts/confirmed.html", {"reset": reset, "code": code})


@require_POST
@guarded(sees_officers)
def cancel(request: HttpRequest, uid: str) -> HttpResponse:
    """Make a reset void."""
    recovery.cancel(_reset(request, uid), by=officer_of(request), at=timezone.now())
    messages.success(request, _("已作废。"))
    return HttpResponseRedirect(reverse("accounts:officers"))


def _page(
    request: HttpRequest,
    found: Officer,
    *,
    refusal: Refused | None = None,
    forms: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    me, now, day = officer_of(request), timezone.now(), today()
    keeps = recovery.may_keep(me, now) and found.pk != me.pk
    made: dict[str, Any] = {}
    if keeps and found.is_active:
        made = {
            "deputy": DeputyForm(officer=found, initial={"since": day}, prefix="deputy"),
            "duty": DutyForm(officer=found, initial={"since": day}, prefix="duty"),
            "move": MoveForm(officer=found, initial={"since": day}, prefix="move"),
            "name": NameForm(initial={"name": found.name}, prefix="name"),
            **({"identity": IdentityForm(prefix="identity")} if _has_other_ways() else {}),
            "leave": LeaveForm(initial={"on": day}, prefix="leave"),
            "reset": ResetForm(prefix="reset"),
        } | (forms or {})
    context = factors(found) | tenure_of(found, day)
    context |= {
        "me": me,
        "found": found,
        "forms": made,
        "keeps": keeps,
        "refusal": refusal,
        "moves": moves(found),
        "identities": _identities(found),
        "today": day,
        "resets": [one for one in recovery.waiting(found.agency, now) if one.officer_id == found.pk],
        "demand": policy.demand(found, day),
    }
    return render(request, "accounts/officer.html", context, status=status)


def _identities(found: Officer) -> list[Identity]:
    """The officer's other ways in that stand or wait."""
    rows = found.identities.filter(ended_at__isnull=True)
    return list(rows.select_related("given_by", "confirmed_by").order_by("pk"))


def _found(request: HttpRequest, uid: str) -> Officer:
    found = Officer.objects.select_related("agency").filter(uid=uid, agency=officer_of(request).agency_id)
    one = found.first()
    if one is None:
        raise Http404
    return one


def _reset(request: HttpRequest, uid: str) -> Reset:
    rows = Reset.objects.select_related("officer", "asked_by")
    found = rows.filter(uid=uid, officer__agency=officer_of(request).agency_id).first()
    if found is None:
        raise Http404
    return found


Done = tuple[forms.Form | None, str]


def _deputy(request: HttpRequest, found: Officer) -> Done:
    form = DeputyForm(request.POST, officer=found, prefix="deputy")
    if form.is_valid():
        tenure.set_deputy(found, by=officer_of(request), at=timezone.now(), **form.cleaned_data)
    return form, _("已设定代理。")


def _duty(request: HttpRequest, found: Officer) -> Done:
    form = DutyForm(request.POST, officer=found, prefix="duty")
    if form.is_valid():
        said = dict(form.cleaned_data)
        kind, unit = said.pop("kind"), said.pop("unit")
        tenure.give_duty(found, kind, unit, by=officer_of(request), at=timezone.now(), **said)
    return form, _("已授予职责。")


def _move(request: HttpRequest, found: Officer) -> Done:
    form = MoveForm(request.POST, officer=found, prefix="move")
    if form.is_valid():
        said = form.cleaned_data
        tenure.move(
            found,
            said["unit"],
            said["title"],
            since=said["since"],
            by=officer_of(request),
            at=timezone.now(),
        )
    return form, _("已登记任职。")


def _name(request: HttpRequest, found: Officer) -> Done:
    form = NameForm(request.POST, prefix="name")
    if form.is_valid():
        tenure.rename(found, form.cleaned_data["name"], by=officer_of(request), at=timezone.now())
    return form, _("已更正姓名。")


def _come_back(request: HttpRequest, found: Officer) -> Done:
    tenure.come_back(found, by=officer_of(request), at=timezone.now())
    return None, _("已登记回岗。请授予职责；另一人确认后取得一次性码，当面交给本人。")


def _identity(request: HttpRequest, found: Officer) -> Done:
    form = IdentityForm(request.POST, prefix="identity")
    if form.is_valid():
        other_ways.give(found, by=officer_of(request), at=timezone.now(), **form.cleaned_data)
    return form, _("已登记登录方式，等另一人确认后可用。")


def _confirm_identity(request: HttpRequest, found: Officer) -> Done:
    one = _held(found.identities, request)
    other_ways.confirm(one, by=officer_of(request), at=timezone.now())
    return None, _("已确认登录方式。")


def _end_identity(request: HttpRequest, found: Officer) -> Done:
    one = _held(found.identities.select_related("officer"), request)
    other_ways.end(one, by=officer_of(request), at=timezone.now())
    return None, _("登录方式已结束。")


def _has_other_ways() -> bool:
    return other_ways.has_openid() or other_ways.proxy() is not None


def _leave(request: HttpRequest, found: Officer) -> Done:
    form = LeaveForm(request.POST, prefix="leave")
    if form.is_valid():
        tenure.leave(found, on=form.cleaned_data["on"], by=officer_of(request), at=timezone.now())
    return form, _("已登记离岗。")


def _ask_reset(request: HttpRequest, found: Officer) -> Done:
    form = ResetForm(request.POST, prefix="reset")
    if form.is_valid():
        recovery.ask(found, by=officer_of(request), at=timezone.now(), **form.cleaned_data)
    return form, _("已申请重设，等另一人确认。")


def _end_deputy(request: HttpRequest, found: Officer) -> Done:
    one = _held(found.deputies.select_related("deputy", "officer"), request)
    tenure.end_deputy(one, by=officer_of(request), at=timezone.now())
    return None, _("代理到今天为止。")


def _end_duty(request: HttpRequest, found: Officer) -> Done:
    one = _held(found.duties.select_related("officer"), request)
    tenure.end_duty(one, by=officer_of(request), at=timezone.now())
    return None, _("职责到今天为止。")


def _end_sessions(request: HttpRequest, found: Officer) -> Done:
    me, now = officer_of(request), timezone.now()
    if not recovery.may_keep(me, now):
        raise Refused("not-keeper", "只有系统管理员可以办理", "请联系系统管理员")
    ended = sessions.end_all(found)
    record(f"officer/{found.uid}", "sessions-ended", by=me, occurred=now, at=now, data={"n": ended})
    return None, _("已结束 %(n)d 处登录。") % {"n": ended}


def _held(rows: Any, request: HttpRequest) -> Any:
    """The row of this officer that the form names; 404 for any other."""
    said = request.POST.get("pk", "")
    found = rows.filter(pk=int(said)).first() if said.isdecimal() and len(said) < 19 else None
    if found is None:
        raise Http404
    return found


_ACTS: dict[str, Callable[[HttpRequest, Officer], Done]] = {
    "deputy": _deputy,
    "end-deputy": _end_deputy,
    "duty": _duty,
    "end-duty": _end_duty,
    "move": _move,
    "name": _name,
    "identity": _identity,
    "confirm-identity": _confirm_identity,
    "end-identity": _end_identity,
    "come-back": _come_back,
    "leave": _leave,
    "reset": _ask_reset,
    "end-sessions": _end_sessions,
}
