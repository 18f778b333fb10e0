"""Mistakes are corrected in the open; nothing closes without an answer; one unit answers for a case."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.desk.agencies.models import Agency, Unit
from gongkai.desk.casework.models import (
    Answer,
    Assignment,
    Case,
    CaseText,
    Closing,
    Correction,
    Event,
    Registration,
)
from gongkai.desk.casework.tests.conftest import AT, DAY
from gongkai.desk.casework.verbs import (
    Entry,
    answer,
    assign,
    close,
    enter,
    enter_late,
    reassign,
    reopen,
    void,
)
from gongkai.desk.complaints.models import Matter
from gongkai.desk.foi.models import Application
from gongkai.refusal import Refused

EARLIER = date(2017, 9, 20)


@pytest.fixture
def office(officer):
    return officer("office", ("office", None))


@pytest.fixture
def leader(officer):
    return officer("leader", ("leader", None))


@pytest.fixture
def handler(officer, units):
    return officer("handler", ("handler", units[0]))


@pytest.fixture
def case(make_case, units):
    return make_case(units[0], stage="open", day=EARLIER)


def _refused(code, call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    assert (refused.value.code, bool(refused.value.mend)) == (code, True)


def _data(case):
    event = Event.objects.filter(stream=case.stream).order_by("-n").first()
    return event.type, event.occurred, json.loads(bytes(event.body))["data"]


def _answer(case, by, at=AT, **more):
    return answer(case, "已退款", **{"delivery": "电话", "proof": "通话记录"} | more, by=by, at=at)


def test_void_keeps_the_number_and_marks_the_facts(case, office, leader, agency):
    registration = case.registration
    Matter.objects.create(
        registration=registration, agency=agency, channel="12315", kind="投诉", registered_on=EARLIER
    )
    made = void(registration, by=office, approved_by=leader, reason="重复登记", at=AT)
    assert (made.kind, made.on, made.reason) == ("作废", DAY, "重复登记")
    again = Registration.objects.get()
    assert (again.number, again.voided_on) == (registration.number, DAY)
    assert (Matter.objects.get().voided_on, Case.objects.get().stage) == (DAY, "voided")
    assert _data(case) == ("voided", "2017-09-25", {"approved_by": leader.uid})
    _refused("voided", void, registration, by=office, approved_by=leader, reason="又一次", at=AT)
    _refused("wrong-stage", close, case, "答复", by=office, at=AT)


def test_void_reaches_the_facts_of_a_case(make_case, office, leader, agency):
    case = make_case(kind="依申请公开", series="applications", stage="open", day=EARLIER)
    Application.objects.create(
        case=case, agency=agency, received_on=EARLIER, channel="信函", applicant_kind="自然人"
    )
    other = make_case(kind="依申请公开", series="applications", stage="open", day=EARLIER)
    Application.objects.create(
        case=other, agency=agency, received_on=EARLIER, channel="信函", applicant_kind="自然人"
    )
    void(case.registration, by=office, approved_by=leader, reason="测试件", at=AT)
    assert list(Application.objects.order_by("pk").values_list("voided_on", flat=True)) == [DAY, None]


def test_void_needs_another_person_a_duty_and_a_reason(case, office, leader, handler):
    registration = case.registration
    _refused("four-eyes", void, registration, by=office, approved_by=office, reason="错", at=AT)
    _refused("not-allowed", void, registration, by=office, approved_by=handler, reason="错", at=AT)
    _refused("not-allowed", void, registration, by=handler, approved_by=leader, reason="错", at=AT)
    _refused("no-reason", void, registration, by=office, approved_by=leader, reason=" ", at=AT)
    assert not Correction.objects.exists()
    assert Registration.objects.get().voided_on is None


def _entry(agency, **more):
    values = {
        "agency": agency, "series": "complaints", "number": "诉〔2017〕0100号", "channel": "12315",
        "registered_on": DAY, "kinds": ("投诉", "举报"), "source_number": "S1",
    }  # fmt: skip
    return Entry(**values | more)


def test_enter_makes_registration_cases_and_events(agency, units, office):
    made = enter(_entry(agency, unit=units[0]), by=office, at=AT)
    assert (made.is_late_entry, made.recorded_at) == (False, AT)
    cases = list(made.cases.order_by("pk"))
    assert [(one.kind, one.stage, one.opened_on) for one in cases] == [
        ("投诉", "open", DAY), ("举报", "open", DAY),
    ]  # fmt: skip
    assert [event.type for event in Event.objects.filter(stream=cases[0].stream).order_by("n")] == [
        "registered", "assigned",
    ]  # fmt: skip
    _refused("known", enter, _entry(agency, number="另一号"), by=office, at=AT)
    _refused("known", enter, _entry(agency, source_number=""), by=office, at=AT)
    assert made.key == "12315\nS1"
    assert _entry(agency, source_number="").key == "12315\n诉〔2017〕0100号"
    assert _entry(agency, series="applications").key == "诉〔2017〕0100号"


def test_late_entry_tells_occurred_from_recorded(agency, office, leader):
    entry = _entry(agency, registered_on=EARLIER)
    _refused("late", enter, entry, by=office, at=AT)
    made = enter_late(entry, by=office, approved_by=leader, reason="停电漏登", at=AT)
    assert (made.is_late_entry, made.registered_on, made.recorded_at) == (True, EARLIER, AT)
    event = Event.objects.filter(stream=made.cases.first().stream).get()
    assert (event.occurred, event.recorded) == ("2017-09-20", "2017-09-25T01:30:00Z")
    assert Correction.objects.get().kind == "补录"


def test_late_entry_refuses(agency, office, leader, handler):
    late = {"by": office, "approved_by": leader, "reason": "漏登", "at": AT}
    _refused("not-late", enter_late, _entry(agency), **late)
    entry = _entry(agency, registered_on=EARLIER)
    _refused("four-eyes", enter_late, entry, **late | {"approved_by": office})
    _refused("no-reason", enter_late, entry, **late | {"reason": ""})
    _refused("not-allowed", enter_late, entry, **late | {"by": handler})
    _refused("no-kind", enter_late, _entry(agency, registered_on=EARLIER, kinds=()), **late)
    assert not Registration.objects.exists()


def test_reassign_hands_on_to_exactly_one_unit(case, units, office, leader):
    reassign(case, units[1], by=office, approved_by=leader, reason="管辖划分", at=AT)
    rows = Assignment.objects.order_by("pk").values_list("unit__code", "since", "until")
    assert list(rows) == [("YY", EARLIER, DAY), ("TH", DAY, None)]
    assert _data(case) == (
        "reassigned", "2017-09-25", {"from": "YY", "unit": "TH", "approved_by": leader.uid},
    )  # fmt: skip
    assert Correction.objects.get().kind == "改派"


def test_reassign_refuses(case, units, office, leader, handler, make_case):
    good = {"by": office, "approved_by": leader, "reason": "管辖", "at": AT}
    _refused("wrong-unit", reassign, case, units[0], **good)
    foreign = Unit.objects.create(
        agency=Agency.objects.create(code="X", name="另一局"), code="1", name="某科", kind="科室"
    )
    _refused("wrong-unit", reassign, case, foreign, **good)
    units[1].until = EARLIER
    units[1].save()
    _refused("wrong-unit", reassign, case, units[1], **good)
    _refused("four-eyes", reassign, case, units[1], **good | {"approved_by": office})
    _refused("not-allowed", reassign, case, units[1], **good | {"by": handler})
    _refused("no-unit", reassign, make_case(stage="open"), units[0], **good)
    assert Assignment.objects.get(case=case).until is None


def test_assign_only_what_has_no_unit(case, make_case, units, office):
    bare = make_case(stage="open")
    assign(bare, units[0], by=office, at=AT)
    assert _data(bare) == ("assigned", "2017-09-25", {"unit": "YY"})
    _refused("assigned", assign, bare, units[1], by=office, at=AT)


def test_no_closing_without_an_answer(case, handler, make_case, office):
    _refused("no-answer", close, case, "调解成功", by=handler, at=AT)
    _refused("no-text", answer, case, " ", delivery="电话", proof="通话", by=handler, at=AT)
    _refused("no-proof", _answer, case, handler, proof=" ")
    _refused("wrong-day", _answer, case, handler, answered_on=date(2017, 9, 19))
    _refused("wrong-day", _answer, case, handler, answered_on=date(2017, 9, 26))
    _refused("no-unit", close, make_case(stage="open"), "答复", by=office, at=AT)
    _answer(case, handler, answered_on=date(2017, 9, 22))
    assert CaseText.objects.get().masked == "已退款"
    _refused("no-outcome", close, case, "", by=handler, at=AT)
    _refused("wrong-day", close, case, "调解成功", by=handler, at=AT, closed_on=date(2017, 9, 19))
    made = close(case, "调解成功", by=handler, at=AT, closed_on=date(2017, 9, 23))
    assert (made.closed_on, made.imported, case.stage) == (date(2017, 9, 23), False, "closed")
    assert _data(case) == ("closed", "2017-09-23", {"outcome": "调解成功"})
    _refused("wrong-stage", close, case, "调解成功", by=handler, at=AT)


def test_a_reopened_case_keeps_its_first_closing_and_needs_a_new_answer(case, handler, office):
    _answer(case, handler)
    close(case, "调解成功", by=handler, at=AT)
    _refused("E_REASON", reopen, case, "想改", by=office, at=AT)
    _refused("not-allowed", reopen, case, "dissatisfied", by=handler, at=AT)
    later = AT + timedelta(days=3)
    reopen(case, "dissatisfied", by=office, at=later)
    assert case.stage == "open"
    _refused("no-answer", close, case, "调解不成", by=handler, at=later)
    _answer(case, handler, at=later)
    close(case, "调解不成", by=handler, at=later)
    rows = Closing.objects.order_by("pk").values_list("closed_on", "outcome", "reopened_on")
    assert list(rows) == [(DAY, "调解成功", date(2017, 9, 28)), (date(2017, 9, 28), "调解不成", None)]


def _attempts(case, units, officer):
    zhang = officer("zhang")
    registration = case.registration
    same = {
        "agency": registration.agency, "series": "complaints", "channel": "x",
        "registered_on": DAY, "recorded_at": AT,
    }  # fmt: skip
    correction = {"registration": registration, "kind": "作废", "on": DAY, "by": zhang}
    return {
        "two units at a time": lambda: Assignment.objects.create(case=case, unit=units[1], since=DAY),
        "handed on before it began": lambda: Assignment.objects.create(
            case=case, unit=units[1], since=DAY, until=EARLIER
        ),
        "closed twice": lambda: [
            Closing.objects.create(case=case, closed_on=DAY, outcome="答复") for _ in range(2)
        ],
        "no outcome": lambda: Closing.objects.create(case=case, closed_on=DAY, outcome=""),
        "reopened before closed": lambda: Closing.objects.create(
            case=case, closed_on=DAY, outcome="答复", reopened_on=EARLIER
        ),
        "no proof": lambda: Answer.objects.create(case=case, answered_on=DAY),
        "number twice": lambda: Registration.objects.create(**same, number=registration.number, key="new"),
        "key twice": lambda: Registration.objects.create(**same, number="new", key=registration.key),
        "no number": lambda: Registration.objects.create(**same, number="", key="new"),
        "two eyes": lambda: Correction.objects.create(**correction, reason="错", approved_by=zhang),
        "no reason": lambda: Correction.objects.create(**correction, reason="", approved_by=officer("li")),
        "one kind twice": lambda: Case.objects.create(
            registration=registration, kind="投诉", stage="open", opened_on=DAY
        ),
        "unknown kind": lambda: Case.objects.create(
            registration=registration, kind="其他", stage="open", opened_on=DAY
        ),
    }


def test_wrong_states_are_impossible_in_the_database(case, units, officer):
    for name, attempt in _attempts(case, units, officer).items():
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
            pytest.fail(name)
