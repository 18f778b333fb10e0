"""The dates that lines of the queue show first, where a view is ordered by another than the case's own."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.desk.casework.models import Case
from gongkai.desk.complaints import reasoning
from gongkai.desk.complaints.clocks import check_of, contest_due
from gongkai.desk.complaints.facts import Standing
from gongkai.desk.complaints.models import Authority, Contest
from gongkai.law.calendar import Calendar


def asked_of(one: Standing) -> Authority | None:
    """The papers that were asked for, where the page has fetched them and nothing is decided yet."""
    if not Case.authority.is_cached(one.case) or one.accepted_on or one.end:
        return None
    return one.case.authority


def _contest_date(one: Standing, contest: Contest | None, today: date, days: Calendar) -> reasoning.Shown:
    """By when both bureaus must agree, and how it is counted; else what is waited for."""
    if contest is None:
        return reasoning.Shown(None, "open", "")
    answer = contest_due(one.case, one.matter, contest, days)
    if answer is not None and answer.due is not None:
        return reasoning.dated(answer, today, days)
    if contest.reported_on is None:
        return reasoning.Shown(None, "open", answer.basis if answer else "")
    said = {"on": reasoning.day_of(contest.reported_on, today), "superior": contest.superior}
    return reasoning.Shown(None, "open", _("%(on)s 报请%(superior)s指定管辖") % said)


def _platform_date(one: Standing, contest: Contest | None, today: date, days: Calendar) -> reasoning.Shown:
    """By when the platform wants its answer, and whose worksheet it is."""
    del contest
    matter = one.matter
    due = matter.feedback_due
    if due is None:
        return reasoning.Shown(None, "open", "")
    words = _("平台要求反馈") + (f" {matter.forwarded_by}" if matter.forwarded_by else "")
    return reasoning.Shown(due, "open", words, _("平台"), reasoning.left(days, today, due))


def _check_date(one: Standing, contest: Contest | None, today: date, days: Calendar) -> reasoning.Shown:
    """By when the violation found while mediating must be checked, and which one it is."""
    del contest
    answer = check_of(one, days)
    if answer is None or answer.due is None:
        return reasoning.Shown(None, "open", answer.basis if answer else "")
    return reasoning.dated(answer, today, days)


def _papers_date(one: Standing, contest: Contest | None, today: date, days: Calendar) -> reasoning.Shown:
    """By when the papers of an agent should be here, and which are lacking."""
    del contest
    made = asked_of(one)
    if made is None or made.asked_until is None:
        return reasoning.Shown(None, "open", "")
    left = reasoning.left(days, today, made.asked_until)
    said = {"on": reasoning.day_of(made.asked_on or today, today), "n": len(made.lacking)}
    words = _("%(on)s 通知，缺 %(n)d 项") % said
    if left < 0:
        words = (_("仍缺 %(n)d 项，可以不予受理") if made.needed else _("仍缺 %(n)d 项，不影响受理")) % said
    return reasoning.Shown(made.asked_until, "open", words, _("补正"), left)


FIRST = {
    "contest_place": _contest_date,
    "feedback_place": _platform_date,
    "check_place": _check_date,
    "papers_place": _papers_date,
}
"""Column with the places of a view → what its lines show first."""
