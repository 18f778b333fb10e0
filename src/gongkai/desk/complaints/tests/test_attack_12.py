"""Attack 12: nobody opens alone who is kept secret, nor late, nor in a case of their own, nor by a row."""

import shutil
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from gongkai.desk.agencies.models import Duty
from gongkai.desk.casework import append_only, keyring
from gongkai.desk.casework.models import CaseKey, Event
from gongkai.desk.casework.recording import COLUMNS
from gongkai.desk.complaints import opener, verbs
from gongkai.desk.complaints.models import Opening, Profile
from gongkai.desk.complaints.tests.centre import AT, NAME, SINCE
from gongkai.refusal import Refused
from gongkai.sealing.canon import canon, parse
from gongkai.sealing.events import seal
from gongkai.sealing.hpke import Opener

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
BROWSER, OTHER = Opener(b"\x61" * 32), Opener(b"\x62" * 32)
"""The keys of the asking officer's browser and of another one."""


@pytest.fixture
def case(centre):
    return centre.case(kind="举报", is_secret=True)


@pytest.fixture
def opening(centre, case):
    return verbs.ask_opening(case, "verify", BROWSER.public, by=centre["handler"], at=AT)


def shown(opening, *, by, at, browser=BROWSER):
    """The opener's round, then the look of who asked."""
    opener.open_approved(at)
    opening.refresh_from_db()
    return verbs.opened_person(opening, browser.secret, by=by, at=at)


def code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def approved(centre, opening, at=AT):
    return verbs.approve_opening(opening, by=centre["head"], at=at)


def test_two_persons_open_for_ten_minutes(centre, opening):
    given = approved(centre, opening)
    assert shown(given, by=centre["handler"], at=AT + MINUTE)["name"] == NAME
    assert code(shown, given, by=centre["handler"], at=AT + 11 * MINUTE) == "too-late"
    assert code(shown, given, by=centre["handler"], at=AT - MINUTE) == "too-late"
    assert code(shown, given, by=centre["head"], at=AT + MINUTE) == "not-yours"


def test_one_person_alone_opens_nothing(centre, opening):
    assert code(shown, opening, by=centre["handler"], at=AT) == "not-approved"
    assert code(verbs.approve_opening, opening, by=centre["handler"], at=AT) == "four-eyes"


def test_an_old_request_is_not_approved_any_more(centre, opening):
    assert (
        code(verbs.approve_opening, opening, by=centre["head"], at=AT + timedelta(days=1, minutes=1))
        == "too-late"
    )


def test_who_handles_the_case_does_not_approve_though_the_duty_would_let_them(centre, case):
    Profile.objects.update_or_create(case=case, defaults={"handler": centre["head"]})
    asked = verbs.ask_opening(case, "verify", BROWSER.public, by=centre["office"], at=AT)
    assert code(verbs.approve_opening, asked, by=centre["head"], at=AT) == "own-case"


def test_two_people_with_the_duty_to_handle_are_not_two_people_who_may_open(centre, case, opening):
    second = centre["colleague"]
    assert code(verbs.approve_opening, opening, by=second, at=AT) == "not-allowed"


def test_who_lost_the_duty_after_the_approval_opens_nothing(centre, opening):
    given = approved(centre, opening)
    Duty.objects.filter(officer=centre["handler"]).update(until=SINCE)
    assert code(shown, given, by=centre["handler"], at=AT) == "not-allowed"


def test_an_approval_written_into_the_database_opens_nothing(centre, opening):
    Opening.objects.filter(pk=opening.pk).update(approved_by=centre["head"], approved_at=AT)
    opening.refresh_from_db()
    assert code(shown, opening, by=centre["handler"], at=AT + MINUTE) == "no-events"
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
    assert code(shown, opening, by=centre["handler"], at=AT + MINUTE) == "no-events"


def test_an_old_approval_moved_to_another_request_opens_nothing(centre, case, opening):
    given = approved(centre, opening)
    later = AT + timedelta(days=3)
    asked = verbs.ask_opening(case, "verify", BROWSER.public, by=centre["handler"], at=later)
    Opening.objects.filter(pk=asked.pk).update(approved_by=given.approved_by, approved_at=later)
    asked.refresh_from_db()
    assert code(shown, asked, by=centre["handler"], at=later + MINUTE) == "no-events"


