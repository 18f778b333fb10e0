"""One case on a screen: clock, links, what was said, parties, course, and what one may do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.archive import merging
from gongkai.desk.archive import screens as archive
from gongkai.desk.casework import filings
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.flow import Issue, Move, Situation
from gongkai.desk.casework.models import Answer, Case, CaseText, Closing, Event, Letter, Party
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.queries import answers_with_fields
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import (
    awards,
    enclosures,
    grounds,
    hints,
    queries,
    reasoning,
    repeats,
    reporters,
    respondents,
    rules,
)
from gongkai.desk.complaints.actions import ACTIONS
from gongkai.desk.complaints.clocks import agree_by, due_of, line_of
from gongkai.desk.complaints.facts import Standing, standing
from gongkai.desk.complaints.flow import FLOW
from gongkai.desk.complaints.forms import ActForm
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.keeping import ROOM
from gongkai.desk.complaints.marks import Marks, marks_of
from gongkai.desk.complaints.models import (
    CoUnit,
    Decision,
    Dispute,
    Note,
    Urge,
    Verdict,
)
from gongkai.desk.complaints.needs import WRONG_STEP
from gongkai.desk.complaints.offering import Action
from gongkai.desk.complaints.screens import openings
from gongkai.desk.complaints.screens.checks import checks
from gongkai.desk.complaints.screens.course import course
from gongkai.desk.complaints.screens.linked import path
from gongkai.desk.complaints.screens.marked import corrections, represented, supervision
from gongkai.desk.complaints.screens.outside import outside
from gongkai.desk.complaints.screens.waited import late_papers, meetings, owed_replies, tests, untold
from gongkai.desk.mailbox.queries import seen_on
from gongkai.law.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Offered:
    """An act that is open: its button, what follows, what would block it, and its form when it is chosen."""

    verb: str
    title: str
    action: Action
    then: str
    issues: tuple[Issue, ...]
    form: ActForm | None = None


def context(
    case: Case,
    officer: Officer,
    at: datetime,
    today: date,
    *,
    chosen: str = "",
    bound: ActForm | None = None,
    said: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What ``case.html`` shows; ``chosen``: the act whose form is open, ``bound``: that form with errors.

    ``said``: original words by field that were just opened; they stand on this page in place of the masked.
    """
    marks = marks_of(case)
    one, days = standing(case, marks), calendar()
    parts = _parts(case) if marks["parts"] else []
    open_parts = tuple(row.unit for row in parts if row.given_on is None and row.released_on is None)
    rules.know(case, rules.Place(one.unit, one.profile.handler_id if one.profile else None, open_parts))
    seen = queries.visible_to(officer, today)
    due = reasoning.shown(one, due_of(one, days, explain=True), today, days)
    texts = {text.field: text for text in CaseText.objects.filter(case=case).defer("sealed")}
    content = texts.get(CaseText.Field.CONTENT)
    offered = offers(one, marks, officer, at, today, chosen, bound)
    return {
        "case": case,
        "one": one,
        **_written(one, marks, texts | _unmasked(case, said)),
        **_beside(one, marks, texts, parts, today, days),
        **_acts(offered, case.kind),
        "matter": one.matter,
        "number": short(case.registration.number),
        "title": _title(one),
        "today": today,
        "due": due,
        "strip": reasoning.strip(due.answer, days) if due.answer else [],
        "path": path(one, marks, seen, officer, today),
        "content": _unmasked(case, said).get(CaseText.Field.CONTENT, content),
        "is_original": bool(said),
        "facts": [*facts(one), *(represented(case) if marks["represented"] else [])],
        "hints": [*_hints(one, content), *respondents.asked(one, officer, today)],
        **_person(case, officer, at, marks),
        "shop": shop(one, seen),
        "course": course(case, one.unit),
        "likes": repeats.for_case(one, content.masked if content else "", seen, judged=marks["verdicts"]),
        "verdicts": Verdict.Kind.choices,
        "checks": checks(one, texts, officer, today, days) if marks["violations"] else [],
        **archive.facts(ROOM, case, one.closing, filings.standing(case) if marks["filings"] else None),
        "may_file": rules.keeps_file(officer, case, today),
        "may_work": (works := rules.works(officer, case, today)),
        "may_attach": case.stage == Stage.OPEN and works,
        **_merging(one, officer, today, seen, marks, bound if chosen == "unmerge" else None),
    }


