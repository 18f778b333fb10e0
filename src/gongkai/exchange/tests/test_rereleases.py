"""批量重新发布: what was cleared, as it is; limited, resumable, overtaken; doubled nowhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from gongkai.desk.agencies.models import Deputy, Duty, Officer
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Clearance, Item, Release
from gongkai.desk.disclosure.tests.bureau import LATER, SINCE, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.desk.jobs import running
from gongkai.desk.jobs.models import Job
from gongkai.exchange import worker
from gongkai.exchange.models import LogEntry, OutMessage, Rerelease
from gongkai.exchange.rereleases import queries, verbs, working
from gongkai.exchange.transports import database
from gongkai.exchange.verifying import checks
from gongkai.portal import fingerprint
from gongkai.portal import models as portal
from gongkai.portal.models import Page, Published
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
MINUTE = timedelta(minutes=1)
ONLY = {verbs.KIND: working.portion}


class Clock:
    def __init__(self) -> None:
        self.now = LATER + 10 * MINUTE

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def out(bureau: Bureau) -> Bureau:
    """Five items that are public."""
    for number in range(1, 6):
        bureau.cleared(number, attachment=number == 1)
    worker.tick(LATER)
    return bureau


def another(bureau: Bureau, kind: str = "leader", name: str = "second") -> Officer:
    officer = Officer.objects.create_user(name, name=f"{name}某", agency=bureau.agency)
    Duty.objects.create(officer=officer, kind=kind, since=SINCE)
    return officer


def asked(bureau: Bureau, **more: object) -> Rerelease:
    made = verbs.request(
        bureau.agency, bureau.officers["office"], LATER + MINUTE, reason="门户数据库损坏后恢复", **more
    )
    return verbs.approve(made, bureau.officers["leader"], LATER + 2 * MINUTE)


def at_once(settings, count: int) -> None:
    settings.GONGKAI_VALUES = settings.GONGKAI_VALUES | {"rerelease_at_once": count}


def round_of(clock: Clock) -> None:
    """What the worker does once: exchange, then the time between."""
    assert worker.tick(clock.now) == []
    running.work(clock, None, ONLY)
    clock.now += working.WAIT


def finish(clock: Clock, given: Rerelease) -> Rerelease:
    for _ in range(40):
        round_of(clock)
        given.refresh_from_db()
        if given.ended_at:
            worker.tick(clock.now)
            return given
    raise AssertionError(Job.objects.values_list("state", "error"))


def lose(*indexes: str) -> None:
    """The portal loses items, with their pages."""
    for model in (Page.objects.filter(owner__in=indexes), Published.objects.filter(index__in=indexes)):
        model.delete()


def counts(given: Rerelease) -> tuple[int, int, int]:
    given.refresh_from_db()
    return given.sent, given.unchanged, given.refused


def refused(call, *given: object, **more: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*given, **more)
    return caught.value.code


def index(number: int) -> str:
    return f"37100017/2017-{number:05d}"


def faults() -> list[str]:
    return [fault for check in checks() for fault in check().faults]


def test_what_the_portal_lost_is_there_again_byte_for_byte(out: Bureau, clock: Clock) -> None:
    before = dict(Page.objects.exclude(owner="").values_list("path", "etag"))
    digests = dict(Published.objects.values_list("index", "release_digest"))
    log, arrived = LogEntry.objects.count(), list(Release.objects.values_list("delivered_at", flat=True))
    lose(index(2), index(4))
    given = finish(clock, asked(out, only_missing=True))
    assert counts(given) == (2, 3, 0)
    assert dict(Published.objects.values_list("index", "release_digest")) == digests
    assert dict(Page.objects.exclude(owner="").values_list("path", "etag")) == before
    entries = LogEntry.objects.exclude(kind="anchor").count()
    assert entries == log - LogEntry.objects.filter(kind="anchor", number__lt=log).count()
    assert list(Release.objects.values_list("delivered_at", flat=True)) == arrived and faults() == []


def test_a_message_of_what_is_there_changes_nothing_and_doubles_nothing(out: Bureau, clock: Clock) -> None:
    rows = list(Published.objects.order_by("pk").values_list("pk", "index", "updated"))
    pages = list(Page.objects.exclude(owner="").values_list("pk", "path", "updated"))
    given = finish(clock, asked(out))
    assert counts(given) == (0, 5, 0) and given.messages.count() == 5
    assert given.messages.filter(delivered_at__isnull=True).count() == 0
    assert list(Published.objects.order_by("pk").values_list("pk", "index", "updated")) == rows
    assert list(Page.objects.exclude(owner="").values_list("pk", "path", "updated")) == pages
    assert portal.SearchRow.objects.count() == portal.PublishedFile.objects.count() + 4 == 5


def test_nothing_is_sent_before_another_person_approves(out: Bureau, clock: Clock) -> None:
    office, count = out.officers["office"], OutMessage.objects.count()
    made = verbs.request(out.agency, office, LATER, reason="换了门户")
    assert not Job.objects.exists()
    assert refused(verbs.approve, made, office, LATER) == "four-eyes"
    assert refused(verbs.approve, made, out.officers["clerk"], LATER) == "not-held"
    round_of(clock)
    assert OutMessage.objects.filter(again__isnull=False).count() == 0 and OutMessage.objects.count() >= count
    verbs.approve(made, another(out, "office"), LATER)
    assert Job.objects.get().owner is None
    assert refused(verbs.approve, made, out.officers["leader"], LATER) == "not-waiting"


def test_a_deputy_is_not_another_person(out: Bureau) -> None:
    office, deputy = out.officers["office"], another(out, "clerk", "deputy")
    Deputy.objects.create(officer=office, deputy=deputy, since=SINCE)
    made = verbs.request(out.agency, office, LATER, reason="换了门户")
    assert refused(verbs.approve, made, deputy, LATER) == "four-eyes"
    verbs.stop(made, office, LATER)
    made = verbs.request(out.agency, deputy, LATER, reason="换了门户")
    assert made.requested_for == office
    assert refused(verbs.approve, made, office, LATER) == "four-eyes"


def test_who_may_not_ask_and_what_may_not_be_asked(out: Bureau) -> None:
    ask = verbs.request
    office = out.officers["office"]
    assert refused(ask, out.agency, out.officers["clerk"], LATER, reason="x") == "not-held"
    assert refused(ask, out.agency, office, LATER, reason=" ") == "no-reason"
    assert refused(ask, out.agency, office, LATER, reason="x", category="菜谱") == "unknown-category"
    assert refused(ask, out.agency, office, LATER, reason="x", year=1999) == "nothing-chosen"
    ask(out.agency, office, LATER, reason="x")
    assert refused(ask, out.agency, office, LATER, reason="y") == "one-at-a-time"


def test_filters_by_class_and_year(out: Bureau, clock: Clock) -> None:
    Item.objects.filter(index=index(1)).update(category="业务工作")
    Item.objects.filter(index=index(2)).update(published_on="2016-05-03")
    chosen = queries.releases(out.agency, "消费警示信息", 2017).values_list("item__index", flat=True)
    assert list(chosen) == [index(number) for number in (3, 4, 5)]
    assert queries.years(out.agency) == [2017, 2016]
    given = finish(clock, asked(out, category="消费警示信息", year=2017))
    assert given.total == 3 and counts(given) == (0, 3, 0)


def test_a_round_sends_so_many_and_waits_until_they_arrived(
    out: Bureau, clock: Clock, settings, monkeypatch
) -> None:
    at_once(settings, 2)
    given = asked(out)
    running.work(clock, None, ONLY)
    assert given.messages.count() == 2
    clock.now += working.WAIT
    with monkeypatch.context() as away:
        away.setattr(database, "apply", lambda trust, now: 0)
        worker.tick(clock.now)
        running.work(clock, None, ONLY)
        clock.now += working.WAIT
        assert given.messages.count() == 2 and Job.objects.get().state == "running"
    finish(clock, given)
    assert given.messages.count() == 5 and OutMessage.objects.filter(delivered_at__isnull=True).count() == 0


def test_a_withdrawal_and_a_warning_overtake_it(out: Bureau, clock: Clock, settings) -> None:
    at_once(settings, 2)
    given = asked(out)
    running.work(clock, None, ONLY)
    item = Item.objects.get(index=index(5))
    withdraw(item, "error", out.officers["office"], clock.now)
    urgent = out.cleared(9)
    clock.now += working.WAIT
    running.work(clock, None, ONLY)  # they wait at the door: nothing is sent before them
    assert given.messages.count() == 2
    worker.tick(clock.now)
    first = OutMessage.objects.filter(again__isnull=False).order_by("seq").values_list("seq", flat=True)
    urgent_seq = OutMessage.objects.filter(kind="release", again__isnull=True).order_by("-seq").first().seq
    stone = OutMessage.objects.get(kind="tombstone").seq
    assert max(first) < stone < urgent_seq
    finish(clock, given)
    assert Published.objects.filter(index=urgent.item.index).exists()
    rest = given.messages.filter(seq__gt=urgent_seq)
    assert rest.count() == 2 and not Published.objects.filter(index=index(5)).exists()


def test_what_the_door_stops_is_named_and_stops_no_other(out: Bureau, clock: Clock) -> None:
    files.place(Item.objects.get(index=index(1)).files.get().sha256).write_bytes(b"%PDF-1.7 another")
    Clearance.objects.filter(submission__item__index=index(2), stage="sign").update(note="")
    Release.objects.filter(item__index=index(3)).update(body=b"{}")
    lose(index(4))
    given = finish(clock, asked(out))
    assert counts(given) == (1, 1, 3)
    told = {one.release.item.index: one.code for one in queries.refusals(given)}
    assert told[index(1)] == "E_BLOB" and told[index(2)] == "E_CLEARANCE" and told[index(3)].startswith("E_")
    events = Event.objects.filter(type="refused-at-door").values_list("stream", flat=True)
    assert len(set(events)) == 3
    assert Published.objects.filter(index=index(4)).exists()


def test_a_withdrawn_item_and_one_whose_time_is_over_do_not_come_back(out: Bureau, clock: Clock) -> None:
    given = asked(out)
    release = Release.objects.get(item__index=index(1))
    Release.objects.filter(pk=release.pk).update(until=clock.now - MINUTE)
    with monkey_withdrawn(out, index(2)):
        finish(clock, given)
    assert not Published.objects.filter(index=index(2)).exists()
    assert [one.code for one in queries.refusals(given)] == ["E_TIME"]


class monkey_withdrawn:
    """An item is withdrawn after it was chosen."""

    def __init__(self, bureau: Bureau, number: str) -> None:
        withdraw(Item.objects.get(index=number), "error", bureau.officers["office"], LATER + 3 * MINUTE)

    def __enter__(self) -> None:
        worker.tick(LATER + 4 * MINUTE)

    def __exit__(self, *_given: object) -> None:
        assert portal.Tombstone.objects.count() == 1


def test_killed_between_two_items_loses_and_doubles_nothing(out: Bureau, clock: Clock, monkeypatch) -> None:
    class Killed(BaseException):
        pass

    given = asked(out)
    send, left = working.door.send_again, [3]

    def dying(*args: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed
        send(*args)

    with monkeypatch.context() as patch:
        patch.setattr(working.door, "send_again", dying)
        with pytest.raises(Killed):
            running.work(clock, None, ONLY)
    given.refresh_from_db()
    assert given.messages.count() == 2 == given.done
    clock.now += running.LEASE
    finish(clock, given)
    sent = [bytes(one.body) for one in given.messages.order_by("seq")]
    assert len(sent) == len(set(sent)) == 5 == given.done and faults() == []


def test_pause_resume_stop(out: Bureau, clock: Clock, settings) -> None:
    at_once(settings, 1)
    office = out.officers["office"]
    given = asked(out)
    round_of(clock)
    given = Rerelease.objects.get()
    verbs.pause(given, office, clock.now)
    for _ in range(3):
        round_of(clock)
    assert given.messages.count() == 1
    given = Rerelease.objects.get()
    assert refused(verbs.pause, given, office, clock.now) == "not-running"
    verbs.resume(given, office, clock.now)
    round_of(clock)
    assert given.messages.count() == 2
    verbs.stop(Rerelease.objects.get(), office, clock.now)
    for _ in range(3):
        round_of(clock)
    given = Rerelease.objects.get()
    assert (
        given.messages.count() == 2 and given.stopped_by == office and Job.objects.get().state == "cancelled"
    )
    assert refused(verbs.stop, given, office, clock.now) == "not-open"
    assert refused(verbs.resume, given, office, clock.now) == "not-open"


def test_the_request_after_a_failed_job_goes_on_where_it_was(out: Bureau, clock: Clock, settings) -> None:
    at_once(settings, 2)
    given = asked(out)
    running.work(clock, None, ONLY)
    Job.objects.update(state="failed", error="中断")
    verbs.resume(Rerelease.objects.get(), out.officers["office"], clock.now)
    finish(clock, given)
    assert given.messages.count() == 5 and counts(given) == (0, 5, 0)


def test_missing_cannot_be_told_where_the_portal_is_not_seen(out: Bureau, clock: Clock, monkeypatch) -> None:
    monkeypatch.setattr(working.database, "shown", lambda agency, indexes: None)
    given = asked(out, only_missing=True)
    round_of(clock)
    job = Job.objects.get()
    assert (job.state, job.error_code) == ("failed", "portal-unseen")
    verbs.stop(Rerelease.objects.get(), out.officers["leader"], clock.now)
    given = finish(clock, asked(out))
    assert counts(given) == (5, 0, 0)


def test_an_empty_portal_takes_the_whole_outbox_with_what_was_sent_again(out: Bureau, clock: Clock) -> None:
    finish(clock, asked(out))
    for model in (
        portal.PublishedFile, portal.Published, portal.Tombstone, portal.Page, portal.StalePage,
        portal.DoorIn, portal.DoorAck, portal.LogEntry, portal.LogTile, portal.Checkpoint,
        portal.SiteInfo, portal.Renderer,
    ):  # fmt: skip
        model.objects.all().delete()
    worker.tick(clock.now)
    assert Published.objects.count() == 5 and faults() == []
    assert OutMessage.objects.filter(delivered_at__isnull=True).count() == 0


def test_a_damaged_item_is_put_right_and_a_lost_file_laid_again(out: Bureau, clock: Clock) -> None:
    digest = Item.objects.get(index=index(1)).files.get().sha256
    Published.objects.filter(index=index(2)).update(content=b"{}")
    Page.objects.filter(file=digest).delete()
    portal.SearchRow.objects.filter(item__index=index(3)).delete()
    finish(clock, asked(out))
    assert Page.objects.filter(file=digest).count() == 1
    assert portal.SearchRow.objects.count() == 5 and fingerprint.waiting() == (0, 0) and faults() == []


def test_events_say_who_asked_approved_and_what_came_of_it(out: Bureau, clock: Clock) -> None:
    finish(clock, asked(out))
    stream = f"agency/{out.agency.code}"
    types = Event.objects.filter(stream=stream, type__startswith="rerelease-").order_by("n")
    assert list(types.values_list("type", flat=True)) == [verbs.REQUESTED, verbs.APPROVED, verbs.ENDED]
    assert Event.objects.filter(type="released-again").count() == 5


def test_releases_are_compared_with_the_portal_by_one_statement(out: Bureau) -> None:
    with CaptureQueriesContext(connections["portal"]) as seen:
        found = database.shown(out.agency.code, [index(number) for number in range(1, 7)])
    assert found is not None and len(found) == 5 and len(seen) == 1
