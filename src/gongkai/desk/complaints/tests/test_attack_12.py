"""Attack 12: nobody opens alone who is kept secret, nor late, nor in a case of their own, nor by a row."""

from datetime import timedelta

import pytest
from django.db import connection

from gongkai.desk.agencies.models import Duty
from gongkai.desk.casework import append_only
from gongkai.desk.casework.models import Event
from gongkai.desk.casework.recording import COLUMNS
from gongkai.desk.complaints import verbs
from gongkai.desk.complaints.models import Opening, Profile
from gongkai.desk.complaints.tests.centre import AT, NAME, SINCE
from gongkai.refusal import Refused
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.events import seal

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def case(centre):
    return centre.case(kind="举报", is_secret=True)


@pytest.fixture
def opening(centre, case):
    return verbs.ask_opening(case, "verify", by=centre["handler"], at=AT)


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def approved(centre, opening, at=AT):
    return verbs.approve_opening(opening, by=centre["head"], at=at)


def test_two_persons_open_for_ten_minutes(centre, opening):
    given = approved(centre, opening)
    assert verbs.opened_person(given, by=centre["handler"], at=AT + MINUTE)["name"] == NAME
    assert code(verbs.opened_person, given, by=centre["handler"], at=AT + 11 * MINUTE) == "too-late"
    assert code(verbs.opened_person, given, by=centre["handler"], at=AT - MINUTE) == "too-late"
    assert code(verbs.opened_person, given, by=centre["head"], at=AT + MINUTE) == "not-yours"


def test_one_person_alone_opens_nothing(centre, opening):
    assert code(verbs.opened_person, opening, by=centre["handler"], at=AT) == "not-approved"
    assert code(verbs.approve_opening, opening, by=centre["handler"], at=AT) == "four-eyes"


def test_an_old_request_is_not_approved_any_more(centre, opening):
    assert (
        code(verbs.approve_opening, opening, by=centre["head"], at=AT + timedelta(days=1, minutes=1))
        == "too-late"
    )


def test_who_handles_the_case_does_not_approve_though_the_duty_would_let_them(centre, case):
    Profile.objects.update_or_create(case=case, defaults={"handler": centre["head"]})
    asked = verbs.ask_opening(case, "verify", by=centre["office"], at=AT)
    assert code(verbs.approve_opening, asked, by=centre["head"], at=AT) == "own-case"


def test_two_people_with_the_duty_to_handle_are_not_two_people_who_may_open(centre, case, opening):
    second = centre["colleague"]
    assert code(verbs.approve_opening, opening, by=second, at=AT) == "not-allowed"


def test_who_lost_the_duty_after_the_approval_opens_nothing(centre, opening):
    given = approved(centre, opening)
    Duty.objects.filter(officer=centre["handler"]).update(until=SINCE)
    assert code(verbs.opened_person, given, by=centre["handler"], at=AT) == "not-allowed"


def test_an_approval_written_into_the_database_opens_nothing(centre, opening):
    Opening.objects.filter(pk=opening.pk).update(approved_by=centre["head"], approved_at=AT)
    opening.refresh_from_db()
    assert code(verbs.opened_person, opening, by=centre["handler"], at=AT + MINUTE) == "no-events"
    assert_forged_events_open_nothing(centre, opening)


def assert_forged_events_open_nothing(centre, opening):
    """Everything of the missing event fits but the MAC, which nobody makes without the key."""
    append_only.remove(connection)
    asked = Event.objects.get(type="opening-asked")
    said = {
        "type": "opening-approved",
        "by": centre["head"].uid,
        "data": {"asked_by": centre["handler"].uid},
        "n": asked.n + 1,
        "prev": bytes(asked.hash).hex(),
    }
    made = seal(b"not the key of events, 32 bytes.", canon(parse(bytes(asked.body)) | said))
    copy = {name: getattr(asked, name) for name in COLUMNS}
    forged = {"n": asked.n + 1, "type": said["type"], "by": said["by"], "body": made.body}
    Event.objects.create(**copy | forged | {"hash": made.hash, "mac": made.mac})
    assert code(verbs.opened_person, opening, by=centre["handler"], at=AT + MINUTE) == "no-events"


def test_an_old_approval_moved_to_another_request_opens_nothing(centre, case, opening):
    given = approved(centre, opening)
    later = AT + timedelta(days=3)
    asked = verbs.ask_opening(case, "verify", by=centre["handler"], at=later)
    Opening.objects.filter(pk=asked.pk).update(approved_by=given.approved_by, approved_at=later)
    asked.refresh_from_db()
    assert code(verbs.opened_person, asked, by=centre["handler"], at=later + MINUTE) == "no-events"
