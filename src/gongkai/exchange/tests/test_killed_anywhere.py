"""The worker killed at any point: before and after every commit of a release, an ending, a bundle's import.

After the kill nothing is half visible; after the next round everything is as if there had been no kill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections, transaction

from gongkai.desk.agencies.tests.second_round import in_second
from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure import files
from gongkai.desk.disclosure.models import Item, Release, Withdrawal
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.desk.jobs import running
from gongkai.desk.jobs.models import Job
from gongkai.exchange import door, facts, log, worker
from gongkai.exchange.models import LogEntry, OutMessage
from gongkai.exchange.rereleases import verbs, working
from gongkai.exchange.transports import arriving, bundle
from gongkai.exchange.verifying import checks
from gongkai.portal.models import Page, Published, SearchRow, StalePage, Tombstone

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
BOTH = ("default", "portal")
MOST_COMMITS = 400


class Killed(BaseException):
    """What a process feels when it is killed: nothing after it runs."""


class Kill:
    """Counts the commits of both databases; dies before or after the ``at``-th."""

    def __init__(self, at: int, after: bool) -> None:
        self.left, self.after, self.seen = at, after, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith("RELEASE SAVEPOINT"):
            return execute(sql, params, many, context)
        self.seen += 1
        if self.seen == self.left and not self.after:
            raise Killed
        done = execute(sql, params, many, context)
        if self.seen == self.left:
            raise Killed
        return done


@contextmanager
def killing(kill: Kill) -> Iterator[None]:
    with ExitStack() as stack:
        for alias in BOTH:
            stack.enter_context(connections[alias].execute_wrapper(kill))
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Both databases and what ``state.json`` remembers as they were before."""
    state = Path(settings.GONGKAI_KEYS) / "state.json"
    before = state.read_bytes()
    marks = {alias: transaction.savepoint(using=alias) for alias in BOTH}
    try:
        yield
    finally:
        for alias, mark in marks.items():
            transaction.savepoint_rollback(mark, using=alias)
            transaction.clean_savepoints(using=alias)
        state.write_bytes(before)


def standing() -> dict[str, Any]:
    """All that may not be lost or doubled, on both sides; digests differ by their salt."""
    return {
        "releases": list(Release.objects.order_by("pk").values_list("item__index", "no")),
        "withdrawals": Withdrawal.objects.filter(log_index__isnull=False).count(),
        "log": list(LogEntry.objects.order_by("number").values_list("number", "kind", "index")),
        "messages": list(OutMessage.objects.order_by("seq").values_list("seq", "kind")),
        "undelivered": OutMessage.objects.filter(delivered_at__isnull=True).count(),
        "events": sorted(Event.objects.values_list("stream", "type")),
        "public": sorted(Published.objects.values_list("index", "release_no")),
        "found": SearchRow.objects.count(),
        "stones": sorted(Tombstone.objects.values_list("index", flat=True)),
        "pages": sorted(Page.objects.values_list("path", flat=True)),
        "stale": StalePage.objects.count(),
    }


def demand_whole() -> None:
    """Nothing is half visible: every check of ``verify`` holds, every public item is found, with its page."""
    assert [fault for check in checks() for fault in check().faults] == []
    public = set(Published.objects.values_list("index", flat=True))
    assert public.isdisjoint(Tombstone.objects.values_list("index", flat=True))
    assert SearchRow.objects.count() == len(public)
    paths = set(Page.objects.values_list("path", flat=True))
    assert {f"/gk/{index}" for index in public} <= paths


def survive(act: Callable[[], object], rounds: int = 1) -> int:
    """Kill ``act`` at each of its commits, by turns before and after (in the second round at every third).

    Then run it again and compare.

    ``rounds``: after how many of them everything has come to rest.
    """
    counting = Kill(0, after=False)
    with undone(), killing(counting):
        act()
    with undone():
        for _ in range(rounds):
            act()
        wanted = standing()
    assert 0 < counting.seen <= MOST_COMMITS
    for at in range(1, counting.seen + 1, in_second(1, 3)):
        after = at % 2 == 0  # right after one commit is all but right before the next
        with undone():
            with killing(Kill(at, after)), pytest.raises(Killed):
                act()
            demand_whole()
            for _ in range(rounds):
                act()
            assert standing() == wanted, f"killed {'after' if after else 'before'} commit {at}"
    act()
    demand_whole()
    return counting.seen


