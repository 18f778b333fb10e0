"""One application on a screen: clock, what was asked, the reply chain, letters, course, next steps."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.models import Duty, Officer, Unit
from gongkai.desk.agencies.rules import HeldDuty, held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Issue, Move, Situation, anyone
from gongkai.desk.casework.models import Case, Delivery, PersonKey
from gongkai.desk.casework.queries import day_of
from gongkai.desk.casework.rules import DIRECTS, HANDLES, directs, handles
from gongkai.desk.foi import clocks, facts, lateness
from gongkai.desk.foi.actions import ACTIONS, MOVES, TITLES, Action
from gongkai.desk.foi.chain import AGAINST, label, steps_of
from gongkai.desk.foi.flow import FLOW
from gongkai.desk.foi.forms import ActForm
from gongkai.desk.foi.models import Application, Consulted, Link, Opinion, Search
from gongkai.desk.foi.queries import visible_to
from gongkai.desk.foi.rules import is_office
from gongkai.desk.foi.screens import reading
from gongkai.desk.foi.screens.clock import clock
from gongkai.desk.foi.screens.reading import Proposed, Told, Whole, Written
from gongkai.desk.foi.screens.words import EVENTS
from gongkai.desk.foi.stages import Stage
from gongkai.law.outcomes import outcome

_OF_THE_PORTAL = re.compile(r"[A-Za-z0-9_-]{22}")
_STEPS = (
    (gettext_lazy("登记"), ()),
    (gettext_lazy("办理"), (Stage.OPEN, Stage.CORRECTING, Stage.PAYING)),
    (gettext_lazy("审批"), (Stage.CHAIN,)),
    (gettext_lazy("送达"), (Stage.SIGNED,)),
    (gettext_lazy("办结"), (Stage.SERVED,)),
)


@dataclass(frozen=True, slots=True)
class Offered:
    """An act that is open: its button, what follows, what blocks it, its form when it is chosen."""

    verb: str
    title: str
    action: Action
    issues: tuple[Issue, ...]
    then: str
    form: ActForm | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: done, here or to come."""

    label: str
    state: str


def context(
    whole: Whole,
    officer: Officer,
    at: datetime,
    today: date,
    *,
    chosen: str = "",
    bound: ActForm | None = None,
) -> dict[str, Any]:
    """What ``case.html`` shows. A bounded number of queries, however long the course of the case."""
    case, application, unit = whole.case, whole.application, whole.unit
    asked = Consulted.objects.filter(application=application).order_by("pk")
    consulted = list(asked) if whole.has_consulted else []
    due = clocks.due_of(application, consulted, calendar(), True, whole.again)
    letters = reading.letters(case)
    decisions = reading.decisions(application)
    searches = Search.objects.filter(application=application).select_related("by").order_by("pk")
    duties = held(officer, today)
    may = abilities(duties, unit, case.registration.agency_id)
    idle = _idle(application, unit, consulted, decisions, letters, today)
    offered = offers(case, application, officer, at, today, chosen, bound, bool(decisions), may, idle)
    events = reading.events(case)
    return {
        "case": case,
        "application": application,
        "unit": unit,
        "source_number": source_number(case),
        "may_file": may[handles] or may[directs],
        "today": today,
        "clock": clock(due, today, calendar()),
        "receipt": facts.receipt(application, calendar()),
        "steps": steps(case.stage),
        "stage": Stage(case.stage).label if case.stage in Stage.values else case.stage,
        "content": whole.content,
        "correction": whole.correction,
        "files_count": whole.files,
        "facts": rows(application),
        "consulted": consulted,
        "searches": list(searches) if whole.has_searches else [],
        "decisions": [_decision(one) for one in decisions],
        "letters": letters,
        "outcome": outcome(application.outcome) if application.outcome else None,
        "course": course(events, whole.units),
        "related": related(case, application, visible_to(officer, today, duties)),
        "chosen": next((one for one in offered if one.form), None),
        "work": [one for one in offered if one.action.group == "work"],
        "more": [one for one in offered if one.action.group == "more"],
        "stops": [one for one in offered if one.action.group == "stop"],
        "may_decide": any(one.verb == "decide" and may[one.may] for one in FLOW.moves_from(case.stage)),
        "may_look": any(one.kind != Duty.Kind.SECRECY for one in duties),
    }


