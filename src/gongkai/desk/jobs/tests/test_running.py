"""Work is done step by step under a lease: nothing lost, nothing doubled, failures told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from gongkai.desk.agencies.models import Agency, Duty, Officer, Policy
from gongkai.desk.jobs import results, verbs
from gongkai.desk.jobs.models import Job
from gongkai.desk.jobs.queries import alarms, visible_to
from gongkai.desk.jobs.running import ATTEMPTS, KEPT, LEASE, PAUSE, REMEMBERED, Hold, Step, sweep, work
from gongkai.refusal import Refused

pytestmark = pytest.mark.django_db(databases=["default"])
NOW = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)


class Clock:
    """Tells the same time until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def agency(db: None) -> Agency:
    return Agency.objects.create(code="371002SC", name="火炬区市场监督管理局")


@pytest.fixture
def officer(agency: Agency) -> Officer:
    return Officer.objects.create_user("zhang", name="张三", agency=agency)


def start(agency: Agency, owner: Officer | None = None, kind: str = "count", **arguments: object) -> Job:
    return verbs.start(kind, "数一数", arguments, agency=agency, owner=owner, at=NOW)


def count(job: Job, hold: Hold) -> Step:
    """Writes one row a step, five of them."""
    n = (job.cursor or {"n": 0})["n"] + 1
    act = lambda: Policy.objects.create(agency=job.agency, title=f"第{n}条")  # noqa: E731
    return Step(n, 5, {"n": n}, is_last=n == 5, act=act)


def titles() -> list[str]:
    return list(Policy.objects.order_by("pk").values_list("title", flat=True))


def test_work_is_done_to_its_end(agency, clock):
    job = start(agency)
    assert work(clock, only={"count": count}) == 5
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.percent) == ("done", 5, 5, 100)
    assert job.started_at == job.ended_at == NOW and job.lease == ""
    assert titles() == [f"第{n}条" for n in range(1, 6)]
    assert work(clock, only={"count": count}) == 0


def test_pieces_of_work_take_turns(agency, officer, clock):
    order = []

    def note(job, hold):
        order.append(job.pk)
        clock.now += timedelta(seconds=1)
        return Step(job.done + 1, is_last=job.done == 1)

    first, second = start(agency, kind="note"), start(agency, officer, kind="note")
    work(clock, only={"note": note})
    assert order == [first.pk, second.pk, first.pk, second.pk]


def test_work_stops_when_its_time_is_up_and_goes_on_later(agency, clock):
    def slow(job, hold):
        clock.now += timedelta(seconds=2)
        return count(job, hold)

    job = start(agency)
    assert work(clock, NOW + timedelta(seconds=3), only={"count": slow}) == 2
    job.refresh_from_db()
    assert (job.state, job.done) == ("running", 2)
    work(clock, only={"count": slow})
    assert len(titles()) == 5


def test_a_silent_worker_loses_its_work_and_cannot_write_any_more(agency, clock):
    job = start(agency)

    def overtaken(job, hold):
        clock.now += LEASE
        assert work(clock, only={"count": count}) == 5  # another worker takes it over and finishes
        return count(job, hold)

    work(clock, only={"count": overtaken})
    job.refresh_from_db()
    assert job.state == "done" and len(titles()) == 5


def test_under_a_lease_nobody_else_takes_the_work(agency, clock):
    start(agency)

    def watched(job, hold):
        assert work(clock, only={"count": count}) == 0
        return count(job, hold)

    assert work(clock, only={"count": watched}) == 5


def test_a_long_step_keeps_its_lease_by_beating(agency, clock):
    job = start(agency)

    def long(job, hold):
        for _ in range(4):
            clock.now += LEASE * 0.7
            hold.beat()
            assert work(clock, only={"count": count}) == 0
        return Step(1, is_last=True)

    work(clock, only={"count": long})
    job.refresh_from_db()
    assert job.state == "done"


def test_what_is_cancelled_in_the_middle_of_a_step_comes_to_nothing(agency, clock):
    job = start(agency)

    def cancelled(job, hold):
        results.part(job).write_text("halb")
        verbs.cancel(job, hold.at)
        return count(job, hold)

    assert work(clock, only={"count": cancelled}) == 1
    job.refresh_from_db()
    assert job.state == "cancelled" and not titles() and not results.part(job).exists()
    with pytest.raises(Refused, match="已经结束"):
        verbs.cancel(job, NOW)


def test_a_refusal_ends_it_with_the_sentence_and_the_rest_goes_on(agency, officer, clock):
    def refuse(job, hold):
        raise Refused("too-many-rows", "写不下", "请改存为 .csv")

    bad, good = start(agency, officer, kind="refuse"), start(agency)
    work(clock, only={"refuse": refuse, "count": count})
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.error, bad.mend) == ("failed", "写不下", "请改存为 .csv") and good.state == "done"
    assert list(alarms(officer, NOW.date())) == [bad]
    verbs.notice(bad, NOW)
    assert not alarms(officer, NOW.date()).exists()


