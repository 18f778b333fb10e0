"""A flow guards its verbs: whatever is tried in whatever order, facts and stage stay in agreement."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from gongkai.desk.agencies.models import Agency, Duty, Officer, Unit
from gongkai.desk.agencies.tests.second_round import in_second
from gongkai.desk.casework.flow import Flow, Issue, Move, Situation, acting
from gongkai.desk.casework.handling import HANDLING
from gongkai.desk.casework.keyring import key
from gongkai.desk.casework.models import Answer, Assignment, Case, Closing, Correction, Event
from gongkai.desk.casework.stages import Stage
from gongkai.desk.casework.tests.conftest import AT, DAY
from gongkai.desk.casework.verbs import Entry, answer, assign, close, enter, reassign, reopen, void
from gongkai.refusal import Refused
from gongkai.sealing import events

OPEN, CLOSED = frozenset({"open"}), frozenset({"closed"})
CLOSE = Move("close", OPEN, "closed", "办结")
REOPEN = Move("reopen", CLOSED, "open", "重新办理")
VOID = Move("void", OPEN | CLOSED, "voided", "作废")


@pytest.mark.parametrize(
    "moves",
    [
        (CLOSE, REOPEN),  # voided is not reachable
        (CLOSE, VOID, Move("close", OPEN, "open", "办结")),  # one verb twice from one stage
        (CLOSE, VOID, Move("x", frozenset({"nowhere"}), "open", "某")),
        (CLOSE, VOID, Move("x", frozenset(), "open", "某")),
    ],
)
def test_a_flow_that_cannot_be_is_an_error(moves):
    with pytest.raises(ValueError, match="flow"):
        Flow(Stage, moves, start="open")


def test_the_diagram_is_drawn_from_the_data():
    text = Flow(Stage, (CLOSE, REOPEN, VOID), start="open").mermaid()
    assert text.splitlines() == [
        "stateDiagram-v2", "    [*] --> open", "    open : 在办", "    closed : 办结", "    voided : 作废",
        "    open --> closed : 办结", "    closed --> open : 重新办理", "    open --> voided : 作废",
        "    closed --> voided : 作废", "    voided --> [*]",
    ]  # fmt: skip


def test_a_verb_at_the_wrong_stage_is_refused_with_the_way_out():
    with pytest.raises(Refused) as refused:
        HANDLING.move("close", "closed")
    assert str(refused.value) == "案件处于“办结”，不能办结；此时可以：重新办理、误录合并、作废"
    with pytest.raises(Refused, match="此案件不再办理"):
        HANDLING.move("close", "voided")


def test_offers_are_what_one_may_do_with_what_blocks_it(make_case, units, officer):
    case = make_case(units[0], stage="open")
    handler, office = officer("h", ("handler", units[0])), officer("o", ("office", None))
    offers = HANDLING.offers(Situation(case, handler, AT))
    assert [(o.move.verb, [i.code for i in o.issues]) for o in offers] == [
        ("answer", []),
        ("close", ["no-answer"]),
    ]
    verbs = [offer.move.verb for offer in HANDLING.offers(Situation(case, office, AT))]
    assert verbs == ["assign", "reassign", "answer", "close", "merge", "void"]


def test_acting_guards_and_moves_the_stage(make_case, units, officer):
    case = make_case(units[0], stage="open")
    handler, stranger = officer("h", ("handler", units[0])), officer("s", ("handler", units[1]))
    blocked = Move("close", OPEN, "closed", "办结", needs=(lambda now: Issue("no", "不行", "等等"),))
    closed_to_all = Move("close", OPEN, "closed", "办结", may=lambda *_: False)
    for flow, by, code in (
        (HANDLING, stranger, "not-found"),
        (HANDLING, handler, "no-answer"),
        (Flow(Stage, (blocked, VOID), start="open"), handler, "no"),
        (Flow(Stage, (closed_to_all, VOID), start="open"), handler, "not-allowed"),
    ):
        with pytest.raises(Refused) as refused, acting(case, "close", flow=flow, by=by, at=AT):
            pass
        assert refused.value.code == code
    flow = Flow(Stage, (CLOSE, REOPEN, VOID), start="open")
    with pytest.raises(AssertionError), acting(case, "close", flow=flow, by=handler, at=AT):
        pass
    assert Case.objects.get().stage == "open"
    with acting(case, "close", flow=flow, by=handler, at=AT) as act:
        act.record("closed", data={"outcome": "答复"})
    assert case.stage == Case.objects.get().stage == "closed"


def test_a_refusal_inside_leaves_nothing_behind(make_case, units, officer):
    case = make_case(units[0], stage="open")
    handler = officer("h", ("handler", units[0]))
    flow = Flow(Stage, (CLOSE, VOID), start="open")
    with pytest.raises(Refused, match="太早"), acting(case, "close", flow=flow, by=handler, at=AT) as act:
        act.record("closed")
        act.require(False, "太早")
    assert not Event.objects.exists()
    assert case.stage == Case.objects.get().stage == "open"


class _Handling(RuleBasedStateMachine):
    """Any verbs in any order, by a person who may do all of them, on growing days."""

    number = 0

    def __init__(self):
        super().__init__()
        _Handling.number += 1
        code = f"M{_Handling.number}"
        agency = Agency.objects.create(code=code, name=code)
        self.units = [Unit.objects.create(agency=agency, code=c, name=c, kind="科室") for c in "AB"]
        self.by, self.other = (
            Officer.objects.create_user(f"{code}{name}", name=name, agency=agency) for name in "xy"
        )
        for person in (self.by, self.other):
            Duty.objects.create(officer=person, kind=Duty.Kind.OFFICE, since=DAY)
        self.at = AT
        entry = Entry(agency, "complaints", "1", "12315", DAY, ("投诉",))
        self.case = Case.objects.get(registration=enter(entry, by=self.by, at=AT))

    def _try(self, call, *args, **kwargs):
        before = Event.objects.filter(stream=self.case.stream).count()
        try:
            call(*args, by=self.by, at=self.at, **kwargs)
        except Refused as refused:
            assert refused.sentence
            assert refused.mend
            assert Event.objects.filter(stream=self.case.stream).count() == before
        else:
            assert Event.objects.filter(stream=self.case.stream).count() == before + 1

    @rule(days=st.integers(1, 5))
    def wait(self, days):
        self.at += timedelta(days=days)

    @rule(unit=st.integers(0, 1))
    def assigns(self, unit):
        self._try(assign, self.case, self.units[unit])

    @rule(unit=st.integers(0, 1))
    def reassigns(self, unit):
        self._try(reassign, self.case, self.units[unit], approved_by=self.other, reason="职责调整")

    @rule(proof=st.sampled_from(["", "通话记录"]))
    def answers(self, proof):
        self._try(answer, self.case, "已退款", delivery="电话", proof=proof)

    @rule(outcome=st.sampled_from(["", "调解成功"]))
    def closes(self, outcome):
        self._try(close, self.case, outcome)

    @rule(reason=st.sampled_from(["", "dissatisfied"]))
    def reopens(self, reason):
        self._try(reopen, self.case, reason)

    @rule(approver=st.booleans())
    def voids(self, approver):
        registration = self.case.registration
        approved_by = self.other if approver else self.by
        self._try(void, registration, approved_by=approved_by, reason="重复登记")

    @invariant()
    def stage_and_facts_agree(self):
        case = Case.objects.select_related("registration").get(pk=self.case.pk)
        running = Closing.objects.filter(case=case, reopened_on__isnull=True)
        if case.stage != "voided":
            assert running.exists() == (case.stage == "closed")
        assert (case.registration.voided_on is not None) == (case.stage == "voided")
        assert Assignment.objects.filter(case=case, until__isnull=True).count() <= 1
        for closing in running:
            assert Answer.objects.filter(case=case, answered_on__lte=closing.closed_on).exists()

    @invariant()
    def the_chain_holds(self):
        rows = Event.objects.filter(stream=self.case.stream).order_by("n")
        sealed = [events.Sealed(bytes(row.body), bytes(row.hash), bytes(row.mac)) for row in rows]
        assert events.verify([key("event").secret], self.case.stream, sealed) is None
        corrections = Correction.objects.filter(registration=self.case.registration)
        assert rows.filter(type__in=("reassigned", "voided")).count() == corrections.count()


@pytest.mark.django_db
@pytest.mark.usefixtures("keys")
def test_any_order_of_verbs_keeps_facts_and_stage_in_agreement():
    run_state_machine_as_test(
        _Handling,
        settings=settings(
            max_examples=in_second(12, 6),
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
