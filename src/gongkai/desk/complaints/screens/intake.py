"""Beside the form of a call: who calls, the shop, whether it may be accepted, what to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.casework.numbers import short
from gongkai.desk.complaints import clocks, hints, queries, respondents
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import Matter, Signal
from gongkai.desk.complaints.reasoning import words
from gongkai.desk.complaints.screens.queue import rows
from gongkai.face.spoken import weekday, zh_date
from gongkai.refusal import Refused

_OPEN_SHOWN = 5
_BOTH = (Matter.Kind.COMPLAINT.value, Matter.Kind.REPORT.value)


def side(values: Mapping[str, str], officer: Officer, today: date) -> dict[str, Any]:
    """What the words and the number so far tell; nothing of it is kept."""
    text, respondent = values.get("text", ""), values.get("respondent", "").strip()
    code = values.get("credit_code", "").strip().upper()
    kind = values.get("kind") or hints.kind_of(text) or str(Matter.Kind.COMPLAINT)
    seen = queries.visible_to(officer, today)
    phone = values.get("caller", "").strip()
    agency = officer.agency_id
    shop = list(
        queries.open_only(seen)
        .filter(registration__in=queries.against(agency, credit_code=code, respondent=respondent))
        .select_related("registration")
        .order_by("due_on", "pk")[: _OPEN_SHOWN + 1]
    )
    return {
        "today": today,
        "caller": phone,
        "earlier": [_earlier(case) for case in queries.earlier_calls(phone, among=seen)] if phone else [],
        "matches": respondents.match(officer, today, name=respondent, code=code),
        "shop": rows(shop[:_OPEN_SHOWN], today),
        "shop_more": len(shop) > _OPEN_SHOWN,
        "signals": _signals(officer, text, values.get("category", "")),
        "suggested": hints.suggested(text, respondent) if text else None,
        "checks": hints.law_hints(
            text,
            kind,
            respondent=respondent,
            named=bool(values.get("name", "").strip() and phone),
            anonymous=bool(values.get("anonymous")),
            today=today,
            line=_line(text, values),
            address=values.get("respondent_address", ""),
        ),
        "kind": kind,
        "units": _units(officer, kind, text, values),
        "say": say(kind, _line(text, values), today),
    }


def say(kind: str, line: str, today: date, number: str = "") -> dict[str, str]:
    """What an operator may tell the caller: the number, and by when something happens."""
    days = calendar()
    if kind == Matter.Kind.BOTH:
        first, second = (say(one, line, today, number) for one in _BOTH)
        said = "".join(one["promise"] for one in (first, second))
        return first | {"promise": said, "words": "　".join(filter(None, (first["words"], second["words"])))}
    try:
        if kind == Matter.Kind.COMPLAINT:
            answer = clocks.accept_by(today, line, days)
            promise = _("是否受理，我们最晚 %(day)s（%(weekday)s）告诉您。")
        elif kind == Matter.Kind.REPORT:
            answer = clocks.verify_by(today, line, days)
            promise = _("我们最晚 %(day)s（%(weekday)s）核查并决定是否立案。")
        else:
            return {"number": number, "promise": _("您的咨询，我们现在就答复。"), "words": ""}
    except Refused as refused:
        return {"number": number, "promise": "", "words": refused.sentence}
    if answer.due is None:
        return {"number": number, "promise": "", "words": answer.basis}
    said = promise % {"day": zh_date(answer.due), "weekday": weekday(answer.due)}
    return {"number": number, "promise": said, "words": f"{words(answer, today, days)} · {answer.basis}"}


def _earlier(case: Case) -> dict[str, Any]:
    matter = case.registration.matter
    return {
        "case": case,
        "number": short(case.registration.number),
        "on": case.registration.registered_on,
        "what": matter.category or case.kind,
        "how": matter.satisfaction
        if matter.satisfaction not in ("", Matter.Satisfaction.NONE)
        else matter.acceptance,
    }


def _line(text: str, values: Mapping[str, str]) -> str:
    known = house().category(values.get("category") or hints.traits(text).category)
    channel = values.get("channel", "")
    if known:
        return known.line
    return channel if channel in ("12315", "12365", "12331") else "any"


def _units(officer: Officer, kind: str, text: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Which cases it becomes, and where each goes."""
    traits = hints.traits(text, values.get("category", ""), values.get("respondent_address", ""))
    known = house().category(traits.category)
    line = known.line if known else ""
    kinds = _BOTH if kind == Matter.Kind.BOTH else (kind,)
    made = []
    for one in kinds:
        unit = None
        if one != Matter.Kind.CONSULTATION:
            unit = hints.unit_for(officer.agency, one, traits.category, line, traits.area)
        made.append((one, unit.name if unit else ""))
    return made


def _signals(officer: Officer, text: str, category: str) -> list[Signal]:
    """Signals that wait or are watched and fit the class of what is said."""
    wanted = category or hints.traits(text).category
    if not wanted:
        return []
    waiting = (Signal.State.WAITING, Signal.State.WATCHED)
    rows = Signal.objects.filter(
        agency=officer.agency_id, state__in=waiting, key__contains=f"product={wanted}"
    )
    return list(rows.order_by("-pk")[:2])
