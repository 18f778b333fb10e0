"""Acceptance is due, then mediation; a report is verified; testing stops the clock; moves are recorded."""

import json
from datetime import UTC, date, datetime
from itertools import count

import pytest

from gongkai.desk.agencies.models import Agency
from gongkai.desk.casework.clocks import calendar, due, refresh_due, verify_due
from gongkai.desk.casework.models import Case, Event, Pause, Registration
from gongkai.desk.complaints.clocks import SOURCE, due_of
from gongkai.desk.complaints.facts import standing
from gongkai.desk.complaints.grounds import ruleset_of
from gongkai.desk.complaints.models import Matter
from gongkai.law.calendar import Calendar, YearTable
from gongkai.law.deadlines import compute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
AT = datetime(2021, 10, 1, tzinfo=UTC)
ON = date(2021, 9, 6)
NUMBERS = count()


@pytest.fixture
def agency():
    return Agency.objects.create(code="A", name="某局")


@pytest.fixture
def matter(agency):
    def make(kind="投诉", channel="12315", day=ON, line="", **facts):
        number = str(next(NUMBERS))
        registration = Registration.objects.create(
            agency=agency, series="complaints", number=number, key=number, channel=channel,
            registered_on=day, recorded_at=AT,
        )  # fmt: skip
        Matter.objects.create(
            registration=registration, agency=agency, channel=channel, kind=kind, registered_on=day, **facts
        )
        return Case.objects.create(
            registration=registration, kind=kind, line=line, stage="open", opened_on=day
        )

    return make


def test_acceptance_then_mediation(matter):
    assert due(matter(), [SOURCE]).answer == compute("complaint-accept", ON, settings={"line": "12315"})
    accepted = date(2021, 9, 10)
    found = due(matter(acceptance="受理", accepted_on=accepted), [SOURCE])
    assert found.on == compute("complaint-mediation", accepted, settings={"line": "12315"}).due


def test_a_refusal_is_told_within_the_same_limit_where_the_law_says_so(matter):
    """Orders 62 art. 15, 20 art. 14, 121 art. 15: decided and told; order 21 of the food line: decided."""
    told = due(matter(acceptance="不予受理", accepted_on=ON), [SOURCE])
    assert told.on == compute("complaint-accept", ON, settings={"line": "12315"}).due
    day = date(2017, 9, 6)
    decided = due(matter(day=day, channel="12331", acceptance="不予受理", accepted_on=day), [SOURCE])
    assert (decided.on, decided.paused) == (None, "已不予受理，待答复")


@pytest.mark.parametrize(
    ("channel", "line", "asked"),
    [("12315", "", "12315"), ("12365", "", "12365"), ("市长热线", "", "any"), ("12315", "食药", "12331")],
)
def test_before_2020_the_line_decides(matter, channel, line, asked):
    day = date(2017, 9, 6)
    found = due(matter(channel=channel, line=line, day=day), [SOURCE])
    assert found.on == compute("complaint-accept", day, settings={"line": asked}).due


@pytest.mark.parametrize(
    ("policy", "last_day", "rules"),
    [("by_receipt", date(2020, 3, 3), "complaint.saic62"), ("by_act", date(2020, 3, 13), "complaint.samr20")],
)
def test_the_offices_policy_chooses_the_clock_and_the_rule_set_of_what_was_pending(
    matter, settings, policy, last_day, rules
):
    """Received under order 62, accepted under order 20: 60 days by receipt, 45 working days by the act."""
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"transition_policy": policy}
    received, accepted = date(2019, 12, 30), date(2020, 1, 3)
    case = matter(day=received, acceptance="受理", accepted_on=accepted)
    found = due(case, [SOURCE])
    assert (found.on, found.answer.ruleset) == (last_day, rules)
    assert ruleset_of(standing(case), accepted) == rules


def test_reports_are_verified_and_consultations_have_no_clock(matter):
    found = due(matter(kind="举报"), [SOURCE])
    assert found.on == compute("report-verify", ON, settings={"line": "any"}).due
    asked = matter(kind="咨询")
    assert due(asked, [SOURCE]).answer is None
    assert due_of(standing(asked), calendar()).answer is None  # what a page and a line of the queue show


def test_testing_stops_the_clock(matter):
    case = matter(acceptance="受理", accepted_on=date(2021, 9, 10))
    pause = Pause.objects.create(case=case, kind="testing", since=date(2021, 9, 15))
    assert due(case, [SOURCE]).paused.startswith("检测")
    assert verify_due([SOURCE]).listed[0].endswith("检测、鉴定中，期限暂停")
    pause.until = date(2021, 9, 24)
    pause.save()
    settings = {"line": "12315", "testing": "2021-09-15..2021-09-24"}
    assert due(case, [SOURCE]).on == compute("complaint-mediation", date(2021, 9, 10), settings=settings).due
    pause.since, pause.until = date(2021, 9, 1), date(2021, 9, 2)
    pause.save()
    assert "早于起算日" in due(case, [SOURCE]).paused


def test_a_new_calendar_moves_open_clocks_and_says_why(matter):
    case, ended = matter(), matter()
    Case.objects.filter(pk=ended.pk).update(stage="closed", due_on=ON)
    assert refresh_due([SOURCE], at=AT) == 2
    assert Case.objects.get(pk=ended.pk).due_on is None
    before = Case.objects.get(pk=case.pk).due_on
    holiday = Calendar([YearTable(2021, {before: "防汛"})])
    assert refresh_due([SOURCE], at=AT, reason="calendar-2021", days=holiday) == 1
    after = Case.objects.get(pk=case.pk).due_on
    assert after > before
    event = Event.objects.get(stream=case.stream)
    assert (event.type, event.by) == ("due-moved", "system")
    assert json.loads(bytes(event.body))["data"] == {
        "reason": "calendar-2021", "from": before.isoformat(), "to": after.isoformat(),
    }  # fmt: skip
    assert refresh_due([SOURCE], at=AT, reason="calendar-2021", days=holiday) == 0
    assert not verify_due([SOURCE]).holds