@pytest.mark.parametrize("fault", [OperationalError("locked"), OSError("full"), KeyError("x")])
def test_a_fault_is_tried_again_later_and_then_told(agency, clock, fault):
    calls = []

    def broken(job, hold):
        calls.append(clock.now)
        raise fault

    job = start(agency)
    for _ in range(10):
        work(clock, only={"count": broken})
        clock.now += timedelta(minutes=10)
    job.refresh_from_db()
    assert len(calls) == ATTEMPTS and job.state == "failed" and type(fault).__name__ in job.error


def test_a_step_that_kills_its_worker_every_time_is_given_up(agency, clock):
    class Killed(BaseException):
        pass

    def deadly(job, hold):
        raise Killed

    job = start(agency)
    for _ in range(ATTEMPTS):
        with pytest.raises(Killed):
            work(clock, only={"count": deadly})
        clock.now += LEASE
    work(clock, only={"count": deadly})
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "interrupted")


def test_the_same_work_is_not_queued_twice_and_one_person_has_few(agency, officer):
    assert start(agency, officer, year=2017) == start(agency, officer, year=2017)
    for year in range(2012, 2016):
        start(agency, officer, year=year)
    with pytest.raises(Refused, match="5 项"):
        start(agency, officer, year=2011)
    with pytest.raises(Refused, match="长文字"):
        start(agency, None, text="字" * 81)


def test_a_result_is_kept_for_its_time_and_then_deleted(agency, officer, clock):
    def write(job, hold):
        results.part(job).write_bytes(b"a,b\n")
        return Step(1, 1, is_last=True, result=(results.keep(job, results.part(job)), "甲.csv"))

    job = start(agency, officer, kind="write")
    work(clock, only={"write": write})
    job.refresh_from_db()
    assert results.place(job).read_bytes() == b"a,b\n" and job.result_size == 4
    assert results.place(job).stat().st_mode & 0o077 == 0
    file = results.place(job)
    assert sweep(NOW) == 0 and sweep(NOW + KEPT) == 1
    job.refresh_from_db()
    assert not file.exists() and job.result_sha256 == "" and job.result_name == "甲.csv"
    sweep(NOW + REMEMBERED)
    assert not Job.objects.exists()


def test_again_starts_from_the_beginning(agency, officer, clock):
    job = start(agency, officer)
    with pytest.raises(Refused, match="还没有结束"):
        verbs.again(job, NOW)
    verbs.cancel(job, NOW)
    job.refresh_from_db()
    fresh = verbs.again(job, NOW)
    assert fresh.pk != job.pk and fresh.cursor is None and fresh.state == "waiting"


def test_one_sees_ones_own_work_and_the_keeper_that_of_the_program(agency, officer):
    mine, of_all = start(agency, officer), start(agency)
    keeper = Officer.objects.create_user("keeper", name="管理员", agency=agency)
    Duty.objects.create(officer=keeper, kind="keeper", since=NOW.date())
    assert list(visible_to(officer, NOW.date())) == [mine]
    assert list(visible_to(keeper, NOW.date())) == [of_all]
    officer.is_active = False
    assert not visible_to(officer, NOW.date()).exists()


def test_work_that_waits_lets_others_go_first(agency: Agency, clock: Clock) -> None:
    job = start(agency)
    wait = timedelta(seconds=4)
    slow = {"count": lambda job, hold: Step(1, 2, {"n": 1}, wait=wait)}
    assert work(clock, None, slow) == 1
    job.refresh_from_db()
    assert job.not_before == NOW + wait and work(clock, None, slow) == 0
    clock.now += wait
    assert work(clock, None, {"count": lambda job, hold: Step(2, 2, is_last=True)}) == 1


def test_paused_work_rests_and_goes_on_where_it_was(agency: Agency, officer: Officer, clock: Clock) -> None:
    job = start(agency, officer)
    work(clock, None, {"count": lambda job, hold: Step(1, 5, {"n": 1}, wait=PAUSE)})
    verbs.pause(job, NOW)
    clock.now += 2 * PAUSE
    assert work(clock, None, {"count": count}) == 0
    job.refresh_from_db()
    assert job.is_open and start(agency, officer) == job  # not doubled while it rests
    with pytest.raises(Refused, match="不能暂停"):
        verbs.pause(job, NOW)
    verbs.resume(job, clock.now)
    assert work(clock, None, {"count": count}) == 4 and titles() == ["第2条", "第3条", "第4条", "第5条"]
    with pytest.raises(Refused, match="没有暂停"):
        verbs.resume(job, NOW)


def test_a_step_that_is_being_done_when_it_is_paused_comes_to_nothing(agency: Agency, clock: Clock) -> None:
    job = start(agency)

    def pausing(job: Job, hold: Hold) -> Step:
        verbs.pause(job, NOW)
        return count(job, hold)

    work(clock, None, {"count": pausing})
    job.refresh_from_db()
    assert (job.state, job.done, titles()) == ("paused", 0, [])
    verbs.cancel(job, NOW)
    job.refresh_from_db()
    assert job.state == "cancelled"
