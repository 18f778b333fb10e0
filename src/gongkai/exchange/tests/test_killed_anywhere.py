"""The worker killed at any point: before and after every commit of a release, an ending, a bundle's import.

After the kill nothing is half visible; after the next round everything is as if there had been no kill.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections, transaction

from gongkai.desk.casework.models import Event
from gongkai.desk.disclosure.models import Release, Withdrawal
from gongkai.desk.disclosure.tests.bureau import LATER, Bureau
from gongkai.desk.disclosure.verbs import withdraw
from gongkai.exchange import door, facts, log, worker
from gongkai.exchange.models import LogEntry, OutMessage
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


def survive(act: Callable[[], object]) -> int:
    """Kill ``act`` at each of its commits, by turns before and after; run it again, compare."""
    counting = Kill(0, after=False)
    with undone(), killing(counting):
        act()
    with undone():
        act()
        wanted = standing()
    assert 0 < counting.seen <= MOST_COMMITS
    for at in range(1, counting.seen + 1):
        after = at % 2 == 0  # right after one commit is all but right before the next
        with undone():
            with killing(Kill(at, after)), pytest.raises(Killed):
                act()
            demand_whole()
            act()
            assert standing() == wanted, f"killed {'after' if after else 'before'} commit {at}"
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
