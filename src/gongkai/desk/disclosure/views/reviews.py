"""Clearing 审签: the deciding page, and taking one's own opinion back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import abilities, due, verbs
from gongkai.desk.disclosure.course import DECISIONS, Course, course, stage_name
from gongkai.desk.disclosure.forms import OpinionForm
from gongkai.desk.disclosure.models import Clearance, Submission
from gongkai.desk.disclosure.screens import review as screen
from gongkai.desk.disclosure.views.common import item_of, officer_of, status_of, worker
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def review(request: HttpRequest, uid: str) -> HttpResponse:
    """The newest submission, to be decided by whoever may; others read it."""
    officer, day = officer_of(request), today()
    item = item_of(request, uid)
    standing = course(item)
    if standing.submission is None:
        raise Http404
    can = abilities.of(officer, standing, day)
    begin = {"submission": standing.submission.digest}
    formed = item.formed_on or day
    form = OpinionForm(request.POST or None, on=formed, category=item.category, initial=begin)
    refused = None
    if request.method == "POST":
        if not can.clear and can.why_not != "eyes":
            raise PermissionDenied
        if form.is_valid():
            try:
                clearance = _clear(request, standing, form)
            except Refused as no:
                refused = no
            else:
                given = {"stage": stage_name(clearance.stage), "opinion": DECISIONS[clearance.decision]}
                messages.success(request, _("%(stage)s意见已签：%(opinion)s") % given)
                return HttpResponseRedirect(reverse("disclosure:item", args=[uid]))
    context = screen.context(standing, can, day) | {
        "form": form if can.clear else None,
        "refusal": refused,
        "today": day,
        "due": due.publication(item, day, standing.public_on),
    }
    is_wrong = request.method == "POST"
    status = (status_of(refused) if refused else 422) if is_wrong else 200
    return render(request, "disclosure/review.html", context, status=status)


def _clear(request: HttpRequest, standing: Course, form: OpinionForm) -> Clearance:
    """Sign the opinion over the submission that the person had before their eyes."""
    given = form.cleaned_data
    submission = Submission.objects.filter(item=standing.item, digest=given["submission"]).first()
    if submission is None:
        raise Refused("superseded", "您看的送审稿已经不在了", "请看现在的这一份再作意见")
    return verbs.clear(
        submission,
        standing.stage or "",
        given["decision"],
        officer_of(request),
        timezone.now(),
        ground=given["ground"] or None,
        article=given["article"].strip() or None,
        note=given["note"].strip() or None,
    )


@require_POST
@worker
def recall(request: HttpRequest, uid: str) -> HttpResponse:
    """Take one's own standing opinion about the newest submission back."""
    item = item_of(request, uid)
    clearance = abilities.of(officer_of(request), course(item), today()).recall
    if clearance is None:
        raise PermissionDenied
    try:
        verbs.recall(clearance, officer_of(request), timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已撤回您的意见；之后的环节随之作废，须重新审签"))
    return HttpResponseRedirect(reverse("disclosure:item", args=[uid]))
