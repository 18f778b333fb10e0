"""The queue: what is open by urgency, the date's reasoning on every line, a page by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case, CaseText
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.rules import HANDLES
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import hints, queries, reasoning, rules
from gongkai.desk.complaints.clocks import due_of
from gongkai.desk.complaints.facts import Standing, Step, standings
from gongkai.desk.complaints.models import (
    Batch,
    CoUnit,
    Dispute,
    FollowUp,
    Matter,
    SignalCase,
    Supervision,
    Urge,
)

SHOWN = 26
"""Rows of a page."""
COUNTED = 1000
"""As many are counted; beyond that the page says "more than"."""
SOON_DAYS = 7
"""Plain days within which something counts as due soon."""
_CLOSED_VIEWS = ("closed", "bad")


@dataclass(frozen=True, slots=True)
class Tag:
    """A hint at the end of a row; ``kind`` is empty, warn or bad."""

    words: str
    kind: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue."""

    case: Case
    standing: Standing
    number: str
    due: reasoning.Shown
    text: str
    tags: tuple[Tag, ...]


def of_view(cases: QuerySet[Case], view: str, officer: Officer, today: date) -> QuerySet[Case]:
    """The cases of one of the tabs."""
    running = queries.open_only(cases)
    views = {
        "mine": lambda: queries.mine(running, officer),
        "today": lambda: running.filter(due_on=today),
        "soon": lambda: running.filter(due_on__range=(today, today + timedelta(days=SOON_DAYS))),
        "late": lambda: running.filter(due_on__lt=today),
        "assign": lambda: queries.unassigned(cases),
        "test": lambda: queries.in_testing(cases),
        "watch": lambda: queries.supervised(running),
        "later": lambda: queries.with_follow_up(cases),
        "bad": lambda: queries.unsatisfied(cases),
        "closed": lambda: cases.filter(stage=Stage.CLOSED),
    }
    return views[view]() if view in views else running


def tabs(
    cases: QuerySet[Case], chosen: Mapping[str, str], officer: Officer, today: date
) -> list[dict[str, Any]]:
    """The tabs with their counts, and the filters kept."""
    rest = {name: value for name, value in chosen.items() if name != "view"}
    now = chosen.get("view", "")
    labels = (
        ("", _("在办")), ("mine", _("我的")), ("today", _("今天到期")), ("soon", _("将到期")),
        ("late", _("已逾期")), ("assign", _("待分办")), ("test", _("等检测")), ("watch", _("督办")),
        ("later", _("后续反映")), ("bad", _("回访不满意")), ("closed", _("已办结")),
    )  # fmt: skip
    found = []
    for key, label in labels:
        count = None
        if key != "closed":
            count = of_view(cases, key, officer, today).order_by()[: COUNTED + 1].values("pk").count()
        found.append(
            {
                "label": label,
                "query": urlencode(rest | ({"view": key} if key else {})),
                "current": key == now,
                "count": None if count is None else f"{COUNTED}+" if count > COUNTED else str(count),
                "hot": key == "late" and bool(count),
            }
        )
    return found


def at_once(officer: Officer, today: date) -> list[tuple[str, str]]:
    """What somebody with these duties may do to several cases at once; the rule decides for each case."""
    kinds = {one.kind for one in held(officer, today)}
    wanted = (
        (Batch.Verb.ASSIGN, {*rules.CENTRE, *rules.LEADS}),
        (Batch.Verb.ACCEPT, set(HANDLES)),
        (Batch.Verb.URGE, {*rules.CENTRE, *rules.LEADS}),
        (Batch.Verb.SUPERVISE, set(rules.LEADS)),
    )
    return [(verb.value, str(verb.label)) for verb, duties in wanted if kinds & duties]


