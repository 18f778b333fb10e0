"""补批 on paper: the sheet as PDF, its entry with the scan, its confirmation by another person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.agencies.models import Duty
from gongkai.desk.agencies.queries import today
from gongkai.desk.agencies.rules import eligible
from gongkai.desk.disclosure import approving, rules, sheet, verbs
from gongkai.desk.disclosure.forms_sheets import WithdrawalPaperForm
from gongkai.desk.disclosure.models import Incident, Item, Withdrawal
from gongkai.desk.disclosure.verbs.papers import CONFIRMS, ENTERS
from gongkai.desk.disclosure.views.common import attempted, item_of, officer_of, status_after, worker


@require_safe
@worker
def withdrawal_sheet(request: HttpRequest, uid: str) -> HttpResponse:
    """The sheet of the newest emergency withdrawal, to be printed."""
    found = _withdrawal(item_of(request, uid))
    answer = HttpResponse(sheet.withdrawal(found), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="withdrawal.pdf"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def withdrawal_paper(request: HttpRequest, uid: str) -> HttpResponse:
    """What was signed on paper about the newest emergency withdrawal; POST enters, confirms or refuses."""
    item, officer, day = item_of(request, uid), officer_of(request), today()
    found = _withdrawal(item)
    may = {
        name: rules.standing(officer, kinds, agency=item.agency, unit=item.unit, day=day) is not None
        for name, kinds in (("enter", ENTERS), ("confirm", CONFIRMS))
    }
    leaders = [
        one
        for one in eligible(Duty.Kind.LEADER, item.unit, day, agency=item.agency)
        if one.pk != found.officer_id
    ]
    enters = "enter" in request.POST
    data, sent = (request.POST, request.FILES) if enters else (None, None)
    form = WithdrawalPaperForm(data, sent, leaders=leaders, initial={"signed_on": day})
    done, refused = attempted(request, any(may.values()), lambda: _act(request, found, form))
    if done:
        return HttpResponseRedirect(reverse("disclosure:withdrawal-paper", args=[uid]))
    is_open = not hasattr(found, "approval")
    context = {
        "item": item,
        "withdrawal": found,
        "is_open": is_open,
        "due_on": approving.due_on(found),
        "check": sheet.check_number(found),
        "papers": found.papers.select_related("leader", "entered_by", "checked_by").order_by("-pk"),
        "form": form if may["enter"] and is_open else None,
        "may": may,
        "officer": officer,
        "refusal": refused,
    }
    return render(request, "disclosure/withdrawal_paper.html", context, status=status_after(request, refused))


def _act(request: HttpRequest, found: Withdrawal, form: WithdrawalPaperForm) -> bool:
    """Do what the form asks; false when the form has errors."""
    officer, now = officer_of(request), timezone.now()
    if "enter" in request.POST:
        if not form.is_valid():
            return False
        given = form.cleaned_data
        scan = (given["scan"].name, given["scan"].read())
        with verbs.watched(found.release.item.agency, Incident.Place.FILE, officer, now):
            verbs.enter_withdrawal_paper(
                found, given["leader"], given["right"] == "yes", given["signed_on"], scan, officer, now,
                note=given["note"],
            )  # fmt: skip
        messages.success(request, _("已录入，等另一人核对"))
        return True
    paper = found.papers.filter(state="entered").first()
    if paper is None:
        raise Http404
    if "confirm" in request.POST:
        verbs.confirm_withdrawal_paper(paper, officer, now)
        messages.success(request, _("已核对，作为%(who)s的意见生效") % {"who": paper.leader.name})
    else:
        verbs.refuse_withdrawal_paper(paper, officer, now)
        messages.success(request, _("已记为核对不符，不作数"))
    return True


def _withdrawal(item: Item) -> Withdrawal:
    """The newest emergency withdrawal of an item; 404 without one."""
    rows = Withdrawal.objects.filter(release__item=item, is_emergency=True)
    found = rows.select_related("release__item__agency", "officer").order_by("-pk").first()
    if found is None:
        raise Http404
    return found