def _unmasked(case: Case, said: Mapping[str, str] | None) -> dict[str, CaseText]:
    """Rows for this page alone, never saved."""
    return {name: CaseText(case=case, field=name, masked=words) for name, words in (said or {}).items()}


def _acts(offered: list[Offered], kind: str) -> dict[str, Any]:
    """The acts that are open, by where they stand; the one whose form is shown."""
    return {
        "chosen": next((offer for offer in offered if offer.form), None),
        "main": _main(offered, kind),
        "more": [offer for offer in offered if offer.action.group == "more"],
        "stops": [offer for offer in offered if offer.action.stops],
    }


def _written(one: Standing, marks: Marks, texts: dict[str, CaseText]) -> dict[str, Any]:
    """What was written, sent and said in a case."""
    case = one.case
    return {
        "notes": _notes(case, texts) if marks["notes"] else [],
        "answers": _answers(case, texts) if marks["answers"] else [],
        "closings": _closings(case) if marks["closings"] else [],
        "enclosures": enclosures.listed(case) if marks["enclosures"] else [],
        "seen_on": seen_on(case) if one.matter.channel == rules.PORTAL else None,
        "receipts": list(case.registration.receipts.all()) if marks["receipts"] else [],
        "supervision": supervision(case) if marks["supervised"] or case.stage == Stage.VOIDED else None,
        "corrections": corrections(case) if marks["corrected"] else [],
        "urges": Urge.objects.filter(case=case).count() if marks["urges"] else 0,
        **owed_replies(case, marks),
        "letters": _letters(case) if marks["letters"] else 0,
    }


def _beside(
    one: Standing,
    marks: Marks,
    texts: dict[str, CaseText],
    parts: Sequence[CoUnit],
    today: date,
    days: Calendar,
) -> dict[str, Any]:
    """What others have to do with a case: units, bodies, laboratories, other bureaus; what it waits for."""
    return {
        "parts": [(row, texts.get(row.opinion.field) if row.opinion else None) for row in parts],
        "disputes": _disputes(one.case) if marks["disputes"] else [],
        "contests": _contests(one, days, today) if marks["contests"] else [],
        **outside(one, marks, today, days),
        "meetings": meetings(one) if marks["meetings"] else [],
        "tests": tests(one, today, days) if marks["pauses"] else None,
        "late_papers": late_papers(one, today) if marks["represented"] else None,
        "untold": untold(one, marks, days),
        "rewards": awards.shown(one.case, today, days) if marks["rewarded"] else [],
    }


def _person(case: Case, officer: Officer, at: datetime, marks: Marks) -> dict[str, Any]:
    """Who brought the case: whether the officer may look, has looked, and who opened together."""
    looked = "opening-shown" if marks["openings"] else "person-opened"
    return {
        "party": Party.objects.filter(case=case, role=Party.Role.PETITIONER).first(),
        "looks": Event.objects.filter(stream=case.stream, type=looked, by=officer.uid).count(),
        "may_look": rules.sees_contact(officer, case, shanghai_date(at)),
        "other_reports": reporters.others(case, officer, shanghai_date(at)),
        "openings": openings.rows(case, officer, at) if marks["openings"] else [],
    }


def _merging(
    one: Standing, officer: Officer, today: date, seen: QuerySet[Case], marks: Marks, bound: ActForm | None
) -> dict[str, Any]:
    """What was merged into the case, or into which it was, and the form that takes that back."""
    case = one.case
    found = merging.facts(ROOM, case, seen, officer, today, _files, has_some=marks["merged"])
    if found["may_unmerge"]:
        found["unmerge_form"] = bound or ACTIONS["unmerge"].form(one=one, by=officer, day=today)
        found["unmerge_href"] = reverse("complaints:act", args=[case.uid, "unmerge"])
    return found


def _files(case: Case) -> list[str]:
    rows = case.enclosures.order_by("pk").values_list("type", "size")
    return [f"{type_}（{filesizeformat(size)}）" for type_, size in rows]


