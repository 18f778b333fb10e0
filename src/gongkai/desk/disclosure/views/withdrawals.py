"""Taking down 撤稿: at once, by one person who may, with what readers will see said beforehand."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.models import Duty
from gongkai.desk.agencies.queries import today
from gongkai.desk.disclosure import due, rules, verbs
from gongkai.desk.disclosure.course import course
from gongkai.desk.disclosure.forms import WithdrawForm
from gongkai.desk.disclosure.verbs.withdrawing import public_text, reasons_of
from gongkai.desk.disclosure.views.common import item_of, officer_of, status_of, worker
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@worker
def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    """The reasons, each with what it leaves behind; POST takes down."""
    officer, day = officer_of(request), today()
    item = item_of(request, uid)
    if rules.standing(officer, rules.WITHDRAW, agency=item.agency, unit=item.unit, day=day) is None:
        raise PermissionDenied
    standing = course(item)
    form = WithdrawForm(request.POST or None, item=item)
    refused = None
    if not standing.is_public:
        refused = Refused("not-public", f"“{item.index}”现在没有公开", "无需撤稿")
    elif request.method == "POST" and form.is_valid():
        try:
            verbs.withdraw(item, form.cleaned_data["reason"], officer, timezone.now())
        except Refused as no:
            refused = no
        else:
            messages.success(request, _("已撤稿，读者几秒内就看不到了"))
            return HttpResponseRedirect(reverse("disclosure:item", args=[uid]))
    reasons = [
        {"label": one.label, "spoken": one.spoken, "text": public_text(one, day)}
        for one in reasons_of(item).values()
    ]
    leads = rules.standing(officer, (Duty.Kind.LEADER,), agency=item.agency, unit=item.unit, day=day)
    context = {
        "item": item,
        "course": standing,
        "form": form if standing.is_public else None,
        "refusal": refused,
        "reasons": reasons,
        "approve_by": None if leads else due.to_be_signed(day),
    }
    is_wrong = request.method == "POST"
    status = (status_of(refused) if refused else 422) if is_wrong else 200
    return render(request, "disclosure/withdraw.html", context, status=status)
