"""The desk's lists over a million records: each shipped filter, each kind of reader, first to last page.

    python benchmarks/lists.py [--list NAME] [--rows 1000000] [--home FOLDER] [--filled]

Rows are made in bulk by raw inserts; pages are opened as a browser would, through the whole desk, by readers
who keep a view and to whom one is lent. Counted are all queries of a page and all time that the database has
for them, fetching included, best of several where it is above half the limit. SQLite runs in this process:
its CPU time, so that a busy machine changes nothing. PostgreSQL: planning and execution as it tells them with
the extension pg_stat_statements and track_planning, else as its client sees them. The limits are those of the
issue: 10 queries, 15 ms. ``GONGKAI_DESK_DATABASE_URL`` chooses PostgreSQL (an empty database). ``--home``
keeps what was filled, ``--filled`` measures it again. Prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import _applications
import _desk
import _enforcement
import _items
import _mail
import _postings
from _timing import Stopwatch, tells, timed, told

__all__ = ["Stopwatch", "tells", "timed", "told"]

QUERIES, MILLISECONDS = 10, 15.0
RUNS = 8
"""A connection keeps the plan of a statement that it was asked several times (docs/adr/0093)."""
LISTS: dict[str, Any] = {
    "items": _items.Items,
    "applications": _applications.Applications,
    "postings": _postings.Postings,
    "mail": _mail.Mail,
    "investigations": _enforcement.Investigations,
    "penalties": _enforcement.Penalties,
    "samples": _enforcement.Samples,
    "batches": _enforcement.Batches,
}


def main() -> int:
    """Measure and print; 1 when a limit is passed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--list", default="items", choices=LISTS, dest="name")
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--home", type=Path, help="a folder that is kept; default: one that is not")
    arguments.add_argument("--filled", action="store_true", help="an earlier run has filled it with as many")
    arguments.add_argument("--only", default="", help="pages whose name holds this")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        home = given.home or Path(folder)
        (home / "keys").mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ["GONGKAI_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.sites.desk"
        said = Bench(given.name, given.rows, filled=given.filled).measure(given.only)
    print(json.dumps(said, ensure_ascii=False, indent=2))
    return int(said["most queries"] > QUERIES or said["worst ms"] > MILLISECONDS)


class People:
    """One agency, its units and its readers by kind."""

    def __init__(self, *, known: bool) -> None:
        models = _desk.part("desk.agencies.models")
        if not known:
            self._make(models)
        self.agency = models.Agency.objects.get()
        self.units = list(models.Unit.objects.order_by("code"))
        self.officers = {one.username: one for one in models.Officer.objects.all()}
        self.small = self.units[24]

    def _make(self, models: Any) -> None:
        agency = models.Agency.objects.create(code="371002SC", name="某市市场监督管理局")
        units = [
            models.Unit.objects.create(
                agency=agency, code=f"{n:02}", name="政策法规科" if n == 1 else f"第{n}科", kind="科室"
            )
            for n in range(25)
        ]
        since = date(2015, 1, 1)
        for name, kind, unit in (
            ("office", "office", None),
            ("head", "head", units[3]),
            ("small", "clerk", units[24]),
            ("legal", "head", units[1]),
            ("secrecy", "secrecy", None),
        ):
            officer = models.Officer.objects.create_user(name, name=name, agency=agency)
            models.Duty.objects.create(officer=officer, kind=kind, unit=unit, since=since)
            models.Post.objects.create(officer=officer, unit=unit, title="科员", since=since)


class Bench:
    """A database with one agency, its readers, and one long list."""

    def __init__(self, name: str, rows: int, *, filled: bool) -> None:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        self.name, self.rows, self.connection = name, rows, connection
        if not filled:
            call_command("migrate", database="default", verbosity=0)
        self.people = People(known=filled)
        self.list = LISTS[name](connection, self.people, rows)
        start = time.perf_counter()
        if not filled:
            self.list.fill()
            self._views()
        self.filled = time.perf_counter() - start

    def _views(self) -> None:
        """Every reader keeps a view, and one is lent to the whole agency."""
        SavedView = _desk.part("desk.lists.models").SavedView
        for one in self.people.officers.values():
            lent = datetime(2017, 1, 1, tzinfo=UTC) if one.username == "office" else None
            SavedView.objects.create(
                owner=one, list=self.list.listing_name, name="今年", chosen={"year": "2018"}, shared_at=lent
            )

    def measure(self, only: str) -> dict[str, Any]:
        """All pages of all readers."""
        from django.test import Client

        found: list[tuple[float, int, str]] = []
        for kind in self.list.kinds:
            client = Client(HTTP_HOST="127.0.0.1")
            client.force_login(self.people.officers[kind], "django.contrib.auth.backends.ModelBackend")
            self._timed(client, {})
            for name, chosen in self.list.pages():
                for where, place in self.list.places(chosen):
                    words = "&".join(f"{key}={value}" for key, value in chosen.items())
                    said = f"{kind}: {name} {words} ({where})"
                    if only in said:
                        found.append((*self._best(client, {**chosen, **place}), said))
            print(f"{kind} measured", file=sys.stderr)
        return self._told(sorted(found, reverse=True))

    def _best(self, client: Any, query: dict[str, str]) -> tuple[float, int]:
        """The best time of several and the most queries; what is far from the limit is not tried again."""
        tries = [self._timed(client, query)]
        while len(tries) < RUNS and min(tries)[0] > MILLISECONDS / 2:
            tries.append(self._timed(client, query))
        return min(one[0] for one in tries), max(one[1] for one in tries)

    def _told(self, found: list[tuple[float, int, str]]) -> dict[str, Any]:
        most = max(one[1] for one in found)
        return {
            "benchmark": "lists",
            "list": self.name,
            "database": self.connection.vendor,
            "time": "planning and execution" if tells() else "of the client",
            "records": self.rows,
            "pages measured": len(found),
            "filled in seconds": round(self.filled),
            "most queries": most,
            "pages over the queries": sum(one[1] > QUERIES for one in found),
            "pages over the time": sum(one[0] > MILLISECONDS for one in found),
            "worst ms": round(found[0][0], 1),
            "median ms": round(statistics.median(one[0] for one in found), 1),
            "worst pages": [f"{ms:.1f} ms, {count} queries, {said}" for ms, count, said in found[:12]],
            "most asking pages": [said for _ms, count, said in found if count == most][:6],
        }

    def _timed(self, client: Any, query: dict[str, str]) -> tuple[float, int]:
        with told() as clock:
            response = client.get(self.list.path, {"all": "1", **query})
        assert response.status_code == 200, (query, response.status_code)
        return (clock.seconds if clock.own is None else clock.own) * 1000, clock.queries


if __name__ == "__main__":
    sys.exit(main())