def test_the_web_reads_no_identity_key_and_what_is_opened_waits_for_the_opener(centre, opening, monkeypatch):
    given = approved(centre, opening)
    loaded = []
    all_of = keyring.store().all
    monkeypatch.setattr(keyring.store(), "all", lambda use, *rest: loaded.append(use) or all_of(use, *rest))
    keyring._public.cache_clear()
    centre.case(kind="举报", is_secret=True)
    look = {"by": centre["handler"], "at": AT + MINUTE}
    assert code(verbs.opened_person, given, BROWSER.secret, **look) == "not-opened-yet"
    assert "identity" not in loaded
    assert shown(given, **look)["name"] == NAME
    assert "identity" in loaded


def test_only_the_browser_that_asked_can_show_it_and_the_database_holds_no_word_of_it(centre, opening):
    given = approved(centre, opening)
    look = {"by": centre["handler"], "at": AT + MINUTE}
    assert code(shown, given, browser=OTHER, **look) == "other-browser"
    assert code(verbs.opened_person, given, None, **look) == "other-browser"
    assert NAME.encode() not in bytes(given.sealed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM complaints_opening")
        assert not any(NAME in repr(value) for row in cursor.fetchall() for value in row)


def test_what_was_opened_is_emptied_after_its_ten_minutes(centre, opening):
    given = approved(centre, opening)
    shown(given, by=centre["handler"], at=AT + MINUTE)
    assert opener.open_approved(AT + 10 * MINUTE) == 0
    given.refresh_from_db()
    assert given.sealed is not None
    assert opener.open_approved(AT + 11 * MINUTE) == 1
    given.refresh_from_db()
    assert given.sealed is None and given.opened_at == AT + MINUTE


def test_an_opening_is_opened_once_and_each_look_is_an_event(centre, case, opening):
    given = approved(centre, opening)
    for minute in (1, 2):
        shown(given, by=centre["handler"], at=AT + minute * MINUTE)
    found = Event.objects.filter(stream=case.stream, type__in=("person-opened", "opening-shown")).order_by(
        "n"
    )
    assert [(one.type, one.by) for one in found] == [
        ("person-opened", centre["handler"].uid),
        ("opening-shown", centre["handler"].uid),
        ("opening-shown", centre["handler"].uid),
    ]
    assert "name" in found[0].data["fields"]


def test_an_opener_that_was_away_opens_nothing_late_and_says_so(centre, opening):
    given = approved(centre, opening)
    opener.open_approved(AT + 12 * MINUTE)
    given.refresh_from_db()
    assert (given.problem, given.sealed) == ("too-late", None)
    assert opener.open_approved(AT + 13 * MINUTE) == 0


def test_one_that_cannot_be_opened_stops_no_other(centre, opening):
    bad, good = centre.case(kind="举报", is_secret=True), opening
    asked = verbs.ask_opening(bad, "verify", BROWSER.public, by=centre["handler"], at=AT)
    approved(centre, asked)
    CaseKey.objects.filter(case=bad).update(dek_i=b"damaged")
    given = approved(centre, good)
    assert shown(given, by=centre["handler"], at=AT + MINUTE)["name"] == NAME
    assert code(shown, asked, by=centre["handler"], at=AT + MINUTE) == "E_OPEN"


def test_where_the_identity_keys_lie_apart_the_web_seals_to_them_and_opens_nothing(
    centre, opening, settings, tmp_path
):
    given = approved(centre, opening)
    kept = tmp_path / "keys"
    shutil.copytree(settings.GONGKAI_KEYS, kept)
    for file in (kept / "identity").glob("*.key"):
        file.unlink()
    with keys_of(settings, kept):
        opened = centre.case(kind="举报", is_secret=True)
        opener.open_approved(AT)
    given.refresh_from_db()
    assert (given.problem, given.sealed) == ("E_KEYS_MISSING", None)
    asked = verbs.ask_opening(opened, "verify", BROWSER.public, by=centre["handler"], at=AT)
    assert shown(approved(centre, asked), by=centre["handler"], at=AT + MINUTE)["name"] == NAME


@contextmanager
def keys_of(settings, folder):
    """The process of somebody who holds the keys of this folder only."""
    before, settings.GONGKAI_KEYS = settings.GONGKAI_KEYS, str(folder)
    keyring.forget()
    try:
        yield
    finally:
        settings.GONGKAI_KEYS = before
        keyring.forget()