def test_killed_at_any_commit_of_a_release(bureau: Bureau) -> None:
    bureau.cleared(1, attachment=True)
    assert survive(lambda: worker.push(LATER)) > 5


def test_killed_at_any_commit_of_a_round_that_ends_a_term(bureau: Bureau) -> None:
    item = bureau.cleared(1).item
    worker.tick(LATER)
    withdraw(item, "superseded", bureau.officers["office"], LATER)
    soon = LATER + timedelta(minutes=1)
    assert survive(lambda: worker.push(soon)) > 5


def test_killed_at_any_commit_of_the_import_of_a_bundle(bureau: Bureau, tmp_path: Path) -> None:
    bureau.cleared(1, attachment=True)
    facts.tell(bureau.agency, LATER)
    door.run(bureau.agency, LATER)
    log.sign_off(bureau.agency, LATER)
    made = bundle.write(tmp_path, LATER)
    assert made is not None
    assert survive(lambda: arriving.read(made, LATER)) > 3


SOON = datetime(2018, 3, 5, 16, 5, tzinfo=UTC)
"""Five minutes into the day on which the first item is over and the second one's hour has come."""


def busy_round(bureau: Bureau) -> dict[str, Item]:
    """What one round of the worker meets: an item that ends, one whose hour has come, one that fails."""
    ends = bureau.clear_all(bureau.hand_in(bureau.item(1, until_on=date(2018, 3, 5)))).item
    worker.tick(LATER)
    comes = bureau.item(2, release_at=SOON - timedelta(minutes=5))
    bureau.clear_all(bureau.hand_in(comes))
    fails = bureau.cleared(3, attachment=True).item
    files.place(fails.files.get().sha256).unlink()
    worker.tick(LATER + timedelta(hours=1))
    return {"ends": ends, "comes": comes, "fails": fails}


def test_killed_at_any_commit_of_a_whole_round_of_the_worker(bureau: Bureau) -> None:
    items = busy_round(bureau)
    assert set(Published.objects.values_list("index", flat=True)) == {items["ends"].index}
    assert survive(lambda: worker.tick(SOON), rounds=2) > 10
    told = worker.tick(SOON)
    assert set(Published.objects.values_list("index", flat=True)) == {items["comes"].index}
    assert Tombstone.objects.get().index == items["ends"].index
    assert len(told) == 1 and "E_BLOB" in told[0] and items["fails"].index in told[0]
    assert Event.objects.filter(stream=items["fails"].stream, type=door.REFUSED).count() == 1


def test_killed_at_any_commit_of_a_round_of_a_mass_re_release(bureau: Bureau) -> None:
    for number in (1, 2):
        bureau.cleared(number)
    worker.tick(LATER)
    worker.tick(LATER)  # the day's anchor goes out with the second round
    made = verbs.request(bureau.agency, bureau.officers["office"], LATER, reason="门户丢失数据")
    verbs.approve(made, bureau.officers["leader"], LATER)

    def act() -> None:
        at = LATER + timedelta(minutes=10)
        Job.objects.update(lease="", lease_until=None, not_before=LATER)  # the lease of a killed worker ends
        running.work(lambda: at, None, {verbs.KIND: working.portion})
        worker.push(at)

    assert survive(act, rounds=3) > 5  # what did not arrive yet holds up the next round
    act()
    act()
    made.refresh_from_db()
    assert (made.unchanged, made.messages.count()) == (2, 2) and made.ended_at


def test_one_part_that_breaks_stops_no_other_and_is_told(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.cleared(1)

    def broken(*_given: object) -> None:
        raise KeyError("a mistake of the program")

    monkeypatch.setattr(worker.ending, "end_due", broken)
    assert [line.partition(" ")[0] for line in worker.tick(LATER)] == ["KeyError"]
    assert Published.objects.count() == 1
