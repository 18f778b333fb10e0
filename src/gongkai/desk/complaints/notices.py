"""Letters of supervision 督办通知: which there are, by when a unit answers and why, the printed letter."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework import letters
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.clocks import due_of
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.house import house
from gongkai.desk.complaints.models import SupervisionNotice
from gongkai.desk.complaints.queries import visible_to
from gongkai.law.answer import Answer
from gongkai.law.calendar import Calendar, weekday
from gongkai.law.deadlines.counting import count, narrate
from gongkai.papers import blocks as b
from gongkai.papers import numerals, pdf

TITLE = "督办通知单"


def of_agency(officer: Officer, day: date) -> QuerySet[SupervisionNotice]:
    """The letters about cases that the officer may see (DESIGN.md law 6)."""
    seen = SupervisionNotice.objects.filter(supervision__case__in=visible_to(officer, day))
    return seen.select_related("supervision__case__registration__matter", "unit", "drafted_by", "signed_by")


def signed_of(case: Case) -> QuerySet[SupervisionNotice]:
    """The letters of a case that were signed, in their order."""
    found = SupervisionNotice.objects.filter(supervision__case=case, signed_on__isnull=False)
    related = (
        "agency",
        "supervision__case__registration__matter",
        "unit",
        "signed_by",
        "answered_by",
        "received_by",
    )
    return found.select_related(*related).order_by("pk")


def unanswered(rows: QuerySet[SupervisionNotice]) -> QuerySet[SupervisionNotice]:
    """Those signed that the unit owes an answer; what was lifted is owed none."""
    return rows.filter(signed_on__isnull=False, answered_on__isnull=True, supervision__lifted_on__isnull=True)


def answer_by(notice: SupervisionNotice, table: Calendar | None = None) -> Answer | None:
    """By when the unit answers, with the reasoning; null before the letter is signed."""
    return _by(notice, "supervision", notice.days, ("送达", "书面反馈"), table)


def receive_by(notice: SupervisionNotice, table: Calendar | None = None) -> Answer | None:
    """By when the unit acknowledges it 签收, with the reasoning; null before the letter is signed."""
    return _by(notice, "supervision-receipt", house().days("receive_days"), ("签发送达", "签收"), table)


def _by(
    notice: SupervisionNotice, kind: str, limit: int, words: tuple[str, str], table: Calendar | None
) -> Answer | None:
    """So many working days from the signing: a rule of the house. ``words``: since when, and what to do."""
    if notice.signed_on is None:
        return None
    (since, act), days = words, table or calendar()
    counted = count(days, notice.signed_on, limit, "working")
    return Answer(
        kind=kind,
        on=notice.signed_on,
        due=counted.end,
        ruleset="",
        basis=f"局内规定：自督办通知{since}的次日起 {limit} 个工作日内{act}",
        steps=tuple(narrate(days, counted, "送达督办通知", f"应当{act}")),
        provisional=days.crosses_unknown(notice.signed_on, counted.end),
        counted=counted.shown,
    )


def receipt(notice: SupervisionNotice, today: date, table: Calendar | None = None) -> tuple[str, str]:
    """Whether it was acknowledged: the kind of its tag, and words; empty where nobody owes it."""
    due = receive_by(notice, table)
    if due is None or due.due is None:
        return "", ""
    if notice.received_at is not None:
        is_late = shanghai_date(notice.received_at) > due.due
        return ("late", _("逾期签收")) if is_late else ("done", _("已签收"))
    if notice.answered_on is not None or notice.supervision.lifted_on is not None:
        return "", ""
    return ("late", _("逾期未签收")) if due.due < today else ("now", _("等签收"))


def document(notice: SupervisionNotice) -> b.Document:
    """The letter as it is printed: nothing of the person who complained stands in it."""
    case = notice.supervision.case
    matter = case.registration.matter
    rows = [
        ("督办事项", f"{case.registration.number}　{case.kind}　{matter.channel}"),
        ("被投诉（举报）人", matter.respondent or "—"),
        ("责任单位", notice.unit.name),
        (
            "督办依据",
            f"{house().supervision.get(notice.supervision.rule, '')}，{notice.supervision.on}起督办",
        ),
        ("案件期限", _limit(notice)),
        ("督办要求", notice.asked),
        ("反馈期限", _until(notice)),
        ("签发人、日期", _signed(notice)),
        ("签收人、时间", _received(notice)),
    ]
    said = [
        ("反馈情况", notice.answer or "　\n　\n　"),
        ("反馈人、日期", _answered(notice)),
    ]
    body: list[b.Block] = [
        b.paragraph(f"{notice.unit.name}："),
        b.paragraph("下列事项已列入督办，请按要求办理，并在期限内书面反馈。"),
        b.table("", [["项目", "内容"]], rows, widths=(1, 4)),
        b.heading(1, "督办反馈"),
        b.table("", [["项目", "内容"]], said, widths=(1, 4)),
    ]
    answer = answer_by(notice)
    if answer is not None:
        body.append(
            b.paragraph(
                "期限的计算："
                + "；".join(f"{numerals.date(step.date)}{step.what}" for step in answer.steps)
                + "。"
            )
        )
    return b.Document(title=TITLE, blocks=tuple(body), subtitle=notice.number, agency=notice.agency.name)


def printed(notice: SupervisionNotice) -> bytes:
    """The letter as PDF."""
    return pdf.render(document(notice), fonts=letters.fonts())


def _limit(notice: SupervisionNotice) -> str:
    """The limit of the case itself, which a supervision never moves."""
    one, days = standing(notice.supervision.case), calendar()
    due = due_of(one, days)
    if due.answer is None or due.answer.due is None:
        return due.paused or "没有在计算的期限"
    on = due.answer.due
    until = notice.signed_on or notice.drafted_on
    over = days.workdays_between(on, until) if on < until else 0
    late = f"，已超过 {over} 个工作日" if over else ""
    return f"{numerals.date(on)}（{weekday(on)}）{late}"


def _until(notice: SupervisionNotice) -> str:
    answer = answer_by(notice)
    if answer is None or answer.due is None:
        return f"签发送达后 {notice.days} 个工作日内"
    return f"{numerals.date(answer.due)}（{weekday(answer.due)}）以前，{answer.basis}"


def _signed(notice: SupervisionNotice) -> str:
    if notice.signed_by is None or notice.signed_on is None:
        return "（待签发）"
    return f"{notice.signed_by.name}　{numerals.date(notice.signed_on)}"


def _received(notice: SupervisionNotice) -> str:
    if notice.received_by is None or notice.received_at is None:
        return "　　　　　　　　　　　年　　月　　日　　时"
    at = timezone.localtime(notice.received_at)
    return f"{notice.received_by.name}　{numerals.date(at.date())}{at:%H:%M}"


def _answered(notice: SupervisionNotice) -> str:
    if notice.answered_by is None or notice.answered_on is None:
        return "　　　　　　　　　　　年　　月　　日"
    return f"{notice.answered_by.name}　{numerals.date(notice.answered_on)}"


def state(notice: SupervisionNotice, today: date, table: Calendar | None = None) -> tuple[str, str]:
    """Where a letter stands: the kind of its tag, and words."""
    if notice.withdrawn_on is not None:
        return "calm", _("已撤回，没有签发")
    if notice.signed_on is None:
        return "due", _("待签发")
    due = answer_by(notice, table)
    assert due is not None and due.due is not None
    if notice.answered_on is not None:
        return ("late", _("逾期反馈")) if notice.answered_on > due.due else ("done", _("已反馈"))
    if notice.supervision.lifted_on is not None:
        return "calm", _("督办已解除，未反馈")
    return ("late", _("逾期未反馈")) if due.due < today else ("now", _("等反馈"))