def source_number(case: Case) -> str:
    """The number 来源单号 that another platform gave; not the portal's own name of a message."""
    number = case.registration.source_number
    return "" if _OF_THE_PORTAL.fullmatch(number) else number


def _idle(
    application: Application,
    unit: Unit | None,
    consulted: Sequence[Consulted],
    decisions: Sequence[Proposed],
    letters: Sequence[Written],
    today: date,
) -> set[str]:
    """Acts that the flow allows and that have nothing to do as the case stands."""
    idle = {"assign"} if unit is not None else {"reassign"}
    if application.confirmed_on is not None or facts.is_received(application, calendar()):
        idle.add("confirm")
    if not lateness.is_late(application, today, consulted):
        idle.add("explain_late")
    if all(one.opinion for one in consulted):
        idle.add("opine")
    if not any(not one.is_organ and one.opinion in AGAINST for one in consulted):
        idle.add("tell_third")
    last = decisions[0].decision.letter_id if decisions else None
    current = next((one for one in letters if one.letter.pk == last), None)
    if current is None or hasattr(current.letter, "seal_use"):
        idle.add("seal")
    sent = current.sent if current is not None else []
    if not sent or sent[-1].result:
        idle.add("served")
    if not sent or sent[-1].result != Delivery.Result.RETURNED:
        idle.add("redeliver")
    others = [one for one in letters if one.letter.pk != last and one.letter.voided_on is None]
    if not any(not one.sent or one.sent[-1].result == Delivery.Result.RETURNED for one in others):
        idle.add("send_letter")
    if not any(one.sent and not one.sent[-1].result for one in others):
        idle.add("letter_result")
    return idle


def offers(
    case: Case,
    application: Application,
    officer: Officer,
    at: datetime,
    today: date,
    chosen: str,
    bound: ActForm | None,
    decided: bool,
    may: Mapping[Any, bool],
    idle: Collection[str] = (),
) -> list[Offered]:
    """What this officer may do now. Only the chosen act says what blocks it: the verb judges again."""
    open_moves: dict[str, Move] = {move.verb: move for move in FLOW.moves_from(case.stage) if may[move.may]}
    found = []
    for verb, action in ACTIONS.items():
        if verb in idle and verb != chosen:
            continue
        offered = open_moves.get(MOVES.get(verb, verb))
        extra = verb in TITLES and verb not in MOVES
        if extra:
            handles = {"deliver", "redeliver"} & set(open_moves)
            if not handles or not decided:
                continue
        elif offered is None:
            continue
        title = str(TITLES.get(verb) or (offered.title if offered else verb))
        form: ActForm | None = None
        issues: tuple[Issue, ...] = ()
        if verb == chosen:
            initial = {"on": today, "sent_on": today}
            form = bound or action.form(case=case, by=officer, day=today, initial=initial)
            if offered is not None:
                situation = Situation(case, officer, at)
                issues = tuple(one for need in offered.needs if (one := need(situation)) is not None)
        found.append(Offered(verb, title, action, issues, action.follows(application, today), form))
    return found


def steps(stage: str) -> list[Step]:
    """The way of an application, with the place where it stands."""
    here = next((at for at, (_label, stages) in enumerate(_STEPS) if stage in stages), None)
    found = []
    for at, (name, _stages) in enumerate(_STEPS):
        if stage == Stage.CLOSED:
            state = "done"
        elif here is None:
            state = "wait"
        else:
            state = "done" if at < here else "here" if at == here else "wait"
        found.append(Step(str(name), state))
    return found


