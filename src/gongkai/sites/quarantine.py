"""The desk's door for secrets 涉密误入: whatever a page sends is looked at before any view sees it.

A field or a text file with a secrecy mark 密级标志 never reaches a view, so it is neither stored nor indexed
nor backed up; files that only the sandbox can read are refused by the verb that would keep them
(:mod:`gongkai.desk.casework.secrecy`). Both leave an incident and the same page with the banner.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework import secrecy
from gongkai.desk.disclosure.models import Incident
from gongkai.desk.disclosure.verbs import quarantine
from gongkai.sites.policy import Answer

UNREAD = {
    "csrfmiddlewaretoken": "made by the program",
    "password": "never stored as it is written",
    "old_password": "never stored as it is written",
    "new_password1": "never stored as it is written",
    "new_password2": "never stored as it is written",
    "code": "a code of six digits",
}
"""Fields that are not looked at, and why."""
OWN = {
    "disclosure:new": "keeps the form open and says so in it",
    "disclosure:edit": "keeps the form open and says so in it",
    "disclosure:autosave": "answers the copy that saves itself",
    "disclosure:autosave-new": "answers the copy that saves itself",
    "disclosure:preview": "stores nothing: shows what screening finds",
}
"""Views that enter the incident themselves (``verbs.watched``), and why."""
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Quarantine:
    """Keeps a secrecy mark out of every view and enters the incident."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; where a mark was met, by whomever, answer with the page of the incident."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with secrecy.noting() as met:
            response = self.get_response(request)
        officer = request.user
        if not met or not isinstance(officer, Officer):
            return response
        place = Incident.Place.FILE if secrecy.FILE in met or request.FILES else Incident.Place.PAGE
        incident = quarantine(officer.agency, place, officer, timezone.now())
        there = reverse("disclosure:met", args=[incident.pk])
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": there})
        if request.headers.get("Accept", "").startswith("application/json"):
            return HttpResponseRedirect(there)
        return render(request, "disclosure/met.html", {"one": incident}, status=422)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Look at what came before the view does."""
        if request.method in ("GET", "HEAD", "OPTIONS") or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OWN:
            return None
        if any(secrecy.is_marked_text(data) for data in _files(request)):
            secrecy.refusal(secrecy.FILE)
            return HttpResponse(status=422)
        if any(secrecy.is_marked_text(text.encode("utf-8", "replace")) for text in _texts(request)):
            secrecy.refusal()
            return HttpResponse(status=422)
        return None


def _texts(request: HttpRequest) -> Iterator[str]:
    """What the fields hold; the body of what is no form."""
    if request.content_type not in _FORMS:
        yield request.body.decode("utf-8", "replace")
        return
    for name, values in request.POST.lists():
        if name.rpartition("-")[2] not in UNREAD:
            yield from (value for value in values if len(value) >= secrecy.LEAST)
    for name in request.FILES:
        yield from (file.name or "" for file in request.FILES.getlist(name))


def _files(request: HttpRequest) -> Iterator[bytes]:
    """Uploaded files that are small enough to be a text."""
    if request.content_type != "multipart/form-data":
        return
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            if 0 < (file.size or 0) <= secrecy.TEXT_MOST:
                yield file.read()
                file.seek(0)
