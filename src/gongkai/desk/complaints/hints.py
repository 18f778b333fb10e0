"""What a text suggests: kind, class, problem, place, amount, safety words, and what to ask about the law.

Suggestions only: a person takes or leaves them. Nothing here knows the person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Agency, Line, Unit
from gongkai.desk.casework.models import Case
from gongkai.desk.complaints.house import first_with, house
from gongkai.desk.complaints.models import Matter
from gongkai.law.deadlines.complaints import ANY_LINE
from gongkai.law.grounds import too_old
from gongkai.refusal import Refused

_YUAN = re.compile(r"(?<![\d.])(\d{1,3}(?:[,，]\d{3})+|\d{1,8})(\.\d{1,2})?\s*(?:元|块)")
_WAN = re.compile(r"(?<![\d.])(\d{1,4}(?:\.\d{1,2})?)\s*万元?")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年(?:\s*(\d{1,2})\s*月)?")


@dataclass(frozen=True, slots=True)
class Traits:
    """What a text is about, as far as its words tell; empty where they do not."""

    category: str = ""
    problem: str = ""
    area: str = ""
    safety: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """One line of the list "may it be accepted": ``state`` is ok, ask or stop."""

    state: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What an operator may take over with one click."""

    kind: str
    category: str
    problem: str
    amount: str
    safety: str
    is_secret: bool


def traits(text: str, category: str = "", address: str = "") -> Traits:
    """Class, problem, place and safety word of a text."""
    rules = house()
    return Traits(
        category=category or _category(text),
        problem=_problem(text),
        area=area_of(address) or area_of(text),
        safety=first_with(text, rules.safety),
    )


def area_of(text: str) -> str:
    """The part of the district that an address or a text names."""
    return next((one.name for one in house().places if first_with(text, one.words)), "")


def suggested(text: str, respondent: str = "") -> Suggested:
    """What the words suggest for the form."""
    found = traits(f"{text} {respondent}")
    problem = house().problems.get(found.problem)
    return Suggested(
        kind=kind_of(text),
        category=found.category,
        problem=problem[0] if problem and problem[1] else "",
        amount=amount_of(text),
        safety=found.safety,
        is_secret=bool(first_with(text, house().sorting["secret"])),
    )


def kind_of(text: str) -> str:
    """投诉, 举报, both or 咨询, by the words; empty when nothing tells."""
    words = house().sorting
    complains, reports = first_with(text, words["complaint"]), first_with(text, words["report"])
    if complains and reports:
        return str(Matter.Kind.BOTH)
    if complains:
        return str(Matter.Kind.COMPLAINT)
    if reports:
        return str(Matter.Kind.REPORT)
    return str(Matter.Kind.CONSULTATION) if first_with(text, words["consultation"]) else ""


def amount_of(text: str) -> str:
    """The largest sum of money in the text, in yuan as the form takes it; empty for none."""
    sums = [
        float(f"{whole.replace(',', '').replace('，', '')}{cents}") for whole, cents in _YUAN.findall(text)
    ]
    sums += [float(number) * 10_000 for number in _WAN.findall(text)]
    return f"{max(sums):.2f}" if sums else ""


def unit_for(agency: Agency, kind: str, category: str, line: str, area: str) -> Unit | None:
    """The unit that such a case goes to, by kind, class, line and place; null when the rules name none."""
    rules = house()
    known = rules.category(category)
    names = []
    if kind == Case.Kind.REPORT:
        names = [rules.report_unit.get(line, "")]
    else:
        names = [next((one.unit for one in rules.places if one.name == area), "")]
    if known and known.unit:
        names.insert(0 if known.line == Line.QUALITY else len(names), known.unit)
    names.append(rules.complaint_unit.get(line, ""))
    found = {
        unit.name: unit for unit in Unit.objects.filter(agency=agency, name__in=[one for one in names if one])
    }
    return next((found[name] for name in names if name in found), None)


def law_hints(
    text: str,
    kind: str,
    *,
    respondent: str,
    named: bool,
    anonymous: bool,
    today: date,
    line: str = ANY_LINE,
    address: str | None = None,
) -> list[Hint]:
    """What decides whether a complaint can be accepted, as far as the text shows it, by the law of the day
    and the line of business.

    Without a text nothing is clear yet. ``address``: the respondent's, ``None`` where it is not looked at.
    """
    rules = house()
    hints = [_beyond(text)]
    if kind == Matter.Kind.REPORT:
        hints.append(Hint("ok", _("举报可以匿名"), _("实名举报的，依当时规定告知")))
        hints.append(_clear(respondent, address))
        return hints
    if kind == Matter.Kind.CONSULTATION:
        return hints
    business = first_with(text, rules.not_consumer)
    if business:
        hints.append(Hint("ask", _("生活消费"), _("提到“%(word)s”，请问清用途") % {"word": business}))
    else:
        hints.append(_seen(text, _("生活消费"), _("未见例外")))
    hints += _age(text, today, line)
    hints.append(Hint("ask", _("法院、仲裁、消协是否已受理"), _("请问一句")))
    if anonymous:
        hints.append(Hint("stop", _("匿名"), _("匿名投诉不能受理；可以按举报登记")))
    elif not named:
        hints.append(Hint("ask", _("投诉人姓名、电话"), _("还没有")))
    hints.append(_clear(respondent, address))
    return hints


def beyond(text: str) -> str:
    """The body that a text seems to be meant for, where it is not this bureau."""
    return next((body for words, body in house().beyond if first_with(text, words)), "")


def _beyond(text: str) -> Hint:
    body = beyond(text)
    if body:
        return Hint("ask", _("是否属本局职责"), _("可能由%(body)s处理") % {"body": body})
    return _seen(text, _("属本局职责"), _("未见例外"))


def _seen(text: str, label: str, note: str) -> Hint:
    """What a text gives no reason to doubt; before there is one, it is a question."""
    return Hint("ok", label, note) if text.strip() else Hint("ask", label, _("还没有写"))


def _clear(respondent: str, address: str | None) -> Hint:
    if not respondent.strip():
        return Hint("ask", _("对方是谁、在哪里"), _("还没有"))
    if address is not None and not address.strip():
        return Hint("ask", _("对方在哪里"), _("还没有地址"))
    return Hint("ok", _("对方明确"), respondent.strip()[:30])


def _age(text: str, today: date, line: str) -> list[Hint]:
    """Whether a month in the text may lie further back than the law of the day lets a complaint reach; a year
    alone stands for its January. Nothing where that law names no number of years.
    """
    try:
        ground = too_old(today, line)
    except Refused:
        return []  # a day of which no rules are known
    if ground is None:
        return []
    told = [
        (int(year), int(month) if month else 1)
        for year, month in _YEARS.findall(text)
        if int(year) <= today.year
    ]
    many = {"n": ground.years}
    if told and min(told) <= (today.year - ground.years, today.month):
        said = {"year": min(told)[0]}
        words = _("提到 %(year)d 年，请问清何时知道权益受损") % said
        return [Hint("ask", _("是否超过 %(n)d 年") % many, words)]
    return [_seen(text, _("未超过 %(n)d 年") % many, _("文中没有更早的年份"))]


def _category(text: str) -> str:
    """The class whose word in the text is longest; the earlier class wins a tie."""
    best, length = "", 0
    for one in house().categories:
        word = first_with(text, one.words)
        if len(word) > length:
            best, length = one.name, len(word)
    return best


def _problem(text: str) -> str:
    best, length = "", 0
    for code, (_label, words) in house().problems.items():
        word = first_with(text, words)
        if len(word) > length:
            best, length = code, len(word)
    return best or "other"
