"""Whatever the order in which people act, the laws of the house hold (DESIGN.md 4, law 8)."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import note as say
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from gongkai.desk.agencies.asking import asking_once
from gongkai.desk.agencies.tests.second_round import in_second
from gongkai.desk.casework.clocks import verify_due
from gongkai.desk.casework.models import Answer, Assignment, Case, Closing, Event
from gongkai.desk.casework.verifying import verify_closings, verify_stages
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.clocks import SOURCE
from gongkai.desk.complaints.facts import standings
from gongkai.desk.complaints.flow import FLOW
from gongkai.desk.complaints.models import Callback, Decision, Joint, MoreTime, Supervision, Violation
from gongkai.desk.complaints.rules import hands_in
from gongkai.desk.complaints.tests.centre import AT, Centre, sample
from gongkai.desk.complaints.tests.test_offered_steps import press_everything
from gongkai.desk.complaints.verbs import Corrected
from gongkai.desk.complaints.verbs.sorting import RETURNS
from gongkai.refusal import Refused

PEOPLE = (
    "operator",
    "operator2",
    "office",
    "leader",
    "handler",
    "colleague",
    "head",
    "other",
    "inspector",
    "captain",
)
WAYS = {
    "accept": lambda c, case, who, at: verbs.accept(case, by=who, at=at),
    "refuse": lambda c, case, who, at: verbs.refuse(case, "other", "理由", by=who, at=at),
    "approve": lambda c, case, who, at: verbs.approve(case, by=who, at=at),
    "disapprove": lambda c, case, who, at: verbs.disapprove(case, by=who, at=at),
    "transfer": lambda c, case, who, at: verbs.transfer(case, "某局", "函", by=who, at=at),
    "tell": lambda c, case, who, at: verbs.tell(case, "某局", by=who, at=at),
    "withdraw": lambda c, case, who, at: verbs.withdraw(case, "录音", by=who, at=at),
    "give_back": lambda c, case, who, at: verbs.give_back(case, next(iter(RETURNS)), by=who, at=at),
    "invite": lambda c, case, who, at: verbs.invite(
        case, meets_on=at.date() + timedelta(1), place="所", mediator=who, by=who, at=at
    ),
    "hold": lambda c, case, who, at: verbs.hold(case, "双方到场", "记录", by=who, at=at),
    "recuse": lambda c, case, who, at: verbs.recuse(case, by=who, at=at),
    "agree": lambda c, case, who, at: verbs.agree(case, "协议", by=who, at=at),
    "end": lambda c, case, who, at: verbs.end(case, "other", by=who, at=at),
    "begin_test": lambda c, case, who, at: verbs.begin_test(case, sample(case, at), by=who, at=at),
    "end_test": lambda c, case, who, at: verbs.end_test(case, by=who, at=at),
    "check": lambda c, case, who, at: verbs.check(case, "核查", by=who, at=at),
    "file": lambda c, case, who, at: verbs.file(case, opens=False, reason="证据不足", by=who, at=at),
    "find_violation": lambda c, case, who, at: verbs.find_violation(
        case, "无照经营", "店内没有执照", by=who, at=at
    ),
    "ask_time": lambda c, case, who, at: verbs.ask_time(case, "须外地协查", days=5, by=who, at=at),
    "decide_time": lambda c, case, who, at: verbs.decide_time(case, True, by=who, at=at),
    "no_time": lambda c, case, who, at: verbs.decide_time(case, False, by=who, at=at),
    "correct": lambda c, case, who, at: verbs.correct(
        case, Corrected({"phone": f"138{at:%d%H%M}31"}), by=who, approved_by=c["leader"], reason="听错", at=at
    ),
    "void": lambda c, case, who, at: verbs.void(
        case.registration, by=who, approved_by=c["leader"], reason="误录", at=at
    ),
    "answer": lambda c, case, who, at: verbs.answer(
        case, "已办", delivery="电话", proof="通话记录", by=who, at=at
    ),
    "unreached": lambda c, case, who, at: verbs.unreached(case, by=who, at=at),
    "call": lambda c, case, who, at: verbs.call(case, reached=False, by=who, at=at),
    "close": lambda c, case, who, at: verbs.close(case, by=who, at=at),
    "callback": lambda c, case, who, at: verbs.callback(
        case, reached=True, satisfaction="不满意", by=who, at=at
    ),
    "reopen": lambda c, case, who, at: verbs.reopen(case, "dissatisfied", by=who, at=at),
    "follow_up": lambda c, case, who, at: verbs.follow_up(case, "又说", channel="12315", by=who, at=at),
    "respond": lambda c, case, who, at: verbs.respond(case, "回应", by=who, at=at),
    "urge": lambda c, case, who, at: verbs.urge(case, by=who, at=at),
    "supervise": lambda c, case, who, at: verbs.supervise(case, by=who, at=at),
    "lift": lambda c, case, who, at: verbs.lift(case, by=who, at=at),
    "ask_unit": lambda c, case, who, at: verbs.ask_unit(case, c.units["TH"], "核对票据", by=who, at=at),
    "give_opinion": lambda c, case, who, at: verbs.give_opinion(case, "票据齐全", by=who, at=at),
    "release_unit": lambda c, case, who, at: verbs.release_unit(case, c.units["TH"], by=who, at=at),
    "dispute": lambda c, case, who, at: verbs.dispute(case, "不属本所", by=who, at=at),
    "rule_dispute": lambda c, case, who, at: verbs.rule_dispute(
        case, c.units["TH"], "由田和所办理", by=who, at=at
    ),
    "split": lambda c, case, who, at: verbs.split(case, by=who, at=at),
    "unjoin": lambda c, case, who, at: verbs.unjoin(case, by=who, at=at),
}


class AnyOrder(RuleBasedStateMachine):
    """Random people take random verbs on a few cases while the days pass."""

    reached: ClassVar[set[str]] = set()
    """Verbs that somebody came through with, so that the test says what it really tried."""

    @initialize(
        kinds=st.lists(st.sampled_from(("投诉", "举报", "投诉举报", "咨询")), min_size=2, max_size=3),
        year=st.sampled_from((2018, 2022)),
    )
    def begin(self, kinds: list[str], year: int) -> None:
        """In a year of order 20, which lets checks and reports have more time, or before it."""
        self.centre = Centre.found()
        self.at = AT.replace(year=year)
        self.closed: dict[int, tuple[object, ...]] = {}
        for kind in kinds:
            self.centre.register(self.at, kind=kind)

    @rule(days=st.integers(0, 20))
    def pass_days(self, days: int) -> None:
        self.at += timedelta(days=days, minutes=1)

    @rule(
        way=st.sampled_from(sorted(WAYS)),
        who=st.sampled_from(PEOPLE),
        which=st.integers(0, 5),
    )
    def act(self, way: str, who: str, which: int) -> None:
        self._try(way, self._case(which), who)

    @rule(which=st.integers(0, 5), unit=st.sampled_from(("YY", "TH", "JC")))
    def assign(self, which: int, unit: str) -> None:
        case = self._case(which)
        self._refusing(
            lambda: verbs.assign(case, self.centre.units[unit], by=self.centre["operator"], at=self.at)
        )

    @rule(which=st.integers(0, 5), days=st.integers(0, 12), opens=st.booleans())
    def find_and_check(self, which: int, days: int, opens: bool) -> None:
        """A violation comes up in mediation, is given more time, checked, proposed and decided days later."""
        case = self._case(which)
        for way in ("accept", "find_violation", "ask_time", "decide_time"):
            any(self._try(way, case, who) for who in PEOPLE)
        self.at += timedelta(days=days)
        number = f"立{self.at:%m%d%H%M}-{case.pk}"
        for who in ("handler", "other", "inspector"):
            self._try("check", case, who)
            done = self._refusing(
                lambda who=who: verbs.file(
                    case, opens=opens, reason="无照经营", number=number, by=self.centre[who], at=self.at
                )
            )
            self.reached.update({"file"} if done else ())
        any(self._try("approve", case, who) for who in PEOPLE)

    @rule(which=st.integers(0, 5), who=st.sampled_from(PEOPLE), pick=st.integers(0, 30))
    def press(self, which: int, who: str, pick: int) -> None:
        """Whatever a page offers to anybody, at any point, goes through."""
        case = self._case(which)
        if case.stage != "voided":
            press_everything(case, self.centre[who], self.at, pick=pick)

    @rule(which=st.integers(0, 5))
    def go_on(self, which: int) -> None:
        """What the flow offers next, by somebody who may: so that cases really come to their end."""
        case = self._case(which)
        for way in ("accept", "check", "file", "approve", "agree", "answer", "respond", "close"):
            for who in PEOPLE:
                if self._try(way, case, who):
                    return

    @precondition(lambda self: Case.objects.count() > 1)
    @rule(first=st.integers(0, 5), second=st.integers(0, 5), who=st.sampled_from(("handler", "head")))
    def join(self, first: int, second: int, who: str) -> None:
        one, other = self._case(first), self._case(second)
        self._refusing(lambda: verbs.join(one, other, "书面同意", by=self.centre[who], at=self.at))

    def _case(self, which: int) -> Case:
        cases = list(Case.objects.order_by("pk"))
        return cases[which % len(cases)]

    def _try(self, way: str, case: Case, who: str) -> bool:
        done = self._refusing(lambda: WAYS[way](self.centre, case, self.centre[who], self.at))
        self.reached.update({way} if done else ())
        return done

    def _refusing(self, act: object) -> bool:
        """Do it; a refusal leaves nothing behind and always says why."""
        before = Event.objects.count()
        try:
            with transaction.atomic(), asking_once():
                act()  # type: ignore[operator]
        except Refused as refused:
            assert refused.sentence, refused
            assert Event.objects.count() == before
            return False
        say(f"{self.at:%m-%d} done")
        return True

    @invariant()
    def one_unit_at_a_time(self) -> None:
        for case in Case.objects.all():
            assert Assignment.objects.filter(case=case, until__isnull=True).count() <= 1

    @invariant()
    def what_is_closed_was_answered_in_its_round_with_proof(self) -> None:
        for closing in Closing.objects.all():
            assert closing.outcome
            assert Answer.objects.filter(case=closing.case_id, answered_on__lte=closing.closed_on).exclude(
                proof=""
            )
        assert not verify_closings().faults
        assert not verify_stages().faults

    @invariant()
    def every_open_case_has_a_running_or_explicitly_paused_clock(self) -> None:
        assert not verify_due((SOURCE,)).faults
        for one in standings(list(Case.objects.filter(stage="open"))).values():
            assert one.step.label

    @invariant()
    def nobody_approves_what_they_proposed_nor_calls_back_where_they_worked(self) -> None:
        for made in Decision.objects.exclude(approved_by=None):
            assert made.approved_by_id != made.proposed_by_id
        for done in Callback.objects.filter(closing__reopened_on__isnull=True):
            assert done.by_id not in hands_in(done.closing.case)

    @invariant()
    def more_time_is_given_by_another_once_and_moves_the_limit_it_was_asked_for(self) -> None:
        for made in MoreTime.objects.exclude(decided_on=None):
            assert made.decided_by_id != made.asked_by_id
            assert made.decided_on >= made.asked_on
        given = list(MoreTime.objects.filter(granted=True).values_list("case", "round", "violation"))
        assert len(given) == len(set(given))

    @invariant()
    def a_violation_found_is_checked_to_its_end_beside_its_complaint(self) -> None:
        for row in Violation.objects.select_related("case", "investigation"):
            case, clues = row.case, row.case.clues
            assert case.kind == Case.Kind.COMPLAINT
            decided = row.decisions.filter(on__isnull=False)
            if row.settled_on is None:
                assert case.stage != "voided" and not decided.exists()
                assert standings([case])[case.pk].check == row
                continue
            made = decided.get()
            assert made.approved_by_id != made.proposed_by_id
            assert (made.kind == "立案") == (row.investigation is not None)
            assert row.investigation is None or clues.filter(investigation=row.investigation).exists()
        for one in standings(list(Case.objects.filter(kind="投诉"))).values():
            assert one.end not in ("立案", "不予立案"), "what was found never ends the complaint"

    @invariant()
    def nothing_stays_under_supervision_that_was_voided(self) -> None:
        assert not Supervision.objects.filter(case__stage="voided", lifted_on=None).exists()

    @invariant()
    def closings_never_change_except_by_reopening(self) -> None:
        for closing in Closing.objects.all():
            said = (closing.closed_on, closing.outcome)
            assert self.closed.setdefault(closing.pk, said) == said

    @invariant()
    def what_is_joined_keeps_its_file(self) -> None:
        for joint in Joint.objects.all():
            assert joint.consent
            assert joint.case.texts.filter(field="content").exists()

    @invariant()
    def the_flow_always_offers_a_way_on(self) -> None:
        for case in Case.objects.exclude(stage="voided"):
            assert FLOW.moves_from(case.stage)


@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_any_order_of_verbs_holds_the_laws_of_the_house():
    AnyOrder.TestCase.settings = settings(
        max_examples=in_second(5, 2),
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    machine = AnyOrder.TestCase()

    class InTransaction(AnyOrder):
        def __init__(self) -> None:
            super().__init__()
            self._atomic = transaction.atomic()
            self._atomic.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self._atomic.__exit__(None, None, None)

    InTransaction.TestCase.settings = machine.settings
    InTransaction.TestCase().runTest()
    assert {"find_violation", "ask_time", "decide_time", "file", "approve"} <= AnyOrder.reached
