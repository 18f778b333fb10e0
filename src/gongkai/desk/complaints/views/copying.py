"""Copying a case's fields and replies into the platform that sent it: looking at the person is an event."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.desk.agencies.queries import today
from gongkai.desk.casework.models import Case, CaseText, Party
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.personal import REASONS, open_text
from gongkai.desk.casework.queries import answers_with_fields
from gongkai.desk.complaints import rules, verbs
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.screens import copying as screen
from gongkai.desk.complaints.views.common import case_of, officer_of, reader, status_of
from gongkai.desk.complaints.views.persons import in_words
from gongkai.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@reader
def copy(request: HttpRequest, uid: str) -> HttpResponse:
    """Masked texts to copy; POST with a reason opens contact and originals for this one answer."""
    found, officer, day = case_of(request, uid), officer_of(request), today()
    one = standing(found)
    copied = (CaseText.Field.CONTENT, *(field for _, field in answers_with_fields(found)[-1:]))
    rows = {text.field: text for text in CaseText.objects.filter(case=found, field__in=copied)}
    texts = {name: text.masked for name, text in rows.items()}
    person: list[tuple[str, str]] = []
    refused: Refused | None = None
    if request.method == "POST":
        try:
            person, texts = _opened(request, found, rows)
        except Refused as no:
            refused = no
    fields = screen.fields(one, person, texts)
    replies = screen.replies(one, texts, one.closing)
    party = Party.objects.filter(case=found, role=Party.Role.PETITIONER, sealed__isnull=False)
    context: dict[str, Any] = {
        "case": found,
        "number": short(found.registration.number),
        "channel": one.matter.channel,
        "fields": fields,
        "replies": replies,
        "all_fields": screen.whole(fields),
        "all_replies": screen.whole(replies),
        "is_open": bool(person),
        "may_look": not one.is_secret and rules.sees_contact(officer, found, day) and party.exists(),
        "is_secret": one.is_secret,
        "reasons": list(REASONS.items()),
        "refusal": refused,
    }
    return render(request, "complaints/copy.html", context, status=status_of(refused) if refused else 200)


def _opened(
    request: HttpRequest, found: Case, rows: dict[str, CaseText]
) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """The person and the originals; each look is an event before it is an answer. Raises Refused."""
    given: dict[str, Any] = {"by": officer_of(request), "at": timezone.now()}
    reason = request.POST.get("reason", "")
    person = in_words(verbs.look(found, reason, **given))
    return person, {name: open_text(text, reason=reason, **given) for name, text in rows.items()}