def offers(
    one: Standing,
    marks: Marks,
    officer: Officer,
    at: datetime,
    today: date,
    chosen: str = "",
    bound: ActForm | None = None,
) -> list[Offered]:
    """The acts that are open to an officer at this point, in the order of the flow."""
    made = []
    now = Situation(one.case, officer, at, {"standing": one, "marks": marks})
    for move in FLOW.moves_from(one.case.stage):
        verb = move.verb
        if verb not in ACTIONS or not move.may(officer, one.case, now.day):
            continue
        issues = _issues(move, now)
        if issues is None:
            continue
        action = ACTIONS[verb]
        form = None
        if verb == chosen and (bound or not issues):
            form = bound or action.form(one=one, by=officer, day=today)
        made.append(Offered(verb, move.title, action, action.then(one, today), issues, form))
    return made


def _main(offered: list[Offered], kind: str) -> list[Offered]:
    """The acts of this point: those that can be taken first, in the order of the flow.

    What is rarely wanted never leads: moving a meeting, checking what is a complaint.
    """
    rare = {"move_meeting"} | ({"check"} if kind == Case.Kind.COMPLAINT else set())
    work = [offer for offer in offered if offer.action.group == "work" and not offer.action.stops]
    return sorted(work, key=lambda offer: (bool(offer.issues), offer.verb in rare))


def _issues(move: Move, now: Situation) -> tuple[Issue, ...] | None:
    """What would block a move; null where it does not belong to this point: the rest is not asked then."""
    found = []
    for need in move.needs:
        issue = need(now)
        if issue is not None and issue.code == WRONG_STEP:
            return None
        if issue is not None:
            found.append(issue)
    return tuple(found)


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
        (_("举报人要求"), _("请告知是否立案") if profile and profile.wants_notice else ""),
        (_("涉及金额"), yuan),
        (_("挽回损失"), recovered),
        (_("区域"), profile.area if profile else ""),
        (_("同意合并调解"), f"{one.joined.on} {one.joined.consent}" if one.joined else ""),
        (_("延长期限"), _("%(n)d 日") % {"n": one.more_days} if one.more_days else ""),
        (_("来源单号"), one.case.registration.source_number),
        (_("转办"), f"{matter.forwarded_by} {matter.forwarded_on or ''}".strip()),
        (_("录音"), matter.recording),
        (_("关联编号"), matter.related_number),
        (_("不予受理原因"), matter.refusal_reason),
        (_("满意度"), matter.satisfaction),
        (_("回访结果"), matter.callback),
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


def shop(one: Standing, seen: QuerySet[Case]) -> dict[str, Any] | None:
    """How often the respondent stands in the register, as far as the officer sees it."""
    matter = one.matter
    if not matter.respondent:
        return None
    found = queries.against(matter.agency_id, credit_code=matter.credit_code, respondent=matter.respondent)
    year = matter.registered_on.year
    counts = seen.filter(registration__in=found).aggregate(
        open=Count("pk", filter=Q(stage=Stage.OPEN)),
        year=Count("pk", filter=Q(registration__registered_on__year=year)),
    )
    return {**counts, "of": year, "query": matter.credit_code or matter.respondent}


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
        line=line_of(one.case, one.matter),
    )


def _parts(case: Case) -> list[CoUnit]:
    """The parts of other units."""
    return list(case.co_units.select_related("unit", "asked_by", "given_by", "opinion").order_by("pk"))


def _notes(case: Case, texts: dict[str, CaseText]) -> list[tuple[Note, CaseText | None]]:
    rows = Note.objects.filter(case=case).exclude(kind=Note.Kind.VIOLATION).select_related("by")
    return [(note, texts.get(note.field)) for note in rows]


def _answers(case: Case, texts: Mapping[str, CaseText]) -> list[tuple[Answer, CaseText | None]]:
    return [(one, texts.get(field)) for one, field in answers_with_fields(case)]


def _closings(case: Case) -> list[Closing]:
    return list(Closing.objects.filter(case=case).prefetch_related("callbacks__by").order_by("pk"))


def _disputes(case: Case) -> list[Dispute]:
    rows = case.disputes.select_related("unit", "claims", "ruled_for", "raised_by", "ruled_by")
    return list(rows.order_by("pk"))


def _letters(case: Case) -> int:
    return Letter.objects.filter(case=case, voided_on__isnull=True).count()


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