def filtered(cases: QuerySet[Case], chosen: Mapping[str, str]) -> QuerySet[Case]:
    """The cases that fit the filters."""
    if channel := chosen.get("channel"):
        cases = cases.filter(registration__channel=channel)
    if kind := chosen.get("kind"):
        cases = cases.filter(kind=kind)
    if line := chosen.get("line"):
        cases = cases.filter(line=line)
    if unit := chosen.get("unit"):
        cases = cases.filter(assignments__until__isnull=True, assignments__unit__code=unit)
    if since := chosen.get("since"):
        cases = cases.filter(opened_on__gte=since)
    for word in chosen.get("q", "").split()[:4]:
        cases = cases.filter(
            Q(registration__number__contains=word)
            | Q(registration__source_number=word)
            | Q(registration__matter__respondent__contains=word)
            | Q(registration__matter__credit_code=word.upper())
            | Q(registration__matter__category__contains=word)
        )
    return cases


def page(
    cases: QuerySet[Case], chosen: Mapping[str, str], place: Mapping[str, str], officer: Officer, today: date
) -> dict[str, Any]:
    """One page of a view: earliest due first, undated last; closed ones newest first."""
    view = chosen.get("view", "")
    found = filtered(of_view(cases, view, officer, today), chosen)
    total = found.order_by()[: COUNTED + 1].values("pk").count()
    if view in _CLOSED_VIEWS:
        shown, before, after = _newest(found, place)
    else:
        shown, before, after = _urgent(found, place)
    return {
        "rows": rows(shown, today),
        "pager": {
            "previous": _turn(chosen, before=_mark(shown[0])) if shown and before else "",
            "next": _turn(chosen, after=_mark(shown[-1])) if shown and after else "",
            "shown": len(shown),
            "total": min(total, COUNTED),
            "capped": total > COUNTED,
        },
    }


def rows(cases: Sequence[Case], today: date) -> list[Row]:
    """What a list says about these cases, in their order."""
    standing, days = standings(cases), calendar()
    texts = dict(
        CaseText.objects.filter(case__in=cases, field=CaseText.Field.CONTENT).values_list("case", "masked")
    )
    tags = _tags(cases, standing, texts)
    made = []
    for case in cases:
        one = standing.get(case.pk)
        if one is None:
            continue
        due = reasoning.shown(one, due_of(one, days), today, days)
        text = texts.get(case.pk, "")
        made.append(Row(case, one, short(case.registration.number), due, gist(text), tags[case.pk]))
    return made


