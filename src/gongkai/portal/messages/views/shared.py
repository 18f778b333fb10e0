"""What the pages of forms and receipts share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar
from gongkai.law.deadlines import compute
from gongkai.portal.calculator.questions import calendar
from gongkai.portal.messages import browser, secrets
from gongkai.portal.publishing import site
from gongkai.refusal import Refused
from gongkai.sealing.canon import b64u

REGISTER_WITHIN = 2
"""Working days after which a page without 已登记 says that one should telephone."""
_CLOCKS = {
    "complaint": ("complaint-accept", "告知是否受理"),
    "both": ("complaint-accept", "告知是否受理"),
    "report": ("report-verify", "核查并决定是否立案"),
    "foi": ("foi-reply", "答复"),
}


def page(template: str, values: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page that nobody keeps."""
    done = site.render(template, site.context(**values), status=status)
    response = HttpResponse(done.body, content_type=done.content_type, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    return response


def message(title: str, lead: str, *, status: int = 200, nav: str = "ask", **more: Any) -> HttpResponse:
    """A page that says one thing."""
    said = {"title": title, "lead": lead, **more}
    return page("portal/message.html", {"message": said, "nav": nav, "meta": meta(title)}, status=status)


def meta(title: str) -> dict[str, str]:
    """The meta tags of such a page; no search engine shall keep it."""
    return {
        "column_name": title,
        "column_description": title,
        "column_keywords": title,
        "column_type": "互动交流",
        "robots": "noindex",
    }


def form_secrets(request: HttpRequest, sid: bytes | None = None) -> tuple[dict[str, str], bytes]:
    """The hidden fields of a form (a new ``sid`` unless one is carried on), and the browser's secret."""
    known = browser.known(request) or browser.fresh()
    carried = sid or secrets.new_sid()
    return {"sid": b64u(carried), "token": secrets.form_token(carried, known)}, known


def next_date(kind: str, today: date) -> tuple[Answer, str] | None:
    """The statutory date that a message received today leads to; null where the law names none."""
    if kind not in _CLOCKS:
        return None
    clock, act = _CLOCKS[kind]
    settings = {} if kind == "foi" else {"line": "any"}
    try:
        return compute(clock, today, settings=settings, calendar=calendar()), act
    except Refused:
        return None


def registered_by(made: date) -> date:
    """The last day on which a message of that day is registered as a rule.

    A calendar of this home that cannot be read keeps nobody from the code of what was just handed in.
    """
    try:
        days = calendar()
    except Refused:
        days = Calendar.default()
    return days.add_workdays(made, REGISTER_WITHIN)