def rows(application: Application) -> list[tuple[str, str]]:
    """The dated facts as the page lists them; what is not known is left out."""
    days = (
        (_("提交"), application.submitted_on),
        (_("到达"), application.arrived_on),
        (_("签收"), application.signed_on),
        (_("双方确认"), application.confirmed_on),
        (_("收到之日"), application.received_on),
        (_("补正通知"), application.correction_sent_on),
        (_("补正期限"), application.correction_due_on),
        (_("收到补正"), application.correction_received_on),
        (_("延期决定"), application.extended_on),
        (_("延迟答复至"), application.postponed_to),
        (_("收费通知"), application.fee_notified_on),
        (_("缴费"), application.paid_on),
        (_("答复"), application.replied_on),
    )
    found = [(name, day.isoformat()) for name, day in days if day is not None]
    found += [
        (_("提交方式"), application.channel + (_("（口头，代为填写）") if application.is_oral else "")),
        (_("申请人类型"), application.applicant_kind),
    ]
    wanted = (
        (_("要求的形式"), application.form_wanted),
        (_("要求的获取方式"), application.delivery_wanted),
        (_("送达方式"), application.delivery),
        (_("转主动公开"), application.released_item),
    )
    found += [(name, value) for name, value in wanted if value]
    if application.way:
        found.append((_("身份证明"), _("有") if application.has_identity_proof else _("没有")))
    if application.fee_fen:
        found.append((_("信息处理费"), _("%(sum)s 元") % {"sum": f"{application.fee_fen / 100:.2f}"}))
    if application.is_waived:
        found.append((_("减免"), _("已减免")))
    if application.late_cause:
        cause = str(Application.LateCause(application.late_cause).label)
        found.append((_("逾期原因"), f"{cause}　{application.late_note}".strip()))
    return found


def abilities(duties: Sequence[HeldDuty], unit: Unit | None, agency: int) -> dict[Any, bool]:
    """What the flow's rules say, from duties that were looked up once; the verbs judge again by the rules."""
    ours = [one for one in duties if one.agency_id == agency]
    whole = {one.kind for one in ours if one.unit_id is None}
    here = {one.kind for one in ours if unit is not None and one.unit_id in (None, unit.pk)}
    return {
        anyone: True,
        handles: bool(here & set(HANDLES)) or Duty.Kind.OFFICE in whole,
        directs: bool(whole & {*DIRECTS, Duty.Kind.OPERATOR}),
        is_office: Duty.Kind.OFFICE in whole,
    }


def course(events: Sequence[Told], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """The newest events of a case in words."""
    hands = {"import": _("台账"), "system": _("系统")}
    return [
        {
            "type": EVENTS.get(one.event.type, one.event.type),
            "detail": _detail(one.data, units),
            "occurred": day_of(one.event.occurred),
            "by": one.name or hands.get(one.event.by, ""),
        }
        for one in events
    ]


def related(case: Case, application: Application, seen: QuerySet[Case]) -> list[dict[str, Any]]:
    """Applications that belong together, and others of the same person: shown, never merged by itself.

    ``seen``: those that the officer may see; no other is named.
    """
    ours = Link.objects.filter(application=application, other=OuterRef("pk")).values("kind")
    theirs = Link.objects.filter(other=application, application=OuterRef("pk")).values("kind")
    digests = PersonKey.objects.filter(case=case).values("digest")
    same = PersonKey.objects.filter(digest__in=digests, case__kind=Case.Kind.APPLICATION).values("case")
    found = (
        seen.filter(registration__agency=application.agency_id)
        .exclude(pk=case.pk)
        .annotate(link=Coalesce(Subquery(ours[:1]), Subquery(theirs[:1])))
        .filter(Q(link__isnull=False) | Q(pk__in=same))
        .select_related("registration")
        .order_by("-pk")
    )
    labels = dict(Link.Kind.choices)
    return [{"case": one, "why": labels.get(one.link, _("同一申请人"))} for one in found[:12]]


def _decision(one: Proposed) -> dict[str, Any]:
    """One proposed answer with its signatures."""
    return {
        "decision": one.decision,
        "outcome": outcome(one.decision.outcome),
        "steps": [(label(step, one.decision), one.given.get(step)) for step in steps_of(one.decision)],
    }


def _detail(data: dict[str, Any], units: Mapping[str, str]) -> str:
    """The codes of an event in words."""
    parts = []
    for name in ("unit", "from"):
        if data.get(name) in units:
            parts.append(units[data[name]])
    for name in ("until", "due", "to", "way", "tracking", "result", "opinion", "number", "received"):
        value = data.get(name)
        if isinstance(value, str) and value and not value.islower():
            parts.append(value)
    code = data.get("outcome")
    if isinstance(code, str) and code:
        parts.append(outcome(code).label)
    if data.get("stage") in Opinion.Stage.values:
        parts.append(str(Opinion.Stage(data["stage"]).label))
    return " · ".join(dict.fromkeys(parts))


def short(text: str, most: int = 42) -> str:
    """The first words of a text, for lists and titles."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"