def gist(text: str, width: int = 46) -> str:
    """The beginning of a text for a line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[:width] + "…"


def _tags(
    cases: Sequence[Case], standing: Mapping[int, Standing], texts: Mapping[int, str]
) -> dict[int, tuple[Tag, ...]]:
    """The hints of each row, from seven queries for the page."""
    keys = [case.pk for case in cases]
    watched = set(
        Supervision.objects.filter(case__in=keys, lifted_on__isnull=True).values_list("case", flat=True)
    )
    urged = Counter(Urge.objects.filter(case__in=keys, by_petitioner=True).values_list("case", flat=True))
    later = set(
        FollowUp.objects.filter(case__in=keys, handled_on__isnull=True).values_list("case", flat=True)
    )
    disputed = set(
        Dispute.objects.filter(case__in=keys, ruled_on__isnull=True).values_list("case", flat=True)
    )
    asked = set(
        CoUnit.objects.filter(case__in=keys, given_on__isnull=True, released_on__isnull=True).values_list(
            "case", flat=True
        )
    )
    signals = dict(SignalCase.objects.filter(case__in=keys).values_list("case", "signal__number"))
    same = _same_shop(standing)
    found = {}
    for key, one in standing.items():
        made = []
        if one.profile and one.profile.safety:
            made.append(Tag(_("！安全"), "warn", one.profile.safety))
        if key in watched:
            made.append(Tag(_("督办"), "bad"))
        if key in disputed:
            made.append(Tag(_("管辖争议"), "warn"))
        if key in asked:
            made.append(Tag(_("等协办")))
        if urged[key]:
            made.append(Tag(_("催办 %(n)d") % {"n": urged[key]}))
        if key in later:
            made.append(Tag(_("后续反映"), "warn"))
        if one.is_secret:
            made.append(Tag(_("◎ 要求保密")))
        if key in signals:
            made.append(Tag(_("≈ 预警 %(n)d") % {"n": signals[key]}))
        elif same.get(key, 0) > 1:
            made.append(Tag(_("≈ 同主体 %(n)d") % {"n": same[key]}))
        if one.step == Step.ASSIGN and hints.beyond(texts.get(key, "")):
            made.append(Tag(_("？疑不属本局"), "warn"))
        found[key] = tuple(made[:3])
    return found


def _same_shop(standing: Mapping[int, Standing]) -> dict[int, int]:
    """How many open cases there are against the shop of each case."""
    codes = {one.matter.credit_code for one in standing.values() if one.matter.credit_code}
    if not codes:
        return {}
    agency = next(iter(standing.values())).matter.agency_id
    running = Matter.objects.filter(
        agency=agency, credit_code__in=codes, registration__cases__stage=Stage.OPEN
    ).values_list("credit_code", "registration")
    counts = Counter(code for code, _registration in set(running))
    return {key: counts[one.matter.credit_code] for key, one in standing.items()}


def _urgent(found: QuerySet[Case], place: Mapping[str, str]) -> tuple[list[Case], bool, bool]:
    """A page in the order (due, key), undated last: two ranges of one index."""
    base = found.select_related("registration")
    dated, bare = base.filter(due_on__isnull=False), base.filter(due_on__isnull=True)
    before, after = _place(place.get("before")), _place(place.get("after"))
    if before is not None:
        day, key = before
        part = list(bare.filter(pk__lt=key).order_by("-pk")[: SHOWN + 1]) if day is None else []
        if len(part) <= SHOWN:
            if day is not None:
                dated = dated.filter(Q(due_on__lt=day) | Q(due_on=day, pk__lt=key))
            part += dated.order_by("-due_on", "-pk")[: SHOWN + 1 - len(part)]
        return part[:SHOWN][::-1], len(part) > SHOWN, True
    part = []
    if after is None or after[0] is not None:
        if after is not None:
            dated = dated.filter(Q(due_on__gt=after[0]) | Q(due_on=after[0], pk__gt=after[1]))
        part = list(dated.order_by("due_on", "pk")[: SHOWN + 1])
    if len(part) <= SHOWN:
        if after is not None and after[0] is None:
            bare = bare.filter(pk__gt=after[1])
        part += bare.order_by("pk")[: SHOWN + 1 - len(part)]
    return part[:SHOWN], after is not None, len(part) > SHOWN


def _newest(found: QuerySet[Case], place: Mapping[str, str]) -> tuple[list[Case], bool, bool]:
    base = found.select_related("registration")
    before, after = _place(place.get("before")), _place(place.get("after"))
    if before is not None:
        part = list(base.filter(pk__gt=before[1]).order_by(F("pk").asc())[: SHOWN + 1])
        return part[:SHOWN][::-1], len(part) > SHOWN, True
    if after is not None:
        base = base.filter(pk__lt=after[1])
    part = list(base.order_by("-pk")[: SHOWN + 1])
    return part[:SHOWN], after is not None, len(part) > SHOWN


def _mark(case: Case) -> str:
    return f"{case.due_on.isoformat() if case.due_on else ''}.{case.pk}"


def _place(text: str | None) -> tuple[date | None, int] | None:
    """Day and key in an address; what makes no sense is the beginning."""
    day, dot, key = (text or "").partition(".")
    if not dot or not key.isascii() or not key.isdecimal() or len(key) > 18:
        return None
    try:
        return (date.fromisoformat(day) if day else None), int(key)
    except ValueError:
        return None


def _turn(chosen: Mapping[str, str], **place: str) -> str:
    return "?" + urlencode({**chosen, **place})
