"""The page of global search."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.desk.agencies.guarding import officer_of
from gongkai.desk.agencies.models import Duty
from gongkai.desk.agencies.queries import today
from gongkai.desk.finding import finding
from gongkai.desk.lists.asking import duties_of
from gongkai.grams.stream import LONGEST_QUESTION


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What the question in the desk's head finds; closed to those without a duty in the bureau."""
    duties = duties_of(request)
    if not any(one.kind != Duty.Kind.KEEPER for one in duties):
        raise PermissionDenied
    question = request.GET.get("q", "")[:LONGEST_QUESTION].strip()
    is_fresh = finding.is_complete()
    groups = finding.find(officer_of(request), today(), duties, question)
    context = {"question": question, "groups": groups, "search_query": question, "is_fresh": is_fresh}
    return render(request, "finding/find.html", context)
