"""The reply to an application is due as the law counts, from the dated facts."""

from datetime import UTC, date, datetime

import pytest

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.clocks import due, refresh_due, verify_due
from gongkai.desk.casework.models import Case, Closing, Event, Registration
from gongkai.desk.foi.clocks import SOURCE
from gongkai.desk.foi.models import Application
from gongkai.law.deadlines import compute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
RECEIVED = date(2017, 9, 25)
AT = datetime(2017, 10, 1, tzinfo=UTC)


@pytest.fixture
def apply():
    agency = Agency.objects.create(code="A", name="某局")

    def make(number="1", stage="open", **facts):
        registration = Registration.objects.create(
            agency=agency, series="applications", number=number, key=number, channel="信函",
            registered_on=RECEIVED, recorded_at=AT,
        )  # fmt: skip
        case = Case.objects.create(
            registration=registration, kind="依申请公开", stage=stage, opened_on=RECEIVED
        )
        values = {"received_on": RECEIVED, "channel": "信函", "applicant_kind": "自然人"} | facts
        Application.objects.create(case=case, agency=agency, **values)
        return case

    return make


@pytest.mark.parametrize(
    ("facts", "events"),
    [
        ({}, {}),
        ({"is_extended": True}, {"extended": None}),
        (
            {"consulted_on": date(2017, 9, 28), "opinion_on": date(2017, 10, 10)},
            {"consulted": date(2017, 9, 28), "opinion": date(2017, 10, 10)},
        ),
        (
            {"correction_sent_on": date(2017, 9, 27), "correction_received_on": date(2017, 10, 9)},
            {"corrected": date(2017, 10, 9)},
        ),
    ],
)
def test_the_same_as_the_command_says(apply, facts, events):
    found = due(apply(**facts), [SOURCE])
    assert found.on == compute("foi-reply", RECEIVED, events=list(events.items())).due
    assert found.answer.steps


@pytest.mark.parametrize(
    ("policy", "last_day", "rules"),
    [("by_receipt", date(2019, 6, 25), "foi.2008"), ("by_act", date(2019, 7, 2), "foi.2019")],
)
def test_taken_up_again_counts_anew_by_the_rules_of_the_first_receipt(
    apply, settings, policy, last_day, rules
):
    """The rule set stays that of the first receipt; only ``by_act`` moves the case to the new one."""
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"transition_policy": policy}
    case = apply(replied_on=date(2017, 10, 9), outcome="x")
    again = date(2019, 6, 3)
    Closing.objects.create(case=case, closed_on=date(2017, 10, 10), outcome="x", reopened_on=again)
    found = due(case, [SOURCE])
    assert (found.on, found.answer.ruleset) == (last_day, rules)


def test_awaited_correction_pauses_and_the_end_ends(apply):
    waiting = due(apply(correction_sent_on=date(2017, 9, 27)), [SOURCE])
    assert (waiting.on, waiting.paused) == (None, "等待申请人补正")
    ended = apply("2", stage="closed", replied_on=date(2017, 10, 9), outcome="x")
    assert due(ended, [SOURCE]).on is None


def test_the_cache_is_filled_and_held(apply):
    case = apply()
    assert verify_due([SOURCE]).faults == ["1（依申请公开）期限缓存 无，应为 2017-10-20"]
    assert refresh_due([SOURCE], at=AT) == 1
    assert Case.objects.get().due_on == date(2017, 10, 20)
    assert refresh_due([SOURCE], at=AT) == 0
    assert verify_due([SOURCE]).holds
    assert not Event.objects.filter(stream=case.stream).exists()
