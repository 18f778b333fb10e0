"""The worker visits the pages that other sites carry of ours, and compares them with what was cleared.

Only where the office named the hosts (setting ``live_hosts``): a desk without a way outside compares by hand.
One page at a time, fetched beside the rounds of the worker; what was found the same is visited weekly as long
as the item is public, what differs or does not answer daily. A page is dead when the site says so (404, 410)
or did not answer on three visits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gongkai.desk.agencies.models import Agency
from gongkai.desk.agencies.queries import shanghai_date
from gongkai.desk.casework.recording import SYSTEM, record
from gongkai.desk.outlets import queries
from gongkai.desk.outlets.fetching import Fetched, fetch
from gongkai.desk.outlets.making import live, source
from gongkai.desk.outlets.models import Posting, Visit
from gongkai.desk.outlets.verbs.carrying import CHECKED
from gongkai.refusal import Refused

AGAIN, SOONER = timedelta(days=7), timedelta(days=1)
"""After a page was the same, and after it was not."""
PATIENCE = 3
"""Visits without an answer after which a page counts as dead."""
Fetch = Callable[[str, Collection[str]], Fetched]


def hosts() -> tuple[str, ...]:
    """The hosts that the office named, lower case; none: nothing is visited."""
    listed = str(settings.GONGKAI_VALUES["live_hosts"]).replace("，", ",").split(",")
    return tuple(one.strip().lower() for one in listed if one.strip())


def next_due(agency: Agency, at: datetime) -> Posting | None:
    """The placement whose page waits longest for a visit."""
    named = hosts()
    if not named:
        return None
    there = queries.on_live_pages(Posting.objects.filter(item__agency=agency))
    return queries.to_visit(there, named, weekly=at - AGAIN, daily=at - SOONER).first()


def settle(uid: str, fetched: Fetched, at: datetime) -> Visit | None:
    """Keep what a visit found; an event where it differs from what was known. Null: nothing is there now."""
    with transaction.atomic():
        found = Posting.objects.select_for_update(of=("self",)).select_related("item__agency", "item__unit")
        row = found.filter(
            uid=uid, placed_on__isnull=False, down_on__isnull=True, dropped_on__isnull=True
        ).first()
        if row is None:
            return None
        try:
            cleared = source.of(row.item)
        except Refused:
            return None
        visit, _ = Visit.objects.get_or_create(posting=row, defaults={"at": at})
        visit.at, visit.digest = at, cleared.digest
        visit.failures = visit.failures + 1 if fetched.away else 0
        visit.problem, visit.lines = fetched.away, []
        compared = _compared(cleared, fetched, visit.failures)
        if compared is not None:
            visit.lines = [[one.place, str(one.kind)] for one in compared.differences]
            _check(row, compared.result, at)
        visit.save()
    return visit


def _compared(cleared: source.Source, fetched: Fetched, failures: int) -> live.Compared | None:
    """What is known of the page now; null while a site may only be away for a while."""
    if fetched.away:
        return live.Compared(Posting.Check.DEAD, ()) if failures >= PATIENCE else None
    return live.Compared(Posting.Check.DEAD, ()) if fetched.is_gone else live.compare(cleared, fetched.text)


def _check(row: Posting, result: str, at: datetime) -> None:
    day, before = shanghai_date(at), row.check_result
    row.checked_on, row.check_result = day, result
    row.save(update_fields=["checked_on", "check_result"])
    if result != before:
        data = {"outlet": row.outlet, "result": str(result)}
        record(row.item.stream, CHECKED, by=SYSTEM, occurred=day, at=at, data=data)


@dataclass
class Visiting:
    """One visit beside the rounds of the worker; ``fetch`` is the way to the network."""

    fetch: Fetch = fetch
    _going: tuple[str, Future[Fetched]] | None = field(default=None, init=False)
    _beside: ThreadPoolExecutor | None = field(default=None, init=False)

    def look_on(self, agency: Agency, at: datetime) -> bool:
        """Keep what came of the visit under way, or begin the next; whether anything was there to do."""
        if self._going is not None:
            return self._going[1].done() and self.finish(at)
        due = next_due(agency, at)
        if due is None:
            return False
        if self._beside is None:
            self._beside = ThreadPoolExecutor(1, "visiting")
        self._going = due.uid, self._beside.submit(self.fetch, due.address, hosts())
        return True

    def finish(self, at: datetime) -> bool:
        """Wait for the visit under way and keep what came of it; whether there was one."""
        if self._going is None:
            return False
        (uid, future), self._going = self._going, None
        settle(uid, future.result(), at)
        return True


visiting = Visiting()
"""That of this process."""
