"""One case on a screen: clock, links, what was said, parties, course, and what one may do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Duty, Officer
from gongkai.desk.agencies.rules import holds
from gongkai.desk.archive import screens as archive
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Issue, Situation
from gongkai.desk.casework.models import Answer, Case, CaseText, Closing, Event, Letter, Party
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import grounds, hints, queries, reasoning, repeats, rules
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.clocks import agree_by, due_of
from gongkai.desk.complaints.facts import Standing, standing
from gongkai.desk.complaints.flow import FLOW, WRONG_STEP
from gongkai.desk.complaints.forms import ActForm
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.keeping import ROOM
from gongkai.desk.complaints.models import (
    CoUnit,
    Decision,
    FollowUp,
    Note,
    Opening,
    Receipt,
    SignalCase,
    Supervision,
    Urge,
    Verdict,
)
from gongkai.desk.complaints.offering import Action
from gongkai.desk.complaints.screens.course import course
from gongkai.desk.disclosure.queries import visible_to as visible_items
from gongkai.desk.enforcement import queries as enforcement
from gongkai.desk.enforcement.models import Published
from gongkai.desk.mailbox.queries import seen_on
from gongkai.law.calendar import Calendar

SEES_SIGNALS = (*rules.CENTRE, Duty.Kind.LEADER, Duty.Kind.AUDITOR)
"""Duties that see signals, and so their links."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An act that is open: its button, what follows, what would block it, and its form when it is chosen."""

    verb: str
    title: str
    action: Action
    then: str
    issues: tuple[Issue, ...]
    form: ActForm | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked record on the path; without an address it does not exist yet."""

    title: str
    lines: tuple[str, ...]
    href: str = ""
    here: bool = False


def context(
    case: Case, officer: Officer, at: datetime, today: date, *, chosen: str = "", bound: ActForm | None = None
) -> dict[str, Any]:
    """What ``case.html`` shows; ``chosen``: the act whose form is open, ``bound``: that form with errors."""
    one, days = standing(case), calendar()
    due = reasoning.shown(one, due_of(one, days, explain=True), today, days)
    texts = {text.field: text for text in CaseText.objects.filter(case=case).defer("sealed")}
    offered = offers(one, officer, at, today, chosen, bound)
    return {
        "case": case,
        "one": one,
        "matter": one.matter,
        "number": short(case.registration.number),
        "title": _title(one),
        "today": today,
        "due": due,
        "strip": reasoning.strip(due.answer, days) if due.answer else [],
        "path": path(one, officer, today),
        "content": texts.get(CaseText.Field.CONTENT),
        "facts": facts(one),
        "hints": _hints(one, texts.get(CaseText.Field.CONTENT)),
        "party": Party.objects.filter(case=case, role=Party.Role.PETITIONER).first(),
        "looks": Event.objects.filter(stream=case.stream, type="person-opened", by=officer.uid).count(),
        "may_look": rules.sees_contact(officer, case, today),
        "openings": _openings(case, officer, today),
        "shop": shop(one, officer, today),
        "notes": [
            (note, texts.get(note.field)) for note in Note.objects.filter(case=case).select_related("by")
        ],
        "answers": list(Answer.objects.filter(case=case, voided_on__isnull=True).order_by("pk")),
        "answer_text": texts.get(CaseText.Field.ANSWER),
        "closings": list(Closing.objects.filter(case=case).prefetch_related("callbacks__by").order_by("pk")),
        "course": course(case),
        "chosen": next((offer for offer in offered if offer.form), None),
        "main": [offer for offer in offered if offer.action.group == "work" and not offer.action.stops],
        "more": [offer for offer in offered if offer.action.group == "more"],
        "stops": [offer for offer in offered if offer.action.stops],
        "likes": repeats.for_case(one, officer, today),
        "verdicts": Verdict.Kind.choices,
        "enclosures": list(case.enclosures.order_by("pk")),
        "seen_on": seen_on(case),
        "receipts": list(Receipt.objects.filter(registration=case.registration_id)),
        "supervision": _supervision(case),
        "urges": Urge.objects.filter(case=case).count(),
        "follow_ups": FollowUp.objects.filter(case=case, handled_on__isnull=True).count(),
        "letters": Letter.objects.filter(case=case, voided_on__isnull=True).count(),
        "parts": _parts(case, texts),
        "disputes": list(
            case.disputes.select_related("unit", "claims", "ruled_for", "raised_by", "ruled_by").order_by(
                "pk"
            )
        ),
        "contests": _contests(one, days, today),
        "rewards": list(
            case.rewards.filter(revoked_on__isnull=True).select_related("proposed_by", "approved_by")
        ),
        **archive.facts(ROOM, case),
        "may_file": rules.keeps_file(officer, case, today),
        "may_void": case.stage != Stage.VOIDED and rules.leads(officer, case, today),
    }


def offers(
    one: Standing, officer: Officer, at: datetime, today: date, chosen: str = "", bound: ActForm | None = None
) -> list[Offered]:
    """The acts that are open to an officer at this point, in the order of the flow."""
    made = []
    for offer in FLOW.offers(Situation(one.case, officer, at, {"standing": one})):
        verb = offer.move.verb
        if verb not in ACTIONS or any(issue.code == WRONG_STEP for issue in offer.issues):
            continue
        action = ACTIONS[verb]
        form = None
        if verb == chosen:
            form = bound or action.form(one=one, by=officer, day=today)
        made.append(Offered(verb, offer.move.title, action, action.then(one, today), offer.issues, form))
    return made


def path(one: Standing, officer: Officer, today: date) -> list[Linked]:
    """Complaint → report → investigation → decision → item → warning; what one may not see is left out."""
    case = one.case
    found = [Linked(case.kind, (short(case.registration.number), str(one.step.label)), "", here=True)]
    siblings = queries.visible_to(officer, today).filter(registration=case.registration_id)
    for other in siblings.exclude(pk=case.pk).select_related("registration"):
        label = Stage(other.stage).label if other.stage in Stage.values else other.stage
        found.append(
            Linked(other.kind, (_("同一登记"), str(label)), reverse("complaints:case", args=[other.uid]))
        )
    if case.kind == Case.Kind.REPORT or one.case.clues.exists():
        found += _investigations(case, officer, today)
    if not holds(officer, SEES_SIGNALS, None, today, agency=case.registration.agency):
        return found if len(found) > 1 else []
    for inside in SignalCase.objects.filter(case=case).select_related("signal"):
        signal = inside.signal
        found.append(
            Linked(
                _("预警"),
                (_("第 %(n)d 号") % {"n": signal.number}, str(signal.get_state_display())),
                reverse("complaints:signal", args=[signal.year, signal.number]),
            )
        )
    return found if len(found) > 1 else []


def _investigations(case: Case, officer: Officer, today: date) -> list[Linked]:
    """What became of a clue, as far as the officer may see the other end."""
    found = []
    seen = enforcement.investigations(officer, today)
    for clue in case.clues.filter(investigation__in=seen).select_related("investigation__penalty"):
        made = clue.investigation
        lines = (made.number, _("%(on)s 立案") % {"on": made.opened_on})
        found.append(Linked(_("案件"), lines, reverse("enforcement:investigation", args=[made.uid])))
        if made.penalty is None:
            found.append(Linked(_("处罚决定"), (_("尚无"),)))
            continue
        penalty = made.penalty
        lines = (penalty.doc_no, str(penalty.decided_on))
        found.append(Linked(_("处罚决定"), lines, reverse("enforcement:penalty", args=[penalty.uid])))
        published = Published.objects.filter(penalty=penalty, item__in=visible_items(officer, today))
        item = published.select_related("item").first()
        if item:
            href = reverse("disclosure:item", args=[item.item.uid])
            found.append(Linked(_("公开信息"), (item.item.index,), href))
        else:
            found.append(Linked(_("公开信息"), (_("尚未起草"),)))
    if not found and not case.clues.exists():
        found.append(Linked(_("案件"), (_("尚未立案"),)))
    return found


def facts(one: Standing) -> list[tuple[str, str]]:
    """What is known of a case, empty values left out."""
    matter, profile = one.matter, one.profile
    category = matter.category
    parent = house().parent_of(category)
    yuan = _yuan(matter.amount_fen) if matter.amount_fen is not None else ""
    recovered = _yuan(matter.recovered_fen) if matter.recovered_fen is not None else ""
    problem = house().problems.get(profile.problem) if profile else None
    rows = (
        (_("商品服务类别"), f"{parent} › {category}" if parent and category else category),
        (_("问题"), problem[0] if problem else ""),
        (_("要对方做什么"), profile.claim if profile else ""),
        (_("涉及金额"), yuan),
        (_("挽回损失"), recovered),
        (_("区域"), profile.area if profile else ""),
        (_("来源单号"), one.case.registration.source_number),
        (_("转办"), f"{matter.forwarded_by} {matter.forwarded_on or ''}".strip()),
        (_("录音"), matter.recording),
        (_("关联编号"), matter.related_number),
        (_("不予受理原因"), matter.refusal_reason),
        (_("满意度"), matter.satisfaction),
        *(_decided(decision) for decision in one.decisions),
    )
    return [(label, value) for label, value in rows if value]


def _yuan(fen: int) -> str:
    return _("%(sum)s 元") % {"sum": f"{fen / 100:,.2f}"}


def _decided(decision: Any) -> tuple[str, str]:
    ground = ""
    if decision.ground:
        find = grounds.ending if decision.kind == Decision.Kind.ENDED else grounds.refusal
        ground = find(decision.ruleset, decision.ground).text
    person = decision.approved_by or decision.proposed_by
    who = person.name if person else _("门户")
    parts = [str(decision.on), ground, decision.body, decision.proof, decision.reason, who]
    return decision.kind, " · ".join(part for part in parts if part)


def shop(one: Standing, officer: Officer, today: date) -> dict[str, Any] | None:
    """How often the respondent stands in the register, as far as the officer sees it."""
    matter = one.matter
    if not matter.respondent:
        return None
    found = queries.against(matter.agency_id, credit_code=matter.credit_code, respondent=matter.respondent)
    cases = queries.visible_to(officer, today).filter(registration__in=found)
    return {
        "open": queries.open_only(cases).count(),
        "year": cases.filter(registration__registered_on__year=matter.registered_on.year).count(),
        "of": matter.registered_on.year,
        "query": matter.credit_code or matter.respondent,
    }


def _title(one: Standing) -> str:
    parts = [one.matter.category, one.profile.claim if one.profile else ""]
    return "：".join(part for part in parts if part) or one.case.kind


def _hints(one: Standing, content: CaseText | None) -> list[hints.Hint]:
    if content is None or one.case.kind == Case.Kind.CONSULTATION or one.accepted_on or one.end:
        return []
    return hints.law_hints(
        content.masked,
        one.case.kind,
        respondent=one.matter.respondent,
        named=not one.is_anonymous,
        anonymous=one.is_anonymous,
        today=one.matter.registered_on,
    )


def _openings(case: Case, officer: Officer, today: date) -> list[dict[str, Any]]:
    """Requests to open the identity, with what this officer can do about them."""
    reviews = rules.reviews(officer, case, today)
    rows = Opening.objects.filter(case=case).select_related("asked_by", "approved_by").order_by("-pk")[:3]
    return [
        {
            "opening": row,
            "may_approve": reviews and row.approved_at is None and row.asked_by_id != officer.pk,
            "may_open": row.approved_at is not None and row.asked_by_id == officer.pk,
        }
        for row in rows
    ]


def _parts(case: Case, texts: dict[str, CaseText]) -> list[tuple[CoUnit, CaseText | None]]:
    """The parts of other units with their opinions."""
    rows = case.co_units.select_related("unit", "asked_by", "given_by", "opinion").order_by("pk")
    return [(one, texts.get(one.opinion.field) if one.opinion else None) for one in rows]


def _contests(one: Standing, days: Calendar, today: date) -> list[dict[str, Any]]:
    """Disputes with other bureaus; the one that waits with the day by which they must agree."""
    rows = list(one.case.contests.select_related("raised_by", "settled_by").order_by("pk"))
    found = []
    for row in rows:
        waits = row.settled_on is None and row.reported_on is None
        answer = agree_by(one, row.arose_on, days) if waits else None
        due = answer.due if answer else None
        left = reasoning.left(days, today, due) if due else None
        found.append({"contest": row, "answer": answer, "due": due, "left": left})
    return found


def _supervision(case: Case) -> dict[str, Any] | None:
    found = Supervision.objects.filter(case=case, lifted_on__isnull=True).first()
    return {"on": found.on, "rule": house().supervision.get(found.rule, "")} if found else None
