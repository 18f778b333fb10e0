"""Where complaints and reports stand, from their dated facts: many cases in a fixed number of queries.

The stage of a case says only open, closed or voided. Everything finer follows from decisions, pauses,
answers and joinings, so that a case out of a register stands where its register says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, TextChoices, Value
from django.utils.translation import gettext_lazy as _

from gongkai.desk.agencies.models import Officer, Unit
from gongkai.desk.casework.clocks import testing_spans
from gongkai.desk.casework.models import Answer, Assignment, Case, Closing, Event, Party
from gongkai.desk.casework.stages import Stage
from gongkai.desk.complaints import heard
from gongkai.desk.complaints.marks import Marks
from gongkai.desk.complaints.models import Decision, FollowUp, Joint, Matter, MoreTime, Profile, Violation

Kind = Decision.Kind
Span = tuple[date, date]


class Step(TextChoices):
    """环节: what a case waits for."""

    ASSIGN = "assign", _("待分办")
    ACCEPT = "accept", _("待受理")
    MEDIATE = "mediate", _("调解中")
    TEST = "test", _("检测中")
    CHECK = "check", _("核查")
    REVIEW = "review", _("待复核")
    JOINED = "joined", _("合并调解")
    ANSWER = "answer", _("待答复")
    CLOSE = "close", _("待办结")
    CLOSED = "closed", _("已办结")
    VOIDED = "voided", _("作废")


ENDS_COMPLAINT = (
    Kind.REFUSED,
    Kind.TRANSFERRED,
    Kind.TOLD,
    Kind.AGREED,
    Kind.ENDED,
    Kind.WITHDRAWN,
)
"""Decisions after which only answer and closing are owed in a complaint."""
ENDS_REPORT = (
    Kind.FILED,
    Kind.NOT_FILED,
    Kind.REPEATED,
    Kind.TRANSFERRED,
    Kind.TOLD,
    Kind.WITHDRAWN,
)
"""The same of a report."""
_ASKED_BY = {"check_times": "checking"}
"""Later facts that another mark than that of their name tells of."""
_OF_MATTER = (Kind.REFUSED, Kind.TRANSFERRED, Kind.TOLD)


@dataclass(slots=True)
class Standing:
    """One case as it stands. ``round`` counts how often it was taken up again, ``base`` is the day since
    which the present round runs; ``end`` is the kind of the decision that ended the work, if any.
    ``more_days``: by how many the limit was extended; ``merged_on``: when new facts came in last.
    ``check``: the violation found while mediating that is being checked, beside everything else; by
    ``check_more`` days its limit was extended, ``proposal`` is what waits for approval about it.
    ``main_tests``: something is tested in the case in whose mediation it is heard.
    """

    case: Case
    matter: Matter
    unit: Unit | None = None
    unit_since: date | None = None
    profile: Profile | None = None
    testing: bool = False
    spans: tuple[Span, ...] = ()
    round: int = 0
    base: date = date.min
    closing: Closing | None = None
    decisions: list[Decision] = field(default_factory=list)
    pending: Decision | None = None
    accepted_on: date | None = None
    end: str = ""
    ended_on: date | None = None
    answered: bool = False
    joined: Joint | None = None
    main_tests: bool = False
    is_anonymous: bool = False
    more_days: int = 0
    merged_on: date | None = None
    check: Violation | None = None
    check_more: int = 0
    proposal: Decision | None = None

    @property
    def handler(self) -> Officer | None:
        """The officer who handles it 承办人, if one was named."""
        return self.profile.handler if self.profile else None

    @property
    def is_secret(self) -> bool:
        """Secrecy was asked for, or the reporter is an insider."""
        return self.profile is not None and (self.profile.is_secret or self.profile.is_insider)

    @property
    def step(self) -> Step:
        """What it waits for."""
        if self.case.stage in (Stage.CLOSED, Stage.VOIDED):
            return Step.CLOSED if self.case.stage == Stage.CLOSED else Step.VOIDED
        if self.unit is None:
            return Step.ASSIGN
        if self.end or self.case.kind == Case.Kind.CONSULTATION:
            return Step.CLOSE if self.answered else Step.ANSWER
        return self._at_work()

    def _at_work(self) -> Step:
        if self.joined is not None:
            return Step.JOINED
        if self.pending is not None:
            return Step.REVIEW
        if self.testing:
            return Step.TEST
        if self.case.kind == Case.Kind.REPORT:
            return Step.CHECK
        return Step.MEDIATE if self.accepted_on else Step.ACCEPT


def standings(cases: Sequence[Case], marks: Marks | None = None) -> dict[int, Standing]:
    """How each of the cases stands, by its key; cases without a matter are left out. Eight queries.

    With the ``marks`` of one case nothing is asked of what it does not have.
    """
    there = marks or defaultdict(lambda: True)
    matters = _matters(cases)
    found = {
        case.pk: Standing(case, matters[case.registration_id], base=case.opened_on)
        for case in cases
        if case.registration_id in matters
    }
    if there["closings"]:
        _rounds(found)
    spans, running = testing_spans([one.case for one in found.values()] if there["pauses"] else [])
    for key, one in found.items():
        one.testing = key in running
        one.spans = tuple(spans.get(key, ()))
    _people(found)
    if there["checking"]:
        for violation in Violation.objects.filter(case__in=found, settled_on__isnull=True):
            found[violation.case_id].check = violation
    _decided(found)
    _later(found, there)
    if there["joints"]:
        _heard(found)
    return found


def standing(case: Case, marks: Marks | None = None) -> Standing:
    """How one case stands; it must have a matter. With its ``marks`` in fewer queries."""
    return standings([case], marks)[case.pk]


def _matters(cases: Sequence[Case]) -> dict[int, Matter]:
    """The matters by registration; those that came with the cases are not asked for."""
    loaded = {}
    for case in cases:
        if "registration" in case._state.fields_cache and "matter" in case.registration._state.fields_cache:
            loaded[case.registration_id] = case.registration.matter
    return loaded | Matter.objects.in_bulk({case.registration_id for case in cases} - set(loaded))


def _later(found: Mapping[int, Standing], there: Mapping[str, bool]) -> None:
    """Answers, new facts and extensions of the present round, and who stayed anonymous. One query."""
    none, no_day = Value(0, IntegerField()), Value(None, DateField())
    given: dict[str, QuerySet[Any]] = {
        "answers": Answer.objects.filter(case__in=found, voided_on__isnull=True).values_list(
            "case", Value("answers", CharField()), "answered_on", none, none
        ),
        "new_facts": FollowUp.objects.filter(case__in=found, is_new=True).values_list(
            "case", Value("new_facts", CharField()), "on", none, none
        ),
        "times": MoreTime.objects.filter(case__in=found, granted=True, violation=None).values_list(
            "case", Value("times", CharField()), "asked_on", F("round"), F("days")
        ),
        "check_times": MoreTime.objects.filter(
            case__in=found, granted=True, violation__settled_on=None, violation__isnull=False
        ).values_list("case", Value("check_times", CharField()), no_day, none, F("days")),
        "hidden": Party.objects.filter(
            case__in=found, role=Party.Role.PETITIONER, is_anonymous=True
        ).values_list("case", Value("hidden", CharField()), no_day, none, none),
    }
    parts = [
        rows.order_by()
        for name, rows in given.items()
        if name == "hidden" or there[_ASKED_BY.get(name, name)]
    ]
    facts: dict[str, list[tuple[int, Any, int, int]]] = defaultdict(list)
    for key, name, on, round_, days in parts[0].union(*parts[1:], all=True):
        facts[name].append((key, on, round_, days))
    for key, *_nothing in facts["hidden"]:
        found[key].is_anonymous = True
    _answered(found, [(key, on) for key, on, _round, _days in facts["answers"]])
    for key, on, _round, _days in facts["new_facts"]:
        one = found[key]
        if on >= one.base:
            one.merged_on = max(on, one.merged_on or on)
    for key, _on, _round, days in facts["check_times"]:
        found[key].check_more = days
    for key, on, round_, days in sorted(facts["times"], key=itemgetter(1)):
        one = found[key]
        # New facts start a limit that was not extended.
        if round_ == one.round and (one.merged_on is None or on >= one.merged_on):
            one.more_days = days


def _answered(found: Mapping[int, Standing], given: Sequence[tuple[int, date]]) -> None:
    """Which cases were answered in their present round; where they were taken up again on the day of an
    answer, the order of their events tells: one query more.
    """
    doubtful = {}
    for key, on in given:
        one = found[key]
        if on > one.base or (on == one.base and one.round == 0):
            one.answered = True
        elif on == one.base:
            doubtful[one.case.stream] = one
    if not doubtful:
        return
    rows = Event.objects.filter(stream__in=doubtful, type__in=("answered", "reopened"))
    last = dict(rows.order_by("n").values_list("stream", "type"))
    for stream, one in doubtful.items():
        one.answered |= last.get(stream) != "reopened"  # what a register brought has neither event


def _heard(found: Mapping[int, Standing]) -> None:
    """With which other they are heard; what is tested there stops the limits of these too."""
    joints = Joint.objects.filter(case__in=found)
    for joint in joints.filter(undone_on__isnull=True):
        found[joint.case_id].joined = joint
    for span in heard.tested(joints):
        one = found[span.key]
        if span.until is None:
            one.testing = one.main_tests = True
        else:
            one.spans = (*one.spans, (span.since, span.until))


def _rounds(found: Mapping[int, Standing]) -> None:
    for closing in Closing.objects.filter(case__in=found).order_by("pk"):
        one = found[closing.case_id]
        if closing.reopened_on is None:
            one.closing = closing
        else:
            one.round += 1
            one.base = closing.reopened_on


def _people(found: Mapping[int, Standing]) -> None:
    rows = Assignment.objects.filter(case__in=found, until__isnull=True).select_related("unit")
    for assignment in rows:
        found[assignment.case_id].unit = assignment.unit
        found[assignment.case_id].unit_since = assignment.since
    for profile in Profile.objects.filter(case__in=found).select_related("handler"):
        found[profile.pk].profile = profile


def _decided(found: Mapping[int, Standing]) -> None:
    """What was decided: the register's word in the first round, the desk's own afterwards."""
    for one in found.values():
        _from_register(one)
    rows = Decision.objects.filter(case__in=found, revoked_on__isnull=True).order_by("pk")
    for decision in rows.select_related("proposed_by", "approved_by"):
        one = found[decision.case_id]
        if decision.violation_id is not None:
            one.proposal = decision if decision.on is None else one.proposal
            continue
        if decision.on is None:
            if decision.round == one.round:
                one.pending = decision
            continue
        one.decisions.append(decision)
        if decision.kind == Kind.ACCEPTED:
            one.accepted_on = decision.on
        elif decision.round == one.round:
            one.end, one.ended_on = decision.kind, decision.on


def _from_register(one: Standing) -> None:
    matter = one.matter
    if matter.acceptance == Matter.Acceptance.ACCEPTED and one.case.kind == Case.Kind.COMPLAINT:
        one.accepted_on = matter.accepted_on
    is_own = one.case.kind == Case.Kind.COMPLAINT or matter.kind == Matter.Kind.REPORT
    if one.round == 0 and is_own and matter.acceptance in _OF_MATTER:
        one.end, one.ended_on = matter.acceptance, matter.accepted_on
