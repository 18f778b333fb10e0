"""The queue: what is open by urgency, the date's reasoning on every line, a page by key."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, F, IntegerField, QuerySet, Value, prefetch_related_objects
from django.utils.translation import gettext as _

from gongkai.desk.agencies.models import Officer
from gongkai.desk.agencies.rules import held
from gongkai.desk.casework.clocks import calendar
from gongkai.desk.casework.models import Case, CaseText, Closing, Pause
from gongkai.desk.casework.numbers import short
from gongkai.desk.casework.rules import HANDLES
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import hints, reasoning, rules
from gongkai.desk.complaints.clocks import back_by, check_of, contest_due, due_of
from gongkai.desk.complaints.facts import Standing, Step, standings
from gongkai.desk.complaints.listing import Reader, views
from gongkai.desk.complaints.marks import Marks
from gongkai.desk.complaints.models import (
    Authority,
    Batch,
    Contest,
    CoUnit,
    Delegation,
    Dispute,
    FollowUp,
    Joint,
    Matter,
    MoreTime,
    Receipt,
    SignalCase,
    Supervision,
    Urge,
    Violation,
)
from gongkai.desk.complaints.models.authority import WAITS
from gongkai.desk.complaints.needs import NATIONAL
from gongkai.desk.complaints.reasoning import papers_words
from gongkai.desk.complaints.screens.dates import FIRST, asked_of
from gongkai.desk.lists.paging import COUNTED_WORDS
from gongkai.desk.lists.saved import EVERYTHING
from gongkai.law.intake import complaint_platform

_RARE = ("test", "watch", "contest", "papers", "check", "later", "bad")
"""Tabs that stand there only while they have something, so that the last ones stay in sight."""
SHOWN = 26
"""Rows of a page."""
COUNTED = 1000
"""As many are counted; beyond that the page says "more than"."""
_LEAD_IN = re.compile(
    "^(来电人|来信人|来访人|群众|市民|消费者|投诉人|举报人|诉求人|知情人)(来电|来信)?"
    "(反映|举报|投诉|咨询|表示|称)[，,：:]"
)
"""How operators begin what somebody said; a line of a list begins with what was said."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A hint at the end of a row; ``kind`` is empty, warn or bad; ``of`` names the date that it says."""

    words: str
    kind: str = ""
    title: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One case in the queue."""

    case: Case
    standing: Standing
    number: str
    due: reasoning.Shown
    text: str
    tags: tuple[Tag, ...]


def tabs(reader: Reader, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """The tabs with their counts (closed ones are not counted), and the filters kept; one query."""
    rest = {name: value for name, value in chosen.items() if name != "view"}
    now, found = chosen.get("view", ""), []
    offered = views(reader.officer, reader.day)
    running = {key: view for key, view in offered.items() if not view.is_closed}
    counts = dict(zip(running, reader.counted(list(running.values()), COUNTED + 1), strict=True))
    for key, view in offered.items():
        count = counts.get(key)
        if key in _RARE and not count and key != now:
            continue
        found.append(
            {
                "label": view.label,
                "query": urlencode(rest | ({"view": key} if key else {})) or f"{EVERYTHING}=1",
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


def page(reader: Reader, chosen: Mapping[str, str], place: Mapping[str, str]) -> dict[str, Any]:
    """One page of a view: earliest due first, undated last; closed ones newest first."""
    offered = views(reader.officer, reader.day)
    view = offered.get(chosen.get("view", ""), offered[""])
    cap = COUNTED_WORDS if chosen.get("q") else COUNTED
    found, pager, is_fresh = reader.page(view, chosen, place, SHOWN, cap)
    shown = rows([one.record for one in found], reader.day, view.order)
    return {"rows": shown, "pager": pager, "is_fresh": is_fresh}


def rows(cases: Sequence[Case], today: date, order: str = "place") -> list[Row]:
    """What a list says about these cases, in their order; ``order`` names the date that it shows first."""
    hint_of = Hints.of(cases)
    standing, days = standings(cases, hint_of.marks), calendar()
    texts = dict(
        CaseText.objects.filter(case__in=cases, field=CaseText.Field.CONTENT).values_list("case", "masked")
    )
    contested = hint_of.cases("contest")
    contests = {
        one.case_id: one for one in Contest.objects.filter(case__in=contested, settled_on__isnull=True)
    }
    prefetch_related_objects([case for case in cases if hint_of.found[case.pk, "papers"]], "authority")
    tags = _tags(hint_of, standing, texts, contests, today)
    made = []
    for case in cases:
        one = standing.get(case.pk)
        if one is None:
            continue
        due = reasoning.shown(one, due_of(one, days), today, days)
        text, hints_ = texts.get(case.pk, ""), tags[case.pk]
        if order != "place":
            first = FIRST[order]
            rest = (tag for tag in hints_ if tag.of != order)
            what = [Tag(gist(one.check.what, 16))] if order == "check_place" and one.check else []
            hints_ = (*what, _statutory(due, today), *rest)
            due = first(one, contests.get(case.pk), today, days)
        made.append(Row(case, one, short(case.registration.number), due, gist(text), hints_))
    return made


def _statutory(due: reasoning.Shown, today: date) -> Tag:
    """The statutory date as a hint, where another date stands first."""
    if due.on is None:
        return Tag(due.words[:12])
    kind = "bad" if due.on < today else "warn" if due.on == today else ""
    return Tag(_("法定 %(day)s") % {"day": reasoning.day_of(due.on, today)}, kind, due.words)


def gist(text: str, width: int = 46) -> str:
    """The beginning of a text for a line."""
    flat = _LEAD_IN.sub("", " ".join(text.split()))
    return flat if len(flat) <= width else flat[:width] + "…"


@dataclass(frozen=True, slots=True)
class Hints:
    """What there is to say of the cases of a page: ``found`` counts (case, what), ``signals`` has the numbers
    of their signals. One query, so that what no case of the page has is not asked for again."""

    found: Counter[tuple[int, str]]
    signals: dict[int, int]

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Hints:
        """The hints of these cases."""
        keys = [case.pk for case in cases]
        given: dict[str, QuerySet[Any]] = {
            "watched": Supervision.objects.filter(case__in=keys, lifted_on__isnull=True),
            "urged": Urge.objects.filter(case__in=keys, by_petitioner=True),
            "later": FollowUp.objects.filter(case__in=keys, handled_on__isnull=True),
            "disputed": Dispute.objects.filter(case__in=keys, ruled_on__isnull=True),
            "asked": CoUnit.objects.filter(case__in=keys, given_on__isnull=True, released_on__isnull=True),
            "asking": MoreTime.objects.filter(case__in=keys, decided_on__isnull=True),
            "contest": Contest.objects.filter(case__in=keys, settled_on__isnull=True),
            "elsewhere": Delegation.objects.filter(case__in=keys, result_on__isnull=True),
            "papers": Authority.objects.filter(WAITS, case__in=keys),
            "checking": Violation.objects.filter(case__in=keys, settled_on__isnull=True),
            "joints": Joint.objects.filter(case__in=keys),
            "pauses": Pause.objects.filter(case__in=keys),
            "closings": Closing.objects.filter(case__in=keys),
            "signal": SignalCase.objects.filter(case__in=keys),
        }
        parts = [
            rows.order_by().values_list(
                "case",
                Value(name, CharField()),
                F("signal__number") if name == "signal" else Value(0, IntegerField()),
            )
            for name, rows in given.items()
        ]
        there = list(parts[0].union(*parts[1:], all=True))
        signals = {case: number for case, name, number in there if name == "signal"}
        return cls(Counter((case, name) for case, name, _number in there), signals)

    @property
    def marks(self) -> Marks:
        """Of what a standing asks for, what no case of the page has."""
        names = {name for _case, name in self.found}
        asked = ("checking", "joints", "pauses", "closings")
        return defaultdict(lambda: True, {name: name in names for name in asked})

    def cases(self, name: str) -> list[int]:
        """The keys of the cases that have it."""
        return [key for key, what in self.found if what == name]


def _tags(
    there: Hints,
    standing: Mapping[int, Standing],
    texts: Mapping[int, str],
    contests: Mapping[int, Contest],
    today: date,
) -> dict[int, tuple[Tag, ...]]:
    """The hints of each row, from three more queries for the page: what others wait for goes first."""
    same = _same_shop(standing)
    owing = _not_on_platform(standing)
    elsewhere = Delegation.objects.filter(case__in=there.cases("elsewhere"), result_on__isnull=True)
    gone = {row.case_id: row for row in elsewhere.select_related("body")}
    found = {}
    for key, one in standing.items():
        made = list(_others(one, contests.get(key), gone.get(key), today, is_owed=key in owing))
        made += [Tag(_("等批延期"), "warn")] * there.found[key, "asking"]
        if one.profile and one.profile.safety:
            made.append(Tag(_("！安全"), "warn", one.profile.safety))
        if there.found[key, "watched"]:
            made.append(Tag(_("督办"), "bad"))
        if there.found[key, "disputed"]:
            made.append(Tag(_("管辖争议"), "warn"))
        if there.found[key, "asked"]:
            made.append(Tag(_("等协办")))
        if urged := there.found[key, "urged"]:
            made.append(Tag(_("催办 %(n)d") % {"n": urged}))
        if there.found[key, "later"]:
            made.append(Tag(_("后续反映"), "warn"))
        if one.is_secret:
            made.append(Tag(_("◎ 要求保密")))
        if key in there.signals:
            made.append(Tag(_("≈ 预警 %(n)d") % {"n": there.signals[key]}))
        elif same.get(key, 0) > 1:
            made.append(Tag(_("≈ 同主体 %(n)d") % {"n": same[key]}))
        if one.step == Step.ASSIGN and hints.beyond(texts.get(key, "")):
            made.append(Tag(_("？疑不属本局"), "warn"))
        found[key] = tuple(made[:3])
    return found


def _not_on_platform(standing: Mapping[int, Standing]) -> set[int]:
    """Open cases that the law of their day wants on the national platform and that have no number there."""
    asked = {
        key: one.case.registration_id
        for key, one in standing.items()
        if one.case.stage == Stage.OPEN
        and one.case.kind != Case.Kind.CONSULTATION
        and not (one.case.registration.channel == NATIONAL and one.case.registration.source_number)
        and complaint_platform(one.matter.registered_on)
    }
    if not asked:
        return set()
    there = Receipt.objects.filter(registration__in=set(asked.values()), channel=NATIONAL)
    known = set(there.values_list("registration", flat=True))
    return {key for key, registration in asked.items() if registration not in known}


def _others(
    one: Standing, contest: Contest | None, gone: Delegation | None, today: date, *, is_owed: bool
) -> Iterator[Tag]:
    """The dates of the platform, of a body and of a dispute with another bureau, beside the statutory one.

    ``is_owed``: its number on the national platform is not known yet.
    """
    matter = one.matter
    if is_owed:
        yield Tag(_("未录入平台"), "warn", _("须录入全国12315平台，没有平台单号的不能办结"))
    if matter.feedback_due and one.case.stage == Stage.OPEN and not matter.is_returned:
        day = reasoning.day_of(matter.feedback_due, today)
        kind = "bad" if matter.feedback_due < today else "warn" if matter.feedback_due == today else ""
        said = _("平台 %(day)s") % {"day": day}
        yield Tag(said, kind, _("平台要求反馈时限，不影响法定时限"), "feedback_place")
    if one.check is not None:
        yield _checked(one, today)
    if (made := asked_of(one)) is not None:
        yield _papers_tag(made, today)
    if gone is not None:
        yield _awaited(one, gone, today)
    if contest is None:
        return
    answer = contest_due(one.case, one.matter, contest, calendar())
    due = answer.due if answer else None
    if due is None:
        words = _("管辖：等指定") if contest.reported_on else _("管辖协商")
        yield Tag(words, "warn", contest.body, "contest_place")
        return
    kind = "bad" if due < today else "warn"
    said = _("管辖协商到 %(day)s") % {"day": reasoning.day_of(due, today)}
    yield Tag(said, kind, contest.body, "contest_place")


def _checked(one: Standing, today: date) -> Tag:
    """The violation found while mediating that is being checked, and by when it must be."""
    assert one.check is not None
    answer = check_of(one, calendar())
    due = answer.due if answer else None
    if due is None:
        return Tag(_("核查违法线索"), "warn", one.check.what, "check_place")
    kind = "bad" if due < today else "warn"
    said = _("核查线索 %(day)s") % {"day": reasoning.day_of(due, today)}
    return Tag(said, kind, one.check.what, "check_place")


def _awaited(one: Standing, gone: Delegation, today: date) -> Tag:
    """The body of the directory whose result is waited for, and by when it should be there."""
    due = back_by(one, gone, calendar()).due
    if due is None:
        return Tag(_("等调解组织"), "", gone.body.name)
    kind = "bad" if due < today else "warn" if due == today else ""
    return Tag(_("调解组织 %(day)s") % {"day": reasoning.day_of(due, today)}, kind, gone.body.name)


def _papers_tag(made: Authority, today: date) -> Tag:
    """The papers that were asked for, and by when."""
    assert made.asked_until is not None
    kind = "bad" if made.asked_until < today else "warn"
    said = _("补正到 %(day)s") % {"day": reasoning.day_of(made.asked_until, today)}
    return Tag(said, kind, papers_words(made, today), "papers_place")


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
